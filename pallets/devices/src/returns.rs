//! What a standard station returns, as a function of values.

use greenhour_math::{mul_div, MathError, Rounding};
use greenhour_types::{units::MILLI_PER_GPU, Balance, ClassTerms, ExpectedReturn};
use sp_runtime::Permill;

/// Hours of a year of 365.25 days.
const YEAR_HOURS: u128 = 8_766;
/// Months of a year.
const YEAR_MONTHS: u128 = 12;
/// Parts in one.
const MILLION: u128 = 1_000_000;

/// The return of a standard station when a GPU-hour brings its owner `price` planck of GCD and
/// `utilisation` of all hours are sold.
///
/// Units and income are rounded down, costs are taken whole and months are rounded up, so that the true
/// payback is never longer than the one given. Nothing is discounted.
///
/// **Errors** `Overflow`: a number does not fit.
pub(crate) fn expected_return(
	terms: &ClassTerms,
	price: Balance,
	utilisation: Permill,
) -> Result<ExpectedReturn, MathError> {
	let model = terms.returns;
	// units * 8,766 h * share
	let yearly_units = mul_div(
		u128::from(model.units.0).saturating_mul(YEAR_HOURS),
		u128::from(utilisation.deconstruct()),
		MILLION,
		Rounding::Down,
	)?;
	let yearly_income = mul_div(
		yearly_units,
		price,
		u128::from(MILLI_PER_GPU),
		Rounding::Down,
	)?;
	let yearly_profit = yearly_income.saturating_sub(model.yearly_cost);
	let payback = match yearly_profit {
		0 => None,
		profit => mul_div(model.capital, YEAR_MONTHS, profit, Rounding::Up).ok(),
	};
	Ok(ExpectedReturn {
		capital: model.capital,
		bond: terms.min_bond,
		yearly_units: u64::try_from(yearly_units).map_err(|_| MathError::Overflow)?,
		yearly_income,
		yearly_cost: model.yearly_cost,
		yearly_profit,
		payback_months: payback.and_then(|months| u32::try_from(months).ok()),
	})
}

#[cfg(test)]
mod tests {
	use super::*;
	use greenhour_types::{units::GCD, DeviceClass};
	use proptest::prelude::*;

	fn home(price: Balance, percent: u32) -> ExpectedReturn {
		let terms = ClassTerms::default_of(DeviceClass::HomeHub);
		expected_return(&terms, price, Permill::from_percent(percent)).expect("fits")
	}

	#[test]
	fn a_home_pays_for_itself() {
		// Two GPUs x 8,766 h x 40 % = 7,012.8 GPU-hours, at 0.50 GCD 3,506.40 GCD, less 400 GCD of costs.
		let home = home(GCD / 2, 40);
		assert_eq!(home.yearly_units, 7_012_800);
		assert_eq!(home.yearly_income, 3_506_400_000);
		assert_eq!(home.yearly_profit, 3_106_400_000);
		// 12,000 GCD x 12 / 3,106.40 GCD = 46.36.
		assert_eq!(home.payback_months, Some(47));
	}

	#[test]
	fn what_is_never_earned_is_never_paid_back() {
		assert_eq!(home(GCD / 2, 0).payback_months, None);
		// 17,532 GPU-hours at 0.02 GCD are 350.64 GCD, less than the costs.
		let loss = home(GCD / 50, 100);
		assert_eq!((loss.yearly_profit, loss.payback_months), (0, None));
	}

	#[test]
	fn the_largest_price_does_not_fit() {
		let terms = ClassTerms::default_of(DeviceClass::EnergyStation);
		let result = expected_return(&terms, Balance::MAX, Permill::one());
		assert_eq!(result, Err(MathError::Overflow));
	}

	proptest! {
		#[test]
		fn profits_of_the_payback_cover_the_capital_and_no_fewer_do(
			price in 1..u128::from(u64::MAX), parts in 0..=1_000_000u32, capital in 1..u128::from(u64::MAX),
		) {
			let mut terms = ClassTerms::default_of(DeviceClass::ChargingPile);
			terms.returns.capital = capital;
			let made = expected_return(&terms, price, Permill::from_parts(parts)).expect("fits");
			if let Some(months) = made.payback_months {
				let months = u128::from(months);
				prop_assert!(made.yearly_profit * months >= capital * 12);
				prop_assert!(made.yearly_profit * (months - 1) < capital * 12);
			}
		}

		#[test]
		fn more_is_never_worse(price in 1..u128::from(u32::MAX), parts in 0..1_000_000u32) {
			let terms = ClassTerms::default_of(DeviceClass::HomeHub);
			let made = |price, parts| {
				expected_return(&terms, price, Permill::from_parts(parts)).expect("fits")
			};
			let base = made(price, parts);
			for better in [made(price + 1, parts), made(price, parts + 1)] {
				prop_assert!(better.yearly_profit >= base.yearly_profit);
				let months = |made: ExpectedReturn| made.payback_months.unwrap_or(u32::MAX);
				prop_assert!(months(better) <= months(base));
			}
		}
	}
}
