//! One price for all hours.

use super::{Policy, Sale};

/// The same unit price always.
#[derive(Clone, Copy, Debug)]
pub struct Fixed {
	/// Unit price.
	pub price: f64,
}

impl Policy for Fixed {
	fn cost(&self, _sale: &Sale, units: u32) -> f64 {
		self.price * f64::from(units)
	}
}
