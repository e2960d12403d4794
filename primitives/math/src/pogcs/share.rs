//! A share of what is paid out by weight, without a list of those who share.

use crate::MathError;
use primitive_types::U256;

/// Fraction bits of what a unit of weight has earned.
const SHARE_BITS: u32 = 64;

/// What each planck of `total` weight gets of `amount`, in 2^-64 planck, rounded down.
///
/// **Errors** `DivisionByZero`: nothing weighs anything. `Overflow`: more than 2^64 planck for each planck
/// of weight.
pub fn per_weight_down(amount: u128, total: u128) -> Result<u128, MathError> {
	U256::from(amount)
		.checked_mul(U256::from(1u128 << SHARE_BITS))
		.ok_or(MathError::Overflow)?
		.checked_div(U256::from(total))
		.ok_or(MathError::DivisionByZero)
		.and_then(|share| u128::try_from(share).map_err(|_| MathError::Overflow))
}

/// What `weight` has earned while [`per_weight_down`] summed up to `per_weight`, in planck, rounded down.
///
/// The shares of all parts of a total are never above what was paid out.
///
/// **Errors** `Overflow`: the share does not fit.
pub fn accrued_down(weight: u128, per_weight: u128) -> Result<u128, MathError> {
	U256::from(weight)
		.checked_mul(U256::from(per_weight))
		.and_then(|product| product.checked_div(U256::from(1u128 << SHARE_BITS)))
		.and_then(|share| u128::try_from(share).ok())
		.ok_or(MathError::Overflow)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_total_gets_what_is_paid_out_but_for_rounding() {
		// 100 over 3: 33.3 each.
		let each = per_weight_down(100, 3);
		assert_eq!(each.and_then(|each| accrued_down(1, each)), Ok(33));
		assert_eq!(each.and_then(|each| accrued_down(3, each)), Ok(99));
	}

	#[test]
	fn causes_are_told_apart() {
		assert_eq!(per_weight_down(1, 0), Err(MathError::DivisionByZero));
		assert_eq!(per_weight_down(u128::MAX, 1), Err(MathError::Overflow));
		assert_eq!(accrued_down(u128::MAX, u128::MAX), Err(MathError::Overflow));
	}
}
