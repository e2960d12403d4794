#![no_main]

greenhour_fuzz::target!(risc_zero);
