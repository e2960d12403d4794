//! Orders: what the tasks ask the market for, and when.

use super::Task;
use crate::random::Random;
use std::ops::Range;

/// Days ahead of which pages are open, today not counted.
pub const HORIZON_DAYS: usize = 7;
/// Part of an hour before its start at which its sale closes.
pub const SALE_CLOSES: f64 = 1.0 / 6.0;
/// Shortest time that a flexible task may wait, in hours.
const SHORTEST_WAIT: usize = 24;

/// A wish for hours, placed once.
#[derive(Clone, Debug)]
pub struct Order {
	/// When, in hours.
	pub time: f64,
	/// Units in each hour.
	pub units: u32,
	/// Most that the tenant pays per unit, in price scales.
	pub reservation: f64,
	/// The hours that will do.
	pub hours: Range<usize>,
	/// How many of them are wanted; each is bought if its price is not above the reservation, the
	/// cheapest first.
	pub count: usize,
}

/// The orders of `tasks` for hours in `span`, by time.
///
/// A task wants whole hours from the first one that is still on sale. It orders what is within the
/// horizon when it is created, and each later day when the page of that day opens. What a task would
/// pay for a unit is exponential with mean one, drawn anew for each of its delivery days (`daily`)
/// or once for the whole task.
/// Tasks that run when the span begins order then. A flexible task may be served
/// at any hours within twice its length, or a day, after it.
pub fn orders(tasks: &[Task], span: Range<usize>, seed: u64, daily: bool) -> Vec<Order> {
	let mut random = Random::new(seed, "reservations");
	let mut orders = Vec::new();
	for task in tasks {
		let first = (task.created + SALE_CLOSES).ceil() as usize;
		let length = (task.duration.ceil() as usize).max(1);
		let once = random.exponential();
		let begins = task.created.max(span.start as f64);
		let wanted = first.max(span.start + 1)..(first + length).min(span.end);
		if wanted.is_empty() {
			continue;
		}
		let open_until = (begins as usize / 24 + HORIZON_DAYS + 1) * 24;
		if task.flexible {
			let wait = (2 * length).max(SHORTEST_WAIT);
			let end = (wanted.end + wait).min(open_until).min(span.end);
			orders.push(Order {
				time: begins,
				units: task.units,
				reservation: once,
				count: wanted.len().min(end - wanted.start),
				hours: wanted.start..end,
			});
			continue;
		}
		let mut next = wanted.start;
		while next < wanted.end {
			let day_end = (next / 24 + 1) * 24;
			let page_opens = ((next / 24).saturating_sub(HORIZON_DAYS) * 24) as f64;
			let end = day_end.min(wanted.end);
			orders.push(Order {
				time: begins.max(page_opens),
				units: task.units,
				reservation: if daily { random.exponential() } else { once },
				hours: next..end,
				count: end - next,
			});
			next = end;
		}
	}
	orders.sort_by(|a, b| a.time.total_cmp(&b.time));
	orders
}

/// Mean units asked for per hour of `counted`; flexible orders count where they may be served.
pub fn mean_demand(orders: &[Order], counted: &Range<usize>) -> f64 {
	let units: f64 = orders
		.iter()
		.map(|order| {
			let within = order
				.hours
				.end
				.min(counted.end)
				.saturating_sub(order.hours.start.max(counted.start));
			f64::from(order.units) * order.count as f64 * within as f64 / order.hours.len() as f64
		})
		.sum();
	units / counted.len() as f64
}
