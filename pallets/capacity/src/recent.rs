//! What was delivered on days with an hour whose money window is open. Pure.

use alloc::vec::Vec;
use greenhour_types::{
	time::MAX_SETTLE_DAYS, ClockParams, Day, DayUnits, Hour, HourOfDay, MilliGpu, Moment,
};
use parity_scale_codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use sp_core::{bounded::BoundedVec, ConstU32};

/// Most days with an hour that has started and whose money is not final: the longest money window,
/// and a part of a day on either side.
pub const MAX_RECENT_DAYS: u32 = 9;
const _: () = assert!(MAX_SETTLE_DAYS + 2 == 9, "the days of the money window");

/// The first hour whose money window is not over; the money of every hour before is final.
pub(crate) fn first_open_hour(params: &ClockParams, now: Moment) -> Hour {
	now.checked_sub(params.windows.settle_ms)
		.and_then(|then| params.hour_at(then))
		.unwrap_or_default()
}

/// Units by hour of a few days, ascending.
#[derive(
	Clone,
	Debug,
	Default,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct RecentDays(BoundedVec<DayUnits, ConstU32<MAX_RECENT_DAYS>>);

impl RecentDays {
	/// The days.
	pub fn days(&self) -> &[DayUnits] {
		&self.0
	}

	/// Units of one hour.
	pub fn at(&self, day: Day, hour: HourOfDay) -> MilliGpu {
		let units = self.0.iter().find(|units| units.day == day);
		units.map(|units| units.at(hour)).unwrap_or_default()
	}

	/// Adds units to an hour; false, and nothing added, when they do not fit.
	pub(crate) fn add(&mut self, day: Day, hour: HourOfDay, units: MilliGpu) -> bool {
		let place = match self.0.binary_search_by_key(&day, |units| units.day) {
			Ok(place) => place,
			Err(place) => {
				let units = [MilliGpu::ZERO; 24];
				if self.0.try_insert(place, DayUnits { day, units }).is_err() {
					return false;
				}
				place
			}
		};
		let entry = self
			.0
			.get_mut(place)
			.and_then(|day| day.units.get_mut(hour.index()));
		let sum = entry.as_deref().and_then(|entry| entry.checked_add(units));
		match entry.zip(sum) {
			Some((entry, sum)) => {
				*entry = sum;
				true
			}
			None => false,
		}
	}

	/// Removes the days before `day` and gives them.
	pub(crate) fn take_before(&mut self, day: Day) -> Vec<DayUnits> {
		let over = self
			.0
			.iter()
			.filter(|units| units.day < day)
			.copied()
			.collect();
		self.0.retain(|units| units.day >= day);
		over
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	fn hour(hour: u8) -> HourOfDay {
		HourOfDay::new(hour).expect("below 24")
	}

	#[test]
	fn days_stay_in_order_whatever_comes_first() {
		let mut recent = RecentDays::default();
		for day in [5, 3, 4, 3] {
			assert!(recent.add(Day(day), hour(7), MilliGpu(10)));
		}
		let days: Vec<u32> = recent.days().iter().map(|units| units.day.0).collect();
		assert_eq!(days, [3, 4, 5]);
		assert_eq!(recent.at(Day(3), hour(7)), MilliGpu(20));
		assert_eq!(recent.at(Day(3), hour(8)), MilliGpu(0));
		assert_eq!(recent.take_before(Day(5)).len(), 2);
		assert_eq!(recent.days().len(), 1);
	}

	#[test]
	fn what_does_not_fit_is_left_out() {
		let mut recent = RecentDays::default();
		for day in 0..MAX_RECENT_DAYS {
			assert!(recent.add(Day(day), hour(0), MilliGpu(u32::MAX)));
		}
		assert!(!recent.add(Day(0), hour(0), MilliGpu(1)));
		assert!(!recent.add(Day(MAX_RECENT_DAYS), hour(0), MilliGpu(1)));
	}

	#[test]
	fn open_hours_never_touch_more_days_than_there_is_room_for() {
		let mut params = ClockParams {
			hour_zero_ms: Some(0),
			..ClockParams::DEVELOPMENT
		};
		params.windows.settle_ms = MAX_SETTLE_DAYS * 24 * params.hour_length_ms;
		params.windows.late_receipt_ms = params.windows.settle_ms;
		assert_eq!(params.validate(), Ok(()));
		for minute in 0..48 {
			let now = (20 * 24 + minute) * params.hour_length_ms;
			for now in [now, now + params.hour_length_ms - 1] {
				let first = first_open_hour(&params, now).day();
				let last = params.hour_at(now).expect("set").day();
				assert!(last.0 - first.0 < MAX_RECENT_DAYS);
			}
		}
	}

	#[test]
	fn the_first_open_hour_is_the_first_that_is_not_settled() {
		use greenhour_types::HourPhase;
		let params = ClockParams {
			hour_zero_ms: Some(0),
			..ClockParams::DEVELOPMENT
		};
		for now in (0..900_000).step_by(7_500) {
			let first = first_open_hour(&params, now);
			assert_ne!(params.phase_of(first, now), Some(HourPhase::Settled));
			for before in 0..first.0 {
				let phase = params.phase_of(Hour(before), now);
				assert_eq!(phase, Some(HourPhase::Settled), "{before} at {now}");
			}
		}
	}
}
