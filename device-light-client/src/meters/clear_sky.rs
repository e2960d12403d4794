//! A cloudless sky, for those who have no trace.
//!
//! **Source**: clear-sky irradiance after Haurwitz (1945), `1098 cos z exp(-0.059 / cos z)` W/m2;
//! declination after Cooper (1969).

use greenhour_types::{Hour, WattHours};
use libm::{cos, exp, sin};

use super::{array_energy, trace_index, MeterSource};

/// Samples in one hour; the mean of the middle of each stands for the hour.
const SAMPLES_PER_HOUR: u32 = 12;
/// Days of a year, for the declination.
const DAYS_PER_YEAR: usize = 365;

/// Solar energy under a clear sky at one site.
#[derive(Debug, Clone, Copy)]
pub struct ClearSky {
	/// Latitude in degrees, north positive.
	pub latitude: f64,
	/// Offset of the site's solar time to market time, in hours.
	pub utc_offset_hours: i32,
	/// Day of the year, from 0, that market day 0 stands for.
	pub first_day: u32,
	/// Peak power of the array in W.
	pub nameplate_w: u32,
}

impl ClearSky {
	/// Irradiance on the level in W/m2 at a local solar time in hours.
	fn irradiance(&self, day_of_year: f64, solar_hour: f64) -> f64 {
		let radians = std::f64::consts::PI / 180.0;
		let declination = 23.45 * radians * sin(360.0 / 365.0 * (285.0 + day_of_year) * radians);
		let hour_angle = 15.0 * (solar_hour - 12.0) * radians;
		let latitude = self.latitude * radians;
		let cos_zenith =
			sin(latitude) * sin(declination) + cos(latitude) * cos(declination) * cos(hour_angle);
		if cos_zenith <= 0.0 {
			return 0.0;
		}
		1_098.0 * cos_zenith * exp(-0.059 / cos_zenith)
	}
}

impl MeterSource for ClearSky {
	fn production(&self, hour: Hour) -> WattHours {
		let first_hour = self.first_day.saturating_mul(24);
		let index = trace_index(hour, self.utc_offset_hours, first_hour, DAYS_PER_YEAR * 24);
		let (day, hour_of_day) = (index / 24, index % 24);
		let samples = (0..SAMPLES_PER_HOUR).map(|sample| {
			let part = (f64::from(sample) + 0.5) / f64::from(SAMPLES_PER_HOUR);
			// Both are small integers, exact as floats.
			self.irradiance(day as f64, hour_of_day as f64 + part)
		});
		array_energy(
			samples.sum::<f64>() / f64::from(SAMPLES_PER_HOUR),
			self.nameplate_w,
		)
	}
}

#[cfg(test)]
mod tests {
	use proptest::prelude::*;

	use super::*;

	fn site() -> ClearSky {
		ClearSky {
			latitude: 35.0,
			utc_offset_hours: -12,
			first_day: 171,
			nameplate_w: 1_000,
		}
	}

	#[test]
	fn noon_of_the_demo_site_is_market_midnight() {
		let day: Vec<u64> = (24..48)
			.map(|hour| site().production(Hour(hour)).0)
			.collect();
		assert_eq!(day.iter().max(), Some(&day[0].max(day[23])));
		assert_eq!(day[12], 0, "market noon is the middle of the night");
	}

	#[test]
	fn summer_day_gives_what_a_clear_sky_gives() {
		// About 8 kWh/m2 on a clear June day at 35 degrees north, 0.8 of it per kWp.
		let day: u64 = (24..48).map(|hour| site().production(Hour(hour)).0).sum();
		assert!((6_000..7_200).contains(&day), "{day} Wh");
	}

	#[test]
	fn winter_gives_less_than_summer() {
		let winter = ClearSky {
			first_day: 354,
			..site()
		};
		assert!(winter.production(Hour(24)) < site().production(Hour(24)));
	}

	proptest! {
		#[test]
		fn production_never_exceeds_the_array(hour: u32, latitude in -90.0f64..90.0, nameplate_w in 0u32..10_000_000) {
			let site = ClearSky { latitude, nameplate_w, ..site() };
			prop_assert!(site.production(Hour(hour)).0 <= u64::from(nameplate_w));
		}
	}
}
