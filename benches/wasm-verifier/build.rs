//! The executor wants to know where the heap begins.

fn main() {
	println!("cargo:rustc-link-arg=--export=__heap_base");
}
