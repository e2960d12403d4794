//! Which parameters a curve takes. Pure.

use greenhour_math::{demand_at_up, HourCurve, HourState};
use greenhour_types::{ClockParams, MarketState, HOURS_PER_DAY};

/// Are these parameters within the limits of the curve at every lead time from none to the horizon?
pub(crate) fn are_usable(market: &MarketState, clock: &ClockParams) -> bool {
	let hours = u64::from(clock.windows.horizon_days).saturating_mul(u64::from(HOURS_PER_DAY));
	let longest = hours.saturating_mul(clock.hour_length_ms);
	// Demand never falls with the lead, so its ends bound it.
	[0, longest].into_iter().all(|lead_ms| {
		demand_at_up(
			market.immediate,
			market.per_hour,
			lead_ms,
			clock.hour_length_ms,
		)
		.and_then(|demand| {
			HourCurve::new(HourState {
				units_left: 0,
				demand,
				unit_price: market.unit_price,
			})
		})
		.is_ok()
	})
}

#[cfg(test)]
mod tests {
	use super::*;
	use greenhour_math::hour_curve::{MAX_DEMAND, MAX_UNIT_PRICE};

	fn usable(immediate: u64, per_hour: u64, unit_price: u128) -> bool {
		let market = MarketState {
			immediate,
			per_hour,
			unit_price,
		};
		are_usable(&market, &ClockParams::PRODUCTION)
	}

	#[test]
	fn demand_must_be_positive_at_the_last_moment() {
		assert!(usable(1, 0, 1));
		assert!(!usable(0, 100, 1));
	}

	#[test]
	fn demand_is_bounded_at_the_longest_lead() {
		// Eight days are 192 hours.
		let room = MAX_DEMAND - 1;
		assert!(usable(1, room / 192, 1));
		assert!(!usable(1, room / 192 + 1, 1));
		assert!(!usable(u64::MAX, u64::MAX, 1));
	}

	#[test]
	fn the_price_scale_is_bounded() {
		assert!(!usable(1, 1, 0));
		assert!(usable(1, 1, MAX_UNIT_PRICE));
		assert!(!usable(1, 1, MAX_UNIT_PRICE + 1));
	}
}
