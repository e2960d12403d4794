//! Pure rules of energy.

use greenhour_types::{receipt::ReceiptRules, Device, MilliGpu};

/// Numerator of the margin above the nameplate: cold panels give a little more.
const NAMEPLATE_MARGIN: u64 = 11;
/// Denominator of the margin.
const NAMEPLATE_UNIT: u64 = 10;
/// Milli-GPU in a GPU times ten-thousandths in one.
const GREEN_DENOMINATOR: u128 = 1_000 * 10_000;

/// The limits for receipts of a device.
///
/// They ask for no share of green energy: the circuit would compare it with all that the meter
/// shows, and a device may serve a green and a grey contract in one hour. The ledger asks each
/// contract for its own share instead, of energy that the proof shows to be green. An energy cap above 2^32 - 1 Wh is read as that.
pub fn receipt_rules<AccountId>(device: &Device<AccountId>, wh_per_gpu_hour: u32) -> ReceiptRules {
	ReceiptRules {
		wh_per_gpu_hour,
		min_green_share: 0,
		max_wh_per_hour: u32::try_from(device.energy_cap.0).unwrap_or(u32::MAX),
	}
}

/// Most green watt-hours of one hour: 1.1 x the nameplate of the solar array, rounded down.
pub fn max_green_wh_down(solar_nameplate_w: u32) -> u64 {
	u64::from(solar_nameplate_w).saturating_mul(NAMEPLATE_MARGIN) / NAMEPLATE_UNIT
}

/// Green watt-hours that units use under a smallest green share, rounded up.
///
/// `units * wh_per_gpu_hour * share / (1000 * 10000)`; `units` is the sum over all hours.
pub fn green_used_up(units: u64, wh_per_gpu_hour: u32, share: u16) -> u64 {
	let used = green_numerator(units, wh_per_gpu_hour, share).div_ceil(GREEN_DENOMINATOR);
	u64::try_from(used).unwrap_or(u64::MAX)
}

/// As [`green_used_up`], rounded down.
pub fn green_used_down(units: u64, wh_per_gpu_hour: u32, share: u16) -> u64 {
	let used = green_numerator(units, wh_per_gpu_hour, share) / GREEN_DENOMINATOR;
	u64::try_from(used).unwrap_or(u64::MAX)
}

fn green_numerator(units: u64, wh_per_gpu_hour: u32, share: u16) -> u128 {
	u128::from(units)
		.saturating_mul(wh_per_gpu_hour.into())
		.saturating_mul(share.into())
}

/// Units of several hours together.
pub fn sum_units(units: impl Iterator<Item = MilliGpu>) -> u64 {
	units.fold(0, |sum, units| sum.saturating_add(units.0.into()))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn green_used_is_rounded_as_named() {
		// 2 GPUs for an hour at 300 Wh, half of it green: 300 Wh exactly.
		assert_eq!(green_used_up(2_000, 300, 5_000), 300);
		// One unit more: 300.15 Wh.
		assert_eq!(green_used_up(2_001, 300, 5_000), 301);
		assert_eq!(green_used_down(2_001, 300, 5_000), 300);
		assert_eq!(green_used_up(0, 300, 5_000), 0);
		assert_eq!(green_used_up(5_000, 300, 0), 0);
	}

	#[test]
	fn the_nameplate_bound_is_rounded_down() {
		assert_eq!(max_green_wh_down(5_000), 5_500);
		assert_eq!(max_green_wh_down(9), 9);
		assert_eq!(max_green_wh_down(u32::MAX), 4_724_464_024);
	}
}
