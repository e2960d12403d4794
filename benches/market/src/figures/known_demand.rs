//! Revenue against the optimum, known demand.

use super::Effort;
use crate::{
	known::{expected_revenue, sampled_revenue, Market, Orders},
	policy::{
		broker::Broker, constant_product::ConstantProduct, curve::Curve, fixed::Fixed,
		linear_decay::LinearDecay, optimum, weights::Weights, Policy,
	},
	tuning::best,
};
use greenhour_benches::report::Row;
use rayon::prelude::*;
use serde::Serialize;

/// Name of the figure.
pub const FIGURE: &str = "revenue against the optimum, known demand, stock of 2 to 50 GPUs, \
	whole-GPU and milli-GPU buyers, worst case";
/// Percent of the optimum that ours must reach.
const TARGET: f64 = 97.0;
/// Part of the demand that comes at the end of the sale.
const LATE: f64 = 0.02;
/// Runs of a policy that has a memory, when its parameters are chosen and when they are fixed.
const SAMPLES: (u32, u32) = (200, 4_000);

/// Revenue of the policies in one market, in percent of the optimum.
#[derive(Clone, Debug, Serialize)]
pub struct Cell {
	/// Who buys.
	pub buyers: &'static str,
	/// GPUs offered.
	pub gpus: u32,
	/// Demand at price zero over stock.
	pub demand_over_stock: f64,
	/// Expected revenue of the optimum, in price scales times GPUs.
	pub optimum: f64,
	/// By policy.
	pub policies: Vec<Share>,
}

/// Revenue of one policy.
#[derive(Clone, Debug, Serialize)]
pub struct Share {
	/// Name.
	pub policy: &'static str,
	/// Percent of the optimum.
	pub percent: f64,
	/// Standard error of it; zero where the expectation is exact.
	pub error: f64,
}

/// The cells of the grid.
pub fn cells(effort: Effort, seed: u64) -> Vec<Cell> {
	let (gpus, ratios): (&[u32], &[f64]) = match effort {
		Effort::Quick => (&[2, 5], &[1.0, 3.0, 8.0]),
		Effort::Full => (&[2, 3, 5, 10, 20, 50], &[0.5, 1.0, 2.5, 4.0, 8.0, 16.0]),
	};
	let mut markets = Vec::new();
	for orders in [Orders::whole_gpus(), Orders::milli_gpus()] {
		for &gpus in gpus {
			for &ratio in ratios {
				markets.push((ratio, Market::new(orders.clone(), gpus, ratio, LATE)));
			}
		}
	}
	markets
		.par_iter()
		.map(|(ratio, market)| cell(*ratio, market, seed))
		.collect()
}

fn cell(ratio: f64, market: &Market, seed: u64) -> Cell {
	let optimum = optimum::expected_revenue(market);
	let share = |policy, revenue: f64| Share {
		policy,
		percent: revenue / optimum * 100.0,
		error: 0.0,
	};
	let tuned = |low, high, policy: &dyn Fn(f64) -> Box<dyn Policy>| {
		best(low, high, 9, |parameter| {
			expected_revenue(policy(parameter).as_ref(), market)
		})
		.0
	};
	let policies = vec![
		share("ours", expected_revenue(&Curve::known(market), market)),
		share(
			"fixed price",
			tuned(0.3, 8.0, &|price| Box::new(Fixed { price })),
		),
		share(
			"linear decay",
			tuned(0.3, 30.0, &|first| {
				Box::new(LinearDecay { first, last: 0.0 })
			}),
		),
		share(
			"constant product",
			tuned(0.01, 8.0, &|price| Box::new(ConstantProduct { price })),
		),
		bootstrapping(market, optimum, seed),
		share(
			"broker",
			tuned(0.01, 3.0, &|floor| Box::new(Broker::new(floor, false, 1))),
		),
	];
	Cell {
		buyers: market.orders.name,
		gpus: market.stock / 1_000,
		demand_over_stock: ratio,
		optimum: optimum / 1_000.0,
		policies,
	}
}

/// The pool with moving weights keeps what was paid, so that its revenue is sampled. Its first
/// price, last price and weight are the best of a grid.
fn bootstrapping(market: &Market, optimum: f64, seed: u64) -> Share {
	let mut top = (f64::NEG_INFINITY, Weights::new(1.0, 1.0, 0.5, 1));
	for first in [0.25, 0.5, 1.0, 1.5, 2.0, 3.0] {
		for last in [0.1, 0.2, 0.4, 0.7, 1.0, 1.5] {
			for weight in [0.1, 0.3, 0.6] {
				let mut policy = Weights::new(first, last, weight, 1);
				let (revenue, _) = sampled_revenue(&mut policy, market, seed, SAMPLES.0);
				if revenue > top.0 {
					top = (revenue, policy);
				}
			}
		}
	}
	let (mean, error) = sampled_revenue(&mut top.1, market, seed.wrapping_add(1), SAMPLES.1);
	Share {
		policy: "moving weights",
		percent: mean / optimum * 100.0,
		error: error / optimum * 100.0,
	}
}

/// The worst cell of each policy.
pub fn rows(cells: &[Cell]) -> Vec<Row> {
	let Some(first) = cells.first() else {
		return Vec::new();
	};
	(0..first.policies.len())
		.map(|index| {
			let worst = cells
				.iter()
				.map(|cell| &cell.policies[index])
				.min_by(|a, b| a.percent.total_cmp(&b.percent))
				.unwrap_or(&first.policies[index]);
			if index == 0 {
				Row::new(FIGURE, worst.percent, "%").at_least(TARGET)
			} else {
				let name = format!("{FIGURE}: {}", worst.policy);
				Row::new(name, worst.percent, "%")
			}
		})
		.collect()
}
