//! What one finished hour says.

use crate::{mul_div, MathError, Rounding};

/// One in the weight of an hour.
pub(super) const FULL_WEIGHT: u32 = 1 << 16;
/// One owner counts for at most a tenth of what was sold, so that ten make a full weight.
const FULL_OWNERS: u32 = 10;

/// The evidence of one finished hour of one pool.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HourObservation {
	/// Units of demand that the governed parameters, without the learned scale, give for the
	/// longest lead at which the hour was on sale: `immediate + per_hour * s`.
	pub expected: u64,
	/// The part of `expected` that was still to come when the hour sold out; zero if it never did.
	pub unmet: u64,
	/// Units of demand at price zero that the sales imply: the sum of
	/// [`crate::HourCurve::implied_demand_down`].
	pub implied: u64,
	/// Units sold.
	pub sold: u32,
	/// Units delivered, each owner of devices counted for at most a tenth of `sold`.
	pub counted: u32,
	/// Owners among `counted`.
	pub owners: u32,
	/// Units offered.
	pub offered: u32,
}

impl HourObservation {
	/// How much the hour counts, as a fraction of [`FULL_WEIGHT`].
	///
	/// `counted` over the most that so many owners could have: `sold * min(owners, 10) / 10`. So
	/// hours in which one owner delivered more than his tenth, and hours that were not delivered,
	/// teach more slowly, but not something else. Nothing sold is sure knowledge.
	pub(super) fn weight(&self) -> u32 {
		if self.sold == 0 {
			return FULL_WEIGHT;
		}
		let owners = self.owners.min(FULL_OWNERS);
		let most = u128::from(self.sold).saturating_mul(u128::from(owners));
		u128::from(self.counted)
			.saturating_mul(u128::from(FULL_OWNERS))
			.saturating_mul(u128::from(FULL_WEIGHT))
			.checked_div(most)
			.map_or(0, |weight| {
				u32::try_from(weight)
					.unwrap_or(FULL_WEIGHT)
					.min(FULL_WEIGHT)
			})
	}
}

/// `value` times a weight, rounded towards zero.
pub(super) fn weigh(value: i32, weight: u32) -> i32 {
	i64::from(value)
		.checked_mul(i64::from(weight.min(FULL_WEIGHT)))
		.and_then(|product| product.checked_div(i64::from(FULL_WEIGHT)))
		.and_then(|weighted| i32::try_from(weighted).ok())
		.unwrap_or_default()
}

/// Units that are added to the demand of every hour.
///
/// The fluid limit knows no chance: with a few GPUs left and some three times as much demanded, it
/// sells too cheaply, at or near the floor, and a large demand hardly needs the correction. With
/// 1,300 units a stock of two GPUs or more earns at least 97.5 % of the optimum, for buyers of whole
/// GPUs and of parts (`benches/market`); without, 94 %.
pub const DEMAND_RESERVE: u64 = 1_300;

/// `immediate` for a page: the governed parameter times the learned scale, plus
/// [`DEMAND_RESERVE`].
///
/// **Units**: demanded units, rounded up.
///
/// **Errors** `Overflow`.
pub fn page_immediate_up(immediate: u64, scale_q16: u32) -> Result<u64, MathError> {
	scaled_up(immediate, scale_q16)?
		.checked_add(DEMAND_RESERVE)
		.ok_or(MathError::Overflow)
}

/// `per_hour` for a page: the governed parameter times the learned scale.
///
/// **Units**: demanded units per hour of lead, rounded up.
///
/// **Errors** `Overflow`.
pub fn page_per_hour_up(per_hour: u64, scale_q16: u32) -> Result<u64, MathError> {
	scaled_up(per_hour, scale_q16)
}

/// A parameter times a scale in Q16, rounded up.
fn scaled_up(parameter: u64, scale_q16: u32) -> Result<u64, MathError> {
	mul_div(
		u128::from(parameter),
		u128::from(scale_q16),
		1 << 16,
		Rounding::Up,
	)
	.and_then(|scaled| u64::try_from(scaled).map_err(|_| MathError::Overflow))
}
