//! Demand that a sale implies.

use super::{HourCurve, Stock, CURVE_FRACTION_BITS, LN_ONE};
use crate::{fixed::mul_high, MathError};

/// e / 4 in Q128, rounded down.
const QUARTER_E: u128 = 0xadf8_5458_a2bb_4a9a_afdc_5620_273d_3cf1;
/// From the format of logarithms to Q76, in which a product with the demand fits.
const LN_TO_Q76: u32 = crate::ln::LN_FRACTION_BITS - 76;
/// From Q76 to the format of `G`.
const Q76_TO_CURVE: u32 = 76 - CURVE_FRACTION_BITS;

impl HourCurve {
	/// Demand at price zero that a sale of `units` implies.
	///
	/// Of those who come, e^(-alpha p) buy at the price `p`, so that each unit sold stands for
	/// e^(alpha p) that came: `A / x` at a stock of `x` above the floor, and `e` on it. With N and M
	/// the stocks before and after, and T where the floor begins,
	///
	/// ```text
	/// implied = e (N - max(M, T)) + A ln(min(N, T) / M)      the first term for N > T,
	///                                                        the second for M < T
	/// ```
	///
	/// The sum over all sales of an hour estimates, whatever path the prices took, the demand that
	/// came while something was left (the estimator of Horvitz and Thompson).
	///
	/// **Units**: units of demand, rounded down; it differs from the formula by less than one unit
	/// and 2^-30. At least `units`, and at most 2^49.
	///
	/// **Errors** `InsufficientUnits`: fewer units are left. `Overflow` never.
	pub fn implied_demand_down(&self, units: u64) -> Result<u64, MathError> {
		let (upper, lower) = self.sold(units)?;
		self.implied_down(&lower, &upper)
	}

	/// Demand that a sale from one stock to the other implies.
	pub(super) fn implied_down(&self, lower: &Stock, upper: &Stock) -> Result<u64, MathError> {
		// Below 2^93, so that four times as much still fits.
		let floor_units = upper
			.scaled
			.saturating_sub(lower.scaled.max(self.floor_stock));
		let on_floor = mul_high(
			floor_units.checked_mul(4).ok_or(MathError::Overflow)?,
			QUARTER_E,
		);
		let implied = on_floor
			.checked_add(self.implied_above_floor(lower, upper)?)
			.ok_or(MathError::Overflow)?
			>> CURVE_FRACTION_BITS;
		u64::try_from(implied).map_err(|_| MathError::Overflow)
	}

	/// `A ln(min(N, T) / M)` in the format of `G`; zero on the floor.
	fn implied_above_floor(&self, lower: &Stock, upper: &Stock) -> Result<u128, MathError> {
		let Some(ln_lower) = lower.ln else {
			return Ok(0);
		};
		// ln T = ln A - 1.
		let ln_upper = upper
			.ln
			.unwrap_or_else(|| self.ln_demand.saturating_sub(LN_ONE));
		// 44 bits of demand times 5 + 76 bits.
		(ln_upper.saturating_sub(ln_lower) >> LN_TO_Q76)
			.checked_mul(u128::from(self.state.demand))
			.map(|area| area >> Q76_TO_CURVE)
			.ok_or(MathError::Overflow)
	}
}
