//! The validators of the chain: bonds, election, slashes and rewards.

use super::consensus::MAX_AUTHORITIES;
use crate::{
	currency::GHR, weights, AccountId, Balance, Balances, Clock, Pogcs, Runtime, RuntimeHoldReason,
};
use frame_support::{parameter_types, traits::ConstU32, PalletId};
use frame_system::EnsureRoot;
use sp_runtime::Perbill;
#[cfg(feature = "runtime-benchmarks")]
use {
	crate::SessionKeys,
	greenhour_types::{ClockParams, Day, HourOfDay},
};

parameter_types! {
	/// The least bond of a validator. Genesis bonds its own.
	pub const MinBond: Balance = 10_000 * GHR;
	/// A twentieth at least; more where many offend together.
	pub const MinSlash: Perbill = Perbill::from_percent(5);
	/// The account from which authors are paid.
	pub const ValidatorPot: PalletId = PalletId(*b"gh/valid");
}

impl pallet_validator_set::Config for Runtime {
	type RuntimeHoldReason = RuntimeHoldReason;
	type Currency = Balances;
	type Sessions = pallet_validator_set::SessionsOf<Runtime>;
	type Weights = Pogcs;
	type Clock = Clock;
	type GovernanceOrigin = EnsureRoot<AccountId>;
	type MaxValidators = ConstU32<MAX_AUTHORITIES>;
	// A network of one is for development; any other sets a minimum in its genesis.
	type MinValidators = ConstU32<1>;
	type MaxCandidates = ConstU32<200>;
	type MinBond = MinBond;
	// As long as reports of equivocations are taken; see `ReportLongevity`.
	type UnbondingDays = ConstU32<28>;
	type CheckpointDays = ConstU32<14>;
	type CoolOffDays = ConstU32<28>;
	type MinSlash = MinSlash;
	type PotId = ValidatorPot;
	type WeightInfo = weights::pallet_validator_set::WeightInfo<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Operators;
}

/// Keys, weights and days for the benchmarks of this pallet.
#[cfg(feature = "runtime-benchmarks")]
pub struct Operators;

#[cfg(feature = "runtime-benchmarks")]
impl pallet_validator_set::BenchmarkHelper<AccountId> for Operators {
	fn register_keys(account: &AccountId) {
		// Any 32 bytes: these keys never sign.
		let key: [u8; 32] = account.clone().into();
		let keys = SessionKeys {
			babe: sp_core::sr25519::Public::from_raw(key).into(),
			grandpa: sp_core::ed25519::Public::from_raw(key).into(),
		};
		pallet_session::NextKeys::<Runtime>::insert(account, keys);
	}

	fn give_weight(owner: &AccountId, weight: Balance) {
		pallet_pogcs::OwnerWeights::<Runtime>::insert(owner, weight);
	}

	fn set_validators(accounts: alloc::vec::Vec<AccountId>) {
		pallet_session::Validators::<Runtime>::put(accounts);
	}

	fn set_day(day: Day) {
		let params = ClockParams::PRODUCTION;
		let first = HourOfDay::new(0).and_then(|hour| day.hour(hour));
		let start = first.and_then(|hour| params.start_of(hour));
		pallet_clock::Params::<Runtime>::put(params);
		pallet_timestamp::Now::<Runtime>::put(start.expect("within the life of the chain"));
	}
}
