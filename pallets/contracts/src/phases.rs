//! Where the hours of a day stand, read from the timestamp of the block.

use crate::{Config, Pallet};
use greenhour_traits::HourClock;
use greenhour_types::{Day, HourMask, HourOfDay, HourPhase};

impl<T: Config> Pallet<T> {
	/// Where an hour of `day` stands; `None` before market time begins and past its end.
	pub(crate) fn phase(day: Day, hour: HourOfDay) -> Option<HourPhase> {
		T::Clock::phase_of(day.hour(hour)?)
	}

	/// Is the start of every one of `hours` still to come?
	pub(crate) fn none_started(day: Day, hours: HourMask) -> bool {
		hours.hours().all(|hour| {
			let phase = Self::phase(day, hour);
			phase.is_some_and(|phase| phase < HourPhase::Delivery)
		})
	}

	/// Has every one of `hours` started?
	pub(crate) fn all_started(day: Day, hours: HourMask) -> bool {
		Self::from_phase_on(day, hours, HourPhase::Delivery) == hours
	}

	/// Those of `hours` that are in `phase` or have passed it.
	pub(crate) fn from_phase_on(day: Day, hours: HourMask, phase: HourPhase) -> HourMask {
		hours.filter(|hour| Self::phase(day, hour) >= Some(phase))
	}
}
