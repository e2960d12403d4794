//! What energy can have done: bounds between watt-hours, GPU-hours and nameplates.
//!
//! Each bound is rounded so that only what is impossible is found: the energy that a claim needs is rounded down,
//! the energy that a site can give is rounded up. A claim that passes may still be false; one that fails is false,
//! if the figures of class and site are right.
//!
//! Units are milli-GPU hours, energy is in watt-hours, power in watts.

use crate::{mul_div, MathError, Rounding};
use parity_scale_codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// Milli-GPUs in one reference GPU.
const MILLI_PER_GPU: u128 = 1_000;
/// Thousandths in one hour of full sun.
const MILLI_PER_HOUR: u128 = 1_000;

/// What was claimed and metered over some hours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Metered {
	/// Units claimed, milli-GPU hours.
	pub units: u64,
	/// Energy metered at the compute circuit, Wh.
	pub wh: u64,
	/// How many hours.
	pub hours: u32,
}

/// What a device and its site can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SiteLimits {
	/// Least energy of one hour of one reference GPU, Wh; zero where none is known.
	pub min_wh_per_gpu_hour: u64,
	/// GPUs on the nameplate, in thousandths.
	pub gpu_nameplate: u64,
	/// Most energy that the site can feed to compute in one hour, Wh.
	pub wh_per_hour: u64,
	/// Where all of the energy comes from the sun; `None` on the grid.
	pub off_grid: Option<OffGrid>,
}

/// Sources of a site without a grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OffGrid {
	/// Peak power of the solar array, W.
	pub solar_w: u64,
	/// Capacity of the storage, Wh.
	pub storage_wh: u64,
	/// Most sun of a day in this zone, in thousandths of an hour of full sun; `None` where no ceiling is known.
	pub sun_milli_hours: Option<u32>,
}

/// How claims and meter contradict each other, or the site.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub enum Inconsistency {
	/// More units were claimed than the metered energy can have served.
	EnergyBelowClaim,
	/// More units were claimed than the GPUs can serve.
	UnitsAboveNameplate,
	/// More energy was metered than the site can feed.
	EnergyAboveSupply,
}

/// Least energy in Wh that `units` need, rounded down.
///
/// ```
/// # use greenhour_math::physical::wh_needed_down;
/// // 1.5 GPU-hours at 301 Wh.
/// assert_eq!(wh_needed_down(1_500, 301), Ok(451));
/// ```
///
/// **Errors** `Overflow`: the energy does not fit.
pub fn wh_needed_down(units: u64, wh_per_gpu_hour: u64) -> Result<u64, MathError> {
	let wh = mul_div(
		units.into(),
		wh_per_gpu_hour.into(),
		MILLI_PER_GPU,
		Rounding::Down,
	)?;
	u64::try_from(wh).map_err(|_| MathError::Overflow)
}

/// Most energy in Wh that a site can feed to compute in `hours` hours of one day, rounded up.
///
/// On the grid `hours * wh_per_hour`. Off the grid also at most what the array gives, in at most the sun of the
/// day, and a full storage.
///
/// **Errors** `Overflow`: the energy does not fit.
pub fn wh_supplied_up(limits: &SiteLimits, hours: u32) -> Result<u64, MathError> {
	let hours = u128::from(hours);
	let fed = u128::from(limits.wh_per_hour)
		.checked_mul(hours)
		.ok_or(MathError::Overflow)?;
	let supplied = match &limits.off_grid {
		None => fed,
		Some(site) => {
			let all = hours.saturating_mul(MILLI_PER_HOUR);
			let sun = site.sun_milli_hours.map_or(all, |sun| all.min(sun.into()));
			let solar = mul_div(site.solar_w.into(), sun, MILLI_PER_HOUR, Rounding::Up)?;
			let from_site = solar
				.checked_add(site.storage_wh.into())
				.ok_or(MathError::Overflow)?;
			fed.min(from_site)
		}
	};
	u64::try_from(supplied).map_err(|_| MathError::Overflow)
}

/// Checks what was claimed and metered, in one hour or all hours of a day, against each other and the site.
///
/// A site whose supply does not fit 64 bits has no bound; a claim whose need does not fit is impossible.
///
/// **Errors**: the first contradiction.
pub fn check_metered(metered: &Metered, limits: &SiteLimits) -> Result<(), Inconsistency> {
	let needed = wh_needed_down(metered.units, limits.min_wh_per_gpu_hour).unwrap_or(u64::MAX);
	// Each hour was metered rounded down: n of them can have had up to n - 1 whole Wh more than their sum.
	let unseen = metered.hours.saturating_sub(1);
	if needed > metered.wh.saturating_add(unseen.into()) {
		return Err(Inconsistency::EnergyBelowClaim);
	}
	if metered.units > limits.gpu_nameplate.saturating_mul(metered.hours.into()) {
		return Err(Inconsistency::UnitsAboveNameplate);
	}
	let supplied = wh_supplied_up(limits, metered.hours).unwrap_or(u64::MAX);
	if metered.wh > supplied {
		return Err(Inconsistency::EnergyAboveSupply);
	}
	Ok(())
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;

	const LIMITS: SiteLimits = SiteLimits {
		min_wh_per_gpu_hour: 300,
		gpu_nameplate: 2_000,
		wh_per_hour: 900,
		off_grid: None,
	};

	fn off_grid(sun_milli_hours: Option<u32>) -> SiteLimits {
		SiteLimits {
			off_grid: Some(OffGrid {
				solar_w: 500,
				storage_wh: 1_000,
				sun_milli_hours,
			}),
			..LIMITS
		}
	}

	fn metered(units: u64, wh: u64, hours: u32) -> Metered {
		Metered { units, wh, hours }
	}

	#[test]
	fn each_contradiction_is_told_apart() {
		let check = |units, wh| check_metered(&metered(units, wh, 1), &LIMITS);
		assert_eq!(check(2_000, 600), Ok(()));
		assert_eq!(check(2_000, 599), Err(Inconsistency::EnergyBelowClaim));
		assert_eq!(check(2_001, 700), Err(Inconsistency::UnitsAboveNameplate));
		assert_eq!(check(0, 901), Err(Inconsistency::EnergyAboveSupply));
		assert_eq!(check(0, 900), Ok(()));
	}

	#[test]
	fn a_day_off_the_grid_ends_with_its_sun_and_storage() {
		// In one hour 500 Wh from the array and 1,000 Wh from the storage, of which 900 can be fed.
		assert_eq!(wh_supplied_up(&off_grid(None), 1), Ok(900));
		assert_eq!(wh_supplied_up(&off_grid(None), 24), Ok(13_000));
		// 5.5 hours of full sun.
		assert_eq!(wh_supplied_up(&off_grid(Some(5_500)), 24), Ok(3_750));
		assert_eq!(wh_supplied_up(&off_grid(Some(5_501)), 24), Ok(3_751));
		assert_eq!(wh_supplied_up(&LIMITS, 24), Ok(21_600));
	}

	#[test]
	fn the_largest_values_contradict_or_pass_without_overflow() {
		let most = metered(u64::MAX, u64::MAX, u32::MAX);
		let limits = SiteLimits {
			min_wh_per_gpu_hour: u64::MAX,
			..LIMITS
		};
		assert_eq!(wh_needed_down(u64::MAX, u64::MAX), Err(MathError::Overflow));
		let bare = SiteLimits {
			min_wh_per_gpu_hour: 0,
			gpu_nameplate: u64::MAX,
			wh_per_hour: u64::MAX,
			off_grid: None,
		};
		assert_eq!(check_metered(&most, &bare), Ok(()));
		assert_eq!(
			check_metered(&metered(u64::MAX, 7, 1), &limits),
			Err(Inconsistency::EnergyBelowClaim)
		);
	}

	fn any_limits() -> impl Strategy<Value = SiteLimits> {
		let sun = prop::option::of(0..24_000u32);
		let off_grid = prop::option::of((0..1u64 << 40, 0..1u64 << 40, sun));
		(0..1u64 << 40, 0..1u64 << 40, 0..1u64 << 40, off_grid).prop_map(
			|(min_wh_per_gpu_hour, gpu_nameplate, wh_per_hour, off_grid)| SiteLimits {
				min_wh_per_gpu_hour,
				gpu_nameplate,
				wh_per_hour,
				off_grid: off_grid.map(|(solar_w, storage_wh, sun_milli_hours)| OffGrid {
					solar_w,
					storage_wh,
					sun_milli_hours,
				}),
			},
		)
	}

	proptest! {
		/// Rounding never makes a day false whose hours are possible.
		#[test]
		fn hours_on_the_grid_that_hold_make_a_day_that_holds(
			mut limits in any_limits(), hours in prop::collection::vec((0..1u64 << 32, 0..1u64 << 32), 1..24),
		) {
			limits.off_grid = None;
			let mut day = Metered::default();
			for (units, wh) in hours {
				if check_metered(&metered(units, wh, 1), &limits).is_ok() {
					day.units += units;
					day.wh += wh;
					day.hours += 1;
				}
			}
			prop_assert_eq!(check_metered(&day, &limits), Ok(()));
		}

		#[test]
		fn more_claims_never_pass_where_fewer_failed(
			limits in any_limits(), units in 0..1u64 << 40, wh in 0..1u64 << 50, hours in 1..24u32, more in 0..1u64 << 20,
		) {
			let fewer = check_metered(&metered(units, wh, hours), &limits);
			let greater = check_metered(&metered(units + more, wh, hours), &limits);
			prop_assert!(fewer.is_ok() || greater.is_err());
			let supplied = |hours| wh_supplied_up(&limits, hours).unwrap();
			prop_assert!(supplied(hours) <= supplied(hours + 1));
		}

		#[test]
		fn only_the_impossible_is_refused(units in 0..1u64 << 40, per_hour in 1..1u64 << 20) {
			let down = u128::from(wh_needed_down(units, per_hour).unwrap());
			let exact = u128::from(units) * u128::from(per_hour);
			prop_assert!(down * 1_000 <= exact && exact < (down + 1) * 1_000);
		}
	}
}
