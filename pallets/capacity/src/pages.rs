//! Day pages: what offers promise for each hour.

use crate::{
	promise::promised_on,
	supply::{hours_of_day, next_day},
	Config, DayPages, Error, Event, Pallet, PoolSupply, Supplies, SupplyDeltas,
};
use frame_support::ensure;
use greenhour_traits::{HourClock, LatchedMarket};
use greenhour_types::{
	units::MIN_ORDER, Day, DayPage, HourMask, HourPage, HourPhase, MilliGpu, Moment, Offer, PoolId,
	Template,
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

/// The days from `first` to `last` that are before `next_day`: at most the horizon.
fn open_days(first: Day, last: Day, next_day: Day) -> impl Iterator<Item = Day> {
	(first.0..next_day.0.min(last.next().0)).map(Day)
}

/// Writes: adds an offer to the pages of its days that are open, before `next_day`.
pub(crate) fn add_offer<T: Config>(offer: &Offer, next_day: Day) -> DispatchResult {
	for day in open_days(offer.first_day, offer.last_day, next_day) {
		change_offered::<T>(
			offer.pool,
			day,
			&Template::default(),
			&promised_on(offer, day),
		)?;
	}
	Ok(())
}

/// The first day, not before `earliest`, from which on an offer can promise `next` instead of what
/// it does: no open page from then on is left with fewer units than are sold.
///
/// Reads the open pages of the offer, at most the horizon.
pub(crate) fn first_possible_day<T: Config>(
	offer: &Offer,
	next: &Template,
	earliest: Day,
	next_day: Day,
) -> Day {
	let first = earliest.max(offer.first_day);
	let is_blocked = |day: &Day| {
		let page = DayPages::<T>::get(offer.pool, day).unwrap_or_default();
		hours_of_day().any(|hour| {
			let less = offer.units_at(*day, hour).saturating_sub(next.at(hour));
			let entry = page.at(hour);
			!less.is_zero() && entry.offered.saturating_sub(less) < entry.sold
		})
	};
	let blocked = open_days(first, offer.last_day, next_day).filter(is_blocked);
	blocked.last().map_or(earliest, Day::next)
}

/// Writes: puts `next` in place of `offer` on the open pages from `from` on.
pub(crate) fn replace_offer<T: Config>(
	offer: &Offer,
	next: &Offer,
	from: Day,
	next_day: Day,
) -> DispatchResult {
	let first = from.max(offer.first_day);
	for day in open_days(first, offer.last_day, next_day) {
		let (before, after) = (promised_on(offer, day), promised_on(next, day));
		change_offered::<T>(offer.pool, day, &before, &after)?;
	}
	Ok(())
}

/// Writes: the units `after` in place of `before` among what a page offers.
fn change_offered<T: Config>(
	pool: PoolId,
	day: Day,
	before: &Template,
	after: &Template,
) -> DispatchResult {
	if before == after {
		return Ok(());
	}
	change_page::<T>(pool, day, |page| {
		for hour in hours_of_day() {
			let entry = page.at_mut(hour).ok_or(Error::<T>::PageNotOpen)?;
			let (before, after) = (before.at(hour), after.at(hour));
			let offered = entry.offered.checked_sub(before);
			let offered = offered.and_then(|offered| offered.checked_add(after));
			entry.offered = offered.ok_or(Error::<T>::Overflow)?;
			let enough = after >= before || entry.offered >= entry.sold;
			ensure!(enough, Error::<T>::InsufficientUnits);
			note_room(entry);
		}
		Ok(())
	})
}

/// Writes: changes an open page, or nothing when `change` fails.
pub(crate) fn change_page<T: Config>(
	pool: PoolId,
	day: Day,
	change: impl FnOnce(&mut DayPage) -> Result<(), Error<T>>,
) -> DispatchResult {
	let mut page = DayPages::<T>::get(pool, day).ok_or(Error::<T>::PageNotOpen)?;
	change(&mut page)?;
	DayPages::<T>::insert(pool, day, page);
	Ok(())
}

/// Changes each of some hours of a page.
pub(crate) fn change_hours<T: Config>(
	page: &mut DayPage,
	hours: HourMask,
	change: impl Fn(greenhour_types::HourOfDay, &mut HourPage) -> Option<()>,
) -> Result<(), Error<T>> {
	for hour in hours.hours() {
		let entry = page.at_mut(hour).ok_or(Error::<T>::PageNotOpen)?;
		change(hour, entry).ok_or(Error::<T>::InsufficientUnits)?;
	}
	Ok(())
}

/// Units of an hour that nobody has bought.
pub(crate) fn left_of(entry: &HourPage) -> MilliGpu {
	entry.offered.saturating_sub(entry.sold)
}

/// An hour with the smallest order left is not sold out, or no more.
pub(crate) fn note_room(entry: &mut HourPage) {
	if left_of(entry) >= MIN_ORDER {
		entry.sold_out_at = None;
	}
}

/// Units of `sum` and `units`, if they are at most `most`.
pub(crate) fn sum_within(sum: MilliGpu, units: MilliGpu, most: MilliGpu) -> Option<MilliGpu> {
	sum.checked_add(units).filter(|sum| *sum <= most)
}

/// Checks every hour against the timestamp of the block, which it returns.
pub(crate) fn ensure_phase<T: Config>(
	day: Day,
	hours: HourMask,
	allowed: impl Fn(HourPhase) -> bool,
) -> Result<Moment, Error<T>> {
	let (params, now) = (T::Clock::params(), T::Clock::now());
	for hour in hours.hours() {
		let hour = day.hour(hour).ok_or(Error::<T>::Overflow)?;
		let phase = params.phase_of(hour, now).ok_or(Error::<T>::ClockNotSet)?;
		ensure!(allowed(phase), Error::<T>::OutsideWindow);
	}
	Ok(now)
}
