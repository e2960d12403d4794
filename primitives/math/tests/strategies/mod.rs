//! Values over the whole range of each quantity.
// Each test file uses its part.
#![allow(dead_code)]

use greenhour_math::{
	hour_curve::{DELTA, MAX_DEMAND, MAX_UNITS, MAX_UNIT_PRICE},
	HourState,
};
use proptest::prelude::*;

/// 1 to 2^`bits`, every power of two as likely as the others.
pub(crate) fn log_uniform(bits: u32) -> impl Strategy<Value = u64> {
	(0..=bits, any::<u64>()).prop_map(move |(exponent, noise)| {
		let power = 1u64 << exponent;
		(power | (noise & (power - 1))).min(1 << bits)
	})
}

/// A state within the limits, and units that it can sell.
pub(crate) fn states() -> impl Strategy<Value = (HourState, u64)> {
	let price = prop_oneof![
		log_uniform(63).prop_map(u128::from),
		Just(1),
		Just(MAX_UNIT_PRICE)
	];
	let units_left = prop_oneof![9 => log_uniform(32), 1 => Just(0), 1 => Just(MAX_UNITS)];
	let demand = prop_oneof![9 => log_uniform(44), 1 => Just(1), 1 => Just(MAX_DEMAND)];
	(units_left, demand, price, log_uniform(32)).prop_map(
		|(units_left, demand, unit_price, units)| {
			(
				HourState {
					units_left,
					demand,
					unit_price,
				},
				units.min(units_left),
			)
		},
	)
}

/// A state in which a sale of all units starts above the split point, crosses it, or starts just below:
/// the stock is within a few units, or a factor of four, of `A / e`.
pub(crate) fn states_at_the_split() -> impl Strategy<Value = (HourState, u64)> {
	let near = prop_oneof![
		(-3i64..=3).prop_map(|off| (off, 1.0)),
		(0.25..4.0f64).prop_map(|by| (0, by))
	];
	(log_uniform(33), near, log_uniform(63), log_uniform(32)).prop_map(
		|(split, (off, by), unit_price, units)| {
			let split = split.max(DELTA + 4);
			let demand = (split as f64 * core::f64::consts::E) as u64;
			let stock = ((split as f64 * by) as i64 + off).max(DELTA as i64) as u64;
			let units_left = (stock - DELTA).min(MAX_UNITS);
			let state = HourState {
				units_left,
				demand: demand.min(MAX_DEMAND),
				unit_price: u128::from(unit_price),
			};
			(state, units.min(units_left))
		},
	)
}
