//! Poseidon over the scalar field of BN254, equal to circomlib's.
//!
//! One permutation of `[0, inputs..]`; the hash is element 0 of the result. S-box `x^5`, 8 full
//! rounds, and as many partial rounds as circomlib uses for the width.
//!
//! **Source**: eprint 2019/458; `circuits/poseidon.circom` of iden3/circomlib for the convention.

mod constants;
mod constraints;
mod partial; // fewer multiplications

pub use constants::{parameters, Parameters, FULL_ROUNDS, MAX_INPUTS};
pub use constraints::hash_var;

use ark_bn254::Fr;
use ark_ff::{Field, Zero};
use core::ops::Range;

/// The hash of 1 to [`MAX_INPUTS`] field elements.
pub fn hash<const N: usize>(inputs: [Fr; N]) -> Fr {
	let parameters = parameters::<N>();
	let mut state: Vec<Fr> = core::iter::once(Fr::zero()).chain(inputs).collect();
	let (first_half, rounds) = (FULL_ROUNDS / 2, parameters.rounds());
	full_rounds(parameters, 0..first_half, &mut state);
	parameters.partial().apply(&mut state);
	full_rounds(parameters, rounds - first_half..rounds, &mut state);
	state[0]
}

fn full_rounds(parameters: &Parameters, rounds: Range<usize>, state: &mut Vec<Fr>) {
	for round in rounds {
		for (element, constant) in state.iter_mut().zip(parameters.round_constants(round)) {
			*element = s_box(*element + constant);
		}
		let dot = |row: &[Fr]| row.iter().zip(&*state).map(|(a, b)| *a * b).sum();
		*state = parameters.mds().map(dot).collect();
	}
}

fn s_box(x: Fr) -> Fr {
	x.square().square() * x
}

/// The field element that keeps one use of a hash apart from all others: the bytes of `name` as a
/// little-endian integer.
pub fn domain_tag(name: &str) -> Fr {
	use ark_ff::PrimeField;
	assert!(name.len() < 32, "a domain tag is a field element");
	Fr::from_le_bytes_mod_order(name.as_bytes())
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::vectors;
	use light_poseidon::{Poseidon, PoseidonHasher};
	use proptest::prelude::*;

	/// The hashes of `1, .. N` and of `p - 1, .. p - N`.
	fn counted<const N: usize>() -> [Fr; 2] {
		let up: [Fr; N] = core::array::from_fn(|i| Fr::from(u64::try_from(i).expect("small") + 1));
		[hash(up), hash(up.map(|x| -x))]
	}

	#[test]
	fn every_width_equals_circomlibjs() {
		let ours = [
			counted::<1>(),
			counted::<2>(),
			counted::<3>(),
			counted::<4>(),
			counted::<5>(),
			counted::<6>(),
			counted::<7>(),
			counted::<8>(),
			counted::<9>(),
			counted::<10>(),
			counted::<11>(),
			counted::<12>(),
		];
		let theirs: Vec<_> = vectors::of("poseidon")
			.map(|fields| [vectors::element(fields[1]), vectors::element(fields[2])])
			.collect();
		assert_eq!(theirs, ours);
	}

	fn assert_equals_light_poseidon<const N: usize>(seed: u64) {
		let inputs: [Fr; N] = core::array::from_fn(|i| {
			Fr::from(seed).pow([11]) + Fr::from(u64::try_from(i).expect("small"))
		});
		let mut reference = Poseidon::<Fr>::new_circom(N).expect("1 to 12 inputs");
		assert_eq!(
			hash(inputs),
			reference.hash(&inputs).expect("right count"),
			"{N} inputs"
		);
	}

	proptest! {
		#![proptest_config(ProptestConfig::with_cases(8))]
		#[test]
		fn every_width_equals_light_poseidon(seed: u64) {
			assert_equals_light_poseidon::<1>(seed);
			assert_equals_light_poseidon::<2>(seed);
			assert_equals_light_poseidon::<3>(seed);
			assert_equals_light_poseidon::<4>(seed);
			assert_equals_light_poseidon::<5>(seed);
			assert_equals_light_poseidon::<6>(seed);
			assert_equals_light_poseidon::<7>(seed);
			assert_equals_light_poseidon::<8>(seed);
			assert_equals_light_poseidon::<9>(seed);
			assert_equals_light_poseidon::<10>(seed);
			assert_equals_light_poseidon::<11>(seed);
			assert_equals_light_poseidon::<12>(seed);
		}
	}
}
