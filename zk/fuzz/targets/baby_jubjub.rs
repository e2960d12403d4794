#![no_main]

greenhour_fuzz::target!(baby_jubjub);
