//! The market that sells hours.

use crate::{weights, AccountId, Capacity, Clock, Contracts, Runtime};
use frame_system::EnsureRoot;
use greenhour_traits::{HourClock, RateValidity};
use pallet_devices::GovernedRate;

impl pallet_hour_market::Config for Runtime {
	type Clock = Clock;
	type Capacity = Capacity;
	type Contracts = Contracts;
	type Rates = GovernedRates;
	type GovernanceOrigin = EnsureRoot<AccountId>;
	type WeightInfo = weights::pallet_hour_market::WeightInfo<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = super::benchmark_helpers::Market;
}

/// The rates that size bonds, as the registry of devices keeps them.
pub struct GovernedRates;

impl RateValidity for GovernedRates {
	fn rates_valid() -> bool {
		let holds = |rate: Option<GovernedRate>| {
			rate.is_some_and(|rate| rate.value_at(Clock::now()).is_some())
		};
		holds(pallet_devices::GhrRate::<Runtime>::get())
			&& holds(pallet_devices::UnitValue::<Runtime>::get())
	}
}
