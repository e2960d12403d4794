//! Hours of flexible jobs that are placed where the sun shines.
//!
//! A pool has steady capacity on the grid and capacity that follows the irradiance; an hour is as
//! green as the sunny part of its offer, and green if that is more than half. Jobs that want
//! certain hours buy by the curve. Flexible jobs want a volume within a window, and at most four
//! times their own units in an hour. They are placed by water-filling, or run at once, in the first
//! hours that have room.

use super::{learned_demand::Scenario, Effort};
use crate::{
	demand::orders::{mean_demand, orders, Order, HORIZON_DAYS, SALE_CLOSES},
	water::{fill, Basin},
};
use greenhour_benches::report::Row;
use greenhour_math::{
	demand_at_up,
	learning::{page_immediate_up, page_per_hour_up},
	HourCurve, HourState,
};
use serde::Serialize;

/// Name of the figure.
pub const FIGURE: &str =
	"utilisation of flexible jobs' hours placed in green hours, NSRDB-shaped supply";
/// Days that are simulated.
const DAYS: usize = 30;
/// Part of the mean supply that is steady.
const STEADY: f64 = 0.3;
/// Supply over mean demand.
const LEVEL: f64 = 1.0;
/// A job may use so many times its units in one hour.
const PARALLEL: f64 = 4.0;
/// Smallest order in one hour.
const MIN_ORDER: f64 = 100.0;
/// Milliseconds of an hour.
const HOUR_MS: u64 = 3_600_000;

/// How flexible jobs are placed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Placement {
	WaterFilling,
	AtOnce,
}

/// What came of one placement.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct Placed {
	/// Percent of the volume of flexible jobs that ran in hours whose supply is green by more than
	/// a half.
	pub in_green_hours: f64,
	/// Percent of the volume that the sun supplied, hour by hour.
	pub green_share: f64,
	/// Percent of what was asked for that was placed.
	pub placed: f64,
	/// Price per unit, in price scales.
	pub price: f64,
	/// Percent of all offered units that were sold, flexible or not.
	pub utilisation: f64,
}

/// With water-filling, and without.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Comparison {
	/// Placed by water-filling.
	pub water_filling: Placed,
	/// Run at once.
	pub at_once: Placed,
}

/// The market of the span.
struct Pool {
	offered: Vec<u32>,
	green: Vec<f64>,
	sold: Vec<u32>,
	immediate: u64,
	per_hour: u64,
}

impl Pool {
	fn state(&self, hour: usize, time: f64) -> Option<HourState> {
		let lead_ms = ((hour as f64 - time) * HOUR_MS as f64) as u64;
		Some(HourState {
			units_left: u64::from(self.offered[hour] - self.sold[hour]),
			demand: demand_at_up(self.immediate, self.per_hour, lead_ms, HOUR_MS).ok()?,
			unit_price: 1_000_000,
		})
	}

	fn cost(&self, hour: usize, time: f64, units: u32) -> Option<f64> {
		let curve = HourCurve::new(self.state(hour, time)?).ok()?;
		Some(curve.cost_up(u64::from(units)).ok()? as f64 / 1e6)
	}

	/// Units by hour for a flexible order, or `None` if they do not fit.
	fn place(&self, order: &Order, placement: Placement) -> Option<Vec<(usize, u32)>> {
		let hours: Vec<usize> = order
			.hours
			.clone()
			.filter(|hour| *hour as f64 - order.time >= SALE_CLOSES)
			.collect();
		let volume = f64::from(order.units) * order.count as f64;
		if placement == Placement::AtOnce {
			let fit = hours
				.into_iter()
				.filter(|hour| self.offered[*hour] - self.sold[*hour] >= order.units);
			let placed: Vec<_> = fit
				.take(order.count)
				.map(|hour| (hour, order.units))
				.collect();
			return (placed.len() == order.count).then_some(placed);
		}
		let basins: Option<Vec<Basin>> = hours
			.iter()
			.map(|&hour| {
				let state = self.state(hour, order.time)?;
				let units_left = state.units_left as f64;
				Some(Basin {
					units_left,
					demand: state.demand as f64,
					cap: units_left.min(PARALLEL * f64::from(order.units)),
				})
			})
			.collect();
		let taken = fill(&basins?, volume)?;
		let whole = hours.into_iter().zip(taken);
		Some(
			whole
				.filter(|(_, units)| *units >= MIN_ORDER)
				.map(|(hour, units)| (hour, units as u32))
				.collect(),
		)
	}
}

/// Both placements.
pub fn compare(scenario: &Scenario<'_>, effort: Effort, seed: u64) -> Comparison {
	let seeds = if effort == Effort::Quick { 1 } else { 6 };
	let mean = |placement| {
		let runs: Vec<Placed> = (seed..seed + seeds)
			.map(|seed| run(scenario, seed, placement))
			.collect();
		let of = |part: fn(&Placed) -> f64| runs.iter().map(part).sum::<f64>() / runs.len() as f64;
		Placed {
			in_green_hours: of(|run| run.in_green_hours),
			green_share: of(|run| run.green_share),
			placed: of(|run| run.placed),
			price: of(|run| run.price),
			utilisation: of(|run| run.utilisation),
		}
	};
	Comparison {
		water_filling: mean(Placement::WaterFilling),
		at_once: mean(Placement::AtOnce),
	}
}

fn run(scenario: &Scenario<'_>, seed: u64, placement: Placement) -> Placed {
	let end = scenario.end_day * 24;
	let span = end - DAYS * 24..end;
	let orders = orders(scenario.tasks, span.clone(), seed, true);
	let mean = mean_demand(&orders, &span);
	let sun = |hour: usize| scenario.irradiance[hour % scenario.irradiance.len()];
	let mean_sun = span.clone().map(sun).sum::<f64>() / span.len() as f64;
	let steady = mean * LEVEL * STEADY;
	let sunny = |hour: usize| mean * LEVEL * (1.0 - STEADY) * sun(hour) / mean_sun;
	let mut pool = Pool {
		offered: (0..end).map(|hour| (steady + sunny(hour)) as u32).collect(),
		green: (0..end)
			.map(|hour| sunny(hour) / (steady + sunny(hour)))
			.collect(),
		sold: vec![0; end],
		immediate: page_immediate_up((mean * 0.5) as u64, 1 << 16).unwrap_or(1),
		per_hour: page_per_hour_up((mean * 0.5 / 24.0 / HORIZON_DAYS as f64) as u64, 1 << 16)
			.unwrap_or(0),
	};
	let (mut asked, mut placed, mut paid) = (0.0, 0.0, 0.0);
	let (mut in_green, mut green) = (0.0, 0.0);
	for order in &orders {
		let flexible = order.count < order.hours.len();
		let most = order.reservation * f64::from(order.units);
		if !flexible {
			for hour in order.hours.clone() {
				let fits = pool.offered[hour] - pool.sold[hour] >= order.units;
				let cost = pool.cost(hour, order.time, order.units);
				if fits && cost.is_some_and(|cost| cost <= most) {
					pool.sold[hour] += order.units;
				}
			}
			continue;
		}
		asked += f64::from(order.units) * order.count as f64;
		let Some(allocation) = pool.place(order, placement) else {
			continue;
		};
		let costs: Option<Vec<f64>> = allocation
			.iter()
			.map(|(hour, units)| pool.cost(*hour, order.time, *units))
			.collect();
		let Some(cost) = costs.map(|costs| costs.iter().sum::<f64>()) else {
			continue;
		};
		let units: f64 = allocation.iter().map(|(_, units)| f64::from(*units)).sum();
		if cost > order.reservation * units {
			continue;
		}
		paid += cost;
		for (hour, units) in allocation {
			pool.sold[hour] += units;
			let units = f64::from(units);
			placed += units;
			green += units * pool.green[hour];
			if pool.green[hour] > 0.5 {
				in_green += units;
			}
		}
	}
	let total = |units: &[u32]| {
		units[span.clone()]
			.iter()
			.map(|unit| f64::from(*unit))
			.sum::<f64>()
	};
	Placed {
		in_green_hours: in_green / placed * 100.0,
		green_share: green / placed * 100.0,
		placed: placed / asked * 100.0,
		price: paid / placed,
		utilisation: total(&pool.sold) / total(&pool.offered) * 100.0,
	}
}

/// One row with water-filling, one without.
pub fn rows(comparison: &Comparison) -> Vec<Row> {
	let row = |name: String, value| Row::new(name, value, "%");
	vec![
		row(FIGURE.into(), comparison.water_filling.in_green_hours),
		row(
			format!("{FIGURE}, without water-filling"),
			comparison.at_once.in_green_hours,
		),
	]
}
