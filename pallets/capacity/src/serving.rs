//! Offers serve what is sold: units are bound to contracts, released, delivered.

use crate::{
	pages::{change_hours, change_page, ensure_phase, sum_within},
	recent::first_open_hour,
	BoundUnits, Config, DayPages, Error, Owners, Pallet, ReleasedUnits,
};
use alloc::vec::Vec;
use frame_support::ensure;
use greenhour_traits::{BoundHours, DeviceRegistry, HourClock, Shown};
use greenhour_types::{Hour, HourPhase, MilliGpu, Offer, OfferId, OfferState, Template};
use sp_runtime::DispatchResult;

/// Units can be bound or released from the close of the sale until the hour starts.
fn is_assignable(phase: HourPhase) -> bool {
	matches!(phase, HourPhase::FirstRefusal | HourPhase::Assignment)
}

/// Writes: binds units of an offer in hours that are sold and have not started.
pub(crate) fn bind<T: Config>(bound: BoundHours, offer: &Offer) -> DispatchResult {
	let BoundHours {
		offer: id,
		day,
		hours,
		units,
	} = bound;
	ensure!(offer.state != OfferState::Ended, Error::<T>::OfferNotFound);
	ensure_phase::<T>(day, hours, is_assignable)?;
	let mut taken = BoundUnits::<T>::get(id, day);
	for hour in hours.hours() {
		let entry = taken.at_mut(hour).ok_or(Error::<T>::Overflow)?;
		let sum = sum_within(*entry, units, offer.units_at(day, hour));
		*entry = sum.ok_or(Error::<T>::InsufficientUnits)?;
	}
	change_page::<T>(offer.pool, day, |page| {
		change_hours::<T>(page, hours, |_, entry| {
			entry.accepted = sum_within(entry.accepted, units, entry.sold)?;
			Some(())
		})
	})?;
	forget_days_before::<T>(bound)?;
	if taken != Template::default() {
		BoundUnits::<T>::insert(id, day, taken);
	}
	Ok(())
}

/// Writes: removes what the offer had bound or released on days that are over: one or two entries.
fn forget_days_before<T: Config>(bound: BoundHours) -> DispatchResult {
	let today = T::Clock::current_hour()
		.ok_or(Error::<T>::ClockNotSet)?
		.day();
	let over: Vec<_> = BoundUnits::<T>::iter_key_prefix(bound.offer)
		.filter(|day| *day < today)
		.collect();
	for day in over {
		BoundUnits::<T>::remove(bound.offer, day);
		ReleasedUnits::<T>::remove(bound.offer, day);
	}
	Ok(())
}

/// Writes: takes back the acceptance of bound units. They stay locked: the offer can't bind them
/// again.
pub(crate) fn release<T: Config>(bound: BoundHours, offer: &Offer) -> DispatchResult {
	let BoundHours {
		offer: id,
		day,
		hours,
		units,
	} = bound;
	ensure_phase::<T>(day, hours, is_assignable)?;
	let taken = BoundUnits::<T>::get(id, day);
	let mut released = ReleasedUnits::<T>::get(id, day);
	for hour in hours.hours() {
		let entry = released.at_mut(hour).ok_or(Error::<T>::Overflow)?;
		let sum = sum_within(*entry, units, taken.at(hour));
		*entry = sum.ok_or(Error::<T>::InsufficientUnits)?;
	}
	change_page::<T>(offer.pool, day, |page| {
		change_hours::<T>(page, hours, |_, entry| {
			entry.accepted = entry.accepted.checked_sub(units)?;
			Some(())
		})
	})?;
	if released != Template::default() {
		ReleasedUnits::<T>::insert(id, day, released);
	}
	Ok(())
}

/// Writes: counts bound units as delivered. While the money of an hour is not final, those that a
/// receipt showed also count for what its device has proved and, up to a tenth of what was sold, for
/// what the market learns.
pub(crate) fn deliver<T: Config>(bound: BoundHours, offer: &Offer, shown: Shown) -> DispatchResult {
	let BoundHours {
		day, hours, units, ..
	} = bound;
	let (params, now) = (T::Clock::params(), T::Clock::now());
	let mut page = DayPages::<T>::get(offer.pool, day).ok_or(Error::<T>::PageNotOpen)?;
	change_hours::<T>(&mut page, hours, |_, entry| {
		entry.delivered = sum_within(entry.delivered, units, entry.accepted)?;
		Some(())
	})?;
	let open = first_open_hour(&params, now);
	let counting = hours.filter(|hour| day.hour(hour).is_some_and(|hour| hour >= open));
	if shown == Shown::ByReceipt && !counting.is_empty() && !units.is_zero() {
		let device = T::Devices::device(offer.device).ok_or(Error::<T>::DeviceNotFound)?;
		let mut owner = Owners::<T>::get(offer.pool, &device.owner);
		owner.count_delivered(bound, counting, open.day(), &mut page);
		Pallet::<T>::put_owner(offer.pool, &device.owner, owner);
		Pallet::<T>::prove(offer.device, day, counting, units, open.day());
	}
	DayPages::<T>::insert(offer.pool, day, page);
	Ok(())
}

/// Units of an offer in one hour that no contract has bound.
pub(crate) fn free_units<T: Config>(offer: &Offer, id: OfferId, hour: Hour) -> MilliGpu {
	let (day, hour) = (hour.day(), hour.of_day());
	let bound = BoundUnits::<T>::get(id, day).at(hour);
	offer.units_at(day, hour).saturating_sub(bound)
}
