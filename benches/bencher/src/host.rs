//! Calls into the Wasm runtime.

use crate::Error;
use parity_scale_codec::Decode;
use sc_client_db::BenchmarkingState;
use sc_executor::WasmExecutor;
use sp_core::traits::{
	CallContext, CodeExecutor, Externalities, ReadRuntimeVersionExt, RuntimeCode,
	WrappedRuntimeCode,
};
use sp_crypto_hashing::blake2_256;
use sp_externalities::Extensions;
use sp_keystore::{testing::MemoryKeystore, KeystoreExt};
use sp_runtime::traits::BlakeTwo256;
use sp_state_machine::StateMachine;

/// State whose reads and writes can be counted.
pub type State = BenchmarkingState<BlakeTwo256>;

/// What the runtime may call: all that a node offers, and the clock and counters of benchmarks.
type HostFunctions = (
	sp_io::SubstrateHostFunctions,
	frame_benchmarking::benchmarking::HostFunctions,
);

/// A compiled runtime.
pub struct Host {
	executor: WasmExecutor<HostFunctions>,
	code: WrappedRuntimeCode<'static>,
	hash: Vec<u8>,
}

impl Host {
	/// The runtime of this Wasm, compressed or not, compiled by the executor that nodes use.
	pub fn new(code: &'static [u8]) -> Self {
		Self {
			executor: WasmExecutor::builder().build(),
			code: WrappedRuntimeCode(code.into()),
			hash: blake2_256(code).to_vec(),
		}
	}

	fn code(&self) -> RuntimeCode<'_> {
		RuntimeCode {
			code_fetcher: &self.code,
			heap_pages: None,
			hash: self.hash.clone(),
		}
	}

	/// The answer of `method`, run in `externalities`, which keep its changes.
	///
	/// **Errors** `Call`: the runtime panics or lacks the function; `Codec`: the answer is no `R`.
	pub fn run<R: Decode>(
		&self,
		externalities: &mut dyn Externalities,
		method: &'static str,
		data: &[u8],
	) -> Result<R, Error> {
		let offchain = CallContext::Offchain;
		let (answer, _) = self
			.executor
			.call(externalities, &self.code(), method, data, offchain);
		decode(method, answer)
	}

	/// The answer of `method`, run on `state` as a node runs a block.
	///
	/// **Errors** as [`Host::run`].
	pub fn run_on<R: Decode>(
		&self,
		state: &State,
		method: &'static str,
		data: &[u8],
	) -> Result<R, Error> {
		let mut extensions = Extensions::default();
		extensions.register(KeystoreExt::new(MemoryKeystore::new()));
		extensions.register(ReadRuntimeVersionExt::new(self.executor.clone()));
		let answer = StateMachine::new(
			state,
			&mut Default::default(),
			&self.executor,
			method,
			data,
			&mut extensions,
			&self.code(),
			CallContext::Offchain,
		)
		.execute();
		decode(method, answer)
	}
}

fn decode<R: Decode, E: ToString>(
	method: &'static str,
	answer: Result<Vec<u8>, E>,
) -> Result<R, Error> {
	let answer = answer.map_err(|error| Error::Call {
		method,
		reason: error.to_string(),
	})?;
	Ok(R::decode(&mut answer.as_slice())?)
}
