//! Who may join a pool whose places are drawn by lot.
//!
//! Whoever enters a round has a weight `w`: the units that he could offer with his bond. With room
//! for `F` units and `S2` the sum of all squared weights, a device is admitted with the chance
//! `1 - exp(-F w / S2)`, or always when all weights together fit the room. The expected weight of
//! those admitted,
//!
//! ```text
//! sum w (1 - exp(-F w / S2)) <= sum w * F w / S2 = F,
//! ```
//!
//! never exceeds the room, and is close to it while no weight is a large part of the round. Whoever
//! splits `w` in `n` parts leaves `S2` where it was, or lowers it to `w^2 / n` when he is alone, and
//! expects `w (1 - exp(-F w / (w^2 + n S))`, with `S` the squares of all others: never more than for
//! the whole.

use crate::{
	draw::{is_below_chance, uniform},
	DeviceId, Hour, MilliGpu,
};
use parity_scale_codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// What entered one round of a lottery.
#[derive(
	Clone,
	Copy,
	Debug,
	Default,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
pub struct LotteryEntries {
	/// Sum of the weights.
	pub total: u64,
	/// Sum of their squares.
	pub squares: u128,
	/// Units for which there is room.
	pub room: MilliGpu,
}

impl LotteryEntries {
	/// The entries with one more of this weight; `None` when a sum does not fit.
	pub fn with(&self, weight: MilliGpu) -> Option<Self> {
		let weight = u64::from(weight.0);
		Some(Self {
			total: self.total.checked_add(weight)?,
			squares: self
				.squares
				.checked_add(u128::from(weight).checked_mul(u128::from(weight))?)?,
			room: self.room,
		})
	}
}

/// Is `device` admitted, which entered the round of `hour` with `weight`?
///
/// `seed` is the seed of the pool and hour. Rounded down: the chance is never larger than stated
/// above. A weight of nothing is never admitted, and nobody is where there is no room.
pub fn is_admitted(
	seed: &[u8; 32],
	hour: Hour,
	device: DeviceId,
	weight: MilliGpu,
	entries: &LotteryEntries,
) -> bool {
	if weight.is_zero() || entries.room.is_zero() {
		return false;
	}
	if entries.total <= u64::from(entries.room.0) {
		return true;
	}
	let ticket = uniform(&(b"greenhour/lottery", seed, hour, device).encode());
	let parts = u128::from(weight.0).saturating_mul(u128::from(entries.room.0));
	is_below_chance(ticket, parts, entries.squares)
}

#[cfg(test)]
mod tests {
	use super::*;

	fn entries(weights: &[u32], room: u32) -> LotteryEntries {
		let none = LotteryEntries {
			room: MilliGpu(room),
			..Default::default()
		};
		weights.iter().fold(none, |entries, weight| {
			entries.with(MilliGpu(*weight)).expect("fits")
		})
	}

	/// Units admitted in `rounds` rounds of these weights.
	fn admitted(rounds: u32, weights: &[u32], room: u32) -> u64 {
		let entries = entries(weights, room);
		let mut units = 0;
		for hour in 0..rounds {
			for (device, weight) in (0u32..).zip(weights) {
				let (device, weight) = (DeviceId(device), MilliGpu(*weight));
				if is_admitted(&[3; 32], Hour(hour), device, weight, &entries) {
					units += u64::from(weight.0);
				}
			}
		}
		units
	}

	#[test]
	fn all_are_admitted_when_there_is_room_for_all() {
		assert_eq!(admitted(10, &[100, 200, 700], 1_000), 10_000);
		assert_eq!(admitted(10, &[100, 200, 700], 0), 0);
		assert_eq!(admitted(10, &[0, 0], 1_000), 0);
	}

	#[test]
	fn the_room_is_filled_on_average_and_not_more() {
		// 100 weights of 1,000 for room for 10,000: chance 1 - exp(-1/10) = 0.0952 each, so 9.52
		// of them are expected; 400 rounds give 3,807 with a standard deviation of 58.7.
		let units = admitted(400, &[1_000; 100], 10_000);
		assert!((3_397..4_218).contains(&(units / 1_000)), "{units}");
	}

	#[test]
	fn splitting_a_weight_does_not_admit_more_of_it() {
		// Of device 0 alone, with 99 others of the same weight, against ten tenths.
		let share = |own: &[u32]| {
			let mut weights = own.to_vec();
			weights.extend([1_000; 99]);
			let entries = entries(&weights, 10_000);
			let mut units = 0;
			for hour in 0..20_000 {
				for (device, weight) in (1_000u32..).zip(own) {
					let (device, weight) = (DeviceId(device), MilliGpu(*weight));
					if is_admitted(&[5; 32], Hour(hour), device, weight, &entries) {
						units += weight.0;
					}
				}
			}
			units
		};
		// Expected: 20,000 * 1,000 * 0.0952 = 1,903,000 for the whole, with a deviation of 41,500;
		// 20,000 * 1,000 * (1 - exp(-0.0101)) = 201,000 for the parts.
		assert!((1_612_000..2_194_000).contains(&share(&[1_000])));
		assert!(share(&[100; 10]) < 250_000);
	}

	#[test]
	fn the_largest_values_do_not_overflow() {
		let most = [u32::MAX; 8];
		let entries = entries(&most, u32::MAX);
		assert_eq!(entries.total, 8 * u64::from(u32::MAX));
		// Chance 1 - exp(-1/8) each.
		let units = admitted(1_000, &most, u32::MAX) / u64::from(u32::MAX);
		// 8,000 draws with chance 0.1175: mean 940, standard deviation 28.8.
		assert!((739..1_142).contains(&units), "{units}");
	}

	#[test]
	fn squares_that_do_not_fit_are_refused() {
		let full = LotteryEntries {
			squares: u128::MAX,
			..Default::default()
		};
		assert_eq!(full.with(MilliGpu(1)), None);
	}
}
