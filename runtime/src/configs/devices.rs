//! Devices, their bonds and what governance says about money.

use crate::{
	currency::GHR, weights, AccountId, Balance, Balances, Capacity, Clock, Pogcs, Runtime,
	RuntimeHoldReason, Signature,
};
use frame_support::parameter_types;
use frame_system::EnsureRoot;
use greenhour_types::Moment;

/// A day in milliseconds.
const DAY_MS: Moment = 24 * 3_600_000;

parameter_types! {
	/// The smallest bond that governance may ask of a class. It comes back whole; the records that a device
	/// leaves for ever cost its fees.
	pub const MinBond: Balance = 10 * GHR;
	/// An attestation result holds for half a year at most.
	pub const MaxAttestation: Moment = 183 * DAY_MS;
	/// A bond answers four weeks longer: paid hours are audited after they are settled.
	pub const BondRelease: Moment = 28 * DAY_MS;
	/// What an operator signs can be used for a month: a factory signs long before it registers.
	pub const MaxConsent: Moment = 30 * DAY_MS;
	/// A governed rate holds for a week at most; the rates of a genesis may hold longer.
	pub const MaxRateLife: Moment = 7 * DAY_MS;
}

impl pallet_devices::Config for Runtime {
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Clock = Clock;
	type Listener = (Capacity, Pogcs);
	type Signature = Signature;
	type GovernanceOrigin = EnsureRoot<AccountId>;
	type WeightInfo = weights::pallet_devices::WeightInfo<Runtime>;
	type MinBond = MinBond;
	type BondRelease = BondRelease;
	type MaxAttestation = MaxAttestation;
	type MaxConsent = MaxConsent;
	type MaxRateLife = MaxRateLife;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = super::benchmark_helpers::Market;
}
