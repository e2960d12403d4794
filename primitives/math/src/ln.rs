//! The natural logarithm of an integer.
//!
//! With 2^k the power of two nearest to x (by ratio) and z = |x - 2^k| / (x + 2^k), which is at
//! most (sqrt 2 - 1) / (sqrt 2 + 1) = 0.1716,
//!
//! ```text
//! ln x = k ln 2 +- 2 atanh z         atanh z = z (1 + z^2/3 + z^4/5 + ...)
//! ```
//!
//! Nineteen terms leave a remainder below z^39 / 39 < 2^-104. The series runs in Q127 without a
//! division, so that a logarithm costs about a hundred 64-bit multiplications.

use crate::{
	fixed::{fraction_down, mul_high},
	MathError,
};

/// Fraction bits of the result of [`ln`].
pub const LN_FRACTION_BITS: u32 = 88;
/// Largest argument of [`ln`].
pub const MAX_ARGUMENT: u64 = 1 << 62;

/// One in Q127.
const ONE: u128 = 1 << 127;
/// ln 2 in Q127, rounded down.
const LN_2: u128 = 0x58b9_0bfb_e8e7_bcd5_e4f1_d9cc_01f9_7b57;
/// From Q127 to Q120, in which k ln 2 fits for k up to 63.
const TO_Q120: u32 = 7;
/// From Q120 to the format of the result.
const TO_RESULT: u32 = 120 - LN_FRACTION_BITS;

/// 1, 1/3, 1/5, ... in Q127: the coefficients of atanh z / z, smallest last.
const COEFFICIENTS: [u128; 19] = [
	ONE,
	ONE / 3,
	ONE / 5,
	ONE / 7,
	ONE / 9,
	ONE / 11,
	ONE / 13,
	ONE / 15,
	ONE / 17,
	ONE / 19,
	ONE / 21,
	ONE / 23,
	ONE / 25,
	ONE / 27,
	ONE / 29,
	ONE / 31,
	ONE / 33,
	ONE / 35,
	ONE / 37,
];

/// ln `x` with [`LN_FRACTION_BITS`] fraction bits.
///
/// **Units**: Q88. The result differs from ln x by less than 2^-87 and never falls when `x` rises.
///
/// **Errors** `ArgumentOutOfRange`: `x` is zero or above [`MAX_ARGUMENT`].
pub fn ln(x: u64) -> Result<u128, MathError> {
	if x > MAX_ARGUMENT {
		return Err(MathError::ArgumentOutOfRange);
	}
	let floor = x.checked_ilog2().ok_or(MathError::ArgumentOutOfRange)?;
	let x = u128::from(x);
	let square = x.checked_mul(x).ok_or(MathError::Overflow)?;
	// x is nearer to the next power of two when x / 2^k > sqrt 2, that is x^2 > 2^(2k + 1).
	let nearer_above = square.checked_shr(floor).unwrap_or(0) > power_of_two(floor.wrapping_add(1));
	let exponent = if nearer_above {
		floor.wrapping_add(1)
	} else {
		floor
	};
	let power = power_of_two(exponent);
	let z = fraction_down(
		x.abs_diff(power),
		x.checked_add(power).ok_or(MathError::Overflow)?,
	)?;
	// 2 atanh z: the product of z (Q128) and the sum (Q127) is below 0.18 in Q127.
	let half = mul_high(z, atanh_series(mul_high(z, z)));
	let mantissa = half.checked_mul(2).ok_or(MathError::Overflow)? >> TO_Q120;
	let whole = (LN_2 >> TO_Q120)
		.checked_mul(u128::from(exponent))
		.ok_or(MathError::Overflow)?;
	let sum = if power > x {
		whole.checked_sub(mantissa)
	} else {
		whole.checked_add(mantissa)
	};
	sum.map(|sum| sum >> TO_RESULT).ok_or(MathError::Overflow)
}

/// 2^`exponent`, for exponents up to 63.
fn power_of_two(exponent: u32) -> u128 {
	1u128.checked_shl(exponent).unwrap_or(0)
}

/// atanh(z) / z in Q127 from z^2 in Q128, which is below 0.03.
///
/// The sum is below 1.02, so that it does not wrap in Q127.
fn atanh_series(z_squared: u128) -> u128 {
	COEFFICIENTS.iter().rev().fold(0, |sum, coefficient| {
		mul_high(z_squared, sum).wrapping_add(*coefficient)
	})
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn ln_of_one_is_zero() {
		assert_eq!(ln(1), Ok(0));
	}

	#[test]
	fn ln_of_two_is_the_constant() {
		assert_eq!(ln(2), Ok(LN_2 >> (127 - LN_FRACTION_BITS)));
	}

	#[test]
	fn arguments_out_of_range_are_refused() {
		assert_eq!(ln(0), Err(MathError::ArgumentOutOfRange));
		assert_eq!(ln(MAX_ARGUMENT + 1), Err(MathError::ArgumentOutOfRange));
		assert!(ln(MAX_ARGUMENT).is_ok());
	}
}
