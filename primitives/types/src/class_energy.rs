//! What one GPU of a class needs, by day.

use crate::Day;
use parity_scale_codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// Watt-hours that one reference GPU of a class needs in one hour.
///
/// A change holds from the start of a day, so that no hour that is over gets another value.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct ClassEnergy {
	/// Watt-hours on days before `from`; not zero.
	pub before_wh: u32,
	/// First day of the newest value.
	pub from: Day,
	/// Watt-hours on that day and later ones; not zero.
	pub now_wh: u32,
}

impl ClassEnergy {
	/// One value for all days.
	pub fn constant(watt_hours: u32) -> Self {
		Self {
			before_wh: watt_hours,
			from: Day(0),
			now_wh: watt_hours,
		}
	}

	/// Watt-hours on this day.
	pub fn on(&self, day: Day) -> u32 {
		if day < self.from {
			self.before_wh
		} else {
			self.now_wh
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_value_holds_from_its_first_day() {
		let energy = ClassEnergy {
			before_wh: 300,
			from: Day(7),
			now_wh: 280,
		};
		let days = [0, 6, 7, 8, u32::MAX].map(|day| energy.on(Day(day)));
		assert_eq!(days, [300, 300, 280, 280, 280]);
		assert_eq!(ClassEnergy::constant(5).on(Day(0)), 5);
	}
}
