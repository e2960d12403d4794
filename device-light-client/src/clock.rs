//! Is the clock of this machine right enough to act?
//!
//! Finality is the arbiter: the time of the newest finalized block is compared with the clock, and
//! the latest such time ever seen is a lower bound that is kept across restarts. With a wrong
//! clock the device reads and waits, it does not act.

use std::time::{SystemTime, UNIX_EPOCH};

use greenhour_types::Moment;

/// What the comparison says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ClockFault {
	/// The clock shows a time before the newest finalized block, or before one seen earlier.
	#[error(
		"the clock of this machine is {0} s behind the chain: set it (timedatectl); nothing is done \
		 until they agree"
	)]
	Behind(u64),
	/// The newest finalized block is old: the clock is ahead, or the chain or the connection to it
	/// stands still.
	#[error(
		"the newest finalized block is {0} s old: the clock of this machine is ahead, or the chain \
		 stands still; nothing is done until they agree"
	)]
	Ahead(u64),
}

/// Compares the clock `now` with the time `finalized` of the newest finalized block.
///
/// **Units**: ms since the Unix epoch; the fault carries whole seconds.
pub fn check(now: Moment, finalized: Moment, tolerance_ms: u64) -> Result<(), ClockFault> {
	if finalized.saturating_sub(now) > tolerance_ms {
		return Err(ClockFault::Behind(finalized.abs_diff(now) / 1_000));
	}
	if now.saturating_sub(finalized) > tolerance_ms {
		return Err(ClockFault::Ahead(finalized.abs_diff(now) / 1_000));
	}
	Ok(())
}

/// Compares the clock `now` with `floor`, the latest time of the chain ever seen.
pub fn check_floor(now: Moment, floor: Moment, tolerance_ms: u64) -> Result<(), ClockFault> {
	check(now.min(floor), floor, tolerance_ms)
}

/// The clock of this machine in ms since the Unix epoch; zero when it shows an earlier time.
pub fn now() -> Moment {
	SystemTime::now()
		.duration_since(UNIX_EPOCH)
		.ok()
		.and_then(|since| u64::try_from(since.as_millis()).ok())
		.unwrap_or(0)
}

#[cfg(test)]
mod tests {
	use super::*;

	const DAY: u64 = 24 * 3_600_000;
	const NOW: u64 = 1_700_000_000_000;

	#[test]
	fn small_differences_are_fine() {
		assert_eq!(check(NOW, NOW - 30_000, 600_000), Ok(()));
		assert_eq!(check(NOW, NOW + 600_000, 600_000), Ok(()));
	}

	#[test]
	fn day_off_is_noticed_on_both_sides() {
		assert_eq!(
			check(NOW, NOW + DAY, 600_000),
			Err(ClockFault::Behind(86_400))
		);
		assert_eq!(
			check(NOW, NOW - DAY, 600_000),
			Err(ClockFault::Ahead(86_400))
		);
		assert_eq!(
			check_floor(NOW, NOW + DAY, 600_000),
			Err(ClockFault::Behind(86_400))
		);
		assert_eq!(
			check_floor(NOW, NOW - DAY, 600_000),
			Ok(()),
			"a device may have been off"
		);
		assert_eq!(
			check(0, u64::MAX, 600_000),
			Err(ClockFault::Behind(u64::MAX / 1_000))
		);
	}
}
