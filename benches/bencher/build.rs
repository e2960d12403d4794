//! Builds the Wasm runtime with its benchmarks; nothing of the runtime is built natively.

use std::path::Path;
use substrate_wasm_builder::WasmBuilder;

fn main() {
	let runtime = Path::new(env!("CARGO_MANIFEST_DIR"))
		.join("../../runtime/Cargo.toml")
		.canonicalize()
		.expect("the runtime lies in this repository");
	WasmBuilder::new()
		.with_project(runtime)
		.expect("the runtime is a crate")
		.import_memory()
		.export_heap_base()
		.enable_feature("runtime-benchmarks")
		.build();
}
