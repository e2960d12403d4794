//! The price of hours that die.
//!
//! One hour of one pool has `n` units left, and a demand of `A(s) = scale (b + a s) + reserve` units
//! is still to come at price zero when the hour starts in `s` hours: `b` for immediate use, `a` per
//! hour of lead time, times what was learned, and a reserve for chance ([`demand`]). Stock that perishes has a known optimal price, whose fluid limit is
//!
//! ```text
//! p(n, s) = max(1, ln(A / (n + DELTA))) / alpha                       planck of GCD per unit
//! ```
//!
//! with `1 / alpha` the price scale and floor. The cost of `q` units is its integral. With
//! N = n + DELTA, M = N - q and T = A / e, the point at which the price reaches the floor,
//!
//! ```text
//! cost = (G(N) - G(M)) / alpha        G(0) = 0
//!                                     G(x) = x (1 + ln(A / x))   for 0 < x < T
//!                                     G(x) = x + T               for x >= T
//! ```
//!
//! `G` is one fixed table of integers (Q60), and every cost is a difference of two of its entries.
//! So a path of purchases and returns costs what its ends say, whatever `G` rounds: a split
//! purchase differs from the whole one only by the final rounding of each part, and nobody gains by
//! buying and giving back.
//!
//! **Error**: `ln` is exact to 2^-87, so `G` to 2^-52 for the largest stock, and a cost to one planck
//! plus 2^-51 times the price scale.
//!
//! **Source** G. Gallego and G. van Ryzin, "Optimal Dynamic Pricing of Inventories with Stochastic
//! Demand over Finite Horizons", Management Science 40 (1994); the floor is treated separately.

use crate::{
	fixed::mul_high,
	ln::{ln, LN_FRACTION_BITS},
	mul_div, MathError, Rounding,
};

pub mod demand;
mod implied;
mod returned;

pub use demand::{demand_at_up, scaled_demand_at_up, DemandParams};

/// Units that are added to the stock, so that the last unit has a finite price.
pub const DELTA: u64 = 150;
/// Most units left in one hour of one pool.
pub const MAX_UNITS: u64 = 1 << 32;
/// Largest demand still to come.
pub const MAX_DEMAND: u64 = 1 << 44;
/// Largest price scale, in planck of GCD per unit.
pub const MAX_UNIT_PRICE: u128 = 1 << 64;

/// Fraction bits of `G`.
const CURVE_FRACTION_BITS: u32 = 60;
/// One in the format of `G`.
const CURVE_ONE: u128 = 1 << CURVE_FRACTION_BITS;
/// One in the format of logarithms.
const LN_ONE: u128 = 1 << LN_FRACTION_BITS;
/// From the format of logarithms to that of `G`.
const LN_TO_CURVE: u32 = LN_FRACTION_BITS - CURVE_FRACTION_BITS;
/// 1 / e in Q128, rounded down.
const INVERSE_E: u128 = 0x5e2d_58d8_b3bc_df1a_bade_c782_9054_f90d;

/// What the price of one hour depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HourState {
	/// Units that are offered and not sold (`n`).
	pub units_left: u64,
	/// Units still demanded at price zero until the hour starts (`A`); from [`scaled_demand_at_up`].
	pub demand: u64,
	/// Price scale and floor (`1 / alpha`) in planck of GCD per unit.
	pub unit_price: u128,
}

/// What a sale costs and shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sale {
	/// Planck of GCD, rounded up.
	pub cost_up: u128,
	/// Units of demand at price zero, rounded down.
	pub implied_demand_down: u64,
}

/// The curve of one hour at one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HourCurve {
	state: HourState,
	/// `N`, in units.
	stock: u64,
	/// ln `A`.
	ln_demand: u128,
	/// `T` in the format of `G`.
	floor_stock: u128,
}

impl HourCurve {
	/// The curve at this state.
	///
	/// **Errors** `UnitsOutOfRange`, `DemandOutOfRange`, `PriceOutOfRange`: that part of the state
	/// is outside the limits of this module.
	pub fn new(state: HourState) -> Result<Self, MathError> {
		if state.units_left > MAX_UNITS {
			return Err(MathError::UnitsOutOfRange);
		}
		if !(1..=MAX_DEMAND).contains(&state.demand) {
			return Err(MathError::DemandOutOfRange);
		}
		if !(1..=MAX_UNIT_PRICE).contains(&state.unit_price) {
			return Err(MathError::PriceOutOfRange);
		}
		// T = A / e: (A 2^60) (2^128 / e) / 2^128.
		let scaled_demand = u128::from(state.demand)
			.checked_mul(CURVE_ONE)
			.ok_or(MathError::Overflow)?;
		Ok(Self {
			state,
			stock: state
				.units_left
				.checked_add(DELTA)
				.ok_or(MathError::Overflow)?,
			ln_demand: ln(state.demand)?,
			floor_stock: mul_high(scaled_demand, INVERSE_E),
		})
	}

	/// What a buyer pays for `units`.
	///
	/// **Units**: planck of GCD, rounded up. Zero for no units.
	///
	/// **Errors** `InsufficientUnits`: fewer units are left. `Overflow`.
	pub fn cost_up(&self, units: u64) -> Result<u128, MathError> {
		let (upper, lower) = self.sold(units)?;
		self.area_price(&lower, &upper, Rounding::Up)
	}

	/// What a buyer pays for `units`, and the demand that their sale implies: [`Self::cost_up`] and
	/// [`Self::implied_demand_down`] with half the logarithms.
	///
	/// **Errors** those of both.
	pub fn sale(&self, units: u64) -> Result<Sale, MathError> {
		let (upper, lower) = self.sold(units)?;
		Ok(Sale {
			cost_up: self.area_price(&lower, &upper, Rounding::Up)?,
			implied_demand_down: self.implied_down(&lower, &upper)?,
		})
	}

	/// The stocks before and after a sale.
	fn sold(&self, units: u64) -> Result<(Stock, Stock), MathError> {
		if units > self.state.units_left {
			return Err(MathError::InsufficientUnits);
		}
		let rest = self.stock.checked_sub(units).ok_or(MathError::Overflow)?;
		Ok((self.stock_of(self.stock)?, self.stock_of(rest)?))
	}

	/// What the curve pays for `units` that come back.
	///
	/// **Units**: planck of GCD, rounded down. Zero for no units.
	///
	/// **Errors** `UnitsOutOfRange`: more than [`MAX_UNITS`] would be left. `Overflow`.
	pub fn proceeds_down(&self, units: u64) -> Result<u128, MathError> {
		let left = self
			.state
			.units_left
			.checked_add(units)
			.ok_or(MathError::Overflow)?;
		if left > MAX_UNITS {
			return Err(MathError::UnitsOutOfRange);
		}
		let more = self.stock.checked_add(units).ok_or(MathError::Overflow)?;
		let (lower, upper) = (self.stock_of(self.stock)?, self.stock_of(more)?);
		self.area_price(&lower, &upper, Rounding::Down)
	}

	/// `units` at the price of this moment, as if each were the next one.
	///
	/// With the state at the close of the sale this is the closing price.
	///
	/// **Units**: planck of GCD, rounded up.
	///
	/// **Errors** `Overflow`.
	pub fn price_at_up(&self, units: u32) -> Result<u128, MathError> {
		// units * max(1, ln(A / N)) in Q88: 32 + 5 + 88 bits.
		let scaled = u128::from(units)
			.checked_mul(self.scaled_price()?)
			.ok_or(MathError::Overflow)?;
		mul_div(scaled, self.state.unit_price, LN_ONE, Rounding::Up)
	}

	/// `max(1, ln(A / N))` in the format of logarithms.
	fn scaled_price(&self) -> Result<u128, MathError> {
		let above_floor = self.ln_demand.saturating_sub(ln(self.stock)?);
		Ok(above_floor.max(LN_ONE))
	}

	/// `(G(upper) - G(lower)) / alpha`.
	fn area_price(
		&self,
		lower: &Stock,
		upper: &Stock,
		rounding: Rounding,
	) -> Result<u128, MathError> {
		let area = self.area_of(upper)?.checked_sub(self.area_of(lower)?);
		mul_div(
			area.ok_or(MathError::Overflow)?,
			self.state.unit_price,
			CURVE_ONE,
			rounding,
		)
	}

	/// `G(x)` in Q60, rounded down.
	fn area_below(&self, x: u64) -> Result<u128, MathError> {
		self.area_of(&self.stock_of(x)?)
	}

	/// A stock of `x` units.
	fn stock_of(&self, x: u64) -> Result<Stock, MathError> {
		let scaled = u128::from(x)
			.checked_mul(CURVE_ONE)
			.ok_or(MathError::Overflow)?;
		// T is irrational, so x < T exactly when x is not above T rounded down.
		let ln = match x {
			1.. if scaled <= self.floor_stock => Some(ln(x)?),
			_ => None,
		};
		Ok(Stock {
			units: x,
			scaled,
			ln,
		})
	}

	/// `G` of a stock in Q60, rounded down.
	fn area_of(&self, stock: &Stock) -> Result<u128, MathError> {
		let Some(ln) = stock.ln else {
			return if stock.units == 0 {
				Ok(0)
			} else {
				stock
					.scaled
					.checked_add(self.floor_stock)
					.ok_or(MathError::Overflow)
			};
		};
		// x (1 + ln A - ln x): at most 33 + 5 + 88 bits.
		let price = LN_ONE
			.checked_add(self.ln_demand)
			.and_then(|sum| sum.checked_sub(ln))
			.ok_or(MathError::Overflow)?;
		let area = u128::from(stock.units)
			.checked_mul(price)
			.ok_or(MathError::Overflow)?;
		Ok(area >> LN_TO_CURVE)
	}
}

/// A stock on the curve of an hour.
struct Stock {
	/// `x`.
	units: u64,
	/// `x` in the format of `G`.
	scaled: u128,
	/// ln `x`, where the price is above its floor.
	ln: Option<u128>,
}

#[cfg(test)]
mod tests {
	use super::*;

	fn curve(units_left: u64, demand: u64) -> HourCurve {
		HourCurve::new(HourState {
			units_left,
			demand,
			unit_price: 1_000,
		})
		.expect("in range")
	}

	#[test]
	fn on_the_floor_a_unit_costs_the_scale() {
		// M = 10,150 - 100 is above T = 1,000 / e = 367.9: 100 units at 1,000 planck.
		assert_eq!(curve(10_000, 1_000).cost_up(100), Ok(100_000));
		assert_eq!(curve(10_000, 1_000).price_at_up(1), Ok(1_000));
	}

	#[test]
	fn above_the_floor_the_logarithm_counts() {
		// N = 1,150, M = 150, A = 100,000, T = 36,788:
		// 1150 (1 + ln 86.957) - 150 (1 + ln 666.67) = 6285.2195 - 1125.3435 = 5159.87595
		assert_eq!(curve(1_000, 100_000).cost_up(1_000), Ok(5_159_876));
		// ln(100,000 / 1,150) = 4.4654082
		assert_eq!(curve(1_000, 100_000).price_at_up(1_000), Ok(4_465_409));
	}

	#[test]
	fn nothing_costs_nothing() {
		assert_eq!(curve(1_000, 100_000).cost_up(0), Ok(0));
		assert_eq!(curve(1_000, 100_000).proceeds_down(0), Ok(0));
		assert_eq!(curve(1_000, 100_000).price_at_up(0), Ok(0));
	}

	#[test]
	fn more_than_is_left_is_refused() {
		assert_eq!(
			curve(100, 1_000).cost_up(101),
			Err(MathError::InsufficientUnits)
		);
		assert_eq!(
			curve(MAX_UNITS, 1_000).proceeds_down(1),
			Err(MathError::UnitsOutOfRange)
		);
	}

	#[test]
	fn states_out_of_range_are_refused() {
		let state = HourState {
			units_left: 1,
			demand: 1,
			unit_price: 1,
		};
		assert!(HourCurve::new(state).is_ok());
		for (state, cause) in [
			(
				HourState {
					units_left: MAX_UNITS + 1,
					..state
				},
				MathError::UnitsOutOfRange,
			),
			(
				HourState { demand: 0, ..state },
				MathError::DemandOutOfRange,
			),
			(
				HourState {
					demand: MAX_DEMAND + 1,
					..state
				},
				MathError::DemandOutOfRange,
			),
			(
				HourState {
					unit_price: 0,
					..state
				},
				MathError::PriceOutOfRange,
			),
			(
				HourState {
					unit_price: MAX_UNIT_PRICE + 1,
					..state
				},
				MathError::PriceOutOfRange,
			),
		] {
			assert_eq!(HourCurve::new(state), Err(cause));
		}
	}
}
