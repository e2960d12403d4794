//! A price that falls in proportion to the time left.
//!
//! RegionX sells core time at unit price times remaining time: `last` is zero there. A line that
//! ends above zero is the weight of a bootstrapping pool without its reserves.

use super::{Policy, Sale};

/// From `first` down to `last`.
#[derive(Clone, Copy, Debug)]
pub struct LinearDecay {
	/// Unit price when the sale begins.
	pub first: f64,
	/// Unit price when the hour starts.
	pub last: f64,
}

impl Policy for LinearDecay {
	fn cost(&self, sale: &Sale, units: u32) -> f64 {
		let price = self.last + (self.first - self.last) * sale.time_left();
		price * f64::from(units)
	}
}
