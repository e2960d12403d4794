//! Which hours count: the tally of blocks, hour by hour.

use crate::{Config, CountedHours, CurrentHour, Event, HourTally, Pallet, Params};
use frame_support::traits::Time;
use greenhour_traits::{last_countable, HourClock};
use greenhour_types::{ClockParams, Day, Hour, HourMask, Moment};

/// Is an hour with this many blocks void: has it less than two thirds of the expected ones?
pub(crate) fn is_short(blocks: u32, params: &ClockParams) -> bool {
	// blocks / expected < 2 / 3, without division.
	u64::from(blocks).saturating_mul(3) < u64::from(params.blocks_per_hour()).saturating_mul(2)
}

/// The lengths with hour zero filled in from `now`, where the genesis left it open.
///
/// Nothing is filled in at moment zero, which is what a chain reads before its first timestamp.
pub(crate) fn with_hour_zero(mut params: ClockParams, now: Moment) -> ClockParams {
	if params.hour_zero_ms.is_none() && now > 0 {
		params.hour_zero_ms = Some(params.hour_zero_from_first_block(now));
	}
	params
}

impl<T: Config> Pallet<T> {
	/// Stores hour zero at the end of block 1 when the genesis left it open.
	pub(crate) fn fix_hour_zero() {
		if Params::<T>::get().hour_zero_ms.is_some() {
			return;
		}
		let params = <Self as HourClock>::params();
		if let Some(hour_zero_ms) = params.hour_zero_ms {
			Params::<T>::put(params);
			Self::deposit_event(Event::HourZeroSet { hour_zero_ms });
		}
	}

	/// Counts this block for the hour of its timestamp; closes the previous hour when this block is
	/// the first of a new one.
	pub(crate) fn count_block() {
		let Some(hour) = <Self as HourClock>::current_hour() else {
			return;
		};
		let blocks = match CurrentHour::<T>::get() {
			Some(tally) if tally.hour == hour => tally.blocks.saturating_add(1),
			Some(over) => {
				Self::close(over);
				1
			}
			None => 1,
		};
		CurrentHour::<T>::put(HourTally { hour, blocks });
	}

	/// Keeps for ever whether an hour that is over counts.
	fn close(over: HourTally) {
		let HourTally { hour, blocks } = over;
		let void = is_short(blocks, &Params::<T>::get());
		if !void {
			CountedHours::<T>::mutate(hour.day(), |counted| {
				*counted = counted.union(HourMask::single(hour.of_day()));
			});
		}
		Self::deposit_event(Event::HourCounted { hour, blocks, void });
	}
}

impl<T: Config> HourClock for Pallet<T> {
	fn now() -> Moment {
		T::Time::now()
	}

	fn params() -> ClockParams {
		with_hour_zero(Params::<T>::get(), Self::now())
	}

	fn is_void(hour: Hour) -> bool {
		if Self::current_hour().is_none_or(|current| hour >= current) {
			return false;
		}
		match CurrentHour::<T>::get() {
			// Over, but the first block of the next hour has not ended yet.
			Some(tally) if tally.hour == hour => is_short(tally.blocks, &Params::<T>::get()),
			_ => !CountedHours::<T>::get(hour.day()).contains(hour.of_day()),
		}
	}
	fn counted_between(first: Hour, last: Hour) -> u32 {
		let Some(last) = last_countable(first, last, Self::current_hour()) else {
			return 0;
		};
		let mut counted: u32 = 0;
		for day in (first.day().0..=last.day().0).map(Day) {
			let of_day = CountedHours::<T>::get(day).filter(|of_day| {
				let hour = day.hour(of_day);
				hour.is_some_and(|hour| first <= hour && hour <= last)
			});
			counted = counted.saturating_add(of_day.count());
		}
		// Over, but the first block of the next hour has not ended yet.
		let open = CurrentHour::<T>::get().is_some_and(|HourTally { hour, blocks }| {
			first <= hour && hour <= last && !is_short(blocks, &Params::<T>::get())
		});
		counted.saturating_add(open.into())
	}
}
