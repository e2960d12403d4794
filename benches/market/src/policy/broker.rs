//! A sale whose price falls from 100 times a floor to ten times at half-time and to the floor.
//!
//! As `pallet-broker` sells core time: the floor of the next sale is a tenth of the price at which
//! this one sold out; a sale that does not sell out leaves the floor at what the last buyer paid,
//! over ten, or at half of what it was when nobody bought.

use super::{Policy, Sale};

/// Where the floor of the next sale comes from.
#[derive(Clone, Debug)]
pub struct Broker {
	/// Floor by hour of day.
	floors: [f64; 24],
	/// Does it move?
	adapts: bool,
	/// Floor and last price of each hour.
	hours: Vec<(f64, Option<f64>)>,
}

impl Broker {
	/// The same floor at all hours of day; it stays unless `adapts`.
	pub fn new(floor: f64, adapts: bool, hours: usize) -> Self {
		Self {
			floors: [floor; 24],
			adapts,
			hours: vec![(floor, None); hours],
		}
	}

	/// Unit price of this moment.
	fn price(&self, sale: &Sale) -> f64 {
		let (floor, _) = self.hours.get(sale.hour).copied().unwrap_or_default();
		let time_left = sale.time_left();
		let factor = if time_left > 0.5 {
			10.0 + 90.0 * (time_left - 0.5) * 2.0
		} else {
			1.0 + 9.0 * time_left * 2.0
		};
		floor * factor
	}
}

impl Policy for Broker {
	fn cost(&self, sale: &Sale, units: u32) -> f64 {
		self.price(sale) * f64::from(units)
	}

	fn open(&mut self, sale: &Sale) {
		let floor = self.floors[sale.hour % 24];
		if let Some(hour) = self.hours.get_mut(sale.hour) {
			*hour = (floor, None);
		}
	}

	fn sell(&mut self, sale: &Sale, _units: u32, _cost: f64) {
		let price = self.price(sale);
		if let Some(hour) = self.hours.get_mut(sale.hour) {
			hour.1 = Some(price);
		}
	}

	fn learn(&mut self, hour: usize) {
		if !self.adapts {
			return;
		}
		if let Some((floor, last)) = self.hours.get(hour) {
			self.floors[hour % 24] = last.map_or(floor / 2.0, |last| last / 10.0);
		}
	}
}
