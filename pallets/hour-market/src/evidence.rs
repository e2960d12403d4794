//! What the sales of an hour show of the demand.

use crate::PoolParams;
use greenhour_math::{
	demand_at_up, learning::DEMAND_RESERVE, scaled_demand_at_up, DemandParams, HourCurve,
	HourObservation, HourState, MathError,
};
use greenhour_types::{
	units::MIN_ORDER, ClockParams, Hour, HourPage, MarketState, Moment, HOURS_PER_DAY,
};

/// Hours from the opening of an hour's page, which opens when its day enters the horizon, to its start.
fn full_lead_hours(clock: &ClockParams, hour: Hour) -> u64 {
	u64::from(clock.windows.horizon_days.saturating_sub(1))
		.saturating_mul(u64::from(HOURS_PER_DAY))
		.saturating_add(u64::from(hour.of_day().get()))
}

/// What a finished hour says, of a pool that is traded since the hour `since`.
///
/// Demand that came after the hour had sold out shows in no sale. It is taken out of what is expected,
/// not added to what was sold, so that nothing of it stays when units come back.
///
/// **Errors** `Overflow`: parameters outside the limits of the curve.
pub(crate) fn observation(
	clock: &ClockParams,
	params: &PoolParams,
	market: &MarketState,
	since: Hour,
	(hour, page): (Hour, &HourPage),
) -> Result<HourObservation, MathError> {
	let lead = full_lead_hours(clock, hour).min(u64::from(hour.0.saturating_sub(since.0)));
	let expected = demand_at_up(params.immediate, params.per_hour, lead, 1)?;
	let unmet = match sold_out_at(page).zip(clock.start_of(hour)) {
		Some((at, start)) => demand_at_up(
			params.immediate,
			params.per_hour,
			start.saturating_sub(at),
			clock.hour_length_ms,
		)?
		.min(expected),
		None => 0,
	};
	Ok(HourObservation {
		expected,
		unmet,
		implied: most_implied(clock, market, hour, page)
			.map_or(page.implied, |most| page.implied.min(most)),
		sold: page.sold.0,
		counted: page.counted.0,
		owners: page.owners,
		offered: page.offered.0,
	})
}

/// What the units sold would imply if all of them had been sold when the page opened.
///
/// No sales imply more, because demand still to come only falls. What is above it was left by units
/// that came back: the capacity pools take them out at the mean of the hour, though the last ones
/// imply most.
fn most_implied(
	clock: &ClockParams,
	market: &MarketState,
	hour: Hour,
	page: &HourPage,
) -> Result<u64, MathError> {
	let demand = DemandParams {
		immediate: market.immediate,
		per_hour: market.per_hour,
		scale: market.scale_at(hour.of_day()),
		reserve: DEMAND_RESERVE,
	};
	let unsold = HourState {
		units_left: page.offered.0.into(),
		demand: scaled_demand_at_up(demand, full_lead_hours(clock, hour), 1)?,
		// The implied demand does not depend on it.
		unit_price: 1,
	};
	HourCurve::new(unsold)?.implied_demand_down(page.sold.0.into())
}

/// When the last unit was sold that could be, unless units came back or were offered later.
fn sold_out_at(page: &HourPage) -> Option<Moment> {
	page.sold_out_at
		.filter(|_| page.offered.saturating_sub(page.sold) < MIN_ORDER)
}
