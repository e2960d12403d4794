//! The one function that prices a purchase, for the calls and for the views.

use crate::{
	Config, DayQuote, Error, Pallet, Quote, BLOCK_LIMIT_LEAST, BLOCK_LIMIT_PART, MAX_IMPLIED,
};
use alloc::vec::Vec;
use frame_support::ensure;
use greenhour_math::{
	learning::{dithered_up, DEMAND_RESERVE},
	mul_div, scaled_demand_at_up,
	sell_back::PREMIUM_ONE,
	DemandParams, HourCurve, HourState, MathError, Rounding,
};
use greenhour_traits::{CapacityPools, HourClock, RateValidity};
use greenhour_types::{
	units::MIN_ORDER, Balance, ClockParams, DayPage, DayUnits, Hour, HourOfDay, HourPhase,
	MarketState, MilliGpu, Moment, PoolId,
};
use sp_runtime::SaturatedConversion;

/// Green energy in all units, in ten-thousandths.
pub(crate) const ALL_GREEN: u16 = 10_000;

/// What a green share multiplies the price by, in 10^-8ths.
pub(crate) fn premium_of(market: &MarketState, min_green_share: u16) -> u64 {
	u64::from(market.green_premium)
		.saturating_mul(u64::from(min_green_share))
		.saturating_add(PREMIUM_ONE)
}

/// A price with the premium, rounded up.
pub(crate) fn with_premium_up(price: Balance, premium: u64) -> Result<Balance, MathError> {
	mul_div(price, premium.into(), PREMIUM_ONE.into(), Rounding::Up)
}

/// Most units of an hour that one block sells.
pub(crate) fn block_limit(offered: MilliGpu) -> MilliGpu {
	MilliGpu(offered.0 / BLOCK_LIMIT_PART).max(BLOCK_LIMIT_LEAST)
}

/// The curve of an hour of this page, `lead_ms` before it starts.
pub(crate) fn curve_of(
	page: &DayPage,
	of_day: HourOfDay,
	lead_ms: u64,
	hour_length_ms: u64,
) -> Result<HourCurve, MathError> {
	HourCurve::new(state_of(page, of_day, lead_ms, hour_length_ms)?)
}

/// What the price of an hour of this page depends on.
pub(crate) fn state_of(
	page: &DayPage,
	of_day: HourOfDay,
	lead_ms: u64,
	hour_length_ms: u64,
) -> Result<HourState, MathError> {
	let market = &page.market;
	let demand = DemandParams {
		immediate: market.immediate,
		per_hour: market.per_hour,
		scale: market.scale_at(of_day),
		reserve: DEMAND_RESERVE,
	};
	let entry = page.at(of_day);
	Ok(HourState {
		units_left: u64::from(entry.offered.saturating_sub(entry.sold).0),
		demand: scaled_demand_at_up(demand, lead_ms, hour_length_ms)?,
		unit_price: dithered_up(market.unit_price, market.raised.contains(of_day))?,
	})
}

/// What the moment of a trade says about hours.
pub(crate) struct Instant {
	pub(crate) clock: ClockParams,
	pub(crate) now: Moment,
	block: u32,
}

impl Instant {
	pub(crate) fn of<T: Config>() -> Self {
		Self {
			clock: T::Clock::params(),
			now: T::Clock::now(),
			block: frame_system::Pallet::<T>::block_number().saturated_into(),
		}
	}

	/// Time until an hour starts whose sale is open; `None` for others.
	pub(crate) fn lead_on_sale(&self, hour: Hour) -> Option<u64> {
		let on_sale = self.clock.phase_of(hour, self.now) == Some(HourPhase::OnSale);
		let start = self.clock.start_of(hour).filter(|_| on_sale)?;
		Some(start.saturating_sub(self.now))
	}

	/// The curve of an hour that is on sale.
	pub(crate) fn curve<T: Config>(
		&self,
		page: &DayPage,
		hour: Hour,
	) -> Result<HourCurve, Error<T>> {
		let lead_ms = self.lead_on_sale(hour).ok_or(Error::<T>::HourNotOnSale)?;
		Ok(curve_of(
			page,
			hour.of_day(),
			lead_ms,
			self.clock.hour_length_ms,
		)?)
	}

	/// Units of an hour that can be sold in this block.
	pub(crate) fn units_in_block(&self, page: &DayPage, of_day: HourOfDay) -> MilliGpu {
		let entry = page.at(of_day);
		let limit =
			block_limit(entry.offered).saturating_sub(page.traded.in_block(self.block, of_day));
		entry.offered.saturating_sub(entry.sold).min(limit)
	}

	/// What `units` of an hour cost, with the premium, and the demand that their sale implies.
	///
	/// Planck of GCD, rounded up by the curve and once more by the premium.
	pub(crate) fn cost_up<T: Config>(
		&self,
		page: &DayPage,
		hour: Hour,
		units: MilliGpu,
		min_green_share: u16,
	) -> Result<(Balance, u64), Error<T>> {
		ensure!(units >= MIN_ORDER, Error::<T>::UnitsBelowMinimum);
		let curve = self.curve::<T>(page, hour)?;
		let sale = curve.sale(u64::from(units.0))?;
		ensure!(
			units <= self.units_in_block(page, hour.of_day()),
			Error::<T>::BlockLimitExceeded
		);
		let premium = premium_of(&page.market, min_green_share);
		let implied = sale.implied_demand_down.min(MAX_IMPLIED);
		Ok((with_premium_up(sale.cost_up, premium)?, implied))
	}
}

/// A purchase with its price.
pub(crate) struct Purchase {
	/// What it costs; without a deposit.
	pub(crate) quote: Quote,
	/// Demand at price zero that it implies by hour, and the page of each day.
	pub(crate) sales: Vec<([u64; 24], DayPage)>,
}

/// Checks the shape of orders: at least one, ascending, none without an hour.
pub(crate) fn ensure_orders<T: Config>(orders: &[DayUnits]) -> Result<(), Error<T>> {
	ensure!(!orders.is_empty(), Error::<T>::NoHours);
	ensure!(
		orders.iter().all(|order| !order.hours().is_empty()),
		Error::<T>::NoHours
	);
	ensure!(
		orders.is_sorted_by(|a, b| a.day < b.day),
		Error::<T>::DaysNotAscending
	);
	Ok(())
}

impl<T: Config> Pallet<T> {
	/// What these orders cost; refuses what can't be bought in this block.
	pub(crate) fn price(
		pool: PoolId,
		orders: &[DayUnits],
		min_green_share: u16,
	) -> Result<Purchase, Error<T>> {
		ensure_orders::<T>(orders)?;
		ensure!(
			min_green_share <= ALL_GREEN,
			Error::<T>::GreenShareOutOfRange
		);
		ensure!(T::Rates::rates_valid(), Error::<T>::RatesExpired);
		let instant = Instant::of::<T>();
		let mut purchase = Purchase {
			quote: Quote::default(),
			sales: Vec::with_capacity(orders.len()),
		};
		for order in orders {
			let page = T::Capacity::page(pool, order.day).ok_or(Error::<T>::PageNotOpen)?;
			purchase.add::<T>(&instant, page, order, min_green_share)?;
		}
		Ok(purchase)
	}
}

impl Purchase {
	/// With the orders of one more day.
	fn add<T: Config>(
		&mut self,
		instant: &Instant,
		page: DayPage,
		order: &DayUnits,
		min_green_share: u16,
	) -> Result<(), Error<T>> {
		let (mut cost, mut implied) = ([0; 24], [0; 24]);
		for of_day in order.hours().hours() {
			let hour = order.day.hour(of_day).ok_or(Error::<T>::Overflow)?;
			let units = order.at(of_day);
			let (paid, shown) = instant.cost_up::<T>(&page, hour, units, min_green_share)?;
			self.quote.total = self
				.quote
				.total
				.checked_add(paid)
				.ok_or(Error::<T>::Overflow)?;
			*cost.get_mut(of_day.index()).ok_or(Error::<T>::Overflow)? = paid;
			*implied
				.get_mut(of_day.index())
				.ok_or(Error::<T>::Overflow)? = shown;
		}
		let order = *order;
		self.quote.days.push(DayQuote { order, cost });
		self.sales.push((implied, page));
		Ok(())
	}
}

impl<T> From<MathError> for Error<T> {
	fn from(cause: MathError) -> Self {
		match cause {
			MathError::InsufficientUnits => Self::InsufficientUnits,
			MathError::HoursOutOfRange => Self::InsufficientHours,
			MathError::DemandOutOfRange
			| MathError::PriceOutOfRange
			| MathError::UnitsOutOfRange
			| MathError::ArgumentOutOfRange
			| MathError::DivisionByZero => Self::MarketNotSet,
			MathError::Overflow => Self::Overflow,
		}
	}
}
