//! A pool whose product of reserves is constant.

use super::{Policy, Sale};

/// Units left times virtual payment reserve stays the same while units are sold.
#[derive(Clone, Copy, Debug)]
pub struct ConstantProduct {
	/// Unit price of the first unit of an untouched pool.
	pub price: f64,
}

impl Policy for ConstantProduct {
	fn cost(&self, sale: &Sale, units: u32) -> f64 {
		let (left, units) = (f64::from(sale.units_left()), f64::from(units));
		// y = price * offered at the start, k = y * offered.
		let product = self.price * f64::from(sale.offered).powi(2);
		if units >= left {
			return f64::INFINITY;
		}
		product / (left - units) - product / left
	}
}
