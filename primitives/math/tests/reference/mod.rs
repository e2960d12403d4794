//! The hour curve in exact rationals, with logarithms to 2^-200.
// Each test file uses its part.
#![allow(dead_code)]

use num_bigint::{BigInt, BigUint};
use num_rational::BigRational;
use num_traits::{One, ToPrimitive, Zero};

/// Fraction bits of the reference logarithm.
const BITS: u32 = 240;

/// The rational `value / 1`.
pub(crate) fn whole(value: u128) -> BigRational {
	BigRational::from_integer(BigInt::from(value))
}

/// 2^-`bits`.
pub(crate) fn unit(bits: u32) -> BigRational {
	BigRational::new(BigInt::one(), BigInt::one() << bits)
}

/// atanh(`numerator` / `denominator`), off by less than 2^-230.
fn atanh(numerator: &BigInt, denominator: &BigInt) -> BigRational {
	let mut power = (numerator << BITS) / denominator;
	let mut sum = BigInt::zero();
	let mut odd = 1u32;
	while !power.is_zero() {
		sum += &power / BigInt::from(odd);
		power = power * numerator * numerator / (denominator * denominator);
		odd += 2;
	}
	BigRational::new(sum, BigInt::one() << BITS)
}

/// ln x, off by less than 2^-200: halves x down to [1, 2), ln m = 2 atanh((m - 1) / (m + 1)).
pub(crate) fn ln(x: u64) -> BigRational {
	let x = BigInt::from(x);
	let exponent = x.bits() - 1;
	let power = BigInt::one() << exponent;
	let ln_2 = atanh(&BigInt::from(1), &BigInt::from(3)) * whole(2);
	ln_2 * whole(u128::from(exponent)) + atanh(&(&x - &power), &(&x + &power)) * whole(2)
}

/// e^x by Taylor's series for 0 <= x < 50, off by less than 2^-120 of the result.
pub(crate) fn exp(x: &BigRational) -> BigRational {
	let scaled: BigInt = (x * BigRational::from_integer(BigInt::one() << BITS)).to_integer();
	let mut term = BigInt::one() << BITS;
	let mut sum = BigInt::zero();
	let mut count = 1u32;
	while !term.is_zero() {
		sum += &term;
		term = ((term * &scaled) >> BITS) / BigInt::from(count);
		count += 1;
	}
	BigRational::new(sum, BigInt::one() << BITS)
}

/// G(x) of the hour curve.
pub(crate) fn area(x: u64, demand: u64) -> BigRational {
	let floor_stock = whole(u128::from(demand)) / exp(&whole(1));
	let exact = whole(u128::from(x));
	if x == 0 {
		return BigRational::zero();
	}
	if exact < floor_stock {
		exact * (whole(1) + ln(demand) - ln(x))
	} else {
		exact + floor_stock
	}
}

/// F(x) of the sell-back value.
pub(crate) fn moment(x: u64, demand: u64) -> BigRational {
	let floor_stock = whole(u128::from(demand)) / exp(&whole(1));
	let exact = whole(u128::from(x));
	if x == 0 {
		return BigRational::zero();
	}
	let square = &exact * &exact;
	if exact < floor_stock {
		square * (whole(1) + (ln(demand) - ln(x)) * whole(2)) / whole(4)
	} else {
		square / whole(2) + &floor_stock * &floor_stock / whole(4)
	}
}

/// Demand at price zero that a sale from `stock` to `rest` implies.
pub(crate) fn implied(stock: u64, rest: u64, demand: u64) -> BigRational {
	let e = exp(&whole(1));
	let floor_stock = whole(u128::from(demand)) / &e;
	let (upper, lower) = (whole(u128::from(stock)), whole(u128::from(rest)));
	let mut sum = BigRational::zero();
	if upper > floor_stock {
		let from = if lower > floor_stock {
			&lower
		} else {
			&floor_stock
		};
		sum += e * (&upper - from);
	}
	if lower < floor_stock {
		let ln_upper = if upper < floor_stock {
			ln(stock)
		} else {
			ln(demand) - whole(1)
		};
		sum += whole(u128::from(demand)) * (ln_upper - ln(rest));
	}
	sum
}

/// The smallest integer that is not below `value`.
pub(crate) fn ceil(value: &BigRational) -> u128 {
	value
		.ceil()
		.to_integer()
		.to_u128()
		.expect("not negative, below 2^128")
}

/// `value` as a number of 2^-`bits`.
pub(crate) fn fixed(value: u128, bits: u32) -> BigRational {
	BigRational::new(BigInt::from(BigUint::from(value)), BigInt::one() << bits)
}
