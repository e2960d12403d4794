//! A network that stays: processes that end are started again until somebody ends all of them.

use crate::{
	error::{Error, Result},
	report::Finding,
	running::Running,
	wait::interrupted,
};
use std::{collections::BTreeMap, process::Stdio, time::Duration};
use tokio::time::Instant;

/// How often processes are looked at.
const WATCH: Duration = Duration::from_secs(1);
/// How long a process stays down before it is started again.
const PAUSE: Duration = Duration::from_secs(5);

/// Says how to reach the network, and keeps it running until Ctrl-C or SIGTERM.
pub(crate) async fn keep(running: &mut Running) -> Result<()> {
	println!();
	println!("The network stays up.");
	for validator in &running.validators {
		let id = validator.process.id();
		println!(
			"  {:<8} {}  process {id}",
			validator.process.name, validator.url
		);
	}
	for device in &running.devices {
		println!("  {:<8} device, process {}", device.name, device.id());
	}
	let first = &running.validators[0].url;
	println!("  polkadot.js apps: https://polkadot.js.org/apps/?rpc={first}");
	println!("  logs: {}", running.layout.logs.display());
	println!(
		"  a process that ends is started again after {} s",
		PAUSE.as_secs()
	);
	println!("  stop with Ctrl-C, or: kill {}", std::process::id());
	tokio::select! {
		() = interrupted() => Ok(()),
		error = watch(running) => error,
	}
}

async fn watch(running: &mut Running) -> Result<()> {
	let mut down: BTreeMap<String, Instant> = BTreeMap::new();
	loop {
		tokio::time::sleep(WATCH).await;
		for process in running.processes() {
			if process.check_running().is_ok() {
				continue;
			}
			let since = *down.entry(process.name.clone()).or_insert_with(|| {
				println!("{} has ended", process.name);
				Instant::now()
			});
			if since.elapsed() >= PAUSE {
				down.remove(&process.name);
				process.restart()?;
				println!("{} started again, process {}", process.name, process.id());
			}
		}
	}
}

/// Runs a shell command beside the network; its success is the finding.
pub(crate) async fn run_then(command: &str, url: &str) -> Result<Finding> {
	let status = tokio::process::Command::new("sh")
		.args(["-c", command])
		.env("GREENHOUR_URL", url)
		.stdin(Stdio::null())
		.kill_on_drop(true)
		.status()
		.await
		.map_err(Error::io("sh"))?;
	if status.success() {
		Ok(Finding::new(0, format!("{command}: ok")))
	} else {
		Err(Error::ProcessEnded(command.to_owned(), status.to_string()))
	}
}
