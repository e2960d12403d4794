//! Where the hours of a day stand, read from the timestamp of the block.

use crate::{Config, Pallet};
use greenhour_traits::HourClock;
use greenhour_types::{Day, HourMask, HourOfDay, HourPhase};

/// Those of `hours` that `keep` accepts.
pub(crate) fn hours_where(hours: HourMask, keep: impl Fn(HourOfDay) -> bool) -> HourMask {
	hours
		.hours()
		.filter(|hour| keep(*hour))
		.fold(HourMask::EMPTY, |mask, hour| {
			mask.union(HourMask::single(hour))
		})
}

impl<T: Config> Pallet<T> {
	/// Where an hour of `day` stands; `None` before market time begins and past its end.
	pub(crate) fn phase(day: Day, hour: HourOfDay) -> Option<HourPhase> {
		T::Clock::phase_of(day.hour(hour)?)
	}

	/// Is every one of `hours` in `phase`?
	pub(crate) fn all_in(day: Day, hours: HourMask, phase: HourPhase) -> bool {
		hours
			.hours()
			.all(|hour| Self::phase(day, hour) == Some(phase))
	}

	/// Those of `hours` that are in `phase` or have passed it.
	pub(crate) fn from_phase_on(day: Day, hours: HourMask, phase: HourPhase) -> HourMask {
		hours_where(hours, |hour| Self::phase(day, hour) >= Some(phase))
	}
}
