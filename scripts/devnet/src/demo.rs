//! The demo: a network, three devices, and the order in which things happen to them.
//!
//! Hours of market time run on their own: whatever the demo does, an hour's sale closes, its draw
//! comes, it starts and ends. So the demo acts at the next block and judges when that is final.

use crate::{
	chain::Chain,
	cli::Options,
	demand::{bundle, Bundle, Demand},
	error::{Error, Result},
	ledger,
	network::Layout,
	report::Report,
	running::Running,
	sites::{self, proving_keys, Site, SITES},
	steps::{
		acceptance, closing, delivery, expiry, forgery, miss, position, setup,
		trade::{self, Wish},
	},
	world::{Market, People},
};
use greenhour_types::{ClockParams, Hour, JobKind, MilliGpu};
use std::{path::Path, sync::Arc, time::Duration};

/// Units that the time-sensitive contract takes of what the sites offer in an hour.
const URGENT_UNITS: MilliGpu = MilliGpu(2_500);
/// Units that the flexible contract takes.
const FLEXIBLE_UNITS: MilliGpu = MilliGpu(500);
/// Green share that the flexible contract asks for, in ten-thousandths.
const FLEXIBLE_GREEN_SHARE: u16 = 2_000;
/// Units that the short demo takes.
const SHORT_UNITS: MilliGpu = MilliGpu(800);
/// How long the chain may take to start market time.
const START: Duration = Duration::from_secs(60);

/// The hours of the demo: the last one of day 0 and the first ones of day 1.
const BEFORE_MIDNIGHT: Hour = Hour(23);
const AFTER_MIDNIGHT: Hour = Hour(24);
const UNSOLD: Hour = Hour(25);
const LATE: [Hour; 2] = [Hour(26), Hour(27)];

/// What is prepared before the chain starts, because market time then waits for nobody.
pub(crate) struct Stage {
	demand: Demand,
	/// The sites, in the order in which their devices are started.
	pub(crate) sites: Arc<Vec<Site>>,
	solar_rows: usize,
}

impl Stage {
	/// Reads the traces and makes keys and settings of every site.
	pub(crate) fn prepare(options: &Options, layout: &Layout) -> Result<Self> {
		let demand = match &options.demand {
			Some(path) => Demand::read(path)?,
			None => Demand::built_in(),
		};
		let solar_rows = options.solar.as_deref().map_or(Ok(0), count_rows)?;
		let plans = if options.short {
			&SITES[2..]
		} else {
			&SITES[..]
		};
		Ok(Self {
			demand,
			sites: Arc::new(sites::prepare(plans, layout, options.solar.as_deref())?),
			solar_rows,
		})
	}

	/// Rows of public traces that the run uses.
	pub(crate) fn trace_rows(&self) -> usize {
		self.demand.rows + self.solar_rows
	}
}

fn count_rows(path: &Path) -> Result<usize> {
	let file = std::fs::File::open(path).map_err(Error::io(path.display()))?;
	let mut rows = 0;
	for row in csv::Reader::from_reader(file).into_records() {
		row.map_err(|error| Error::Trace(path.display().to_string(), error.to_string()))?;
		rows += 1;
	}
	Ok(rows)
}

/// Lives through all steps. An error is a step without which the later ones make no sense; it is
/// recorded as well.
pub(crate) async fn live(
	options: &Options,
	stage: &Stage,
	running: &mut Running,
	report: &mut Report,
) -> Result<()> {
	let chain = Chain::connect(&running.validators[0].url, START).await?;
	let clock = setup::clock(&chain).await?;
	let mut market = open_market(&chain, &clock, stage, options.short)
		.await
		.map_err(|error| report.failed("market_opened", error))?;
	report.record(
		"validators_finalize",
		setup::network(&running.validators).await,
	);
	let ids: Vec<_> = market
		.market
		.members
		.iter()
		.map(|member| member.device)
		.collect();
	let registered = setup::registered(&chain, &stage.sites, &ids).await;
	report.record("devices_registered", registered);
	report.record("devices_activated", setup::activated(&chain, &ids).await);
	report.record(
		"offers_made",
		setup::offered(&chain, &market.market.members).await,
	);
	let names = ["urgent_hours_sold", "flexible_hours_sold"];
	for ((name, ordered), bundle) in names.into_iter().zip(market.ordered).zip(&market.bundles) {
		let purchase = trade::finalized(ordered).await?;
		market.market.purchases.push(purchase.clone());
		report.record(name, trade::sold(&market.market, &purchase, bundle).await);
	}
	let market = Arc::new(market.market);
	if options.short {
		after_short_sale(&market, report).await;
	} else {
		after_sale(&market, stage, running, report).await;
	}
	report.record("balances_add_up", ledger::balances(&market).await);
	report.record("events_agree", ledger::events(&market).await);
	Ok(())
}

/// The market when the tenant has bought, before that is final.
struct Opened {
	market: Market,
	ordered: Vec<trade::Ordered>,
	bundles: Vec<Bundle>,
}

/// Registers, activates, waits for the offers and buys, all before the sale of the last hour of day
/// 0 closes.
async fn open_market(
	chain: &Chain,
	clock: &ClockParams,
	stage: &Stage,
	short: bool,
) -> Result<Opened> {
	let people = People::of(&chain.best().await?).await?;
	let devices = setup::send(chain, &people, &stage.sites, clock).await?;
	let deadline = clock.sale_close_of(BEFORE_MIDNIGHT).unwrap_or_default();
	let members = setup::wait_for_offers(chain, &stage.sites, &devices, deadline).await?;
	let limit = if short { SHORT_UNITS } else { URGENT_UNITS };
	let urgent = bundle(&stage.demand.sensitive, limit);
	let hours = [BEFORE_MIDNIGHT, AFTER_MIDNIGHT, LATE[0]];
	let wish = Wish {
		kind: JobKind::Inference,
		units: urgent.units,
		hours: if short { &hours[..1] } else { &hours },
		min_green_share: 0,
	};
	let mut ordered = vec![trade::buy(chain, &people, wish).await?];
	let mut bundles = vec![urgent];
	if !short {
		let flexible = bundle(&stage.demand.flexible, FLEXIBLE_UNITS);
		let candidates = [AFTER_MIDNIGHT, LATE[0], LATE[1]];
		let state = chain.best().await?;
		let hours = &trade::cheapest(&state, flexible.units, &candidates, 2).await?;
		let (kind, min_green_share) = (JobKind::Training, FLEXIBLE_GREEN_SHARE);
		let wish = Wish {
			kind,
			units: flexible.units,
			hours,
			min_green_share,
		};
		ordered.push(trade::buy(chain, &people, wish).await?);
		bundles.push(flexible);
	}
	let market = Market {
		chain: chain.clone(),
		clock: *clock,
		people,
		members,
		purchases: Vec::new(),
	};
	Ok(Opened {
		market,
		ordered,
		bundles,
	})
}

async fn after_short_sale(market: &Arc<Market>, report: &mut Report) {
	let clerk = tokio::spawn(assign_in_background(market.clone()));
	report.record(
		"hours_accepted",
		acceptance::accepted(market, BEFORE_MIDNIGHT).await,
	);
	let delivered = delivery::delivered(market, &[BEFORE_MIDNIGHT], None).await;
	report.record("hours_delivered", delivered);
	clerk.abort();
	report.record("income_claimed", closing::claimed(market).await);
	report.record("contracts_closed", closing::closed(market).await);
}

async fn after_sale(
	market: &Arc<Market>,
	stage: &Stage,
	running: &mut Running,
	report: &mut Report,
) {
	let clerk = tokio::spawn(assign_in_background(market.clone()));
	let (watched, sites) = (market.clone(), stage.sites.clone());
	let undrawn = tokio::spawn(async move { acceptance::undrawn_refused(&watched, &sites).await });
	report.record(
		"hours_accepted",
		acceptance::accepted(market, BEFORE_MIDNIGHT).await,
	);

	let casualty = casualty(market, running, report).await;
	if let Some(casualty) = &casualty {
		forge(market, stage, running, casualty, report).await;
	}
	let dead = casualty.as_ref().map(|casualty| casualty.member.device);
	let midnight = [BEFORE_MIDNIGHT, AFTER_MIDNIGHT];
	report.record(
		"hours_delivered",
		delivery::delivered(market, &midnight, dead).await,
	);
	report.record("unsold_hour_expired", expiry::unsold(market, UNSOLD).await);
	let sale = sell_position(market, stage, dead, report).await;
	if let Some(casualty) = &casualty {
		punish(market, casualty, report).await;
	}
	report.record(
		"later_hours_delivered",
		delivery::delivered(market, &LATE, dead).await,
	);
	if let Some(sale) = &sale {
		report.record("income_split", position::income_split(market, sale).await);
	}
	let refused = undrawn
		.await
		.unwrap_or_else(|error| Err(Error::unexpected(error.to_string())));
	report.record("undrawn_accept_refused", refused);
	clerk.abort();
	report.record("income_claimed", closing::claimed(market).await);
	if let Some(casualty) = &casualty {
		if let Err(error) = miss::settle_rest(market, &casualty.member).await {
			report.record("rest_settled", Err(error));
		}
	}
	report.record("contracts_closed", closing::closed(market).await);
}

async fn assign_in_background(market: Arc<Market>) {
	if let Err(error) = acceptance::assign_all(&market).await {
		println!("the clerk stopped: {error}");
	}
}

/// Kills a device that has accepted the hour after midnight too, in the hour before it.
async fn casualty(
	market: &Market,
	running: &mut Running,
	report: &mut Report,
) -> Option<miss::Casualty> {
	let window = market.clock.windows.refusal_end_ms / 3;
	let late = market
		.start_of(AFTER_MIDNIGHT)
		.unwrap_or_default()
		.saturating_sub(window);
	if let Err(error) = market.chain.when_best_time(late).await {
		report.record("device_killed", Err(error));
		return None;
	}
	let killed = miss::kill(
		market,
		&mut running.devices,
		BEFORE_MIDNIGHT,
		AFTER_MIDNIGHT,
	)
	.await;
	match killed {
		Ok((casualty, finding)) => {
			report.record("device_killed", Ok(finding));
			Some(casualty)
		}
		Err(error) => {
			report.record("device_killed", Err(error));
			None
		}
	}
}

/// Tries every forged receipt of the hour in which the device died, then the honest one.
async fn forge(
	market: &Market,
	stage: &Stage,
	running: &Running,
	casualty: &miss::Casualty,
	report: &mut Report,
) {
	let site = stage
		.sites
		.iter()
		.find(|site| site.plan.name == casualty.member.name);
	let Some(site) = site else { return };
	let folder = proving_keys(&running.layout);
	let device = casualty.member.device;
	let kit = forgery::prepare(market, site, device, casualty.died_in, folder).await;
	let kit = match kit {
		Ok(kit) => kit,
		Err(error) => {
			report.record("receipts_forged", Err(error));
			return;
		}
	};
	for forgery in &kit.forgeries {
		report.record(forgery.name, forgery::refused(market, &kit, forgery).await);
	}
	report.record(
		"honest_receipt_paid",
		forgery::honest_is_paid(market, &kit).await,
	);
	report.record(
		"refused_replay",
		forgery::replay_is_refused(market, &kit).await,
	);
}

/// The owner of a living device sells its position between two of its hours.
async fn sell_position(
	market: &Market,
	stage: &Stage,
	dead: Option<greenhour_types::DeviceId>,
	report: &mut Report,
) -> Option<position::Sale> {
	let mut living = market.members.iter().zip(stage.sites.iter());
	let (member, site) = living.find(|(member, _)| Some(member.device) != dead)?;
	match position::sell(market, &site.owner, member, LATE[1]).await {
		Ok((sale, finding)) => {
			report.record("position_sold", Ok(finding));
			Some(sale)
		}
		Err(error) => {
			report.record("position_sold", Err(error));
			None
		}
	}
}

async fn punish(market: &Market, casualty: &miss::Casualty, report: &mut Report) {
	match miss::refunded(market, casualty).await {
		Ok((finding, slashed)) => {
			report.record("missed_hour_refunded", Ok(finding));
			report.record(
				"bond_slashed",
				miss::slashed(market, casualty, slashed).await,
			);
		}
		Err(error) => {
			report.record("missed_hour_refunded", Err(error));
		}
	}
}
