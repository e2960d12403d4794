//! Seeded draws: one stream per seed and purpose, the same on every machine.

use rand_chacha::{
	rand_core::{RngCore, SeedableRng},
	ChaCha8Rng,
};

/// A stream of random numbers.
#[derive(Clone, Debug)]
pub struct Random(ChaCha8Rng);

impl Random {
	/// The stream of `purpose` under `seed`.
	pub fn new(seed: u64, purpose: &str) -> Self {
		let mut rng = ChaCha8Rng::seed_from_u64(seed);
		// FNV-1a of the purpose chooses the stream.
		let stream = purpose
			.bytes()
			.fold(0xcbf2_9ce4_8422_2325u64, |hash, byte| {
				(hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
			});
		rng.set_stream(stream);
		Self(rng)
	}

	/// Uniform in (0, 1).
	pub fn unit(&mut self) -> f64 {
		((self.0.next_u64() >> 11) as f64 + 0.5) / (1u64 << 53) as f64
	}

	/// Exponential with mean one.
	pub fn exponential(&mut self) -> f64 {
		-self.unit().ln()
	}

	/// An index drawn by weights that sum to one; the last one for what rounding leaves.
	pub fn weighted(&mut self, weights: impl Iterator<Item = f64>) -> usize {
		let mut rest = self.unit();
		let mut last = 0;
		for (index, weight) in weights.enumerate() {
			rest -= weight;
			last = index;
			if rest < 0.0 {
				break;
			}
		}
		last
	}
}
