//! Ours as the chain runs it: the hour curve, whose demand and price scale are learned.

use super::{
	curve::{Curve, HOUR_MS, PLANCK},
	Policy, Sale,
};
use crate::random::Random;
use greenhour_math::{
	demand_at_up,
	learning::{dithered_up, page_immediate_up, page_per_hour_up},
	DemandEstimate, HourCurve, HourObservation, PriceScale, PriceTrial,
};

/// What governance set, right or wrong.
#[derive(Clone, Copy, Debug)]
pub struct Anchor {
	/// Units demanded for immediate use.
	pub immediate: u64,
	/// Units demanded per hour of lead.
	pub per_hour: u64,
	/// Price scale in planck per unit.
	pub unit_price: u128,
}

/// Which parts learn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Learning {
	/// Nothing.
	Nothing,
	/// The scale of demand.
	Demand,
	/// The scale of demand, and the price scale by raising and lowering whole days.
	DemandAndPrice,
	/// The same with a coin for each hour.
	DemandAndPriceByHour,
}

impl Learning {
	fn learns_price(self) -> bool {
		matches!(self, Self::DemandAndPrice | Self::DemandAndPriceByHour)
	}
}

/// One hour as the chain keeps it.
#[derive(Clone, Copy, Debug)]
struct Page {
	curve: Curve,
	raised: bool,
	evidence: HourObservation,
	revenue: f64,
}

/// The market of one pool.
#[derive(Clone, Debug)]
pub struct LearningCurve {
	anchor: Anchor,
	learning: Learning,
	estimates: [DemandEstimate; 24],
	price: PriceScale,
	trial: PriceTrial,
	pages: Vec<Option<Page>>,
	coin: Random,
	raised: bool,
}

impl LearningCurve {
	/// A pool that knows nothing but its anchor.
	pub fn new(anchor: Anchor, learning: Learning, hours: usize, seed: u64) -> Self {
		Self {
			anchor,
			learning,
			estimates: [DemandEstimate::default(); 24],
			price: PriceScale::default(),
			trial: PriceTrial::default(),
			pages: vec![None; hours],
			coin: Random::new(seed, "dither"),
			raised: false,
		}
	}

	/// Mean learned scale over the hours of day.
	pub fn mean_scale(&self) -> f64 {
		let sum: f64 = self
			.estimates
			.iter()
			.map(|estimate| f64::from(estimate.scale_q16()) / 65_536.0)
			.sum();
		sum / 24.0
	}

	/// Learned price scale, in true ones.
	pub fn price_scale(&self) -> f64 {
		self.price
			.unit_price_up(self.anchor.unit_price)
			.map_or(f64::NAN, |planck| planck as f64 / PLANCK as f64)
	}

	/// Demand by the anchor at this moment.
	fn anchored(&self, lead: f64) -> u64 {
		let lead_ms = (lead.max(0.0) * HOUR_MS as f64) as u64;
		demand_at_up(
			self.anchor.immediate.max(1),
			self.anchor.per_hour,
			lead_ms,
			HOUR_MS,
		)
		.unwrap_or(1)
	}
}

impl Policy for LearningCurve {
	fn cost(&self, sale: &Sale, units: u32) -> f64 {
		self.pages
			.get(sale.hour)
			.and_then(Option::as_ref)
			.map_or(f64::INFINITY, |page| page.curve.cost(sale, units))
	}

	fn open(&mut self, sale: &Sale) {
		let scale = self.estimates[sale.hour % 24].scale_q16();
		// The first hour of a page draws for all.
		if sale.hour.is_multiple_of(24) || self.learning == Learning::DemandAndPriceByHour {
			self.raised = self.coin.unit() < 0.5;
		}
		let raised = self.raised;
		let price = self
			.price
			.unit_price_up(self.anchor.unit_price)
			.unwrap_or(PLANCK);
		let unit_price = if self.learning.learns_price() {
			dithered_up(price, raised).unwrap_or(price)
		} else {
			price
		};
		let page = Page {
			curve: Curve {
				immediate: page_immediate_up(self.anchor.immediate, scale).unwrap_or(1),
				per_hour: page_per_hour_up(self.anchor.per_hour, scale).unwrap_or(0),
				unit_price,
			},
			raised,
			evidence: HourObservation {
				expected: self.anchored(sale.lead),
				offered: sale.offered,
				owners: 10,
				..HourObservation::default()
			},
			revenue: 0.0,
		};
		if let Some(entry) = self.pages.get_mut(sale.hour) {
			*entry = Some(page);
		}
	}

	fn sell(&mut self, sale: &Sale, units: u32, cost: f64) {
		let anchored = self.anchored(sale.lead);
		let Some(page) = self.pages.get_mut(sale.hour).and_then(Option::as_mut) else {
			return;
		};
		let implied = page
			.curve
			.state(sale)
			.and_then(|state| HourCurve::new(state).ok())
			.and_then(|curve| curve.implied_demand_down(u64::from(units)).ok())
			.unwrap_or_default();
		page.evidence.implied += implied;
		page.evidence.sold += units;
		page.evidence.counted += units;
		page.revenue += cost;
		// Less than the smallest order is nothing.
		if sale.units_left() < units + 100 {
			page.evidence.unmet = anchored;
		}
	}

	fn learn(&mut self, hour: usize) {
		let Some(page) = self.pages.get(hour).copied().flatten() else {
			return;
		};
		if self.learning == Learning::Nothing {
			return;
		}
		let estimate = &mut self.estimates[hour % 24];
		if let Ok(next) = estimate.observe(&page.evidence) {
			*estimate = next;
		}
		if self.learning.learns_price() {
			let hour_of_day = u8::try_from(hour % 24).unwrap_or_default();
			let revenue = (page.revenue * PLANCK as f64) as u128;
			if let Ok(next) =
				self.trial
					.observe_hour(hour_of_day, page.raised, revenue, &page.evidence)
			{
				self.trial = next;
			}
		}
	}

	fn day(&mut self) {
		if let Ok((price, trial)) = self.trial.close_day(&self.price) {
			self.price = price;
			self.trial = trial;
		}
	}
}
