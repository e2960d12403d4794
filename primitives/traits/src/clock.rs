//! Market time.

use greenhour_types::{ClockParams, Hour, HourPhase, Moment};

/// Most hours that [`HourClock::counted_between`] looks at: 14 days.
pub const MAX_COUNTED: u32 = 14 * 24;

/// Tells the market time of the current block.
///
/// Implementers read the timestamp of the block itself, so that a late hour roll can't keep a
/// window open.
pub trait HourClock {
	/// Timestamp of the current block, ms since the Unix epoch.
	fn now() -> Moment;

	/// The fixed lengths of the chain, with hour zero filled in once it is known.
	fn params() -> ClockParams;

	/// Did less than two thirds of the expected blocks of `hour` reach the chain?
	///
	/// Only hours that are over can be void; others give `false`.
	fn is_void(hour: Hour) -> bool;

	/// How many of the hours from `first` to `last`, both included, are over and not void; zero where
	/// `last` lies before `first`.
	///
	/// Only the first [`MAX_COUNTED`] of them are looked at. Reads once an hour; an implementer that
	/// keeps days reads once a day.
	fn counted_between(first: Hour, last: Hour) -> u32 {
		let Some(last) = last_countable(first, last, Self::current_hour()) else {
			return 0;
		};
		let counted = (first.0..=last.0).filter(|hour| !Self::is_void(Hour(*hour)));
		u32::try_from(counted.count()).unwrap_or(MAX_COUNTED)
	}

	/// The hour of the current block; `None` before hour zero is known.
	fn current_hour() -> Option<Hour> {
		Self::params().hour_at(Self::now())
	}

	/// Where `hour` stands in the current block; `None` before hour zero is known.
	fn phase_of(hour: Hour) -> Option<HourPhase> {
		Self::params().phase_of(hour, Self::now())
	}
}

/// The last hour that [`HourClock::counted_between`] looks at, of those from `first` to `last`: one that
/// is over in `current`, the running hour, and no more than [`MAX_COUNTED`] hours from `first`. `None`
/// when there is none.
pub fn last_countable(first: Hour, last: Hour, current: Option<Hour>) -> Option<Hour> {
	let over = current?.0.checked_sub(1)?;
	let farthest = first.0.saturating_add(MAX_COUNTED.saturating_sub(1));
	let last = Hour(last.0.min(over).min(farthest));
	(first <= last).then_some(last)
}

#[cfg(test)]
mod tests {
	use super::*;

	/// A clock in hour 1,000, of which every third hour is void.
	struct Thirds;

	impl HourClock for Thirds {
		fn now() -> Moment {
			1_000 * 3_600_000
		}

		fn params() -> ClockParams {
			ClockParams {
				hour_zero_ms: Some(0),
				..ClockParams::PRODUCTION
			}
		}

		fn is_void(hour: Hour) -> bool {
			hour.0 < 1_000 && hour.0.is_multiple_of(3)
		}
	}

	#[test]
	fn hours_count_that_are_over_and_not_void() {
		let counted = |first, last| Thirds::counted_between(Hour(first), Hour(last));
		assert_eq!(counted(1, 2), 2);
		assert_eq!(counted(3, 3), 0);
		assert_eq!(counted(4, 12), 6);
		assert_eq!(counted(5, 4), 0);
		// 998 is the last that counts: 999 is void, 1,000 runs.
		assert_eq!(counted(997, 5_000), 2);
		assert_eq!(counted(1_000, u32::MAX), 0);
		assert_eq!(counted(u32::MAX, u32::MAX), 0);
		// Two thirds of the first 336.
		assert_eq!(counted(0, u32::MAX), 224);
	}

	#[test]
	fn nothing_counts_before_hour_zero_is_known() {
		assert_eq!(last_countable(Hour(0), Hour(9), None), None);
		assert_eq!(last_countable(Hour(0), Hour(9), Some(Hour(0))), None);
		assert_eq!(
			last_countable(Hour(0), Hour(9), Some(Hour(1))),
			Some(Hour(0))
		);
	}
}
