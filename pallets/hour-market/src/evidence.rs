//! What a sale shows of the demand.

use crate::{
	pricing::{state_of, Instant},
	MAX_IMPLIED,
};
use greenhour_math::{
	mul_div, scaled_demand_at_up, DemandParams, HourCurve, HourState, MathError, Rounding,
};
use greenhour_types::{
	capacity::SCALE_ONE, units::MIN_ORDER, ClockParams, DayPage, Hour, MilliGpu, HOURS_PER_DAY,
};

/// Hours from the opening of an hour's page, which opens when its day enters the horizon, to its start.
pub(crate) fn full_lead_hours(clock: &ClockParams, hour: Hour) -> u64 {
	u64::from(clock.windows.horizon_days.saturating_sub(1))
		.saturating_mul(u64::from(HOURS_PER_DAY))
		.saturating_add(u64::from(hour.of_day().get()))
}

/// Demand that a sale of `units` implies, on the curve before it.
pub(crate) fn implied_by(
	instant: &Instant,
	page: &DayPage,
	hour: Hour,
	curve: &HourCurve,
	units: MilliGpu,
) -> Result<u64, MathError> {
	let implied = curve.implied_demand_down(units.0.into())?;
	let entry = page.at(hour.of_day());
	let left = entry
		.offered
		.saturating_sub(entry.sold)
		.saturating_sub(units);
	if left >= MIN_ORDER {
		Ok(implied)
	} else {
		implied_by_last(instant, page, hour, units, implied)
	}
}

/// Demand that the sale implies which leaves less than the smallest order, and so cuts off the demand
/// that comes later.
///
/// What the hour has shown came while it was on sale, so that it would have shown `whole / came` times
/// as much: demand of the whole horizon over that until now, both as the parameters expect them. What it
/// has shown counts up to what its sales imply at the largest demand, so that emptying an hour again
/// and again, with units that were given back, shows no more each time.
fn implied_by_last(
	instant: &Instant,
	page: &DayPage,
	hour: Hour,
	units: MilliGpu,
	implied: u64,
) -> Result<u64, MathError> {
	let length = instant.clock.hour_length_ms;
	let longest_ms = full_lead_hours(&instant.clock, hour).saturating_mul(length);
	let expected = |lead_ms: u64| {
		let demand = DemandParams {
			immediate: page.market.immediate,
			per_hour: page.market.per_hour,
			scale: SCALE_ONE,
			reserve: 0,
		};
		scaled_demand_at_up(demand, lead_ms, length)
	};
	let unmet = expected(instant.lead_on_sale(hour).unwrap_or_default())?;
	let whole = expected(longest_ms)?;
	let entry = page.at(hour.of_day());
	let unsold = HourState {
		units_left: entry.offered.0.into(),
		..state_of(page, hour.of_day(), longest_ms, length)?
	};
	let sold = u64::from(entry.sold.0).saturating_add(units.0.into());
	let most = HourCurve::new(unsold)?.implied_demand_down(sold)?;
	let total = mul_div(
		entry.implied.saturating_add(implied).min(most).into(),
		whole.into(),
		whole.saturating_sub(unmet).max(1).into(),
		Rounding::Down,
	)?;
	Ok(u64::try_from(total)
		.unwrap_or(MAX_IMPLIED)
		.saturating_sub(entry.implied)
		.min(MAX_IMPLIED))
}
