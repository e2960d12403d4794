//! The rules of keys, facts, bonds and slashes, as functions of values.

use greenhour_math::{mul_div, MathError, Rounding};
use greenhour_traits::Slashed;
use greenhour_types::{
	receipt::is_canonical,
	units::{GHR, MILLI_PER_GPU},
	Balance, DeviceFacts, DeviceKind, MilliGpu, SiteFacts, WattHours,
};

/// Hours that a bond must cover.
const BONDED_HOURS: Balance = 48;

/// Thousandths of units times thousandths of the class index in one GPU of index one.
const INDEXED_UNITS: Balance = 1_000_000;

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

/// What is wrong with the facts of a registration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FactsFault {
	/// They do not fit the kind.
	Kind,
	/// There is neither GPU nor energy.
	Nothing,
	/// The meter key is not in its only form.
	MeterKey,
	/// The commitment is not in its only form.
	Commitment,
	/// The energy cap does not fit a receipt.
	EnergyCap,
}

/// Do the facts of a device fit its kind, and are its keys in their only form?
///
/// A compute-only device has GPUs, no meter and no energy; an energy-only one a meter, energy and no GPUs; a
/// combined one a meter, GPUs and energy. Energy is a cap above zero: a site that can feed nothing serves
/// nothing.
pub(crate) fn check_facts(facts: &DeviceFacts) -> Result<(), FactsFault> {
	let has_gpus = !facts.gpu_nameplate.is_zero();
	let has_energy = !facts.energy_cap.is_zero();
	if !has_gpus && !has_energy {
		return Err(FactsFault::Nothing);
	}
	let no_energy = !has_energy
		&& facts.solar_nameplate_w == 0
		&& facts.site == SiteFacts::default()
		&& facts.meter_key == [0; 32];
	let fits = match facts.kind {
		DeviceKind::Combined => has_gpus && has_energy,
		DeviceKind::EnergyOnly => !has_gpus,
		DeviceKind::ComputeOnly => no_energy,
	};
	let metered = facts.kind != DeviceKind::ComputeOnly;
	match facts {
		_ if !fits => Err(FactsFault::Kind),
		_ if metered && !is_meter_key(&facts.meter_key) => Err(FactsFault::MeterKey),
		_ if !is_commitment(&facts.commitment) => Err(FactsFault::Commitment),
		_ if facts.energy_cap.0 > u64::from(u32::MAX) => Err(FactsFault::EnergyCap),
		_ => Ok(()),
	}
}

/// Units that a site can feed in one hour with no more than its energy cap, rounded down.
pub(crate) fn fed_limit_down(energy_cap: WattHours, min_wh_per_gpu_hour: u32) -> MilliGpu {
	let units = energy_cap
		.0
		.saturating_mul(u64::from(MILLI_PER_GPU))
		.checked_div(u64::from(min_wh_per_gpu_hour));
	let units = units.and_then(|units| u32::try_from(units).ok());
	MilliGpu(units.unwrap_or(u32::MAX))
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

/// Planck of GHR that must be bonded to offer a peak of `units`: 48 h x units x class index x value of a
/// GPU-hour, converted at `rate`. Both steps round up. The class index is in thousandths.
///
/// **Errors** `Overflow`: the result does not fit. `DivisionByZero`: the rate is zero.
pub(crate) fn bond_for_units_up(
	units: MilliGpu,
	class_index: u32,
	unit_value: Balance,
	rate: Balance,
) -> Result<Balance, MathError> {
	let weighed = Balance::from(units.0)
		.saturating_mul(BONDED_HOURS)
		.saturating_mul(Balance::from(class_index));
	let gcd = mul_div(weighed, unit_value, INDEXED_UNITS, Rounding::Up)?;
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
			bond_for_units_up(MilliGpu(2_000), 1_000, GCD / 2, 4 * GCD),
			Ok(12 * GHR)
		);
		// GPUs of index 2.5 need two and a half times as much.
		assert_eq!(
			bond_for_units_up(MilliGpu(2_000), 2_500, GCD / 2, 4 * GCD),
			Ok(30 * GHR)
		);
		let nothing = bond_for_units_up(MilliGpu(0), u32::MAX, GCD / 2, 4 * GCD);
		assert_eq!(nothing, Ok(0));
		// 1 unit x 48 h x 1 planck / 1,000 rounds up to one planck of GCD, then to one of GHR.
		assert_eq!(bond_for_units_up(MilliGpu(1), 1, 1, Balance::MAX), Ok(1));
		let too_large = bond_for_units_up(MilliGpu(u32::MAX), u32::MAX, Balance::MAX, 1);
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
			units in 0..u32::MAX - 1, index in 1..u32::MAX - 1,
			value in 0..u128::from(u64::MAX), rate in 1..u128::from(u64::MAX),
		) {
			// What does not fit is more than any bond.
			let bond = |units, index, value, rate| {
				bond_for_units_up(MilliGpu(units), index, value, rate).unwrap_or(Balance::MAX)
			};
			let base = bond(units, index, value, rate);
			prop_assert!(bond(units + 1, index, value, rate) >= base);
			prop_assert!(bond(units, index + 1, value, rate) >= base);
			prop_assert!(bond(units, index, value + 1, rate) >= base);
			prop_assert!(bond(units, index, value, rate + 1) <= base);
		}

		#[test]
		fn what_a_site_feeds_needs_no_more_than_its_cap(cap in 0..1u64 << 40, wh in 1..u32::MAX) {
			let fed = u64::from(fed_limit_down(WattHours(cap), wh).0);
			prop_assert!(fed * u64::from(wh) <= cap * 1_000);
			prop_assert!(fed == u64::from(u32::MAX) || (fed + 1) * u64::from(wh) > cap * 1_000);
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
