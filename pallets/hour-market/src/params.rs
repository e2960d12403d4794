//! Which parameters a curve takes. Pure.

use crate::{types::PoolParams, MAX_GREEN_PREMIUM};
use greenhour_math::{
	demand_at_up,
	hour_curve::{MAX_DEMAND, MAX_UNIT_PRICE},
	learning::{dithered_up, DEMAND_RESERVE},
};
use greenhour_types::{ClockParams, HOURS_PER_DAY};

/// Largest learned scale.
pub(crate) const MAX_SCALE: u64 = 8;
/// Largest learned factor of the price scale.
pub(crate) const MAX_PRICE_FACTOR: u128 = 2;

/// Are these parameters within the limits of the curve at every lead time from none to the horizon,
/// for everything that may be learned, and the premium within its own?
pub(crate) fn are_usable(params: &PoolParams, clock: &ClockParams) -> bool {
	let hours = u64::from(clock.windows.horizon_days).saturating_mul(u64::from(HOURS_PER_DAY));
	let longest = hours.saturating_mul(clock.hour_length_ms);
	// Demand never falls with the lead, so its ends bound it.
	let demand = [0, longest].into_iter().all(|lead_ms| {
		demand_at_up(
			params.immediate,
			params.per_hour,
			lead_ms,
			clock.hour_length_ms,
		)
		.is_ok_and(|demand| {
			demand.saturating_mul(MAX_SCALE) <= MAX_DEMAND.saturating_sub(DEMAND_RESERVE)
		})
	});
	let highest = params
		.unit_price
		.checked_mul(MAX_PRICE_FACTOR)
		.and_then(|highest| dithered_up(highest, true).ok());
	demand
		&& params.unit_price > 0
		&& highest.is_some_and(|highest| highest <= MAX_UNIT_PRICE)
		&& params.green_premium <= MAX_GREEN_PREMIUM
}

#[cfg(test)]
mod tests {
	use super::*;
	use greenhour_math::{
		learning::demand::MAX_LN_SCALE, scaled_demand_at_up, DemandEstimate, DemandParams,
		HourCurve, HourState,
	};

	const USABLE: PoolParams = PoolParams {
		immediate: 1,
		per_hour: 0,
		unit_price: 1,
		green_premium: 0,
	};

	fn usable(params: PoolParams) -> bool {
		are_usable(&params, &ClockParams::PRODUCTION)
	}

	#[test]
	fn demand_must_be_positive_at_the_last_moment() {
		assert!(usable(USABLE));
		assert!(!usable(PoolParams {
			immediate: 0,
			per_hour: 100,
			..USABLE
		}));
	}

	#[test]
	fn demand_is_bounded_at_the_longest_lead_and_the_largest_scale() {
		// Eight days are 192 hours.
		let room = (MAX_DEMAND - DEMAND_RESERVE) / MAX_SCALE - 1;
		for (per_hour, expected) in [(room / 192, true), (room / 192 + 1, false)] {
			assert_eq!(usable(PoolParams { per_hour, ..USABLE }), expected);
		}
		assert!(!usable(PoolParams {
			immediate: u64::MAX,
			per_hour: u64::MAX,
			..USABLE
		}));
	}

	#[test]
	fn the_price_scale_is_bounded_when_it_has_doubled_and_is_raised() {
		// 2 * 1.05 * x <= 2^64.
		let most = MAX_UNIT_PRICE * 100 / 210;
		for (unit_price, expected) in [
			(0, false),
			(most, true),
			(most + 1, false),
			(u128::MAX, false),
		] {
			let params = PoolParams {
				unit_price,
				..USABLE
			};
			assert_eq!(usable(params), expected, "{unit_price}");
		}
	}

	#[test]
	fn the_premium_is_bounded() {
		for (green_premium, expected) in [(MAX_GREEN_PREMIUM, true), (MAX_GREEN_PREMIUM + 1, false)]
		{
			assert_eq!(
				usable(PoolParams {
					green_premium,
					..USABLE
				}),
				expected
			);
		}
	}

	#[test]
	fn the_largest_scale_is_the_one_that_is_learned() {
		let estimate = DemandEstimate {
			ln_scale: MAX_LN_SCALE,
			..Default::default()
		};
		assert_eq!(u64::from(estimate.scale_q16()), MAX_SCALE << 16);
	}

	#[test]
	fn usable_parameters_have_a_curve_at_the_extremes() {
		let params = PoolParams {
			immediate: 1,
			per_hour: ((MAX_DEMAND - DEMAND_RESERVE) / MAX_SCALE - 1) / 192,
			unit_price: MAX_UNIT_PRICE * 100 / 210,
			green_premium: 0,
		};
		assert!(usable(params));
		for scale in [1 << 13, 1 << 16, 8 << 16] {
			for lead in [0, 192] {
				let demand = DemandParams {
					immediate: params.immediate,
					per_hour: params.per_hour,
					scale,
					reserve: DEMAND_RESERVE,
				};
				let state = HourState {
					units_left: 0,
					demand: scaled_demand_at_up(demand, lead, 1).expect("an hour has a length"),
					unit_price: dithered_up(params.unit_price * 2, true).expect("fits"),
				};
				assert!(HourCurve::new(state).is_ok(), "{state:?}");
			}
		}
	}
}
