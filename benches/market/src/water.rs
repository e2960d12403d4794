//! Water-filling: the cheapest way to spread a volume over hours of one pool.
//!
//! All hours share one price scale, so that the cost is least where the ratio of stock to demand,
//! `(n + DELTA - q) / A`, is the same in every hour that is used:
//!
//! ```text
//! q_h = clamp(n_h + DELTA - r A_h, 0, c_h)
//! ```
//!
//! The sum over the hours falls with `r`, in straight lines between the breakpoints
//! `(n + DELTA) / A` and `(n + DELTA - c) / A`; so `r` is found between two of them.

use greenhour_math::hour_curve::DELTA;

/// One hour that may be used.
#[derive(Clone, Copy, Debug)]
pub struct Basin {
	/// Units left.
	pub units_left: f64,
	/// Demand still to come.
	pub demand: f64,
	/// Most units that may be taken.
	pub cap: f64,
}

impl Basin {
	fn taken(&self, ratio: f64) -> f64 {
		(self.units_left + DELTA as f64 - ratio * self.demand).clamp(0.0, self.cap)
	}

	fn breakpoints(&self) -> [f64; 2] {
		let stock = self.units_left + DELTA as f64;
		[stock / self.demand, (stock - self.cap) / self.demand]
	}
}

/// Units from each hour that sum to `volume`; `None` if the caps sum to less.
pub fn fill(basins: &[Basin], volume: f64) -> Option<Vec<f64>> {
	let sum = |ratio: f64| basins.iter().map(|basin| basin.taken(ratio)).sum::<f64>();
	if basins.iter().map(|basin| basin.cap).sum::<f64>() < volume {
		return None;
	}
	let mut breakpoints: Vec<f64> = basins.iter().flat_map(Basin::breakpoints).collect();
	breakpoints.sort_by(|a, b| b.total_cmp(a));
	// The first breakpoint, from above, at which enough is taken, and the one before it.
	let below = breakpoints.partition_point(|ratio| sum(*ratio) < volume);
	let low = breakpoints.get(below).or(breakpoints.last()).copied()?;
	let high = below.checked_sub(1).map_or(low, |above| breakpoints[above]);
	let (most, least) = (sum(low), sum(high));
	let ratio = if most > least {
		low + (high - low) * (most - volume) / (most - least)
	} else {
		low
	};
	Some(basins.iter().map(|basin| basin.taken(ratio)).collect())
}

#[cfg(test)]
mod tests {
	use super::*;

	fn basin(units_left: f64, demand: f64, cap: f64) -> Basin {
		Basin {
			units_left,
			demand,
			cap,
		}
	}

	#[test]
	fn equal_hours_share_equally() {
		let hours = [basin(1_000.0, 5_000.0, 1_000.0); 4];
		let taken = fill(&hours, 2_000.0).expect("enough");
		assert!(taken.iter().all(|units| (units - 500.0).abs() < 1e-6));
	}

	#[test]
	fn the_hour_with_more_stock_gives_first() {
		let hours = [
			basin(3_000.0, 5_000.0, 3_000.0),
			basin(1_000.0, 5_000.0, 1_000.0),
		];
		let taken = fill(&hours, 1_500.0).expect("enough");
		assert!((taken[0] - 1_500.0).abs() < 1e-6 && taken[1].abs() < 1e-6);
		// 3,000 less x equals 1,000 less y with x + y = 3,000.
		let taken = fill(&hours, 3_000.0).expect("enough");
		assert!((taken[0] - 2_500.0).abs() < 1e-6 && (taken[1] - 500.0).abs() < 1e-6);
	}

	#[test]
	fn caps_hold_and_too_much_is_refused() {
		let hours = [
			basin(3_000.0, 5_000.0, 1_000.0),
			basin(1_000.0, 500.0, 1_000.0),
		];
		let taken = fill(&hours, 1_500.0).expect("enough");
		assert!((taken[0] - 1_000.0).abs() < 1e-6 || taken[0] < 1_000.0);
		assert!((taken.iter().sum::<f64>() - 1_500.0).abs() < 1e-6);
		assert!(fill(&hours, 2_001.0).is_none());
	}
}
