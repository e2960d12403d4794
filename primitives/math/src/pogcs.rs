//! Proof of green compute stake: what a device weighs.
//!
//! ```text
//! weight = isqrt(bond * min(G, 2 bond))
//! ```
//!
//! with the bond and G both in planck of GHR. G stands for what the device has verifiably delivered
//! for a fee, decayed to now:
//!
//! | step | formula | units | rounds |
//! |---|---|---|---|
//! | value of settled hours | [`counted_value_down`]: min(units * class index, fee burned / fee rate) | planck of GCD | down |
//! | sum that decays | [`DecayingSum`]: sum of value * 2^(-age / half-life) | 2^-32 planck of GCD | down |
//! | G | [`green_stake_down`]: sum * bond per GCD | planck of GHR | down |
//! | weight | [`device_weight_down`] | planck of GHR | down |
//!
//! With kappa in GCD of value for each GHR of bond, `bond per GCD` is 1/kappa, and the weight is the
//! square root of `bond * min(sum, 2 kappa bond)` over the square root of kappa: the formula of the design,
//! times a constant, so that a weight has the unit of a bond.
//!
//! The weight is homogeneous of degree one and concave in (bond, G), so it is superadditive: parts never
//! weigh more than the whole. Floors keep that exact: a sum of floors is a whole number not above the
//! whole, hence not above its floor.

pub mod decay;
pub mod exp2;
pub mod refusal;
pub mod share;

pub use decay::{DecayingSum, SUM_FRACTION_BITS};
pub use refusal::refusal_threshold_down;
pub use share::{accrued_down, per_weight_down};

use crate::{rounding::mul_div, MathError, Rounding};
use primitive_types::U256;

/// Units (mGPUh) in one GPU-hour.
const UNITS_PER_GPU_HOUR: u128 = 1_000;
/// Planck in one GCD.
const PLANCK_PER_GCD: u128 = 1_000_000;
/// G counts up to this many bonds.
const MAX_BONDS: u128 = 2;

/// What hours were settled with: the reasons why they count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PaidUnits {
	/// Units (mGPUh) over all hours.
	pub units: u64,
	/// Planck of GCD that one GPU-hour of the class is worth.
	pub class_index: u128,
	/// Planck of GCD burned as the fee of these hours.
	pub fee_burned: u128,
	/// Share of the price that is burned, in parts of a million.
	pub fee_parts: u32,
}

/// Planck of GCD for which the hours count: what they are worth at the class index, or, where less fee was
/// burned than that calls for, the price that this fee belongs to. Rounded down.
///
/// It is `units * min(1, fee / (fee rate * class index))` in money, so that units of unlike classes add
/// up. However low or old the index, a planck that counts has cost the fee rate times a planck, burned.
///
/// **Errors** `DivisionByZero`: no share is burned. `Overflow`: the value does not fit.
pub fn counted_value_down(paid: &PaidUnits) -> Result<u128, MathError> {
	let at_index = mul_div(
		u128::from(paid.units),
		paid.class_index,
		UNITS_PER_GPU_HOUR,
		Rounding::Down,
	)?;
	let parts = u128::from(paid.fee_parts);
	// A fee too large for its price to fit limits nothing.
	let paid_for = match mul_div(paid.fee_burned, 1_000_000, parts, Rounding::Down) {
		Err(MathError::Overflow) => u128::MAX,
		other => other?,
	};
	Ok(at_index.min(paid_for))
}

/// G in planck of GHR: `value` in 2^-32 planck of GCD times `bond_per_gcd`, rounded down.
///
/// `bond_per_gcd` is in planck of GHR for one GCD, the inverse of kappa. Stays at the largest number
/// where the result does not fit: [`device_weight_down`] caps it far below.
pub fn green_stake_down(value: u128, bond_per_gcd: u128) -> u128 {
	let unit = PLANCK_PER_GCD.checked_shl(SUM_FRACTION_BITS);
	unit.and_then(|unit| mul_div(value, bond_per_gcd, unit, Rounding::Down).ok())
		.unwrap_or(u128::MAX)
}

/// `isqrt(bond * min(green, 2 bond))`, all in planck of GHR, rounded down: less than one planck below the
/// square root.
///
/// Never more than the parts of one device weigh together plus one planck for each part, where the
/// parts split bond and G alike; never less than any parts weigh together.
///
/// ```
/// # use greenhour_math::pogcs::device_weight_down;
/// // At par the weight is the bond; G counts up to two bonds; neither counts alone.
/// assert_eq!(device_weight_down(100, 100), 100);
/// assert_eq!(device_weight_down(100, 200), 141);
/// assert_eq!(device_weight_down(100, 9_999), 141);
/// assert_eq!(device_weight_down(100, 0), 0);
/// assert_eq!(device_weight_down(0, 100), 0);
/// ```
pub fn device_weight_down(bond: u128, green: u128) -> u128 {
	let counted = green.min(bond.saturating_mul(MAX_BONDS));
	// A product of two 128-bit numbers fits 256 bits, and its root 128.
	let product = U256::from(bond)
		.checked_mul(U256::from(counted))
		.unwrap_or_default();
	u128::try_from(product.integer_sqrt()).unwrap_or(u128::MAX)
}
