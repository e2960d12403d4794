//! What green compute weighs, and what it earns beside its price.

use super::{contracts::ProtocolFee, system::MAXIMUM_BLOCK_WEIGHT};
use crate::{
	currency::GHR, weights, AccountId, Balance, Balances, Clock, Devices, Runtime, ValidatorSet,
};
use frame_support::{parameter_types, traits::ConstU32, weights::Weight, PalletId};
use frame_system::EnsureRoot;
use sp_runtime::Permill;

parameter_types! {
	/// The account from which incentives are paid.
	pub const IncentivePot: PalletId = PalletId(*b"gh/pogcs");
	/// The part of a burned fee that incentives may pay back.
	pub const IncentiveCap: Permill = Permill::from_percent(80);
	/// With 48 hours of bond a device that is busy for ever weighs its bond, at one GCD for a GHR.
	pub const BondPerGcd: Balance = GHR / 1_000 * 462 / 10;
	/// Less counts as nothing.
	pub const MinWeight: Balance = GHR;
	/// A fiftieth of a block.
	pub const ServiceWeight: Weight = MAXIMUM_BLOCK_WEIGHT.saturating_div(50);
}

impl pallet_pogcs::Config for Runtime {
	type Currency = Balances;
	type Clock = Clock;
	type Rates = Devices;
	type Listener = ValidatorSet;
	type GovernanceOrigin = EnsureRoot<AccountId>;
	type WeightInfo = weights::pallet_pogcs::WeightInfo<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = super::benchmark_helpers::MarketTime;
	type PalletId = IncentivePot;
	type ProtocolFee = ProtocolFee;
	type IncentiveCap = IncentiveCap;
	type BondPerGcd = BondPerGcd;
	// Thirty days of market time.
	type HalfLife = ConstU32<720>;
	// Seven days of market time.
	type Maturity = ConstU32<168>;
	type MinWeight = MinWeight;
	type RefreshPerBlock = ConstU32<16>;
	type ServiceWeight = ServiceWeight;
}
