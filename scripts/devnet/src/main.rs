//! A local network in processes, and the demo that lives through the whole loop on it.
//!
//! Every process is a child of this one, logs to a file and ends with it. Nothing here is trusted
//! by the chain: this tool signs as people would, reads finalized storage and says what it found.

mod actors; // accounts that sign, and what became of it
mod amounts; // amounts as a person reads them
mod calls; // the calls that are signed
mod chain; // reads of finalized storage
mod cli; // the command line
mod demand; // demand for GPUs
mod demo; // the order of events
mod error; // what can go wrong
mod ledger; // the books, recomputed
mod network; // validators
mod processes; // children, their logs and their end
mod reads; // storage entries with their types
mod report; // steps, as text and JSON
mod sites; // devices
mod steps; // what happens, one subject each
mod storage_keys; // keys from hashers
mod supervise; // a network that stays
mod world; // who takes part

use crate::{
	cli::{Cli, NetworkOptions, Options, Task},
	error::{Error, Result},
};
use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
	let task = Cli::parse().task;
	let runtime = tokio::runtime::Builder::new_multi_thread()
		.worker_threads(2)
		.enable_all()
		.build();
	let outcome = match runtime {
		Ok(runtime) => runtime.block_on(async {
			match task {
				Task::Demo(options) => demo(&options).await,
				Task::Up(options) => up(&options).await.map(|()| true),
			}
		}),
		Err(error) => Err(Error::Io("runtime".into(), error)),
	};
	match outcome {
		Ok(true) => ExitCode::SUCCESS,
		Ok(false) => ExitCode::FAILURE,
		Err(error) => {
			eprintln!("error: {error}");
			ExitCode::FAILURE
		}
	}
}

/// Runs the demo; true when every step was ok.
async fn demo(options: &Options) -> Result<bool> {
	let layout = network::Layout::new(&options.network)?;
	println!("logs and keys: {}", layout.folder.display());
	let stage = demo::Stage::prepare(options, &layout)?;
	let mut report = report::Report::new(stage.trace_rows());
	let mut running = interruptible(demo::start(options, layout, &stage)).await?;
	println!(
		"{} validators, first at {}",
		running.validators.len(),
		running.validators[0].url
	);
	let lived = interruptible(demo::live(options, &stage, &mut running, &mut report)).await;
	if let Err(Error::Interrupted) = lived {
		return Err(Error::Interrupted);
	}
	if let Some(command) = &options.then {
		let url = &running.validators[0].url;
		report.record(
			"command_afterwards",
			supervise::run_then(command, url).await,
		);
	}
	report.print_summary();
	if let Err(error) = &lived {
		println!("stopped early: {error}");
	}
	if let Some(path) = &options.json {
		report.write(path)?;
	}
	let ok = lived.is_ok() && report.all_ok();
	if options.keep {
		supervise::keep(&mut running).await?;
	}
	Ok(ok)
}

/// Starts validators and keeps them.
async fn up(options: &NetworkOptions) -> Result<()> {
	let mut layout = network::Layout::new(options)?;
	let validators = interruptible(network::start(options, &mut layout)).await?;
	let mut running = demo::Running {
		layout,
		validators,
		devices: Vec::new(),
	};
	supervise::keep(&mut running).await
}

/// Runs `task` unless Ctrl-C or SIGTERM comes first.
async fn interruptible<T>(task: impl std::future::Future<Output = Result<T>>) -> Result<T> {
	tokio::select! {
		outcome = task => outcome,
		() = supervise::interrupted() => Err(Error::Interrupted),
	}
}
