//! What does not hold, is malformed, or could have been forged is refused for the right reason.

mod batch;
mod context;
mod key;
mod proof;

use super::*;
use crate::{verify_batch, KeyRejection, Rejection, VerifyingKey};
use ark_bn254::{Fq, Fq2, G1Affine, G2Affine};
use ark_ec::{AffineRepr, CurveGroup};
use ark_ff::PrimeField;
use ark_groth16::Proof;
use ark_serialize::CanonicalDeserialize;

fn verdict(claims: &[Claim]) -> Result<(), Rejection> {
	verify_batch(&key(), &CONTEXT, &entries(claims))
}

/// A claim whose proof points were changed.
fn with_points(seed: u64, change: impl FnOnce(&mut Proof<Bn254>)) -> Claim {
	let mut claim = claim(seed);
	let mut proof = Proof::deserialize_compressed(&claim.proof[..]).expect("just made");
	change(&mut proof);
	claim.proof.clear();
	proof
		.serialize_compressed(&mut claim.proof)
		.expect("memory");
	claim
}

/// A point of the G2 curve outside the subgroup of prime order.
fn outside_subgroup() -> G2Affine {
	(0u64..)
		.find_map(|x| {
			G2Affine::get_point_from_x_unchecked(Fq2::new(Fq::from(x), Fq::from(1)), true)
		})
		.filter(|point| !point.is_in_correct_subgroup_assuming_on_curve())
		.expect("almost no point of the curve is in the subgroup")
}

fn key_bytes(change: impl FnOnce(&mut ark_groth16::VerifyingKey<Bn254>)) -> Vec<u8> {
	let mut vk = proving_key().vk.clone();
	change(&mut vk);
	let mut bytes = Vec::new();
	vk.alpha_g1
		.serialize_uncompressed(&mut bytes)
		.expect("memory");
	for point in [vk.beta_g2, vk.gamma_g2, vk.delta_g2] {
		point.serialize_uncompressed(&mut bytes).expect("memory");
	}
	for point in &vk.gamma_abc_g1 {
		point.serialize_uncompressed(&mut bytes).expect("memory");
	}
	bytes
}

fn key_verdict(bytes: &[u8]) -> KeyRejection {
	VerifyingKey::<Bn254>::decode_checked(bytes).expect_err("not a key")
}
