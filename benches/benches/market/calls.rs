//! What the calls of the exchange read and write, by the weights the runtime charges.

use greenhour_benches::{
	report::Row,
	weights::{cost, Cost},
};
use std::error::Error;

const MARKET: &str = include_str!("../../../runtime/src/weights/pallet_hour_market.rs");
const CAPACITY: &str = include_str!("../../../runtime/src/weights/pallet_capacity.rs");

/// Day pages that are open at once in the benchmarks.
const OPEN_PAGES: u64 = 8;
/// Days and hours of the longest window that is booked.
const WEEK: u64 = 7;
const WEEK_HOURS: u64 = 168;

/// The rows of all calls.
pub(crate) fn rows() -> Result<Vec<Row>, Box<dyn Error>> {
	let day = cost(MARKET, "buy", &[("d", 1), ("h", 24)])?;
	let week = cost(MARKET, "buy", &[("d", WEEK), ("h", WEEK_HOURS)])?;
	let another_day = each_further_day()?;
	let booking = Cost {
		reads: week.reads - WEEK * another_day.reads,
		writes: week.writes - WEEK * another_day.writes,
		..week
	};
	let offer = cost(CAPACITY, "create_offer", &[])?;
	Ok(vec![
		Row::new(
			"trade of one day, up to 24 hours, with its hold: reads",
			number(day.reads),
			"reads",
		)
		.at_most(12.0),
		Row::new(
			"trade of one day, up to 24 hours, with its hold: writes",
			number(day.writes),
			"writes",
		)
		.at_most(7.0),
		Row::new(
			"book any 1-168 h window over any number of devices, besides day pages: reads",
			number(booking.reads),
			"reads",
		)
		.at_most(12.0),
		Row::new(
			"book any 1-168 h window over any number of devices, besides day pages: writes",
			number(booking.writes),
			"writes",
		)
		.at_most(8.0),
		Row::new(
			"day pages of pool and contract that a booking of 168 h reads and writes",
			number(WEEK * another_day.writes),
			"writes",
		),
		Row::new(
			"offer of any length, besides open day pages: writes, its position included",
			number(offer.writes - OPEN_PAGES),
			"writes",
		)
		.at_most(6.0),
	])
}

/// What one more day of a booking costs: the pages of pool and contract.
fn each_further_day() -> Result<Cost, Box<dyn Error>> {
	let one = cost(MARKET, "buy", &[("d", 1), ("h", 1)])?;
	let two = cost(MARKET, "buy", &[("d", 2), ("h", 1)])?;
	Ok(Cost {
		time: two.time - one.time,
		reads: two.reads - one.reads,
		writes: two.writes - one.writes,
	})
}

fn number(count: u64) -> f64 {
	count as f64
}
