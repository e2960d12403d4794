//! The laws that every curve of the market keeps, over the whole range of its inputs.

#[path = "strategies/mod.rs"]
mod strategies;

use greenhour_math::{
	demand_at_up,
	hour_curve::{MAX_DEMAND, MAX_UNITS},
	scaled_demand_at_up, DemandParams, HourCurve, HourState, MathError,
};
use proptest::prelude::*;
use strategies::{log_uniform, states};

fn curve(state: HourState) -> HourCurve {
	HourCurve::new(state).expect("in range")
}

/// The curve after `units` were sold.
fn after_sale(state: HourState, units: u64) -> HourCurve {
	curve(HourState {
		units_left: state.units_left - units,
		..state
	})
}

/// What the error of `G`, 2^-51 units, can move a cost by, in planck.
fn noise(state: HourState) -> u128 {
	(state.unit_price >> 51) + 1
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(2_000))]

	#[test]
	fn buying_and_giving_back_never_profits((state, units) in states()) {
		let paid = curve(state).cost_up(units).expect("in range");
		let back = after_sale(state, units).proceeds_down(units).expect("in range");
		prop_assert!(back <= paid);
		// Only the two roundings lie between them.
		prop_assert!(paid - back <= 1);
	}

	#[test]
	fn buying_in_parts_and_giving_back_whole_never_profits(
		(state, units) in states(),
		share in 0.0..1.0f64,
	) {
		let first = (units as f64 * share) as u64;
		let paid = curve(state).cost_up(first).expect("in range")
			+ after_sale(state, first).cost_up(units - first).expect("in range");
		let back = after_sale(state, units).proceeds_down(units).expect("in range");
		prop_assert!(back <= paid);
	}

	#[test]
	fn a_split_purchase_costs_the_whole_or_one_planck_more(
		(state, units) in states(),
		share in 0.0..1.0f64,
	) {
		let first = (units as f64 * share) as u64;
		let whole = curve(state).cost_up(units).expect("in range");
		let parts = curve(state).cost_up(first).expect("in range")
			+ after_sale(state, first).cost_up(units - first).expect("in range");
		prop_assert!(parts >= whole);
		prop_assert!(parts - whole <= 1);
	}

	#[test]
	fn cost_rises_with_the_units((state, units) in states()) {
		prop_assume!(units > 0);
		let more = curve(state).cost_up(units).expect("in range");
		let less = curve(state).cost_up(units - 1).expect("in range");
		// One unit costs the floor price or more.
		prop_assert!(more + noise(state) >= less + state.unit_price);
		prop_assert!(more > less || state.unit_price == 1);
	}

	#[test]
	fn cost_never_rises_with_the_stock((state, units) in states(), more in log_uniform(32)) {
		let fuller = HourState { units_left: (state.units_left + more).min(MAX_UNITS), ..state };
		let scarce = curve(state).cost_up(units).expect("in range");
		let plenty = curve(fuller).cost_up(units).expect("in range");
		prop_assert!(plenty <= scarce + noise(state));
	}

	#[test]
	fn cost_and_price_never_fall_with_the_time_left((state, units) in states(), more in log_uniform(44)) {
		let earlier = HourState { demand: (state.demand + more).min(MAX_DEMAND), ..state };
		let late = curve(state).cost_up(units).expect("in range");
		let early = curve(earlier).cost_up(units).expect("in range");
		prop_assert!(early + noise(state) >= late);
		let price = |state| curve(state).price_at_up(1_000).expect("in range");
		prop_assert!(price(earlier) >= price(state));
	}

	#[test]
	fn the_spot_price_lies_below_the_next_unit((state, _) in states()) {
		prop_assume!(state.units_left > 0);
		let spot = curve(state).price_at_up(1).expect("in range");
		let next = curve(state).cost_up(1).expect("in range");
		prop_assert!(spot <= next + noise(state));
	}

	#[test]
	fn nothing_is_sold_beyond_the_stock((state, _) in states(), excess in log_uniform(32)) {
		let refused = curve(state).cost_up(state.units_left + excess);
		prop_assert_eq!(refused, Err(MathError::InsufficientUnits));
	}

	#[test]
	fn demand_never_falls_with_the_lead(
		immediate in log_uniform(43),
		per_hour in log_uniform(35),
		lead in 0u64..192 * 3_600_000,
		more in 0u64..3_600_000,
	) {
		let demand = |lead| demand_at_up(immediate, per_hour, lead, 3_600_000).expect("in range");
		prop_assert!(demand(lead + more) >= demand(lead));
		prop_assert!(demand(lead) >= immediate);
	}

	#[test]
	fn a_sale_implies_at_least_e_for_each_unit((state, units) in states()) {
		let implied = curve(state).implied_demand_down(units).expect("in range");
		// 2.718281828 of each, and less than one unit and 2^-30 of rounding.
		let least = u128::from(units) * 2_718_281_828 / 1_000_000_000;
		prop_assert!(u128::from(implied) + 1 >= least);
		prop_assert!(implied <= 1 << 49);
	}

	#[test]
	fn parts_of_a_sale_imply_what_the_whole_does((state, units) in states(), share in 0.0..1.0f64) {
		let first = (units as f64 * share) as u64;
		let whole = curve(state).implied_demand_down(units).expect("in range");
		let parts = curve(state).implied_demand_down(first).expect("in range")
			+ after_sale(state, first).implied_demand_down(units - first).expect("in range");
		// Each is rounded down by less than a unit and 2^-30.
		prop_assert!(parts.abs_diff(whole) <= 2);
	}

	#[test]
	fn scaled_demand_never_falls(
		immediate in log_uniform(63),
		per_hour in log_uniform(63),
		scale: u32,
		reserve in log_uniform(45),
		lead: u64,
		length in log_uniform(40),
		more in log_uniform(20),
	) {
		let demand = DemandParams { immediate, per_hour, scale, reserve };
		let at = |demand, lead| scaled_demand_at_up(demand, lead, length).expect("an hour has a length");
		let now = at(demand, lead);
		prop_assert!((1..=MAX_DEMAND).contains(&now));
		prop_assert!(at(demand, lead.saturating_add(more)) >= now);
		let wider = DemandParams { scale: scale.saturating_add(1), ..demand };
		prop_assert!(at(wider, lead) >= now);
		let larger = DemandParams { immediate: immediate + more, per_hour: per_hour + more, ..demand };
		prop_assert!(at(larger, lead) >= now);
		let careful = DemandParams { reserve: reserve + more, ..demand };
		prop_assert!(at(careful, lead) >= now);
	}

	#[test]
	fn any_input_gives_a_result_or_a_cause(
		units_left: u64, demand: u64, unit_price: u128, units: u64, lead: u64, length: u64,
	) {
		let _ = demand_at_up(units_left, demand, lead, length);
		if let Ok(curve) = HourCurve::new(HourState { units_left, demand, unit_price }) {
			let _ = (curve.cost_up(units), curve.proceeds_down(units), curve.price_at_up(u32::MAX));
			let _ = curve.implied_demand_down(units);
		}
	}
}
