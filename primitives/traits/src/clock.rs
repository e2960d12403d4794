//! Market time.

use greenhour_types::{ClockParams, Hour, HourPhase, Moment};

/// Tells the market time of the current block.
///
/// Implementers read the timestamp of the block itself, so that a late hour roll can't keep a
/// window open.
pub trait HourClock {
	/// Timestamp of the current block, ms since the Unix epoch.
	fn now() -> Moment;

	/// The fixed lengths of the chain, with hour zero filled in once it is known.
	fn params() -> ClockParams;

	/// Did less than two thirds of the expected blocks of `hour` reach the chain?
	///
	/// Only hours that are over can be void; others give `false`.
	fn is_void(hour: Hour) -> bool;

	/// The hour of the current block; `None` before hour zero is known.
	fn current_hour() -> Option<Hour> {
		Self::params().hour_at(Self::now())
	}

	/// Where `hour` stands in the current block; `None` before hour zero is known.
	fn phase_of(hour: Hour) -> Option<HourPhase> {
		Self::params().phase_of(hour, Self::now())
	}
}
