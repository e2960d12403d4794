//! Demand that is still to come.

use super::MAX_DEMAND;
use crate::{mul_div, MathError, Rounding};

/// One in the format of [`DemandParams::scale`].
pub const SCALE_ONE: u32 = 1 << 16;

/// What the demand for one hour depends on beside the time left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DemandParams {
	/// Units demanded for immediate use (`b`).
	pub immediate: u64,
	/// Units demanded per hour of lead time (`a`).
	pub per_hour: u64,
	/// Learned demand over the one that these parameters give, in 2^-16ths.
	pub scale: u32,
	/// Units that are added whatever was learned.
	pub reserve: u64,
}

/// Governed demand still to come at price zero, `lead_ms` before the hour starts.
///
/// `immediate + per_hour * s`, in units; rounded up, so that the price is.
///
/// **Errors** `DivisionByZero`: an hour has no length. `DemandOutOfRange`: the result is zero or
/// above [`MAX_DEMAND`].
pub fn demand_at_up(
	immediate: u64,
	per_hour: u64,
	lead_ms: u64,
	hour_length_ms: u64,
) -> Result<u64, MathError> {
	let growth = mul_div(
		u128::from(per_hour),
		u128::from(lead_ms),
		u128::from(hour_length_ms),
		Rounding::Up,
	)?;
	u128::from(immediate)
		.checked_add(growth)
		.and_then(|demand| u64::try_from(demand).ok())
		.filter(|demand| (1..=MAX_DEMAND).contains(demand))
		.ok_or(MathError::DemandOutOfRange)
}

/// Demand still to come at price zero (`A`) with the learned scale, `lead_ms` before the hour
/// starts.
///
/// `A(s) = scale * (immediate + per_hour * s) + reserve`, clipped into 1 to [`MAX_DEMAND`], in units;
/// rounded up once, so that the price is. It never falls when a parameter, the scale or the lead rises.
/// Whatever the parameters are, the curve takes the result.
///
/// **Errors** `DivisionByZero`: an hour has no length. No others.
pub fn scaled_demand_at_up(
	demand: DemandParams,
	lead_ms: u64,
	hour_length_ms: u64,
) -> Result<u64, MathError> {
	let length = u128::from(hour_length_ms);
	// Both products are below 2^128, and so far above the clip where their sum is not that a
	// saturated sum is clipped as well: 2^128 / (2^16 2^64) = 2^48.
	let base = u128::from(demand.immediate)
		.saturating_mul(length)
		.saturating_add(u128::from(demand.per_hour).saturating_mul(u128::from(lead_ms)));
	let divisor = length
		.checked_mul(u128::from(SCALE_ONE))
		.ok_or(MathError::Overflow)?;
	match mul_div(base, u128::from(demand.scale), divisor, Rounding::Up) {
		Ok(scaled) => Ok(u64::try_from(scaled)
			.unwrap_or(MAX_DEMAND)
			.saturating_add(demand.reserve)
			.clamp(1, MAX_DEMAND)),
		Err(MathError::Overflow) => Ok(MAX_DEMAND),
		Err(cause) => Err(cause),
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	fn scaled(immediate: u64, per_hour: u64, scale: u32, lead_ms: u64) -> u64 {
		let demand = DemandParams {
			immediate,
			per_hour,
			scale,
			reserve: 0,
		};
		scaled_demand_at_up(demand, lead_ms, 3_600_000).expect("an hour has a length")
	}

	#[test]
	fn demand_grows_with_the_lead() {
		assert_eq!(demand_at_up(5_000, 100, 0, 3_600_000), Ok(5_000));
		// 100 units per hour for half an hour and a millisecond: 50.00003, rounded up.
		assert_eq!(demand_at_up(5_000, 100, 1_800_001, 3_600_000), Ok(5_051));
		assert_eq!(
			demand_at_up(0, 100, 0, 3_600_000),
			Err(MathError::DemandOutOfRange)
		);
		assert_eq!(
			demand_at_up(u64::MAX, u64::MAX, u64::MAX, 1),
			Err(MathError::DemandOutOfRange)
		);
		assert_eq!(demand_at_up(1, 1, 1, 0), Err(MathError::DivisionByZero));
	}

	#[test]
	fn a_scale_of_one_changes_nothing() {
		assert_eq!(scaled(5_000, 100, SCALE_ONE, 1_800_001), 5_051);
	}

	#[test]
	fn the_scale_is_rounded_once() {
		// 3/2 * 5,050.00003 = 7,575.00004, and half of one unit is one.
		assert_eq!(scaled(5_000, 100, 3 << 15, 1_800_001), 7_576);
		assert_eq!(scaled(1, 0, 1 << 13, 0), 1);
	}

	#[test]
	fn the_reserve_is_not_scaled() {
		for (reserve, expected) in [(1_300, 3_800), (u64::MAX, MAX_DEMAND)] {
			let demand = DemandParams {
				immediate: 5_000,
				per_hour: 0,
				scale: 1 << 15,
				reserve,
			};
			assert_eq!(scaled_demand_at_up(demand, 0, 1), Ok(expected));
		}
	}

	#[test]
	fn what_leaves_the_range_is_clipped() {
		assert_eq!(scaled(0, 0, SCALE_ONE, 0), 1);
		assert_eq!(scaled(5, 5, 0, 0), 1);
		assert_eq!(scaled(MAX_DEMAND, 1, SCALE_ONE, 1), MAX_DEMAND);
		assert_eq!(scaled(u64::MAX, u64::MAX, u32::MAX, u64::MAX), MAX_DEMAND);
		let demand = DemandParams {
			immediate: 1,
			per_hour: 1,
			scale: 1,
			reserve: 1,
		};
		assert_eq!(
			scaled_demand_at_up(demand, 1, 0),
			Err(MathError::DivisionByZero)
		);
	}
}
