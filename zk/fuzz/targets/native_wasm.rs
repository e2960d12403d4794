#![no_main]

greenhour_fuzz::target!(native_wasm);
