//! Builds the Wasm runtime that the chain runs, when the native side is built with `std`.

fn main() {
	#[cfg(feature = "std")]
	substrate_wasm_builder::WasmBuilder::build_using_defaults();
}
