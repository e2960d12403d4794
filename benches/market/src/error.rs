//! Why a simulation can't run.

use std::path::PathBuf;

/// Why a simulation can't run.
#[derive(Debug, thiserror::Error)]
pub enum Error {
	/// A file could not be read or written.
	#[error("{path}: {source}")]
	File {
		/// The file.
		path: PathBuf,
		/// Why.
		source: std::io::Error,
	},
	/// A row of a table is not in the format that its option names.
	#[error("{path}: {source}")]
	Table {
		/// The file.
		path: PathBuf,
		/// Why.
		source: csv::Error,
	},
	/// A table has no rows that can be used.
	#[error("{path}: {what}")]
	Empty {
		/// The file.
		path: PathBuf,
		/// What is missing.
		what: &'static str,
	},
	/// The tasks end before the days that count.
	#[error("tasks of {days} days are too few, {needed} are needed")]
	TooFewDays {
		/// Whole days of the tasks.
		days: usize,
		/// Days of warm-up and days that count.
		needed: usize,
	},
	/// Results could not be written.
	#[error("results: {0}")]
	Json(#[from] serde_json::Error),
	/// A plot could not be drawn.
	#[error("plot: {0}")]
	Plot(String),
}
