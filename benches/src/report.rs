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
	/// The most it may be; for a figure in favour of the project, the least.
	pub target: Option<f64>,
	/// Is it within the target? Rows without a target always are.
	pub ok: bool,
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
		let ok = target.is_none_or(|target| value <= target);
		figures.push(Row {
			figure,
			value,
			unit: "us".into(),
			target,
			ok,
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
		let row = Row {
			figure: "times cheaper".into(),
			value: 9.5,
			unit: "times".into(),
			target: Some(5.0),
			ok: true,
		};
		let text = serde_json::to_vec(std::slice::from_ref(&row)).expect("plain data");
		fs::write(folder.join("zk/rows.json"), text).expect("temporary file");
		assert_eq!(rows("zk", &folder).expect("one row"), [row]);
		fs::remove_dir_all(folder).expect("own folder");
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
