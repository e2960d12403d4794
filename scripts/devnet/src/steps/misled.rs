//! A device that is started with something wrong: a trace that is cut off, another network, a clock
//! that is a day off.
//!
//! Its device is registered and bonded, so it could do harm. It must end with an error that names
//! the cause, or warn and wait; what it must not do is read from finalized storage.

use crate::{
	chain::{Chain, Encoded, State},
	error::{Error, Result},
	network::{write_other_chain_spec, Layout},
	processes::Process,
	report::Finding,
	running::Running,
	sites::{Site, Variables},
	steps::outage::following,
	world::{Member, BOND},
};
use greenhour_types::{DeviceId, DeviceStatus, Hour, MilliGpu};
use std::{
	path::PathBuf,
	process::Command,
	time::{Duration, Instant},
};
use tokio::time::sleep;

/// How long a device may take until it says what is wrong. Its light client looks for peers for
/// half a minute before it complains.
const PATIENCE: Duration = Duration::from_secs(90);
/// How long a device that waits is left to it.
const LINGER: Duration = Duration::from_secs(10);
const POLL: Duration = Duration::from_millis(500);

/// What a device must do when it is misled.
#[derive(Clone, Copy, Debug)]
enum Expected {
	/// It ends with exit code 1 and an error that says this.
	Ends(&'static str),
	/// It stays, and warns of this.
	Warns(&'static str),
}

/// Something wrong with which a device is started.
pub(crate) struct Case {
	/// Name of the step.
	pub(crate) name: &'static str,
	what: &'static str,
	variables: Variables,
	expected: Expected,
}

impl Expected {
	/// What to say of a device with this log, which has ended with this exit code if it has; `None`
	/// while it may still do what is expected.
	fn judge(self, ended: Option<i32>, log: &str) -> Option<Result<String>> {
		let wrong = |why: &str| {
			let last = log.lines().last().unwrap_or("nothing");
			Some(Err(Error::unexpected(format!("{why}; it said: {last}"))))
		};
		let line = |start: &str, phrase: &str| {
			let mut lines = log.lines();
			lines.find(|line| line.contains(start) && line.contains(phrase))
		};
		match (self, ended) {
			(Self::Ends(_), None) => None,
			(Self::Ends(phrase), Some(1)) => match line("error: ", phrase) {
				Some(line) => Some(Ok(line.to_owned())),
				None => wrong("it ended for another reason"),
			},
			(Self::Ends(_), Some(code)) => wrong(&format!("it ended with exit code {code}")),
			(Self::Warns(phrase), None) => line(" WARN ", phrase).map(|line| {
				// Without time and level.
				let text = line.split_once(" WARN ").map_or(line, |(_, text)| text);
				Ok(text.trim().to_owned())
			}),
			(Self::Warns(_), Some(code)) => wrong(&format!("it did not wait: exit code {code}")),
		}
	}
}

/// Everything with which a fresh device is misled. What can't be tried on this machine is said.
pub(crate) fn cases(layout: &Layout) -> Result<Vec<Case>> {
	let mut cases = vec![
		Case {
			name: "refused_truncated_trace",
			what: "a trace that ends in the middle of a line",
			variables: vec![
				("GREENHOUR_DEVICE__METER__SOURCE", "csv".into()),
				("GREENHOUR_DEVICE__METER__FILE", write_trace(layout)?.into()),
			],
			expected: Expected::Ends("truncated"),
		},
		Case {
			name: "waits_on_other_network",
			what: "the specification of another network with the bootnodes of this one",
			variables: other_network(layout)?,
			expected: Expected::Warns("no peer"),
		},
	];
	match clock_library() {
		Some(library) => {
			cases.push(Case {
				name: "waits_with_clock_ahead",
				what: "a clock a day ahead",
				variables: shifted_clock(&library, "+1d"),
				expected: Expected::Warns("is ahead"),
			});
			cases.push(Case {
				name: "waits_with_clock_behind",
				what: "a clock a day behind",
				variables: shifted_clock(&library, "-1d"),
				expected: Expected::Warns("behind the chain"),
			});
		}
		None => println!("skipped: devices with a wrong clock: faketime is not installed"),
	}
	for case in &mut cases {
		let data = format!("data-{}", case.name).into();
		case.variables.push(("GREENHOUR_DEVICE__DATA_DIR", data));
	}
	Ok(cases)
}

fn other_network(layout: &Layout) -> Result<Variables> {
	let path = write_other_chain_spec(layout)?;
	Ok(vec![("GREENHOUR_DEVICE__CHAIN_SPEC", path.into())])
}

/// The library of `faketime`, which shifts the clock of a program without the rights of root.
fn clock_library() -> Option<String> {
	let mut command = Command::new("faketime");
	command.args(["-m", "-f", "+0d", "printenv", "LD_PRELOAD"]);
	let output = command.output().ok()?;
	let library = String::from_utf8(output.stdout).ok()?.trim().to_owned();
	(output.status.success() && !library.is_empty()).then_some(library)
}

fn shifted_clock(library: &str, offset: &str) -> Variables {
	vec![
		("LD_PRELOAD", library.into()),
		("FAKETIME", offset.into()),
		// Only the time of day is wrong; how long something takes is not.
		("FAKETIME_DONT_FAKE_MONOTONIC", "1".into()),
	]
}

fn write_trace(layout: &Layout) -> Result<PathBuf> {
	let path = layout.folder.join("truncated-trace.csv");
	std::fs::write(&path, truncated_trace()).map_err(Error::io(path.display()))?;
	Ok(path)
}

/// Two days of an irradiance trace, the second one cut off in the middle of a line.
fn truncated_trace() -> String {
	let mut text = String::from("Year,Month,Day,Hour,Minute,GHI\n");
	for (day, hours) in [(1, 24), (2, 15)] {
		for hour in 0..hours {
			let noon: u32 = if (8..17).contains(&hour) { 640 } else { 0 };
			text.push_str(&format!("2017,7,{day},{hour},0,{noon}\n"));
		}
	}
	text.push_str("2017,7,2,15");
	text
}

/// Starts the device of `site` misled and waits until it does what it must.
pub(crate) async fn attempt(layout: &Layout, site: &Site, case: &Case) -> Result<Finding> {
	let name = format!("{}-{}", site.plan.name, case.name);
	let mut process = site.start_with(&name, layout, &case.variables)?;
	let said = behaves(&mut process, case.expected).await?;
	if let Expected::Warns(_) = case.expected {
		sleep(LINGER).await;
		process.check_running()?;
		let ended = tokio::task::spawn_blocking(move || process.end()).await;
		if !ended.unwrap_or(false) {
			return Err(Error::unexpected(format!(
				"{name} did not end when it was asked to"
			)));
		}
	}
	Ok(Finding::new(0, format!("{}: {said}", case.what)))
}

async fn behaves(process: &mut Process, expected: Expected) -> Result<String> {
	let deadline = Instant::now() + PATIENCE;
	loop {
		// -1 stands for a signal.
		let ended = process.exit_status()?;
		let ended = ended.map(|status| status.code().unwrap_or(-1));
		if let Some(verdict) = expected.judge(ended, &process.log_text()) {
			return verdict;
		}
		if Instant::now() > deadline {
			let last = process.last_lines(1);
			return Err(Error::unexpected(format!(
				"{expected:?}: not so after {} s; it said: {last}",
				PATIENCE.as_secs()
			)));
		}
		sleep(POLL).await;
	}
}

/// Starts a working device with the specification of another network on its own data, which it must
/// refuse; then as it was before, and it works on.
pub(crate) async fn repaired(
	running: &mut Running,
	sites: &[Site],
	place: usize,
) -> Result<Finding> {
	let (site, process) = (&sites[place], &mut running.devices[place]);
	if !process.end() {
		return Err(Error::unexpected(format!(
			"{} did not end when it was asked to",
			process.name
		)));
	}
	let case = Case {
		name: "other-network",
		what: "the specification of another network on the data of a working device",
		variables: other_network(&running.layout)?,
		expected: Expected::Ends("genesis mismatch"),
	};
	let refused = attempt(&running.layout, site, &case).await?;
	process.restart()?;
	let chain = Chain::connect(&running.validators[0].url, PATIENCE).await?;
	let state = chain.finalized().await?;
	following(std::slice::from_ref(site), state.number()).await?;
	let detail = format!("{}; with its own it works on", refused.detail);
	Ok(Finding::new(state.number(), detail))
}

/// The chain shows nothing of a device but its registration.
pub(crate) async fn unharmed(chain: &Chain, site: &Site, device: DeviceId) -> Result<Finding> {
	let state = chain.finalized().await?;
	let signed = state.ghr(site.operator.account()).await?.nonce;
	let bond = state.bond(device).await?;
	let active = matches!(
		state.device(device).await?.status,
		DeviceStatus::Active { .. }
	);
	let receipts = meter_hours(&state, device).await?;
	let offer = state.open_offer(device).await?;
	if signed != 0 || bond != BOND || !active || receipts != 0 || offer.is_some() {
		return Err(Error::unexpected(format!(
			"device {device}: {signed} transactions, {receipts} receipts, offer {offer:?}, bond \
			 {bond}, active {active}"
		)));
	}
	let detail = format!(
		"{} signed nothing: no offer, no receipt, its bond is whole",
		site.plan.name
	);
	Ok(Finding::new(state.number(), detail))
}

async fn meter_hours(state: &State, device: DeviceId) -> Result<usize> {
	type Metered = ([u8; 32], MilliGpu, MilliGpu, u32);
	let found: Vec<((DeviceId, Hour), Metered)> = state
		.entries("Receipts", "MeterHours", vec![Encoded::of(device)])
		.await?;
	Ok(found.len())
}

/// The same device, started as it should be, makes its offer: nothing else was wrong with it.
pub(crate) async fn honest(
	chain: &Chain,
	site: &Site,
	device: DeviceId,
) -> Result<(Member, Finding)> {
	let state = chain
		.when("the offer of the honest device", PATIENCE, async |state| {
			Ok(state.open_offer(device).await?.is_some())
		})
		.await?;
	let offer = state.open_offer(device).await?;
	let offer = offer.ok_or_else(|| Error::unexpected("the offer is gone"))?;
	let name = site.plan.name;
	let member = Member {
		name,
		device,
		offer,
		owner: site.owner.account(),
	};
	let detail = format!("{name}, started as it should be, has offered (position {offer})");
	Ok((member, Finding::new(state.number(), detail)))
}

#[cfg(test)]
mod tests {
	use super::*;

	const TRUNCATED: &str = "error: /x/trace.csv:40: 4 fields where the header has 6; the file is \
	                         truncated or damaged";
	const STALLED: &str =
		"2026-11-20T17:00:00.000000Z  WARN greenhour_device::run: the light client \
	                       finds no peer: bootnodes down";

	#[test]
	fn an_error_with_its_cause_and_exit_code_is_as_expected() {
		let expected = Expected::Ends("truncated");
		assert!(
			expected.judge(None, TRUNCATED).is_none(),
			"it has not ended"
		);
		let said = expected.judge(Some(1), TRUNCATED).expect("it has ended");
		assert_eq!(said.expect("as expected"), TRUNCATED);
	}

	#[test]
	fn another_error_another_code_or_a_signal_is_not() {
		let expected = Expected::Ends("truncated");
		let cases = [
			(1, "error: no keys"),
			(101, TRUNCATED),
			(-1, TRUNCATED),
			(0, TRUNCATED),
			(1, "the file is truncated"),
		];
		for (code, log) in cases {
			assert!(
				matches!(expected.judge(Some(code), log), Some(Err(_))),
				"{code} {log}"
			);
		}
	}

	#[test]
	fn a_warning_counts_only_while_the_device_stays() {
		let expected = Expected::Warns("finds no peer");
		assert!(expected.judge(None, "INFO finds no peer").is_none());
		let said = expected.judge(None, STALLED).expect("it has warned");
		assert!(said
			.expect("as expected")
			.starts_with("greenhour_device::run:"));
		assert!(matches!(expected.judge(Some(1), STALLED), Some(Err(_))));
	}

	#[test]
	fn the_truncated_trace_is_a_trace_but_for_its_end() {
		let trace = truncated_trace();
		let fields = |line: &str| line.split(',').count();
		let lines: Vec<&str> = trace.lines().collect();
		let (last, whole) = lines.split_last().expect("many lines");
		assert!(whole.iter().all(|line| fields(line) == 6));
		assert!(fields(last) < 6 && !trace.ends_with('\n'));
		assert!(whole.len() > 24 + 1, "a whole day and the header");
	}
}
