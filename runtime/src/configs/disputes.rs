//! Delivery that no circuit shows, and jobs that can't start.

use crate::{
	currency::GCD, weights, AccountId, AssetsHolder, Balance, Clock, Contracts, Devices, Runtime,
	RuntimeHoldReason,
};
use frame_support::{
	parameter_types,
	traits::{ConstU32, TypedGet},
	PalletId,
};
use frame_system::EnsureRootWithSuccess;
use sp_runtime::{traits::AccountIdConversion, Permill};

parameter_types! {
	/// Stake of an objection or a declaration, of the share.
	pub const StakeRate: Permill = Permill::from_percent(10);
	/// Penalty of a claim that is refused, of the share.
	pub const PenaltyRate: Permill = Permill::from_percent(10);
	/// Smallest stake for one hour: what an hour of the smallest order is worth.
	pub const MinStake: Balance = GCD / 20;
	/// For one claimed hour.
	pub const ClaimDeposit: Balance = GCD / 20;
	/// For a specification of at most 4 KiB.
	pub const SpecDeposit: Balance = GCD;
	/// For settling one hour for others: about the fee of doing so.
	pub const SettleReward: Balance = GCD / 100;
}

/// Who judges until auditors are bonded: governance, in the name of an account without a key.
pub struct Auditors;

impl TypedGet for Auditors {
	type Type = AccountId;

	fn get() -> AccountId {
		PalletId(*b"gh/audit").into_account_truncating()
	}
}

impl pallet_disputes::Config for Runtime {
	type RuntimeHoldReason = RuntimeHoldReason;
	type Assets = AssetsHolder;
	type Contracts = Contracts;
	type Devices = Devices;
	type Clock = Clock;
	type AuditOrigin = EnsureRootWithSuccess<AccountId, Auditors>;
	type StakeRate = StakeRate;
	type PenaltyRate = PenaltyRate;
	type MinStake = MinStake;
	type ClaimDeposit = ClaimDeposit;
	type SpecDeposit = SpecDeposit;
	type SettleReward = SettleReward;
	type ObjectionHours = ConstU32<12>;
	type VerdictHours = ConstU32<168>;
	type WeightInfo = weights::pallet_disputes::WeightInfo<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = super::benchmark_helpers::Market;
}
