//! What holds after every block.

use crate::{params, pricing, Config, Learned, LearnedState, Pools};
use frame_support::ensure;
use greenhour_math::learning::demand::{MAX_LN_SCALE, MEDIAN_HOURS};
use greenhour_traits::{CapacityPools, HourClock};
use greenhour_types::{ClockParams, Day, DayPage, HourMask, MarketState};
use sp_runtime::TryRuntimeError;

/// Smallest and largest factor of a price scale in Q24: 1/2 and 2.
const PRICE_FACTORS: core::ops::RangeInclusive<u32> = 1 << 23..=1 << 25;

/// Checks all invariants of the README.
///
/// **Errors**: the first one that does not hold, in words.
pub fn check<T: Config>() -> Result<(), TryRuntimeError> {
	check_params::<T>()?;
	check_learned::<T>()?;
	check_open_pages::<T>()
}

/// Parameters are within the limits, whatever is learned.
fn check_params<T: Config>() -> Result<(), TryRuntimeError> {
	let clock = T::Clock::params();
	ensure!(
		Pools::<T>::iter_values().all(|params| params::are_usable(&params, &clock)),
		"a pool has parameters outside the limits of the curve"
	);
	Ok(())
}

/// What is learned belongs to a pool and is within its floors and ceilings.
fn check_learned<T: Config>() -> Result<(), TryRuntimeError> {
	for (pool, learned) in Learned::<T>::iter() {
		ensure!(
			Pools::<T>::contains_key(pool),
			"something is learned for no pool"
		);
		ensure!(
			learned.since <= learned.next,
			"the first hour learned from is in the future"
		);
		ensure!(
			PRICE_FACTORS.contains(&learned.price.factor),
			"a price scale has left its limits"
		);
		check_demand(&learned)?;
	}
	Ok(())
}

fn check_demand(learned: &LearnedState) -> Result<(), TryRuntimeError> {
	let scales = -MAX_LN_SCALE..=MAX_LN_SCALE;
	ensure!(
		learned
			.demand
			.iter()
			.all(|estimate| scales.contains(&estimate.ln_scale)),
		"a scale has left its limits"
	);
	ensure!(
		learned
			.demand
			.iter()
			.all(|estimate| usize::from(estimate.seen) < 2 * MEDIAN_HOURS),
		"a window of hours has lost its place"
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
	for pool in Pools::<T>::iter_keys() {
		for day in today..today.saturating_add(clock.windows.horizon_days) {
			let page = T::Capacity::page(pool, Day(day))
				.filter(|page| page.market != MarketState::default());
			if let Some(page) = page {
				check_page(&page, &clock)?;
			}
		}
	}
	Ok(())
}

/// Every hour has a curve at the shortest and the longest lead.
fn check_page(page: &DayPage, clock: &ClockParams) -> Result<(), TryRuntimeError> {
	let days = u64::from(clock.windows.horizon_days);
	let longest = clock
		.hour_length_ms
		.saturating_mul(u64::from(greenhour_types::HOURS_PER_DAY))
		.saturating_mul(days);
	for of_day in HourMask::FULL.hours() {
		for lead_ms in [0, longest] {
			ensure!(
				pricing::curve_of(page, of_day, lead_ms, clock.hour_length_ms).is_ok(),
				"a page has a curve outside the limits"
			);
		}
	}
	Ok(())
}
