//! A sum whose parts fade with a half-life.
//!
//! Time is cut into periods of one half-life. The sum is kept as it was at the start of a period:
//!
//! ```text
//! add a at age t into the period:   scaled += a * 2^(t / half-life)
//! read at age t:                    scaled * 2^(-t / half-life)
//! next period:                      scaled / 2
//! ```
//!
//! Reading writes nothing, and halving twice is quartering also with floors, so what is stored depends on
//! what was added and when, never on how often anybody looked.

use super::exp2::{exp2_down, exp2_negative_down};
use crate::{
	fixed::{fraction_down, mul_high},
	MathError,
};
use parity_scale_codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// Fraction bits of what a [`DecayingSum`] keeps and gives.
pub const SUM_FRACTION_BITS: u32 = 32;

/// A sum of amounts that halves every half-life.
///
/// The half-life, in hours, is the same in every call; it is not stored. Amounts are whole, the sum has
/// [`SUM_FRACTION_BITS`] fraction bits. After n additions it is below the exact sum by less than n + 2
/// units of the last place, plus one unit for each period that began since the first addition, plus 2^-122
/// of the sum.
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
pub struct DecayingSum {
	/// The sum at the start of `period`, in 2^-32.
	scaled: u128,
	/// The period, counted from hour zero.
	period: u32,
}

/// Where an hour lies: its period, and how far into it as a fraction in Q128.
fn place(hour: u32, half_life: u32) -> Result<(u32, u128), MathError> {
	let period = hour
		.checked_div(half_life)
		.ok_or(MathError::DivisionByZero)?;
	let age = hour
		.checked_rem(half_life)
		.ok_or(MathError::DivisionByZero)?;
	Ok((
		period,
		fraction_down(u128::from(age), u128::from(half_life))?,
	))
}

impl DecayingSum {
	/// Is nothing left, at whatever hour?
	pub fn is_empty(&self) -> bool {
		self.scaled == 0
	}

	/// The sum with `amount` more, added in `hour`; `amount` is rounded down to a unit of the last place
	/// after scaling.
	///
	/// An hour before the last addition's period counts as the start of that period.
	///
	/// **Errors** `DivisionByZero`: the half-life is zero. `Overflow`: the sum does not fit; amounts below
	/// 2^94 never overflow alone.
	pub fn add_down(&self, amount: u128, hour: u32, half_life: u32) -> Result<Self, MathError> {
		let (period, fraction) = self.place(hour, half_life)?;
		// 2a in units of the last place; its product with 2^fraction in Q127 is a * 2^fraction.
		let doubled = 1u128
			.checked_shl(SUM_FRACTION_BITS.saturating_add(1))
			.and_then(|unit| amount.checked_mul(unit))
			.ok_or(MathError::Overflow)?;
		let grown = mul_high(doubled, exp2_down(fraction));
		let scaled = self
			.halved(period)
			.checked_add(grown)
			.ok_or(MathError::Overflow)?;
		Ok(Self { scaled, period })
	}

	/// The sum in `hour`, rounded down to a unit of the last place. Never rises from one hour to the next.
	///
	/// **Units**: 2^-32 of what was added.
	///
	/// **Errors** `DivisionByZero`: the half-life is zero.
	pub fn value_down(&self, hour: u32, half_life: u32) -> Result<u128, MathError> {
		let (period, fraction) = self.place(hour, half_life)?;
		let halved = self.halved(period);
		Ok(match fraction {
			0 => halved,
			_ => mul_high(halved, exp2_negative_down(fraction)),
		})
	}

	/// The place of `hour`, not before the start of the stored period.
	fn place(&self, hour: u32, half_life: u32) -> Result<(u32, u128), MathError> {
		let (period, fraction) = place(hour, half_life)?;
		Ok(if period < self.period {
			(self.period, 0)
		} else {
			(period, fraction)
		})
	}

	/// The sum at the start of `period`, which is not before the stored one.
	fn halved(&self, period: u32) -> u128 {
		self.scaled
			.checked_shr(period.saturating_sub(self.period))
			.unwrap_or(0)
	}
}
