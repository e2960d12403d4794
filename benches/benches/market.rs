//! The exchange: what its calls cost by their generated weights, what a trade takes beside a swap of
//! the stock exchange pallet, how time depends on the number of offers, and what the market earns.
//!
//! Times are of one thread on the processor, native, the least of several turns, on a state that a node keeps in
//! memory: a trie behind its cache.

#[path = "market/calls.rs"]
mod calls; // reads and writes by the weights
#[path = "market/node_state.rs"]
mod node_state; // a trie and a cache, as in a node
#[path = "market/state.rs"]
mod state; // the chain with a market of any size
#[path = "market/swap.rs"]
mod swap; // the stock exchange pallet

use clap::{Parser, ValueEnum};
use greenhour_benches::{
	report::{leave_rows, Row},
	timing::Least,
};
use greenhour_market_simulator::figures::{Effort, Simulation};
use greenhour_runtime::AccountId;
use greenhour_types::{ContractId, MilliGpu};
use node_state::NodeState;
use sp_state_machine::BasicExternalities;
use std::{error::Error, path::PathBuf};

/// Offers in state.
const SIZES: [u32; 3] = [10, 1_000, 100_000];
/// Turns of which the fastest counts.
const TURNS: u32 = 200;
/// Units of a trade in each hour.
const UNITS: MilliGpu = MilliGpu(1_000);

/// Figures of the exchange.
#[derive(Parser)]
struct Options {
	/// Demand: tasks of a GPU cluster in the format of the openb trace. Synthetic if left out.
	#[arg(long, value_name = "FILE")]
	demand: Option<PathBuf>,
	/// Supply: half-hour irradiance in the format of NSRDB PSM3. A clear sky if left out.
	#[arg(long, value_name = "FILE")]
	solar: Option<PathBuf>,
	/// Seed of everything that is drawn.
	#[arg(long, default_value_t = 1)]
	seed: u64,
	/// Fewer offers and smaller simulations: shows that the bench runs, not how it does.
	#[arg(long)]
	quick: bool,
	/// Only these figures, for who works on them.
	#[arg(long, value_enum)]
	only: Vec<Part>,
	/// What cargo says to every bench.
	#[arg(long, hide = true)]
	bench: bool,
}

/// A part of the figures.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
	/// Reads and writes, by the weights.
	Calls,
	/// A trade beside a swap.
	Trade,
	/// Time by the number of offers.
	Sizes,
	/// Time of the views.
	Views,
	/// What the market earns.
	Simulation,
}

fn main() -> Result<(), Box<dyn Error>> {
	let options = Options::parse();
	let asked = |part| options.only.is_empty() || options.only.contains(&part);
	let mut rows = Vec::new();
	if asked(Part::Calls) {
		rows.extend(calls::rows()?);
	}
	if asked(Part::Trade) {
		rows.push(trade_and_swap());
	}
	if asked(Part::Sizes) {
		let sizes: &[u32] = if options.quick { &SIZES[..2] } else { &SIZES };
		rows.extend(by_size(sizes));
	}
	if asked(Part::Views) {
		rows.extend(views());
	}
	if asked(Part::Simulation) {
		let (demand, solar) = (options.demand.as_deref(), options.solar.as_deref());
		let effort = if options.quick {
			Effort::Quick
		} else {
			Effort::Full
		};
		rows.extend(Simulation::run(demand, solar, effort, options.seed)?.rows());
	}
	leave_rows("market", &rows)?;
	Ok(())
}

/// A trade of 24 hours with its hold, over a swap of one hop, in turns: on the floor of the price and, dearer to
/// compute, above it. The slower one counts.
fn trade_and_swap() -> Row {
	let mut ours = NodeState::new(|| state::found(100));
	let mut dear = NodeState::new(|| state::found(100));
	dear.commit(state::sell_most);
	let theirs = NodeState::new(swap::found);
	let [mut on_floor, mut above, mut swap] = [Least::default(); 3];
	let buyer = ours.commit(|| state::tenant(0));
	dear.commit(|| state::tenant(0));
	for _ in 0..10 * TURNS {
		ours.block(|| on_floor.time(|| state::buy_day(buyer.clone(), UNITS)));
		dear.block(|| above.time(|| state::buy_day(buyer.clone(), UNITS)));
		theirs.block(|| swap.time(|| swap::swap(1_000_000)));
	}
	eprintln!(
		"trade of 24 hours on the floor {:.1} us, above it {:.1} us, swap {:.1} us",
		on_floor.ms() * 1e3,
		above.ms() * 1e3,
		swap.ms() * 1e3
	);
	let ratio = on_floor.ms().max(above.ms()) / swap.ms();
	let figure =
		"trade of one day over one pallet-asset-conversion swap, time in the same benchmark run";
	Row::new(figure, ratio, "times").at_most(1.0)
}

/// Time of each view that wallets and devices ask.
fn views() -> Vec<Row> {
	let mut ext = BasicExternalities::default();
	ext.execute_with(|| {
		state::found(100);
		state::buy_day(state::tenant(0), UNITS);
		let contract = state::bought();
		let timed = state::views(contract).into_iter().map(|(name, view)| {
			let mut least = Least::default();
			for _ in 0..TURNS {
				assert!(least.time(&view), "{name} answers");
			}
			Row::new(format!("view {name}: time"), least.ms(), "ms").at_most(1.0)
		});
		timed.collect()
	})
}

/// How much longer roll, trade and settlement take with one number of offers than with another.
fn by_size(sizes: &[u32]) -> Vec<Row> {
	let mut markets: Vec<_> = sizes.iter().map(|offers| Market::new(*offers)).collect();
	// In turns, so that whatever else the machine does meets all of them.
	for stage in [Stage::Trade, Stage::Settlement, Stage::Roll] {
		markets.iter_mut().for_each(|market| market.prepare(stage));
		for _ in 0..20 * TURNS {
			markets.iter_mut().for_each(|market| market.turn(stage));
		}
	}
	let largest = sizes.last().copied().unwrap_or_default();
	let row = |what: &str, time: fn(&Market) -> f64| {
		let times = markets.iter().map(time);
		let (least, most) = times.fold((f64::INFINITY, 0.0f64), |(least, most), time| {
			(least.min(time), most.max(time))
		});
		let figure = format!("time of {what} with 10 / 1,000 / {largest} offers in state, spread");
		Row::new(figure, (most / least - 1.0) * 100.0, "%").at_most(10.0)
	};
	for market in &markets {
		let (roll, trade, settle) = (market.roll.ms(), market.trade.ms(), market.settle.ms());
		let us = [roll, trade, settle].map(|ms| ms * 1e3);
		eprintln!(
			"roll {:.1} us, trade {:.1} us, settle {:.1} us",
			us[0], us[1], us[2]
		);
	}
	vec![
		row("hour roll", |market| market.roll.ms()),
		row("trade", |market| market.trade.ms()),
		row("settle", |market| market.settle.ms()),
	]
}

/// What is timed with so many offers.
#[derive(Clone, Copy)]
enum Stage {
	Trade,
	Settlement,
	Roll,
}

/// A market of one size, and how long things take in it.
struct Market {
	node: NodeState,
	buyer: AccountId,
	contract: Option<ContractId>,
	roll: Least,
	trade: Least,
	settle: Least,
}

impl Market {
	fn new(offers: u32) -> Self {
		eprintln!("{offers} offers ..");
		let mut node = NodeState::new(|| state::found(offers));
		Self {
			buyer: node.commit(|| state::tenant(0)),
			node,
			contract: None,
			roll: Least::default(),
			trade: Least::default(),
			settle: Least::default(),
		}
	}

	fn prepare(&mut self, stage: Stage) {
		let buyer = self.buyer.clone();
		match stage {
			Stage::Trade => {}
			Stage::Settlement => {
				let contract = self.node.commit(|| state::prepare_settlement(buyer));
				self.contract = Some(contract);
			}
			Stage::Roll => self.node.commit(state::prepare_roll),
		}
	}

	fn turn(&mut self, stage: Stage) {
		let Self { node, buyer, .. } = self;
		match stage {
			Stage::Trade => {
				let buyer = buyer.clone();
				node.block(|| self.trade.time(|| state::buy_day(buyer, UNITS)));
			}
			Stage::Settlement => {
				let contract = self.contract.expect("prepared");
				node.block(|| self.settle.time(|| state::settle(contract)));
			}
			Stage::Roll => node.block(|| {
				state::next_hour();
				self.roll.time(state::roll);
				assert!(state::has_rolled(), "the roll had something to do");
			}),
		}
	}
}
