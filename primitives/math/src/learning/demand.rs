//! Demand of one hour of day.

use super::{
	evidence::{weigh, HourObservation},
	exp::{exp_q16, LN_2, Q24_FRACTION_BITS},
};
use crate::{
	ln::{ln, LN_FRACTION_BITS, MAX_ARGUMENT},
	MathError,
};
use parity_scale_codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// Largest logarithm of a scale: ln 8 in Q24, rounded down.
pub const MAX_LN_SCALE: i32 = 34_887_239;
/// Hours whose median counts.
pub const MEDIAN_HOURS: usize = 7;
/// Largest change of the logarithm by one hour, in Q24: 0.05.
pub const MAX_STEP: i32 = 838_861;
/// One of so many parts of the way to the median is gone at a step.
pub const STEP_PARTS: i32 = 5;

/// From the format of logarithms to Q24.
const LN_TO_Q24: u32 = LN_FRACTION_BITS - Q24_FRACTION_BITS;
/// Where the count of hours starts again, so that it still tells the place of the next one.
const SEEN_WRAP: u8 = 14;
/// [`MEDIAN_HOURS`] as a count.
const SEEN_FULL: u8 = 7;

/// What a pool has learned about the demand of one hour of day.
///
/// The curve of that hour uses the governed `immediate + per_hour * s` times [`Self::scale_q16`].
/// The default is a scale of one and nothing seen.
#[derive(
	Clone,
	Copy,
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
pub struct DemandEstimate {
	/// ln of the scale in Q24, within [`MAX_LN_SCALE`] of zero.
	pub ln_scale: i32,
	/// ln of the scale by each of the last hours alone, in Q24.
	pub recent: [i32; MEDIAN_HOURS],
	/// Hours seen, up to 6; from then on 7 plus the place in `recent` of the next one.
	pub seen: u8,
}

impl DemandEstimate {
	/// The estimate after one more finished hour.
	///
	/// An hour in which nothing was offered teaches nothing. One of whose sales nothing counts, because
	/// nothing was delivered, states the scale as it is: if it left no trace, the hours that nobody
	/// wanted would be the only ones to count, and a pool that fails to deliver would forget its demand.
	///
	/// **Errors** `DemandOutOfRange`: something was on sale, and `expected` is zero. `Overflow`
	/// never for an estimate that came from this function.
	pub fn observe(&self, hour: &HourObservation) -> Result<Self, MathError> {
		let weight = hour.weight();
		if hour.offered == 0 {
			return Ok(*self);
		}
		let distance = self
			.seen_scale(hour)?
			.checked_sub(self.ln_scale)
			.ok_or(MathError::Overflow)?
			.clamp(-LN_2, LN_2);
		let seen_scale = self
			.ln_scale
			.checked_add(weigh(distance, weight))
			.ok_or(MathError::Overflow)?;
		let mut next = self.with(seen_scale);
		let way = next
			.median()
			.checked_sub(self.ln_scale)
			.and_then(|way| way.checked_div(STEP_PARTS))
			.ok_or(MathError::Overflow)?;
		next.ln_scale = self
			.ln_scale
			.checked_add(way.clamp(-MAX_STEP, MAX_STEP))
			.ok_or(MathError::Overflow)?
			.clamp(-MAX_LN_SCALE, MAX_LN_SCALE);
		Ok(next)
	}

	/// The scale.
	///
	/// **Units**: Q16, 2^13 to 2^19, rounded to the nearest; it differs from e^`ln_scale` by less
	/// than 0.51 units of the last place.
	pub fn scale_q16(&self) -> u32 {
		exp_q16(self.ln_scale.clamp(-MAX_LN_SCALE, MAX_LN_SCALE))
	}

	/// ln of the scale that this hour alone would give.
	fn seen_scale(&self, hour: &HourObservation) -> Result<i32, MathError> {
		if hour.expected == 0 {
			return Err(MathError::DemandOutOfRange);
		}
		if hour.sold == 0 || hour.implied == 0 {
			return self.ln_scale.checked_sub(LN_2).ok_or(MathError::Overflow);
		}
		// Sold out at once counts as one unit of exposure.
		let exposure = hour.expected.saturating_sub(hour.unmet).max(1);
		let ln_q24 = |x: u64| {
			ln(x.min(MAX_ARGUMENT))
				.and_then(|ln| i32::try_from(ln >> LN_TO_Q24).map_err(|_| MathError::Overflow))
		};
		ln_q24(hour.implied)?
			.checked_sub(ln_q24(exposure)?)
			.ok_or(MathError::Overflow)
	}

	/// With one more hour in the window.
	fn with(&self, seen_scale: i32) -> Self {
		let mut next = *self;
		let place = usize::from(self.seen.checked_rem(SEEN_FULL).unwrap_or_default());
		if let Some(entry) = next.recent.get_mut(place) {
			*entry = seen_scale;
		}
		next.seen = self.seen.saturating_add(1);
		if next.seen >= SEEN_WRAP {
			next.seen = SEEN_FULL;
		}
		next
	}

	/// The middle of the hours seen; the lower one of two.
	fn median(&self) -> i32 {
		let count = usize::from(self.seen.min(SEEN_FULL));
		let mut sorted = self.recent;
		let seen = sorted.get_mut(..count).unwrap_or_default();
		seen.sort_unstable();
		let middle = count.saturating_sub(1) / 2;
		seen.get(middle).copied().unwrap_or(self.ln_scale)
	}
}
