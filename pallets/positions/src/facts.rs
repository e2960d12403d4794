//! What an item shows: the immutable facts of its offer, as text that any wallet can print.

use alloc::{format, string::String, vec::Vec};
use greenhour_types::{Day, DeviceId, PoolId, Template};

/// The facts of one offer.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Facts<'a> {
	/// The device that serves.
	pub(crate) device: DeviceId,
	/// Where it offers.
	pub(crate) pool: PoolId,
	/// Capacity by hour of day.
	pub(crate) template: &'a Template,
	/// First day, included.
	pub(crate) first_day: Day,
	/// Last day, included.
	pub(crate) last_day: Day,
}

impl Facts<'_> {
	/// The keys, in the order in which they are written.
	pub(crate) const KEYS: [&'static str; 6] = [
		"device",
		"gpu_class",
		"zone",
		"first_day",
		"last_day",
		"milli_gpu_by_hour",
	];

	/// Keys and values, in the order in which they are written.
	///
	/// **Shape**: decimal text; `milli_gpu_by_hour` has 24 numbers divided by commas, hour 0 first,
	/// and so at most 263 bytes.
	pub(crate) fn attributes(&self) -> [(&'static str, String); 6] {
		let by_hour: Vec<String> = self
			.template
			.0
			.iter()
			.map(|units| format!("{units}"))
			.collect();
		[
			("device", format!("{}", self.device)),
			("gpu_class", format!("{}", self.pool.gpu_class)),
			("zone", format!("{}", self.pool.zone)),
			("first_day", format!("{}", self.first_day.0)),
			("last_day", format!("{}", self.last_day.0)),
			("milli_gpu_by_hour", by_hour.join(",")),
		]
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use greenhour_types::{GpuClassId, MilliGpu, ZoneId};

	#[test]
	fn facts_are_decimal_text() {
		let mut template = Template::flat(MilliGpu(500));
		template.0[23] = MilliGpu(7);
		let facts = Facts {
			device: DeviceId(3),
			pool: PoolId {
				gpu_class: GpuClassId(2),
				zone: ZoneId(9),
			},
			template: &template,
			first_day: Day(1),
			last_day: Day(30),
		};
		let attributes = facts.attributes();
		assert_eq!(attributes.clone().map(|(key, _)| key), Facts::KEYS);
		assert_eq!(attributes[0], ("device", "3".into()));
		assert_eq!(attributes[1], ("gpu_class", "2".into()));
		assert_eq!(attributes[2], ("zone", "9".into()));
		assert_eq!(attributes[3], ("first_day", "1".into()));
		assert_eq!(attributes[4], ("last_day", "30".into()));
		assert_eq!(attributes[5].1, format!("{}7", "500,".repeat(23)));
	}

	#[test]
	fn the_longest_fact_has_263_bytes() {
		let template = Template::flat(MilliGpu(u32::MAX));
		let pool = PoolId {
			gpu_class: GpuClassId(u16::MAX),
			zone: ZoneId(u16::MAX),
		};
		let facts = Facts {
			device: DeviceId(u32::MAX),
			pool,
			template: &template,
			first_day: Day(u32::MAX),
			last_day: Day(u32::MAX),
		};
		let longest = facts
			.attributes()
			.iter()
			.map(|(_, value)| value.len())
			.max();
		assert_eq!(longest, Some(263));
	}
}
