//! Revenue against the best fixed price in hindsight, learned demand.

use super::Effort;
use crate::{
	demand::{
		orders::{mean_demand, orders, Order},
		Task,
	},
	error::Error,
	policy::{
		broker::Broker,
		constant_product::ConstantProduct,
		curve::PLANCK,
		fixed::Fixed,
		learning_curve::{Anchor, Learning, LearningCurve},
		linear_decay::LinearDecay,
		weights::Weights,
		Policy,
	},
	replay::{replay, Outcome, Supply},
	tuning::best,
};
use greenhour_benches::report::Row;
use rayon::prelude::*;
use serde::Serialize;
use std::ops::Range;

/// Beginning of the name of the figure.
pub const FIGURE: &str = "revenue against the best fixed price in hindsight, learned demand";
/// Percent of the best fixed price that ours must reach.
const TARGET: f64 = 95.0;
/// Days that count: the last ones.
pub const COUNTED_DAYS: usize = 30;
/// Days before them in which the market runs and learns.
pub const WARM_UP_DAYS: usize = 30;
/// Part of the anchored demand that comes late.
const IMMEDIATE_SHARE: f64 = 0.5;
/// Hours of lead over which the rest of it is spread.
const LEAD_HOURS: f64 = 180.0;
/// Factors of the governed demand and price scale from which ours starts, by name.
pub const STARTS: [(&str, (f64, f64), Learning); 13] = [
	(
		"ours, demand x 4, price x 1.1",
		(4.0, 1.1),
		Learning::DemandAndPrice,
	),
	(
		"ours, demand x 4, price x 0.9",
		(4.0, 0.9),
		Learning::DemandAndPrice,
	),
	(
		"ours, demand / 4, price x 1.1",
		(0.25, 1.1),
		Learning::DemandAndPrice,
	),
	(
		"ours, demand / 4, price x 0.9",
		(0.25, 0.9),
		Learning::DemandAndPrice,
	),
	(
		"demand x 4, price x 1.2",
		(4.0, 1.2),
		Learning::DemandAndPrice,
	),
	(
		"demand x 4, price x 0.8",
		(4.0, 0.8),
		Learning::DemandAndPrice,
	),
	(
		"demand / 4, price x 1.2",
		(0.25, 1.2),
		Learning::DemandAndPrice,
	),
	(
		"demand / 4, price x 0.8",
		(0.25, 0.8),
		Learning::DemandAndPrice,
	),
	(
		"demand x 4, price x 1.4",
		(4.0, 1.4),
		Learning::DemandAndPrice,
	),
	(
		"demand / 4, price x 0.7",
		(0.25, 0.7),
		Learning::DemandAndPrice,
	),
	("right start", (1.0, 1.0), Learning::DemandAndPrice),
	(
		"right start, coin by hour",
		(1.0, 1.0),
		Learning::DemandAndPriceByHour,
	),
	("demand x 4, nothing learned", (4.0, 1.0), Learning::Nothing),
];
/// The policies that ours must be ahead of; the best fixed price is what all are measured by.
const OTHERS: [&str; 4] = [
	"linear decay",
	"constant product",
	"moving weights",
	"broker",
];

/// Who would have bought, and what the sun did.
pub struct Scenario<'a> {
	/// Where the tasks are from, for the name of the figure.
	pub name: &'static str,
	/// Tasks.
	pub tasks: &'a [Task],
	/// W/m2 by hour of a year.
	pub irradiance: &'a [f64],
	/// Day after the last one that counts.
	pub end_day: usize,
}

/// Revenue of the policies with one supply, in percent of the best fixed price.
#[derive(Clone, Debug, Serialize)]
pub struct Cell {
	/// Shape of the supply over the day.
	pub shape: &'static str,
	/// Supply over mean demand.
	pub level: f64,
	/// What a tenant pays is drawn for each day of a task, or once.
	pub reservations: &'static str,
	/// Mean units asked for in an hour.
	pub mean_demand: f64,
	/// By policy; ours once for each start.
	pub policies: Vec<Share>,
}

/// Revenue of one policy.
#[derive(Clone, Debug, Serialize)]
pub struct Share {
	/// Name.
	pub policy: String,
	/// Percent of the revenue of the best fixed price, of each seed by itself.
	pub percent: f64,
	/// Percent of the offered units that were sold.
	pub utilisation: f64,
	/// Outcome by hour for the first seed.
	#[serde(skip)]
	pub outcome: Option<Outcome>,
}

/// One seed: what is asked for, and what the best fixed price earns.
struct Draw {
	seed: u64,
	orders: Vec<Order>,
	supply: Supply,
	best_fixed: f64,
	fixed: Outcome,
}

/// Everything about one supply.
struct Setting<'a> {
	counted: Range<usize>,
	draws: &'a [Draw],
}

impl Setting<'_> {
	/// Sum over the seeds of what a policy earns.
	fn run(&self, policy: &dyn Fn(u64) -> Box<dyn Policy>) -> (f64, f64, Option<Outcome>) {
		let outcomes: Vec<Outcome> = self
			.draws
			.iter()
			.map(|draw| {
				let mut policy = policy(draw.seed);
				replay(&draw.orders, &draw.supply, policy.as_mut())
			})
			.collect();
		let revenue = outcomes
			.iter()
			.map(|outcome| outcome.revenue(&self.counted))
			.sum();
		let used: f64 = outcomes
			.iter()
			.map(|outcome| outcome.utilisation(&self.counted))
			.sum();
		let count = outcomes.len() as f64;
		(revenue, used / count, outcomes.into_iter().next())
	}

	fn share(&self, name: &str, policy: &dyn Fn(u64) -> Box<dyn Policy>) -> Share {
		let (revenue, utilisation, outcome) = self.run(policy);
		let best: f64 = self.draws.iter().map(|draw| draw.best_fixed).sum();
		Share {
			policy: name.into(),
			percent: revenue / best * 100.0,
			utilisation: utilisation * 100.0,
			outcome,
		}
	}

	/// A policy with the parameter that earns most over all seeds.
	fn tuned(
		&self,
		name: &str,
		range: (f64, f64),
		policy: &dyn Fn(f64) -> Box<dyn Policy>,
	) -> Share {
		let (_, parameter) = best(range.0, range.1, 10, |parameter| {
			self.run(&|_| policy(parameter)).0
		});
		self.share(name, &|_| policy(parameter))
	}

	fn bootstrapping(&self, hours: usize) -> Share {
		let mut top = (f64::NEG_INFINITY, (1.0, 1.0, 0.5));
		for first in [0.2, 0.4, 0.7, 1.0, 1.5] {
			for last in [0.2, 0.4, 0.7, 1.0, 1.5] {
				for weight in [0.1, 0.4] {
					let policy =
						|_| Box::new(Weights::new(first, last, weight, hours)) as Box<dyn Policy>;
					let revenue = self.run(&policy).0;
					if revenue > top.0 {
						top = (revenue, (first, last, weight));
					}
				}
			}
		}
		let (first, last, weight) = top.1;
		self.share("moving weights", &|_| {
			Box::new(Weights::new(first, last, weight, hours))
		})
	}
}

/// The cells: flat and sunny supply, half, once and twice the mean demand.
///
/// **Errors** `TooFewDays`: there are no days for warm-up and count.
pub fn cells(scenario: &Scenario<'_>, effort: Effort, seed: u64) -> Result<Vec<Cell>, Error> {
	let needed = WARM_UP_DAYS + COUNTED_DAYS;
	if scenario.end_day < needed {
		return Err(Error::TooFewDays {
			days: scenario.end_day,
			needed,
		});
	}
	let mut kinds = Vec::new();
	for daily in [true, false] {
		for shape in ["flat", "irradiance"] {
			for level in [0.5, 1.0, 2.0] {
				kinds.push((daily, shape, level));
			}
		}
	}
	if effort == Effort::Quick {
		kinds.retain(|kind| kind.0);
	}
	Ok(kinds
		.par_iter()
		.map(|&(daily, shape, level)| cell(scenario, effort, seed, daily, shape, level))
		.collect())
}

/// One draw of the reservations, and the supply.
fn draw(scenario: &Scenario<'_>, seed: u64, daily: bool, shape: &str, level: f64) -> (Draw, f64) {
	let end = scenario.end_day * 24;
	let counted = end - COUNTED_DAYS * 24..end;
	let span = counted.start - WARM_UP_DAYS * 24..end;
	let orders = orders(scenario.tasks, span.clone(), seed, daily);
	let mean = mean_demand(&orders, &counted);
	let sun = |hour: usize| scenario.irradiance[hour % scenario.irradiance.len()];
	let mean_sun = counted.clone().map(sun).sum::<f64>() / counted.len() as f64;
	let units = (0..end)
		.map(|hour| {
			let part = if shape == "flat" {
				1.0
			} else {
				sun(hour) / mean_sun
			};
			(mean * level * part) as u32
		})
		.collect();
	let supply = Supply { units, span };
	let fixed = |price| replay(&orders, &supply, &mut Fixed { price });
	let (best_fixed, price) = best(0.1, 10.0, 20, |price| fixed(price).revenue(&counted));
	let fixed = fixed(price);
	let draw = Draw {
		seed,
		orders,
		supply,
		best_fixed,
		fixed,
	};
	(draw, mean)
}

/// Ours, from a wrong start.
fn ours(
	mean: f64,
	start: (f64, f64),
	learning: Learning,
	hours: usize,
	seed: u64,
) -> LearningCurve {
	let governed = mean * start.0;
	let anchor = Anchor {
		immediate: (governed * IMMEDIATE_SHARE) as u64,
		per_hour: (governed * (1.0 - IMMEDIATE_SHARE) / LEAD_HOURS) as u64,
		unit_price: (PLANCK as f64 * start.1) as u128,
	};
	LearningCurve::new(anchor, learning, hours, seed)
}

fn cell(
	scenario: &Scenario<'_>,
	effort: Effort,
	seed: u64,
	daily: bool,
	shape: &'static str,
	level: f64,
) -> Cell {
	let seeds = match effort {
		Effort::Quick => 2,
		Effort::Full => 10,
	};
	let end = scenario.end_day * 24;
	let drawn: Vec<(Draw, f64)> = (seed..seed + seeds)
		.map(|seed| draw(scenario, seed, daily, shape, level))
		.collect();
	let mean = drawn[0].1;
	let draws: Vec<Draw> = drawn.into_iter().map(|(draw, _)| draw).collect();
	let setting = Setting {
		counted: end - COUNTED_DAYS * 24..end,
		draws: &draws,
	};
	let mut policies = Vec::new();
	for (name, start, learning) in STARTS {
		policies.push(setting.share(name, &|seed| {
			Box::new(ours(mean, start, learning, end, seed))
		}));
	}
	let fixed = draws.first().map(|draw| draw.fixed.clone());
	policies.push(Share {
		policy: "fixed price".into(),
		percent: 100.0,
		utilisation: draws
			.iter()
			.map(|draw| draw.fixed.utilisation(&setting.counted))
			.sum::<f64>()
			/ draws.len() as f64
			* 100.0,
		outcome: fixed,
	});
	if daily {
		policies.push(setting.tuned("linear decay", (0.3, 30.0), &|first| {
			Box::new(LinearDecay { first, last: 0.0 })
		}));
		policies.push(setting.tuned("constant product", (0.01, 8.0), &|price| {
			Box::new(ConstantProduct { price })
		}));
		policies.push(setting.bootstrapping(end));
		policies.push(setting.tuned("broker", (0.01, 3.0), &|floor| {
			Box::new(Broker::new(floor, true, end))
		}));
	}
	Cell {
		shape,
		level,
		reservations: if daily { "by day" } else { "by task" },
		mean_demand: mean,
		policies,
	}
}

/// The worst cell of each policy: the first row is ours from its worst start.
pub fn rows(cells: &[Cell], scenario: &str) -> Vec<Row> {
	let figure = format!("{FIGURE}, {scenario}, worst of supply 0.5, 1 and 2 times mean demand");
	let worst = |wanted: &dyn Fn(&str) -> bool, reservations: &str| {
		cells
			.iter()
			.filter(|cell| cell.reservations == reservations)
			.flat_map(|cell| &cell.policies)
			.filter(|share| wanted(&share.policy))
			.map(|share| share.percent)
			.fold(f64::INFINITY, f64::min)
	};
	let is_ours = |name: &str| name.starts_with("ours");
	let mut rows = vec![Row::new(figure.clone(), worst(&is_ours, "by day"), "%").at_least(TARGET)];
	let best_other = OTHERS
		.iter()
		.map(|other| worst(&|name| name == *other, "by day"))
		.fold(f64::NEG_INFINITY, f64::max);
	let lead = worst(&is_ours, "by day") - best_other;
	rows.push(
		Row::new(
			format!("{figure}: lead over the best other policy"),
			lead,
			"%",
		)
		.at_least(0.0),
	);
	let least_lead = cells
		.iter()
		.filter(|cell| cell.reservations == "by day")
		.map(lead_in)
		.fold(f64::INFINITY, f64::min);
	let name = format!("{figure}: least lead with the same supply");
	rows.push(Row::new(name, least_lead, "%"));
	let Some(first) = cells.first() else {
		return Vec::new();
	};
	for share in first
		.policies
		.iter()
		.filter(|share| !is_ours(&share.policy))
	{
		let value = worst(&|name| name == share.policy, "by day");
		rows.push(Row::new(format!("{figure}: {}", share.policy), value, "%"));
	}
	let by_task = worst(&is_ours, "by task");
	if by_task.is_finite() {
		let name = format!("{figure}, reservation prices drawn once for each task");
		rows.push(Row::new(name, by_task, "%"));
	}
	rows
}

/// How far ours, from its worst start, is ahead of the best other policy in one cell.
fn lead_in(cell: &Cell) -> f64 {
	let percents = |wanted: &dyn Fn(&str) -> bool| {
		cell.policies
			.iter()
			.filter(|share| wanted(&share.policy))
			.map(|share| share.percent)
			.collect::<Vec<_>>()
	};
	let ours = percents(&|name| name.starts_with("ours"));
	let others = percents(&|name| OTHERS.contains(&name));
	ours.into_iter().fold(f64::INFINITY, f64::min)
		- others.into_iter().fold(f64::NEG_INFINITY, f64::max)
}
