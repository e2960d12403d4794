//! Replays orders against a policy, hour by hour, with the delays of the chain.

use crate::{
	demand::orders::{Order, HORIZON_DAYS, SALE_CLOSES},
	policy::{Policy, Sale},
};
use serde::Serialize;
use std::ops::Range;

/// Hours after the end of an hour at which its evidence arrives: the money window.
pub const EVIDENCE_DELAY: usize = 48;

/// Hours offered to the market.
#[derive(Clone, Debug)]
pub struct Supply {
	/// Units by hour since the start of the tasks.
	pub units: Vec<u32>,
	/// Hours on sale.
	pub span: Range<usize>,
}

/// What came of one hour.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct HourOutcome {
	/// Units offered.
	pub offered: u32,
	/// Units sold.
	pub sold: u32,
	/// Price scales times units that were paid.
	pub revenue: f64,
}

/// Outcomes by hour since the start of the tasks.
#[derive(Clone, Debug, Serialize)]
pub struct Outcome {
	/// One entry for each hour.
	pub hours: Vec<HourOutcome>,
}

impl Outcome {
	/// Revenue of a span.
	pub fn revenue(&self, counted: &Range<usize>) -> f64 {
		self.hours[counted.clone()]
			.iter()
			.map(|hour| hour.revenue)
			.sum()
	}

	/// Part of what was offered in a span that was sold.
	pub fn utilisation(&self, counted: &Range<usize>) -> f64 {
		let hours = &self.hours[counted.clone()];
		let sold: f64 = hours.iter().map(|hour| f64::from(hour.sold)).sum();
		let offered: f64 = hours.iter().map(|hour| f64::from(hour.offered)).sum();
		sold / offered
	}
}

/// The market of one pool while it is replayed.
struct Pool<'a> {
	supply: &'a Supply,
	longest_leads: Vec<f64>,
	outcome: Outcome,
}

impl Pool<'_> {
	fn sale(&self, hour: usize, now: f64) -> Sale {
		Sale {
			hour,
			offered: self.supply.units[hour],
			sold: self.outcome.hours[hour].sold,
			lead: hour as f64 - now,
			longest_lead: self.longest_leads[hour],
		}
	}

	fn open(&mut self, day: usize, now: usize, policy: &mut dyn Policy) {
		for hour in (day * 24).max(now + 1)..(day + 1) * 24 {
			if hour < self.supply.span.end {
				self.longest_leads[hour] = (hour - now) as f64;
				self.outcome.hours[hour].offered = self.supply.units[hour];
				policy.open(&self.sale(hour, now as f64));
			}
		}
	}

	/// Serves an order: its cheapest hours first, each if the tenant would pay its price.
	fn serve(&mut self, order: &Order, policy: &mut dyn Policy) {
		let mut wishes: Vec<(f64, usize)> = order
			.hours
			.clone()
			.filter(|hour| *hour as f64 - order.time >= SALE_CLOSES)
			.filter_map(|hour| {
				let sale = self.sale(hour, order.time);
				let most = order.reservation * f64::from(order.units);
				(sale.units_left() >= order.units)
					.then(|| policy.cost(&sale, order.units))
					.filter(|cost| *cost <= most)
					.map(|cost| (cost, hour))
			})
			.collect();
		if wishes.len() > order.count {
			wishes.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
			wishes.truncate(order.count);
		}
		for (cost, hour) in wishes {
			let sale = self.sale(hour, order.time);
			policy.sell(&sale, order.units, cost);
			let outcome = &mut self.outcome.hours[hour];
			outcome.sold += order.units;
			outcome.revenue += cost;
		}
	}
}

/// Runs the market over the span of `supply`.
pub fn replay(orders: &[Order], supply: &Supply, policy: &mut dyn Policy) -> Outcome {
	let hours = supply.units.len();
	let mut pool = Pool {
		supply,
		longest_leads: vec![1.0; hours],
		outcome: Outcome {
			hours: vec![HourOutcome::default(); hours],
		},
	};
	let mut orders = orders.iter().peekable();
	let first_day = supply.span.start / 24;
	for now in supply.span.clone() {
		if now >= EVIDENCE_DELAY + 1 + supply.span.start {
			policy.learn(now - EVIDENCE_DELAY - 1);
		}
		if now.is_multiple_of(24) || now == supply.span.start {
			policy.day();
			let opened = if now == supply.span.start {
				first_day
			} else {
				now / 24 + HORIZON_DAYS
			};
			for day in opened..=now / 24 + HORIZON_DAYS {
				pool.open(day, now, policy);
			}
		}
		while let Some(order) = orders.next_if(|order| order.time < (now + 1) as f64) {
			pool.serve(order, policy);
		}
	}
	pool.outcome
}
