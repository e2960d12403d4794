//! What one GPU-hour costs that was paid but never served.
//!
//! An owner who claims hours that no GPU served pays in three ways: the energy that a metered claim needs to be
//! consistent, the fee that is burned of every paid hour, and the bond, if an audit finds out.
//!
//! The bond can be lost once. Hours that are claimed before the first conviction takes effect share it, so each costs
//! less the more there are of them: with a chance `q` of a conviction for each of `n` hours, and a bond `B`,
//!
//! ```text
//! expected slash of one hour = B * (1 - (1 - q)^n) / n
//! ```

use crate::{mul_div, MathError, Rounding};

/// Parts per million.
const MILLION: u128 = 1_000_000;
/// One in the fractions of this module.
const ONE: u128 = 1 << 64;
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
	/// Hours that are claimed before the first conviction takes effect; at least one.
	pub hours_at_once: u32,
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
///     hours_at_once: 1,
/// })?;
/// // 0.035 GCD of energy; a bond of 24 GCD lost in one hour of 24, less what is rounded down.
/// assert_eq!((cost.electricity, cost.expected_slash), (35_000, 999_999));
/// # Ok::<(), greenhour_math::MathError>(())
/// ```
///
/// **Errors** `DivisionByZero`: no hour is ever audited, or none is claimed. `Overflow`: a part does not fit.
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
	let survived = survived_up(terms)?;
	let lost = mul_div(bond, ONE.saturating_sub(survived), ONE, Rounding::Down)?;
	let expected_slash = lost
		.checked_div(terms.hours_at_once.into())
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

/// The chance that no hour convicts, in parts of [`ONE`], rounded up in each step.
fn survived_up(terms: &FakeHourTerms) -> Result<u128, MathError> {
	let chances = u128::from(terms.audited_one_in)
		.checked_mul(MILLION)
		.ok_or(MathError::Overflow)?;
	let missed = chances.saturating_sub(terms.conviction_ppm.into());
	let mut survived = ONE;
	// Square and multiply, from the highest bit of the exponent down.
	for bit in (0..u32::BITS).rev() {
		survived = mul_div(survived, survived, ONE, Rounding::Up)?;
		if terms.hours_at_once.checked_shr(bit).unwrap_or_default() & 1 == 1 {
			survived = mul_div(survived, missed, chances, Rounding::Up)?;
		}
	}
	Ok(survived)
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;

	const TERMS: FakeHourTerms = FakeHourTerms {
		wh_per_gpu_hour: 0,
		price_per_kwh: 0,
		class_index: 1_000_000,
		bonded_hours: 48,
		audited_one_in: 24,
		conviction_ppm: 1_000_000,
		fee_ppm: 20_000,
		hours_at_once: 1,
	};

	fn slash(hours_at_once: u32) -> u128 {
		let terms = FakeHourTerms {
			hours_at_once,
			..TERMS
		};
		fake_hour_cost_down(&terms).unwrap().expected_slash
	}

	#[test]
	fn what_is_never_audited_or_claimed_has_no_cost() {
		for terms in [
			FakeHourTerms {
				audited_one_in: 0,
				..TERMS
			},
			FakeHourTerms {
				hours_at_once: 0,
				..TERMS
			},
		] {
			assert_eq!(fake_hour_cost_down(&terms), Err(MathError::DivisionByZero));
		}
	}

	#[test]
	fn hours_that_are_claimed_at_once_share_the_bond() {
		assert!((1_999_999..=2_000_000).contains(&slash(1)));
		// 48 * (1 - (23/24)^n) / n, from a calculator.
		for (hours, expected) in [(2, 1_958_333), (24, 1_279_841), (48, 870_342)] {
			let difference = slash(hours).abs_diff(expected);
			assert!(difference <= 2, "{hours} hours: {}", slash(hours));
		}
		// From 39 hours at once on the bond of 48 hours is less than what they earn.
		assert!(slash(38) > TERMS.class_index && slash(39) < TERMS.class_index);
	}

	proptest! {
		/// With the bond of 48 hours, one audit in 24 hours and convictions in half of them or more, a fake hour on its own
		/// never costs less than the hour is worth.
		#[test]
		fn faking_one_hour_costs_at_least_what_it_earns(
			class_index in 24..1u128 << 60, conviction_ppm in 500_000..=1_000_000u32, wh: u32, price in 0..1u128 << 40,
		) {
			let terms = FakeHourTerms {
				wh_per_gpu_hour: wh.into(),
				price_per_kwh: price,
				class_index,
				conviction_ppm,
				..TERMS
			};
			let cost = fake_hour_cost_down(&terms).unwrap();
			prop_assert!(cost.total().unwrap() + 2 + (class_index >> 58) >= class_index);
			prop_assert!(cost.expected_slash * 24 <= 48 * class_index);
		}

		#[test]
		fn more_hours_at_once_never_cost_more_each(hours in 1..5_000u32, more in 1..1_000u32, ppm in 0..=1_000_000u32) {
			let cost = |hours_at_once| {
				let terms = FakeHourTerms { hours_at_once, conviction_ppm: ppm, ..TERMS };
				fake_hour_cost_down(&terms).unwrap().expected_slash
			};
			prop_assert!(cost(hours + more) <= cost(hours) + 1);
			// All of them never cost more than the bond.
			prop_assert!(cost(hours) * u128::from(hours) <= 48 * TERMS.class_index);
		}
	}
}
