//! Ours with known demand: the hour curve in the integers of the chain.

use super::{Policy, Sale};
use crate::known::Market;
use greenhour_math::{demand_at_up, learning::page_immediate_up, HourCurve, HourState};

/// Planck of GCD per unit that stand for one price scale of the true demand.
pub const PLANCK: u128 = 1_000_000;
/// Milliseconds of an hour.
pub const HOUR_MS: u64 = 3_600_000;

/// The hour curve with given parameters.
#[derive(Clone, Copy, Debug)]
pub struct Curve {
	/// Units demanded at the end.
	pub immediate: u64,
	/// Units demanded per hour of lead.
	pub per_hour: u64,
	/// Price scale in planck per unit.
	pub unit_price: u128,
}

impl Curve {
	/// The page of an hour whose demand is known.
	pub fn known(market: &Market) -> Self {
		Self {
			immediate: page_immediate_up(market.immediate as u64, 1 << 16).unwrap_or(u64::MAX),
			per_hour: market.per_hour as u64,
			unit_price: PLANCK,
		}
	}

	/// State of the hour, as the chain prices it.
	pub fn state(&self, sale: &Sale) -> Option<HourState> {
		let lead_ms = (sale.lead.max(0.0) * HOUR_MS as f64) as u64;
		let demand = demand_at_up(self.immediate.max(1), self.per_hour, lead_ms, HOUR_MS).ok()?;
		Some(HourState {
			units_left: u64::from(sale.units_left()),
			demand,
			unit_price: self.unit_price,
		})
	}
}

impl Policy for Curve {
	fn cost(&self, sale: &Sale, units: u32) -> f64 {
		self.state(sale)
			.and_then(|state| HourCurve::new(state).ok())
			.and_then(|curve| curve.cost_up(u64::from(units)).ok())
			.map_or(f64::INFINITY, |planck| planck as f64 / PLANCK as f64)
	}
}
