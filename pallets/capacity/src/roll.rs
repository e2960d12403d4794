//! The hour roll.
//!
//! Four parts, each with its own place in the cursor. A part walks all pools before it goes on to
//! the next hours or day, and stops when the weight is spent. If time stood before the cursor, no
//! part would find anything to do.

use crate::{
	pages, recent::first_open_hour, Config, Cursor, DayPages, Event, HoursCursor, OfferEnds,
	Pallet, Pools, RollCursor, WeightInfo,
};
use alloc::vec::Vec;
use frame_support::{
	storage::with_storage_layer,
	weights::{Weight, WeightMeter},
};
use greenhour_traits::{HourClock, LatchedMarket};
use greenhour_types::{Day, Hour, HourPage, PoolId};

/// What the roll has to reach in this block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Due {
	/// Hour of the block.
	current: Hour,
	/// First hour whose money is not final.
	open_money: Hour,
	/// First day beyond the horizon.
	beyond_horizon: Day,
}

impl Due {
	/// `None` before market time starts or after its last hour.
	fn now<T: Config>() -> Option<Self> {
		let (params, now) = (T::Clock::params(), T::Clock::now());
		let current = params.hour_at(now)?;
		let beyond_horizon = Day(current.day().0.checked_add(params.windows.horizon_days)?);
		Some(Self {
			current,
			open_money: first_open_hour(&params, now),
			beyond_horizon,
		})
	}

	fn today(&self) -> Day {
		self.current.day()
	}

	/// The cursor of a roll that has done everything.
	fn reached(&self) -> RollCursor {
		RollCursor {
			open_day: self.beyond_horizon,
			start: HoursCursor::at(self.current.next()),
			learn: HoursCursor::at(self.open_money),
			end_day: self.today(),
			..Default::default()
		}
	}
}

impl HoursCursor {
	/// The cursor of a part that has done all hours before `hour`.
	fn at(hour: Hour) -> Self {
		Self {
			hour,
			until: hour,
			pools: 0,
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
		let mut cursor = match &before {
			Some(cursor) if !pools.is_empty() => cursor.clone(),
			// Nothing to catch up with.
			_ => due.reached(),
		};
		let _ = open_days::<T>(&mut cursor, due, &pools, meter)
			&& start_hours::<T>(&mut cursor, due, &pools, meter)
			&& learn_hours::<T>(&mut cursor, due, &pools, meter)
			&& end_days::<T>(&mut cursor, due, meter);
		if before.as_ref() != Some(&cursor) {
			Cursor::<T>::put(cursor);
		}
	}
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
	let beyond = due.current.next();
	let weight = T::WeightInfo::roll_start;
	let step = expire_hours::<T>;
	each_batch(&mut cursor.start, beyond, pools, meter, weight, step)
}

/// Writes: the events of hours `first` to `until` (excluded) of one day in one pool.
pub(crate) fn expire_hours<T: Config>(pool: PoolId, first: Hour, until: Hour) {
	let page = DayPages::<T>::get(pool, first.day()).unwrap_or_default();
	for hour in (first.0..until.0).map(Hour) {
		let entry = page.at(hour.of_day());
		let unsold = entry.offered.saturating_sub(entry.sold);
		if !unsold.is_zero() {
			Pallet::<T>::deposit_event(Event::HoursExpired { pool, hour, unsold });
		}
	}
}

/// Writes: lets the market learn from hours whose money is final; the hours of one day at once.
fn learn_hours<T: Config>(
	cursor: &mut RollCursor,
	due: Due,
	pools: &[PoolId],
	meter: &mut WeightMeter,
) -> bool {
	let weight = T::WeightInfo::roll_learn;
	let step = learn_from::<T>;
	each_batch(
		&mut cursor.learn,
		due.open_money,
		pools,
		meter,
		weight,
		step,
	)
}

/// Writes: lets the market learn from hours `first` to `until` (excluded) of one day in one pool.
///
/// There is nothing to learn from a day without a page.
pub(crate) fn learn_from<T: Config>(pool: PoolId, first: Hour, until: Hour) {
	let Some(page) = DayPages::<T>::get(pool, first.day()) else {
		return;
	};
	let hours: Vec<(Hour, HourPage)> = (first.0..until.0)
		.map(|hour| (Hour(hour), page.at(Hour(hour).of_day())))
		.collect();
	T::Market::learn(pool, &page.market, &hours);
}

/// Writes: ends what is over of offers with a day.
///
/// One iterator walks the ends of a day: each is removed once it is passed, none is added to a day that
/// is over, and a walk from the start again for each would step over all that were removed before.
fn end_days<T: Config>(cursor: &mut RollCursor, due: Due, meter: &mut WeightMeter) -> bool {
	while cursor.end_day < due.today() {
		let day = cursor.end_day;
		let mut ends = OfferEnds::<T>::iter_key_prefix(day);
		loop {
			if meter.try_consume(T::WeightInfo::roll_end()).is_err() {
				return false;
			}
			let Some(offer) = ends.next() else {
				break;
			};
			// An offer that can't be ended must not stop the others; the invariants report it.
			if with_storage_layer(|| Pallet::<T>::end_day_of(day, offer)).is_err() {
				OfferEnds::<T>::remove(day, offer);
			}
		}
		cursor.end_day = day.next();
	}
	true
}

/// Runs `step` for each pool and all hours before `beyond` that are not done, those of one day at
/// once; false when the weight is spent before the last one.
///
/// Which hours are taken at once is fixed until all pools are done with them, so that each pool sees
/// each hour once, in order.
fn each_batch(
	cursor: &mut HoursCursor,
	beyond: Hour,
	pools: &[PoolId],
	meter: &mut WeightMeter,
	weight: impl Fn(u32) -> Weight,
	step: impl Fn(PoolId, Hour, Hour),
) -> bool {
	while cursor.hour < beyond {
		if cursor.pools == 0 {
			let midnight = crate::lottery::midnight(cursor.hour.day().next());
			cursor.until = midnight.unwrap_or(beyond).min(beyond);
		}
		let (first, until) = (cursor.hour, cursor.until);
		if until > beyond {
			// Time stands before what was begun.
			return true;
		}
		let weight = weight(until.0.saturating_sub(first.0));
		let done = each_pool(pools, &mut cursor.pools, meter, weight, |pool| {
			step(pool, first, until);
		});
		if !done {
			return false;
		}
		cursor.hour = until;
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
