//! Which pallets the benchmarking tool can measure.
//!
//! SDK pallets keep the weights that the SDK measured; `scripts/bench-weights` measures ours.

use crate::AllPalletsWithSystem;
use alloc::{string::String, vec::Vec};
use frame_benchmarking::{BenchmarkBatch, BenchmarkConfig, BenchmarkList};
use frame_support::traits::{StorageInfo, StorageInfoTrait, WhitelistedStorageKeys};

frame_benchmarking::define_benchmarks!(
	[pallet_capacity, crate::Capacity]
	[pallet_clock, crate::Clock]
	[pallet_contracts, crate::Contracts]
	[pallet_devices, crate::Devices]
	[pallet_disputes, crate::Disputes]
	[pallet_hour_market, crate::HourMarket]
	[pallet_pogcs, crate::Pogcs]
	[pallet_positions, crate::Positions]
	[pallet_randomness, crate::Randomness]
	[pallet_receipts, crate::Receipts]
	[pallet_validator_set, crate::ValidatorSet]
);

/// The benchmarks there are, and the storage that they may touch.
pub(crate) fn metadata(extra: bool) -> (Vec<BenchmarkList>, Vec<StorageInfo>) {
	let mut list = Vec::<BenchmarkList>::new();
	list_benchmarks!(list, extra);
	(list, AllPalletsWithSystem::storage_info())
}

/// Runs one benchmark.
pub(crate) fn dispatch(config: BenchmarkConfig) -> Result<Vec<BenchmarkBatch>, String> {
	let whitelist = AllPalletsWithSystem::whitelisted_storage_keys();
	let mut batches = Vec::<BenchmarkBatch>::new();
	let params = (&config, &whitelist);
	add_benchmarks!(params, batches);
	Ok(batches)
}
