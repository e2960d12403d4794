//! The steps of a run, as a person reads them and as JSON.

use crate::error::{Error, Result};
use serde::Serialize;
use std::path::Path;

/// What one step showed.
#[derive(Debug, Serialize)]
pub(crate) struct Step {
	/// Short name, the same in every run.
	pub(crate) name: &'static str,
	/// Did finalized storage show what the step is about?
	pub(crate) ok: bool,
	/// The finalized block whose storage was read; 0 when the step failed before a read.
	pub(crate) block: u32,
	/// What happened, with amounts and units.
	pub(crate) detail: String,
}

/// A finding of a step: the block that was read, and what it showed.
#[derive(Debug)]
pub(crate) struct Finding {
	/// Finalized block.
	pub(crate) block: u32,
	/// In words.
	pub(crate) detail: String,
}

impl Finding {
	/// A finding at `block`.
	pub(crate) fn new(block: u32, detail: impl Into<String>) -> Self {
		Self {
			block,
			detail: detail.into(),
		}
	}
}

/// All steps of a run.
#[derive(Debug, Serialize)]
pub(crate) struct Report {
	steps: Vec<Step>,
	all_ok: bool,
	trace_rows: usize,
}

impl Report {
	/// An empty report of a run that used `trace_rows` rows of public traces.
	pub(crate) fn new(trace_rows: usize) -> Self {
		Self {
			steps: Vec::new(),
			all_ok: true,
			trace_rows,
		}
	}

	/// Records and prints a step; returns whether it was as it should be.
	pub(crate) fn record(&mut self, name: &'static str, finding: Result<Finding>) -> bool {
		let step = match finding {
			Ok(finding) => Step {
				name,
				ok: true,
				block: finding.block,
				detail: finding.detail,
			},
			Err(error) => Step {
				name,
				ok: false,
				block: 0,
				detail: error.to_string(),
			},
		};
		let mark = if step.ok { "ok    " } else { "FAILED" };
		println!(
			"{mark} {:>4}  {:<24} {}",
			step.block, step.name, step.detail
		);
		self.all_ok &= step.ok;
		self.steps.push(step);
		self.all_ok
	}

	/// Records a step without which the later ones make no sense: its error is the answer.
	pub(crate) fn require(&mut self, name: &'static str, finding: Result<Finding>) -> Result<()> {
		match finding {
			Ok(finding) => {
				self.record(name, Ok(finding));
				Ok(())
			}
			Err(error) => Err(self.failed(name, error)),
		}
	}

	/// Records a failed step. The answer says the same, for whoever has to stop at it.
	pub(crate) fn failed(&mut self, name: &'static str, error: Error) -> Error {
		let reason = error.to_string();
		self.record(name, Err(error));
		Error::Unexpected(reason)
	}

	/// Records why a run stopped early, unless a failed step says it already.
	pub(crate) fn stopped_early(&mut self, error: Error) {
		if self.all_ok {
			self.record("stopped_early", Err(error));
		}
	}

	/// True when every step so far was as it should be.
	pub(crate) fn all_ok(&self) -> bool {
		self.all_ok && !self.steps.is_empty()
	}

	/// Prints the closing line.
	pub(crate) fn print_summary(&self) {
		let failed: Vec<&str> = self
			.steps
			.iter()
			.filter(|step| !step.ok)
			.map(|step| step.name)
			.collect();
		println!();
		println!(
			"{} of {} steps ok",
			self.steps.len() - failed.len(),
			self.steps.len()
		);
		if !failed.is_empty() {
			println!("failed: {}", failed.join(", "));
		}
	}

	/// Writes the report as JSON.
	pub(crate) fn write(&self, path: &Path) -> Result<()> {
		let json = serde_json::to_string_pretty(self)
			.map_err(|error| Error::unexpected(format!("report: {error}")))?;
		std::fs::write(path, json + "\n").map_err(Error::io(path.display()))
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn one_failed_step_fails_the_report() {
		let mut report = Report::new(3);
		assert!(!report.all_ok(), "nothing shown is not success");
		assert!(report.record("first", Ok(Finding::new(7, "fine"))));
		assert!(report.all_ok());
		assert!(!report.record("second", Err(Error::unexpected("no"))));
		assert!(!report.record("third", Ok(Finding::new(8, "fine again"))));
		assert!(!report.all_ok());
	}

	#[test]
	fn a_required_step_that_fails_is_recorded_and_an_error() {
		let mut report = Report::new(0);
		assert!(report.require("first", Ok(Finding::new(7, "fine"))).is_ok());
		let failed = report.require("second", Err(Error::unexpected("no")));
		assert_eq!(failed.expect_err("it failed").to_string(), "no");
		assert_eq!(report.steps.len(), 2);
		assert!(!report.all_ok());
	}

	#[test]
	fn a_run_that_stops_early_is_never_ok() {
		let mut report = Report::new(0);
		report.record("first", Ok(Finding::new(7, "fine")));
		report.stopped_early(Error::Interrupted);
		report.stopped_early(Error::unexpected("known already"));
		assert!(!report.all_ok());
		assert_eq!(report.steps.len(), 2);
	}

	#[test]
	fn json_has_the_published_shape() {
		let mut report = Report::new(3);
		report.record("first", Ok(Finding::new(7, "fine")));
		let json = serde_json::to_value(&report).expect("plain data");
		assert_eq!(
			json,
			serde_json::json!({
				"steps": [{ "name": "first", "ok": true, "block": 7, "detail": "fine" }],
				"all_ok": true,
				"trace_rows": 3,
			})
		);
	}
}
