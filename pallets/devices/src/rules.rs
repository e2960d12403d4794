//! The rules of keys, bonds and slashes, as functions of values.

use greenhour_math::{mul_div, MathError, Rounding};
use greenhour_traits::Slashed;
use greenhour_types::{receipt::is_canonical, units::GHR, units::MILLI_PER_GPU, Balance, MilliGpu};

/// Hours that a bond must cover.
const BONDED_HOURS: Balance = 48;

/// Units that may be offered, in tenths of what was shown.
const OFFER_TENTHS: u64 = 12;

/// Is this a meter key in its only form: not empty, and its coordinate a canonical field element?
///
/// The highest bit is the sign of the other coordinate. Whether the point is on the curve is left to
/// the circuit.
pub(crate) fn is_meter_key(key: &[u8; 32]) -> bool {
	let mut coordinate = *key;
	if let Some(highest) = coordinate.last_mut() {
		*highest &= 0x7f;
	}
	coordinate != [0; 32] && is_canonical(&coordinate)
}

/// Is this a commitment in its only form: not empty, and a canonical field element?
pub(crate) fn is_commitment(commitment: &[u8; 32]) -> bool {
	*commitment != [0; 32] && is_canonical(commitment)
}

/// Units that a device with this benchmark may offer: 1.2 x, rounded down.
pub(crate) fn offer_limit_down(benchmark: MilliGpu) -> MilliGpu {
	let limit = u64::from(benchmark.0)
		.saturating_mul(OFFER_TENTHS)
		.checked_div(10);
	MilliGpu(
		limit
			.and_then(|limit| u32::try_from(limit).ok())
			.unwrap_or(u32::MAX),
	)
}

/// Planck of GHR for planck of GCD, at `rate` planck of GCD for one GHR.
///
/// **Errors** `Overflow`: the result does not fit. `DivisionByZero`: the rate is zero.
pub(crate) fn ghr_for_gcd(
	gcd: Balance,
	rate: Balance,
	rounding: Rounding,
) -> Result<Balance, MathError> {
	mul_div(gcd, GHR, rate, rounding)
}

/// Planck of GCD for planck of GHR, at `rate` planck of GCD for one GHR, rounded down.
///
/// **Errors** `Overflow`: the result does not fit.
pub(crate) fn gcd_for_ghr_down(ghr: Balance, rate: Balance) -> Result<Balance, MathError> {
	mul_div(ghr, rate, GHR, Rounding::Down)
}

/// Planck of GHR that must be bonded to offer a peak of `units`: 48 h x units x value of a GPU-hour,
/// converted at `rate`. Both steps round up.
///
/// **Errors** `Overflow`: the result does not fit. `DivisionByZero`: the rate is zero.
pub(crate) fn bond_for_units_up(
	units: MilliGpu,
	unit_value: Balance,
	rate: Balance,
) -> Result<Balance, MathError> {
	let unit_hours = Balance::from(units.0).saturating_mul(BONDED_HOURS);
	let gcd = mul_div(
		unit_hours,
		unit_value,
		Balance::from(MILLI_PER_GPU),
		Rounding::Up,
	)?;
	ghr_for_gcd(gcd, rate, Rounding::Up)
}

/// What a bond gives when `slash` is due in planck of GHR, of which `compensation` goes to the
/// beneficiary: he first, never more than the slash, never more than the bond.
pub(crate) fn split_slash(bond: Balance, slash: Balance, compensation: Balance) -> Slashed {
	let taken = slash.min(bond);
	let compensation = compensation.min(taken);
	Slashed {
		compensation,
		burned: taken.saturating_sub(compensation),
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use greenhour_types::{receipt::FIELD_MODULUS, units::GCD};
	use proptest::prelude::*;

	#[test]
	fn a_second_spelling_of_a_key_is_no_key() {
		let mut sign = FIELD_MODULUS;
		sign[31] |= 0x80;
		let mut below = FIELD_MODULUS;
		below[0] = 0;
		assert!(is_meter_key(&below));
		assert!(is_meter_key(&[1; 32]));
		for key in [[0; 32], FIELD_MODULUS, sign, [0xff; 32]] {
			assert!(!is_meter_key(&key), "{key:?}");
		}
		let mut only_sign = [0; 32];
		only_sign[31] = 0x80;
		assert!(!is_meter_key(&only_sign));
	}

	#[test]
	fn a_commitment_has_no_sign_bit() {
		let mut high = [1; 32];
		high[31] |= 0x80;
		assert!(is_commitment(&[1; 32]));
		assert!(!is_commitment(&high));
		assert!(!is_commitment(&[0; 32]));
		assert!(!is_commitment(&FIELD_MODULUS));
	}

	#[test]
	fn the_limit_is_a_fifth_above_the_benchmark() {
		assert_eq!(offer_limit_down(MilliGpu(1_000)), MilliGpu(1_200));
		assert_eq!(offer_limit_down(MilliGpu(4)), MilliGpu(4));
		assert_eq!(offer_limit_down(MilliGpu(0)), MilliGpu(0));
		assert_eq!(offer_limit_down(MilliGpu(u32::MAX)), MilliGpu(u32::MAX));
	}

	#[test]
	fn a_bond_covers_two_days() {
		// 2 GPUs x 48 h x 0.5 GCD = 48 GCD; at 4 GCD for one GHR that is 12 GHR.
		assert_eq!(
			bond_for_units_up(MilliGpu(2_000), GCD / 2, 4 * GCD),
			Ok(12 * GHR)
		);
		assert_eq!(bond_for_units_up(MilliGpu(0), GCD / 2, 4 * GCD), Ok(0));
		// 1 unit x 48 h x 1 planck / 1,000 rounds up to one planck of GCD, then to one of GHR.
		assert_eq!(bond_for_units_up(MilliGpu(1), 1, Balance::MAX), Ok(1));
		let too_large = bond_for_units_up(MilliGpu(u32::MAX), Balance::MAX, 1);
		assert_eq!(too_large, Err(MathError::Overflow));
	}

	proptest! {
		#[test]
		fn a_slash_takes_at_most_the_bond_and_what_is_due(
			bond: u128, slash: u128, compensation: u128,
		) {
			let given = split_slash(bond, slash, compensation);
			prop_assert_eq!(given.compensation + given.burned, bond.min(slash));
			prop_assert_eq!(given.compensation, compensation.min(bond).min(slash));
		}

		#[test]
		fn a_bond_grows_with_units_and_values(
			units in 0..u32::MAX - 1, value in 0..u128::from(u64::MAX), rate in 1..u128::from(u64::MAX),
		) {
			// What does not fit is more than any bond.
			let bond = |units, value, rate| {
				bond_for_units_up(MilliGpu(units), value, rate).unwrap_or(Balance::MAX)
			};
			let base = bond(units, value, rate);
			prop_assert!(bond(units + 1, value, rate) >= base);
			prop_assert!(bond(units, value + 1, rate) >= base);
			prop_assert!(bond(units, value, rate + 1) <= base);
		}

		#[test]
		fn a_bond_pays_every_slash_up_to_its_value_and_none_above(
			bond in 0..u128::from(u64::MAX), rate in 1..u128::from(u64::MAX),
		) {
			let value = gcd_for_ghr_down(bond, rate).expect("fits");
			let due = |gcd| ghr_for_gcd(gcd, rate, Rounding::Up).expect("fits");
			prop_assert!(due(value) <= bond);
			prop_assert!(due(value + 1) > bond);
		}

		#[test]
		fn converting_up_costs_at_most_one_planck_more(
			gcd in 0..u128::from(u64::MAX), rate in 1..u128::from(u64::MAX),
		) {
			let up = ghr_for_gcd(gcd, rate, Rounding::Up).expect("fits");
			let down = ghr_for_gcd(gcd, rate, Rounding::Down).expect("fits");
			prop_assert!(up == down || up == down + 1);
			prop_assert!(down * rate <= gcd * GHR && gcd * GHR <= up * rate);
		}
	}
}
