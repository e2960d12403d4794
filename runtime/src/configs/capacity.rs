//! Pools, offers, day pages and the hour roll.

use super::system::RuntimeBlockWeights;
use crate::{weights, Clock, Devices, HourMarket, Positions, Runtime, Weight};
use frame_support::{parameter_types, traits::ConstU32};
use sp_runtime::Perbill;

parameter_types! {
	/// What the hour roll may take of a block; it goes on in the next one.
	pub RollWeight: Weight = Perbill::from_percent(10) * RuntimeBlockWeights::get().max_block;
}

impl pallet_capacity::Config for Runtime {
	type Clock = Clock;
	type Devices = Devices;
	type Obligations = Devices;
	type Positions = Positions;
	type Market = HourMarket;
	type RollWeight = RollWeight;
	type MaxPools = ConstU32<256>;
	// No offer outlasts an attestation result.
	type MaxOfferDays = ConstU32<183>;
	type WeightInfo = weights::pallet_capacity::WeightInfo<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = super::benchmark_helpers::Market;
}
