//! Laws of what a pool learns, over the whole range of its evidence.

#[path = "strategies/mod.rs"]
mod strategies;

use greenhour_math::{
	learning::demand::{MAX_LN_SCALE, MAX_STEP},
	DemandEstimate, HourCurve, HourObservation, HourState, PriceScale, PriceTrial,
};
use proptest::{collection::vec, prelude::*};
use strategies::{log_uniform, states};

/// Any evidence, possible or not.
fn observations() -> impl Strategy<Value = HourObservation> {
	let units = || prop_oneof![9 => log_uniform(32), 1 => Just(0)].prop_map(|x| x as u32);
	let demand = || prop_oneof![9 => log_uniform(62), 1 => Just(0), 1 => Just(u64::MAX)];
	(
		log_uniform(62),
		demand(),
		demand(),
		units(),
		units(),
		0u32..20,
		units(),
	)
		.prop_map(
			|(expected, unmet, implied, sold, counted, owners, offered)| HourObservation {
				expected,
				unmet,
				implied,
				sold,
				counted,
				owners,
				offered,
			},
		)
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(1_000))]

	#[test]
	fn no_evidence_moves_the_scale_by_more_than_a_step_or_out_of_its_range(
		hours in vec(observations(), 1..60),
	) {
		let mut estimate = DemandEstimate::default();
		for hour in hours {
			let next = estimate.observe(&hour).expect("expected is not zero");
			prop_assert!((next.ln_scale - estimate.ln_scale).abs() <= MAX_STEP);
			prop_assert!(next.ln_scale.abs() <= MAX_LN_SCALE);
			prop_assert!((1 << 13..=1 << 19).contains(&next.scale_q16()));
			prop_assert!(next.seen < 14);
			estimate = next;
		}
	}

	#[test]
	fn more_demand_never_lowers_the_scale(
		hours in vec((observations(), 1u32..8), 1..40),
	) {
		// Same hours, with more implied by each.
		let (mut less, mut more) = (DemandEstimate::default(), DemandEstimate::default());
		for (hour, times) in hours {
			let greater = HourObservation {
				implied: hour.implied.saturating_mul(u64::from(times)),
				..hour
			};
			less = less.observe(&hour).expect("in range");
			more = more.observe(&greater).expect("in range");
			// Two paths round at most a unit apart in each of forty steps.
			prop_assert!(more.ln_scale >= less.ln_scale - 40);
		}
	}

	#[test]
	fn no_evidence_moves_the_price_by_more_than_a_step_or_out_of_its_range(
		days in vec(vec((0u8..24, any::<bool>(), any::<u64>(), observations()), 0..24), 1..60),
	) {
		let (mut scale, mut trial) = (PriceScale::default(), PriceTrial::default());
		let price = |scale: PriceScale| scale.unit_price_up(1_000_000).expect("in range");
		for hours in days {
			for (hour_of_day, raised, revenue, hour) in hours {
				trial = trial
					.observe_hour(hour_of_day, raised, u128::from(revenue), &hour)
					.expect("in range");
			}
			let (next, rest) = trial.close_day(&scale).expect("in range");
			prop_assert!((500_000..=2_000_000).contains(&price(next)));
			prop_assert!(price(next) * 50 <= price(scale) * 51 + 50);
			prop_assert!(price(scale) * 49 <= price(next) * 50 + 50);
			(scale, trial) = (next, rest);
		}
	}

	#[test]
	fn a_split_purchase_implies_the_demand_of_the_whole(
		(state, units) in states(),
		share in 0.0..1.0f64,
	) {
		let first = (units as f64 * share) as u64;
		let implied = |state: HourState, units| {
			let curve = HourCurve::new(state).expect("in range");
			curve.implied_demand_down(units).expect("in range")
		};
		let whole = implied(state, units);
		let after = HourState {
			units_left: state.units_left - first,
			..state
		};
		let parts = implied(state, first) + implied(after, units - first);
		// Each of the three is at most two units and 2^-30 low.
		let error = 4 + (whole >> 29);
		prop_assert!(parts.abs_diff(whole) <= error, "{parts} and {whole}");
	}

	#[test]
	fn the_price_trial_takes_revenue_of_any_size(revenue in any::<u128>(), offered in 1u32..) {
		let hour = HourObservation {
			offered,
			..HourObservation::default()
		};
		let trial = PriceTrial::default().observe_hour(0, true, revenue, &hour);
		prop_assert!(trial.is_ok());
	}
}
