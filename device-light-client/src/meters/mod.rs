//! Where energy readings come from: replays of a trace, or a model of the sky.
//!
//! A source tells what the solar array of the site gave in one hour of market time; `site` turns
//! that and the load into a reading, and `software` keeps the readings in a signed chain. A chain hour,
//! however short, stands for one full hour of the source. No source here is a physical meter: what is signed
//! is the word of the owner (tier 0).

mod clear_sky;
mod csv_replay;
mod site;
mod software;

pub use clear_sky::ClearSky;
pub use csv_replay::{CsvReplay, Placement};
pub use site::{Site, SiteReading, StorageLimits, StorageState};
pub use software::{KeptMeter, Meter, Readings};

use std::path::PathBuf;

use greenhour_types::{Hour, WattHours};

/// Energy that an array of one watt gives per W/m2 and hour, in Wh: 1 kWp gives 0.8 kW at 1 kW/m2.
const PERFORMANCE_RATIO: f64 = 0.8;

/// Irradiance at which an array gives its nameplate, before losses, in W/m2.
const STANDARD_IRRADIANCE: f64 = 1_000.0;

/// A source of solar energy readings.
pub trait MeterSource: Send + Sync {
	/// Energy that the array gave in `hour`, in whole Wh, rounded down.
	///
	/// The same hour always gives the same energy.
	fn production(&self, hour: Hour) -> WattHours;
}

/// Why a trace can't be used. Messages name file and line.
#[derive(Debug, thiserror::Error)]
pub enum MeterError {
	/// The file can't be read.
	#[error("cannot read {}: {cause}", file.display())]
	Unreadable {
		/// The trace.
		file: PathBuf,
		/// What the system says.
		cause: std::io::Error,
	},
	/// The first lines hold no header with the columns that are needed.
	#[error(
		"{}: no header with the columns Year, Month, Day, Hour, Minute and GHI in the first three \
		 lines",
		file.display()
	)]
	NoHeader {
		/// The trace.
		file: PathBuf,
	},
	/// A line has fewer or more fields than the header.
	#[error(
		"{}:{line}: {found} fields where the header has {expected}; the file is truncated or damaged",
		file.display()
	)]
	FieldCount {
		/// The trace.
		file: PathBuf,
		/// Line, from 1.
		line: u64,
		/// Fields in the line.
		found: usize,
		/// Fields in the header.
		expected: usize,
	},
	/// A field is not the number that the column needs.
	#[error("{}:{line}: {column} is {text:?}, expected {expected}", file.display())]
	BadField {
		/// The trace.
		file: PathBuf,
		/// Line, from 1.
		line: u64,
		/// Name of the column.
		column: &'static str,
		/// What is there.
		text: String,
		/// What belongs there.
		expected: &'static str,
	},
	/// A line does not follow the one before by one step of the trace.
	#[error(
		"{}:{line}: time does not follow the line before by one step of {step} minutes; lines are \
		 missing or mixed up",
		file.display()
	)]
	Gap {
		/// The trace.
		file: PathBuf,
		/// Line, from 1.
		line: u64,
		/// Step of the trace in minutes.
		step: u32,
	},
	/// The last day is not complete.
	#[error(
		"{}:{line}: the file ends in the middle of a day ({rows} of {expected} lines); it is \
		 truncated",
		file.display()
	)]
	Truncated {
		/// The trace.
		file: PathBuf,
		/// Last line, from 1.
		line: u64,
		/// Lines of the last day.
		rows: usize,
		/// Lines of a complete day.
		expected: usize,
	},
	/// The trace starts after its own last day.
	#[error("{}: first day {first_day} is past the end of the trace ({days} days)", file.display())]
	FirstDay {
		/// The trace.
		file: PathBuf,
		/// Day asked for, from 0.
		first_day: u32,
		/// Days in the trace.
		days: usize,
	},
}

/// Irradiance in Wh/m2 of one hour to energy of an array, rounded down.
fn array_energy(irradiation: f64, nameplate_w: u32) -> WattHours {
	let energy = irradiation / STANDARD_IRRADIANCE * PERFORMANCE_RATIO * f64::from(nameplate_w);
	WattHours(floor_to_u64(energy))
}

/// Floor of a finite number; zero below one, `u64::MAX` above the range.
fn floor_to_u64(value: f64) -> u64 {
	// `as` saturates for floats, and maps NaN to zero.
	value.floor() as u64
}

/// Index of the local hour in a cyclic trace of `length` hours that starts at local midnight.
///
/// `utc_offset_hours` shifts market time to the site's time: -12 puts noon at market midnight.
fn trace_index(hour: Hour, utc_offset_hours: i32, first_hour: u32, length: usize) -> usize {
	let position = i64::from(hour.0) + i64::from(utc_offset_hours) + i64::from(first_hour);
	let length = i64::try_from(length.max(1)).unwrap_or(i64::MAX);
	usize::try_from(position.rem_euclid(length)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
	use proptest::prelude::*;

	use super::*;

	#[test]
	fn one_kilowatt_peak_gives_800_wh_in_an_hour_of_full_sun() {
		assert_eq!(array_energy(1_000.0, 1_000), WattHours(800));
		assert_eq!(array_energy(1.2, 1_000), WattHours(0));
	}

	#[test]
	fn impossible_energy_is_nothing_or_the_limit() {
		assert_eq!(array_energy(-5.0, 1_000), WattHours(0));
		assert_eq!(array_energy(f64::NAN, 1_000), WattHours(0));
		assert_eq!(array_energy(f64::INFINITY, 1_000), WattHours(u64::MAX));
	}

	proptest! {
		#[test]
		fn trace_index_is_inside_and_cyclic(hour: u32, offset in -14i32..=14, first: u16, days in 1usize..400) {
			let length = days * 24;
			let index = trace_index(Hour(hour), offset, u32::from(first), length);
			prop_assert!(index < length);
			let next = trace_index(Hour(hour.saturating_add(1)), offset, u32::from(first), length);
			prop_assume!(hour < u32::MAX);
			prop_assert_eq!(next, (index + 1) % length);
		}
	}
}
