//! What one GPU-hour costs that was paid but never served.
//!
//! An owner who claims hours that no GPU served pays in three ways: the energy that a metered claim needs to be
//! consistent, the fee that is burned of every paid hour, and the bond, if an audit finds out.

use crate::{mul_div, MathError, Rounding};

/// Parts per million.
const MILLION: u128 = 1_000_000;
/// Watt-hours in a kilowatt-hour.
const WH_PER_KWH: u128 = 1_000;

/// What a fake hour of one reference GPU meets. Money in planck of GCD.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FakeHourTerms {
	/// Energy that the meter must show; zero for a meter that can be made to say anything.
	pub wh_per_gpu_hour: u64,
	/// Price of a kWh, planck.
	pub price_per_kwh: u128,
	/// Class index: what a GPU-hour is worth, planck.
	pub class_index: u128,
	/// Hours that the bond is worth.
	pub bonded_hours: u32,
	/// A paid hour is audited with a chance of one in so many.
	pub audited_one_in: u32,
	/// Chance that the audit of a fake hour ends in a conviction, in parts per million.
	pub conviction_ppm: u32,
	/// Part of the price that is burned as the fee, in parts per million.
	pub fee_ppm: u32,
}

/// What one fake GPU-hour costs, planck of GCD, each part rounded down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FakeHourCost {
	/// For energy.
	pub electricity: u128,
	/// The chance of a conviction times the bond.
	pub expected_slash: u128,
	/// Fee burned if the buyer is the owner himself; part of what he loses then.
	pub fee: u128,
}

impl FakeHourCost {
	/// Electricity and expected slash: what the hour costs whoever the buyer is.
	///
	/// **Errors** `Overflow`: the sum does not fit.
	pub fn total(&self) -> Result<u128, MathError> {
		self.electricity
			.checked_add(self.expected_slash)
			.ok_or(MathError::Overflow)
	}
}

/// The cost of one fake GPU-hour; each part is rounded down, so that it is never overstated.
///
/// ```
/// # use greenhour_math::fake_hour::{fake_hour_cost_down, FakeHourTerms};
/// let cost = fake_hour_cost_down(&FakeHourTerms {
///     wh_per_gpu_hour: 350,
///     price_per_kwh: 100_000,
///     class_index: 500_000,
///     bonded_hours: 48,
///     audited_one_in: 24,
///     conviction_ppm: 1_000_000,
///     fee_ppm: 20_000,
/// })?;
/// // 0.035 GCD of energy; a bond of 24 GCD lost in one hour of 24.
/// assert_eq!((cost.electricity, cost.expected_slash), (35_000, 1_000_000));
/// # Ok::<(), greenhour_math::MathError>(())
/// ```
///
/// **Errors** `DivisionByZero`: no hour is ever audited. `Overflow`: a part does not fit.
pub fn fake_hour_cost_down(terms: &FakeHourTerms) -> Result<FakeHourCost, MathError> {
	let electricity = mul_div(
		terms.wh_per_gpu_hour.into(),
		terms.price_per_kwh,
		WH_PER_KWH,
		Rounding::Down,
	)?;
	let bond = terms
		.class_index
		.checked_mul(terms.bonded_hours.into())
		.ok_or(MathError::Overflow)?;
	let lost = mul_div(bond, terms.conviction_ppm.into(), MILLION, Rounding::Down)?;
	let expected_slash = lost
		.checked_div(terms.audited_one_in.into())
		.ok_or(MathError::DivisionByZero)?;
	let fee = mul_div(
		terms.class_index,
		terms.fee_ppm.into(),
		MILLION,
		Rounding::Down,
	)?;
	Ok(FakeHourCost {
		electricity,
		expected_slash,
		fee,
	})
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;

	#[test]
	fn what_is_never_audited_has_no_cost() {
		let terms = FakeHourTerms {
			wh_per_gpu_hour: 1,
			price_per_kwh: 1,
			class_index: 1,
			bonded_hours: 1,
			audited_one_in: 0,
			conviction_ppm: 1,
			fee_ppm: 1,
		};
		assert_eq!(fake_hour_cost_down(&terms), Err(MathError::DivisionByZero));
	}

	proptest! {
		/// With the bond of 48 hours, one audit in 24 hours and convictions in half of them or more, a fake hour never
		/// costs less than the hour is worth.
		#[test]
		fn faking_costs_at_least_what_it_earns(
			class_index in 24..1u128 << 60, conviction_ppm in 500_000..=1_000_000u32, wh: u32, price in 0..1u128 << 40,
		) {
			let terms = FakeHourTerms {
				wh_per_gpu_hour: wh.into(),
				price_per_kwh: price,
				class_index,
				bonded_hours: 48,
				audited_one_in: 24,
				conviction_ppm,
				fee_ppm: 20_000,
			};
			let cost = fake_hour_cost_down(&terms).unwrap();
			prop_assert!(cost.total().unwrap() + 1 >= class_index);
			prop_assert!(cost.expected_slash * 24 <= 48 * class_index);
		}
	}
}
