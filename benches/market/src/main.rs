//! Runs the market simulator, prints its table and writes what it found.

use clap::Parser;
use greenhour_benches::report::Row;
use greenhour_market_simulator::{
	demand::{synthetic, trace, Task},
	error::Error,
	figures::{flexible, known_demand, learned_demand, Effort},
	plots, solar,
};
use serde::Serialize;
use std::{
	fs,
	path::{Path, PathBuf},
	process::ExitCode,
};

/// Simulates the hour market against other ways to sell hours that die.
#[derive(Parser)]
#[command(version)]
struct Options {
	/// Tasks as an openb pod list (csv); a made-up demand without.
	#[arg(long, value_name = "FILE")]
	demand: Option<PathBuf>,
	/// Irradiance as an NSRDB PSM3 table (csv) of a year; a clear sky without.
	#[arg(long, value_name = "FILE")]
	solar: Option<PathBuf>,
	/// Seed of every draw.
	#[arg(long, default_value_t = 1)]
	seed: u64,
	/// Write the figures, as rows of a bench report.
	#[arg(long, value_name = "FILE")]
	json: Option<PathBuf>,
	/// Write every cell of every figure.
	#[arg(long, value_name = "FILE")]
	results: Option<PathBuf>,
	/// Draw price, utilisation and revenue by hour of day.
	#[arg(long, value_name = "DIR")]
	plots: Option<PathBuf>,
	/// Few cells and one seed.
	#[arg(long)]
	quick: bool,
}

/// Every cell of every figure.
#[derive(Serialize)]
struct Results {
	seed: u64,
	known_demand: Vec<known_demand::Cell>,
	learned_demand: Vec<learned_demand::Cell>,
	flexible: flexible::Comparison,
}

fn main() -> ExitCode {
	match run(&Options::parse()) {
		Ok(true) => ExitCode::SUCCESS,
		Ok(false) => ExitCode::FAILURE,
		Err(error) => {
			eprintln!("error: {error}");
			ExitCode::FAILURE
		}
	}
}

/// Is every row within its target?
fn run(options: &Options) -> Result<bool, Error> {
	let effort = if options.quick {
		Effort::Quick
	} else {
		Effort::Full
	};
	let (name, tasks) = match &options.demand {
		Some(path) => ("openb trace", trace::load(path)?),
		None => ("made-up demand", synthetic::tasks(options.seed)),
	};
	let irradiance = match &options.solar {
		Some(path) => solar::load(path)?,
		None => solar::clear_sky(),
	};
	let scenario = learned_demand::Scenario {
		name,
		tasks: &tasks,
		irradiance: &irradiance,
		end_day: last_day(&tasks),
	};
	let known = known_demand::cells(effort, options.seed);
	let learned = learned_demand::cells(&scenario, effort, options.seed)?;
	let flexible = flexible::compare(&scenario, effort, options.seed);
	let mut rows = known_demand::rows(&known);
	rows.extend(learned_demand::rows(&learned, scenario.name));
	rows.extend(flexible::rows(&flexible));
	print(&rows);
	if let Some(path) = &options.json {
		write(path, &rows)?;
	}
	if let Some(folder) = &options.plots {
		plots::write(&learned, folder)?;
	}
	if let Some(path) = &options.results {
		let results = Results {
			seed: options.seed,
			known_demand: known,
			learned_demand: learned,
			flexible,
		};
		write(path, &results)?;
	}
	Ok(rows.iter().all(|row| row.ok))
}

/// The last whole day on which a task was created.
fn last_day(tasks: &[Task]) -> usize {
	let last = tasks.iter().map(|task| task.created).fold(0.0, f64::max);
	(last / 24.0) as usize
}

fn write(path: &Path, value: &impl Serialize) -> Result<(), Error> {
	let text = serde_json::to_vec_pretty(value)?;
	fs::write(path, text).map_err(|source| Error::File {
		path: path.into(),
		source,
	})
}

fn print(rows: &[Row]) {
	let width = rows.iter().map(|row| row.figure.len()).max();
	let width = width.unwrap_or_default().max("figure".len());
	println!(
		"{:<width$}{:>10}  {:<5}{:>9}",
		"figure", "value", "unit", "target"
	);
	for row in rows {
		let mark = if row.ok { "" } else { "  MISSED" };
		println!(
			"{:<width$}{:>10.2}  {:<5}{:>9}{mark}",
			row.figure,
			row.value,
			row.unit,
			row.limit()
		);
	}
}
