#![no_main]

greenhour_fuzz::target!(gnark_key);
