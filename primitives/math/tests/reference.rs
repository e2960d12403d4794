//! Logarithm and hour curve against exact rationals.

#[path = "reference/mod.rs"]
mod exact;
#[path = "strategies/mod.rs"]
mod strategies;

use exact::{area, ceil, exp, fixed, unit, whole};
use greenhour_math::{
	hour_curve::{DELTA, MAX_DEMAND, MAX_UNITS},
	ln::{ln, LN_FRACTION_BITS, MAX_ARGUMENT},
	HourCurve, HourState,
};
use num_rational::BigRational;
use num_traits::Signed;
use proptest::prelude::*;
use strategies::{log_uniform, states};

/// How far `ln(x)` is from the reference.
fn ln_error(x: u64) -> BigRational {
	(fixed(ln(x).expect("in range"), LN_FRACTION_BITS) - exact::ln(x)).abs()
}

#[test]
fn the_reference_logarithm_inverts_the_exponential() {
	for x in [2, 3, 10, 12_345, 1 << 40, MAX_ARGUMENT] {
		let back = exp(&exact::ln(x));
		assert!(
			(back / whole(u128::from(x)) - whole(1)).abs() < unit(120),
			"{x}"
		);
	}
}

#[test]
fn ln_is_exact_at_the_edges_of_its_reduction() {
	// Round 2^k and round sqrt 2 * 2^k, where the reduction changes sides.
	for exponent in 0..62u32 {
		let power = 1u64 << exponent;
		let side = ((u128::from(power) * 0xb504_f333_f9de_6484) >> 63) as u64;
		for x in [
			power,
			power + 1,
			(power - 1).max(1),
			side,
			side + 1,
			(side - 1).max(1),
		] {
			assert!(ln_error(x) < unit(87), "ln {x} is off by {}", ln_error(x));
		}
	}
}

#[test]
fn extreme_states_equal_the_reference() {
	for units_left in [0, 1, 100, MAX_UNITS] {
		for demand in [1, 407, 408, 1 << 33, MAX_DEMAND] {
			for unit_price in [1, 500, 1 << 64] {
				let state = HourState {
					units_left,
					demand,
					unit_price,
				};
				for units in [0, 1, units_left / 2, units_left] {
					check_cost(state, units.min(units_left));
				}
			}
		}
	}
}

/// `cost_up` is the exact cost rounded up, give or take 2^-51 times the price scale.
fn check_cost(state: HourState, units: u64) {
	let stock = state.units_left + DELTA;
	let exact =
		(area(stock, state.demand) - area(stock - units, state.demand)) * whole(state.unit_price);
	let tolerance = unit(51) * whole(state.unit_price);
	let curve = HourCurve::new(state).expect("in range");
	let cost = curve.cost_up(units).expect("in range");
	let (low, high) = (&exact - &tolerance, &exact + &tolerance);
	let low = if low.is_negative() { 0 } else { ceil(&low) };
	assert!(
		(low..=ceil(&high)).contains(&cost),
		"{state:?}: {units} units cost {cost}"
	);
}

/// `price_at_up` is the exact price rounded up, give or take 2^-53 times the price scale.
fn check_price(state: HourState, units: u32) {
	let stock = state.units_left + DELTA;
	let spot = (exact::ln(state.demand) - exact::ln(stock)).max(whole(1));
	let exact = spot * whole(state.unit_price) * whole(u128::from(units));
	let tolerance = unit(53) * whole(state.unit_price);
	let price = HourCurve::new(state)
		.and_then(|curve| curve.price_at_up(units))
		.expect("in range");
	let (low, high) = (ceil(&(&exact - &tolerance)), ceil(&(&exact + &tolerance)));
	assert!(
		(low..=high).contains(&price),
		"{state:?}: {units} units at {price}"
	);
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(400))]

	#[test]
	fn ln_equals_the_reference(x in log_uniform(62)) {
		prop_assert!(ln_error(x) < unit(87));
	}

	#[test]
	fn cost_equals_the_reference((state, units) in states()) {
		check_cost(state, units);
	}

	#[test]
	fn price_equals_the_reference((state, _) in states(), units in 0u32..=u32::MAX) {
		check_price(state, units);
	}
}
