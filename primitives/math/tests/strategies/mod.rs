//! Values over the whole range of each quantity.

use greenhour_math::{
	hour_curve::{MAX_DEMAND, MAX_UNITS, MAX_UNIT_PRICE},
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
