//! The price scale of a pool.

use super::evidence::HourObservation;
use crate::{mul_div, MathError, Rounding};
use parity_scale_codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// Hundredths by which an hour's price scale is raised or lowered.
pub const DITHER_PERCENT: u32 = 5;
/// Fraction bits of a factor.
const FACTOR_FRACTION_BITS: u32 = 24;
/// A factor of one.
const FACTOR_ONE: u32 = 1 << FACTOR_FRACTION_BITS;
/// Largest factor: 2.
const MAX_FACTOR: u32 = FACTOR_ONE << 1;
/// Smallest factor: 1/2.
const MIN_FACTOR: u32 = FACTOR_ONE >> 1;
/// A step multiplies or divides by 1 + 1/50.
const STEP_PARTS: u32 = 50;
/// An hour counts at most so many times the mean of its hour of day, in Q16.
const MAX_RELATIVE: i64 = 4 << 16;
/// One in Q16.
const ONE_Q16: i64 = 1 << 16;
/// An hour moves the mean of its hour of day by one of so many parts.
const MEAN_PARTS: u64 = 8;
/// Each day forgets one of so many parts of the evidence.
const MEMORY_DAYS: i64 = 64;
/// Days with evidence before a step; a step uses them up.
const MIN_DAYS: u32 = 16;
/// Square of the standard deviations that the evidence must exceed: three.
const MIN_DEVIATIONS_SQUARED: u128 = 9;
/// Without significant evidence the factor goes back to one by one of so many parts a day.
const RETURN_PARTS: u32 = 64;

/// The price scale (1/alpha) of one pool: what governance anchored, times what was learned.
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
pub struct PriceScale {
	/// Learned factor in Q24, 1/2 to 2.
	pub factor: u32,
}

impl Default for PriceScale {
	fn default() -> Self {
		Self { factor: FACTOR_ONE }
	}
}

impl PriceScale {
	/// The price scale without dither.
	///
	/// **Units**: those of `anchor`, rounded up.
	///
	/// **Errors** `Overflow`.
	pub fn unit_price_up(&self, anchor: u128) -> Result<u128, MathError> {
		mul_div(
			anchor,
			u128::from(self.factor.clamp(MIN_FACTOR, MAX_FACTOR)),
			u128::from(FACTOR_ONE),
			Rounding::Up,
		)
	}

	/// The price scale one step up or down, within 1/2 and 2.
	fn step(&self, up: bool) -> Self {
		let change = self.factor.checked_div(STEP_PARTS).unwrap_or_default();
		let factor = if up {
			self.factor.saturating_add(change)
		} else {
			self.factor.saturating_sub(change)
		};
		Self {
			factor: factor.clamp(MIN_FACTOR, MAX_FACTOR),
		}
	}

	/// The price scale a little nearer to its anchor.
	fn step_back(&self) -> Self {
		let distance = self.factor.abs_diff(FACTOR_ONE) / RETURN_PARTS;
		Self {
			factor: if self.factor > FACTOR_ONE {
				self.factor.saturating_sub(distance)
			} else {
				self.factor.saturating_add(distance)
			},
		}
	}
}

/// A price scale raised or lowered by [`DITHER_PERCENT`], rounded up.
///
/// `raised` is a bit of the chain's randomness, drawn when a page opens; [`PriceTrial`] says why one
/// bit should serve all its hours.
///
/// **Errors** `Overflow`.
pub fn dithered_up(unit_price: u128, raised: bool) -> Result<u128, MathError> {
	let percent = if raised {
		100u32.saturating_add(DITHER_PERCENT)
	} else {
		100u32.saturating_sub(DITHER_PERCENT)
	};
	mul_div(unit_price, u128::from(percent), 100, Rounding::Up)
}

/// What the random raising and lowering of prices has shown so far.
///
/// Each finished hour is taken as its revenue over the mean of its hour of day, less one. A day's
/// evidence is the mean of that over its hours, with the sign turned for lowered ones. As the signs
/// were drawn by coin, the sum over days has mean zero unless the price matters, whatever else
/// moves revenue; the days' own squares say how far it may stray by chance.
///
/// **Limits** The coin should be one for all hours of a page. Flexible jobs go to whichever hours
/// are cheaper: if hours of one day are raised and lowered, that alone makes lowered hours earn
/// more, and the price scale sinks though no tenant would have bought less. One coin a day leaves
/// little of that, but shows a price scale that is off by 40 % only after years.
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
pub struct PriceTrial {
	/// Mean revenue per unit offered, by hour of day: planck of GCD in Q16.
	pub means: [u64; 24],
	/// Sum of the signed differences of today's hours, by weight, in Q16.
	pub today: i64,
	/// Sum of the weights of today's hours, in Q16.
	pub weight: u32,
	/// Sum of the evidence of days, in Q16.
	pub sum: i64,
	/// Sum of its squares, in Q32.
	pub squares: i64,
	/// Days in the sums.
	pub days: u32,
}

impl PriceTrial {
	/// With the revenue of one more finished hour.
	///
	/// `revenue` is what the tenants paid for the hour, in planck of GCD. An hour in which nothing
	/// was offered, or of whose sales nothing was delivered, teaches nothing; the first one of its
	/// hour of day only starts the mean.
	///
	/// **Errors** `ArgumentOutOfRange`: the hour of day is above 23. `Overflow` never.
	pub fn observe_hour(
		&self,
		hour_of_day: u8,
		raised: bool,
		revenue: u128,
		hour: &HourObservation,
	) -> Result<Self, MathError> {
		let weight = hour.weight();
		if hour.offered == 0 || weight == 0 {
			return Ok(*self);
		}
		let mut next = *self;
		let mean = next
			.means
			.get_mut(usize::from(hour_of_day))
			.ok_or(MathError::ArgumentOutOfRange)?;
		let earned = mul_div(revenue, 1 << 16, u128::from(hour.offered), Rounding::Down)
			.and_then(|earned| u64::try_from(earned).map_err(|_| MathError::Overflow))
			.unwrap_or(u64::MAX);
		let before = *mean;
		if before == 0 {
			*mean = earned;
			return Ok(next);
		}
		*mean = before
			.saturating_sub(before / MEAN_PARTS)
			.saturating_add(earned / MEAN_PARTS);
		let relative = mul_div(
			u128::from(earned),
			1 << 16,
			u128::from(before),
			Rounding::Down,
		)?;
		let difference = i64::try_from(relative)
			.unwrap_or(MAX_RELATIVE)
			.min(MAX_RELATIVE)
			.saturating_sub(ONE_Q16);
		let signed = if raised {
			difference
		} else {
			difference.saturating_neg()
		};
		let weighted = signed
			.saturating_mul(i64::from(weight))
			.checked_div(ONE_Q16)
			.unwrap_or_default();
		next.today = self.today.saturating_add(weighted);
		next.weight = self.weight.saturating_add(weight);
		Ok(next)
	}

	/// The price scale of the next day, and the evidence that is left.
	///
	/// A step is taken when the sum is more than three standard deviations from zero, after at least
	/// sixteen days of evidence, which it uses up. On other days the scale goes back towards its
	/// anchor by a sixty-fourth of the way, so that steps of 2 % in sixteen days hold it at most 11 %
	/// off.
	///
	/// **Errors** `Overflow`.
	pub fn close_day(&self, scale: &PriceScale) -> Result<(PriceScale, Self), MathError> {
		let mut next = Self {
			today: 0,
			weight: 0,
			..*self
		};
		if let Some(evidence) = self
			.today
			.saturating_mul(ONE_Q16)
			.checked_div(i64::from(self.weight))
		{
			let fade = |value: i64| value.saturating_sub(value / MEMORY_DAYS);
			next.sum = fade(self.sum).saturating_add(evidence);
			next.squares = fade(self.squares).saturating_add(evidence.saturating_mul(evidence));
			next.days = self.days.saturating_add(1);
		}
		let sum = u128::from(next.sum.unsigned_abs());
		let square = sum.checked_mul(sum).ok_or(MathError::Overflow)?;
		let least = u128::try_from(next.squares)
			.ok()
			.and_then(|squares| squares.checked_mul(MIN_DEVIATIONS_SQUARED))
			.ok_or(MathError::Overflow)?;
		if next.days < MIN_DAYS || square <= least {
			return Ok((scale.step_back(), next));
		}
		let up = next.sum > 0;
		let rest = Self {
			means: next.means,
			..Self::default()
		};
		Ok((scale.step(up), rest))
	}
}
