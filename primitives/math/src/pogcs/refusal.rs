//! The chance of first refusal.

use super::exp2::{exp2_negative_down, MAX_ERROR};
use crate::{fixed::mul_high, MathError};
use primitive_types::U256;

/// Fraction bits of a ticket and of its threshold.
const TICKET_BITS: u32 = 64;
/// 1 / ln 2 in Q127, rounded down.
const INVERSE_LN_2: u128 = 0xb8aa_3b29_5c17_f0bb_be87_fed0_691d_3e88;
/// From here on the chance is one to 64 bits: e^-45 < 2^-64.
const CERTAIN: u128 = 45;
/// Places by which an exponent in Q64 below 45 can be shifted left.
const HEADROOM: u32 = 50;
/// Fraction bits of the exponent to base two: 64 + 50 + 127 - 128.
const EXPONENT_BITS: u32 = 113;

/// `1 - exp(-k * weight / total)` in 2^-64: a device is drawn when its uniform 64-bit ticket is below it.
///
/// Rounded down, by less than three units of the last place. Two devices are drawn, one or both, with
/// the chance of one device of both weights, so splitting gains nothing: over any number of parts at most
/// three units of the last place, by the rounding of the whole.
///
/// **Errors** `DivisionByZero`: nothing weighs anything.
///
/// ```
/// # use greenhour_math::pogcs::refusal_threshold_down;
/// // 1 - 1/e = 0.6321
/// let threshold = refusal_threshold_down(1, 2, 2).unwrap();
/// assert_eq!((u128::from(threshold) * 10_000) >> 64, 6_321);
/// assert_eq!(refusal_threshold_down(0, 2, 2), Ok(0));
/// ```
pub fn refusal_threshold_down(weight: u128, total: u128, k: u32) -> Result<u64, MathError> {
	// At most 128 + 32 + 64 bits.
	let exponent = U256::from(weight)
		.checked_mul(U256::from(k))
		.and_then(|product| product.checked_mul(U256::from(1u128 << TICKET_BITS)))
		.ok_or(MathError::Overflow)?
		.checked_div(U256::from(total))
		.ok_or(MathError::DivisionByZero)?;
	let Ok(exponent) = u128::try_from(exponent) else {
		return Ok(u64::MAX);
	};
	if exponent >= CERTAIN << TICKET_BITS {
		return Ok(u64::MAX);
	}
	// Rounded down so far, hence the power that follows is too large and the chance too small.
	let missed = power_up(mul_high(exponent << HEADROOM, INVERSE_LN_2));
	let chance = (1u128 << TICKET_BITS).saturating_sub(missed);
	Ok(u64::try_from(chance).unwrap_or(u64::MAX))
}

/// 2^-`exponent` in 2^-64, with the exponent in Q113; rounded up.
fn power_up(exponent: u128) -> u128 {
	let whole = u32::try_from(exponent >> EXPONENT_BITS).unwrap_or(u32::MAX);
	// The bits below the point, in Q128.
	let fraction = exponent << (128 - EXPONENT_BITS);
	if fraction == 0 {
		let one = 1u128 << TICKET_BITS;
		return one.checked_shr(whole).unwrap_or(0).max(1);
	}
	exp2_negative_down(fraction)
		.saturating_add(MAX_ERROR)
		.checked_shr(TICKET_BITS.saturating_add(whole))
		.unwrap_or(0)
		.saturating_add(1)
}
