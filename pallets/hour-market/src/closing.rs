//! What other pallets ask of the market.

use crate::{pricing, Config, Pallet, PoolParams};
use greenhour_traits::{CapacityPools, ClosingPrices, HourClock, LatchedMarket};
use greenhour_types::{Balance, Day, Hour, MarketState, MilliGpu, PoolId};

impl<T: Config> ClosingPrices for Pallet<T> {
	/// Nothing about an hour's page that counts here changes after its sale has closed, so this is
	/// the price of that moment whenever it is asked.
	fn closing_cost(pool: PoolId, hour: Hour, units: MilliGpu) -> Option<Balance> {
		let page = T::Capacity::page(pool, hour.day())?;
		let clock = T::Clock::params();
		let entry = page.at(hour.of_day());
		let lead_ms = clock.windows.sale_close_ms;
		pricing::curve_of(entry, page.market, lead_ms, clock.hour_length_ms)
			.and_then(|curve| curve.price_at_up(units.0))
			.ok()
	}
}

impl<T: Config> LatchedMarket for Pallet<T> {
	fn state_for(pool: PoolId, _: Day) -> Option<MarketState> {
		PoolParams::<T>::get(pool)
	}
}
