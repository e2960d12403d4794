#![no_main]

greenhour_fuzz::target!(snarkjs_json);
