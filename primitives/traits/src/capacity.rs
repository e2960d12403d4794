//! Pools of capacity.

use greenhour_types::{
	Day, DayPage, DayUnits, DeviceId, Hour, HourMask, MilliGpu, Offer, OfferId, PoolId,
};
use sp_runtime::DispatchError;

/// Hours of one offer that are bound to a contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BoundHours {
	/// The offer that serves.
	pub offer: OfferId,
	/// The day.
	pub day: Day,
	/// The hours.
	pub hours: HourMask,
	/// Units in each of them.
	pub units: MilliGpu,
}

/// How a delivery was shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
	/// By a receipt: metered and proved.
	ByReceipt,
	/// By the word of a tenant or an auditor, who may be the provider's friend.
	ByWord,
}

/// Keeps what is offered, sold, accepted and delivered.
pub trait CapacityPools {
	/// The page of `pool` on `day`; `None` when the day is not open.
	fn page(pool: PoolId, day: Day) -> Option<DayPage>;

	/// The offer.
	fn offer(offer: OfferId) -> Option<Offer>;

	/// The open offer of a device, if it has one.
	fn offer_of(device: DeviceId) -> Option<OfferId>;

	/// How many offers are in the dense list of the pool.
	fn offer_count(pool: PoolId) -> u32;

	/// The offer at `index` of the dense list.
	fn offer_at(pool: PoolId, index: u32) -> Option<OfferId>;

	/// Units of `offer` at `hour` that no contract has bound.
	fn free_units(offer: OfferId, hour: Hour) -> MilliGpu;

	/// Writes: marks the units of an order as sold, in hours that are on sale. `implied` is the demand
	/// at price zero that each hour's sale shows.
	fn sell(pool: PoolId, order: &DayUnits, implied: &[u64; 24]) -> Result<(), DispatchError>;

	/// Writes: as [`Self::sell`], on a page that [`Self::page`] gave and that nothing has changed since, so that
	/// a purchase reads each page once.
	fn sell_on(
		page: DayPage,
		pool: PoolId,
		order: &DayUnits,
		implied: &[u64; 24],
	) -> Result<(), DispatchError>;

	/// Writes: puts sold units back into hours that are on sale. Implied demand falls pro rata.
	fn take_back(pool: PoolId, order: &DayUnits) -> Result<(), DispatchError>;

	/// Writes: binds units of an offer to a contract (accept or assign); counts them as accepted.
	fn bind(bound: BoundHours) -> Result<(), DispatchError>;

	/// Writes: takes bound units from an offer that drops them before the hour starts. They count as
	/// accepted no more, and stay locked: the offer can't bind them again.
	fn release(bound: BoundHours) -> Result<(), DispatchError>;

	/// Writes: counts bound units as delivered. Only what a receipt showed proves what a device can, and
	/// counts for learning, up to the cap of its owner.
	fn mark_delivered(bound: BoundHours, shown: Shown) -> Result<(), DispatchError>;
}
