//! The exponential of a small number.

/// Fraction bits of logarithms of scales.
pub const Q24_FRACTION_BITS: u32 = 24;
/// ln 2 in Q24, rounded down: 0.693147...
pub(super) const LN_2: i32 = 11_629_079;
/// ln 2 in Q60, rounded down.
const LN_2_Q60: i64 = 0x0b17_217f_7d1c_f79a;
/// One in Q60.
const ONE_Q60: i128 = 1 << 60;
/// From Q24 to Q60.
const TO_Q60: u32 = 36;
/// Terms of the series: the remainder is below (ln 2)^17 / 17! < 2^-57.
const TERMS: i128 = 16;

/// e^`x` for `x` in Q24, rounded to the nearest in Q16.
///
/// With k = floor(x / ln 2) and r = x - k ln 2 in [0, ln 2), e^x = 2^k e^r, and e^r is its Taylor
/// series in Q60. The result differs from e^x by less than 0.51 units of the last place for x up
/// to ln 8, and never falls when `x` rises. Below 2^-17 it is zero; above 2^15 it stays
/// `u32::MAX`.
pub fn exp_q16(x: i32) -> u32 {
	let x = i64::from(x) << TO_Q60;
	let exponent = x.div_euclid(LN_2_Q60);
	let rest = i128::from(x.rem_euclid(LN_2_Q60));
	// Horner's rule from the smallest term: every sum is below 2 in Q60.
	let series = (1..=TERMS).rev().fold(ONE_Q60, |sum, term| {
		sum.wrapping_mul(rest)
			.checked_div(term)
			.map_or(ONE_Q60, |product| (product >> 60).wrapping_add(ONE_Q60))
	});
	// Q60 to Q16 with one more bit, to round by.
	let shift = 43i64.saturating_sub(exponent);
	if shift < 0 {
		return u32::MAX;
	}
	let doubled = u32::try_from(shift)
		.ok()
		.and_then(|shift| series.checked_shr(shift))
		.unwrap_or_default();
	u32::try_from(doubled.wrapping_add(1) >> 1).unwrap_or(u32::MAX)
}
