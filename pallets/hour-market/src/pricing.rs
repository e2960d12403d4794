//! The one function that prices a purchase, for the call and for the views.

use crate::{Config, DayQuote, Error, HourView, Pallet, Quote};
use alloc::vec::Vec;
use frame_support::ensure;
use greenhour_math::{demand_at_up, HourCurve, HourState, MathError};
use greenhour_traits::{CapacityPools, HourClock, RateValidity};
use greenhour_types::{
	units::{MILLI_PER_GPU, MIN_ORDER},
	Balance, ClockParams, Day, DayMask, DayPage, Hour, HourPage, HourPhase, MarketState, MilliGpu,
	Moment, PoolId,
};

/// Days of a purchase.
pub(crate) fn day_count(days: &[DayMask]) -> u32 {
	u32::try_from(days.len()).unwrap_or(u32::MAX)
}

/// Hours of a purchase.
pub(crate) fn hour_count(days: &[DayMask]) -> u32 {
	days.iter()
		.fold(0, |sum, day| sum.saturating_add(day.hours.count()))
}

/// The curve of an hour with this page, `lead_ms` before it starts.
pub(crate) fn curve_of(
	page: HourPage,
	market: MarketState,
	lead_ms: u64,
	hour_length_ms: u64,
) -> Result<HourCurve, MathError> {
	let demand = demand_at_up(market.immediate, market.per_hour, lead_ms, hour_length_ms)?;
	let units_left = u64::from(page.offered.saturating_sub(page.sold).0);
	HourCurve::new(HourState {
		units_left,
		demand,
		unit_price: market.unit_price,
	})
}

/// What the moment of a purchase says about an hour.
struct Instant {
	clock: ClockParams,
	now: Moment,
}

impl Instant {
	fn of<T: Config>() -> Self {
		Self {
			clock: T::Clock::params(),
			now: T::Clock::now(),
		}
	}

	/// The curve of an hour that is on sale.
	fn curve<T: Config>(&self, page: &DayPage, hour: Hour) -> Result<HourCurve, Error<T>> {
		let phase = self
			.clock
			.phase_of(hour, self.now)
			.ok_or(Error::<T>::HourNotOnSale)?;
		ensure!(phase == HourPhase::OnSale, Error::<T>::HourNotOnSale);
		let start = self.clock.start_of(hour).ok_or(Error::<T>::HourNotOnSale)?;
		let lead_ms = start.saturating_sub(self.now);
		let entry = page.at(hour.of_day());
		Ok(curve_of(
			entry,
			page.market,
			lead_ms,
			self.clock.hour_length_ms,
		)?)
	}
}

impl<T: Config> Pallet<T> {
	/// What `units` in these hours cost; refuses what can't be bought in this block.
	pub(crate) fn price(
		pool: PoolId,
		days: &[DayMask],
		units: MilliGpu,
	) -> Result<Quote, Error<T>> {
		ensure!(units >= MIN_ORDER, Error::<T>::UnitsBelowMinimum);
		ensure!(!days.is_empty(), Error::<T>::NoHours);
		ensure!(
			days.iter().all(|day| !day.hours.is_empty()),
			Error::<T>::NoHours
		);
		ensure!(
			days.is_sorted_by(|a, b| a.day < b.day),
			Error::<T>::DaysNotAscending
		);
		ensure!(T::Rates::rates_valid(), Error::<T>::RatesExpired);
		let instant = Instant::of::<T>();
		let mut quote = Quote::default();
		for hours in days {
			let page = T::Capacity::page(pool, hours.day).ok_or(Error::<T>::PageNotOpen)?;
			let day = price_day::<T>(&page, *hours, units, &instant)?;
			for cost in day.cost {
				quote.total = quote.total.checked_add(cost).ok_or(Error::<T>::Overflow)?;
			}
			quote.days.push(day);
		}
		Ok(quote)
	}

	/// Where each hour of a day stands.
	pub(crate) fn view_day(pool: PoolId, day: Day) -> Option<Vec<HourView>> {
		let page = T::Capacity::page(pool, day)?;
		let instant = Instant::of::<T>();
		let view = |hour: Hour| {
			let entry = page.at(hour.of_day());
			let price = instant.curve::<T>(&page, hour).ok();
			Some(HourView {
				hour,
				phase: instant.clock.phase_of(hour, instant.now)?,
				units_left: entry.offered.saturating_sub(entry.sold),
				gpu_hour_price: price.and_then(|curve| curve.price_at_up(MILLI_PER_GPU).ok()),
			})
		};
		greenhour_types::HourMask::FULL
			.hours()
			.map(|hour| view(day.hour(hour)?))
			.collect()
	}
}

/// What `units` in these hours of one page cost.
fn price_day<T: Config>(
	page: &DayPage,
	hours: DayMask,
	units: MilliGpu,
	instant: &Instant,
) -> Result<DayQuote, Error<T>> {
	let mut cost: [Balance; 24] = [0; 24];
	for of_day in hours.hours.hours() {
		let hour = hours.day.hour(of_day).ok_or(Error::<T>::Overflow)?;
		let paid = instant
			.curve::<T>(page, hour)?
			.cost_up(u64::from(units.0))?;
		*cost.get_mut(of_day.index()).ok_or(Error::<T>::Overflow)? = paid;
	}
	Ok(DayQuote { hours, cost })
}

impl<T> From<MathError> for Error<T> {
	fn from(cause: MathError) -> Self {
		match cause {
			MathError::InsufficientUnits => Self::InsufficientUnits,
			MathError::DemandOutOfRange
			| MathError::PriceOutOfRange
			| MathError::UnitsOutOfRange
			| MathError::ArgumentOutOfRange
			| MathError::DivisionByZero => Self::MarketNotSet,
			MathError::Overflow => Self::Overflow,
		}
	}
}
