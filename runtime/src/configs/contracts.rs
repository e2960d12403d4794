//! Purchases and their settlement.

use crate::{
	weights, AssetsHolder, Capacity, Clock, Devices, HourMarket, Positions, Randomness, Receipts,
	Runtime, RuntimeHoldReason,
};
use frame_support::parameter_types;
use sp_runtime::Permill;

parameter_types! {
	/// The share of each delivered hour's price that is burned.
	pub const ProtocolFee: Permill = Permill::from_percent(2);
}

impl pallet_contracts::Config for Runtime {
	type RuntimeHoldReason = RuntimeHoldReason;
	type Assets = AssetsHolder;
	type Capacity = Capacity;
	type Devices = Devices;
	type Income = Positions;
	type Prices = HourMarket;
	type Clock = Clock;
	type Seeds = Randomness;
	type Proofs = Receipts;
	type ProtocolFee = ProtocolFee;
	type WeightInfo = weights::pallet_contracts::WeightInfo<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = super::benchmark_helpers::Market;
}
