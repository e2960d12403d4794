//! Purchases and their settlement.

use crate::{
	currency::GCD, weights, AssetsHolder, Balance, Capacity, Clock, Devices, Disputes, HourMarket,
	Pogcs, Positions, Randomness, Receipts, Runtime, RuntimeHoldReason,
};
use frame_support::parameter_types;
use sp_runtime::Permill;

parameter_types! {
	/// The share of each delivered hour's price that is burned.
	pub const ProtocolFee: Permill = Permill::from_percent(2);
	/// For each day of a contract; what is not needed comes back.
	pub const SettlementDeposit: Balance = GCD / 25;
	/// For one call that settles for others: about its fee.
	pub const SettlementReward: Balance = GCD / 100;
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
	type Claims = Disputes;
	type Listener = Pogcs;
	type ProtocolFee = ProtocolFee;
	type SettlementDeposit = SettlementDeposit;
	type SettlementReward = SettlementReward;
	type WeightInfo = weights::pallet_contracts::WeightInfo<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = super::benchmark_helpers::Market;
}
