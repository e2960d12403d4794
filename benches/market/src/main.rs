//! Runs the market simulator, prints its table and writes what it found.

use clap::Parser;
use greenhour_benches::report::table;
use greenhour_market_simulator::{
	error::Error,
	figures::{Effort, Simulation},
	plots,
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
	let (demand, solar) = (options.demand.as_deref(), options.solar.as_deref());
	let simulation = Simulation::run(demand, solar, effort, options.seed)?;
	let rows = simulation.rows();
	println!("{}", table(&rows));
	if let Some(path) = &options.json {
		write(path, &rows)?;
	}
	if let Some(folder) = &options.plots {
		plots::write(&simulation.learned_demand, folder)?;
	}
	if let Some(path) = &options.results {
		write(path, &simulation)?;
	}
	Ok(rows.iter().all(|row| row.ok))
}

fn write(path: &Path, value: &impl Serialize) -> Result<(), Error> {
	let text = serde_json::to_vec_pretty(value)?;
	fs::write(path, text).map_err(|source| Error::File {
		path: path.into(),
		source,
	})
}
