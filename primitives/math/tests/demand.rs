//! Demand to come and demand that a sale implies, against exact rationals.

#[path = "reference/mod.rs"]
mod exact;
#[path = "strategies/mod.rs"]
mod strategies;

use exact::{implied, unit, whole};
use greenhour_math::{
	hour_curve::{DELTA, MAX_DEMAND, MAX_UNITS},
	scaled_demand_at_up, DemandParams, HourCurve, HourState,
};
use proptest::prelude::*;
use strategies::{log_uniform, states, states_at_the_split};

/// `implied_demand_down` is the exact demand rounded down, give or take 2^-30.
fn check_implied(state: HourState, units: u64) {
	let stock = state.units_left + DELTA;
	let exact = implied(stock, stock - units, state.demand);
	let demand = HourCurve::new(state)
		.and_then(|curve| curve.implied_demand_down(units))
		.expect("in range");
	let demand = whole(demand.into());
	assert!(
		demand <= &exact + unit(30) && demand > exact - whole(1) - unit(30),
		"{state:?}: {units} units imply {demand}"
	);
}

#[test]
fn extreme_states_imply_what_the_reference_says() {
	for units_left in [0, 1, 100, MAX_UNITS] {
		for demand in [1, 407, 408, 1 << 33, MAX_DEMAND] {
			for units in [0, 1, units_left / 2, units_left] {
				let state = HourState {
					units_left,
					demand,
					unit_price: 1,
				};
				check_implied(state, units.min(units_left));
			}
		}
	}
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(400))]

	#[test]
	fn implied_demand_equals_the_reference((state, units) in states()) {
		check_implied(state, units);
	}

	#[test]
	fn implied_demand_equals_the_reference_round_the_split(
		(state, units) in states_at_the_split(),
	) {
		check_implied(state, units);
	}

	#[test]
	fn scaled_demand_equals_the_reference(
		immediate in log_uniform(63),
		per_hour in log_uniform(63),
		scale in 0u32..=u32::MAX,
		reserve in log_uniform(45),
		lead in log_uniform(63),
		length in log_uniform(63),
	) {
		let demand = DemandParams { immediate, per_hour, scale, reserve };
		let up = scaled_demand_at_up(demand, lead, length).expect("an hour has a length");
		let hours = whole(lead.into()) / whole(length.into());
		let base = whole(immediate.into()) + whole(per_hour.into()) * hours;
		let exact = (base * whole(scale.into()) / whole(1 << 16)).ceil() + whole(reserve.into());
		let limits = (whole(1), whole(MAX_DEMAND.into()));
		prop_assert_eq!(whole(up.into()), exact.max(limits.0).min(limits.1));
	}
}
