//! Which hours a flexible job takes.
//!
//! A job that may run at any time wants its units where they are cheapest. All hours of a pool share
//! one price scale, so that hours cost the same at the margin where they have the same
//! `r = M / A`: stock left after the purchase over demand. With `N = n + DELTA` and a cap `c` in each
//! hour, the cheapest way to buy `Q` units fills all hours to one level
//!
//! ```text
//! q_h = clamp(N_h - r A_h, 0, c_h)                  sum of q_h = Q
//! ```
//!
//! without a logarithm ([`water_fill`]). The sum falls with `r` and is linear between the points
//! where an hour starts to be filled, `N / A`, and where it is full, `(N - c) / A`; between two of them
//!
//! ```text
//! r = (sum of N - (Q - sum of c over full hours)) / sum of A
//! ```
//!
//! with both other sums over the hours that are filled in part. On the floor all hours cost the same, so
//! that any level is right there.
//!
//! A job that wants a number of whole hours takes the cheapest ones ([`cheapest_hours`]).

use crate::{
	hour_curve::{MAX_DEMAND, MAX_UNITS},
	MathError,
};
use alloc::vec::Vec;
use core::cmp::Ordering;

/// Most hours that one job is spread over: eight days.
pub const MAX_HOURS: usize = 192;

/// What the share of one hour depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HourLevel {
	/// `N`: units left and [`crate::hour_curve::DELTA`].
	pub stock: u64,
	/// `A`: demand still to come.
	pub demand: u64,
	/// `c`: most units that the job takes, at most `stock`.
	pub cap: u64,
}

/// A fraction of two integers; the denominator is positive.
#[derive(Clone, Copy)]
struct Level {
	numerator: u128,
	denominator: u128,
}

impl Level {
	fn new(numerator: u64, denominator: u64) -> Self {
		Self {
			numerator: numerator.into(),
			denominator: denominator.into(),
		}
	}

	/// Compares by cross products: at most 41 and 52 bits, so that they fit.
	fn compare(&self, other: &Self) -> Ordering {
		let left = self.numerator.saturating_mul(other.denominator);
		let right = other.numerator.saturating_mul(self.denominator);
		left.cmp(&right)
	}
}

/// What happens to an hour when the level falls to a breakpoint.
#[derive(Clone, Copy)]
enum Change {
	/// It starts to be filled.
	Starts,
	/// It is full.
	Fills,
}

/// Sums over the hours that are filled in part, and the caps of full ones.
#[derive(Clone, Copy, Default)]
struct Sums {
	stock: u128,
	demand: u128,
	full: u128,
}

impl Sums {
	/// With an hour that starts or fills. Up to 192 values of at most 45 bits: nothing wraps.
	fn after(self, change: Change, hour: &HourLevel) -> Self {
		let (stock, demand) = (u128::from(hour.stock), u128::from(hour.demand));
		match change {
			Change::Starts => Self {
				stock: self.stock.saturating_add(stock),
				demand: self.demand.saturating_add(demand),
				..self
			},
			Change::Fills => Self {
				stock: self.stock.saturating_sub(stock),
				demand: self.demand.saturating_sub(demand),
				full: self.full.saturating_add(hour.cap.into()),
			},
		}
	}

	/// The level at which `units` are bought; `None` where no hour is filled in part.
	fn level(&self, units: u128) -> Option<Level> {
		let numerator = self.stock.checked_add(self.full)?.checked_sub(units)?;
		(self.demand > 0).then_some(Level {
			numerator,
			denominator: self.demand,
		})
	}
}

/// Spreads `units` over hours of one price scale at the smallest cost.
///
/// The result differs from the exact allocation by less than one unit in each hour: shares are
/// rounded down, and what is left goes, one unit each, to the largest remainders, the earlier hour
/// first. So it costs at most `hours / DELTA` price scales more than any other allocation of whole
/// units: two hours that differ by a unit from the common level differ by at most 1 / DELTA in price.
///
/// **Shape**: as many entries as `hours`, in the same order, that sum to `units`, each within its cap.
/// Time: sorting two breakpoints for each hour.
///
/// **Errors** `HoursOutOfRange`: more than [`MAX_HOURS`]. `UnitsOutOfRange`, `DemandOutOfRange`: an
/// hour outside of the limits of the curve. `InsufficientUnits`: the caps sum to less than `units`.
pub fn water_fill(hours: &[HourLevel], units: u64) -> Result<Vec<u64>, MathError> {
	check(hours)?;
	let wanted = u128::from(units);
	let capacity: u128 = hours.iter().map(|hour| u128::from(hour.cap)).sum();
	if wanted > capacity {
		return Err(MathError::InsufficientUnits);
	}
	if wanted == capacity {
		return Ok(hours.iter().map(|hour| hour.cap).collect());
	}
	let level = find_level(hours, wanted)?;
	let mut shares = Vec::with_capacity(hours.len());
	let mut remainders = Vec::with_capacity(hours.len());
	let mut rest = wanted;
	for (index, hour) in hours.iter().enumerate() {
		let (share, remainder) = share_at(hour, &level)?;
		rest = rest.checked_sub(share.into()).ok_or(MathError::Overflow)?;
		shares.push(share);
		if remainder > 0 {
			remainders.push((remainder, index));
		}
	}
	remainders.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
	// The remainders sum to `rest` units, and each is below one.
	for (_, index) in remainders {
		if rest == 0 {
			break;
		}
		let share = shares.get_mut(index).ok_or(MathError::Overflow)?;
		*share = share.checked_add(1).ok_or(MathError::Overflow)?;
		rest = rest.saturating_sub(1);
	}
	if rest == 0 {
		Ok(shares)
	} else {
		Err(MathError::Overflow)
	}
}

/// The hours with the smallest costs, ties to the earlier one.
///
/// **Shape**: `count` indices into `costs`, ascending.
///
/// **Errors** `HoursOutOfRange`: more than [`MAX_HOURS`] costs, or fewer than `count`.
pub fn cheapest_hours(costs: &[u128], count: usize) -> Result<Vec<usize>, MathError> {
	if costs.len() > MAX_HOURS || count > costs.len() {
		return Err(MathError::HoursOutOfRange);
	}
	let mut order: Vec<(u128, usize)> = costs
		.iter()
		.enumerate()
		.map(|(index, cost)| (*cost, index))
		.collect();
	order.sort_unstable();
	let mut cheapest: Vec<usize> = order
		.into_iter()
		.take(count)
		.map(|(_, index)| index)
		.collect();
	cheapest.sort_unstable();
	Ok(cheapest)
}

fn check(hours: &[HourLevel]) -> Result<(), MathError> {
	if hours.len() > MAX_HOURS {
		return Err(MathError::HoursOutOfRange);
	}
	for hour in hours {
		if hour.stock > MAX_UNITS.saturating_add(crate::hour_curve::DELTA) || hour.cap > hour.stock
		{
			return Err(MathError::UnitsOutOfRange);
		}
		if !(1..=MAX_DEMAND).contains(&hour.demand) {
			return Err(MathError::DemandOutOfRange);
		}
	}
	Ok(())
}

/// The level at which the shares sum to `units`, which is below the sum of the caps.
fn find_level(hours: &[HourLevel], units: u128) -> Result<Level, MathError> {
	let mut breakpoints: Vec<(Level, Change, &HourLevel)> = Vec::new();
	for hour in hours.iter().filter(|hour| hour.cap > 0) {
		let full = hour.stock.saturating_sub(hour.cap);
		let starts = Level::new(hour.stock, hour.demand);
		breakpoints.push((starts, Change::Starts, hour));
		breakpoints.push((Level::new(full, hour.demand), Change::Fills, hour));
	}
	// The level falls from above the highest.
	breakpoints.sort_by(|a, b| b.0.compare(&a.0));
	let mut sums = Sums::default();
	for (to, change, hour) in breakpoints {
		// The shares sum to `units` between two breakpoints when the level that says so lies there.
		if let Some(level) = sums.level(units) {
			if level.compare(&to).is_ge() {
				return Ok(level);
			}
		}
		sums = sums.after(change, hour);
	}
	Err(MathError::Overflow)
}

/// The share of an hour at a level, rounded down, and the remainder over the level's denominator.
fn share_at(hour: &HourLevel, level: &Level) -> Result<(u64, u128), MathError> {
	// N - r A over the denominator of r: at most 34 + 52 bits.
	let stock = u128::from(hour.stock)
		.checked_mul(level.denominator)
		.ok_or(MathError::Overflow)?;
	let kept = level
		.numerator
		.checked_mul(hour.demand.into())
		.ok_or(MathError::Overflow)?;
	let exact = stock.saturating_sub(kept);
	let share = exact
		.checked_div(level.denominator)
		.ok_or(MathError::DivisionByZero)?;
	let share = u64::try_from(share).map_err(|_| MathError::Overflow)?;
	if share >= hour.cap {
		return Ok((hour.cap, 0));
	}
	let whole = u128::from(share)
		.checked_mul(level.denominator)
		.ok_or(MathError::Overflow)?;
	Ok((share, exact.saturating_sub(whole)))
}

#[cfg(test)]
mod tests {
	use super::*;

	fn hour(stock: u64, demand: u64, cap: u64) -> HourLevel {
		HourLevel { stock, demand, cap }
	}

	#[test]
	fn equal_hours_share_equally() {
		let hours = [hour(1_150, 9_000, 1_000); 3];
		assert_eq!(water_fill(&hours, 900), Ok(vec![300, 300, 300]));
		// 901 = 3 * 300 1/3: the first of equal remainders gets the unit.
		assert_eq!(water_fill(&hours, 901), Ok(vec![301, 300, 300]));
	}

	#[test]
	fn the_level_decides() {
		// N / A = 0.2 and 0.1: the second is taken only below 0.1. For 600 units
		// r = (1,000 + 500 - 600) / 10,000 = 0.09: 550 and 50.
		let hours = [hour(1_000, 5_000, 900), hour(500, 5_000, 400)];
		assert_eq!(water_fill(&hours, 600), Ok(vec![550, 50]));
		assert_eq!(water_fill(&hours, 500), Ok(vec![500, 0]));
	}

	#[test]
	fn a_full_hour_leaves_the_rest_to_others() {
		let hours = [hour(1_000, 5_000, 100), hour(500, 5_000, 400)];
		assert_eq!(water_fill(&hours, 300), Ok(vec![100, 200]));
		assert_eq!(water_fill(&hours, 500), Ok(vec![100, 400]));
	}

	#[test]
	fn more_than_the_caps_is_refused() {
		let hours = [hour(1_000, 5_000, 100), hour(500, 5_000, 400)];
		assert_eq!(water_fill(&hours, 501), Err(MathError::InsufficientUnits));
		assert_eq!(water_fill(&[], 1), Err(MathError::InsufficientUnits));
		assert_eq!(water_fill(&[], 0), Ok(vec![]));
	}

	#[test]
	fn nothing_wanted_is_nothing() {
		let hours = [hour(1_000, 5_000, 100), hour(500, 5_000, 0)];
		assert_eq!(water_fill(&hours, 0), Ok(vec![0, 0]));
	}

	#[test]
	fn hours_out_of_range_are_refused() {
		let refused = |hour| water_fill(&[hour], 1);
		assert_eq!(refused(hour(100, 0, 1)), Err(MathError::DemandOutOfRange));
		assert_eq!(
			refused(hour(100, MAX_DEMAND + 1, 1)),
			Err(MathError::DemandOutOfRange)
		);
		assert_eq!(refused(hour(100, 1, 101)), Err(MathError::UnitsOutOfRange));
		assert_eq!(
			refused(hour(MAX_UNITS + 151, 1, 1)),
			Err(MathError::UnitsOutOfRange)
		);
		let many = [hour(100, 1, 1); MAX_HOURS + 1];
		assert_eq!(water_fill(&many, 1), Err(MathError::HoursOutOfRange));
	}

	#[test]
	fn the_cheapest_hours_are_the_earlier_ones_of_equals() {
		assert_eq!(cheapest_hours(&[5, 3, 5, 3, 9], 3), Ok(vec![0, 1, 3]));
		assert_eq!(cheapest_hours(&[5, 3], 0), Ok(vec![]));
		assert_eq!(cheapest_hours(&[5, 3], 3), Err(MathError::HoursOutOfRange));
	}
}
