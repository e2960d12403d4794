//! One hour with known demand: expected revenue of a policy, exactly.
//!
//! Orders come as a Poisson process: `per_hour` units of demand at price zero per hour of lead, and
//! `immediate` units at the end. The unit price that a buyer would pay at most is exponential with
//! mean one. An order is sold whole or not at all.

use crate::{
	policy::{optimum::runge_kutta, Policy, Sale},
	random::Random,
};

/// Hours between the opening of a page and its first hour.
pub const HORIZON: f64 = 168.0;
/// Steps of the integration for each order that comes.
const STEPS_PER_ORDER: f64 = 2.0;
/// Fewest and most steps.
const STEPS: (f64, f64) = (200.0, 800.0);

/// What buyers ask for: units and probability.
#[derive(Clone, Debug)]
pub struct Orders {
	/// Name in tables.
	pub name: &'static str,
	/// Sizes in units, with their probabilities.
	pub sizes: Vec<(u32, f64)>,
	/// Greatest common divisor of the sizes.
	pub grid: u32,
}

impl Orders {
	/// Whole GPUs.
	pub fn whole_gpus() -> Self {
		Self {
			name: "whole GPUs",
			sizes: vec![(1_000, 1.0)],
			grid: 1_000,
		}
	}

	/// Parts of a GPU: the sizes that a production cluster sees most, to the nearest 50 units.
	pub fn milli_gpus() -> Self {
		Self {
			name: "parts of a GPU",
			sizes: vec![
				(150, 0.10),
				(250, 0.15),
				(350, 0.15),
				(450, 0.30),
				(650, 0.15),
				(800, 0.15),
			],
			grid: 50,
		}
	}

	/// Mean size in units.
	pub fn mean(&self) -> f64 {
		self.sizes
			.iter()
			.map(|(units, weight)| f64::from(*units) * weight)
			.sum()
	}
}

/// One hour, its stock and its demand.
#[derive(Clone, Debug)]
pub struct Market {
	/// What buyers ask for.
	pub orders: Orders,
	/// Units offered.
	pub stock: u32,
	/// Units of demand at price zero at the end.
	pub immediate: f64,
	/// Units of demand at price zero per hour of lead.
	pub per_hour: f64,
}

impl Market {
	/// `ratio` times the stock is demanded at price zero, `late` of it at the end.
	pub fn new(orders: Orders, gpus: u32, ratio: f64, late: f64) -> Self {
		let demand = f64::from(gpus) * 1_000.0 * ratio;
		Self {
			orders,
			stock: gpus * 1_000,
			immediate: demand * late,
			per_hour: demand * (1.0 - late) / HORIZON,
		}
	}

	/// All demand in units.
	pub fn demand(&self) -> f64 {
		self.immediate + self.per_hour * HORIZON
	}

	/// Units between two states.
	pub fn grid(&self) -> f64 {
		f64::from(self.orders.grid)
	}

	/// States of the stock, the empty one included.
	pub fn states(&self) -> usize {
		(self.stock / self.orders.grid) as usize + 1
	}

	/// Size in grid steps and orders per unit of demand.
	pub fn orders_in_grid(&self) -> Vec<(usize, f64)> {
		let mean = self.orders.mean();
		self.orders
			.sizes
			.iter()
			.map(|(units, weight)| ((units / self.orders.grid) as usize, weight / mean))
			.collect()
	}

	/// Steps of the integration.
	pub fn steps(&self) -> usize {
		(self.demand() / self.orders.mean() * STEPS_PER_ORDER).clamp(STEPS.0, STEPS.1) as usize
	}

	/// The sale when `left` grid steps are unsold and the demand `to_come` is still to come.
	fn sale(&self, left: usize, to_come: f64) -> Sale {
		let units = left as f64 * self.grid();
		Sale {
			hour: 0,
			offered: self.stock,
			sold: self.stock - units as u32,
			lead: (to_come - self.immediate).max(0.0) / self.per_hour,
			longest_lead: HORIZON,
		}
	}
}

/// Expected revenue of a policy whose price depends on the units left and the time alone.
///
/// The equation of [`crate::policy::optimum`] with the policy's prices, which are held during a
/// step.
pub fn expected_revenue(policy: &dyn Policy, market: &Market) -> f64 {
	let orders = market.orders_in_grid();
	let steps = market.steps();
	let step = market.demand() / steps as f64;
	let states = market.states();
	let mut values = vec![0.0; states];
	for index in 0..steps {
		let to_come = (index as f64 + 0.5) * step;
		// (size, rate of sales, cost) by state.
		let sales: Vec<Vec<(usize, f64, f64)>> = (0..states)
			.map(|left| {
				let sale = market.sale(left, to_come);
				orders
					.iter()
					.filter(|order| order.0 <= left)
					.map(|&(size, rate)| {
						let units = size as u32 * market.orders.grid;
						let cost = policy.cost(&sale, units);
						let taken = (-cost / f64::from(units)).exp();
						(size, rate * taken, if taken > 0.0 { cost } else { 0.0 })
					})
					.collect()
			})
			.collect();
		let slope = |values: &[f64], n: usize| -> f64 {
			sales[n]
				.iter()
				.map(|&(size, rate, cost)| rate * (cost + values[n - size] - values[n]))
				.sum()
		};
		values = runge_kutta(&values, step, &slope);
	}
	values[states - 1]
}

/// Mean revenue of `samples` seeded runs, and its standard error: for a policy with a memory.
pub fn sampled_revenue(
	policy: &mut dyn Policy,
	market: &Market,
	seed: u64,
	samples: u32,
) -> (f64, f64) {
	let mut random = Random::new(seed, "known demand");
	let (mut sum, mut squares) = (0.0, 0.0);
	for _ in 0..samples {
		let revenue = sample(policy, market, &mut random);
		sum += revenue;
		squares += revenue * revenue;
	}
	let count = f64::from(samples);
	let mean = sum / count;
	let variance = (squares / count - mean * mean).max(0.0);
	(mean, (variance / count).sqrt())
}

/// Revenue of one run.
fn sample(policy: &mut dyn Policy, market: &Market, random: &mut Random) -> f64 {
	let states = market.states();
	let mut sale = market.sale(states - 1, market.demand());
	policy.open(&sale);
	let (mut to_come, mut revenue) = (market.demand(), 0.0);
	loop {
		to_come -= random.exponential() * market.orders.mean();
		if to_come < 0.0 {
			return revenue;
		}
		let size = random.weighted(market.orders.sizes.iter().map(|size| size.1));
		let units = market.orders.sizes[size].0;
		let reservation = random.exponential();
		let left = (sale.units_left() / market.orders.grid) as usize;
		sale = market.sale(left, to_come);
		if units > sale.units_left() {
			continue;
		}
		let cost = policy.cost(&sale, units);
		if cost <= reservation * f64::from(units) {
			policy.sell(&sale, units, cost);
			sale.sold += units;
			revenue += cost;
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::policy::{curve::Curve, fixed::Fixed, optimum};

	/// ln of the sum of (x / e)^i / i! for i up to n: the optimum for whole GPUs (Gallego and van
	/// Ryzin, theorem 1).
	fn closed_form(gpus: u32, orders: f64) -> f64 {
		let mut term = 1.0;
		let mut sum = 1.0;
		for count in 1..=gpus {
			term *= orders / std::f64::consts::E / f64::from(count);
			sum += term;
		}
		sum.ln() * 1_000.0
	}

	#[test]
	fn the_optimum_for_whole_gpus_is_the_closed_form() {
		for (gpus, ratio) in [(1, 1.0), (2, 8.0), (10, 3.0), (50, 0.5)] {
			let market = Market::new(Orders::whole_gpus(), gpus, ratio, 0.02);
			let exact = closed_form(gpus, market.demand() / 1_000.0);
			let found = optimum::expected_revenue(&market);
			assert!((found / exact - 1.0).abs() < 1e-6, "{found} for {exact}");
		}
	}

	#[test]
	fn no_policy_is_better_than_the_optimum() {
		for orders in [Orders::whole_gpus(), Orders::milli_gpus()] {
			for ratio in [0.5, 3.0, 8.0] {
				let market = Market::new(orders.clone(), 3, ratio, 0.02);
				let optimum = optimum::expected_revenue(&market);
				let ours = expected_revenue(&Curve::known(&market), &market);
				let fixed = expected_revenue(&Fixed { price: 1.5 }, &market);
				assert!(ours < optimum && fixed < optimum);
				assert!(ours > 0.97 * optimum, "{} of {optimum}", ours);
			}
		}
	}

	#[test]
	fn samples_agree_with_the_expectation() {
		let market = Market::new(Orders::milli_gpus(), 3, 3.0, 0.02);
		let exact = expected_revenue(&Fixed { price: 1.3 }, &market);
		let (mean, error) = sampled_revenue(&mut Fixed { price: 1.3 }, &market, 7, 4_000);
		assert!(
			(mean - exact).abs() < 4.0 * error,
			"{mean} +- {error}, exactly {exact}"
		);
	}
}
