//! The capability that other pallets use.

use crate::{
	selling, serving, Config, DayPages, Error, Offers, OpenOfferOf, Pallet, PoolOffers, Supplies,
};
use greenhour_traits::{BoundHours, CapacityPools, Shown};
use greenhour_types::{Day, DayPage, DayUnits, DeviceId, Hour, MilliGpu, Offer, OfferId, PoolId};
use sp_runtime::DispatchError;

impl<T: Config> CapacityPools for Pallet<T> {
	fn page(pool: PoolId, day: Day) -> Option<DayPage> {
		DayPages::<T>::get(pool, day)
	}

	fn offer(offer: OfferId) -> Option<Offer> {
		Offers::<T>::get(offer)
	}

	fn offer_of(device: DeviceId) -> Option<OfferId> {
		OpenOfferOf::<T>::get(device)
	}

	fn offer_count(pool: PoolId) -> u32 {
		Supplies::<T>::get(pool).map_or(0, |supply| supply.offers)
	}

	fn offer_at(pool: PoolId, index: u32) -> Option<OfferId> {
		PoolOffers::<T>::get(pool, index)
	}

	fn free_units(offer: OfferId, hour: Hour) -> MilliGpu {
		let record = Offers::<T>::get(offer);
		record.map_or(MilliGpu::ZERO, |record| {
			serving::free_units::<T>(&record, offer, hour)
		})
	}

	fn sell(pool: PoolId, order: &DayUnits, implied: &[u64; 24]) -> Result<(), DispatchError> {
		let page = Self::page(pool, order.day).ok_or(Error::<T>::PageNotOpen)?;
		Self::sell_on(page, pool, order, implied)
	}

	fn sell_on(
		page: DayPage,
		pool: PoolId,
		order: &DayUnits,
		implied: &[u64; 24],
	) -> Result<(), DispatchError> {
		selling::sell::<T>(page, pool, order, implied)
	}

	fn take_back(pool: PoolId, order: &DayUnits) -> Result<(), DispatchError> {
		selling::take_back::<T>(pool, order)
	}

	fn bind(bound: BoundHours) -> Result<(), DispatchError> {
		let offer = Offers::<T>::get(bound.offer).ok_or(Error::<T>::OfferNotFound)?;
		serving::bind::<T>(bound, &offer)
	}

	fn release(bound: BoundHours) -> Result<(), DispatchError> {
		let offer = Offers::<T>::get(bound.offer).ok_or(Error::<T>::OfferNotFound)?;
		serving::release::<T>(bound, &offer)
	}

	fn mark_delivered(bound: BoundHours, shown: Shown) -> Result<(), DispatchError> {
		let offer = Offers::<T>::get(bound.offer).ok_or(Error::<T>::OfferNotFound)?;
		serving::deliver::<T>(bound, &offer, shown)
	}
}
