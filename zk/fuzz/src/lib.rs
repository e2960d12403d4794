//! Laws of everything that turns bytes of strangers into keys, proofs, statements and points.
#![doc = include_str!("../README.md")]
#![deny(missing_docs)]

extern crate alloc; // named by the file shared with the Wasm module

pub mod adapter_config; // what the registry keeps beside a key
pub mod baby_jubjub; // meter keys and signatures
pub mod batch; // proofs and public inputs
mod fixture; // keys and proofs of the vectors
mod foreign; // what holds for proofs of every foreign prover
pub mod gnark_key; // keys as gnark writes them
pub mod key; // keys as the chain keeps them
pub mod native_wasm; // the same bytes natively and in Wasm
pub mod receipt; // receipts and their public inputs
mod reference; // arkworks' own answers
pub mod risc_zero; // seals of RISC Zero
pub mod snarkjs; // proofs of circom circuits
pub mod snarkjs_json; // files of snarkjs
pub mod sp1; // proofs of SP1

/// The libFuzzer target of the law in the module of this name.
///
/// A module has `law`, which panics when the bytes break a law and tells whether the decoder accepted
/// them, and [`Seeds`]. The mutator plants a seed now and then, so that a run needs no corpus.
#[macro_export]
macro_rules! target {
	($module:ident) => {
		static SEEDS: std::sync::LazyLock<$crate::Seeds> =
			std::sync::LazyLock::new($crate::$module::seeds);

		libfuzzer_sys::fuzz_target!(init: $crate::check_seeds(&SEEDS, $crate::$module::law), |bytes: &[u8]| {
			$crate::$module::law(bytes);
		});

		libfuzzer_sys::fuzz_mutator!(
			|bytes: &mut [u8], size: usize, max_size: usize, seed: u32| {
				$crate::mutate(&SEEDS, bytes, size, max_size, seed)
			}
		);
	};
}

/// Bytes to start from.
pub struct Seeds {
	/// The law holds, and the decoder accepts them.
	pub accepted: Vec<Vec<u8>>,
	/// The law holds, and the decoder refuses them: what no random change would find soon.
	pub refused: Vec<Vec<u8>>,
}

impl From<Vec<Vec<u8>>> for Seeds {
	fn from(accepted: Vec<Vec<u8>>) -> Self {
		Self {
			accepted,
			refused: vec![],
		}
	}
}

impl Seeds {
	/// One of them, by a random number; and what is left of the number.
	fn pick(&self, random: usize) -> (&[u8], usize) {
		let count = self.accepted.len() + self.refused.len();
		let (number, left) = (random % count, random / count);
		let seed = match number.checked_sub(self.accepted.len()) {
			None => &self.accepted[number],
			Some(number) => &self.refused[number],
		};
		(seed, left)
	}
}

/// A target that refuses all would fuzz nothing but the first check.
pub fn check_seeds(seeds: &Seeds, law: fn(&[u8]) -> bool) {
	assert!(!seeds.accepted.is_empty(), "a target accepts something");
	for (index, seed) in seeds.accepted.iter().enumerate() {
		assert!(law(seed), "seed {index} is not accepted");
	}
	for (index, seed) in seeds.refused.iter().enumerate() {
		assert!(!law(seed), "refused seed {index} is accepted");
	}
}

/// One input in so many starts again from a seed.
const PLANTED: u32 = 16;

/// The next input: mostly libFuzzer's change of the last one, sometimes a seed, changed or as it is.
pub fn mutate(seeds: &Seeds, bytes: &mut [u8], size: usize, max_size: usize, random: u32) -> usize {
	if !random.is_multiple_of(PLANTED) {
		return libfuzzer_sys::fuzzer_mutate(bytes, size, max_size);
	}
	let (seed, random) = seeds.pick((random / PLANTED) as usize);
	let length = seed.len().min(max_size).min(bytes.len());
	bytes[..length].copy_from_slice(&seed[..length]);
	if random.is_multiple_of(4) {
		return length;
	}
	libfuzzer_sys::fuzzer_mutate(bytes, length, max_size)
}
