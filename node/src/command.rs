//! What each subcommand does.

use crate::{
	chain_spec,
	cli::{Cli, Task},
	service,
};
use greenhour_runtime::OpaqueBlock as Block;
use sc_cli::{CliConfiguration, SubstrateCli};
use sc_network::config::NetworkBackendType;

impl SubstrateCli for Cli {
	fn impl_name() -> String {
		"Greenhour Node".into()
	}

	fn impl_version() -> String {
		env!("CARGO_PKG_VERSION").into()
	}

	fn description() -> String {
		env!("CARGO_PKG_DESCRIPTION").into()
	}

	fn author() -> String {
		env!("CARGO_PKG_AUTHORS").into()
	}

	fn support_url() -> String {
		env!("CARGO_PKG_REPOSITORY").into()
	}

	fn copyright_start_year() -> i32 {
		2026
	}

	fn load_spec(&self, id: &str) -> Result<Box<dyn sc_service::ChainSpec>, String> {
		chain_spec::load(id)
	}
}

/// Does what the command line says.
pub(crate) fn run() -> sc_cli::Result<()> {
	let mut cli = Cli::from_args();
	match cli.task.take() {
		None => run_node(cli),
		Some(task) => run_task(&cli, task),
	}
}

fn run_node(mut cli: Cli) -> sc_cli::Result<()> {
	use_development_node_key(&mut cli)?;
	let runner = cli.create_runner(&cli.run)?;
	runner.run_node_until_exit(|config| async move {
		if !matches!(config.network.network_backend, NetworkBackendType::Litep2p) {
			return Err(sc_cli::Error::Input(
				"only the litep2p backend is supported".into(),
			));
		}
		service::start(config).map_err(sc_cli::Error::Service)
	})
}

/// On a local network `--alice` and friends imply the node key that the spec's bootnodes name.
fn use_development_node_key(cli: &mut Cli) -> sc_cli::Result<()> {
	let chain = cli.run.chain_id(cli.run.is_dev()?)?;
	let key = cli
		.run
		.get_keyring()
		.and_then(chain_spec::development_node_key);
	let keys = &mut cli.run.network_params.node_key_params;
	if chain_spec::has_development_node_keys(&chain)
		&& keys.node_key.is_none()
		&& keys.node_key_file.is_none()
	{
		keys.node_key = key;
	}
	Ok(())
}

fn run_task(cli: &Cli, task: Task) -> sc_cli::Result<()> {
	match task {
		Task::Key(command) => command.run(cli),
		Task::ExportChainSpec(command) => command.run(cli.load_spec(&command.chain)?),
		Task::PurgeChain(command) => cli
			.create_runner(&command)?
			.sync_run(|config| command.run(config.database)),
		Task::ChainInfo(command) => cli
			.create_runner(&command)?
			.sync_run(|config| command.run::<Block>(&config)),
		Task::CheckBlock(command) => cli.create_runner(&command)?.async_run(|config| {
			let (parts, _, import_queue) = service::assemble(&config)?;
			Ok((command.run(parts.client, import_queue), parts.task_manager))
		}),
		Task::ImportBlocks(command) => cli.create_runner(&command)?.async_run(|config| {
			let (parts, _, import_queue) = service::assemble(&config)?;
			Ok((command.run(parts.client, import_queue), parts.task_manager))
		}),
		Task::ExportBlocks(command) => cli.create_runner(&command)?.async_run(|config| {
			let (parts, ..) = service::assemble(&config)?;
			Ok((
				command.run(parts.client, config.database),
				parts.task_manager,
			))
		}),
		Task::Revert(command) => cli.create_runner(&command)?.async_run(|config| {
			let (parts, ..) = service::assemble(&config)?;
			let aux_revert = Box::new(service::revert);
			let reverted = command.run(parts.client, parts.backend, Some(aux_revert));
			Ok((reverted, parts.task_manager))
		}),
	}
}
