#![no_main]

greenhour_fuzz::target!(batch);
