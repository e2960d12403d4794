//! Areas that units which come back cover.

use super::{HourCurve, CURVE_ONE, LN_ONE, LN_TO_CURVE};
use crate::{ln::ln, MathError};
use primitive_types::U256;

/// What a number in the format of logarithms is divided by for that of `G`.
const LN_IN_CURVE: u128 = 1 << LN_TO_CURVE;

/// Areas from the stock now to the stock after a return, without the price scale, as multiples of
/// `1 / one`.
pub(crate) struct ReturnedAreas {
	/// `G(M) - G(N)`: below the price.
	pub(crate) price: U256,
	/// `F(M) - F(N)`: below the stock times the price.
	pub(crate) moment: U256,
	/// One.
	pub(crate) one: U256,
}

impl HourCurve {
	/// Units left.
	pub(crate) fn units_left(&self) -> u64 {
		self.state.units_left
	}

	/// The price scale, in planck of GCD per unit.
	pub(crate) fn unit_price(&self) -> u128 {
		self.state.unit_price
	}

	/// What `units` that come back cover.
	///
	/// **Errors** `Overflow`.
	pub(crate) fn returned_areas(&self, units: u64) -> Result<ReturnedAreas, MathError> {
		let more = self.stock.checked_add(units).ok_or(MathError::Overflow)?;
		let price = self
			.area_below(more)?
			.checked_sub(self.area_below(self.stock)?)
			.ok_or(MathError::Overflow)?;
		let moment = self
			.moment_below(more)?
			.checked_sub(self.moment_below(self.stock)?)
			.ok_or(MathError::Overflow)?;
		Ok(ReturnedAreas {
			price: U256::from(price),
			moment,
			one: U256::from(CURVE_ONE),
		})
	}

	/// `F(x)` in the format of `G`, rounded down.
	fn moment_below(&self, x: u64) -> Result<U256, MathError> {
		// 2^66 at most.
		let square = U256::from(x).saturating_mul(U256::from(x));
		let scaled = U256::from(x).saturating_mul(U256::from(CURVE_ONE));
		let floor = U256::from(self.floor_stock);
		if scaled > floor {
			// x^2 / 2 + T^2 / 4, the latter from twice the format: 206 bits.
			let half = square.saturating_mul(U256::from(CURVE_ONE >> 1));
			let quarter = floor
				.saturating_mul(floor)
				.checked_div(U256::from(CURVE_ONE << 2));
			return quarter
				.and_then(|quarter| half.checked_add(quarter))
				.ok_or(MathError::Overflow);
		}
		if x == 0 {
			return Ok(U256::zero());
		}
		// x^2 (1 + 2 (ln A - ln x)) / 4: 66 + 94 bits.
		let doubled = self
			.ln_demand
			.checked_sub(ln(x)?)
			.and_then(|ln| ln.checked_mul(2))
			.and_then(|ln| ln.checked_add(LN_ONE))
			.ok_or(MathError::Overflow)?;
		square
			.saturating_mul(U256::from(doubled))
			.checked_div(U256::from(LN_IN_CURVE << 2))
			.ok_or(MathError::Overflow)
	}
}
