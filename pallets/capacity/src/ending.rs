//! An offer leaves, or its days are over.

use crate::{
	dense_list, pages, supply, BoundUnits, Config, Error, Event, OfferEnds, Offers, OpenOfferOf,
	Pallet, Supplies,
};
use frame_support::ensure;
use greenhour_traits::{DeviceRegistry, HourClock, Obligations};
use greenhour_types::{Day, Offer, OfferId, OfferState};
use sp_runtime::DispatchResult;

/// More days than one offer can have units bound on: binding happens between the close of the sale
/// and the start of an hour, and removes the days before.
const BOUND_DAYS: u32 = 8;

impl<T: Config> Pallet<T> {
	/// The offer, if it is open and the caller speaks for its device.
	pub(crate) fn open_offer_of_caller(who: &T::AccountId, id: OfferId) -> Result<Offer, Error<T>> {
		let offer = Offers::<T>::get(id).ok_or(Error::<T>::OfferNotFound)?;
		let device = T::Devices::device(offer.device).ok_or(Error::<T>::DeviceNotFound)?;
		ensure!(
			*who == device.owner || *who == device.operator,
			Error::<T>::NotAuthorized
		);
		ensure!(offer.state != OfferState::Ended, Error::<T>::AlreadyEnding);
		Ok(offer)
	}

	/// The last day with an hour whose sale has closed: an offer can't leave before it.
	pub(crate) fn last_obliged_day() -> Result<Day, Error<T>> {
		let closed = T::Clock::params().latest_closed_hour(T::Clock::now());
		closed.map(|hour| hour.day()).ok_or(Error::<T>::ClockNotSet)
	}

	/// Writes: lets an offer end after `last_day`, which is before its present last day.
	pub(crate) fn shorten_offer(id: OfferId, offer: Offer, last_day: Day) -> DispatchResult {
		let mut supply = Supplies::<T>::get(offer.pool).ok_or(Error::<T>::PoolNotFound)?;
		pages::remove_offer::<T>(&offer, last_day, supply.next_day)?;
		supply::part::<T>(&mut supply, &offer)?;
		let before = offer.last_day;
		let never_started = last_day < offer.first_day;
		let offer = Offer { last_day, ..offer };
		OfferEnds::<T>::remove(before, id);
		OfferEnds::<T>::insert(last_day, id, ());
		if never_started {
			Supplies::<T>::insert(offer.pool, supply);
			Offers::<T>::insert(id, &offer);
			return Self::leave_list(id, offer);
		}
		supply::join::<T>(&mut supply, &offer)?;
		Supplies::<T>::insert(offer.pool, supply);
		Offers::<T>::insert(id, offer);
		Self::deposit_event(Event::OfferShortened {
			offer: id,
			last_day,
		});
		Ok(())
	}

	/// Writes: ends an offer whose days are over.
	pub(crate) fn retire_offer(id: OfferId) -> DispatchResult {
		let offer = Offers::<T>::get(id).ok_or(Error::<T>::OfferNotFound)?;
		Supplies::<T>::try_mutate(offer.pool, |supply| {
			let supply = supply.as_mut().ok_or(Error::<T>::PoolNotFound)?;
			let peaks = supply.peaks.checked_sub(offer.template.peak());
			supply.peaks = peaks.ok_or(Error::<T>::Overflow)?;
			Ok::<(), Error<T>>(())
		})?;
		Self::leave_list(id, offer)
	}

	/// Writes: takes an offer out of everything that lists open offers.
	fn leave_list(id: OfferId, mut offer: Offer) -> DispatchResult {
		dense_list::remove::<T>(&mut offer)?;
		OpenOfferOf::<T>::remove(offer.device);
		OfferEnds::<T>::remove(offer.last_day, id);
		let _ = BoundUnits::<T>::clear_prefix(id, BOUND_DAYS, None);
		T::Obligations::remove(offer.device)?;
		Offers::<T>::insert(id, offer);
		Self::deposit_event(Event::OfferEnded { offer: id });
		Ok(())
	}
}
