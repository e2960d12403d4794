//! The metadata that devices embed is the runtime's.
//!
//! `UPDATE_METADATA=1 cargo test -p greenhour-runtime --test metadata` writes it anew.

// Those features add runtime interfaces, which the metadata lists.
#![cfg(not(any(feature = "runtime-benchmarks", feature = "try-runtime")))]

mod common;

use greenhour_runtime::{genesis_presets::DEVELOPMENT, Runtime};
use std::path::PathBuf;

/// The version of the metadata format: the newest one, which has view functions.
const FORMAT: u32 = 16;

fn embedded() -> PathBuf {
	PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../device-light-client/metadata.scale")
}

#[test]
fn the_metadata_that_devices_embed_is_the_runtimes() {
	// Constants that differ from chain to chain, such as the length of an epoch, are read from the
	// genesis of the development preset.
	let current: Vec<u8> = common::genesis(DEVELOPMENT)
		.execute_with(|| Runtime::metadata_at_version(FORMAT))
		.expect("the runtime speaks this format")
		.to_vec();
	if std::env::var_os("UPDATE_METADATA").is_some() {
		std::fs::write(embedded(), &current).expect("the file can be written");
	}
	let embedded = std::fs::read(embedded()).expect("the file is in the repository");
	assert!(
		embedded == current,
		"device-light-client/metadata.scale is stale; run this test with UPDATE_METADATA=1"
	);
}
