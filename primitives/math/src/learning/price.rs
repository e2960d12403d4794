//! The price scale of a pool.

use super::evidence::{weigh, HourObservation};
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
/// One in the difference of an hour from the mean.
const DIFFERENCE_ONE: i32 = 1 << 16;
/// An hour moves the mean of its hour of day by one of so many parts.
const MEAN_PARTS: u64 = 8;
/// Each day forgets one of so many parts of the evidence.
const MEMORY_DAYS: i64 = 32;
/// Hours with evidence before the first step.
const MIN_HOURS: u32 = 96;
/// Square of the standard deviations that the evidence must exceed.
const MIN_DEVIATIONS_SQUARED: u128 = 4;

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
}

/// A price scale raised or lowered by [`DITHER_PERCENT`], rounded up.
///
/// `raised` is one bit of the chain's randomness for each hour of a page, drawn when it opens.
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
/// Each finished hour is compared with the mean of its hour of day, as
/// y = (revenue - mean) / (revenue + mean). The hours were raised or lowered by coin, so that the
/// sum of +y over raised and -y over lowered hours has mean zero unless the price matters, whatever
/// else moves revenue.
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
	/// Sum of y over raised hours less that over lowered hours, in Q16.
	pub sum: i64,
	/// Sum of the squares of y, in Q32.
	pub squares: i64,
	/// Hours in the sums.
	pub hours: u32,
}

impl PriceTrial {
	/// With the revenue of one more finished hour.
	///
	/// `revenue` is what the tenants paid for the hour, in planck of GCD. An hour in which nothing
	/// was offered, or of whose sales nothing was delivered, teaches nothing; the first one of its
	/// hour of day only starts the mean.
	///
	/// **Errors** `ArgumentOutOfRange`: the hour of day is above 23. `Overflow`.
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
		let earned = mul_div(revenue, 1 << 16, u128::from(hour.offered), Rounding::Down)?;
		let earned = u64::try_from(earned).unwrap_or(u64::MAX);
		let before = *mean;
		*mean = if before == 0 {
			earned
		} else {
			before
				.saturating_sub(before / MEAN_PARTS)
				.saturating_add(earned / MEAN_PARTS)
		};
		if before == 0 {
			return Ok(next);
		}
		let difference = weigh(relative_difference(earned, before)?, weight);
		let signed = i64::from(if raised {
			difference
		} else {
			difference.saturating_neg()
		});
		next.sum = self.sum.saturating_add(signed);
		next.squares = self
			.squares
			.saturating_add(signed.checked_mul(signed).ok_or(MathError::Overflow)?);
		next.hours = self.hours.saturating_add(1);
		Ok(next)
	}

	/// The price scale of the next day, and the evidence that is left.
	///
	/// A step is taken when the sum is more than two standard deviations from zero, after at least
	/// four days; it uses the evidence up. Else the evidence of old days fades.
	///
	/// **Errors** `Overflow`.
	pub fn close_day(&self, scale: &PriceScale) -> Result<(PriceScale, Self), MathError> {
		let sum = u128::from(self.sum.unsigned_abs());
		let squares = u128::try_from(self.squares).map_err(|_| MathError::Overflow)?;
		let square = sum.checked_mul(sum).ok_or(MathError::Overflow)?;
		let least = squares
			.checked_mul(MIN_DEVIATIONS_SQUARED)
			.ok_or(MathError::Overflow)?;
		if self.hours >= MIN_HOURS && square > least {
			let rest = Self {
				means: self.means,
				..Self::default()
			};
			return Ok((scale.step(self.sum > 0), rest));
		}
		let fade = |value: i64| {
			value
				.checked_div(MEMORY_DAYS)
				.and_then(|part| value.checked_sub(part))
				.ok_or(MathError::Overflow)
		};
		let rest = Self {
			means: self.means,
			sum: fade(self.sum)?,
			squares: fade(self.squares)?,
			hours: self.hours,
		};
		Ok((*scale, rest))
	}
}

/// (a - b) / (a + b) in Q16, rounded towards zero; zero for two zeros.
fn relative_difference(a: u64, b: u64) -> Result<i32, MathError> {
	let sum = u128::from(a)
		.checked_add(u128::from(b))
		.ok_or(MathError::Overflow)?;
	let size = u128::from(a.abs_diff(b))
		.checked_mul(u128::from(DIFFERENCE_ONE.unsigned_abs()))
		.ok_or(MathError::Overflow)?
		.checked_div(sum)
		.unwrap_or_default();
	let size = i32::try_from(size).map_err(|_| MathError::Overflow)?;
	Ok(if a < b { size.saturating_neg() } else { size })
}
