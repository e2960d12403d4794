//! The meter that signs: cumulative registers in a chain of links.
//!
//! A meter of its own would keep registers, links and key behind its seal; [`Meter`] is what the prover
//! asks of it. The software meter makes the chain from the readings in the store, which are written
//! once and in order, and signs with a key from the device seed. It is worth the word of the owner.

use std::{
	collections::BTreeMap,
	sync::{Mutex, PoisonError},
};

use greenhour_circuits::{DayStart, MeterDay, Signature, SoftwareMeter};
use greenhour_types::{Day, DeviceId, Hour, HourMask, HourOfDay};

use crate::store::{ReadingRecord, Store, StoreError};

/// What a meter shows for a receipt.
pub trait Meter: Send + Sync {
	/// The day with the links up to the end of the last of `hours`; `None` if that hour has no reading, or
	/// a register is full.
	///
	/// The same hour always has the same link.
	fn day(
		&self,
		readings: &dyn Readings,
		day: Day,
		hours: HourMask,
	) -> Result<Option<MeterDay>, StoreError>;

	/// The signature of the link at the end of the last of `hours`, for this chain and device.
	fn sign(
		&self,
		genesis: &[u8; 32],
		device: DeviceId,
		day: Day,
		hours: HourMask,
		metered: &MeterDay,
	) -> Option<Signature>;
}

/// The readings that were kept. An hour without one has none for ever once a later one is kept.
pub trait Readings {
	/// The hour of the first reading.
	fn first_hour(&self) -> Result<Option<Hour>, StoreError>;

	/// The reading of `hour`.
	fn at(&self, hour: Hour) -> Result<Option<ReadingRecord>, StoreError>;
}

impl Readings for Store {
	fn first_hour(&self) -> Result<Option<Hour>, StoreError> {
		self.first_reading()
	}

	fn at(&self, hour: Hour) -> Result<Option<ReadingRecord>, StoreError> {
		self.reading(hour)
	}
}

/// A software meter over the readings of one store.
#[derive(Debug)]
pub struct KeptMeter {
	meter: SoftwareMeter,
	/// How the days start for which that is known.
	starts: Mutex<BTreeMap<Day, DayStart>>,
}

impl KeptMeter {
	/// The meter with this key and these salts.
	pub fn new(meter: SoftwareMeter) -> Self {
		Self {
			meter,
			starts: Mutex::default(),
		}
	}

	/// How `day` starts: from the day of the first reading on, each day follows from the one before.
	///
	/// Expects a reading of `day`, so that nothing before it changes any more.
	fn start(&self, readings: &dyn Readings, day: Day) -> Result<Option<DayStart>, StoreError> {
		let Some(first) = readings.first_hour()?.map(Hour::day) else {
			return Ok(None);
		};
		let mut starts = self.starts.lock().unwrap_or_else(PoisonError::into_inner);
		let new = DayStart::of_new_meter(&self.meter.key());
		let latest = starts.range(..=day).next_back();
		let (mut at, mut start) = latest.map_or((first, new), |(day, start)| (*day, *start));
		if day < at {
			return Ok(None);
		}
		while at < day {
			let counted = counted(readings, at, HourMask::FULL)?;
			let Some(next) = self.meter.day(start, at, &counted).next_start(at) else {
				return Ok(None);
			};
			(at, start) = (Day(at.0 + 1), next);
		}
		starts.insert(day, start);
		Ok(Some(start))
	}
}

impl Meter for KeptMeter {
	fn day(
		&self,
		readings: &dyn Readings,
		day: Day,
		hours: HourMask,
	) -> Result<Option<MeterDay>, StoreError> {
		// Before the reading of the last hour, earlier ones may still come.
		let last = hours.last().and_then(|of_day| day.hour(of_day));
		let read = last.map(|hour| readings.at(hour)).transpose()?.flatten();
		if read.is_none() {
			return Ok(None);
		}
		let Some(start) = self.start(readings, day)? else {
			return Ok(None);
		};
		let metered = self.meter.day(start, day, &counted(readings, day, hours)?);
		Ok(metered.links(day).map(|_| metered))
	}

	fn sign(
		&self,
		genesis: &[u8; 32],
		device: DeviceId,
		day: Day,
		hours: HourMask,
		metered: &MeterDay,
	) -> Option<Signature> {
		self.meter.sign(genesis, device, day, hours, metered)
	}
}

/// Total and green Wh of each hour up to the last of `hours`; an hour without a reading counted nothing.
fn counted(
	readings: &dyn Readings,
	day: Day,
	hours: HourMask,
) -> Result<[(u32, u32); 24], StoreError> {
	let mut counted = [(0, 0); 24];
	let last = hours.last().map_or(0, HourOfDay::get);
	for of_day in (0..=last).filter_map(HourOfDay::new) {
		let Some(hour) = day.hour(of_day) else {
			continue;
		};
		if let Some(record) = readings.at(hour)? {
			counted[of_day.index()] = record.counted();
		}
	}
	Ok(counted)
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::meters::{SiteReading, StorageState};

	struct Table(BTreeMap<Hour, ReadingRecord>);

	impl Readings for Table {
		fn first_hour(&self) -> Result<Option<Hour>, StoreError> {
			Ok(self.0.keys().next().copied())
		}

		fn at(&self, hour: Hour) -> Result<Option<ReadingRecord>, StoreError> {
			Ok(self.0.get(&hour).copied())
		}
	}

	fn table(readings: &[(u32, u64)]) -> Table {
		let record = |drawn_wh| ReadingRecord {
			sequence: 0,
			previous: [0; 32],
			taken_at: 0,
			site: SiteReading {
				produced_wh: 0,
				drawn_wh,
				green_wh: drawn_wh / 2,
				storage: StorageState::default(),
			},
		};
		let entry = |(hour, drawn): &(u32, u64)| (Hour(*hour), record(*drawn));
		Table(readings.iter().map(entry).collect())
	}

	fn meter() -> KeptMeter {
		KeptMeter::new(SoftwareMeter::from_seed(&[3; 32]))
	}

	fn shown(meter: &KeptMeter, readings: &Table, day: u32, hours: u32) -> MeterDay {
		let hours = HourMask::new(hours).unwrap();
		meter.day(readings, Day(day), hours).unwrap().unwrap()
	}

	#[test]
	fn an_hour_has_the_same_link_whenever_it_is_shown() {
		let early = table(&[(50, 100), (53, 200)]);
		let late = table(&[(50, 100), (53, 200), (54, 300), (99, 400), (120, 500)]);
		let link = |meter: &KeptMeter, readings: &Table| {
			shown(meter, readings, 2, 1 << 5).links(Day(2)).unwrap()[6]
		};
		let (one, other) = (meter(), meter());
		let first = link(&one, &early);
		assert_eq!(link(&one, &late), first);
		// A device that starts again, and shows a later day first.
		shown(&other, &late, 5, 1);
		assert_eq!(link(&other, &late), first);
	}

	#[test]
	fn registers_go_on_over_days_without_readings() {
		let readings = table(&[(50, 100), (53, 200), (119, 0), (120, 500)]);
		let day = shown(&meter(), &readings, 5, 1);
		assert_eq!(day.start.registers.total_wh, 300);
		assert_eq!(day.start.registers.green_wh, 150);
		assert_eq!(day.readings[0].total_wh, 500);
		let before = shown(&meter(), &readings, 4, 1 << 23);
		assert_eq!(
			before.links(Day(4)).unwrap()[24],
			day.links(Day(5)).unwrap()[0]
		);
	}

	#[test]
	fn there_is_no_chain_before_the_first_reading() {
		let day = |readings: &Table, day, hour: u32| {
			let hours = HourMask::new(1 << hour).unwrap();
			meter().day(readings, Day(day), hours).unwrap()
		};
		assert_eq!(day(&table(&[]), 2, 2), None);
		assert_eq!(day(&table(&[(50, 1)]), 1, 2), None);
		assert_eq!(day(&table(&[(50, 1)]), 2, 3), None, "not read yet");
		assert!(day(&table(&[(50, 1)]), 2, 2).is_some());
	}
}
