//! Areas that units which come back cover.

use super::{HourCurve, CURVE_FRACTION_BITS, LN_ONE, LN_TO_CURVE};
use crate::{ln::ln, MathError};
use primitive_types::U256;

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
			one: U256::one() << CURVE_FRACTION_BITS,
		})
	}

	/// `F(x)` in the format of `G`, rounded down.
	fn moment_below(&self, x: u64) -> Result<U256, MathError> {
		// 2^66 at most.
		let square = U256::from(x).saturating_mul(U256::from(x));
		let scaled = U256::from(x) << CURVE_FRACTION_BITS;
		let floor = U256::from(self.floor_stock);
		if scaled > floor {
			// x^2 / 2 + T^2 / 4, the latter from twice the format: 206 bits.
			let half = (square << CURVE_FRACTION_BITS) >> 1;
			let quarter = floor.saturating_mul(floor) >> (CURVE_FRACTION_BITS.saturating_add(2));
			return Ok(half.saturating_add(quarter));
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
		Ok(square.saturating_mul(U256::from(doubled)) >> (LN_TO_CURVE.saturating_add(2)))
	}
}
