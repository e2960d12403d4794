//! The same in the executor of the node.

use sc_executor::WasmExecutor;
use sp_core::traits::{CallContext, CodeExecutor, RuntimeCode, WrappedRuntimeCode};
use sp_state_machine::BasicExternalities;
use std::{error::Error, fs, path::PathBuf, process::Command};

/// The module `benches/wasm-verifier`, compiled by the executor that nodes use.
pub(crate) struct Wasm {
	executor: WasmExecutor,
	code: WrappedRuntimeCode<'static>,
}

impl Wasm {
	/// Builds and reads the module.
	pub(crate) fn build() -> Result<Self, Box<dyn Error>> {
		let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("wasm-verifier");
		let cargo = std::env::var_os("CARGO").unwrap_or("cargo".into());
		let target = greenhour_benches::report::target_folder();
		let status = Command::new(cargo)
			.args([
				"build",
				"--quiet",
				"--release",
				"--locked",
				"--target",
				"wasm32v1-none",
			])
			.current_dir(folder)
			.env("CARGO_TARGET_DIR", &target)
			.status()?;
		if !status.success() {
			return Err("the Wasm module does not build".into());
		}
		let module = "wasm32v1-none/release/greenhour_wasm_verifier.wasm";
		Ok(Self {
			executor: WasmExecutor::builder().build(),
			code: WrappedRuntimeCode(fs::read(target.join(module))?.into()),
		})
	}

	/// Does this export say that all proofs hold?
	pub(crate) fn holds(&self, method: &str, data: &[u8]) -> bool {
		let code = RuntimeCode {
			code_fetcher: &self.code,
			heap_pages: None,
			hash: vec![0],
		};
		let mut externalities = BasicExternalities::default();
		let (answer, _) = self.executor.call(
			&mut externalities,
			&code,
			method,
			data,
			CallContext::Offchain,
		);
		answer.expect("the module does not trap") == [1]
	}
}
