//! Pools, offers, day pages and the hour roll.

use super::system::RuntimeBlockWeights;
use crate::{
	weights, AccountId, Clock, Devices, HourMarket, Positions, Randomness, Runtime, Weight,
};
use frame_support::{parameter_types, traits::ConstU32};
use frame_system::EnsureRoot;
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
	type Seeds = Randomness;
	type GovernanceOrigin = EnsureRoot<AccountId>;
	type RollWeight = RollWeight;
	type MaxPools = ConstU32<256>;
	// No offer outlasts an attestation result.
	type MaxOfferDays = ConstU32<183>;
	type WeightInfo = weights::pallet_capacity::WeightInfo<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = super::benchmark_helpers::Market;
}
