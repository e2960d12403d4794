//! The learning rules by hand.

use super::{
	demand::{MAX_LN_SCALE, MAX_STEP},
	*,
};
use crate::{HourCurve, HourState, MathError};

fn implied(state: HourState, units: u64) -> Result<u64, MathError> {
	HourCurve::new(state)?.implied_demand_down(units)
}

/// An hour with ten owners that was delivered.
fn hour(expected: u64, implied: u64) -> HourObservation {
	HourObservation {
		expected,
		unmet: 0,
		implied,
		sold: 10_000,
		counted: 10_000,
		owners: 10,
		offered: 20_000,
	}
}

fn after(hours: usize, evidence: &HourObservation) -> DemandEstimate {
	(0..hours).fold(DemandEstimate::default(), |estimate, _| {
		estimate.observe(evidence).expect("in range")
	})
}

#[test]
fn as_much_as_expected_changes_nothing() {
	assert_eq!(after(20, &hour(50_000, 50_000)).ln_scale, 0);
	assert_eq!(DemandEstimate::default().scale_q16(), 1 << 16);
}

#[test]
fn a_step_is_at_most_five_percent() {
	assert_eq!(after(1, &hour(50_000, 5_000_000)).ln_scale, MAX_STEP);
	assert_eq!(after(1, &hour(50_000, 50)).ln_scale, -MAX_STEP);
}

#[test]
fn the_scale_settles_where_the_sales_say() {
	// ln 3 = 1.0986123 in Q24 is 18,431,656; within the fifth of one unit that a step rounds off.
	let settled = after(200, &hour(50_000, 150_000));
	assert!((settled.ln_scale - 18_431_656).abs() <= 6, "{settled:?}");
	// 3 in Q16.
	assert!(settled.scale_q16().abs_diff(196_608) <= 1);
}

#[test]
fn the_scale_stays_within_an_eighth_and_eight() {
	assert_eq!(after(500, &hour(1, 1_000_000)).ln_scale, MAX_LN_SCALE);
	assert_eq!(after(500, &hour(1, 1_000_000)).scale_q16(), 8 << 16);
	assert_eq!(after(500, &hour(1_000_000, 1)).ln_scale, -MAX_LN_SCALE);
	assert_eq!(after(500, &hour(1_000_000, 1)).scale_q16(), 1 << 13);
}

#[test]
fn three_odd_hours_of_seven_move_nothing() {
	let mut estimate = after(4, &hour(50_000, 50_000));
	for _ in 0..3 {
		estimate = estimate.observe(&hour(50_000, 500_000)).expect("in range");
	}
	assert_eq!(estimate.ln_scale, 0);
}

#[test]
fn hours_without_offers_teach_nothing_and_without_deliveries_state_the_scale_as_it_is() {
	let learned = after(5, &hour(50_000, 70_000));
	let nothing_offered = HourObservation {
		offered: 0,
		sold: 0,
		..hour(50_000, 0)
	};
	assert_eq!(learned.observe(&nothing_offered), Ok(learned));
	let nothing_delivered = HourObservation {
		counted: 0,
		owners: 0,
		..hour(50_000, 70_000)
	};
	let after = learned.observe(&nothing_delivered).expect("in range");
	assert_eq!(after.seen, learned.seen + 1);
	assert_eq!(after.recent[5], learned.ln_scale);
	// Seven of them leave nothing else to go to.
	let settled = (0..7).fold(learned, |estimate, _| {
		estimate.observe(&nothing_delivered).expect("in range")
	});
	let held = settled.observe(&nothing_delivered).expect("in range");
	assert!((held.ln_scale - settled.ln_scale).abs() <= MAX_STEP / 5);
}

#[test]
fn hours_that_nobody_wanted_lower_the_scale() {
	let unsold = HourObservation {
		sold: 0,
		counted: 0,
		owners: 0,
		..hour(50_000, 0)
	};
	assert_eq!(after(1, &unsold).ln_scale, -MAX_STEP);
}

#[test]
fn a_pool_of_one_owner_learns_and_one_owner_of_many_teaches_slowly() {
	let alone = HourObservation {
		counted: 1_000,
		owners: 1,
		..hour(50_000, 55_000)
	};
	assert_eq!(after(1, &alone), after(1, &hour(50_000, 55_000)));
	// One of ten delivered 910 of 1,000: 100 of him and 10 of each other count, 190 of 1,000.
	let dominated = HourObservation {
		counted: 1_900,
		..hour(50_000, 55_000)
	};
	let share = |estimate: DemandEstimate| i64::from(estimate.ln_scale);
	let full = share(after(1, &hour(50_000, 55_000)));
	let slow = share(after(1, &dominated));
	// Both are whole: one unit of either is 100 or 19 here.
	assert!((slow * 100 - full * 19).abs() <= 500, "{slow} of {full}");
}

#[test]
fn demand_after_the_sell_out_is_not_missed() {
	let sold_out = HourObservation {
		unmet: 20_000,
		..hour(50_000, 30_000)
	};
	assert_eq!(after(1, &sold_out).ln_scale, 0);
}

#[test]
fn an_hour_without_expectation_is_refused() {
	assert_eq!(
		DemandEstimate::default().observe(&hour(0, 1)),
		Err(MathError::DemandOutOfRange)
	);
}

#[test]
fn sales_on_the_floor_imply_e_each() {
	let state = HourState {
		units_left: 100_000,
		demand: 10_000,
		unit_price: 1,
	};
	// 2.718281828 * 1,000, rounded down.
	assert_eq!(implied(state, 1_000), Ok(2_718));
	assert_eq!(implied(state, 100_001), Err(MathError::InsufficientUnits));
}

#[test]
fn sales_above_the_floor_imply_a_logarithm() {
	let state = HourState {
		units_left: 1_000,
		demand: 100_000,
		unit_price: 1,
	};
	// 100,000 ln(1150 / 150) = 203,688.19
	assert_eq!(implied(state, 1_000), Ok(203_688));
	let across = HourState {
		units_left: 5_000,
		demand: 10_000,
		unit_price: 1,
	};
	// N = 5,150, T = 3,678.794, M = 1,150: e (5150 - 3678.794) + 10,000 ln(3678.794 / 1150)
	// = 3,999.151 + 11,628.231
	assert_eq!(implied(across, 4_000), Ok(15_627));
}

#[test]
fn a_page_gets_scaled_parameters_and_a_reserve() {
	assert_eq!(page_immediate_up(1_000, 1 << 16), Ok(2_300));
	assert_eq!(page_immediate_up(1_001, 1 << 15), Ok(1_801));
	assert_eq!(page_per_hour_up(1_001, 1 << 15), Ok(501));
	assert_eq!(
		page_per_hour_up(u64::MAX, 1 << 17),
		Err(MathError::Overflow)
	);
	assert_eq!(
		page_immediate_up(u64::MAX, 1 << 16),
		Err(MathError::Overflow)
	);
}

#[test]
fn dither_is_five_percent_either_way() {
	assert_eq!(dithered_up(1_000, true), Ok(1_050));
	assert_eq!(dithered_up(1_000, false), Ok(950));
}

/// A trial after `days` whose pages were raised or lowered in turn, and what they earned. A little
/// noise of its own makes the days differ.
fn trial(days: u32, raised: u128, lowered: u128) -> PriceTrial {
	let mut trial = PriceTrial::default();
	for day in 0..days {
		let up = day % 2 == 0;
		let noise = [0, 20_000, 50_000][day as usize % 3];
		let revenue = noise + if up { raised } else { lowered };
		for hour_of_day in 0..24u8 {
			trial = trial
				.observe_hour(hour_of_day, up, revenue, &hour(1, 1))
				.expect("in range");
		}
		trial = trial.close_day(&PriceScale::default()).expect("in range").1;
	}
	trial
}

/// The price scale that the evidence of `trial` gives, from `start`.
fn priced(start: PriceScale, trial: &PriceTrial) -> PriceScale {
	trial.close_day(&start).expect("in range").0
}

/// Sixteen days of four standard deviations.
fn significant(up: bool) -> PriceTrial {
	PriceTrial {
		sum: if up { 16 << 16 } else { -16 << 16 },
		squares: 16 << 32,
		days: 16,
		..PriceTrial::default()
	}
}

#[test]
fn a_price_that_does_not_matter_stays() {
	let trial = trial(60, 1_000_000, 1_000_000);
	assert_eq!(priced(PriceScale::default(), &trial), PriceScale::default());
}

#[test]
fn the_price_goes_where_hours_earn_more() {
	let up = priced(PriceScale::default(), &significant(true));
	assert_eq!(up.unit_price_up(1_000), Ok(1_020));
	let down = priced(PriceScale::default(), &significant(false));
	assert_eq!(down.unit_price_up(1_000), Ok(981));
	// The evidence is used up.
	let (_, rest) = significant(true)
		.close_day(&PriceScale::default())
		.expect("in range");
	assert_eq!(rest, PriceTrial::default());
}

#[test]
fn raised_days_that_earn_more_are_evidence() {
	assert!(trial(15, 1_300_000, 1_000_000).sum > 0);
	assert!(trial(15, 1_000_000, 1_300_000).sum < 0);
}

#[test]
fn fifteen_days_of_evidence_are_too_few() {
	// The first day only starts the means, and closing the last one again adds none.
	let few = trial(16, 1_300_000, 1_000_000);
	assert_eq!(few.days, 15);
	assert_eq!(priced(PriceScale::default(), &few), PriceScale::default());
	let enough = trial(17, 1_300_000, 1_000_000);
	assert_eq!(enough.days, 0, "the step was taken when the day closed");
}

#[test]
fn two_deviations_are_too_few() {
	let evidence = PriceTrial {
		sum: 8 << 16,
		squares: 16 << 32,
		days: 16,
		..PriceTrial::default()
	};
	assert_eq!(
		priced(PriceScale::default(), &evidence),
		PriceScale::default()
	);
	let more = PriceTrial {
		sum: (12 << 16) + 1,
		..evidence
	};
	assert!(priced(PriceScale::default(), &more).factor > PriceScale::default().factor);
}

#[test]
fn without_evidence_the_price_goes_back_to_its_anchor() {
	let mut scale = PriceScale { factor: 3 << 23 };
	for _ in 0..1_000 {
		scale = priced(scale, &PriceTrial::default());
	}
	assert_eq!(scale.unit_price_up(1_000), Ok(1_001));
}

#[test]
fn a_year_of_evidence_holds_the_price_at_most_eleven_percent_off() {
	for up in [true, false] {
		let mut scale = PriceScale::default();
		for day in 0..366 {
			// As often as evidence can be enough: every sixteenth day.
			let evidence = if day % 16 == 15 {
				significant(up)
			} else {
				PriceTrial::default()
			};
			scale = priced(scale, &evidence);
			let price = scale.unit_price_up(1_000).expect("in range");
			assert!((890..=1_110).contains(&price), "{price}");
		}
		let price = scale.unit_price_up(1_000).expect("in range");
		assert!(price.abs_diff(1_000) > 60, "{price}");
	}
}

#[test]
fn the_price_stays_within_a_half_and_two() {
	let repeated = |evidence: &PriceTrial| {
		(0..100).fold(PriceScale::default(), |scale, _| priced(scale, evidence))
	};
	let rising = repeated(&significant(true));
	assert_eq!(rising.unit_price_up(1_000), Ok(2_000));
	let falling = repeated(&significant(false));
	assert_eq!(falling.unit_price_up(1_000), Ok(500));
}

#[test]
fn an_hour_of_day_above_23_is_refused() {
	assert_eq!(
		PriceTrial::default().observe_hour(24, true, 1, &hour(1, 1)),
		Err(MathError::ArgumentOutOfRange)
	);
}
