//! A local network in processes, the demo that lives through the whole loop on it, and the attacks
//! that it must endure.
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
mod endure; // the order of attacks
mod error; // what can go wrong
mod ledger; // the books, recomputed
mod network; // validators
mod operators; // validators that come and go
mod processes; // children, their logs and their end
mod reads; // storage entries with their types
mod report; // steps, as text and JSON
mod running; // a network with its devices
mod schedule; // who is struck when
mod sites; // devices
mod steps; // what happens, one subject each
mod storage_keys; // keys from hashers
mod supervise; // a network that stays
mod wait; // waits that end
mod world; // who takes part

use crate::{
	cli::{Cli, EndureOptions, NetworkOptions, OperatorsOptions, Options, Task},
	error::{Error, Result},
	network::Layout,
	report::Report,
	running::Running,
	wait::interruptible,
};
use clap::Parser;
use std::{path::Path, process::ExitCode};

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
				Task::Endure(options) => endure(&options).await,
				Task::Operators(options) => operators(&options).await,
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
	let layout = layout(&options.network)?;
	let stage = demo::Stage::prepare(options, &layout)?;
	let mut report = Report::new(stage.trace_rows());
	let mut running = interruptible(Running::start(&options.network, layout, &stage.sites)).await?;
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
	let ok = conclude(&mut report, lived, options.json.as_deref())?;
	if options.keep {
		supervise::keep(&mut running).await?;
	}
	Ok(ok)
}

/// Attacks a network; true when it endured everything.
async fn endure(options: &EndureOptions) -> Result<bool> {
	let layout = layout(&options.network)?;
	let stage = endure::Stage::prepare(options, &layout)?;
	let mut report = Report::new(0);
	let mut running =
		interruptible(Running::start(&options.network, layout, stage.working())).await?;
	let lived = interruptible(endure::live(&stage, &mut running, &mut report)).await;
	if let Err(Error::Interrupted) = lived {
		return Err(Error::Interrupted);
	}
	report.record("all_ended", endure::end(&mut running));
	report.record("logs_are_clean", endure::logs_are_clean(&running));
	conclude(&mut report, lived, options.json.as_deref())
}

/// Lets operators come and go; true when everything went as it should.
async fn operators(options: &OperatorsOptions) -> Result<bool> {
	let layout = layout(&options.network)?;
	let mut report = Report::new(0);
	let mut running = interruptible(Running::start(&options.network, layout, &[])).await?;
	let lived = interruptible(operators::live(&mut running, &mut report)).await;
	if let Err(Error::Interrupted) = lived {
		return Err(Error::Interrupted);
	}
	report.record("all_ended", endure::end(&mut running));
	conclude(&mut report, lived, options.json.as_deref())
}

/// Makes the folders of a run and says where they are.
fn layout(options: &NetworkOptions) -> Result<Layout> {
	let layout = Layout::new(options)?;
	println!("logs and keys: {}", layout.folder.display());
	Ok(layout)
}

/// Prints and writes what a run has shown; true when every step was ok.
fn conclude(report: &mut Report, lived: Result<()>, json: Option<&Path>) -> Result<bool> {
	if let Err(error) = lived {
		println!("stopped early: {error}");
		report.stopped_early(error);
	}
	report.print_summary();
	if let Some(path) = json {
		report.write(path)?;
	}
	Ok(report.all_ok())
}

/// Starts validators and keeps them.
async fn up(options: &NetworkOptions) -> Result<()> {
	let layout = Layout::new(options)?;
	let mut running = interruptible(Running::start(options, layout, &[])).await?;
	supervise::keep(&mut running).await
}
