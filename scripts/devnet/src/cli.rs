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
	/// Start a network and do what an enemy would: kill validators and devices, mislead a device.
	#[command(mut_arg("validators", |validators| {
		// With fewer, finality stops as soon as one is away; there is no preset with more.
		validators
			.default_value("4")
			.value_parser(clap::value_parser!(u8).range(4..=4))
	}))]
	Endure(EndureOptions),
	/// Start a network, join it with one more validator that is elected and leaves, and run another one twice.
	#[command(mut_arg("validators", |validators| {
		// In a smaller set nobody would be disabled.
		validators
			.default_value("4")
			.value_parser(clap::value_parser!(u8).range(4..=4))
	}))]
	Operators(OperatorsOptions),
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

/// How the network is attacked.
#[derive(Debug, Args)]
pub(crate) struct EndureOptions {
	/// The network.
	#[command(flatten)]
	pub(crate) network: NetworkOptions,
	/// In each round one validator and one device are killed and started again.
	#[arg(long, default_value_t = 6, value_parser = clap::value_parser!(u32).range(1..=60))]
	pub(crate) rounds: u32,
	/// Who is killed, and when, follows from this number. Default: a random one, which is printed.
	#[arg(long)]
	pub(crate) seed: Option<u64>,
	/// Write the steps as JSON to this file.
	#[arg(long)]
	pub(crate) json: Option<PathBuf>,
}

/// How operators come and go.
#[derive(Debug, Args)]
pub(crate) struct OperatorsOptions {
	/// The network.
	#[command(flatten)]
	pub(crate) network: NetworkOptions,
	/// Write the steps as JSON to this file.
	#[arg(long)]
	pub(crate) json: Option<PathBuf>,
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

#[cfg(test)]
mod tests {
	use super::*;

	fn parsed(line: &str) -> Result<Task, clap::Error> {
		Cli::try_parse_from(line.split(' ')).map(|cli| cli.task)
	}

	#[test]
	fn endure_takes_four_validators_and_nothing_else() {
		let Ok(Task::Endure(options)) = parsed("devnet endure --seed 7") else {
			panic!("not understood");
		};
		assert_eq!((options.network.validators, options.rounds), (4, 6));
		assert_eq!(options.seed, Some(7));
		assert!(parsed("devnet endure --validators 4 --rounds 2").is_ok());
		assert!(parsed("devnet endure --validators 3").is_err());
	}

	#[test]
	fn a_network_has_two_validators_unless_told_otherwise() {
		let Ok(Task::Up(options)) = parsed("devnet up") else {
			panic!("not understood");
		};
		assert_eq!(options.validators, 2);
		assert!(parsed("devnet up --validators 3").is_ok());
		assert!(parsed("devnet up --validators 5").is_err());
	}
}
