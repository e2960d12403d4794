//! The same verdict as the verifier of ark-groth16, where that one is right.

use super::*;
use crate::verify_batch;
use ark_groth16::Proof;
use ark_serialize::CanonicalDeserialize;
use proptest::prelude::*;

/// The verdict of ark-groth16, for the right number of inputs.
fn reference(claim: &Claim) -> bool {
	let inputs: Option<Vec<Fr>> = claim
		.inputs
		.iter()
		.map(|input| Fr::deserialize_compressed(&input[..]).ok())
		.collect();
	let proof = Proof::<Bn254>::deserialize_compressed(&claim.proof[..]).ok();
	let (Some(inputs), Some(proof)) = (inputs, proof) else {
		return false;
	};
	Groth16::<Bn254>::verify(&proving_key().vk, &inputs, &proof).expect("right arity")
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(48))]

	#[test]
	fn a_claim_changed_anywhere_is_judged_like_the_reference(
		seed in 0u64..4, place in 0usize..128 + 3 * 32, flip in 0u8..8, change: bool,
	) {
		let mut claim = claim(seed);
		if change {
			let byte = if place < 128 {
				&mut claim.proof[place]
			} else {
				&mut claim.inputs[(place - 128) / 32][place % 32]
			};
			*byte ^= 1 << flip;
		}
		let ours = verify_batch(&key(), &CONTEXT, &[claim.entry()]).is_ok();
		prop_assert_eq!(ours, reference(&claim));
		prop_assert_eq!(ours, !change);
	}

	#[test]
	fn a_batch_holds_exactly_when_each_entry_does(spoiled in proptest::collection::vec(any::<bool>(), 1..6)) {
		let mut claims = claims(u64::try_from(spoiled.len()).expect("small"));
		for (claim, spoil) in claims.iter_mut().zip(&spoiled) {
			if *spoil {
				claim.inputs.swap(0, 1);
			}
		}
		let batch = verify_batch(&key(), &CONTEXT, &entries(&claims)).is_ok();
		prop_assert_eq!(batch, claims.iter().all(reference));
		prop_assert_eq!(batch, !spoiled.contains(&true));
	}
}
