//! What holds after every block.

use crate::{params, Config, PoolParams};
use frame_support::ensure;
use greenhour_traits::{CapacityPools, HourClock};
use greenhour_types::{Day, MarketState};
use sp_runtime::TryRuntimeError;

/// Checks all invariants of the README.
///
/// **Errors**: the first one that does not hold, in words.
pub fn check<T: Config>() -> Result<(), TryRuntimeError> {
	check_params::<T>()?;
	check_open_pages::<T>()
}

fn check_params<T: Config>() -> Result<(), TryRuntimeError> {
	let clock = T::Clock::params();
	ensure!(
		PoolParams::<T>::iter_values().all(|market| params::are_usable(&market, &clock)),
		"a pool has parameters outside the limits of the curve"
	);
	Ok(())
}

/// Pages from today to the horizon.
fn check_open_pages<T: Config>() -> Result<(), TryRuntimeError> {
	let clock = T::Clock::params();
	let Some(current) = T::Clock::current_hour() else {
		return Ok(());
	};
	let today = current.day().0;
	for pool in PoolParams::<T>::iter_keys() {
		for day in today..today.saturating_add(clock.windows.horizon_days) {
			let market = T::Capacity::page(pool, Day(day)).map(|page| page.market);
			let latched = market.filter(|market| *market != MarketState::default());
			ensure!(
				latched.is_none_or(|market| params::are_usable(&market, &clock)),
				"a page has a curve outside the limits"
			);
		}
	}
	Ok(())
}
