//! Proving time and memory of each statement, and snarkjs' time beside them.
//!
//! Each statement is proved by a process of its own, this program with `--prove NAME`: what the rest of
//! the bench holds in memory does not count. A new statement is an arm of [`prover`] and a line of
//! [`rows`].

use greenhour_benches::report::Row;
use greenhour_circuits::{Receipt, Statement, Work};
use greenhour_prover::{DevelopmentKeys, Prover};
use rustix::time::{clock_gettime, ClockId};
use serde::{Deserialize, Serialize};
use std::{error::Error, fs, hint::black_box, path::Path, process::Command, time::Instant};

/// Threads of a prover.
const CORES: usize = 2;
/// Proofs of which the fastest counts.
const TURNS: usize = 5;

/// What one process measured.
#[derive(Debug, Serialize, Deserialize)]
struct Measured {
	/// Of the fastest proof, by the clock.
	seconds: f64,
	/// The least that a proof took on all processors together.
	processor_seconds: f64,
	/// The most memory that the process held: key, witness and all.
	peak_bytes: u64,
}

/// One proof, made again and again.
type Prove = Box<dyn FnMut() -> Result<(), Box<dyn Error>>>;

/// What makes proofs of this statement, with keys from the folder.
fn prover(statement: &str, keys: &Path) -> Result<Prove, Box<dyn Error>> {
	match statement {
		Receipt::NAME => prover_of::<Receipt>(keys),
		Work::NAME => prover_of::<Work>(keys),
		_ => Err(format!("no statement {statement}").into()),
	}
}

fn prover_of<S: DevelopmentKeys + 'static>(keys: &Path) -> Result<Prove, Box<dyn Error>> {
	let prover = Prover::<S>::development(keys)?;
	let example = S::example();
	Ok(Box::new(move || {
		black_box(prover.prove(&example)?);
		Ok(())
	}))
}

/// The figures of all statements; that against snarkjs only with the report of `scripts/ceremony/run`,
/// which times both provers in turns on the same r1cs.
pub(crate) fn rows(ceremony: Option<&Path>) -> Result<Vec<Row>, Box<dyn Error>> {
	let keys = tempfile::tempdir()?;
	let mut rows = Vec::new();
	let receipt = measured_rows(Receipt::NAME, keys.path(), 1.0)?;
	match ceremony {
		Some(file) => {
			let prove = format!("prove `{}`, {CORES} cores", Receipt::NAME);
			let figure = format!("{prove}: snarkjs time over ours on the same r1cs");
			let ratio = value_of(file, &figure)?;
			rows.push(Row::new(figure, ratio, "times").at_least(3.0));
		}
		None => println!("no report of scripts/ceremony/run (see --help): its row is left out"),
	}
	rows.extend(receipt);
	rows.extend(measured_rows(Work::NAME, keys.path(), 3.5)?);
	Ok(rows)
}

/// Time and memory of one statement; `at_most` seconds are wanted.
fn measured_rows(statement: &str, keys: &Path, at_most: f64) -> Result<Vec<Row>, Box<dyn Error>> {
	// Makes the key, so that the process that is measured only loads it.
	let _ = prover(statement, keys)?;
	let measured = in_own_process(statement, keys)?;
	let prove = format!("prove `{statement}`, {CORES} cores");
	let together = format!("{prove}: both cores together");
	let megabytes = measured.peak_bytes as f64 / 1e6;
	Ok(vec![
		Row::new(prove.clone(), measured.seconds, "s").at_most(at_most),
		Row::new(together, measured.processor_seconds, "s"),
		Row::new(format!("{prove}: peak memory"), megabytes, "MB").at_most(256.0),
	])
}

/// The figure of a report of this shape.
fn value_of(file: &Path, figure: &str) -> Result<f64, Box<dyn Error>> {
	#[derive(Deserialize)]
	struct Report {
		results: Vec<Figure>,
	}
	#[derive(Deserialize)]
	struct Figure {
		figure: String,
		value: f64,
	}
	let report: Report = serde_json::from_slice(&fs::read(file)?)?;
	let found = report.results.iter().find(|row| row.figure == figure);
	let row = found.ok_or_else(|| format!("{} has no figure '{figure}'", file.display()))?;
	Ok(row.value)
}

fn in_own_process(statement: &str, keys: &Path) -> Result<Measured, Box<dyn Error>> {
	let output = Command::new(std::env::current_exe()?)
		.args(["--prove", statement, "--keys"])
		.arg(keys)
		.output()?;
	if !output.status.success() {
		let error = String::from_utf8_lossy(&output.stderr);
		return Err(format!("cannot prove {statement}: {error}").into());
	}
	Ok(serde_json::from_slice(&output.stdout)?)
}

/// What the process of one statement does: prints a [`Measured`].
pub(crate) fn measure(statement: &str, keys: &Path) -> Result<(), Box<dyn Error>> {
	rayon::ThreadPoolBuilder::new()
		.num_threads(CORES)
		.build_global()?;
	let mut prove = prover(statement, keys)?;
	let mut measured = Measured {
		seconds: f64::INFINITY,
		processor_seconds: f64::INFINITY,
		peak_bytes: 0,
	};
	for _ in 0..TURNS {
		let (start, processor_start) = (Instant::now(), processor_seconds());
		prove()?;
		let taken = processor_seconds() - processor_start;
		measured.processor_seconds = measured.processor_seconds.min(taken);
		measured.seconds = measured.seconds.min(start.elapsed().as_secs_f64());
	}
	measured.peak_bytes = peak_bytes()?;
	println!("{}", serde_json::to_string(&measured)?);
	Ok(())
}

/// Seconds that all threads of this program have run.
fn processor_seconds() -> f64 {
	let time = clock_gettime(ClockId::ProcessCPUTime);
	time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}

/// The most physical memory that this program held; what ran in the process before does not count.
fn peak_bytes() -> Result<u64, Box<dyn Error>> {
	let status = fs::read_to_string("/proc/self/status")?;
	let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
	let peak = peak.ok_or("the kernel tells no peak of memory")?;
	let kibibytes: u64 = peak.trim().trim_end_matches(" kB").parse()?;
	Ok(kibibytes * 1_024)
}
