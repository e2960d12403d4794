//! The market that sells hours.

use crate::{weights, AccountId, Capacity, Clock, Contracts, Devices, Runtime};
use frame_system::EnsureRoot;

impl pallet_hour_market::Config for Runtime {
	type Clock = Clock;
	type Capacity = Capacity;
	type Contracts = Contracts;
	type Rates = Devices;
	type GovernanceOrigin = EnsureRoot<AccountId>;
	type WeightInfo = weights::pallet_hour_market::WeightInfo<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = super::benchmark_helpers::Market;
}
