//! Ways to sell the hours of a pool, one file each.
//!
//! Prices are in price scales of the true demand: of the buyers who come, e^-p pay a unit price of
//! `p`. A policy that has parameters is given the best ones in hindsight, except ours in the
//! learned market, which starts from wrong ones.

pub mod broker;
pub mod constant_product;
pub mod curve;
pub mod fixed;
pub mod learning_curve;
pub mod linear_decay;
pub mod optimum;
pub mod weights;

/// One hour on sale, when somebody asks for its price.
#[derive(Clone, Copy, Debug)]
pub struct Sale {
	/// Hour since the start of the simulation.
	pub hour: usize,
	/// Units offered.
	pub offered: u32,
	/// Units sold so far.
	pub sold: u32,
	/// Hours until it starts.
	pub lead: f64,
	/// `lead` when its sale began.
	pub longest_lead: f64,
}

impl Sale {
	/// Units offered and not sold.
	pub fn units_left(&self) -> u32 {
		self.offered.saturating_sub(self.sold)
	}

	/// The part of the sale that is still to come.
	pub fn time_left(&self) -> f64 {
		(self.lead / self.longest_lead).clamp(0.0, 1.0)
	}
}

/// A way to sell hours.
pub trait Policy {
	/// What `units` cost now, in price scales times units; the caller asks for no more than are
	/// left.
	fn cost(&self, sale: &Sale, units: u32) -> f64;

	/// The sale of an hour begins.
	fn open(&mut self, _sale: &Sale) {}

	/// `units` were sold at this moment for `cost`; `sale` is the state before.
	fn sell(&mut self, _sale: &Sale, _units: u32, _cost: f64) {}

	/// The evidence of an hour arrives, two days after the hour ended.
	fn learn(&mut self, _hour: usize) {}

	/// A day begins; the pages of its horizon open after it.
	fn day(&mut self) {}
}
