//! Runs benchmarks and fits a line through what they cost.

use crate::{
	host::{Host, State},
	Error,
};
use frame_benchmarking::{
	Analysis, BenchmarkBatch, BenchmarkConfig, BenchmarkList, BenchmarkMetadata,
	BenchmarkParameter, BenchmarkResult, BenchmarkSelector,
};
use frame_support::traits::StorageInfo;
use parity_scale_codec::Encode;
use sp_core::storage::Storage;

/// Weights count picoseconds, results nanoseconds.
const PICOS_PER_NANO: u128 = 1_000;

/// How often is measured.
#[derive(Clone, Copy)]
pub struct Effort {
	/// Points per parameter.
	pub steps: u32,
	/// Runs per point.
	pub repeat: u32,
}

/// What one benchmark costs: lines in its parameters.
pub struct Cost {
	/// Name of the benchmark, which is the name of the weight.
	pub name: String,
	/// Parameters with the least and the greatest value measured.
	pub parameters: Vec<(BenchmarkParameter, u32, u32)>,
	/// Time. **Units** picoseconds; the least time among all runs is its `minimum`, in nanoseconds.
	pub time: Analysis,
	/// Distinct storage keys read.
	pub reads: Analysis,
	/// Distinct storage keys written.
	pub writes: Analysis,
}

/// Two equal states: counting slows a run, so it is not timed.
struct Bench<'a> {
	host: &'a Host,
	pallet: &'a BenchmarkList,
	timed: State,
	counted: State,
	effort: Effort,
}

type Components = Vec<(BenchmarkParameter, u32)>;

/// What every benchmark of the pallet costs, in the order of the pallet.
///
/// **Errors** `NoBenchmarks`; `Benchmark`: one of them fails, by itself or when it checks what it
/// did; `Regression`; `State`; and those of [`Host::run`].
pub fn pallet(
	host: &Host,
	genesis: Storage,
	name: &str,
	effort: Effort,
) -> Result<Vec<Cost>, Error> {
	let state = |count| State::new(genesis.clone(), None, false, count).map_err(Error::State);
	let (timed, counted) = (state(false)?, state(true)?);
	let (lists, _): (Vec<BenchmarkList>, Vec<StorageInfo>) =
		host.run_on(&timed, "Benchmark_benchmark_metadata", &false.encode())?;
	let pallet = lists
		.iter()
		.find(|list| list.pallet == name.as_bytes())
		.ok_or_else(|| Error::NoBenchmarks(name.into()))?;
	let bench = Bench {
		host,
		pallet,
		timed,
		counted,
		effort,
	};
	pallet
		.benchmarks
		.iter()
		.map(|benchmark| bench.cost(benchmark))
		.collect()
}

impl Bench<'_> {
	fn cost(&self, benchmark: &BenchmarkMetadata) -> Result<Cost, Error> {
		let name = String::from_utf8(benchmark.name.clone())?;
		eprintln!("    {name}");
		let points = points(&benchmark.components, self.effort.steps);
		let (mut times, mut counts) = (Vec::new(), Vec::new());
		for components in &points {
			self.run(&self.timed, benchmark, components, true)?;
			counts.extend(self.run(&self.counted, benchmark, components, false)?);
		}
		// One run of each point after the other: when the machine stalls, each point loses one run
		// as an outlier, and none loses all.
		for _ in 0..self.effort.repeat {
			for components in &points {
				times.extend(self.run(&self.timed, benchmark, components, false)?);
			}
		}
		let line = |results: &Vec<BenchmarkResult>, selector, unit| {
			Analysis::min_squares_iqr(results, selector)
				.map(|line| lifted(line, unit))
				.map_err(|error| Error::Regression {
					name: name.clone(),
					reason: error.to_string(),
				})
		};
		Ok(Cost {
			time: line(&times, BenchmarkSelector::ExtrinsicTime, PICOS_PER_NANO)?,
			reads: line(&counts, BenchmarkSelector::Reads, 1)?,
			writes: line(&counts, BenchmarkSelector::Writes, 1)?,
			parameters: benchmark.components.clone(),
			name,
		})
	}

	/// Runs a benchmark once; with `verify` it also checks what it did.
	fn run(
		&self,
		state: &State,
		benchmark: &BenchmarkMetadata,
		components: &Components,
		verify: bool,
	) -> Result<Vec<BenchmarkResult>, Error> {
		let config = BenchmarkConfig {
			pallet: self.pallet.pallet.clone(),
			instance: self.pallet.instance.clone(),
			benchmark: benchmark.name.clone(),
			selected_components: components.clone(),
			verify,
			internal_repeats: 1,
		};
		let failed = |reason| Error::Benchmark {
			name: String::from_utf8_lossy(&benchmark.name).into_owned(),
			components: format!("{components:?}"),
			reason,
		};
		let batches: Result<Vec<BenchmarkBatch>, String> = self
			.host
			.run_on(state, "Benchmark_dispatch_benchmark", &config.encode())
			.map_err(|error| failed(error.to_string()))?;
		let batches = batches.map_err(failed)?;
		Ok(batches
			.into_iter()
			.flat_map(|batch| batch.results)
			.collect())
	}
}

/// The line moved up until no mean of a point lies above it: a weight is an upper bound.
///
/// `unit` is the worth of a mean in units of the line.
fn lifted(mut line: Analysis, unit: u128) -> Analysis {
	let above = |(values, mean, _): &(Vec<u32>, u128, u128)| {
		let rise: u128 = values
			.iter()
			.zip(&line.slopes)
			.map(|(value, slope)| u128::from(*value) * slope)
			.sum();
		(mean * unit).saturating_sub(line.base + rise)
	};
	let gap = line.value_dists.iter().flatten().map(above).max();
	line.base += gap.unwrap_or(0);
	line
}

/// For each parameter `steps` values from its least to its greatest, the others at their greatest.
fn points(parameters: &[(BenchmarkParameter, u32, u32)], steps: u32) -> Vec<Components> {
	let mut points = Vec::new();
	for (index, (_, low, high)) in parameters.iter().enumerate() {
		for step in 0..steps {
			let mut point: Components = parameters
				.iter()
				.map(|(name, _, high)| (*name, *high))
				.collect();
			let way = u64::from(high - low) * u64::from(step) / u64::from(steps - 1);
			point[index].1 = low + way as u32;
			// A short range has fewer values than steps.
			if !points.contains(&point) {
				points.push(point);
			}
		}
	}
	if parameters.is_empty() {
		points.push(Vec::new());
	}
	points
}
