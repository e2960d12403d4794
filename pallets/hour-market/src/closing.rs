//! The price at which the sale of an hour closed.

use crate::{pricing, Config, Pallet};
use greenhour_traits::{CapacityPools, ClosingPrices, HourClock};
use greenhour_types::{Balance, Hour, MilliGpu, PoolId};

impl<T: Config> ClosingPrices for Pallet<T> {
	/// Nothing about an hour's page that counts here changes after its sale has closed, so this is
	/// the price of that moment whenever it is asked.
	fn closing_cost(pool: PoolId, hour: Hour, units: MilliGpu) -> Option<Balance> {
		let page = T::Capacity::page(pool, hour.day())?;
		let clock = T::Clock::params();
		let lead_ms = clock.windows.sale_close_ms;
		pricing::curve_of(&page, hour.of_day(), lead_ms, clock.hour_length_ms)
			.and_then(|curve| curve.price_at_up(units.0))
			.ok()
	}
}
