//! What can go wrong.

use thiserror::Error;

/// Why a pallet was not measured.
#[derive(Error)]
pub enum Error {
	/// The program was built without a runtime.
	#[error("built with SKIP_WASM_BUILD, so there is no runtime to measure")]
	NoRuntime,
	/// A call into the runtime failed.
	#[error("{method}: {reason}")]
	Call {
		/// Function of the runtime.
		method: &'static str,
		/// What the executor says.
		reason: String,
	},
	/// The state for the measurement could not be made.
	#[error("state: {0}")]
	State(String),
	/// The runtime answered with bytes that do not decode.
	#[error("answer of the runtime: {0}")]
	Codec(#[from] parity_scale_codec::Error),
	/// A genesis preset is no JSON.
	#[error("genesis preset: {0}")]
	Json(#[from] serde_json::Error),
	/// The runtime lacks the genesis preset.
	#[error("the runtime has no genesis preset '{0}'")]
	NoPreset(&'static str),
	/// The runtime does not know the pallet, or the pallet has no benchmarks.
	#[error("no benchmarks of '{0}' in the runtime")]
	NoBenchmarks(String),
	/// A benchmark failed.
	#[error("benchmark '{name}' at {components}: {reason}")]
	Benchmark {
		/// Name of the benchmark.
		name: String,
		/// Values of its parameters.
		components: String,
		/// What it says.
		reason: String,
	},
	/// The regression found no line.
	#[error("regression of '{name}': {reason}")]
	Regression {
		/// Name of the benchmark.
		name: String,
		/// What the regression says.
		reason: String,
	},
	/// A name in the runtime is no text.
	#[error("name: {0}")]
	Name(#[from] std::string::FromUtf8Error),
	/// The result could not be written.
	#[error("output: {0}")]
	Output(#[from] std::io::Error),
}

/// `main` prints errors by `Debug`; the message is what its reader wants.
impl std::fmt::Debug for Error {
	fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
		std::fmt::Display::fmt(self, formatter)
	}
}
