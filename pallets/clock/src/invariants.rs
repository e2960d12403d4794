//! What holds after every block.

use crate::{lengths, Config, CountedHours, CurrentHour, Params};
use frame_support::ensure;
use sp_runtime::TryRuntimeError;

/// Checks all invariants of the README.
///
/// **Errors**: the first one that does not hold, in words.
pub fn check<T: Config>() -> Result<(), TryRuntimeError> {
	check_lengths::<T>()?;
	check_tally::<T>()?;
	check_counted::<T>()
}

fn check_lengths<T: Config>() -> Result<(), TryRuntimeError> {
	let params = Params::<T>::get();
	lengths::validate(&params)?;
	ensure!(
		CurrentHour::<T>::get().is_none() || params.hour_zero_ms.is_some(),
		"blocks are counted before hour zero is known"
	);
	Ok(())
}

fn check_tally<T: Config>() -> Result<(), TryRuntimeError> {
	let Some(tally) = CurrentHour::<T>::get() else {
		return Ok(());
	};
	// An hour that does not start with a slot touches one slot more than it is long.
	let most = Params::<T>::get().blocks_per_hour().saturating_add(2);
	ensure!(tally.blocks > 0, "the current hour has no block");
	ensure!(
		tally.blocks <= most,
		"the current hour has more blocks than slots"
	);
	Ok(())
}

fn check_counted<T: Config>() -> Result<(), TryRuntimeError> {
	let current = CurrentHour::<T>::get().map(|tally| tally.hour);
	for (day, counted) in CountedHours::<T>::iter() {
		let last = counted.last().and_then(|hour| day.hour(hour));
		ensure!(last.is_some(), "a day is stored without a counted hour");
		ensure!(last < current, "an hour is counted before it is over");
	}
	Ok(())
}
