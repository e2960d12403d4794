//! The batch verifier against arkworks' own, natively and in the executor of the node.
//!
//! Everything runs on one thread of one process, in turns, so that figures of one run can be compared.
//! Time is that of the thread on the processor: what else the machine does hardly counts. The least of
//! several turns is taken. Times include decoding the key with every check.

#[path = "zk/block.rs"]
mod block; // what receipts take of a block
#[path = "zk/fixture.rs"]
mod fixture; // claims to verify
#[path = "zk/prove.rs"]
mod prove; // proving time and memory
#[path = "zk/wasm.rs"]
mod wasm; // the executor of the node

use clap::Parser;
use fixture::Fixture;
use greenhour_benches::{
	report::{leave_rows, Row},
	timing::Least,
};
use std::{error::Error, hint::black_box, path::PathBuf};
use wasm::Wasm;

/// Receipts of the large batch.
const LARGE: usize = 256;
/// Receipts that are verified one by one.
const SINGLE: usize = 32;
/// Turns of which the fastest counts.
const TURNS: usize = 7;

/// Figures of the proof system.
#[derive(Parser)]
struct Options {
	/// What `scripts/ceremony/run --json FILE` wrote: the times of snarkjs and ours on one r1cs.
	#[arg(long, value_name = "FILE")]
	ceremony: Option<PathBuf>,
	/// Only prove this statement, and print time and memory.
	#[arg(long, hide = true, requires = "keys")]
	prove: Option<String>,
	/// Folder of keys, for `--prove`.
	#[arg(long, hide = true)]
	keys: Option<PathBuf>,
	/// What cargo says to every bench.
	#[arg(long, hide = true)]
	bench: bool,
}

fn main() -> Result<(), Box<dyn Error>> {
	let options = Options::parse();
	if let (Some(statement), Some(keys)) = (&options.prove, &options.keys) {
		return prove::measure(statement, keys);
	}
	// Other crates of the workspace turn on threads in arkworks.
	rayon::ThreadPoolBuilder::new()
		.num_threads(1)
		.use_current_thread()
		.build_global()?;
	let fixture = Fixture::new(LARGE);
	let wasm = Wasm::build()?;
	let (large, single) = (fixture.encode(LARGE), fixture.encode(SINGLE));
	let (few, alone) = (fixture.encode(64), fixture.encode(1));
	// The same verdicts there: a batch with one wrong input is refused.
	let mut spoiled = few.clone();
	if let Some(byte) = spoiled.iter_mut().rev().nth(31) {
		*byte ^= 1;
	}
	assert!(
		!wasm.holds("batch", &spoiled),
		"the last proof does not hold"
	);
	let mut times = Times::default();
	for _ in 0..TURNS {
		time(&mut times.native_batch, LARGE, || fixture.batch(LARGE));
		time(&mut times.native_alone, 1, || fixture.batch(1));
		time(&mut times.native_single, SINGLE, || {
			fixture.one_by_one(SINGLE)
		});
		time(&mut times.wasm_batch, LARGE, || wasm.holds("batch", &large));
		time(&mut times.wasm_few, 64, || wasm.holds("batch", &few));
		time(&mut times.wasm_alone, 1, || wasm.holds("batch", &alone));
		time(&mut times.wasm_single, SINGLE, || {
			wasm.holds("one_by_one", &single)
		});
	}
	let mut rows = times.rows();
	rows.extend(in_a_block()?);
	rows.extend(prove::rows(options.ceremony.as_deref())?);
	leave_rows("zk", &rows)?;
	Ok(())
}

/// Times a check that holds.
fn time(least: &mut Least, count: usize, verify: impl Fn() -> bool) {
	let holds = least.time_each(count, || black_box(verify()));
	assert!(holds, "all proofs hold");
}

/// The least times for one receipt.
#[derive(Default)]
struct Times {
	native_batch: Least,
	native_alone: Least,
	native_single: Least,
	wasm_batch: Least,
	wasm_few: Least,
	wasm_alone: Least,
	wasm_single: Least,
}

impl Times {
	fn rows(&self) -> Vec<Row> {
		vec![
			Row::new(
				"batch verify n = 256 native, times cheaper than arkworks one by one, key unprepared, checked decoding",
				self.native_single.ms() / self.native_batch.ms(),
				"times",
			)
			.at_least(5.0),
			Row::new(
				"batch verify n = 256 in the node's Wasm executor, times cheaper than the same one by one there",
				self.wasm_single.ms() / self.wasm_batch.ms(),
				"times",
			)
			.at_least(5.0),
			Row::new(
				"batch verify, Wasm over native time",
				self.wasm_batch.ms() / self.native_batch.ms(),
				"times",
			)
			.at_most(3.2),
			Row::new("native, per receipt (one thread)", self.native_batch.ms(), "ms").at_most(0.5),
			Row::new("native, a batch of one", self.native_alone.ms(), "ms"),
			Row::new("native, arkworks one by one", self.native_single.ms(), "ms"),
			Row::new("Wasm executor, per receipt (one thread)", self.wasm_batch.ms(), "ms").at_most(1.6),
			Row::new("Wasm executor, per receipt of a batch of 64", self.wasm_few.ms(), "ms"),
			Row::new("Wasm executor, a batch of one", self.wasm_alone.ms(), "ms"),
			Row::new("Wasm executor, arkworks one by one", self.wasm_single.ms(), "ms"),
		]
	}
}

/// What a block holds, by the numbers of the runtime.
fn in_a_block() -> Result<Vec<Row>, Box<dyn Error>> {
	let receipts = u32::try_from(block::receipts_of_a_block()?)?;
	let bytes = u32::try_from(block::bytes_of_a_receipt())?;
	Ok(vec![
		Row::new(
			"receipts in 1.5 s of block time, Wasm, from the generated weights",
			receipts.into(),
			"",
		)
		.at_least(700.0),
		Row::new("bytes on chain per one-hour receipt", bytes.into(), "bytes").at_most(220.0),
	])
}
