//! Logarithm and hour curve against exact rationals.

#[path = "reference/mod.rs"]
mod exact;
#[path = "strategies/mod.rs"]
mod strategies;

use exact::{area, ceil, exp, fixed, unit, whole};
use greenhour_math::{
	hour_curve::{DELTA, MAX_DEMAND, MAX_UNITS},
	learning::{demand::MAX_LN_SCALE, exp_q16},
	ln::{ln, LN_FRACTION_BITS, MAX_ARGUMENT},
	HourCurve, HourState,
};
use num_rational::BigRational;
use num_traits::Signed;
use proptest::prelude::*;
use strategies::{log_uniform, states, states_at_the_split};

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

/// How far `exp_q16` is from the reference, in units of the last place.
fn exp_error(x: i32) -> BigRational {
	let magnitude = whole(u128::from(x.unsigned_abs())) * unit(24);
	let power = exp(&magnitude);
	let exact = if x < 0 { power.recip() } else { power };
	(whole(u128::from(exp_q16(x))) - exact * whole(1 << 16)).abs()
}

#[test]
fn the_scale_equals_the_reference_at_the_edges_of_its_reduction() {
	// Multiples of ln 2 in Q24, where the power of two changes.
	for multiple in -3..=3i32 {
		for x in [-1, 0, 1].map(|near| multiple * 11_629_080 + near) {
			let x = x.clamp(-MAX_LN_SCALE, MAX_LN_SCALE);
			assert!(exp_error(x) * whole(100) < whole(51), "e^{x}");
		}
	}
}

/// `implied_demand_down` is the exact integral, less two units and 2^-30 of it at most.
fn check_implied(state: HourState, units: u64) {
	let stock = state.units_left + DELTA;
	let rest = stock - units;
	let demand = whole(u128::from(state.demand));
	let e = exp(&whole(1));
	let floor_stock = &demand / &e;
	let as_whole = |x: u64| whole(u128::from(x));
	let mut exact = whole(0);
	if as_whole(stock) > floor_stock {
		exact += &e * (as_whole(stock) - as_whole(rest).max(floor_stock.clone()));
	}
	if as_whole(rest) < floor_stock {
		let upper = if as_whole(stock) < floor_stock {
			exact::ln(stock)
		} else {
			exact::ln(state.demand) - whole(1)
		};
		exact += &demand * (upper - exact::ln(rest));
	}
	let curve = HourCurve::new(state).expect("in range");
	let implied = as_whole(curve.implied_demand_down(units).expect("in range"));
	let low = &exact - whole(2) - &exact * unit(30);
	assert!(
		implied <= exact && implied > low,
		"{state:?}: {units} units imply {implied}"
	);
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(400))]

	#[test]
	fn the_scale_equals_the_reference(x in -MAX_LN_SCALE..=MAX_LN_SCALE) {
		prop_assert!(exp_error(x) * whole(100) < whole(51));
		prop_assert!(exp_q16(x) <= exp_q16(x.saturating_add(1)));
	}

	#[test]
	fn implied_demand_equals_the_reference((state, units) in states()) {
		check_implied(state, units);
	}

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

	#[test]
	fn cost_equals_the_reference_round_the_split((state, units) in states_at_the_split()) {
		check_cost(state, units);
		check_price(state, 1_000);
	}
}
