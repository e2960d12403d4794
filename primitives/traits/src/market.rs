//! Prices that others need.

use greenhour_types::{Balance, Day, Hour, HourPage, MarketState, MilliGpu, PoolId};

/// Gives the price at which the sale of an hour closed.
pub trait ClosingPrices {
	/// Planck of GCD for `units` (mGPUh) at the closing price of `hour`, rounded up; `None` when
	/// the day has no page.
	fn closing_cost(pool: PoolId, hour: Hour, units: MilliGpu) -> Option<Balance>;
}

/// Tells which curve a day gets when its page opens, and learns from hours whose money is final.
pub trait LatchedMarket {
	/// The parameters of `pool` for `day`; `None` when the pool is not traded.
	fn state_for(pool: PoolId, day: Day) -> Option<MarketState>;

	/// Writes: learns from `hours` of one day of `pool`, whose money windows are over: each hour of
	/// market time once, in order. `market` is what their page was opened with.
	fn learn(pool: PoolId, market: &MarketState, hours: &[(Hour, HourPage)]);
}

/// Tells whether the governed rates that size bonds still hold.
pub trait RateValidity {
	/// Is neither the rate of GHR nor the value of a unit expired or unset? Purchases stop while
	/// this is false; what is bought settles at the last rate.
	fn rates_valid() -> bool;
}
