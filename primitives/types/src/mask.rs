//! A set of hours of one day.

use crate::time::{HourOfDay, HOURS_PER_DAY};
use parity_scale_codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// A set of hours of one day: bit `h` stands for hour-of-day `h`; bits 24 to 31 are always zero.
///
/// **Shape**: four bytes, little-endian. Decoding refuses a set bit above 23.
#[derive(
	Clone,
	Copy,
	Debug,
	Default,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Hash,
	Encode,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
)]
#[serde(transparent)]
pub struct HourMask(u32);

const ALL: u32 = 0x00ff_ffff;

impl HourMask {
	/// No hour.
	pub const EMPTY: Self = Self(0);
	/// All 24 hours.
	pub const FULL: Self = Self(ALL);

	/// The mask with these bits, or `None` when a bit above 23 is set.
	pub fn new(bits: u32) -> Option<Self> {
		(bits & !ALL == 0).then_some(Self(bits))
	}

	/// The mask that holds just `hour`.
	pub fn single(hour: HourOfDay) -> Self {
		Self(1u32.checked_shl(u32::from(hour.get())).unwrap_or(0) & ALL)
	}

	/// The bits.
	pub fn bits(self) -> u32 {
		self.0
	}

	/// True when no hour is in the set.
	pub fn is_empty(self) -> bool {
		self.0 == 0
	}

	/// How many hours are in the set, 0 to 24.
	pub fn count(self) -> u32 {
		self.0.count_ones()
	}

	/// Is `hour` in the set?
	pub fn contains(self, hour: HourOfDay) -> bool {
		self.0 & Self::single(hour).0 != 0
	}

	/// Is every hour of `other` in the set?
	pub fn contains_all(self, other: Self) -> bool {
		self.0 & other.0 == other.0
	}

	/// Hours in either set.
	pub fn union(self, other: Self) -> Self {
		Self(self.0 | other.0)
	}

	/// Hours in both sets.
	pub fn intersection(self, other: Self) -> Self {
		Self(self.0 & other.0)
	}

	/// Hours in this set and not in `other`.
	pub fn difference(self, other: Self) -> Self {
		Self(self.0 & !other.0)
	}

	/// The hours of the set, ascending.
	pub fn hours(self) -> impl Iterator<Item = HourOfDay> {
		(0..HOURS_PER_DAY)
			.filter_map(HourOfDay::new)
			.filter(move |hour| self.contains(*hour))
	}

	/// The hours of the set that `keep` accepts.
	pub fn filter(self, keep: impl Fn(HourOfDay) -> bool) -> Self {
		self.hours()
			.filter(|hour| keep(*hour))
			.fold(Self::EMPTY, |mask, hour| mask.union(Self::single(hour)))
	}

	/// The last hour of the set, `None` when it is empty.
	pub fn last(self) -> Option<HourOfDay> {
		self.hours().last()
	}

	/// The first hour of the set, `None` when it is empty.
	pub fn first(self) -> Option<HourOfDay> {
		self.hours().next()
	}
}

impl Decode for HourMask {
	fn decode<I: parity_scale_codec::Input>(
		input: &mut I,
	) -> Result<Self, parity_scale_codec::Error> {
		Self::new(u32::decode(input)?).ok_or_else(|| "hour above 23 in an hour mask".into())
	}
}

impl DecodeWithMemTracking for HourMask {}

impl<'de> Deserialize<'de> for HourMask {
	fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
		let bits = u32::deserialize(deserializer)?;
		Self::new(bits).ok_or_else(|| serde::de::Error::custom("hour above 23 in an hour mask"))
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn decode_refuses_an_hour_above_23() {
		assert!(HourMask::decode(&mut &0x0100_0000u32.encode()[..]).is_err());
		assert_eq!(HourMask::decode(&mut &ALL.encode()[..]), Ok(HourMask::FULL));
	}

	#[test]
	fn hours_lists_the_set_ascending() {
		let mask = HourMask::new(0b1000_0000_0000_0000_0000_0101).expect("24 bits");
		let hours: Vec<u8> = mask.hours().map(HourOfDay::get).collect();
		assert_eq!(hours, [0, 2, 23]);
		assert_eq!(mask.last().map(HourOfDay::get), Some(23));
	}
}
