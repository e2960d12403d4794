#![no_main]

greenhour_fuzz::target!(sp1);
