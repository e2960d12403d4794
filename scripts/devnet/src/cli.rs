//! The command line.

use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;

/// A Greenhour network on this machine.
#[derive(Debug, Parser)]
#[command(version, about)]
pub(crate) struct Cli {
	/// What to do.
	#[command(subcommand)]
	pub(crate) task: Task,
}

/// The tasks.
#[derive(Debug, Subcommand)]
pub(crate) enum Task {
	/// Start a network with three devices and live through the whole loop.
	Demo(Options),
	/// Start validators only and leave them running.
	Up(NetworkOptions),
}

/// How the demo runs.
#[derive(Debug, Args)]
pub(crate) struct Options {
	/// The network.
	#[command(flatten)]
	pub(crate) network: NetworkOptions,
	/// Write the steps as JSON to this file.
	#[arg(long)]
	pub(crate) json: Option<PathBuf>,
	/// Leave the network running after the last step, until Ctrl-C.
	#[arg(long)]
	pub(crate) keep: bool,
	/// One device and one sold hour only.
	#[arg(long)]
	pub(crate) short: bool,
	/// Irradiance trace (NSRDB PSM3 CSV). Default: a clear-sky model.
	#[arg(long)]
	pub(crate) solar: Option<PathBuf>,
	/// GPU demand trace (openb pod list CSV). Default: a built-in list of tasks.
	#[arg(long)]
	pub(crate) demand: Option<PathBuf>,
	/// Run this command when the steps are done and before the network ends; it finds the
	/// WebSocket URL in `GREENHOUR_URL`. Its success is one more step.
	#[arg(long)]
	pub(crate) then: Option<String>,
}

/// How the network is laid out.
#[derive(Debug, Args)]
pub(crate) struct NetworkOptions {
	/// How many validators.
	#[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u8).range(2..=4))]
	pub(crate) validators: u8,
	/// First TCP port to try; occupied ports are left out.
	#[arg(long, default_value_t = 9944)]
	pub(crate) base_port: u16,
	/// Where chain data, keys and logs go; must be empty. Default: a new folder in the cache.
	#[arg(long)]
	pub(crate) work_dir: Option<PathBuf>,
}
