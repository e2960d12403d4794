//! A bootstrapping pool: reserves whose weights move linearly in time.
//!
//! Cost of `q` of `x` units against a payment reserve `y`: y ((x / (x - q))^(wx / wy) - 1). The
//! payment reserve keeps what was paid. Hydration's LBP, without its fee.

use super::{Policy, Sale};

/// A pool for each hour, with the same shape.
#[derive(Clone, Debug)]
pub struct Weights {
	/// Unit price of an untouched pool when the sale begins.
	pub first: f64,
	/// Unit price of an untouched pool when the hour starts.
	pub last: f64,
	/// Weight of the units when the sale begins, of one.
	pub first_weight: f64,
	paid: Vec<f64>,
}

impl Weights {
	/// Pools for `hours` hours.
	pub fn new(first: f64, last: f64, first_weight: f64, hours: usize) -> Self {
		Self {
			first,
			last,
			first_weight,
			paid: vec![0.0; hours],
		}
	}

	/// wx / wy at this moment.
	fn ratio(&self, sale: &Sale) -> f64 {
		let first = self.first_weight;
		// The spot price y wx / (x wy) of an untouched pool goes from `first` to `last`.
		let last_ratio = first / (1.0 - first) * self.last / self.first;
		let last = last_ratio / (1.0 + last_ratio);
		let weight = last + (first - last) * sale.time_left();
		weight / (1.0 - weight)
	}
}

impl Policy for Weights {
	fn cost(&self, sale: &Sale, units: u32) -> f64 {
		let (left, units) = (f64::from(sale.units_left()), f64::from(units));
		if units >= left {
			return f64::INFINITY;
		}
		let weight = self.first_weight;
		let start = self.first * f64::from(sale.offered) * (1.0 - weight) / weight;
		let reserve = start + self.paid.get(sale.hour).copied().unwrap_or_default();
		reserve * ((left / (left - units)).powf(self.ratio(sale)) - 1.0)
	}

	fn open(&mut self, sale: &Sale) {
		if let Some(paid) = self.paid.get_mut(sale.hour) {
			*paid = 0.0;
		}
	}

	fn sell(&mut self, sale: &Sale, _units: u32, cost: f64) {
		if let Some(paid) = self.paid.get_mut(sale.hour) {
			*paid += cost;
		}
	}
}
