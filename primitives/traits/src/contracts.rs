//! Contracts and their settlement.

use alloc::vec::Vec;
use greenhour_types::{
	Balance, ContractDay, ContractId, ContractTerms, Day, DayUnits, DeviceId, Hour, HourMask,
	MilliGpu, OfferId, PoolId, SpecUri, VerificationMode,
};
use sp_runtime::DispatchError;

/// What a tenant buys of one day, with the price of each hour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HourPrices {
	/// Units by hour.
	pub order: DayUnits,
	/// Planck of GCD for all units of each hour; zero where nothing is ordered.
	pub paid: [Balance; 24],
}

/// What a tenant gives back of one day, with what he gets for each hour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HourRefunds {
	/// Units by hour.
	pub order: DayUnits,
	/// Planck of GCD released for the units of each hour, at most what was paid for them; the rest
	/// of that is burned as protocol fee.
	pub refunded: [Balance; 24],
}

/// Whose a contract is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContractFacts<AccountId> {
	/// Who bought.
	pub tenant: AccountId,
	/// Where.
	pub pool: PoolId,
	/// Terms of the job.
	pub terms: ContractTerms,
}

/// Opens contracts and changes what they bought. The market has priced and sold the hours.
pub trait ContractBook<AccountId> {
	/// An open contract.
	fn contract(contract: ContractId) -> Option<ContractFacts<AccountId>>;

	/// One day of an open contract.
	fn day(contract: ContractId, day: Day) -> Option<ContractDay>;

	/// Planck of GCD that are held for a contract of `days` days beside its price: they reward whoever
	/// settles for others, and what is left goes back to the tenant.
	fn settlement_deposit(days: u32) -> Balance;

	/// Writes: holds the sum of all prices and the settlement deposit on the tenant's account, and
	/// opens the contract.
	///
	/// The caller has checked that the hours are on sale and has the units.
	fn open(
		tenant: &AccountId,
		pool: PoolId,
		terms: ContractTerms,
		spec_uri: SpecUri,
		days: Vec<HourPrices>,
	) -> Result<ContractId, DispatchError>;

	/// Writes: adds hours, or units of hours, that are on sale to an open contract, and holds their
	/// prices.
	fn extend(contract: ContractId, days: Vec<HourPrices>) -> Result<(), DispatchError>;

	/// Writes: takes units of hours that are on sale out of a contract.
	fn give_back(contract: ContractId, day: HourRefunds) -> Result<(), DispatchError>;
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
	/// Planck of GCD of the price of each hour that fall to these units, rounded down.
	pub shares: [Balance; 24],
	/// Hours bound to the device whose money is not settled.
	pub unsettled: HourMask,
	/// Hours already proved.
	pub delivered: HourMask,
	/// Terms of the contract.
	pub terms: ContractTerms,
}

/// Settles hours that were shown to be delivered, or that nobody is to blame for. Void hours never pay:
/// they are refunded, proved or not.
pub trait Deliveries {
	/// The assignment of `device` in `contract` on `day`.
	fn assignment(contract: ContractId, device: DeviceId, day: Day) -> Option<AssignmentFacts>;

	/// Writes: pays for `hours`, all of which are unsettled, over, not void, and inside their money
	/// window or claimed since ([`OpenClaims`]); otherwise fails and pays for none.
	///
	/// Returns what the position earned, in planck of GCD after the protocol fee.
	fn settle_delivered(
		contract: ContractId,
		device: DeviceId,
		day: Day,
		hours: HourMask,
	) -> Result<Balance, DispatchError>;

	/// Writes: refunds `hours`, all of which are unsettled and have started, and slashes nobody.
	///
	/// The tenant pays the protocol fee of them, so that nobody gains from a job that can't run.
	fn settle_excused(
		contract: ContractId,
		device: DeviceId,
		day: Day,
		hours: HourMask,
	) -> Result<(), DispatchError>;
}

/// Tells which hours are claimed or in dispute, so that they are not settled as missed meanwhile.
pub trait OpenClaims {
	/// Can delivery be claimed for contracts of this mode, which is not by receipt?
	fn are_taken(mode: VerificationMode) -> bool;

	/// Hours of the assignment with a claim that is neither paid nor refused yet, or, in any mode, with a
	/// declaration that the job can't start which nobody has answered.
	fn claimed(contract: ContractId, device: DeviceId, day: Day) -> HourMask;

	/// Is an hour of an assignment of `offer` claimed, or declared as one that can't start, and that not
	/// ended?
	///
	/// Reads once, however many assignments there are. `false` where nothing is ever claimed.
	fn has_open_claims(_offer: OfferId) -> bool {
		false
	}
}

/// Tells whether income of the past is still open.
pub trait Unsettled {
	/// Has `offer` an assigned hour that started before `before` whose money is not settled and can
	/// still be paid: inside its money window, or claimed?
	fn has_unsettled(offer: OfferId, before: Hour) -> bool;
}
