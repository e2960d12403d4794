//! What one finished hour says.

use crate::{ln::ln, mul_div, HourState, MathError, Rounding};

/// One in the weight of an hour.
pub(super) const FULL_WEIGHT: u32 = 1 << 16;
/// One owner counts for at most a tenth of what was sold, so that ten make a full weight.
const FULL_OWNERS: u32 = 10;

/// 1 / e in Q64, rounded down.
const INVERSE_E_Q64: u128 = 0x5e2d_58d8_b3bc_df1a;
/// e in Q32, rounded down.
const E_Q32: u128 = 0x2_b7e1_5162;
/// From the format of logarithms to Q64.
const LN_TO_Q64: u32 = crate::ln::LN_FRACTION_BITS - 64;
/// One in the format of logarithms.
const LN_ONE: u128 = 1 << crate::ln::LN_FRACTION_BITS;

/// The evidence of one finished hour of one pool.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HourObservation {
	/// Units of demand that the governed parameters, without the learned scale, give for the
	/// longest lead at which the hour was on sale: `immediate + per_hour * s`.
	pub expected: u64,
	/// The part of `expected` that was still to come when the hour sold out; zero if it never did.
	pub unmet: u64,
	/// Units of demand at price zero that the sales imply: the sum of [`implied_demand_down`].
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

/// Units of demand at price zero that a purchase of `units` in this state implies.
///
/// Of those who come, e^(-alpha p) buy at the price `p`, so that each unit sold stands for
/// e^(alpha p): `A / N` above the floor and `e` on it. With the symbols of [`crate::hour_curve`]
///
/// ```text
/// implied = e (N - max(M, T)) + A ln(min(N, T) / M)       the first term for N > T,
///                                                         the second for M < T
/// ```
///
/// The sum over all sales of an hour estimates, without bias for any path of prices, the demand of
/// the time in which something was left (Horvitz and Thompson's estimator).
///
/// **Units**: units of demand, rounded down; the result is at most two units and 2^-30 of it below the
/// formula.
///
/// **Errors** those of [`crate::HourCurve::new`], and `InsufficientUnits`: fewer units are left.
pub fn implied_demand_down(state: &HourState, units: u64) -> Result<u64, MathError> {
	// The limits of the state are those of the curve.
	crate::HourCurve::new(*state)?;
	if units > state.units_left {
		return Err(MathError::InsufficientUnits);
	}
	let stock = state
		.units_left
		.checked_add(crate::hour_curve::DELTA)
		.ok_or(MathError::Overflow)?;
	let rest = stock.checked_sub(units).ok_or(MathError::Overflow)?;
	let demand = u128::from(state.demand);
	// T in Q64: A is below 2^45.
	let floor_stock = demand
		.checked_mul(INVERSE_E_Q64)
		.ok_or(MathError::Overflow)?;
	let (stock_q64, rest_q64) = (u128::from(stock) << 64, u128::from(rest) << 64);
	// At most 2^33 units in Q32 times e in Q32.
	let on_floor = (stock_q64.saturating_sub(rest_q64.max(floor_stock)) >> 32)
		.checked_mul(E_Q32)
		.ok_or(MathError::Overflow)?
		>> 64;
	let above_floor = if rest_q64 < floor_stock {
		// ln T = ln A - 1.
		let upper = if stock_q64 < floor_stock {
			ln(stock)?
		} else {
			ln(state.demand)?.saturating_sub(LN_ONE)
		};
		// A of 45 bits times a logarithm of 5 bits in Q64.
		(upper.saturating_sub(ln(rest)?) >> LN_TO_Q64)
			.checked_mul(demand)
			.ok_or(MathError::Overflow)?
			>> 64
	} else {
		0
	};
	on_floor
		.checked_add(above_floor)
		.and_then(|sum| u64::try_from(sum).ok())
		.ok_or(MathError::Overflow)
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
