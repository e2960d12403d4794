//! The hour roll.
//!
//! Four parts, each with its own place in the cursor. A part walks all pools before it goes on to
//! the next hour or day, and stops when the weight is spent.

use crate::{
	pages, Config, Cursor, DayPages, DrawCounts, Event, OfferEnds, Pallet, PoolOfferCounts, Pools,
	RollCursor, WeightInfo,
};
use frame_support::{
	storage::with_storage_layer,
	weights::{Weight, WeightMeter},
};
use greenhour_traits::HourClock;
use greenhour_types::{Day, Hour, HourOfDay, PoolId};

/// What the roll has to reach in this block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Due {
	/// Hour of the block.
	current: Hour,
	/// Latest hour whose sale has closed.
	closed: Hour,
	/// First day beyond the horizon.
	beyond_horizon: Day,
}

impl Due {
	/// `None` before market time starts or after its last hour.
	fn now<T: Config>() -> Option<Self> {
		let (params, now) = (T::Clock::params(), T::Clock::now());
		let current = params.hour_at(now)?;
		let closed = params.latest_closed_hour(now)?;
		let beyond_horizon = Day(current.day().0.checked_add(params.windows.horizon_days)?);
		Some(Self {
			current,
			closed,
			beyond_horizon,
		})
	}

	fn today(&self) -> Day {
		self.current.day()
	}

	/// The cursor of a roll that has done everything.
	fn reached(&self) -> RollCursor {
		RollCursor {
			close_hour: self.closed.next(),
			open_day: self.beyond_horizon,
			start_hour: self.current.next(),
			end_day: self.today(),
			..Default::default()
		}
	}
}

impl<T: Config> Pallet<T> {
	/// Writes: does as much of what is due as the meter allows.
	pub(crate) fn roll(meter: &mut WeightMeter) {
		if meter.try_consume(T::WeightInfo::roll_base()).is_err() {
			return;
		}
		let Some(due) = Due::now::<T>() else { return };
		let before = Cursor::<T>::get();
		if before.as_ref() == Some(&due.reached()) {
			return;
		}
		let pools = Pools::<T>::get();
		let mut cursor = match before {
			Some(cursor) if !pools.is_empty() => cursor,
			// Nothing to catch up with.
			_ => due.reached(),
		};
		// The close comes first: it is bounded by the window, and the draw wants it in time.
		let _ = close_hours::<T>(&mut cursor, due, &pools, meter)
			&& open_days::<T>(&mut cursor, due, &pools, meter)
			&& start_hours::<T>(&mut cursor, due, &pools, meter)
			&& end_offers::<T>(&mut cursor, due, meter);
		Cursor::<T>::put(cursor);
	}
}

/// Writes: keeps the length of each dense list for the draw of hours whose sale has closed.
fn close_hours<T: Config>(
	cursor: &mut RollCursor,
	due: Due,
	pools: &[PoolId],
	meter: &mut WeightMeter,
) -> bool {
	// The draw of an hour that has started matters no more.
	if cursor.close_hour <= due.current {
		cursor.close_hour = due.current.next();
		cursor.close_pool = 0;
	}
	while cursor.close_hour <= due.closed {
		let hour = cursor.close_hour;
		let weight = T::WeightInfo::roll_close();
		let done = each_pool(pools, &mut cursor.close_pool, meter, weight, |pool| {
			DrawCounts::<T>::insert(pool, hour, PoolOfferCounts::<T>::get(pool));
		});
		if !done {
			return false;
		}
		cursor.close_hour = hour.next();
	}
	true
}

/// Writes: opens the pages of days within the horizon.
fn open_days<T: Config>(
	cursor: &mut RollCursor,
	due: Due,
	pools: &[PoolId],
	meter: &mut WeightMeter,
) -> bool {
	while cursor.open_day < due.beyond_horizon {
		let day = cursor.open_day;
		let weight = T::WeightInfo::roll_open();
		let done = each_pool(pools, &mut cursor.open_pool, meter, weight, |pool| {
			pages::open_if_next::<T>(pool, day, due.today());
		});
		if !done {
			return false;
		}
		cursor.open_day = day.next();
	}
	true
}

/// Writes: lets unsold units of hours that have started expire; the hours of one day at once.
fn start_hours<T: Config>(
	cursor: &mut RollCursor,
	due: Due,
	pools: &[PoolId],
	meter: &mut WeightMeter,
) -> bool {
	while cursor.start_hour <= due.current {
		let first = cursor.start_hour;
		let midnight = HourOfDay::new(23).and_then(|hour| first.day().hour(hour));
		let last = midnight.unwrap_or(due.current).min(due.current);
		let hours = last.next().0.saturating_sub(first.0);
		let weight = T::WeightInfo::roll_start(hours);
		let done = each_pool(pools, &mut cursor.start_pool, meter, weight, |pool| {
			expire_hours::<T>(pool, first, last);
		});
		if !done {
			return false;
		}
		cursor.start_hour = last.next();
	}
	true
}

/// Writes: the events of hours `first` to `last` of one day in one pool.
pub(crate) fn expire_hours<T: Config>(pool: PoolId, first: Hour, last: Hour) {
	let page = DayPages::<T>::get(pool, first.day()).unwrap_or_default();
	for hour in (first.0..last.next().0).map(Hour) {
		DrawCounts::<T>::remove(pool, hour);
		let entry = page.at(hour.of_day());
		let unsold = entry.offered.saturating_sub(entry.sold);
		if !unsold.is_zero() {
			Pallet::<T>::deposit_event(Event::HoursExpired { pool, hour, unsold });
		}
	}
}

/// Writes: ends offers whose last day is over.
fn end_offers<T: Config>(cursor: &mut RollCursor, due: Due, meter: &mut WeightMeter) -> bool {
	while cursor.end_day < due.today() {
		let day = cursor.end_day;
		loop {
			if meter.try_consume(T::WeightInfo::roll_end()).is_err() {
				return false;
			}
			let Some(offer) = OfferEnds::<T>::iter_key_prefix(day).next() else {
				break;
			};
			// An offer that can't be ended must not stop the others; the invariants report it.
			if with_storage_layer(|| Pallet::<T>::retire_offer(offer)).is_err() {
				OfferEnds::<T>::remove(day, offer);
			}
		}
		cursor.end_day = day.next();
	}
	true
}

/// Runs `step` for the pools from `next` on; false when the weight is spent before the last one.
fn each_pool(
	pools: &[PoolId],
	next: &mut u32,
	meter: &mut WeightMeter,
	weight: Weight,
	mut step: impl FnMut(PoolId),
) -> bool {
	let done = usize::try_from(*next).unwrap_or(usize::MAX);
	for pool in pools.iter().skip(done) {
		if meter.try_consume(weight).is_err() {
			return false;
		}
		step(*pool);
		*next = next.saturating_add(1);
	}
	*next = 0;
	true
}
