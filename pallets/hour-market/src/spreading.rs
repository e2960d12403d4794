//! How a volume job is spread over hours, none of which sells less than the smallest order.
//!
//! Water-filling ([`water_fill`]) gives the cheapest shares; where some are below the smallest order,
//! the smaller half of these hours is dropped and the rest filled anew. Hours that the others can't do
//! without get the smallest order at least. A job takes at most [`MAX_PASSES`] fillings, however
//! many hours there are, and nine where the smallest job goes to one of 192 equal hours.

use alloc::vec::Vec;
use greenhour_math::{water_fill, HourLevel, MathError};

/// Most fillings of one job.
pub(crate) const MAX_PASSES: usize = 24;
/// From this filling on, hours that get nothing are dropped as well, so that none of them can come in
/// with too little in place of a dropped one.
const LAST_CHANCE: usize = 12;

/// The smallest order.
const LEAST: u64 = 100;

/// An hour in use: its place, and its share of the latest filling.
#[derive(Clone, Copy)]
struct Share {
	units: u64,
	place: usize,
	level: HourLevel,
}

/// Spreads `units`, so that each hour gets nothing, or from the smallest order to its cap.
///
/// **Shape**: as many entries as `hours`, in the same order, that sum to `units`.
///
/// **Errors** those of [`water_fill`]; `InsufficientUnits` also where the smallest order in each hour
/// that is needed comes to more than `units`.
pub(crate) fn spread(hours: &[HourLevel], units: u64) -> Result<Vec<u64>, MathError> {
	let mut used: Vec<Share> = hours
		.iter()
		.enumerate()
		.map(|(place, level)| Share {
			units: 0,
			place,
			level: *level,
		})
		.collect();
	// One pass is left for the last filling.
	for pass in 1..MAX_PASSES {
		fill(&mut used, units, 0)?;
		let is_short = |share: &Share| (1..LEAST).contains(&share.units);
		let short = used.iter().filter(|share| is_short(share)).count();
		if short == 0 {
			return Ok(by_place(hours.len(), &used));
		}
		if pass >= LAST_CHANCE {
			used.retain(|share| share.units > 0);
		}
		let dropped = drop_smallest(&mut used, units, short.div_ceil(2), is_short);
		if dropped == 0 {
			break;
		}
	}
	// What gets nothing is not needed; the others get the smallest order, as many as there can be.
	used.retain(|share| share.units > 0);
	let most = usize::try_from(units / LEAST).unwrap_or(usize::MAX);
	let excess = used.len().saturating_sub(most);
	drop_smallest(&mut used, units, excess, |_| true);
	fill(&mut used, units, LEAST)?;
	Ok(by_place(hours.len(), &used))
}

/// Fills the hours to one level, at least `floor` in each, which no cap is below.
fn fill(used: &mut [Share], units: u64, floor: u64) -> Result<(), MathError> {
	let less = |value: u64, by: u64| value.checked_sub(by).ok_or(MathError::InsufficientUnits);
	let mut levels = Vec::with_capacity(used.len());
	let mut rest = units;
	for share in used.iter() {
		levels.push(HourLevel {
			stock: less(share.level.stock, floor)?,
			cap: less(share.level.cap, floor)?,
			..share.level
		});
		rest = less(rest, floor)?;
	}
	for (share, above) in used.iter_mut().zip(water_fill(&levels, rest)?) {
		share.units = above.checked_add(floor).ok_or(MathError::Overflow)?;
	}
	Ok(())
}

/// Drops up to `count` hours, those with the smallest shares first, that the others can do without.
fn drop_smallest(
	used: &mut Vec<Share>,
	units: u64,
	count: usize,
	may_go: impl Fn(&Share) -> bool,
) -> usize {
	// At most 192 caps of 32 bits.
	let room: u64 = used.iter().map(|share| share.level.cap).sum();
	let mut slack = room.saturating_sub(units);
	used.sort_unstable_by_key(|share| (share.units, share.place));
	let mut dropped = 0;
	used.retain(|share| {
		let goes = dropped < count && may_go(share) && share.level.cap <= slack;
		if goes {
			slack = slack.saturating_sub(share.level.cap);
			dropped = dropped.saturating_add(1);
		}
		!goes
	});
	dropped
}

/// Shares in the order of the hours.
fn by_place(count: usize, used: &[Share]) -> Vec<u64> {
	let mut shares = alloc::vec![0; count];
	for share in used {
		if let Some(entry) = shares.get_mut(share.place) {
			*entry = share.units;
		}
	}
	shares
}

#[cfg(test)]
mod tests {
	use super::*;
	use greenhour_math::{allocation::MAX_HOURS, hour_curve::DELTA};
	use proptest::prelude::*;

	fn level(left: u64, demand: u64, cap: u64) -> HourLevel {
		HourLevel {
			stock: left + DELTA,
			demand,
			cap: cap.min(left),
		}
	}

	#[test]
	fn the_smallest_order_is_that_of_the_market() {
		assert_eq!(LEAST, u64::from(greenhour_types::units::MIN_ORDER.0));
	}

	#[test]
	fn the_smallest_job_over_equal_hours_goes_to_one() {
		let hours = [level(10_000, 50_000, 8_000); MAX_HOURS];
		let shares = spread(&hours, LEAST).expect("room");
		assert_eq!(shares.iter().filter(|units| **units > 0).count(), 1);
		assert_eq!(shares.iter().sum::<u64>(), LEAST);
	}

	#[test]
	fn an_hour_that_the_others_can_not_replace_gets_the_smallest_order() {
		// The dear hour must take 49 units at least.
		let hours = [level(150, 1_000, 150), level(1_000, 1_000_000, 1_000)];
		assert_eq!(spread(&hours, 210), Ok(vec![110, 100]));
		// Not enough for both: the dear one alone has room.
		assert_eq!(spread(&hours, 199), Ok(vec![0, 199]));
	}

	fn hour() -> impl Strategy<Value = HourLevel> {
		(100u64..12_000, 1u64..1 << 20, 100u64..3_000)
			.prop_map(|(left, demand, cap)| level(left, demand, cap))
	}

	proptest! {
		#[test]
		fn shares_sum_to_the_job_and_none_is_too_small(
			hours in prop::collection::vec(hour(), 1..MAX_HOURS),
			part in 1u64..1_000,
		) {
			let room: u64 = hours.iter().map(|hour| hour.cap).sum();
			let units = (room * part / 1_000).max(LEAST);
			match spread(&hours, units) {
				Ok(shares) => {
					prop_assert_eq!(shares.iter().sum::<u64>(), units);
					prop_assert!(shares
						.iter()
						.zip(&hours)
						.all(|(share, hour)| *share == 0 || (LEAST..=hour.cap).contains(share)));
				}
				// Only where all hours are nearly full.
				Err(_) => prop_assert!(units + 3_000 > room || units < 3_000),
			}
		}
	}
}
