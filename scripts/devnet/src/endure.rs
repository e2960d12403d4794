//! Attacks on a network: a network, three devices, and the order in which they are struck.
//!
//! Two devices work; the third is registered, but what is started in its name is misled. A tenant
//! buys hours under attack, which may be missed or void, and one after it, which must be delivered;
//! at the end the books are recomputed.

use crate::{
	chain::Chain,
	cli::EndureOptions,
	demand::Bundle,
	error::{Error, Result},
	ledger,
	network::Layout,
	report::{Finding, Report},
	running::Running,
	schedule::Schedule,
	sites::{self, Plan, Site, SITES},
	steps::{
		acceptance, closing, delivery, misled, outage, setup,
		trade::{self, Wish},
	},
	wait::within,
	world::{Market, Member, People},
};
use futures::future::{join, join_all};
use greenhour_types::{ClockParams, DeviceId, Hour, JobKind, MilliGpu, Moment};
use std::time::{Duration, Instant};

/// The sites: two that work, and the one whose device is misled.
const PLANS: [Plan; 3] = [SITES[0], SITES[2], SITES[1]];
/// How many of them work.
const WORKING: usize = 2;
/// Units that the tenant buys in each hour: more than one device has.
const UNITS: MilliGpu = MilliGpu(1_500);
/// Hours that he buys before the attacks.
const HOURS: u32 = 2;
/// Chain time that a purchase needs, in ms.
const TO_BUY: Moment = 10_000;
/// How long the network may take until devices offer, and each purchase and step of its end.
const START: Duration = Duration::from_secs(120);
const CLOSING: Duration = Duration::from_secs(60);
/// How long everything may take with `ROUNDS` rounds, and what each further one adds.
const LIMIT: Duration = Duration::from_secs(600);
const ROUNDS: u32 = 6;
const FURTHER_ROUND: Duration = Duration::from_secs(60);

/// What is prepared before the chain starts.
pub(crate) struct Stage {
	sites: Vec<Site>,
	schedule: Schedule,
	limit: Duration,
}

impl Stage {
	/// Draws who is struck when, and makes keys and settings of every site.
	pub(crate) fn prepare(options: &EndureOptions, layout: &Layout) -> Result<Self> {
		let seed = options.seed.unwrap_or_else(rand::random);
		println!("seed {seed}");
		let validators = usize::from(options.network.validators);
		Ok(Self {
			sites: sites::prepare(&PLANS, layout, None)?,
			schedule: Schedule::draw(seed, options.rounds, validators, WORKING),
			limit: limit(options.rounds),
		})
	}

	/// The sites whose devices are started with the network.
	pub(crate) fn working(&self) -> &[Site] {
		&self.sites[..WORKING]
	}
}

fn limit(rounds: u32) -> Duration {
	LIMIT + FURTHER_ROUND * rounds.saturating_sub(ROUNDS)
}

/// Strikes in the order of the stage. An error is a step without which the later ones make no sense.
pub(crate) async fn live(stage: &Stage, running: &mut Running, report: &mut Report) -> Result<()> {
	let attacks = attacks(stage, running, report);
	match tokio::time::timeout(stage.limit, attacks).await {
		Ok(outcome) => outcome,
		Err(_) => Err(Error::unexpected(format!(
			"not done within {} s",
			stage.limit.as_secs()
		))),
	}
}

async fn attacks(stage: &Stage, running: &mut Running, report: &mut Report) -> Result<()> {
	let (mut market, devices) = open_market(stage, running, report).await?;
	for (round, blow) in (1..).zip(&stage.schedule.blows) {
		report.require(
			"finality_with_one_away",
			outage::one_away(round, blow, running).await,
		)?;
		report.require(
			"caught_up",
			outage::back(round, blow, running, stage.working()).await,
		)?;
	}
	let survivor = stage.schedule.survivor;
	let (standstill, finding) = outage::one_left(survivor, running)
		.await
		.map_err(|error| report.failed("finality_stops", error))?;
	report.record("finality_stops", Ok(finding));
	report.require(
		"finality_resumes",
		outage::all_back(survivor, standstill, running, stage.working()).await,
	)?;
	// The first connection may be to a validator that has died since.
	market.chain = Chain::connect(&running.validators[0].url, START).await?;
	let sold = within("the purchase", CLOSING, sell(&mut market, 1)).await;
	report.require("hours_sold_again", sold)?;
	let misled = mislead(stage, &devices, running, &market.chain, report);
	let (misled, assigned) = join(misled, acceptance::assign_all(&market)).await;
	if let Err(error) = assigned {
		println!("the clerk stopped: {error}");
	}
	market.members.extend(misled?);
	report.record("hours_delivered", delivered_again(&market).await);
	settle(&market, report).await;
	Ok(())
}

/// Opens the market: devices register, the working ones offer, the tenant buys.
async fn open_market(
	stage: &Stage,
	running: &Running,
	report: &mut Report,
) -> Result<(Market, Vec<DeviceId>)> {
	let chain = Chain::connect(&running.validators[0].url, START).await?;
	let (mut market, devices) = within("the market", START, open(&chain, stage))
		.await
		.map_err(|error| report.failed("market_opened", error))?;
	report.require(
		"validators_finalize",
		setup::network(&running.validators).await,
	)?;
	let registered = setup::registered(&chain, &stage.sites, &devices).await;
	report.require("devices_registered", registered)?;
	report.require(
		"devices_activated",
		setup::activated(&chain, &devices).await,
	)?;
	let offered = setup::offered(&chain, &market.members).await;
	report.require("offers_made", offered)?;
	let sold = within("the purchase", CLOSING, sell(&mut market, HOURS)).await;
	report.require("hours_sold", sold)?;
	Ok((market, devices))
}

async fn open(chain: &Chain, stage: &Stage) -> Result<(Market, Vec<DeviceId>)> {
	let clock = setup::clock(chain).await?;
	let people = People::of(&chain.best().await?).await?;
	let devices = setup::send(chain, &people, &stage.sites, &clock).await?;
	let working = &devices[..WORKING];
	let members = setup::wait_for_offers(chain, stage.working(), working, Moment::MAX).await?;
	let market = Market {
		chain: chain.clone(),
		clock,
		people,
		members,
		purchases: Vec::new(),
	};
	Ok((market, devices))
}

/// The tenant buys the next `count` hours that are still on sale.
async fn sell(market: &mut Market, count: u32) -> Result<Finding> {
	let now = market.chain.best().await?.now().await?;
	let wish = Wish {
		kind: JobKind::Inference,
		units: UNITS,
		hours: &hours_on_sale(&market.clock, now.saturating_add(TO_BUY), count),
		min_green_share: 0,
	};
	let ordered = trade::buy(&market.chain, &market.people, wish).await?;
	let purchase = trade::finalized(ordered).await?;
	market.purchases.push(purchase.clone());
	let bundle = Bundle {
		units: UNITS,
		jobs: 1,
	};
	trade::sold(market, &purchase, &bundle).await
}

/// The first `count` hours that are still on sale at `now`.
fn hours_on_sale(clock: &ClockParams, now: Moment, count: u32) -> Vec<Hour> {
	let first = clock.latest_closed_hour(now).unwrap_or_default().next();
	let hours = first.0..first.0.saturating_add(count);
	hours.map(Hour).collect()
}

/// Starts the third device in every wrong way, then as it should be: only then it takes part.
async fn mislead(
	stage: &Stage,
	devices: &[DeviceId],
	running: &mut Running,
	chain: &Chain,
	report: &mut Report,
) -> Result<Option<Member>> {
	let (site, device) = (&stage.sites[WORKING], devices[WORKING]);
	let cases = misled::cases(&running.layout)?;
	let attempts = cases
		.iter()
		.map(|case| misled::attempt(&running.layout, site, case));
	// All at once: each has its own data folder and mostly waits.
	for (case, finding) in cases.iter().zip(join_all(attempts).await) {
		report.record(case.name, finding);
	}
	let repaired = misled::repaired(running, stage.working(), 0).await;
	report.record("refused_other_network", repaired);
	let unharmed = misled::unharmed(chain, site, device).await;
	report.record("misled_did_no_harm", unharmed);
	running.devices.push(site.start(&running.layout)?);
	match misled::honest(chain, site, device).await {
		Ok((member, finding)) => {
			report.record("honest_device_offers", Ok(finding));
			Ok(Some(member))
		}
		Err(error) => {
			report.record("honest_device_offers", Err(error));
			Ok(None)
		}
	}
}

/// The hour that was sold after the attacks is delivered by whoever it was given to.
async fn delivered_again(market: &Market) -> Result<Finding> {
	let last = market.hours().last().copied().unwrap_or_default();
	market.chain.when_time(market.start_of(last)?).await?;
	delivery::delivered(market, &[last], None).await
}

/// Settles, pays and closes everything, and recomputes the books.
async fn settle(market: &Market, report: &mut Report) {
	report.record("hours_settled", delivery::settled(market).await);
	let claimed = within("claims", CLOSING, closing::claimed(market)).await;
	report.record("income_claimed", claimed);
	let closed = within("closing", CLOSING, closing::closed(market)).await;
	report.record("contracts_closed", closed);
	report.record("balances_add_up", ledger::balances(market).await);
	report.record("events_agree", ledger::events(market).await);
}

/// What no log may say, however often a process was killed, and what it would mean.
const COMPLAINTS: [(&str, &str); 2] = [
	("panicked at", "a panic"),
	("quivocat", "a vote or block of a validator against itself"),
];

/// The first line of a log that complains, and about what.
fn complaint(log: &str) -> Option<(&'static str, &str)> {
	log.lines().find_map(|line| {
		let mut known = COMPLAINTS.iter();
		let (_, meaning) = known.find(|(sign, _)| line.contains(sign))?;
		Some((*meaning, line))
	})
}

/// No log of a run complains.
pub(crate) fn logs_are_clean(running: &Running) -> Result<Finding> {
	let logs = &running.layout.logs;
	let entries = std::fs::read_dir(logs).map_err(Error::io(logs.display()))?;
	let mut count = 0;
	for entry in entries {
		let path = entry.map_err(Error::io(logs.display()))?.path();
		let text = std::fs::read(&path).map_err(Error::io(path.display()))?;
		if let Some((meaning, line)) = complaint(&String::from_utf8_lossy(&text)) {
			let path = path.display();
			return Err(Error::unexpected(format!("{path}: {meaning}: {line}")));
		}
		count += 1;
	}
	let detail = format!("{count} logs tell of no panic and no equivocation");
	Ok(Finding::new(0, detail))
}

/// Every process still runs, and all end when they are asked to.
pub(crate) fn end(running: &mut Running) -> Result<Finding> {
	let since = Instant::now();
	let mut count = 0;
	for process in running.processes() {
		process.check_running()?;
		count += 1;
	}
	let stubborn = running.end();
	if !stubborn.is_empty() {
		return Err(Error::unexpected(format!(
			"did not end when they were asked to: {}",
			stubborn.join(", ")
		)));
	}
	let seconds = since.elapsed().as_secs();
	let detail = format!("{count} processes ran to the end and have ended within {seconds} s");
	Ok(Finding::new(0, detail))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn hours_that_can_still_be_bought_follow_each_other() {
		let clock = ClockParams {
			hour_zero_ms: Some(0),
			..ClockParams::DEVELOPMENT
		};
		let start = clock.start_of(Hour(21)).expect("set");
		// The sale of hour 22 closes when hour 21 starts.
		let hours = hours_on_sale(&clock, start + 1, 3);
		assert_eq!(hours, [Hour(23), Hour(24), Hour(25)]);
		assert_eq!(hours_on_sale(&clock, start - 1, 1), [Hour(22)]);
	}

	#[test]
	fn a_log_that_complains_is_quoted() {
		let log = "Imported #7\nDetected prevote equivocation in the finality worker\nIdle";
		let (meaning, line) = complaint(log).expect("a validator voted twice");
		assert!(meaning.starts_with("a vote") && line.starts_with("Detected"));
		let panic = "thread 'main' panicked at src/main.rs:1:1:";
		assert_eq!(complaint(panic), Some(("a panic", panic)));
		assert_eq!(complaint("Imported #7\nIdle (3 peers)"), None);
	}

	#[test]
	fn the_usual_run_is_bound_to_ten_minutes() {
		assert_eq!(limit(1), Duration::from_secs(600));
		assert_eq!(limit(6), Duration::from_secs(600));
		assert_eq!(limit(8), Duration::from_secs(720));
	}
}
