#![no_main]

greenhour_fuzz::target!(snarkjs);
