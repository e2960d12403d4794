//! Price, utilisation and revenue by hour of day, for each policy.

use crate::{
	error::Error,
	figures::learned_demand::{Cell, COUNTED_DAYS},
	replay::HourOutcome,
};
use plotters::prelude::{
	ChartBuilder, Color, IntoDrawingArea, LineSeries, Palette, Palette99, PathElement, SVGBackend,
	WHITE,
};
use std::{fs, path::Path};

/// Size of a plot in pixels.
const SIZE: (u32, u32) = (900, 500);

/// What is drawn of the hours that share an hour of day.
struct Quantity {
	file: &'static str,
	label: &'static str,
	of: fn(&[HourOutcome]) -> f64,
}

fn sum(hours: &[HourOutcome], of: impl Fn(&HourOutcome) -> f64) -> f64 {
	hours.iter().map(of).sum()
}

/// A part of something; zero of nothing.
fn part(value: f64, of: f64) -> f64 {
	if of > 0.0 {
		value / of
	} else {
		0.0
	}
}

const QUANTITIES: [Quantity; 3] = [
	Quantity {
		file: "price",
		label: "mean price paid, price scales per unit",
		of: |hours| part(sum(hours, |h| h.revenue), sum(hours, |h| f64::from(h.sold))),
	},
	Quantity {
		file: "utilisation",
		label: "sold of what was offered, %",
		of: |hours| {
			let sold = sum(hours, |h| f64::from(h.sold));
			100.0 * part(sold, sum(hours, |h| f64::from(h.offered)))
		},
	},
	Quantity {
		file: "revenue",
		label: "revenue of a day, price scales times GPU-hours",
		of: |hours| sum(hours, |h| h.revenue) / 1_000.0 / COUNTED_DAYS as f64,
	},
];

/// Writes one SVG for each quantity and cell into `folder`.
///
/// **Errors** `File`: the folder can't be made. `Plot`: drawing failed.
pub fn write(cells: &[Cell], folder: &Path) -> Result<(), Error> {
	fs::create_dir_all(folder).map_err(|source| Error::File {
		path: folder.into(),
		source,
	})?;
	for cell in cells.iter().filter(|cell| cell.reservations == "by day") {
		for quantity in &QUANTITIES {
			let name = format!("{}-{}-{}.svg", quantity.file, cell.shape, cell.level);
			draw(cell, quantity, &folder.join(name)).map_err(Error::Plot)?;
		}
	}
	Ok(())
}

/// The quantity of each policy by hour of day.
fn lines(cell: &Cell, quantity: &Quantity) -> Vec<(String, Vec<(f64, f64)>)> {
	let mut lines = Vec::new();
	for share in &cell.policies {
		let Some(outcome) = &share.outcome else {
			continue;
		};
		let counted = outcome.hours.len().saturating_sub(COUNTED_DAYS * 24);
		let points = (0..24)
			.map(|hour_of_day| {
				let hours: Vec<HourOutcome> = outcome.hours[counted..]
					.iter()
					.skip(hour_of_day)
					.step_by(24)
					.copied()
					.collect();
				(hour_of_day as f64, (quantity.of)(&hours))
			})
			.collect();
		lines.push((share.policy.clone(), points));
	}
	lines
}

fn draw(cell: &Cell, quantity: &Quantity, path: &Path) -> Result<(), String> {
	let lines = lines(cell, quantity);
	let top = lines
		.iter()
		.flat_map(|line| &line.1)
		.map(|point| point.1)
		.fold(1e-9, f64::max);
	let area = SVGBackend::new(path, SIZE).into_drawing_area();
	area.fill(&WHITE).map_err(|error| error.to_string())?;
	let title = format!(
		"{}; supply {} times {}",
		quantity.label, cell.level, cell.shape
	);
	let mut chart = ChartBuilder::on(&area)
		.caption(title, ("sans-serif", 18))
		.margin(12)
		.x_label_area_size(32)
		.y_label_area_size(56)
		.build_cartesian_2d(0.0..23.0, 0.0..top * 1.05)
		.map_err(|error| error.to_string())?;
	chart
		.configure_mesh()
		.x_desc("hour of day")
		.draw()
		.map_err(|error| error.to_string())?;
	for (index, (name, points)) in lines.into_iter().enumerate() {
		let colour = Palette99::pick(index).to_rgba();
		chart
			.draw_series(LineSeries::new(points, colour.stroke_width(2)))
			.map_err(|error| error.to_string())?
			.label(name)
			.legend(move |(x, y)| PathElement::new(vec![(x, y), (x + 18, y)], colour));
	}
	chart
		.configure_series_labels()
		.background_style(WHITE.mix(0.8))
		.draw()
		.map_err(|error| error.to_string())?;
	area.present().map_err(|error| error.to_string())
}
