//! Who dies when: all that an attack leaves to chance, drawn from one seed.

use rand::{rngs::StdRng, Rng, SeedableRng};
use std::time::Duration;

/// Longest wait before a blow, in ms: two slots, so that it meets any moment of authoring and voting.
const LONGEST_PAUSE_MS: u64 = 6_000;

/// One validator and one device that die together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Blow {
	/// Place of the validator.
	pub(crate) validator: usize,
	/// Place of the device.
	pub(crate) device: usize,
	/// Wait before it.
	pub(crate) pause: Duration,
}

/// All blows of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Schedule {
	/// One for each round.
	pub(crate) blows: Vec<Blow>,
	/// Place of the validator that is left when the others die together.
	pub(crate) survivor: usize,
}

impl Schedule {
	/// Draws `rounds` blows against `validators` and `devices`, at least one of each.
	pub(crate) fn draw(seed: u64, rounds: u32, validators: usize, devices: usize) -> Self {
		let mut random = StdRng::seed_from_u64(seed);
		let blows = (0..rounds)
			.map(|_| Blow {
				validator: random.gen_range(0..validators),
				device: random.gen_range(0..devices),
				pause: Duration::from_millis(random.gen_range(0..=LONGEST_PAUSE_MS)),
			})
			.collect();
		Self {
			blows,
			survivor: random.gen_range(0..validators),
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn the_same_seed_gives_the_same_blows() {
		assert_eq!(Schedule::draw(7, 20, 4, 2), Schedule::draw(7, 20, 4, 2));
		assert_ne!(Schedule::draw(7, 20, 4, 2), Schedule::draw(8, 20, 4, 2));
	}

	#[test]
	fn everybody_can_be_hit_and_nobody_else() {
		let schedule = Schedule::draw(1, 1_000, 4, 2);
		for validator in 0..4 {
			for device in 0..2 {
				let hit = |blow: &Blow| (blow.validator, blow.device) == (validator, device);
				assert!(schedule.blows.iter().any(hit), "{validator} {device}");
			}
		}
		let known = |blow: &Blow| blow.validator < 4 && blow.device < 2;
		assert!(schedule.blows.iter().all(known) && schedule.survivor < 4);
		let longest = Duration::from_millis(LONGEST_PAUSE_MS);
		assert!(schedule.blows.iter().all(|blow| blow.pause <= longest));
	}
}
