//! How a pool learns its demand and its price scale.
//!
//! The curve of an hour ([`crate::hour_curve`]) needs the demand still to come,
//! `A(s) = scale * (immediate + per_hour * s) + DEMAND_RESERVE`, and the price scale `1 / alpha`.
//! Governance sets `immediate`, `per_hour` and an anchor of the price scale; what sales teach is
//!
//! | what | kept | learned from | moves by | within |
//! |---|---|---|---|---|
//! | `scale`, by hour of day | [`DemandEstimate`] | demand that the sales imply | at most 5 % an hour seen | 1/8 to 8 |
//! | `1 / alpha` | [`PriceScale`] | pages raised and lowered by coin, [`PriceTrial`] | at most 2 % a day, 2 % in 16 days | 1/2 to 2 times the anchor |
//!
//! Both are latched into a day page when it opens, a week before the day: evidence comes nine days
//! after the parameters that it was sold with. So an hour does not correct the scale it was sold
//! with (such a loop swings); it states a scale of its own, `implied / expected`, and the estimate
//! goes a fifth of the way towards the median of the last seven such scales. What one hour states
//! is within half and twice the estimate of that moment.
//!
//! An owner counts for at most a tenth of an hour's sales. The share that counts is the weight of
//! the hour, not a factor of its demand: an hour that one owner dominated teaches more slowly, but
//! nothing false, whereas counting it as less demand would hold the scale of a pool with one large
//! owner too low for ever. Fewer than ten owners are measured against the tenths that they can have.
//!
//! **Who gains by moving it** Nobody by trades. Buying own hours to lift the scale costs the share
//! of the other owners and the fee at once, while a scale away from the true one lowers the pool's
//! revenue: no owner of 5 to 60 % of a pool came out ahead with any strategy that
//! `tests/manipulation.rs` tries, and no tenant does by buying more than he wants. (The owner of a whole pool loses only the
//! fee; where demand was governed four times too low, he gains 0.2 % by teaching it faster.) A tenant who is a
//! large share `d` of the demand gains by refusing what is worth little to him, as on every curve
//! that rises with sales; what the learned parameters add to that is at most `0.2 d^2` of his gain
//! from honest trade (0.2 % for a tenth, 5 % for half of all demand). That remains.
//!
//! **Price scale** The trial is honest but weak: in 60 days of a production cluster's tasks it never
//! became significant, whether the anchor was right or 40 % off. It must be, because a tenant who
//! buys on cheaper days gives the same evidence as a price that is too high; so steps need three
//! standard deviations and 16 days, and the scale returns to its anchor: evidence of any kind
//! holds it at most 11 % off. The anchor is governance's to set well. `benches/market` has the figures.

pub mod demand;
pub mod evidence;
pub mod exp;
pub mod price;

pub use demand::DemandEstimate;
pub use evidence::{page_immediate_up, page_per_hour_up, HourObservation, DEMAND_RESERVE};
pub use exp::exp_q16;
pub use price::{dithered_up, PriceScale, PriceTrial, DITHER_PERCENT};

#[cfg(test)]
mod tests;
