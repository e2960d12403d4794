//! What the simulator measures, one file for each figure.

pub mod flexible;
pub mod known_demand;
pub mod learned_demand;

use crate::{
	demand::{synthetic, trace, Task},
	error::Error,
	solar,
};
use greenhour_benches::report::Row;
use serde::Serialize;
use std::path::Path;

/// How thorough a run is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effort {
	/// Seconds: few cells and seeds.
	Quick,
	/// The whole grid.
	Full,
}

/// Every cell of every figure.
#[derive(Debug, Serialize)]
pub struct Simulation {
	/// Seed of every draw.
	pub seed: u64,
	/// Where the demand comes from.
	pub demand: &'static str,
	/// Revenue against the optimum.
	pub known_demand: Vec<known_demand::Cell>,
	/// Revenue against the best fixed price in hindsight.
	pub learned_demand: Vec<learned_demand::Cell>,
	/// Where flexible jobs run.
	pub flexible: flexible::Comparison,
}

impl Simulation {
	/// Runs everything, with made-up demand and a clear sky where no file is given.
	///
	/// **Errors**: a file can't be read or has another shape.
	pub fn run(
		demand: Option<&Path>,
		solar: Option<&Path>,
		effort: Effort,
		seed: u64,
	) -> Result<Self, Error> {
		let (name, tasks) = match demand {
			Some(path) => ("openb trace", trace::load(path)?),
			None => ("made-up demand", synthetic::tasks(seed)),
		};
		let irradiance = match solar {
			Some(path) => solar::load(path)?,
			None => solar::clear_sky(),
		};
		let scenario = learned_demand::Scenario {
			name,
			tasks: &tasks,
			irradiance: &irradiance,
			end_day: last_day(&tasks),
		};
		let known_demand = known_demand::cells(effort, seed);
		eprintln!("known demand: {} cells", known_demand.len());
		let learned_demand = learned_demand::cells(&scenario, effort, seed)?;
		eprintln!("learned demand: {} cells", learned_demand.len());
		let flexible = flexible::compare(&scenario, effort, seed);
		Ok(Self {
			seed,
			demand: name,
			known_demand,
			learned_demand,
			flexible,
		})
	}

	/// The figures.
	pub fn rows(&self) -> Vec<Row> {
		let mut rows = known_demand::rows(&self.known_demand);
		rows.extend(learned_demand::rows(&self.learned_demand, self.demand));
		rows.extend(flexible::rows(&self.flexible));
		rows
	}
}

/// The last whole day on which a task was created.
fn last_day(tasks: &[Task]) -> usize {
	let last = tasks.iter().map(|task| task.created).fold(0.0, f64::max);
	(last / 24.0) as usize
}
