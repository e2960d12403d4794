//! Rows of a bench, read from criterion's own files.

use serde::{Deserialize, Serialize};
use std::{
	fs,
	path::{Path, PathBuf},
};

/// One measured figure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
	/// What was measured.
	pub figure: String,
	/// How much.
	pub value: f64,
	/// Of what.
	pub unit: String,
	/// The limit, if there is one.
	pub target: Option<f64>,
	/// On which side of the target the value must be.
	#[serde(default, skip_serializing_if = "Option::is_none")]
	pub bound: Option<Bound>,
	/// Is it within the target? Rows without a target always are.
	pub ok: bool,
}

/// On which side of its target a value must be; the target itself is within.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Bound {
	/// More is better.
	#[serde(rename = "at least")]
	AtLeast,
	/// Less is better.
	#[serde(rename = "at most")]
	AtMost,
}

impl Row {
	/// A figure without a target.
	pub fn new(figure: impl Into<String>, value: f64, unit: &str) -> Self {
		Self {
			figure: figure.into(),
			value,
			unit: unit.into(),
			target: None,
			bound: None,
			ok: true,
		}
	}

	/// The figure, which must not be below the target.
	#[must_use]
	pub fn at_least(self, target: f64) -> Self {
		self.bounded(Bound::AtLeast, target)
	}

	/// The figure, which must not be above the target.
	#[must_use]
	pub fn at_most(self, target: f64) -> Self {
		self.bounded(Bound::AtMost, target)
	}

	/// A value that is no number misses every target.
	fn bounded(self, bound: Bound, target: f64) -> Self {
		let ok = match bound {
			Bound::AtLeast => self.value >= target,
			Bound::AtMost => self.value <= target,
		};
		Self {
			target: Some(target),
			bound: Some(bound),
			ok,
			..self
		}
	}

	/// The target with its side, as the table shows it.
	pub fn limit(&self) -> String {
		let sign = match self.bound {
			Some(Bound::AtLeast) => ">= ",
			Some(Bound::AtMost) => "<= ",
			None => "",
		};
		self.target
			.map_or("-".into(), |target| format!("{sign}{target}"))
	}
}

/// The figures as a table, a line each after the heading.
pub fn table(rows: &[Row]) -> String {
	let width = rows.iter().map(|row| row.figure.len()).max();
	let width = width.unwrap_or_default().max("figure".len());
	let mut table = format!(
		"{:<width$}{:>12}  {:<6}{:>10}",
		"figure", "value", "unit", "target"
	);
	for row in rows {
		let mark = if row.ok { "" } else { "  MISSED" };
		table.push_str(&format!(
			"\n{:<width$}{:>12.2}  {:<6}{:>10}{mark}",
			row.figure,
			row.value,
			row.unit,
			row.limit()
		));
	}
	table
}

/// Where cargo builds.
pub fn target_folder() -> PathBuf {
	std::env::var_os("CARGO_TARGET_DIR").map_or_else(
		|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../target"),
		PathBuf::from,
	)
}

/// Leaves the figures of a bench with a harness of its own where [`rows`] finds them, in the target folder of
/// cargo.
///
/// **Errors**: the file can't be written.
pub fn leave_rows(bench: &str, rows: &[Row]) -> std::io::Result<()> {
	let folder = target_folder().join("criterion").join(bench);
	fs::create_dir_all(&folder)?;
	fs::write(folder.join("rows.json"), serde_json::to_vec(rows)?)
}

/// All figures of one bench.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Report {
	/// Name of the bench.
	pub bench: String,
	/// Processor and number of cores.
	pub machine: String,
	/// Commit that was measured.
	pub commit: String,
	/// The figures.
	pub results: Vec<Row>,
}

/// Why there is no report.
#[derive(Debug, thiserror::Error)]
pub enum Error {
	/// A file of the bench could not be read.
	#[error("cannot read {path}: {source}")]
	Read {
		/// The file or folder.
		path: PathBuf,
		/// Why.
		source: std::io::Error,
	},
	/// A file of the bench has another shape than expected.
	#[error("{path} is neither an estimate of criterion nor a list of rows: {source}")]
	Shape {
		/// The file.
		path: PathBuf,
		/// Why.
		source: serde_json::Error,
	},
	/// The bench measured nothing.
	#[error("no measurement of bench '{0}' was found; run `cargo bench --bench {0}` first")]
	Empty(String),
}

#[derive(Deserialize)]
struct Estimates {
	median: Estimate,
}

#[derive(Deserialize)]
struct Estimate {
	point_estimate: f64,
}

/// The most microseconds that a figure may take, by its name in criterion.
fn target_us(figure: &str) -> Option<f64> {
	match figure {
		"cost_up" | "price_at_up" => Some(20.0),
		"prove" => Some(2_000_000.0),
		_ => None,
	}
}

/// The figures that `bench` left under `criterion_dir`: those of its own `rows.json`, in its order and
/// units, else the medians of criterion, by name.
///
/// **Units**: µs for criterion.
/// **Errors**: `Read`, `Shape`: a file is unreadable; `Empty`: nothing was measured.
pub fn rows(bench: &str, criterion_dir: &Path) -> Result<Vec<Row>, Error> {
	let folder = criterion_dir.join(bench);
	if !folder.is_dir() {
		return Err(Error::Empty(bench.into()));
	}
	let read = |path: &Path, source| Error::Read {
		path: path.into(),
		source,
	};
	let path = folder.join("rows.json");
	if path.is_file() {
		let text = fs::read(&path).map_err(|source| read(&path, source))?;
		return serde_json::from_slice(&text).map_err(|source| Error::Shape { path, source });
	}
	let mut figures = Vec::new();
	for entry in fs::read_dir(&folder).map_err(|source| read(&folder, source))? {
		let entry = entry.map_err(|source| read(&folder, source))?;
		let path = entry.path().join("new/estimates.json");
		if !path.is_file() {
			continue;
		}
		let text = fs::read(&path).map_err(|source| read(&path, source))?;
		let estimates: Estimates =
			serde_json::from_slice(&text).map_err(|source| Error::Shape {
				path: path.clone(),
				source,
			})?;
		let figure = entry.file_name().to_string_lossy().into_owned();
		let value = estimates.median.point_estimate / 1_000.0;
		let target = target_us(&figure);
		let row = Row::new(figure, value, "us");
		figures.push(match target {
			Some(target) => row.at_most(target),
			None => row,
		});
	}
	if figures.is_empty() {
		return Err(Error::Empty(bench.into()));
	}
	figures.sort_by(|a, b| a.figure.cmp(&b.figure));
	Ok(figures)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_bench_without_measurements_is_an_error() {
		let error = rows("nothing", Path::new("/nonexistent")).expect_err("nothing there");
		assert!(matches!(error, Error::Empty(name) if name == "nothing"));
	}

	#[test]
	fn rows_of_a_bench_are_taken_as_they_are() {
		let folder = std::env::temp_dir().join(format!("greenhour-rows-{}", std::process::id()));
		fs::create_dir_all(folder.join("zk")).expect("temporary folder");
		let row = Row::new("times cheaper", 9.5, "times").at_least(5.0);
		let text = serde_json::to_vec(std::slice::from_ref(&row)).expect("plain data");
		fs::write(folder.join("zk/rows.json"), text).expect("temporary file");
		assert_eq!(rows("zk", &folder).expect("one row"), [row]);
		fs::remove_dir_all(folder).expect("own folder");
	}

	#[test]
	fn a_target_has_a_side() {
		let row = |value| Row::new("figure", value, "ms");
		assert!(row(5.0).at_least(5.0).ok && row(5.0).at_most(5.0).ok);
		assert!(!row(4.9).at_least(5.0).ok && !row(5.1).at_most(5.0).ok);
		assert!(!row(f64::NAN).at_least(5.0).ok && !row(f64::NAN).at_most(5.0).ok);
		let limits = [row(1.0), row(1.0).at_least(5.0), row(1.0).at_most(3.2)];
		assert_eq!(limits.map(|row| row.limit()), ["-", ">= 5", "<= 3.2"]);
	}

	#[test]
	fn the_side_of_a_target_is_part_of_the_json() {
		let text =
			serde_json::to_string(&Row::new("f", 1.0, "s").at_most(2.0)).expect("plain data");
		let expected =
			r#"{"figure":"f","value":1.0,"unit":"s","target":2.0,"bound":"at most","ok":true}"#;
		assert_eq!(text, expected);
	}

	#[test]
	fn estimates_become_rows_in_microseconds() {
		let folder = std::env::temp_dir().join(format!("greenhour-report-{}", std::process::id()));
		let new = folder.join("hour_curve/cost_up/new");
		fs::create_dir_all(&new).expect("temporary folder");
		fs::write(
			new.join("estimates.json"),
			r#"{"median":{"point_estimate":25000.0}}"#,
		)
		.expect("temporary file");
		let rows = rows("hour_curve", &folder).expect("one estimate");
		assert_eq!(rows.len(), 1);
		assert_eq!(
			(rows[0].figure.as_str(), rows[0].value, rows[0].ok),
			("cost_up", 25.0, false)
		);
		fs::remove_dir_all(folder).expect("own folder");
	}
}
