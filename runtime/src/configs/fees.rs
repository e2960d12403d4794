//! What a transaction costs, in GHR.
//!
//! `fee = (weight * 10 + length * 1 microGHR) * multiplier + tip`, weight in picoseconds of the
//! reference machine and including the base cost of every transaction: a second of computing costs
//! 10 GHR, a simple transfer about 3 milliGHR. The multiplier follows demand: it rises while blocks
//! are fuller than a quarter and never falls below one, so the price of a quiet chain is known.
//! Fees are burned: there is no treasury yet, and paying them to the author would make a validator's
//! own transactions free.

use crate::{currency::MICRO_GHR, Balance, Balances, Runtime, RuntimeEvent};
use frame_support::{parameter_types, traits::ConstU8, weights::ConstantMultiplier};
use pallet_transaction_payment::{FungibleAdapter, Multiplier, TargetedFeeAdjustment};
use sp_runtime::{FixedPointNumber, Perquintill};

parameter_types! {
	/// GHR units per picosecond of weight: 10^12 of each make a second and a GHR.
	pub const FeePerPicosecond: Balance = 10;
	/// GHR units per byte of an encoded transaction.
	pub const FeePerByte: Balance = MICRO_GHR;
	/// How full blocks are when fees neither rise nor fall.
	pub const TargetBlockFullness: Perquintill = Perquintill::from_percent(25);
	/// How fast fees follow: about 30 % a day at most, with full blocks of six seconds.
	pub AdjustmentVariable: Multiplier = Multiplier::saturating_from_rational(3, 100_000);
	/// Fees never fall below their nominal amount.
	pub MinimumMultiplier: Multiplier = Multiplier::saturating_from_integer(1);
	/// Nor do they rise without end.
	pub MaximumMultiplier: Multiplier = Multiplier::saturating_from_integer(1_000);
}

impl pallet_transaction_payment::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type OnChargeTransaction = FungibleAdapter<Balances, ()>;
	type WeightToFee = ConstantMultiplier<Balance, FeePerPicosecond>;
	type LengthToFee = ConstantMultiplier<Balance, FeePerByte>;
	type FeeMultiplierUpdate = TargetedFeeAdjustment<
		Runtime,
		TargetBlockFullness,
		AdjustmentVariable,
		MinimumMultiplier,
		MaximumMultiplier,
	>;
	type OperationalFeeMultiplier = ConstU8<5>;
	type WeightInfo = pallet_transaction_payment::weights::SubstrateWeight<Runtime>;
}
