//! Coefficients of the random linear combination, fixed by everything that is combined.

use crate::batch::Entry;
use alloc::vec::Vec;

/// What a batch is verified for. Two batches that differ in any of it share no coefficients.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BatchContext {
	/// Circuit of the key.
	pub circuit: u16,
	/// Version of the circuit.
	pub version: u16,
	/// What the caller binds beside: the genesis hash, for the chain.
	pub context: [u8; 32],
}

/// Hands out one 128-bit coefficient for each entry of a batch.
pub(crate) struct Transcript {
	seed: [u8; 32],
}

impl Transcript {
	/// Absorbs context, key, and every byte of every entry.
	pub(crate) fn new(context: &BatchContext, key: &[u8; 32], entries: &[Entry<'_>]) -> Self {
		let mut absorbed = b"greenhour/batch".to_vec();
		absorbed.extend_from_slice(&context.circuit.to_le_bytes());
		absorbed.extend_from_slice(&context.version.to_le_bytes());
		absorbed.extend_from_slice(&context.context);
		absorbed.extend_from_slice(key);
		absorbed.extend_from_slice(&length(entries.len()));
		for entry in entries {
			absorbed.extend_from_slice(&entry_digest(entry));
		}
		Self {
			seed: sp_crypto_hashing::blake2_256(&absorbed),
		}
	}

	/// The two 64-bit halves of the coefficient of each of `count` entries.
	pub(crate) fn coefficients(&self, count: usize) -> Vec<[u64; 2]> {
		(0..count).map(|index| self.coefficient(index)).collect()
	}

	fn coefficient(&self, index: usize) -> [u64; 2] {
		let mut absorbed = b"greenhour/coefficient".to_vec();
		absorbed.extend_from_slice(&self.seed);
		absorbed.extend_from_slice(&length(index));
		let [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, ..] =
			sp_crypto_hashing::blake2_256(&absorbed);
		[
			u64::from_le_bytes([a, b, c, d, e, f, g, h]),
			u64::from_le_bytes([i, j, k, l, m, n, o, p]),
		]
	}
}

fn entry_digest(entry: &Entry<'_>) -> [u8; 32] {
	let mut absorbed = Vec::new();
	absorbed.extend_from_slice(&length(entry.proof.len()));
	absorbed.extend_from_slice(entry.proof);
	absorbed.extend_from_slice(&length(entry.inputs.len()));
	for input in entry.inputs {
		absorbed.extend_from_slice(input);
	}
	sp_crypto_hashing::blake2_256(&absorbed)
}

/// Lengths enter as eight bytes on every target; a length never exceeds 64 bits.
fn length(length: usize) -> [u8; 8] {
	u64::try_from(length).unwrap_or(u64::MAX).to_le_bytes()
}
