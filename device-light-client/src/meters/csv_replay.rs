//! Replay of an irradiance trace in the format of the NSRDB (PSM3).
//!
//! The header may be the first line or, as the NSRDB delivers it, the third, after two lines about
//! the site. Columns `Year, Month, Day, Hour, Minute, GHI` are used, `GHI` in W/m2. A trace must
//! hold complete days at one step of 5 to 60 minutes; anything else is refused with file and line
//! rather than replayed as darkness.

use std::{fs, path::Path};

use csv::StringRecord;
use greenhour_types::{Hour, WattHours};

use super::{array_energy, trace_index, MeterError, MeterSource};

/// Lines in which the header is looked for.
const HEADER_LINES: usize = 3;
/// Steps that divide an hour, in minutes.
const STEPS: [u32; 6] = [5, 10, 15, 20, 30, 60];
/// More than the sun gives outside the atmosphere: a wrong unit.
const MAX_IRRADIANCE: f64 = 1_500.0;
/// Minutes in a day.
const MINUTES_PER_DAY: u32 = 1_440;

/// A trace, hour by hour.
#[derive(Debug, Clone)]
pub struct CsvReplay {
	/// Irradiation in Wh/m2 of each hour, from local midnight of the first day.
	hours: Vec<f64>,
	utc_offset_hours: i32,
	first_day: u32,
	nameplate_w: u32,
}

/// How a trace is laid over market time.
#[derive(Debug, Clone, Copy)]
pub struct Placement {
	/// Offset of the site's time to market time, in hours.
	pub utc_offset_hours: i32,
	/// Day of the trace, from 0, that market day 0 stands for.
	pub first_day: u32,
	/// Peak power of the array in W.
	pub nameplate_w: u32,
}

impl CsvReplay {
	/// Reads the trace in `file`.
	///
	/// **Errors**: see [`MeterError`]; each names the file, and the line where there is one.
	pub fn load(file: &Path, placement: Placement) -> Result<Self, MeterError> {
		let text = fs::read(file).map_err(|cause| MeterError::Unreadable {
			file: file.to_owned(),
			cause,
		})?;
		let hours = Trace::new(file).read(&text)?;
		let days = hours.len() / 24;
		let Placement {
			utc_offset_hours,
			first_day,
			nameplate_w,
		} = placement;
		if !usize::try_from(first_day).is_ok_and(|first| first < days) {
			return Err(MeterError::FirstDay {
				file: file.to_owned(),
				first_day,
				days,
			});
		}
		Ok(Self {
			hours,
			utc_offset_hours,
			first_day,
			nameplate_w,
		})
	}

	/// Complete days in the trace.
	pub fn days(&self) -> usize {
		self.hours.len() / 24
	}
}

impl MeterSource for CsvReplay {
	fn production(&self, hour: Hour) -> WattHours {
		let first_hour = self.first_day.saturating_mul(24);
		let index = trace_index(hour, self.utc_offset_hours, first_hour, self.hours.len());
		array_energy(
			self.hours.get(index).copied().unwrap_or_default(),
			self.nameplate_w,
		)
	}
}

struct Columns {
	date: [usize; 3],
	time: [usize; 2],
	irradiance: usize,
	count: usize,
}

#[derive(Clone, Copy, PartialEq)]
struct Row {
	date: [u32; 3],
	/// Minutes after midnight.
	minute: u32,
	irradiance: f64,
}

struct Trace<'a> {
	file: &'a Path,
}

impl<'a> Trace<'a> {
	fn new(file: &'a Path) -> Self {
		Self { file }
	}

	fn read(&self, text: &[u8]) -> Result<Vec<f64>, MeterError> {
		let mut reader = csv::ReaderBuilder::new()
			.has_headers(false)
			.flexible(true)
			.from_reader(text);
		let mut records = reader.byte_records();
		let columns = records
			.by_ref()
			.take(HEADER_LINES)
			.find_map(|record| columns(&lossy(&record.ok()?)))
			.ok_or_else(|| MeterError::NoHeader {
				file: self.file.to_owned(),
			})?;
		let mut rows = Vec::new();
		let mut last_line = 0;
		for record in records {
			// Reading from memory with flexible rows can't fail; a bad line is seen below.
			let Ok(record) = record else { continue };
			last_line = record.position().map_or(last_line + 1, csv::Position::line);
			rows.push((last_line, self.row(&lossy(&record), &columns, last_line)?));
		}
		self.hours(&rows, last_line)
	}

	fn row(&self, record: &StringRecord, columns: &Columns, line: u64) -> Result<Row, MeterError> {
		if record.len() != columns.count {
			return Err(MeterError::FieldCount {
				file: self.file.to_owned(),
				line,
				found: record.len(),
				expected: columns.count,
			});
		}
		let whole = |column: &'static str, index: usize, limit: u32| {
			let text = record.get(index).unwrap_or_default().trim();
			text.parse::<u32>()
				.ok()
				.filter(|value| *value <= limit)
				.ok_or_else(|| MeterError::BadField {
					file: self.file.to_owned(),
					line,
					column,
					text: text.to_owned(),
					expected: "a whole number in range",
				})
		};
		let [year, month, day] = columns.date;
		let [hour, minute] = columns.time;
		let text = record.get(columns.irradiance).unwrap_or_default().trim();
		let irradiance = text
			.parse::<f64>()
			.ok()
			.filter(|value| (0.0..=MAX_IRRADIANCE).contains(value))
			.ok_or_else(|| MeterError::BadField {
				file: self.file.to_owned(),
				line,
				column: "GHI",
				text: text.to_owned(),
				expected: "W/m2 from 0 to 1500",
			})?;
		Ok(Row {
			date: [
				whole("Year", year, 9_999)?,
				whole("Month", month, 12)?,
				whole("Day", day, 31)?,
			],
			minute: whole("Hour", hour, 23)? * 60 + whole("Minute", minute, 59)?,
			irradiance,
		})
	}

	/// Sums complete days of rows to hours.
	fn hours(&self, rows: &[(u64, Row)], last_line: u64) -> Result<Vec<f64>, MeterError> {
		let truncated = |rows: usize, expected: usize| MeterError::Truncated {
			file: self.file.to_owned(),
			line: last_line,
			rows,
			expected,
		};
		let [(_, first), (second_line, second), ..] = rows else {
			return Err(truncated(rows.len(), 24));
		};
		let step = second.minute.saturating_sub(first.minute);
		let gap = |line: u64| MeterError::Gap {
			file: self.file.to_owned(),
			line,
			step,
		};
		if second.date != first.date || !STEPS.contains(&step) {
			return Err(gap(*second_line));
		}
		if first.minute >= step {
			return Err(gap(rows.first().map_or(0, |(line, _)| *line)));
		}
		let per_day = usize::try_from(MINUTES_PER_DAY / step).unwrap_or(usize::MAX);
		let per_hour = usize::try_from(60 / step).unwrap_or(usize::MAX);
		let mut hours = Vec::with_capacity(rows.len() / per_hour);
		for day in rows.chunks(per_day) {
			let mut expected = first.minute;
			let date = day.first().map(|(_, row)| row.date);
			for (line, row) in day {
				if row.minute != expected || Some(row.date) != date {
					return Err(gap(*line));
				}
				expected += step;
			}
			if day.len() != per_day {
				return Err(truncated(day.len(), per_day));
			}
			for hour in day.chunks(per_hour) {
				let sum: f64 = hour.iter().map(|(_, row)| row.irradiance).sum();
				hours.push(sum * f64::from(step) / 60.0);
			}
		}
		Ok(hours)
	}
}

/// Bytes that are not UTF-8 become replacement characters, which no number contains.
fn lossy(record: &csv::ByteRecord) -> StringRecord {
	StringRecord::from_byte_record_lossy(record.clone())
}

fn columns(record: &StringRecord) -> Option<Columns> {
	let find = |name: &str| record.iter().position(|field| field.trim() == name);
	Some(Columns {
		date: [find("Year")?, find("Month")?, find("Day")?],
		time: [find("Hour")?, find("Minute")?],
		irradiance: find("GHI")?,
		count: record.len(),
	})
}

#[cfg(test)]
#[path = "csv_replay_tests.rs"]
mod tests;
