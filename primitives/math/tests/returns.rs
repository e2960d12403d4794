//! The laws of selling back, and its value against exact rationals.

#[path = "reference/mod.rs"]
mod exact;
#[path = "strategies/mod.rs"]
mod strategies;

use exact::{area, moment, unit, whole};
use greenhour_math::{
	hour_curve::{DELTA, MAX_UNITS, MAX_UNIT_PRICE},
	sell_back::PREMIUM_ONE,
	sell_back_down, HourCurve, HourState, Return,
};
use num_rational::BigRational;
use num_traits::ToPrimitive;
use proptest::prelude::*;
use strategies::{log_uniform, states};

fn curve(state: HourState) -> HourCurve {
	HourCurve::new(state).expect("in range")
}

/// An hour before a purchase, what is bought, what comes back, what the premium is, and units that are
/// offered beside those left and bought.
fn returns() -> impl Strategy<Value = (HourState, u64, u64, u64, u64)> {
	(states(), 0.0..=1.0f64, 0u64..=50_000_000, log_uniform(32)).prop_map(
		|((state, bought), part, premium, others)| {
			let bought = bought.max(1).min(state.units_left);
			let units = ((bought as f64 * part) as u64).min(bought);
			let others = others.min(MAX_UNITS - state.units_left);
			(state, bought, units, PREMIUM_ONE + premium, others)
		},
	)
}

fn after_sale(state: HourState, units: u64) -> HourState {
	HourState {
		units_left: state.units_left - units,
		..state
	}
}

/// What was paid, with the premium.
fn paid(state: HourState, bought: u64, premium: u64) -> u128 {
	let price = curve(state).cost_up(bought).expect("in range");
	price + price / u128::from(PREMIUM_ONE) * u128::from(premium - PREMIUM_ONE)
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(1_000))]

	#[test]
	fn giving_back_loses_a_twentieth_of_what_was_paid(
		(state, bought, units, premium, others) in returns(),
		factor in 0.1..10.0f64,
	) {
		prop_assume!(bought > 0);
		let paid = paid(state, bought, premium);
		let offered = state.units_left + others;
		// The market may have risen or fallen meanwhile.
		let later = HourState {
			demand: ((state.demand as f64 * factor) as u64).clamp(1, 1 << 44),
			..after_sale(state, bought)
		};
		let order = Return { units, bought, paid, offered, premium };
		let value = sell_back_down(&curve(later), &order).expect("in range");
		// paid units / bought, less 1/20.
		let most = whole(paid) * whole(units.into()) / whole(bought.into()) * whole(19) / whole(20);
		prop_assert!(whole(value) <= most);
	}

	#[test]
	fn parts_are_worth_no_more_than_the_whole(
		(state, bought, units, premium, others) in returns(),
		share in 0.0..=1.0f64,
	) {
		prop_assume!(bought > 0);
		let (paid, offered) = (paid(state, bought, premium), state.units_left + others);
		let left = after_sale(state, bought);
		let order = Return { units, bought, paid, offered, premium };
		let worth = sell_back_down(&curve(left), &order).expect("in range");
		let first = ((units as f64 * share) as u64).min(units);
		let part = Return { units: first, ..order };
		let early = sell_back_down(&curve(left), &part).expect("in range");
		// What the contract keeps of the payment is rounded up.
		let rest = paid - (whole(paid) * whole(first.into()) / whole(bought.into()))
			.to_integer()
			.to_u128()
			.expect("fits");
		let remaining = Return {
			units: units - first,
			bought: bought - first,
			paid: rest,
			..order
		};
		let refilled = HourState { units_left: left.units_left + first, ..left };
		let late = sell_back_down(&curve(refilled), &remaining).expect("in range");
		// At most the planck that the payment was rounded up by.
		prop_assert!(early + late <= worth + 1, "{early} + {late} > {worth}");
	}

	#[test]
	fn more_units_are_worth_more((state, bought, units, premium, others) in returns()) {
		prop_assume!(units > 0);
		let (paid, offered) = (paid(state, bought, premium), state.units_left + others);
		let left = after_sale(state, bought);
		let order = Return { units, bought, paid, offered, premium };
		let more = sell_back_down(&curve(left), &order).expect("in range");
		let less = sell_back_down(&curve(left), &Return { units: units - 1, ..order });
		// The charge never takes more than a quarter of a unit's price.
		prop_assert!(more >= less.expect("in range"));
	}

	#[test]
	fn an_emptier_hour_pays_less((state, bought, units, premium, others) in returns()) {
		prop_assume!(bought > 0);
		let (paid, offered) = (paid(state, bought, premium), state.units_left + others);
		let order = Return { units, bought, paid, offered, premium };
		let left = after_sale(state, bought);
		let full = sell_back_down(&curve(left), &order).expect("in range");
		let emptier = HourState { units_left: offered - units, ..left };
		let empty = sell_back_down(&curve(emptier), &order).expect("in range");
		// The noise of the curve: 2^-50 scales.
		prop_assert!(empty <= full + (state.unit_price >> 50) + 1);
	}

	#[test]
	fn value_equals_the_reference((state, bought, units, premium, others) in returns()) {
		prop_assume!(units > 0);
		let left = after_sale(state, bought);
		let offered = state.units_left + others;
		// The curve alone: whatever was paid is more.
		let order = Return { units, bought, paid: u128::MAX >> 8, offered, premium };
		let value = sell_back_down(&curve(left), &order).expect("in range");
		let (low, high) = (left.units_left + DELTA, left.units_left + DELTA + units);
		let areas = area(high, left.demand) - area(low, left.demand);
		let moments = moment(high, left.demand) - moment(low, left.demand);
		let o = whole(offered.into());
		let gross = (&o * whole(19) + whole(4 * u128::from(DELTA))) * areas;
		let net = (gross - whole(4) * moments) / (whole(20) * o);
		let scale = whole(state.unit_price) * whole(premium.into()) / whole(PREMIUM_ONE.into());
		let exact = net * &scale;
		let tolerance = unit(50) * &scale;
		let value = whole(value);
		prop_assert!(value <= &exact + &tolerance, "{value} > {exact}");
		let bound: BigRational = exact - tolerance - whole(1);
		prop_assert!(value >= bound, "{value} < {bound}");
	}

	#[test]
	fn any_input_gives_a_value_or_a_cause(
		units_left: u64, demand: u64, unit_price: u128,
		units: u64, bought: u64, paid: u128, offered: u64, premium: u64,
	) {
		if let Ok(curve) = HourCurve::new(HourState {
			units_left: units_left >> 31,
			demand: demand >> 20,
			unit_price: unit_price.min(MAX_UNIT_PRICE),
		}) {
			let order = Return { units, bought, paid, offered, premium };
			let _ = sell_back_down(&curve, &order);
		}
	}
}

#[test]
fn the_extremes_have_values() {
	for units_left in [0, 1, MAX_UNITS - 1] {
		for demand in [1, 1 << 20, 1 << 44] {
			let state = HourState {
				units_left,
				demand,
				unit_price: MAX_UNIT_PRICE,
			};
			let bought = MAX_UNITS - units_left;
			let order = Return {
				units: bought,
				bought,
				paid: 1 << 110,
				offered: MAX_UNITS,
				premium: 2 * PREMIUM_ONE,
			};
			assert!(sell_back_down(&curve(state), &order).is_ok(), "{state:?}");
		}
	}
}
