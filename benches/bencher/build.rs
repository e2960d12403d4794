//! Builds the Wasm runtime with its benchmarks; nothing of the runtime is built natively.

use substrate_wasm_builder::WasmBuilder;

fn main() {
	WasmBuilder::new()
		.with_project("../../runtime/Cargo.toml")
		.expect("the runtime lies in this repository")
		.import_memory()
		.export_heap_base()
		.enable_feature("runtime-benchmarks")
		.build();
}
