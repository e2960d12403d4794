//! One party tries to gain by moving what a pool learns.
//!
//! The party owns a share of the supply, or is a share of the demand, or both. Each strategy is
//! compared with honest trade in the same worlds: same buyers, same coins.

#[path = "manipulation/market.rs"]
mod market;

use market::{Page, Party, Pattern, Strategy, World, DAYS};

/// Worlds of one kind, for paired comparisons.
const SEEDS: u64 = 3;
/// Random strategies beside those written by hand.
const RANDOM_STRATEGIES: u64 = 6;

/// GPUs offered, demand over stock, and true over governed demand.
const WORLDS: [(u32, f64, f64); 6] = [
	(4, 3.0, 1.0),
	(20, 1.0, 0.25),
	(20, 4.0, 0.25),
	(20, 4.0, 1.0),
	(20, 4.0, 4.0),
	(20, 8.0, 4.0),
];

/// Every day from `from` until `until`, `on` of `period` days.
fn days(from: usize, until: usize, on: usize, period: usize) -> Pattern {
	Pattern {
		from,
		until,
		period,
		on,
		coin: None,
	}
}

/// The attacks that come to mind first.
fn written_by_hand() -> Vec<Strategy> {
	let honest = Strategy::HONEST;
	let wash = |wash, wash_share, wash_late| Strategy {
		wash,
		wash_share,
		wash_late,
		..honest
	};
	let refuse = |refuse, refuse_below| Strategy {
		refuse,
		refuse_below,
		..honest
	};
	let always = days(0, DAYS, 1, 1);
	let on_coin = |coin| Pattern {
		coin: Some(coin),
		..always
	};
	vec![
		// Pump always, a little or much; early, when it drives the price up at once.
		wash(always, 0.05, true),
		wash(always, 0.4, true),
		wash(always, 0.05, false),
		// Pump, then sell to the others.
		wash(days(0, 20, 1, 1), 0.4, true),
		// Four of seven hours carry the median.
		wash(days(0, DAYS, 4, 7), 0.3, true),
		// Raised days must look better.
		wash(on_coin(true), 0.1, true),
		// Depress, then buy cheaply.
		refuse(days(0, 10, 1, 1), f64::INFINITY),
		refuse(days(0, DAYS, 4, 7), f64::INFINITY),
		// Give up only what is worth little.
		refuse(always, 0.1),
		refuse(always, 0.3),
		// Raised days must look worse.
		refuse(on_coin(true), 0.3),
		// Depress what one buys in, pump what is left.
		Strategy {
			wash: on_coin(false),
			wash_share: 0.1,
			..refuse(on_coin(true), 0.5)
		},
	]
}

/// Mean and standard error of paired differences, as shares of the honest profit.
#[derive(Clone, Copy, Debug)]
struct Gain {
	mean: f64,
	error: f64,
}

impl Gain {
	/// Not more than chance and `allowed` explain. Chance: four standard errors, as few worlds of
	/// one kind are compared; 0.05 % where all of them agree by chance.
	fn is_at_most(&self, allowed: f64) -> bool {
		self.mean <= allowed + 4.0 * self.error + 0.000_5
	}
}

/// One party in the worlds of one kind.
struct Comparison {
	party: Party,
	worlds: Vec<World>,
	/// Honest profit and pages, by world.
	honest: Vec<(f64, Vec<Page>)>,
}

impl Comparison {
	fn new(party: Party, (gpus, ratio, start): (u32, f64, f64)) -> Self {
		let worlds: Vec<World> = (0..SEEDS)
			.map(|seed| World {
				gpus,
				ratio,
				start,
				seed,
			})
			.collect();
		let honest = worlds
			.iter()
			.map(|world| world.profit(party, &Strategy::HONEST, None))
			.collect();
		Self {
			party,
			worlds,
			honest,
		}
	}

	/// What `strategy` earns in each world, and what it would if the parameters stayed as with
	/// honest trade.
	fn profits(&self, strategy: &Strategy, frozen: bool) -> Vec<f64> {
		self.worlds
			.iter()
			.zip(&self.honest)
			.map(|(world, (_, pages))| {
				let pages = frozen.then_some(pages.as_slice());
				world.profit(self.party, strategy, pages).0
			})
			.collect()
	}

	/// What the first profits are more than the second ones.
	fn gain(&self, first: &[f64], second: &[f64]) -> Gain {
		let count = first.len() as f64;
		let honest = self.honest.iter().map(|honest| honest.0).sum::<f64>() / count;
		let differences: Vec<f64> = first.iter().zip(second).map(|(a, b)| a - b).collect();
		let mean = differences.iter().sum::<f64>() / count;
		let squares: f64 = differences.iter().map(|a| (a - mean).powi(2)).sum();
		Gain {
			mean: mean / honest,
			error: (squares / (count - 1.0) / count).sqrt() / honest,
		}
	}
}

/// Every strategy that `party` can follow, in every world.
fn for_each_attack(party: Party, check: impl Fn(&Comparison, &Strategy)) {
	let mut strategies = written_by_hand();
	strategies.extend((0..RANDOM_STRATEGIES).map(|seed| Strategy::random(seed, party)));
	for world in WORLDS {
		let comparison = Comparison::new(party, world);
		for strategy in &strategies {
			check(&comparison, strategy);
		}
	}
}

#[test]
fn honest_trade_is_the_strategy_of_doing_nothing() {
	let party = Party {
		owner: 0.3,
		tenant: 0.3,
	};
	let comparison = Comparison::new(party, WORLDS[0]);
	let honest: Vec<f64> = comparison.honest.iter().map(|honest| honest.0).collect();
	assert_eq!(comparison.profits(&Strategy::HONEST, true), honest);
}

#[test]
fn no_trades_of_one_party_pay_for_themselves_by_moving_the_parameters() {
	for (owner, tenant) in [(0.05, 0.0), (0.3, 0.0), (0.6, 0.0), (0.2, 0.2), (0.0, 0.5)] {
		let party = Party { owner, tenant };
		for_each_attack(party, |comparison, strategy| {
			if !strategy.trades() {
				return;
			}
			let with = comparison.profits(strategy, false);
			let without = comparison.profits(&strategy.without_trades(), false);
			let gain = comparison.gain(&with, &without);
			assert!(
				gain.is_at_most(0.0),
				"{party:?} gains {gain:?} in {:?} by {strategy:?}",
				comparison.worlds[0]
			);
		});
	}
}

/// Refusing to buy is no trade and costs no fee. A tenant who is the share `d` of all demand, and
/// refuses what is worth little to him, makes his other purchases cheaper on any curve that rises
/// with sales. What the parameters add to that is at most `0.2 d^2` of his profit: 0.2 % for a tenth,
/// 5 % for a half.
#[test]
fn what_the_parameters_add_to_the_market_power_of_a_tenant_is_bounded() {
	for tenant in [0.1, 0.3, 0.5] {
		let party = Party { owner: 0.0, tenant };
		for_each_attack(party, |comparison, strategy| {
			if strategy.trades() {
				return;
			}
			let moved = comparison.profits(strategy, false);
			let honest: Vec<f64> = comparison.honest.iter().map(|honest| honest.0).collect();
			if comparison.gain(&moved, &honest).mean <= 0.0 {
				return;
			}
			let unmoved = comparison.profits(strategy, true);
			let gain = comparison.gain(&moved, &unmoved);
			assert!(
				gain.is_at_most(0.2 * tenant * tenant),
				"{party:?} gains {gain:?} in {:?} by {strategy:?}",
				comparison.worlds[0]
			);
		});
	}
}

/// Whoever owns all of a pool loses only the fee by buying from himself. Where demand was governed
/// four times too low he buys faster learning with it, and that is all: the comparison sees it.
#[test]
fn the_owner_of_a_whole_pool_gains_a_little_by_teaching_it_faster() {
	let party = Party {
		owner: 1.0,
		tenant: 0.0,
	};
	let comparison = Comparison::new(party, (20, 4.0, 4.0));
	let strategy = Strategy {
		wash: days(0, 30, 1, 1),
		wash_share: 0.2,
		wash_late: true,
		..Strategy::HONEST
	};
	let honest: Vec<f64> = comparison.honest.iter().map(|honest| honest.0).collect();
	let gain = comparison.gain(&comparison.profits(&strategy, false), &honest);
	assert!(gain.mean > 0.0 && gain.mean < 0.005, "{gain:?}");
}
