//! How a pool learns its demand and its price scale.
//!
//! The curve of an hour ([`crate::hour_curve`]) needs the demand still to come,
//! `A(s) = scale * (immediate + per_hour * s)`, and the price scale `1 / alpha`. Governance sets
//! `immediate`, `per_hour` and an anchor of the price scale; what sales teach is
//!
//! | what | kept | learned from | moves by | within |
//! |---|---|---|---|---|
//! | `scale`, by hour of day | [`DemandEstimate`] | demand that the sales imply | at most 5 % an hour seen | 1/8 to 8 |
//! | `1 / alpha` | [`PriceScale`] | prices raised and lowered by coin, [`PriceTrial`] | at most 2 % a day | 1/2 to 2 times the anchor |
//!
//! Both are latched into a day page when it opens, a week before the day: evidence comes nine days
//! after the parameters that it was sold with. So an hour does not correct the scale it was sold
//! with (such a loop swings); it states a scale of its own, `implied / expected`, and the estimate
//! goes towards the median of the last seven such scales.

pub mod demand;
pub mod evidence;
pub mod exp;
pub mod price;

pub use demand::DemandEstimate;
pub use evidence::{
	implied_demand_down, page_immediate_up, page_per_hour_up, HourObservation, DEMAND_RESERVE,
};
pub use exp::exp_q16;
pub use price::{dithered_up, PriceScale, PriceTrial, DITHER_PERCENT};

#[cfg(test)]
mod tests;
