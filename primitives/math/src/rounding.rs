//! Multiplication and division with a chosen rounding.

use crate::MathError;
use primitive_types::U256;

/// Which way a quotient goes when it is not whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rounding {
	/// Towards zero.
	Down,
	/// Away from zero.
	Up,
}

/// `a * b / c` with a 256-bit product.
///
/// ```
/// # use greenhour_math::{mul_div, Rounding};
/// assert_eq!(mul_div(7, 3, 2, Rounding::Down), Ok(10));
/// assert_eq!(mul_div(7, 3, 2, Rounding::Up), Ok(11));
/// ```
///
/// **Errors** `DivisionByZero`: `c` is zero. `Overflow`: the quotient does not fit.
pub fn mul_div(a: u128, b: u128, c: u128, rounding: Rounding) -> Result<u128, MathError> {
	match a.checked_mul(b) {
		Some(product) => div(product, c, rounding),
		None => mul_div_wide(a, b, c, rounding),
	}
}

/// `product / c`.
fn div(product: u128, c: u128, rounding: Rounding) -> Result<u128, MathError> {
	let quotient = product.checked_div(c).ok_or(MathError::DivisionByZero)?;
	match rounding {
		// A quotient with a rest is below 2^127.
		Rounding::Up if quotient.checked_mul(c) != Some(product) => {
			quotient.checked_add(1).ok_or(MathError::Overflow)
		}
		_ => Ok(quotient),
	}
}

/// [`mul_div`] where the product does not fit 128 bits; the same function where it does, but slower.
fn mul_div_wide(a: u128, b: u128, c: u128, rounding: Rounding) -> Result<u128, MathError> {
	let product = U256::from(a)
		.checked_mul(U256::from(b))
		.ok_or(MathError::Overflow)?;
	let divisor = U256::from(c);
	let quotient = product
		.checked_div(divisor)
		.ok_or(MathError::DivisionByZero)?;
	let whole = quotient.checked_mul(divisor) == Some(product);
	let rounded = match rounding {
		Rounding::Up if !whole => quotient
			.checked_add(U256::one())
			.ok_or(MathError::Overflow)?,
		_ => quotient,
	};
	u128::try_from(rounded).map_err(|_| MathError::Overflow)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn whole_quotients_are_not_rounded() {
		assert_eq!(mul_div(6, 4, 3, Rounding::Up), Ok(8));
		assert_eq!(mul_div(6, 4, 3, Rounding::Down), Ok(8));
	}

	#[test]
	fn the_product_may_exceed_128_bits() {
		assert_eq!(
			mul_div(u128::MAX, u128::MAX, u128::MAX, Rounding::Up),
			Ok(u128::MAX)
		);
	}

	#[test]
	fn both_ways_agree_where_the_product_fits() {
		let numbers = [0, 1, 2, 3, 7, 10, (1 << 60) + 1, u64::MAX.into()];
		for a in numbers {
			for b in numbers {
				for c in numbers {
					for rounding in [Rounding::Up, Rounding::Down] {
						assert_eq!(
							mul_div(a, b, c, rounding),
							mul_div_wide(a, b, c, rounding),
							"{a} * {b} / {c}"
						);
					}
				}
			}
		}
		assert_eq!(mul_div(u128::MAX, 1, 1, Rounding::Up), Ok(u128::MAX));
	}

	#[test]
	fn causes_are_told_apart() {
		assert_eq!(
			mul_div(1, 1, 0, Rounding::Up),
			Err(MathError::DivisionByZero)
		);
		assert_eq!(
			mul_div(u128::MAX, 2, 1, Rounding::Down),
			Err(MathError::Overflow)
		);
		// Rounds up to 2^128.
		assert_eq!(
			mul_div(u128::MAX, 3, 2, Rounding::Up),
			Err(MathError::Overflow)
		);
	}
}
