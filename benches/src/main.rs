//! Prints what a bench measured, and writes it as JSON.

use clap::Parser;
use greenhour_benches::report::{rows, table, Report};
use std::{path::PathBuf, process::ExitCode};

/// Table of one bench, from the files that criterion left.
#[derive(Parser)]
struct Options {
	/// Name of the bench.
	bench: String,
	/// Folder of criterion.
	#[arg(long, value_name = "DIR")]
	criterion_dir: PathBuf,
	/// Commit that was measured.
	#[arg(long, default_value = "unknown")]
	commit: String,
	/// Machine that measured.
	#[arg(long, default_value = "unknown")]
	machine: String,
	/// Also write the table as JSON.
	#[arg(long, value_name = "FILE")]
	json: Option<PathBuf>,
}

fn main() -> ExitCode {
	let options = Options::parse();
	match run(options) {
		Ok(true) => ExitCode::SUCCESS,
		Ok(false) => ExitCode::FAILURE,
		Err(error) => {
			eprintln!("error: {error}");
			ExitCode::FAILURE
		}
	}
}

fn run(options: Options) -> Result<bool, Box<dyn std::error::Error>> {
	let results = rows(&options.bench, &options.criterion_dir)?;
	println!("{}", table(&results));
	let ok = results.iter().all(|row| row.ok);
	if let Some(file) = options.json {
		let Options {
			bench,
			machine,
			commit,
			..
		} = options;
		let report = Report {
			bench,
			machine,
			commit,
			results,
		};
		std::fs::write(file, serde_json::to_string_pretty(&report)?)?;
	}
	Ok(ok)
}
