//! The same verdict as two verifiers that the project did not write: that of ark-groth16, where it is
//! right, and the pairing equation over the curve of `substrate-bn`, whose arithmetic shares no code
//! with arkworks.

use super::*;
use crate::verify_batch;
use ark_ec::AffineRepr;
use ark_groth16::Proof;
use ark_serialize::CanonicalDeserialize;
use substrate_bn as bn;
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

/// Big-endian bytes of an element.
fn big_endian(element: &impl CanonicalSerialize) -> Vec<u8> {
	let mut bytes = Vec::new();
	element.serialize_compressed(&mut bytes).expect("memory");
	bytes.reverse();
	bytes
}

fn bn_g1(point: &ark_bn254::G1Affine) -> Option<bn::G1> {
	let fq = |x| bn::Fq::from_slice(&big_endian(&x)).ok();
	let (x, y) = point.xy()?;
	bn::AffineG1::new(fq(x)?, fq(y)?).ok().map(bn::G1::from)
}

/// Checks the curve and the subgroup.
fn bn_g2(point: &ark_bn254::G2Affine) -> Option<bn::G2> {
	let fq = |x| bn::Fq::from_slice(&big_endian(&x)).ok();
	let (x, y) = point.xy()?;
	let x = bn::Fq2::new(fq(x.c0)?, fq(x.c1)?);
	let y = bn::Fq2::new(fq(y.c0)?, fq(y.c1)?);
	bn::AffineG2::new(x, y).ok().map(bn::G2::from)
}

/// The verdict of the plain equation over `substrate-bn`. Points are decompressed by arkworks without
/// any check of the subgroup.
fn second_reference(claim: &Claim) -> bool {
	fn holds(claim: &Claim) -> Option<bool> {
		let vk = &proving_key().vk;
		let proof = Proof::<Bn254>::deserialize_compressed_unchecked(&claim.proof[..]).ok()?;
		let mut points = vk.gamma_abc_g1.iter();
		let mut sum = bn_g1(points.next()?)?;
		for (point, input) in points.zip(&claim.inputs) {
			let mut bytes = *input;
			bytes.reverse();
			// Reduces: what is not canonical is refused before.
			Fr::deserialize_compressed(&input[..]).ok()?;
			sum = sum + bn_g1(point)? * bn::Fr::from_slice(&bytes).ok()?;
		}
		let product = bn::pairing_batch(&[
			(bn_g1(&proof.a)?, bn_g2(&proof.b)?),
			(-bn_g1(&vk.alpha_g1)?, bn_g2(&vk.beta_g2)?),
			(-sum, bn_g2(&vk.gamma_g2)?),
			(-bn_g1(&proof.c)?, bn_g2(&vk.delta_g2)?),
		]);
		Some(product == bn::Gt::one())
	}
	claim.inputs.len() == 3 && holds(claim).unwrap_or(false)
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
		prop_assert_eq!(ours, second_reference(&claim));
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
		prop_assert_eq!(batch, claims.iter().all(second_reference));
		prop_assert_eq!(batch, !spoiled.contains(&true));
	}
}
