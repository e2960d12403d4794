//! BLAKE-512, the finalist of the SHA-3 competition (not BLAKE2), without salt.
//!
//! circomlib derives secret scalars and nonces with it; nothing else here uses it.
//!
//! **Source**: Aumasson, Henzen, Meier, Phan, "SHA-3 proposal BLAKE", version 1.3, section 2.2.

const BLOCK_BYTES: usize = 128;
const ROUNDS: usize = 16;

const INITIAL: [u64; 8] = [
	0x6a09_e667_f3bc_c908,
	0xbb67_ae85_84ca_a73b,
	0x3c6e_f372_fe94_f82b,
	0xa54f_f53a_5f1d_36f1,
	0x510e_527f_ade6_82d1,
	0x9b05_688c_2b3e_6c1f,
	0x1f83_d9ab_fb41_bd6b,
	0x5be0_cd19_137e_2179,
];

/// The first digits of pi.
const PI: [u64; 16] = [
	0x243f_6a88_85a3_08d3,
	0x1319_8a2e_0370_7344,
	0xa409_3822_299f_31d0,
	0x082e_fa98_ec4e_6c89,
	0x4528_21e6_38d0_1377,
	0xbe54_66cf_34e9_0c6c,
	0xc0ac_29b7_c97c_50dd,
	0x3f84_d5b5_b547_0917,
	0x9216_d5d9_8979_fb1b,
	0xd131_0ba6_98df_b5ac,
	0x2ffd_72db_d01a_dfb7,
	0xb8e1_afed_6a26_7e96,
	0xba7c_9045_f12c_7f99,
	0x24a1_9947_b391_6cf7,
	0x0801_f2e2_858e_fc16,
	0x6369_20d8_7157_4e69,
];

const PERMUTATIONS: [[usize; 16]; 10] = [
	[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
	[14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
	[11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4],
	[7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8],
	[9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13],
	[2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9],
	[12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11],
	[13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10],
	[6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5],
	[10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0],
];

/// Positions of the state that one round mixes: four columns, then four diagonals.
const MIXES: [[usize; 4]; 8] = [
	[0, 4, 8, 12],
	[1, 5, 9, 13],
	[2, 6, 10, 14],
	[3, 7, 11, 15],
	[0, 5, 10, 15],
	[1, 6, 11, 12],
	[2, 7, 8, 13],
	[3, 4, 9, 14],
];

/// The digest of `message`.
pub(super) fn blake512(message: &[u8]) -> [u8; 64] {
	let bits = u128::try_from(message.len()).unwrap_or(u128::MAX) * 8;
	// One bit, zeros, one bit, the length: so that the whole fills blocks.
	let mut padded = message.to_vec();
	padded.push(0x80);
	while padded.len() % BLOCK_BYTES != BLOCK_BYTES - 16 {
		padded.push(0);
	}
	let marker = padded.len() - 1;
	padded[marker] |= 1;
	padded.extend(bits.to_be_bytes());

	let mut chain = INITIAL;
	for (index, block) in padded.chunks(BLOCK_BYTES).enumerate() {
		let start = index * BLOCK_BYTES;
		// Bits of the message hashed so far; zero in a block of padding alone.
		let counter = if start < message.len() || message.is_empty() {
			bits.min(u128::try_from((start + BLOCK_BYTES) * 8).unwrap_or(u128::MAX))
		} else {
			0
		};
		compress(&mut chain, block, counter);
	}
	let mut digest = [0; 64];
	for (slot, word) in digest.chunks_mut(8).zip(chain) {
		slot.copy_from_slice(&word.to_be_bytes());
	}
	digest
}

fn compress(chain: &mut [u64; 8], block: &[u8], counter: u128) {
	let words: Vec<u64> = block
		.chunks(8)
		.map(|bytes| {
			bytes
				.iter()
				.fold(0, |word, byte| word << 8 | u64::from(*byte))
		})
		.collect();
	let [low, high] = [counter, counter >> 64].map(|half| (half & u128::from(u64::MAX)) as u64);
	let mut state = [0; 16];
	state[..8].copy_from_slice(chain);
	state[8..].copy_from_slice(&PI[..8]);
	for (position, half) in [(12, low), (13, low), (14, high), (15, high)] {
		state[position] ^= half;
	}
	for round in 0..ROUNDS {
		let order = &PERMUTATIONS[round % PERMUTATIONS.len()];
		for (mix, [a, b, c, d]) in MIXES.into_iter().enumerate() {
			let (first, second) = (order[2 * mix], order[2 * mix + 1]);
			let rounds = [(first, second, 32, 25), (second, first, 16, 11)];
			for (word, constant, turn_d, turn_b) in rounds {
				state[a] = state[a]
					.wrapping_add(state[b])
					.wrapping_add(words[word] ^ PI[constant]);
				state[d] = (state[d] ^ state[a]).rotate_right(turn_d);
				state[c] = state[c].wrapping_add(state[d]);
				state[b] = (state[b] ^ state[c]).rotate_right(turn_b);
			}
		}
	}
	for (index, link) in chain.iter_mut().enumerate() {
		*link ^= state[index] ^ state[index + 8];
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::vectors;

	#[test]
	fn digests_equal_blake_hash() {
		let mut seen = 0;
		for fields in vectors::of("blake512") {
			let length: usize = fields[0].parse().expect("a length");
			let message: Vec<u8> = (0..length).map(|i| (i % 256) as u8).collect();
			assert_eq!(hex::encode(blake512(&message)), fields[1], "{length} bytes");
			seen += 1;
		}
		assert_eq!(seen, 10);
	}
}
