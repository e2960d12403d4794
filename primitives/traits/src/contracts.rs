//! Contracts and their settlement.

use alloc::vec::Vec;
use greenhour_types::{
	Balance, ContractId, ContractTerms, Day, DayMask, DeviceId, Hour, HourMask, MilliGpu, OfferId,
	PoolId,
};
use sp_runtime::DispatchError;

/// The hours of one day that a tenant buys, with the price of each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HourPrices {
	/// Day and hours.
	pub hours: DayMask,
	/// Planck of GCD for all units in each hour-of-day; zero outside the mask.
	pub paid: [Balance; 24],
}

/// Opens contracts.
pub trait ContractBook<AccountId> {
	/// Writes: holds the sum of all prices on the tenant's account and opens the contract.
	///
	/// The caller has checked that the hours are on sale and has the units.
	fn open(
		tenant: &AccountId,
		pool: PoolId,
		units: MilliGpu,
		terms: ContractTerms,
		days: Vec<HourPrices>,
	) -> Result<ContractId, DispatchError>;
}

/// What a receipt must match.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssignmentFacts {
	/// Pool of the contract.
	pub pool: PoolId,
	/// Offer, and so position, that serves.
	pub offer: OfferId,
	/// Units in each hour-of-day.
	pub units: [MilliGpu; 24],
	/// Hours bound to the device whose money is not settled.
	pub unsettled: HourMask,
	/// Hours already proved.
	pub delivered: HourMask,
	/// Terms of the contract.
	pub terms: ContractTerms,
}

/// Settles hours that a receipt proved. Void hours never pay: they are refunded, proved or not.
pub trait Deliveries {
	/// The assignment of `device` in `contract` on `day`.
	fn assignment(contract: ContractId, device: DeviceId, day: Day) -> Option<AssignmentFacts>;

	/// Writes: pays for `hours`, all of which are unsettled, over, inside their money window and not
	/// void; otherwise fails and pays for none.
	///
	/// Returns what the position earned, in planck of GCD after the protocol fee.
	fn settle_delivered(
		contract: ContractId,
		device: DeviceId,
		day: Day,
		hours: HourMask,
	) -> Result<Balance, DispatchError>;
}

/// Tells whether income of the past is still open.
pub trait Unsettled {
	/// Has `offer` an assigned hour that started before `before` and inside its money window whose
	/// money is not settled?
	fn has_unsettled(offer: OfferId, before: Hour) -> bool;
}
