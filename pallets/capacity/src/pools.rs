//! The capability that other pallets use.

use crate::{
	pages, BoundUnits, Config, DayPages, DrawCounts, Error, Offers, OpenOfferOf, Pallet,
	PoolOfferCounts, PoolOffers,
};
use greenhour_traits::{BoundHours, CapacityPools};
use greenhour_types::{Day, DayMask, DayPage, DeviceId, Hour, MilliGpu, Offer, OfferId, PoolId};
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
		PoolOfferCounts::<T>::get(pool)
	}

	fn draw_count(pool: PoolId, hour: Hour) -> u32 {
		DrawCounts::<T>::get(pool, hour).unwrap_or_else(|| Self::offer_count(pool))
	}

	fn offer_at(pool: PoolId, index: u32) -> Option<OfferId> {
		PoolOffers::<T>::get(pool, index)
	}

	fn free_units(offer: OfferId, hour: Hour) -> MilliGpu {
		let (day, hour) = (hour.day(), hour.of_day());
		let promised = Offers::<T>::get(offer).map(|offer| offer.units_at(day, hour));
		let bound = BoundUnits::<T>::get(offer, day).at(hour);
		promised.unwrap_or_default().saturating_sub(bound)
	}

	fn sell(pool: PoolId, hours: DayMask, units: MilliGpu) -> Result<(), DispatchError> {
		pages::sell::<T>(pool, hours, units)
	}

	fn bind(bound: BoundHours) -> Result<(), DispatchError> {
		let offer = Offers::<T>::get(bound.offer).ok_or(Error::<T>::OfferNotFound)?;
		pages::bind::<T>(bound, &offer)
	}

	fn mark_delivered(bound: BoundHours) -> Result<(), DispatchError> {
		let offer = Offers::<T>::get(bound.offer).ok_or(Error::<T>::OfferNotFound)?;
		pages::deliver::<T>(bound, &offer)
	}
}
