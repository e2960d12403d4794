//! Irradiance by hour: from a file, or a clear sky.

use crate::error::Error;
use serde::Deserialize;
use std::path::Path;

/// Hours of a year.
const HOURS: usize = 8_760;

/// A row of an NSRDB PSM3 table; other columns do not count.
#[derive(Debug, Deserialize)]
struct Row {
	#[serde(rename = "GHI")]
	ghi: f64,
	#[serde(rename = "Minute")]
	minute: u32,
}

/// Mean W/m2 of each hour of a year in an NSRDB PSM3 table (NREL), in local standard time.
///
/// **Errors** `Table`: the file is no such table. `Empty`: it has no whole day.
pub fn load(path: &Path) -> Result<Vec<f64>, Error> {
	let table = |source| Error::Table {
		path: path.into(),
		source,
	};
	let mut reader = csv::Reader::from_path(path).map_err(table)?;
	let mut hours: Vec<(f64, f64)> = Vec::new();
	for row in reader.deserialize::<Row>() {
		let row = row.map_err(table)?;
		if row.minute == 0 {
			hours.push((0.0, 0.0));
		}
		if let Some(hour) = hours.last_mut() {
			hour.0 += row.ghi;
			hour.1 += 1.0;
		}
	}
	if hours.len() < 24 {
		return Err(Error::Empty {
			path: path.into(),
			what: "no whole day",
		});
	}
	Ok(hours.iter().map(|(sum, count)| sum / count).collect())
}

/// W/m2 of each hour of a year under a clear sky at 40 degrees north.
///
/// Haurwitz: 1098 cos z exp(-0.059 / cos z) with z the zenith angle of the sun (B. Haurwitz,
/// "Insolation in relation to cloudiness and cloud density", Journal of Meteorology 2, 1945).
pub fn clear_sky() -> Vec<f64> {
	let latitude = 40f64.to_radians();
	(0..HOURS)
		.map(|hour| {
			let day = (hour / 24) as f64;
			let declination =
				(-23.44f64).to_radians() * ((day + 10.0) / 365.0 * std::f64::consts::TAU).cos();
			let angle = ((hour % 24) as f64 + 0.5 - 12.0) / 24.0 * std::f64::consts::TAU;
			let cosine = latitude.sin() * declination.sin()
				+ latitude.cos() * declination.cos() * angle.cos();
			if cosine <= 0.0 {
				0.0
			} else {
				1_098.0 * cosine * (-0.059 / cosine).exp()
			}
		})
		.collect()
}
