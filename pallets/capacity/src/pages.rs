//! Day pages: what is offered, sold, accepted and delivered in each hour.

use crate::{
	supply::{hours_of_day, next_day, promised_on},
	BoundUnits, Config, DayPages, Error, Event, Pallet, PoolSupply, Supplies, SupplyDeltas,
};
use alloc::vec::Vec;
use frame_support::ensure;
use greenhour_traits::{BoundHours, HourClock, LatchedMarket};
use greenhour_types::{
	Day, DayMask, DayPage, HourPage, HourPhase, MilliGpu, Offer, OfferState, PoolId, Template,
};
use sp_runtime::DispatchResult;

/// The page of a day on which offers promise `supply`.
fn fresh_page<T: Config>(pool: PoolId, day: Day, supply: &Template) -> DayPage {
	let market = T::Market::state_for(pool, day).unwrap_or_default();
	let mut page = DayPage {
		market,
		..Default::default()
	};
	for hour in hours_of_day() {
		if let Some(entry) = page.at_mut(hour) {
			entry.offered = supply.at(hour);
		}
	}
	page
}

/// Writes: moves the running supply to its next day, and opens the page of that day unless it is
/// over. The caller stores `supply`.
pub(crate) fn open_next<T: Config>(pool: PoolId, supply: &mut PoolSupply, today: Day) {
	let day = supply.next_day;
	let delta = SupplyDeltas::<T>::take(pool, day);
	supply.running = next_day(&supply.running, &delta);
	supply.next_day = day.next();
	if day >= today {
		DayPages::<T>::insert(pool, day, fresh_page::<T>(pool, day, &supply.running));
		Pallet::<T>::deposit_event(Event::PageOpened { pool, day });
	}
}

/// Writes: opens the page of `day` if it is the next one of the pool.
pub(crate) fn open_if_next<T: Config>(pool: PoolId, day: Day, today: Day) {
	if let Some(mut supply) = Supplies::<T>::get(pool).filter(|supply| supply.next_day == day) {
		open_next::<T>(pool, &mut supply, today);
		Supplies::<T>::insert(pool, supply);
	}
}

/// Writes: adds an offer to the pages of its days that are open, before `next_day`.
pub(crate) fn add_offer<T: Config>(offer: &Offer, next_day: Day) -> DispatchResult {
	for day in open_days(offer.first_day, offer.last_day, next_day) {
		change_offered::<T>(offer.pool, day, &promised_on(offer, day), |entry, units| {
			entry.offered.checked_add(units)
		})?;
	}
	Ok(())
}

/// Writes: removes an offer from the open pages after `last_day`, where its units are not sold.
pub(crate) fn remove_offer<T: Config>(
	offer: &Offer,
	last_day: Day,
	next_day: Day,
) -> DispatchResult {
	let first_day = offer.first_day.max(last_day.next());
	for day in open_days(first_day, offer.last_day, next_day) {
		change_offered::<T>(offer.pool, day, &promised_on(offer, day), |entry, units| {
			entry
				.offered
				.checked_sub(units)
				.filter(|left| *left >= entry.sold)
		})?;
	}
	Ok(())
}

/// The days from `first` to `last` that are before `next_day`: at most the horizon.
fn open_days(first: Day, last: Day, next_day: Day) -> impl Iterator<Item = Day> {
	(first.0..next_day.0.min(last.next().0)).map(Day)
}

fn change_offered<T: Config>(
	pool: PoolId,
	day: Day,
	units: &Template,
	change: impl Fn(&HourPage, MilliGpu) -> Option<MilliGpu>,
) -> DispatchResult {
	DayPages::<T>::try_mutate(pool, day, |page| {
		let page = page.as_mut().ok_or(Error::<T>::PageNotOpen)?;
		for hour in hours_of_day() {
			let entry = page.at_mut(hour).ok_or(Error::<T>::PageNotOpen)?;
			entry.offered = change(entry, units.at(hour)).ok_or(Error::<T>::InsufficientUnits)?;
		}
		Ok(())
	})
}

/// Writes: marks `units` as sold in hours that are on sale.
pub(crate) fn sell<T: Config>(pool: PoolId, hours: DayMask, units: MilliGpu) -> DispatchResult {
	ensure_phase::<T>(hours, |phase| phase == HourPhase::OnSale)?;
	change_hours::<T>(pool, hours, |entry| {
		entry.sold = entry
			.sold
			.checked_add(units)
			.filter(|sold| *sold <= entry.offered)?;
		Some(())
	})
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
	let assignable = |phase| matches!(phase, HourPhase::FirstRefusal | HourPhase::Assignment);
	ensure_phase::<T>(DayMask { day, hours }, assignable)?;
	let mut taken = BoundUnits::<T>::get(id, day);
	for hour in hours.hours() {
		let entry = taken.at_mut(hour).ok_or(Error::<T>::Overflow)?;
		let sum = entry
			.checked_add(units)
			.filter(|sum| *sum <= offer.units_at(day, hour));
		*entry = sum.ok_or(Error::<T>::InsufficientUnits)?;
	}
	change_hours::<T>(offer.pool, DayMask { day, hours }, |entry| {
		entry.accepted = entry
			.accepted
			.checked_add(units)
			.filter(|sum| *sum <= entry.sold)?;
		Some(())
	})?;
	forget_days_before::<T>(bound)?;
	BoundUnits::<T>::insert(id, day, taken);
	Ok(())
}

/// Writes: removes what the offer had bound on days that are over: one or two entries.
fn forget_days_before<T: Config>(bound: BoundHours) -> DispatchResult {
	let today = T::Clock::current_hour()
		.ok_or(Error::<T>::ClockNotSet)?
		.day();
	let over: Vec<Day> = BoundUnits::<T>::iter_key_prefix(bound.offer)
		.filter(|day| *day < today)
		.collect();
	for day in over {
		BoundUnits::<T>::remove(bound.offer, day);
	}
	Ok(())
}

/// Writes: counts bound units as delivered.
pub(crate) fn deliver<T: Config>(bound: BoundHours, offer: &Offer) -> DispatchResult {
	let hours = DayMask {
		day: bound.day,
		hours: bound.hours,
	};
	change_hours::<T>(offer.pool, hours, |entry| {
		let sum = entry.delivered.checked_add(bound.units);
		entry.delivered = sum.filter(|sum| *sum <= entry.accepted)?;
		Some(())
	})
}

/// Writes: changes each hour of a page, or none of them.
fn change_hours<T: Config>(
	pool: PoolId,
	hours: DayMask,
	change: impl Fn(&mut HourPage) -> Option<()>,
) -> DispatchResult {
	DayPages::<T>::try_mutate(pool, hours.day, |page| {
		let page = page.as_mut().ok_or(Error::<T>::PageNotOpen)?;
		for hour in hours.hours.hours() {
			let entry = page.at_mut(hour).ok_or(Error::<T>::PageNotOpen)?;
			change(entry).ok_or(Error::<T>::InsufficientUnits)?;
		}
		Ok(())
	})
}

/// Checks every hour against the timestamp of the block.
fn ensure_phase<T: Config>(
	hours: DayMask,
	allowed: impl Fn(HourPhase) -> bool,
) -> Result<(), Error<T>> {
	let (params, now) = (T::Clock::params(), T::Clock::now());
	for hour in hours.hours.hours() {
		let hour = hours.day.hour(hour).ok_or(Error::<T>::Overflow)?;
		let phase = params.phase_of(hour, now).ok_or(Error::<T>::ClockNotSet)?;
		ensure!(allowed(phase), Error::<T>::OutsideWindow);
	}
	Ok(())
}
