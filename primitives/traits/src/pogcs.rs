//! Proof of green compute stake: what weighs, and who hears of it.

use greenhour_types::{AttestationResult, Balance, ContractId, Day, DeviceId, HourMask, MilliGpu};

/// Hours of one assignment that were delivered and paid in one call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettledHours {
	/// What they were bought with.
	pub contract: ContractId,
	/// Who served.
	pub device: DeviceId,
	/// The day.
	pub day: Day,
	/// Which of its hours.
	pub hours: HourMask,
	/// Units of the assignment by hour of day; entries outside of `hours` say nothing.
	pub units: [MilliGpu; 24],
	/// Planck of GCD that were burned as the fee of these hours.
	pub fee_burned: Balance,
	/// Were they shown by a receipt, not by somebody's word?
	pub by_receipt: bool,
}

/// Hears of hours that were paid. Must not fail: nobody's payment waits for it.
pub trait SettlementListener {
	/// Writes.
	fn settled(hours: &SettledHours);
}

impl SettlementListener for () {
	fn settled(_: &SettledHours) {}
}

impl<A: SettlementListener, B: SettlementListener> SettlementListener for (A, B) {
	fn settled(hours: &SettledHours) {
		A::settled(hours);
		B::settled(hours);
	}
}

/// Hears of what changes about a device in the registry.
pub trait DeviceListener<AccountId> {
	/// Writes: the bond of the device is `bond` planck of GHR from now on.
	fn bond_changed(device: DeviceId, owner: &AccountId, bond: Balance);

	/// Writes: the device has another owner from now on.
	fn owner_changed(device: DeviceId, from: &AccountId, to: &AccountId);

	/// Writes: the device has another result; `None` when it is suspended or retired.
	fn result_changed(device: DeviceId, result: Option<AttestationResult>);
}

impl<AccountId> DeviceListener<AccountId> for () {
	fn bond_changed(_: DeviceId, _: &AccountId, _: Balance) {}
	fn owner_changed(_: DeviceId, _: &AccountId, _: &AccountId) {}
	fn result_changed(_: DeviceId, _: Option<AttestationResult>) {}
}

impl<AccountId, A, B> DeviceListener<AccountId> for (A, B)
where
	A: DeviceListener<AccountId>,
	B: DeviceListener<AccountId>,
{
	fn bond_changed(device: DeviceId, owner: &AccountId, bond: Balance) {
		A::bond_changed(device, owner, bond);
		B::bond_changed(device, owner, bond);
	}

	fn owner_changed(device: DeviceId, from: &AccountId, to: &AccountId) {
		A::owner_changed(device, from, to);
		B::owner_changed(device, from, to);
	}

	fn result_changed(device: DeviceId, result: Option<AttestationResult>) {
		A::result_changed(device, result);
		B::result_changed(device, result);
	}
}

/// Answers what capacity and GCD are worth: what governance says until there is an index.
pub trait PogcsRates {
	/// Planck of GCD that one GPU-hour of the GPU class of `device` is worth, at the last value even if that
	/// has expired; `None` for a device or class without one.
	fn class_index(device: DeviceId) -> Option<Balance>;

	/// Planck of GHR that `gcd` planck of GCD are worth now, rounded down; `None` while no rate holds. Must
	/// not answer with an expired rate: what is paid out by it would no longer be less than what was burned.
	fn ghr_down(gcd: Balance) -> Option<Balance>;
}

/// Answers what an owner's green compute weighs, in planck of GHR (the weight has the unit of a bond).
pub trait PogcsWeights<AccountId> {
	/// Weight of one device, as it was refreshed last.
	fn weight_of_device(device: DeviceId) -> Balance;

	/// Weight of all devices of an owner, as they were refreshed last.
	fn weight_of(owner: &AccountId) -> Balance;

	/// Weight of all.
	fn total_weight() -> Balance;
}

/// Hears when the weight of an owner changes: the election.
pub trait WeightListener<AccountId> {
	/// Writes: all devices of `owner` weigh `weight` from now on.
	fn weight_changed(owner: &AccountId, weight: Balance);
}

impl<AccountId> WeightListener<AccountId> for () {
	fn weight_changed(_: &AccountId, _: Balance) {}
}
