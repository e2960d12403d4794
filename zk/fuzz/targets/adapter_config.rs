#![no_main]

greenhour_fuzz::target!(adapter_config);
