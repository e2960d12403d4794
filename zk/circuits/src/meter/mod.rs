//! What a meter keeps and signs: cumulative registers in a chain of salted commitments.
//!
//! At the start of every hour the meter reads its two registers, energy and green energy since it was
//! made, and adds a **link** to its chain: `Poseidon(link before, word, salt)`, where the word holds
//! the registers and the number of the hour that starts. There is a link for every hour; hours without
//! power get theirs when power is back, with the registers unchanged. The link at the end of an hour
//! is the **reading commitment** of that hour. On demand the meter signs a link, for one chain and one
//! device.
//!
//! So one signature covers all earlier readings, nobody can insert or drop an hour between two others,
//! and what is consumed is the difference of two registers. The salts keep every link opaque.

pub(crate) mod software;

pub use software::SoftwareMeter;

use crate::{
	curve::Point,
	field_from_bytes,
	integer::power_of_two,
	poseidon::{domain_tag, hash},
};
use ark_bn254::Fr;
use ark_ff::Zero;
use greenhour_types::{receipt::genesis_element, Day, DeviceId, HourMask, MilliGpu};

/// Hours of a day.
pub const HOURS: usize = 24;
/// Domain of a link; at most 10 bytes, because it starts at bit 168 of a word.
const LINK_TAG: &str = "gh/reading";
/// Domain of a signed link; at most 10 bytes.
const HEAD_TAG: &str = "gh/head";
/// Domain of what stands before the first link.
const ORIGIN_TAG: &str = "greenhour/meter-origin";
/// Bit of a word at which its domain starts.
const TAG_POSITION: usize = 168;

/// What the domain of a link adds to its word.
pub(crate) fn link_tag() -> Fr {
	domain_tag(LINK_TAG) * power_of_two(TAG_POSITION)
}

/// What the domain of a signed link adds to its word.
pub(crate) fn head_tag() -> Fr {
	domain_tag(HEAD_TAG) * power_of_two(TAG_POSITION)
}

/// What the meter counted in one hour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HourReading {
	/// Watt-hours fed to compute.
	pub total_wh: u32,
	/// Of these, green watt-hours.
	pub green_wh: u32,
	/// Hides the link at the end of the hour; 128 random bits.
	pub salt: u128,
}

impl HourReading {
	/// Most units that this energy can have served, rounded down; `None` when `wh_per_gpu_hour` is
	/// zero or the units do not fit 32 bits.
	///
	/// `total_wh * 1000 / wh_per_gpu_hour`.
	pub fn max_units_down(&self, wh_per_gpu_hour: u32) -> Option<MilliGpu> {
		let milli = u64::from(self.total_wh).checked_mul(1_000)?;
		let units = milli.checked_div(u64::from(wh_per_gpu_hour))?;
		u32::try_from(units).ok().map(MilliGpu)
	}
}

/// Cumulative registers of a meter. They never fall and never roll over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Registers {
	/// Watt-hours fed to compute since the meter was made.
	pub total_wh: u64,
	/// Of these, green watt-hours.
	pub green_wh: u64,
}

impl Registers {
	/// The registers after one more hour; `None` if one of them would roll over.
	pub fn after(&self, reading: &HourReading) -> Option<Self> {
		Some(Self {
			total_wh: self.total_wh.checked_add(reading.total_wh.into())?,
			green_wh: self.green_wh.checked_add(reading.green_wh.into())?,
		})
	}

	/// Total 64, green 64, hour 40, domain.
	fn word(&self, hour: u64) -> Fr {
		Fr::from(u128::from(self.total_wh) | u128::from(self.green_wh) << 64)
			+ Fr::from(hour) * power_of_two(128)
			+ link_tag()
	}
}

/// A link of the chain: the registers at the start of an hour.
///
/// `hour` counts from hour zero of the chain: `24 * day + hour of day`.
fn link(previous: Fr, hour: u64, registers: &Registers, salt: u128) -> Fr {
	hash([previous, registers.word(hour), Fr::from(salt)])
}

/// What opens the link with which a day starts, but for its salt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayStart {
	/// The link one hour earlier.
	pub previous: Fr,
	/// The registers when the day starts.
	pub registers: Registers,
}

impl DayStart {
	/// The start of the first day of a new meter with this key.
	pub fn of_new_meter(key: &Point) -> Self {
		Self {
			previous: hash([domain_tag(ORIGIN_TAG), key.x, key.y]),
			registers: Registers::default(),
		}
	}
}

/// One day of a meter, as it is shown to the prover: opens 25 links.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MeterDay {
	/// What opens the first link.
	pub start: DayStart,
	/// Salt of the first link.
	pub salt: u128,
	/// The hours. Those after the last hour of a receipt do not count for it; they may be zero.
	pub readings: [HourReading; HOURS],
}

impl MeterDay {
	/// The registers when the day starts and at the end of each hour; `None` if one rolls over.
	pub fn registers(&self) -> Option<[Registers; HOURS + 1]> {
		let mut registers = [self.start.registers; HOURS + 1];
		for (hour, reading) in self.readings.iter().enumerate() {
			registers[hour + 1] = registers[hour].after(reading)?;
		}
		Some(registers)
	}

	/// The links when the day starts and at the end of each hour; `None` if a register rolls over.
	pub fn links(&self, day: Day) -> Option<[Fr; HOURS + 1]> {
		let registers = self.registers()?;
		let salts = core::iter::once(self.salt).chain(self.readings.iter().map(|r| r.salt));
		let mut links = [Fr::zero(); HOURS + 1];
		let mut previous = self.start.previous;
		let hours = registers.iter().zip(salts).zip(first_hour(day)..);
		for (slot, ((registers, salt), hour)) in links.iter_mut().zip(hours) {
			previous = link(previous, hour, registers, salt);
			*slot = previous;
		}
		Some(links)
	}

	/// The link at the end of the last of these hours: what the meter signs for a receipt of them.
	pub fn head(&self, day: Day, hours: HourMask) -> Option<Fr> {
		Some(self.links(day)?[hours.last()?.index() + 1])
	}

	/// What opens the first link of the next day.
	pub fn next_start(&self, day: Day) -> Option<DayStart> {
		Some(DayStart {
			previous: self.links(day)?[HOURS - 1],
			registers: self.registers()?[HOURS],
		})
	}
}

/// What the meter signs: a link, for one device on one chain.
///
/// `Poseidon(genesis, device 32 and domain, link)`.
pub fn head_message(genesis_hash: &[u8; 32], device: DeviceId, head: Fr) -> Fr {
	// 248 bits are always below the modulus.
	let genesis = field_from_bytes(&genesis_element(genesis_hash)).unwrap_or_default();
	hash([genesis, Fr::from(device.0) + head_tag(), head])
}

/// `24 * day`, which fits for every day.
fn first_hour(day: Day) -> u64 {
	u64::from(day.0) * 24
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;

	fn day(salt: u128, readings: [(u32, u32); HOURS]) -> MeterDay {
		MeterDay {
			start: DayStart {
				previous: Fr::from(3u64),
				registers: Registers {
					total_wh: 1_000,
					green_wh: 10,
				},
			},
			salt,
			readings: readings.map(|(total_wh, green_wh)| HourReading {
				total_wh,
				green_wh,
				salt: u128::from(total_wh) + 5,
			}),
		}
	}

	#[test]
	fn tags_fit_above_the_numbers_of_a_word() {
		assert!(LINK_TAG.len() <= 10 && HEAD_TAG.len() <= 10);
		assert_ne!(LINK_TAG, HEAD_TAG);
	}

	#[test]
	fn a_register_that_would_roll_over_is_refused() {
		let mut full = day(1, [(0, 0); HOURS]);
		full.start.registers.total_wh = u64::MAX - 1;
		full.readings[23].total_wh = 1;
		assert!(full.links(Day(1)).is_some());
		full.readings[22].total_wh = 1;
		assert_eq!(full.links(Day(1)), None);
	}

	proptest! {
		#![proptest_config(ProptestConfig::with_cases(8))]
		#[test]
		fn a_chain_goes_on_over_midnight(readings: [(u32, u32); HOURS], salt: u128, number in 0u32..u32::MAX) {
			let first = day(salt, readings);
			let links = first.links(Day(number)).expect("far from full");
			let next = MeterDay {
				start: first.next_start(Day(number)).expect("far from full"),
				salt: first.readings[23].salt,
				..first
			};
			prop_assert_eq!(next.links(Day(number + 1)).expect("far from full")[0], links[24]);
		}

		#[test]
		fn a_link_depends_on_everything_before_it(
			readings: [(u32, u32); HOURS], hour in 0usize..24, change in 0usize..5,
		) {
			let base = day(9, readings);
			let mut other = base.clone();
			match change {
				0 => other.readings[hour].total_wh ^= 1,
				1 => other.readings[hour].green_wh ^= 1,
				2 => other.readings[hour].salt ^= 1,
				3 => other.start.previous += Fr::from(1u64),
				_ => other.start.registers.green_wh += 1,
			}
			let (base, other) = (base.links(Day(4)).expect("fits"), other.links(Day(4)).expect("fits"));
			let first = if change < 3 { hour + 1 } else { 0 };
			for index in 0..=HOURS {
				prop_assert_eq!(base[index] == other[index], index < first, "link {}", index);
			}
		}
	}
}
