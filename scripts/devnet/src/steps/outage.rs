//! Processes that die without a word: a validator with a device, then three validators of four.

use crate::{
	chain::Chain,
	error::{Error, Result},
	processes::kill_all,
	report::Finding,
	running::Running,
	schedule::Blow,
	sites::Site,
	steps::setup::agreed,
};
use std::time::{Duration, Instant};
use tokio::time::sleep;

/// Finalized blocks that show that finality goes on: more than votes on their way could finalize.
const ADVANCE: u32 = 4;
/// How long finality may take for them, and a process to catch up.
const PATIENCE: Duration = Duration::from_secs(90);
/// How long votes that are on their way may still finalize something.
const LAST_VOTES: Duration = Duration::from_secs(6);
/// How long finality stands still when it has stopped; otherwise it moves every few seconds.
const STANDSTILL: Duration = Duration::from_secs(24);
const POLL: Duration = Duration::from_secs(1);

/// Kills a validator and a device; the other validators go on finalizing.
pub(crate) async fn one_away(round: usize, blow: &Blow, running: &mut Running) -> Result<Finding> {
	sleep(blow.pause).await;
	let validator = &mut running.validators[blow.validator].process;
	let device = &mut running.devices[blow.device];
	let dead = format!(
		"{} (process {}) and {} (process {})",
		validator.name,
		validator.id(),
		device.name,
		device.id(),
	);
	kill_all([validator, device])?;
	let chain = living(blow, running).await?;
	let (since, killed_at) = (Instant::now(), chain.finalized().await?.number());
	let wanted = killed_at.saturating_add(ADVANCE);
	let state = chain
		.when("finality with one of four away", PATIENCE, async |state| {
			Ok(state.number() >= wanted)
		})
		.await?;
	let detail = format!(
		"round {round}: {dead} killed at block {killed_at}; the others finalized {} within {} s",
		state.number(),
		since.elapsed().as_secs(),
	);
	Ok(Finding::new(state.number(), detail))
}

/// Starts the dead again; they catch up with what the living have finalized by then.
pub(crate) async fn back(
	round: usize,
	blow: &Blow,
	running: &mut Running,
	sites: &[Site],
) -> Result<Finding> {
	let target = living(blow, running).await?.finalized().await?.number();
	let since = Instant::now();
	running.validators[blow.validator].process.restart()?;
	running.devices[blow.device].restart()?;
	let hash = agreed(&running.validators, target, PATIENCE).await?;
	let validators = since.elapsed().as_secs();
	following(sites, target).await?;
	let detail = format!(
		"round {round}: all {} validators have block {target} ({hash}) after {validators} s, all \
		 devices after {} s",
		running.validators.len(),
		since.elapsed().as_secs(),
	);
	Ok(Finding::new(target, detail))
}

/// A validator that this blow does not hit.
async fn living(blow: &Blow, running: &Running) -> Result<Chain> {
	let other = (blow.validator + 1) % running.validators.len();
	Chain::connect(&running.validators[other].url, PATIENCE).await
}

/// Waits until every device has verified block `number` and does its work.
pub(crate) async fn following(sites: &[Site], number: u32) -> Result<()> {
	let deadline = Instant::now() + PATIENCE;
	for site in sites {
		loop {
			let status = site.status();
			let block = status.as_ref().and_then(|status| status.finalized.as_ref());
			let working = status
				.as_ref()
				.is_some_and(|status| status.activity == "working");
			if working && block.is_some_and(|block| block.number >= u64::from(number)) {
				break;
			}
			if Instant::now() > deadline {
				return Err(Error::unexpected(format!(
					"{} does not follow to block {number}: {status:?}",
					site.plan.name
				)));
			}
			sleep(POLL).await;
		}
	}
	Ok(())
}

/// A chain whose finality has stopped.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Standstill {
	/// A block that was final when the validators died.
	before: u32,
	/// The last one that became final.
	last: u32,
}

/// Kills every validator but one; nothing becomes final any more.
pub(crate) async fn one_left(
	survivor: usize,
	running: &mut Running,
) -> Result<(Standstill, Finding)> {
	let chain = Chain::connect(&running.validators[survivor].url, PATIENCE).await?;
	let before = chain.finalized().await?.number();
	let dead = running.validators.iter_mut().enumerate();
	let dead = dead.filter(|(place, _)| *place != survivor);
	kill_all(dead.map(|(_, validator)| &mut validator.process))?;
	sleep(LAST_VOTES).await;
	let last = chain.finalized().await?.number();
	let since = Instant::now();
	while since.elapsed() < STANDSTILL {
		sleep(POLL).await;
		let now = chain.finalized().await?.number();
		if now != last {
			return Err(Error::unexpected(format!(
				"one of four validators finalized block {now} alone"
			)));
		}
	}
	let detail = format!(
		"finality has stopped, as it must: {} alone finalized nothing after block {last} for {} s; \
		 its best block is {}",
		running.validators[survivor].process.name,
		STANDSTILL.as_secs(),
		chain.best().await?.number(),
	);
	Ok((Standstill { before, last }, Finding::new(last, detail)))
}

/// Starts the others again: finality goes on, and all agree on what was final before.
pub(crate) async fn all_back(
	survivor: usize,
	standstill: Standstill,
	running: &mut Running,
	sites: &[Site],
) -> Result<Finding> {
	let Standstill { before, last } = standstill;
	let since = Instant::now();
	for (place, validator) in running.validators.iter_mut().enumerate() {
		if place != survivor {
			validator.process.restart()?;
		}
	}
	let after = last.saturating_add(ADVANCE);
	let new = agreed(&running.validators, after, PATIENCE).await?;
	let resumed = since.elapsed().as_secs();
	let old = agreed(&running.validators, before, PATIENCE).await?;
	following(sites, after).await?;
	let detail = format!(
		"all {} validators agree on block {before} ({old}), final before, and, {resumed} s after \
		 their start, on block {after} ({new}); all devices follow after {} s",
		running.validators.len(),
		since.elapsed().as_secs(),
	);
	Ok(Finding::new(after, detail))
}
