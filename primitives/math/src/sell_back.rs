//! What a tenant gets for units that he gives back before the sale closes.
//!
//! The market takes a unit back at the lower of two prices, that of the curve and the one that was
//! paid, less a charge that is burned: 5 %, and 20 % times the share of the hour that is unsold,
//! unit by unit. Where nobody wants the hour, what comes back will die; that costs more.
//!
//! With the symbols of [`crate::hour_curve`], `o` units offered, `d` paid for each unit, and
//! sigma(y) = 1/20 + y / (5 o) at `y` units left, `q` units at `n` left are worth the smaller of
//!
//! ```text
//! by the curve    integral from n to n + q of (1 - sigma(y)) p(y) dy
//!                 = ((19 o + 4 DELTA) (G(M) - G(N)) - 4 (F(M) - F(N))) / (20 o alpha)
//! by what is paid integral from n to n + q of (1 - sigma(y)) d dy
//!                 = d q (19 o - 2 (2 n + q)) / (20 o)
//!
//! M = N + q       F(x) = x^2 (1 + 2 ln(A / x)) / 4     for 0 < x < T    (integral of x alpha p)
//!                 F(x) = x^2 / 2 + T^2 / 4             for x >= T
//! ```
//!
//! Both are differences of fixed tables, so that parts in one block are worth what the whole is by
//! either, and by the smaller of both at most that: **nobody gains by returning in parts**. A charge
//! on the size of one return (20 % times returned over offered) would have no such law: in small
//! parts it costs 5 %. And since at least a twentieth of what was paid is kept, **nobody gains by
//! buying and giving back**, at any two moments, through any number of accounts.
//!
//! **Error**: the value by the curve is exact to one planck plus 2^-50 times the price scale and
//! premium, that by what is paid to one planck; both are rounded down.

use crate::{hour_curve::HourCurve, MathError};
use primitive_types::U256;

/// The charge is a number of so many parts: of the whole at each unit, and of what is unsold.
const CHARGE_PARTS: u64 = 20;
/// Parts that are paid when nothing is unsold: 95 %.
const PAID_PARTS: u64 = 19;
/// Parts of the charge on the unsold share: 20 %.
const UNSOLD_PARTS: u64 = 4;

/// Units that come back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Return {
	/// Units that come back.
	pub units: u64,
	/// Units that the tenant has of the hour, at least `units`.
	pub bought: u64,
	/// Planck of GCD that he paid for these.
	pub paid: u128,
	/// Units that are offered in the hour: those left and the ones that come back, or more.
	pub offered: u64,
	/// What the price of the curve is multiplied by for the terms of the contract, in 10^-8ths; at
	/// least one.
	pub premium: u64,
}

/// One in the format of [`Return::premium`].
pub const PREMIUM_ONE: u64 = 100_000_000;

/// What units that come back are worth, on the curve before they do.
///
/// **Units**: planck of GCD, rounded down once for each of the two prices. Zero for no units; at most
/// 19/20 of what was paid for them.
///
/// **Errors** `InsufficientUnits`: the tenant has fewer. `UnitsOutOfRange`: more than what is offered
/// would be left. `ArgumentOutOfRange`: a premium below one. `Overflow`.
pub fn sell_back_down(curve: &HourCurve, order: &Return) -> Result<u128, MathError> {
	if order.units > order.bought {
		return Err(MathError::InsufficientUnits);
	}
	if order.premium < PREMIUM_ONE {
		return Err(MathError::ArgumentOutOfRange);
	}
	if order.units == 0 {
		return Ok(0);
	}
	let left = curve.units_left();
	let after = left
		.checked_add(order.units)
		.filter(|after| *after <= order.offered)
		.ok_or(MathError::UnitsOutOfRange)?;
	Ok(by_curve(curve, order)?.min(by_payment(left, after, order)?))
}

/// `a b / c`, rounded down.
fn scale_down(a: U256, b: U256, c: U256) -> Result<u128, MathError> {
	let value = a
		.checked_mul(b)
		.ok_or(MathError::Overflow)?
		.checked_div(c)
		.ok_or(MathError::DivisionByZero)?;
	u128::try_from(value).map_err(|_| MathError::Overflow)
}

/// `parts o`, in 256 bits.
fn parts_of(parts: u64, offered: u64) -> U256 {
	// 64 by 64 bits.
	U256::from(parts).saturating_mul(U256::from(offered))
}

/// The area below the price, less the charge.
fn by_curve(curve: &HourCurve, order: &Return) -> Result<u128, MathError> {
	let areas = curve.returned_areas(order.units)?;
	// (19 o + 4 DELTA) (G(M) - G(N)): 38 bits times 98.
	let delta = parts_of(UNSOLD_PARTS, crate::hour_curve::DELTA);
	let gross = parts_of(PAID_PARTS, order.offered)
		.saturating_add(delta)
		.checked_mul(areas.price)
		.ok_or(MathError::Overflow)?;
	// 4 (F(M) - F(N)): 3 bits and 66 + 5 + 60.
	let charge = areas
		.moment
		.checked_mul(U256::from(UNSOLD_PARTS))
		.ok_or(MathError::Overflow)?;
	let net = gross.checked_sub(charge).ok_or(MathError::Overflow)?;
	// With the price scale and the premium: 137 + 65 + 28 bits.
	let price = U256::from(curve.unit_price())
		.checked_mul(U256::from(order.premium))
		.ok_or(MathError::Overflow)?;
	let divisor = parts_of(CHARGE_PARTS, order.offered)
		.checked_mul(U256::from(PREMIUM_ONE))
		.and_then(|divisor| divisor.checked_mul(areas.one))
		.ok_or(MathError::Overflow)?;
	scale_down(net, price, divisor)
}

/// What was paid, less the charge: `paid q (19 o - 2 (2 n + q)) / (20 o bought)`, with
/// 2 n + q = left + after.
fn by_payment(left: u64, after: u64, order: &Return) -> Result<u128, MathError> {
	let charge = U256::from(left)
		.saturating_add(U256::from(after))
		.saturating_mul(U256::from(UNSOLD_PARTS / 2));
	let parts = parts_of(PAID_PARTS, order.offered)
		.checked_sub(charge)
		.ok_or(MathError::Overflow)?
		.checked_mul(U256::from(order.units))
		.ok_or(MathError::Overflow)?;
	let divisor = parts_of(CHARGE_PARTS, order.offered)
		.checked_mul(U256::from(order.bought))
		.ok_or(MathError::Overflow)?;
	scale_down(U256::from(order.paid), parts, divisor)
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::HourState;

	fn curve(units_left: u64, demand: u64) -> HourCurve {
		HourCurve::new(HourState {
			units_left,
			demand,
			unit_price: 1_000,
		})
		.expect("in range")
	}

	fn order(units: u64, paid: u128) -> Return {
		Return {
			units,
			bought: 1_000,
			paid,
			offered: 10_000,
			premium: PREMIUM_ONE,
		}
	}

	#[test]
	fn on_the_floor_the_charge_is_the_unsold_share() {
		// 1,000 units at 1,000 planck, 4,000 to 5,000 of 10,000 left: the mean charge is
		// 5 % + 20 % * 45 % = 14 %.
		let value = sell_back_down(&curve(4_000, 1_000), &order(1_000, 5_000_000));
		assert_eq!(value, Ok(860_000));
	}

	#[test]
	fn no_more_than_what_was_paid_counts() {
		// 500 of 1,000 units for 800,000 planck: 400,000, less 5 % + 20 % * 42.5 % = 13.5 %.
		let value = sell_back_down(&curve(4_000, 1_000), &order(500, 800_000));
		assert_eq!(value, Ok(346_000));
	}

	#[test]
	fn above_the_floor_the_curve_counts() {
		// N = 150, M = 1,150, A = 100,000, o = 10,000: G(M) - G(N) = 5159.87595,
		// F = 1150^2 (1 + 2 * 4.4654082) / 4 - 150^2 (1 + 2 * 6.5022902) / 4
		//   = 3,283,371.8 - 78,775.8 = 3,204,596.0;
		// (190,600 * 5159.87595 - 4 * 3,204,596.0) / 200,000 = 4853.270.
		let value = sell_back_down(&curve(0, 100_000), &order(1_000, 1 << 40));
		assert_eq!(value.map(|value| value / 100), Ok(48_532));
	}

	#[test]
	fn what_can_not_come_back_is_refused() {
		let floor = curve(4_000, 1_000);
		assert_eq!(sell_back_down(&floor, &order(0, 1)), Ok(0));
		assert_eq!(
			sell_back_down(&floor, &order(1_001, 1)),
			Err(MathError::InsufficientUnits)
		);
		assert_eq!(
			sell_back_down(&curve(9_500, 1_000), &order(501, 1)),
			Err(MathError::UnitsOutOfRange)
		);
		let discount = Return {
			premium: PREMIUM_ONE - 1,
			..order(1, 1)
		};
		assert_eq!(
			sell_back_down(&floor, &discount),
			Err(MathError::ArgumentOutOfRange)
		);
	}
}
