//! Demand for GPUs: the jobs that the tenant of a run brings.
//!
//! A trace in the public format of the openb pod lists (`alibaba/clusterdata`,
//! `cluster-trace-gpu-v2023`) is read as its authors suggest: latency-sensitive tasks (`LS`) need
//! specific hours, best-effort tasks (`BE`) take any hours before their deadline. Without a trace a
//! short built-in list of the same shape serves.

use crate::error::{Error, Result};
use greenhour_types::MilliGpu;
use serde::Deserialize;
use std::path::Path;

/// One task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Job {
	/// Name in the trace.
	pub(crate) name: String,
	/// GPUs it needs while it runs.
	pub(crate) units: MilliGpu,
}

/// The tasks by how they bind to time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Demand {
	/// Tasks that need specific hours.
	pub(crate) sensitive: Vec<Job>,
	/// Tasks that take any hours.
	pub(crate) flexible: Vec<Job>,
	/// Rows of the trace; zero for the built-in list.
	pub(crate) rows: usize,
}

/// Tasks that share one contract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Bundle {
	/// Sum over the tasks.
	pub(crate) units: MilliGpu,
	/// How many tasks.
	pub(crate) jobs: usize,
}

#[derive(Deserialize)]
struct Row {
	name: String,
	num_gpu: u32,
	gpu_milli: u32,
	qos: String,
}

impl Demand {
	/// Reads an openb pod list.
	///
	/// **Errors**: the file can't be read, has no header of that format, or a row is cut short.
	pub(crate) fn read(path: &Path) -> Result<Self> {
		let file = std::fs::File::open(path).map_err(Error::io(path.display()))?;
		let mut demand = Self::default();
		for row in csv::Reader::from_reader(file).deserialize() {
			let row: Row =
				row.map_err(|error| Error::Trace(path.display().to_string(), error.to_string()))?;
			demand.rows += 1;
			demand.take(row);
		}
		if demand.sensitive.is_empty() || demand.flexible.is_empty() {
			let why = "needs at least one GPU task of class LS and one of class BE";
			return Err(Error::Trace(path.display().to_string(), why.into()));
		}
		Ok(demand)
	}

	/// The list that serves without a trace.
	pub(crate) fn built_in() -> Self {
		let jobs = |name: &str, sizes: &[u32]| {
			let numbered = sizes.iter().enumerate();
			numbered
				.map(|(n, units)| Job {
					name: format!("{name}-{n}"),
					units: MilliGpu(*units),
				})
				.collect()
		};
		Self {
			sensitive: jobs("inference", &[1_000, 470, 650, 460, 370, 1_000]),
			flexible: jobs("training", &[810, 470, 320, 230, 590, 160]),
			rows: 0,
		}
	}

	fn take(&mut self, row: Row) {
		let Some(units) = row
			.num_gpu
			.checked_mul(row.gpu_milli)
			.filter(|units| *units > 0)
		else {
			return;
		};
		let job = Job {
			name: row.name,
			units: MilliGpu(units),
		};
		match row.qos.as_str() {
			"LS" => self.sensitive.push(job),
			"BE" => self.flexible.push(job),
			_ => {}
		}
	}
}

/// Fills up to `limit` with jobs in their order; a job that does not fit is left out.
pub(crate) fn bundle(jobs: &[Job], limit: MilliGpu) -> Bundle {
	let mut bundle = Bundle {
		units: MilliGpu::ZERO,
		jobs: 0,
	};
	for job in jobs {
		match bundle.units.checked_add(job.units) {
			Some(sum) if sum <= limit => {
				bundle.units = sum;
				bundle.jobs += 1;
			}
			_ => {}
		}
	}
	bundle
}

#[cfg(test)]
mod tests {
	use super::*;

	fn written(text: &str) -> tempfile::NamedTempFile {
		let file = tempfile::NamedTempFile::new().expect("temporary folder");
		std::fs::write(file.path(), text).expect("temporary file");
		file
	}

	const HEADER: &str = "name,cpu_milli,memory_mib,num_gpu,gpu_milli,gpu_spec,qos,pod_phase,creation_time,deletion_time,scheduled_time\n";

	#[test]
	fn tasks_are_sorted_by_class_and_every_row_counts() {
		let file = written(&format!(
			"{HEADER}a,1,1,1,470,,LS,Running,0,9,0\nb,1,1,2,1000,,BE,Running,0,9,0\n\
			 c,1,1,0,0,,LS,Running,0,9,0\nd,1,1,1,1000,,Burstable,Running,0,9,0\n"
		));
		let demand = Demand::read(file.path()).expect("well formed");
		assert_eq!(demand.rows, 4);
		assert_eq!(
			demand.sensitive,
			[Job {
				name: "a".into(),
				units: MilliGpu(470)
			}]
		);
		assert_eq!(
			demand.flexible,
			[Job {
				name: "b".into(),
				units: MilliGpu(2_000)
			}]
		);
	}

	#[test]
	fn a_truncated_row_is_refused() {
		let file = written(&format!("{HEADER}a,1,1,1,470,,LS,Running,0,9,0\nb,1,1,2"));
		assert!(matches!(Demand::read(file.path()), Err(Error::Trace(..))));
	}

	#[test]
	fn a_bundle_never_exceeds_its_limit() {
		let demand = Demand::built_in();
		let filled = bundle(&demand.sensitive, MilliGpu(2_500));
		assert_eq!(
			filled,
			Bundle {
				units: MilliGpu(2_490),
				jobs: 4
			}
		);
		assert_eq!(bundle(&demand.sensitive, MilliGpu(10)).jobs, 0);
	}

	#[test]
	fn the_public_trace_reads_whole() {
		let Some(folder) = std::env::var_os("GREENHOUR_TRACES") else {
			eprintln!("skipped: GREENHOUR_TRACES is not set");
			return;
		};
		let path = Path::new(&folder).join("gpu-demand/openb_pod_list_gpuspec33.csv");
		let demand = Demand::read(&path).expect("public format");
		assert_eq!(demand.rows, 8_152);
	}
}
