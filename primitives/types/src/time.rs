//! Market time: hours, days and the windows of one hour.
//!
//! An [`Hour`] is counted from the hour zero of the chain; `slot`, `epoch`, `session` and `era`
//! belong to consensus. Every function here is a function of values: the clock pallet supplies the
//! parameters and the timestamp, a device supplies what it read from finalized storage.

use parity_scale_codec::{CompactAs, Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// Milliseconds since the Unix epoch.
pub type Moment = u64;

/// Hours in a market day.
pub const HOURS_PER_DAY: u8 = 24;
/// The same, as wide as an hour number.
const DAY_LENGTH: u32 = 24;

/// Longest money window in market days: whoever asks for open income looks back this far.
pub const MAX_SETTLE_DAYS: u64 = 7;

/// An hour of market time, counted from hour zero of the chain.
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
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
#[serde(transparent)]
pub struct Hour(pub u32);

/// A market day: 24 hours.
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
	Decode,
	CompactAs,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
#[serde(transparent)]
pub struct Day(pub u32);

/// An hour of the day, 0 to 23.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HourOfDay(u8);

impl HourOfDay {
	/// The hour of day, or `None` above 23.
	pub fn new(value: u8) -> Option<Self> {
		(value < HOURS_PER_DAY).then_some(Self(value))
	}

	/// The number, 0 to 23.
	pub fn get(self) -> u8 {
		self.0
	}

	/// The number as an index into a 24-entry page.
	pub fn index(self) -> usize {
		usize::from(self.0)
	}
}

impl Hour {
	/// The day this hour lies in.
	pub fn day(self) -> Day {
		Day(self.0 / DAY_LENGTH)
	}

	/// The hour of the day, 0 to 23.
	pub fn of_day(self) -> HourOfDay {
		HourOfDay((self.0 % DAY_LENGTH).to_le_bytes()[0])
	}

	/// The hour that follows, saturating.
	pub fn next(self) -> Self {
		Self(self.0.saturating_add(1))
	}
}

impl Day {
	/// The hour `of_day` of this day, or `None` when the counter is exhausted.
	pub fn hour(self, of_day: HourOfDay) -> Option<Hour> {
		self.0
			.checked_mul(u32::from(HOURS_PER_DAY))?
			.checked_add(u32::from(of_day.get()))
			.map(Hour)
	}

	/// The day that follows, saturating.
	pub fn next(self) -> Self {
		Self(self.0.saturating_add(1))
	}
}

impl core::fmt::Display for Hour {
	fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
		write!(f, "day {} {:02}:00", self.day().0, self.of_day().get())
	}
}

impl core::fmt::Display for Day {
	fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
		write!(f, "day {}", self.0)
	}
}

/// The windows round an hour. All lengths but `draw_delay_blocks` and `draw_authors` in ms.
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
	Serialize,
	Deserialize,
)]
pub struct Windows {
	/// The sale closes this long before the hour starts.
	pub sale_close_ms: u64,
	/// First refusal ends this long before the hour starts; then anyone may assign.
	pub refusal_end_ms: u64,
	/// Money of the hour settles until this long after its end.
	pub settle_ms: u64,
	/// Receipts after the money window count for certificates until this long after the end.
	pub late_receipt_ms: u64,
	/// A device may report that it cannot start until this long after the start.
	pub cannot_start_ms: u64,
	/// A draw uses randomness at least this many blocks after its inputs froze.
	pub draw_delay_blocks: u32,
	/// A draw uses randomness of at least this many distinct authors (or half of the set).
	pub draw_authors: u32,
	/// Day pages are open for this many days, today included.
	pub horizon_days: u32,
}

/// The lengths on which market time rests, fixed at genesis.
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
	Serialize,
	Deserialize,
)]
pub struct ClockParams {
	/// Length of a BABE slot in ms.
	pub slot_length_ms: u64,
	/// Length of a BABE epoch in slots.
	pub epoch_length_slots: u64,
	/// Length of a market hour in ms.
	pub hour_length_ms: u64,
	/// When hour 0 started. `None` in a genesis means: so that block 1 is day 0, 21:00.
	pub hour_zero_ms: Option<Moment>,
	/// The windows of each hour.
	pub windows: Windows,
}

/// Where an hour stands. Each hour passes through all of them in this order.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
pub enum HourPhase {
	/// The hour can be offered and bought.
	OnSale,
	/// The sale has closed; drawn devices may accept (once the draw is ready).
	FirstRefusal,
	/// Anyone may assign what is not accepted.
	Assignment,
	/// The hour runs.
	Delivery,
	/// The hour is over; receipts settle its money.
	Settlement,
	/// The money of the hour is final.
	Settled,
}

impl ClockParams {
	/// Production: 6 s slots, 4 h epochs, hours of 3,600 s from the Unix epoch.
	pub const PRODUCTION: Self = Self {
		slot_length_ms: 6_000,
		epoch_length_slots: 2_400,
		hour_length_ms: 3_600_000,
		hour_zero_ms: Some(0),
		windows: Windows {
			sale_close_ms: 600_000,
			refusal_end_ms: 300_000,
			settle_ms: 48 * 3_600_000,
			late_receipt_ms: 30 * 24 * 3_600_000,
			cannot_start_ms: 600_000,
			draw_delay_blocks: 16,
			draw_authors: 8,
			horizon_days: 8,
		},
	};

	/// Development: 3 s slots, 1 min epochs, hours of 60 s from day 0, 21:00 at block 1.
	pub const DEVELOPMENT: Self = Self {
		slot_length_ms: 3_000,
		epoch_length_slots: 20,
		hour_length_ms: 60_000,
		hour_zero_ms: None,
		windows: Windows {
			sale_close_ms: 60_000,
			refusal_end_ms: 30_000,
			settle_ms: 120_000,
			late_receipt_ms: 30 * 60_000,
			cannot_start_ms: 30_000,
			draw_delay_blocks: 4,
			draw_authors: 8,
			horizon_days: 8,
		},
	};

	/// The hour of day at which block 1 stands when hour zero comes from block 1.
	pub const FIRST_HOUR_OF_DAY: u8 = 21;

	/// Hour zero for a chain whose block 1 has this timestamp. Saturates at the Unix epoch.
	pub fn hour_zero_from_first_block(&self, now: Moment) -> Moment {
		let before = self
			.hour_length_ms
			.saturating_mul(u64::from(Self::FIRST_HOUR_OF_DAY));
		now.saturating_sub(before)
	}

	/// The hour that contains `now`; `None` before hour zero is set, before it, or past `u32::MAX`.
	pub fn hour_at(&self, now: Moment) -> Option<Hour> {
		let since = now.checked_sub(self.hour_zero_ms?)?;
		u32::try_from(since.checked_div(self.hour_length_ms)?)
			.ok()
			.map(Hour)
	}

	/// When `hour` starts; `None` before hour zero is set or on overflow.
	pub fn start_of(&self, hour: Hour) -> Option<Moment> {
		u64::from(hour.0)
			.checked_mul(self.hour_length_ms)?
			.checked_add(self.hour_zero_ms?)
	}

	/// When `hour` ends (exclusive).
	pub fn end_of(&self, hour: Hour) -> Option<Moment> {
		self.start_of(hour)?.checked_add(self.hour_length_ms)
	}

	/// When the sale of `hour` closes.
	pub fn sale_close_of(&self, hour: Hour) -> Option<Moment> {
		Some(
			self.start_of(hour)?
				.saturating_sub(self.windows.sale_close_ms),
		)
	}

	/// Where `hour` stands at `now`; `None` before hour zero is set or on overflow.
	pub fn phase_of(&self, hour: Hour, now: Moment) -> Option<HourPhase> {
		let start = self.start_of(hour)?;
		let end = self.end_of(hour)?;
		Some(if now < start.saturating_sub(self.windows.sale_close_ms) {
			HourPhase::OnSale
		} else if now < start.saturating_sub(self.windows.refusal_end_ms) {
			HourPhase::FirstRefusal
		} else if now < start {
			HourPhase::Assignment
		} else if now < end {
			HourPhase::Delivery
		} else if now < end.saturating_add(self.windows.settle_ms) {
			HourPhase::Settlement
		} else {
			HourPhase::Settled
		})
	}

	/// The latest hour whose sale has closed at `now`; `None` when there is none yet.
	pub fn latest_closed_hour(&self, now: Moment) -> Option<Hour> {
		self.hour_at(now.checked_add(self.windows.sale_close_ms)?)
	}

	/// Hours that this many ms touch, rounded up; `u32::MAX` when they don't fit.
	pub fn hours_up(&self, ms: u64) -> u32 {
		ms.checked_add(self.hour_length_ms.saturating_sub(1))
			.and_then(|ms| ms.checked_div(self.hour_length_ms))
			.and_then(|hours| u32::try_from(hours).ok())
			.unwrap_or(u32::MAX)
	}

	/// How long after its end an hour can be claimed where no receipt shows delivery, in ms: half of the
	/// money window, rounded down, so that a dispute fits into the rest.
	pub fn claim_window_ms(&self) -> u64 {
		self.windows.settle_ms.checked_div(2).unwrap_or(0)
	}

	/// Blocks expected in one hour, rounded down.
	pub fn blocks_per_hour(&self) -> u32 {
		self.hour_length_ms
			.checked_div(self.slot_length_ms)
			.and_then(|blocks| u32::try_from(blocks).ok())
			.unwrap_or(0)
	}

	/// Are the lengths usable? Names the first one that is not.
	pub fn validate(&self) -> Result<(), &'static str> {
		if self.slot_length_ms == 0 {
			return Err("slot length is zero");
		}
		if self.epoch_length_slots == 0 {
			return Err("epoch length is zero");
		}
		if self.hour_length_ms < self.slot_length_ms {
			return Err("an hour is shorter than a slot");
		}
		if self.windows.refusal_end_ms >= self.windows.sale_close_ms {
			return Err("first refusal must end after the sale has closed");
		}
		if self.windows.late_receipt_ms < self.windows.settle_ms {
			return Err("late receipts end before the money window");
		}
		if self.windows.cannot_start_ms > self.hour_length_ms {
			return Err("the cannot-start window is longer than the hour");
		}
		let day_ms = self.hour_length_ms.saturating_mul(u64::from(HOURS_PER_DAY));
		if self.windows.sale_close_ms > day_ms {
			return Err("the sale closes more than a market day before the hour");
		}
		if self.windows.settle_ms > day_ms.saturating_mul(MAX_SETTLE_DAYS) {
			return Err("the money window is longer than a market week");
		}
		if self.windows.horizon_days == 0 || self.windows.horizon_days > 8 {
			return Err("the horizon must be 1 to 8 days");
		}
		Ok(())
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	fn development_from(now: Moment) -> ClockParams {
		let mut params = ClockParams::DEVELOPMENT;
		params.hour_zero_ms = Some(params.hour_zero_from_first_block(now));
		params
	}

	#[test]
	fn block_one_is_day_zero_at_21() {
		let hour = development_from(1_700_000_000_000).hour_at(1_700_000_000_000);
		assert_eq!(hour, Some(Hour(21)));
	}

	#[test]
	fn phases_follow_each_other_without_gap() {
		let params = development_from(1_700_000_000_000);
		let hour = Hour(24);
		let start = params.start_of(hour).expect("set");
		let phases = [
			(start - 60_001, HourPhase::OnSale),
			(start - 60_000, HourPhase::FirstRefusal),
			(start - 30_000, HourPhase::Assignment),
			(start, HourPhase::Delivery),
			(start + 59_999, HourPhase::Delivery),
			(start + 60_000, HourPhase::Settlement),
			(start + 179_999, HourPhase::Settlement),
			(start + 180_000, HourPhase::Settled),
		];
		for (now, phase) in phases {
			assert_eq!(params.phase_of(hour, now), Some(phase), "at {now}");
		}
	}

	#[test]
	fn hours_that_a_span_touches_are_rounded_up() {
		let params = ClockParams::PRODUCTION;
		let hours = [0, 1, 3_600_000, 3_600_001].map(|ms| params.hours_up(ms));
		assert_eq!(hours, [0, 1, 1, 2]);
		assert_eq!(params.hours_up(u64::MAX), u32::MAX);
		assert_eq!(params.claim_window_ms(), 24 * 3_600_000);
	}

	#[test]
	fn presets_are_valid() {
		assert_eq!(ClockParams::PRODUCTION.validate(), Ok(()));
		assert_eq!(ClockParams::DEVELOPMENT.validate(), Ok(()));
	}

	#[test]
	fn windows_that_make_a_look_back_long_are_refused() {
		let mut params = ClockParams::DEVELOPMENT;
		params.windows.settle_ms = 8 * 24 * params.hour_length_ms;
		params.windows.late_receipt_ms = params.windows.settle_ms;
		assert!(params.validate().is_err());
		let mut params = ClockParams::DEVELOPMENT;
		params.windows.sale_close_ms = 25 * params.hour_length_ms;
		assert!(params.validate().is_err());
	}

	#[test]
	fn midnight_starts_a_day() {
		assert_eq!(Hour(23).day(), Day(0));
		assert_eq!(Hour(24).day(), Day(1));
		assert_eq!(Hour(24).of_day().get(), 0);
		assert_eq!(Day(1).hour(Hour(24).of_day()), Some(Hour(24)));
	}

	#[test]
	fn largest_values_do_not_wrap() {
		let params = development_from(1_700_000_000_000);
		assert_eq!(params.hour_at(u64::MAX), None);
		assert!(params.start_of(Hour(u32::MAX)).is_some());
		assert_eq!(Day(u32::MAX).hour(Hour(23).of_day()), None);
	}
}
