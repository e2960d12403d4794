//! Child processes of a run: each logs to a file, and none outlives the run.
//!
//! Only processes that this tool started are ended, by their process id.

use crate::error::{Error, Result};
use std::{
	fs::File,
	path::{Path, PathBuf},
	process::{Child, Command, ExitStatus, Stdio},
	time::{Duration, Instant},
};

/// How long a process may take to end by itself after it was asked to.
const GRACE: Duration = Duration::from_secs(10);

/// A running child.
#[derive(Debug)]
pub(crate) struct Process {
	/// Name in messages.
	pub(crate) name: String,
	/// Where its output goes.
	pub(crate) log: PathBuf,
	command: Command,
	child: Child,
}

impl Process {
	/// Starts `command` with its output appended to `<logs>/<name>.log`.
	pub(crate) fn start(name: &str, logs: &Path, mut command: Command) -> Result<Self> {
		let log = logs.join(format!("{name}.log"));
		let file = File::options()
			.create(true)
			.append(true)
			.open(&log)
			.map_err(Error::io(log.display()))?;
		let errors = file.try_clone().map_err(Error::io(log.display()))?;
		command.stdin(Stdio::null()).stdout(file).stderr(errors);
		let child = spawn(&mut command)?;
		Ok(Self {
			name: name.to_owned(),
			log,
			command,
			child,
		})
	}

	/// Starts a process that has ended once more, with the same arguments.
	pub(crate) fn restart(&mut self) -> Result<()> {
		self.child = spawn(&mut self.command)?;
		Ok(())
	}

	/// The process id.
	pub(crate) fn id(&self) -> u32 {
		self.child.id()
	}

	/// An error when the process has ended.
	pub(crate) fn check_running(&mut self) -> Result<()> {
		match self.exit_status()? {
			None => Ok(()),
			Some(status) => Err(Error::ProcessEnded(
				self.name.clone(),
				format!(
					"{status}; last lines of {}:\n{}",
					self.log.display(),
					self.last_lines(15)
				),
			)),
		}
	}

	/// How the process has ended, if it has.
	pub(crate) fn exit_status(&mut self) -> Result<Option<ExitStatus>> {
		self.child.try_wait().map_err(Error::io(&self.name))
	}

	/// Ends the process at once, as a power cut would (SIGKILL).
	pub(crate) fn kill(&mut self) -> Result<()> {
		kill_all([self])
	}

	/// Asks the process to end and waits for it. Returns whether it ended by itself; if not, it was
	/// killed.
	pub(crate) fn end(&mut self) -> bool {
		self.ask_to_end();
		self.wait_until(Instant::now() + GRACE)
	}

	/// Asks the process to end (SIGTERM).
	fn ask_to_end(&mut self) {
		if matches!(self.child.try_wait(), Ok(None)) {
			// std has no SIGTERM; the id is that of a child that was not waited for, so it is ours.
			let _ = Command::new("kill")
				.arg(self.child.id().to_string())
				.status();
		}
	}

	/// Whether the process ended by itself until `deadline`; if not, it is killed.
	fn wait_until(&mut self, deadline: Instant) -> bool {
		while Instant::now() < deadline {
			if !matches!(self.child.try_wait(), Ok(None)) {
				return true;
			}
			std::thread::sleep(Duration::from_millis(50));
		}
		let _ = self.kill();
		false
	}

	/// The whole log.
	pub(crate) fn log_text(&self) -> String {
		let bytes = std::fs::read(&self.log).unwrap_or_default();
		String::from_utf8_lossy(&bytes).into_owned()
	}

	/// The last lines of the log.
	pub(crate) fn last_lines(&self, count: usize) -> String {
		let text = self.log_text();
		let lines: Vec<&str> = text.lines().collect();
		lines[lines.len().saturating_sub(count)..].join("\n")
	}
}

impl Drop for Process {
	fn drop(&mut self) {
		self.end();
	}
}

fn spawn(command: &mut Command) -> Result<Child> {
	let program = Path::new(command.get_program()).to_owned();
	command.spawn().map_err(Error::io(program.display()))
}

/// Ends all of them at once, as a power cut would (SIGKILL).
pub(crate) fn kill_all<'a>(processes: impl IntoIterator<Item = &'a mut Process>) -> Result<()> {
	let mut killed = Vec::new();
	for process in processes {
		process.child.kill().map_err(Error::io(&process.name))?;
		killed.push(process);
	}
	for process in killed {
		process.child.wait().map_err(Error::io(&process.name))?;
	}
	Ok(())
}

/// Ends all of them; the first asked is not waited for before the last is asked. Returns the names
/// of those that had to be killed.
pub(crate) fn end_all(mut processes: Vec<Process>) -> Vec<String> {
	for process in &mut processes {
		process.ask_to_end();
	}
	let deadline = Instant::now() + GRACE;
	let stubborn = processes
		.iter_mut()
		.filter_map(|process| (!process.wait_until(deadline)).then(|| process.name.clone()));
	stubborn.collect()
}

/// The first TCP port from `from` on that is free on 127.0.0.1 and not in `taken`; adds it there.
pub(crate) fn free_port(from: u16, taken: &mut Vec<u16>) -> Result<u16> {
	let free = |port: &u16| std::net::TcpListener::bind(("127.0.0.1", *port)).is_ok();
	let port = (from..u16::MAX)
		.filter(|port| !taken.contains(port))
		.find(free)
		.ok_or_else(|| Error::unexpected(format!("no free port from {from} on")))?;
	taken.push(port);
	Ok(port)
}

#[cfg(test)]
mod tests {
	use super::*;

	fn shell(script: &str) -> Command {
		let mut command = Command::new("sh");
		command.args(["-c", script]);
		command
	}

	#[test]
	fn an_ended_process_is_noticed_with_its_last_words() {
		let logs = tempfile::tempdir().expect("temporary folder");
		let mut process =
			Process::start("short", logs.path(), shell("echo last words")).expect("sh exists");
		let deadline = Instant::now() + Duration::from_secs(20);
		let ended = loop {
			match process.check_running() {
				Ok(()) if Instant::now() < deadline => {
					std::thread::sleep(Duration::from_millis(10))
				}
				other => break other,
			}
		};
		let message = ended.expect_err("it has ended").to_string();
		assert!(message.contains("last words"), "{message}");
	}

	#[test]
	fn a_killed_process_is_gone() {
		let logs = tempfile::tempdir().expect("temporary folder");
		let mut process =
			Process::start("long", logs.path(), shell("exec sleep 600")).expect("sh exists");
		process.check_running().expect("it sleeps");
		process.kill().expect("ours");
		assert!(process.check_running().is_err());
		process.restart().expect("sh still exists");
		process.check_running().expect("it sleeps again");
	}

	#[test]
	fn who_ends_when_asked_is_not_named() {
		let logs = tempfile::tempdir().expect("temporary folder");
		let start = |name: &str, script: &str| {
			Process::start(name, logs.path(), shell(script)).expect("sh exists")
		};
		let polite = start("polite", "exec sleep 600");
		let dead = start("dead", "exit 3");
		assert_eq!(end_all(vec![polite, dead]), Vec::<String>::new());
	}

	#[test]
	fn a_port_is_given_once() {
		let mut taken = Vec::new();
		let first = free_port(42_000, &mut taken).expect("a free port");
		let second = free_port(42_000, &mut taken).expect("a free port");
		assert_ne!(first, second);
	}
}
