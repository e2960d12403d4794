//! The validators of a run: one process each, on loopback, with a common raw chain specification.

use crate::{
	chain::Chain,
	cli::NetworkOptions,
	error::{Error, Result},
	processes::{free_port, Process},
};
use std::{
	path::{Path, PathBuf},
	process::Command,
	time::{Duration, Instant},
};

/// Names of the validators, in the order in which the presets add them.
const VALIDATORS: [&str; 4] = ["alice", "bob", "charlie", "dave"];
/// How long a node may take until its RPC answers; several start at once and compile the runtime.
const START: Duration = Duration::from_secs(120);
/// How often it is looked at meanwhile.
const TRY: Duration = Duration::from_secs(1);
/// States that validators keep: enough to look back over a whole run.
const KEPT_STATES: &str = "4096";

/// Where everything of a run lies, and which ports are taken.
pub(crate) struct Layout {
	/// The folder of the run.
	pub(crate) folder: PathBuf,
	/// Logs of all processes.
	pub(crate) logs: PathBuf,
	/// The raw chain specification with the bootnodes of this run.
	pub(crate) chain_spec: PathBuf,
	taken: Vec<u16>,
	base_port: u16,
}

/// A running validator.
pub(crate) struct Validator {
	/// Its process.
	pub(crate) process: Process,
	/// Where its RPC listens.
	pub(crate) url: String,
}

/// Whose keys a node has.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Role<'a> {
	/// Those of a validator of the genesis, with its place in the list of bootnodes.
	Genesis(&'a str, usize),
	/// Those of a validator of the genesis that runs elsewhere too.
	Twin(&'a str),
	/// None yet: an operator makes its own.
	Operator,
}

struct Ports {
	rpc: u16,
	metrics: u16,
	peers: u16,
}

/// The binary `name` beside this one.
pub(crate) fn binary(name: &str) -> Result<PathBuf> {
	let own = std::env::current_exe().map_err(Error::io("this binary"))?;
	let path = own.with_file_name(name);
	if path.exists() {
		Ok(path)
	} else {
		Err(Error::unexpected(format!(
			"{} is missing; run scripts/build",
			path.display()
		)))
	}
}

impl Layout {
	/// Makes the folders of a run.
	///
	/// **Errors**: the folder is not empty, because data of another chain would be continued.
	pub(crate) fn new(options: &NetworkOptions) -> Result<Self> {
		let folder = match &options.work_dir {
			Some(folder) => folder.clone(),
			None => default_folder()?,
		};
		let logs = folder.join("logs");
		if std::fs::read_dir(&folder).is_ok_and(|mut entries| entries.next().is_some()) {
			return Err(Error::unexpected(format!(
				"{} is not empty",
				folder.display()
			)));
		}
		std::fs::create_dir_all(&logs).map_err(Error::io(logs.display()))?;
		let folder = folder.canonicalize().map_err(Error::io(folder.display()))?;
		Ok(Self {
			logs: folder.join("logs"),
			chain_spec: folder.join("chain.raw.json"),
			folder,
			taken: Vec::new(),
			base_port: options.base_port,
		})
	}

	fn ports(&mut self) -> Result<Ports> {
		let mut next = || free_port(self.base_port, &mut self.taken);
		Ok(Ports {
			rpc: next()?,
			metrics: next()?,
			peers: next()?,
		})
	}
}

/// `~/.cache/greenhour/runs/<start time>`, made unique by the process id.
fn default_folder() -> Result<PathBuf> {
	let cache = std::env::var_os("GREENHOUR_CACHE")
		.map(PathBuf::from)
		.or_else(|| {
			std::env::var_os("XDG_CACHE_HOME").map(|base| Path::new(&base).join("greenhour"))
		})
		.or_else(|| std::env::var_os("HOME").map(|home| Path::new(&home).join(".cache/greenhour")))
		.ok_or_else(|| Error::unexpected("no cache folder: set GREENHOUR_CACHE or --work-dir"))?;
	let start = std::time::UNIX_EPOCH
		.elapsed()
		.unwrap_or_default()
		.as_secs();
	Ok(cache
		.join("runs")
		.join(format!("{start}-{}", std::process::id())))
}

/// Starts the validators and waits until all of them answer.
pub(crate) async fn start(options: &NetworkOptions, layout: &mut Layout) -> Result<Vec<Validator>> {
	let count = usize::from(options.validators);
	let ports: Vec<Ports> = (0..count).map(|_| layout.ports()).collect::<Result<_>>()?;
	write_chain_spec(layout, &ports)?;
	let mut validators = Vec::new();
	for (number, (name, ports)) in VALIDATORS.into_iter().zip(&ports).enumerate() {
		let role = Role::Genesis(name, number + 1);
		validators.push(spawn(name, role, ports, layout)?);
	}
	for validator in &mut validators {
		until_it_answers(validator).await?;
	}
	Ok(validators)
}

/// Starts one more node and waits until it answers.
pub(crate) async fn start_node(
	name: &str,
	role: Role<'_>,
	layout: &mut Layout,
) -> Result<Validator> {
	let mut node = spawn_node(name, role, layout)?;
	until_it_answers(&mut node).await?;
	Ok(node)
}

/// Starts one more node.
pub(crate) fn spawn_node(name: &str, role: Role<'_>, layout: &mut Layout) -> Result<Validator> {
	let ports = layout.ports()?;
	spawn(name, role, &ports, layout)
}

async fn until_it_answers(node: &mut Validator) -> Result<()> {
	let deadline = Instant::now() + START;
	while let Err(error) = Chain::connect(&node.url, TRY).await {
		node.process.check_running()?;
		if Instant::now() > deadline {
			return Err(error);
		}
	}
	Ok(())
}

fn spawn(name: &str, role: Role<'_>, ports: &Ports, layout: &Layout) -> Result<Validator> {
	let mut command = Command::new(binary("greenhour-node")?);
	match role {
		Role::Genesis(keys, number) => command
			.arg(format!("--{keys}"))
			.args(["--node-key", &format!("{number:064x}")]),
		Role::Twin(keys) => command
			.arg(format!("--{keys}"))
			.arg("--unsafe-force-node-key-generation"),
		Role::Operator => command
			.args(["--validator", "--name", name])
			.arg("--unsafe-force-node-key-generation"),
	};
	command
		.arg("--chain")
		.arg(&layout.chain_spec)
		.arg("--base-path")
		.arg(layout.folder.join(name))
		.args([
			"--listen-addr",
			&format!("/ip4/127.0.0.1/tcp/{}", ports.peers),
		])
		.args(["--rpc-port", &ports.rpc.to_string()])
		.args(["--prometheus-port", &ports.metrics.to_string()])
		.args(["--rpc-cors", "all", "--state-pruning", KEPT_STATES])
		.args(["--no-mdns", "--no-telemetry"]);
	Ok(Validator {
		process: Process::start(name, &layout.logs, command)?,
		url: format!("ws://127.0.0.1:{}", ports.rpc),
	})
}

/// The preset of so many validators, with the ports of this run in its bootnodes.
fn write_chain_spec(layout: &Layout, ports: &[Ports]) -> Result<()> {
	let preset = match ports.len() {
		2 => "local".to_owned(),
		more => format!("local{more}"),
	};
	let mut spec = export_chain_spec(&preset)?;
	let addresses = spec["bootNodes"].as_array_mut();
	let addresses = addresses.filter(|addresses| addresses.len() == ports.len());
	let addresses = addresses.ok_or_else(|| {
		Error::unexpected(format!("{preset} does not name {} bootnodes", ports.len()))
	})?;
	for (address, ports) in addresses.iter_mut().zip(ports) {
		let known = address.as_str().unwrap_or_default();
		let peer = known.rsplit('/').next().unwrap_or_default();
		*address = format!("/ip4/127.0.0.1/tcp/{}/p2p/{peer}", ports.peers).into();
	}
	write_json(&layout.chain_spec, &spec)
}

/// Writes the specification of another network, whose bootnodes are the validators of this one.
pub(crate) fn write_other_chain_spec(layout: &Layout) -> Result<PathBuf> {
	let text = std::fs::read(&layout.chain_spec).map_err(Error::io(layout.chain_spec.display()))?;
	let own: serde_json::Value = serde_json::from_slice(&text).map_err(invalid)?;
	let mut spec = export_chain_spec("dev")?;
	spec["bootNodes"] = own["bootNodes"].clone();
	let path = layout.folder.join("other-chain.raw.json");
	write_json(&path, &spec)?;
	Ok(path)
}

fn invalid(error: serde_json::Error) -> Error {
	Error::unexpected(format!("chain specification: {error}"))
}

fn write_json(path: &Path, spec: &serde_json::Value) -> Result<()> {
	let text = serde_json::to_string(spec).map_err(invalid)?;
	std::fs::write(path, text).map_err(Error::io(path.display()))
}

/// The raw chain specification of a preset.
fn export_chain_spec(preset: &str) -> Result<serde_json::Value> {
	let mut command = Command::new(binary("greenhour-node")?);
	command.args(["export-chain-spec", "--chain", preset, "--raw"]);
	let output = command.output().map_err(Error::io("greenhour-node"))?;
	if !output.status.success() {
		let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
		return Err(Error::ProcessEnded(
			"greenhour-node export-chain-spec".into(),
			complaint,
		));
	}
	serde_json::from_slice(&output.stdout).map_err(invalid)
}
