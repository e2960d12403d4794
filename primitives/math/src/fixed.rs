//! Binary fractions in 128 bits.
//!
//! "Q60" is an integer that counts 2^-60ths. Both functions round down; whoever needs a bound adds
//! the error that is stated here.

use crate::MathError;

/// Lower half of a 128-bit word.
const LOW_HALF: u128 = 0xffff_ffff_ffff_ffff;

/// The upper 128 bits of `a * b`: the product of a fraction in Q128 with any other fraction, in the
/// format of the other.
///
/// Rounds down; the error is below one unit in the last place.
pub fn mul_high(a: u128, b: u128) -> u128 {
	let (a_high, a_low) = (a >> 64, a & LOW_HALF);
	let (b_high, b_low) = (b >> 64, b & LOW_HALF);
	// Halves are below 2^64, so no product of two of them wraps.
	let low = a_low.wrapping_mul(b_low);
	let cross = a_high.wrapping_mul(b_low);
	let other_cross = a_low.wrapping_mul(b_high);
	let high = a_high.wrapping_mul(b_high);
	// Three terms below 2^64 each: below 2^66.
	let middle = (low >> 64)
		.wrapping_add(cross & LOW_HALF)
		.wrapping_add(other_cross & LOW_HALF);
	// The upper half of a 256-bit product is below 2^128.
	high.wrapping_add(cross >> 64)
		.wrapping_add(other_cross >> 64)
		.wrapping_add(middle >> 64)
}

/// The proper fraction `numerator / denominator` in Q128, rounded down.
///
/// **Errors** `DivisionByZero`. `Overflow`: the denominator is above 2^64, or the fraction is not
/// below one.
pub fn fraction_down(numerator: u128, denominator: u128) -> Result<u128, MathError> {
	if denominator == 0 {
		return Err(MathError::DivisionByZero);
	}
	if denominator > LOW_HALF || numerator >= denominator {
		return Err(MathError::Overflow);
	}
	// Long division in two digits of 64 bits; a remainder is below the denominator, so that
	// shifting it by 64 bits does not wrap and each digit is below 2^64.
	let digit = |remainder: u128| {
		let shifted = remainder << 64;
		let digit = shifted
			.checked_div(denominator)
			.ok_or(MathError::DivisionByZero)?;
		// The remainder: one division less.
		let rest = shifted.wrapping_sub(digit.wrapping_mul(denominator));
		Ok((digit, rest))
	};
	let (high, remainder) = digit(numerator)?;
	let (low, _) = digit(remainder)?;
	Ok((high << 64) | low)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn mul_high_is_the_upper_half_of_the_product() {
		// (2^128 - 1)^2 = 2^256 - 2^129 + 1.
		assert_eq!(mul_high(u128::MAX, u128::MAX), u128::MAX - 1);
		assert_eq!(mul_high(1 << 127, 1 << 127), 1 << 126);
		assert_eq!(mul_high(u128::MAX, 1), 0);
	}

	#[test]
	fn fraction_of_a_third() {
		assert_eq!(fraction_down(1, 3), Ok(u128::MAX / 3));
		assert_eq!(fraction_down(0, 3), Ok(0));
	}

	#[test]
	fn fraction_refuses_what_is_not_proper() {
		assert_eq!(fraction_down(3, 3), Err(MathError::Overflow));
		assert_eq!(fraction_down(0, 0), Err(MathError::DivisionByZero));
		assert_eq!(fraction_down(1, 1 << 64), Err(MathError::Overflow));
	}
}
