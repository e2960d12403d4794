//! Measures the benchmarks of one pallet in Wasm and writes them as a file of weights.
//!
//! The runtime with its benchmarks is built by the build script and lies in this program. The parts
//! that measure are the SDK's own: its Wasm executor and host functions, its state that counts reads
//! and writes, its regression. `README.md` says why its command is not used.

use clap::Parser;
use std::{fs, path::PathBuf};

mod error;
mod genesis;
mod host;
mod measure;
mod render;

use error::Error;

/// The Wasm runtime that the build script built.
#[allow(dead_code)]
mod runtime {
	include!(concat!(env!("OUT_DIR"), "/wasm_binary.rs"));
}

/// What to measure, how often, and where the result goes.
#[derive(Debug, Parser)]
#[command(version, about)]
struct Arguments {
	/// Crate of the pallet, such as `pallet_contracts`.
	#[arg(long)]
	pallet: String,
	/// Points per parameter.
	#[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(2..))]
	steps: u32,
	/// Runs per point.
	#[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..))]
	repeat: u32,
	/// File that the weights are written to.
	#[arg(long)]
	output: PathBuf,
}

fn main() -> Result<(), Error> {
	sp_tracing::try_init_simple();
	let arguments = Arguments::parse();
	let code = runtime::WASM_BINARY.ok_or(Error::NoRuntime)?;
	let host = host::Host::new(code);
	let storage = genesis::development(&host)?;
	let Arguments {
		pallet,
		steps,
		repeat,
		output,
	} = arguments;
	let effort = measure::Effort { steps, repeat };
	let costs = measure::pallet(&host, storage, &pallet, effort)?;
	fs::write(output, render::weights(&pallet, &costs, effort)?)?;
	Ok(())
}
