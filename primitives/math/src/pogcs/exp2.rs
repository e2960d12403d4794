//! Powers of two with a fraction in the exponent.

use crate::fixed::mul_high;

/// ln 2 in Q128, rounded down.
const LN_2: u128 = 0xb172_17f7_d1cf_79ab_c9e3_b398_03f2_f6af;
/// One in Q127.
const ONE: u128 = 1 << 127;
/// Terms of the series: the remainder is below 2 (ln 2)^31 / 31! < 2^-128.
const TERMS: u128 = 30;
/// [`exp2_down`] is below the power by less than this many units of its last place.
pub const MAX_ERROR: u128 = 16;

/// 2^`fraction` with `fraction` in Q128, so below one.
///
/// **Units**: Q127, in [1, 2). Rounded down, by less than [`MAX_ERROR`] * 2^-127: with y = fraction * ln 2,
/// rounded down by less than 2^-127, the Taylor series of e^y by Horner's rule from its smallest term, of
/// which each step rounds down by less than two units and weighs y^n / n!, below 2 * e^y = 4 units in all.
pub fn exp2_down(fraction: u128) -> u128 {
	let y = mul_high(fraction, LN_2);
	// Every sum is below e^y < 2, so that it does not wrap in Q127.
	(1..=TERMS).rev().fold(ONE, |sum, term| {
		mul_high(y, sum)
			.checked_div(term)
			.map_or(ONE, |part| part.wrapping_add(ONE))
	})
}

/// 2^-`fraction` with `fraction` in Q128 and not zero, in Q128: the same digits as 2^(1 - fraction) in
/// Q127. Rounded down by less than [`MAX_ERROR`] * 2^-128.
pub(super) fn exp2_negative_down(fraction: u128) -> u128 {
	exp2_down(fraction.wrapping_neg())
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn the_power_of_nothing_is_one() {
		assert_eq!(exp2_down(0), ONE);
	}

	#[test]
	fn the_power_of_a_half_is_the_root_of_two() {
		// isqrt(2^255) = sqrt 2 in Q127.
		let root = 0xb504_f333_f9de_6484_597d_89b3_754a_be9f;
		let power = exp2_down(1 << 127);
		assert!(power <= root && root - power < MAX_ERROR);
	}

	#[test]
	fn the_power_of_almost_one_is_almost_two() {
		assert!(u128::MAX - exp2_down(u128::MAX) < MAX_ERROR);
	}
}
