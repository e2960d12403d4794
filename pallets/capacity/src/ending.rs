//! Something of an offer is over: its earlier template, its days, the money of its last hours.

use crate::{
	dense_list, promise, BoundUnits, Config, Error, Event, OfferEnds, Offers, OpenOfferOf, Pallet,
	ReleasedUnits, Supplies,
};
use greenhour_traits::{DeviceRegistry, HourClock, Obligations};
use greenhour_types::{Day, Offer, OfferId, OfferState, HOURS_PER_DAY};
use sp_runtime::{DispatchError, DispatchResult};

/// More days than one offer can have units bound on: binding happens between the close of the sale
/// and the start of an hour, and removes the days before.
const BOUND_DAYS: u32 = 8;

impl<T: Config> Pallet<T> {
	/// Writes: what is due for an offer now that `day` is over.
	pub(crate) fn end_day_of(day: Day, id: OfferId) -> DispatchResult {
		OfferEnds::<T>::remove(day, id);
		let offer = Offers::<T>::get(id).ok_or(Error::<T>::OfferNotFound)?;
		match offer.state {
			OfferState::Ended => Self::forget(&offer),
			OfferState::Open { .. } if offer.last_day <= day => Self::retire_offer(id),
			OfferState::Open { .. } => Self::fold_offer(id, &offer, day.next()),
		}
	}

	/// Writes: forgets an earlier template whose days are over.
	fn fold_offer(id: OfferId, offer: &Offer, today: Day) -> DispatchResult {
		let next = promise::folded(offer, today);
		Self::recount(offer, &next)?;
		Offers::<T>::insert(id, next);
		Ok(())
	}

	/// Writes: the peak of `next` in place of that of `offer`.
	fn recount(offer: &Offer, next: &Offer) -> DispatchResult {
		let device = T::Devices::device(offer.device).ok_or(Error::<T>::DeviceNotFound)?;
		let mut supply = Supplies::<T>::get(offer.pool).ok_or(Error::<T>::PoolNotFound)?;
		let (from, to) = (promise::peak(offer), promise::peak(next));
		Self::count_peak(&mut supply, offer.pool, &device.owner, from, to)?;
		Supplies::<T>::insert(offer.pool, supply);
		Ok(())
	}

	/// Writes: ends an offer whose days are over, or that never had one.
	pub(crate) fn retire_offer(id: OfferId) -> DispatchResult {
		let mut offer = Offers::<T>::get(id).ok_or(Error::<T>::OfferNotFound)?;
		let device = T::Devices::device(offer.device).ok_or(Error::<T>::DeviceNotFound)?;
		let mut supply = Supplies::<T>::get(offer.pool).ok_or(Error::<T>::PoolNotFound)?;
		let (pool, peak) = (offer.pool, promise::peak(&offer));
		Self::count_peak(&mut supply, pool, &device.owner, peak, Default::default())?;
		dense_list::remove::<T>(&mut supply, &mut offer)?;
		Supplies::<T>::insert(pool, supply);
		OpenOfferOf::<T>::remove(offer.device);
		let _ = BoundUnits::<T>::clear_prefix(id, BOUND_DAYS, None);
		let _ = ReleasedUnits::<T>::clear_prefix(id, BOUND_DAYS, None);
		promise::ends(&offer).for_each(|day| OfferEnds::<T>::remove(day, id));
		if offer.last_day >= offer.first_day {
			OfferEnds::<T>::insert(Self::forgotten_after(&offer)?, id, ());
		}
		T::Obligations::remove(offer.device)?;
		Offers::<T>::insert(id, offer);
		Self::deposit_event(Event::OfferEnded { offer: id });
		Ok(())
	}

	/// The day after which the money of an ended offer is final: the roll has not reached it.
	fn forgotten_after(offer: &Offer) -> Result<Day, DispatchError> {
		let params = T::Clock::params();
		let day_ms = params
			.hour_length_ms
			.saturating_mul(u64::from(HOURS_PER_DAY));
		let days = params.windows.settle_ms.checked_div(day_ms).unwrap_or(0);
		let days = u32::try_from(days).map_err(|_| Error::<T>::Overflow)?;
		let last = Day(offer.last_day.0.saturating_add(days).saturating_add(1));
		let today = T::Clock::current_hour()
			.ok_or(Error::<T>::ClockNotSet)?
			.day();
		Ok(last.max(today))
	}
}
