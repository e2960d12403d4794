//! What does not hold, is malformed, or could have been forged is refused for the right reason.

use super::*;
use crate::{verify_batch, KeyRejection, Rejection, VerifyingKey, MAX_BATCH, MAX_INPUTS};
use ark_bn254::{Fq, Fq2, G1Affine, G2Affine};
use ark_ec::{AffineRepr, CurveGroup};
use ark_ff::{BigInteger, PrimeField};
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

#[test]
fn an_empty_batch() {
	assert_eq!(verdict(&[]), Err(Rejection::EmptyBatch));
}

#[test]
fn a_batch_above_the_cap_before_anything_is_decoded() {
	let garbage = Claim {
		proof: Vec::new(),
		inputs: Vec::new(),
	};
	let claims = alloc::vec![garbage; MAX_BATCH + 1];
	assert_eq!(verdict(&claims), Err(Rejection::MaxBatchExceeded));
}

#[test]
fn too_few_inputs() {
	let mut claims = claims(2);
	claims[1].inputs.pop();
	assert_eq!(verdict(&claims), Err(Rejection::ArityMismatch(1)));
}

#[test]
fn too_many_inputs_even_if_zero() {
	let mut claim = claim(1);
	claim.inputs.push([0; 32]);
	assert_eq!(verdict(&[claim]), Err(Rejection::ArityMismatch(0)));
}

#[test]
fn an_input_that_is_not_below_the_modulus() {
	let mut claim = claim(1);
	let mut alias = Fr::MODULUS;
	let element = Fr::deserialize_compressed(&claim.inputs[0][..]).expect("canonical");
	assert!(
		!alias.add_with_carry(&element.into_bigint()),
		"fits 256 bits"
	);
	claim.inputs[0] = alias.to_bytes_le().try_into().expect("32 bytes");
	assert_eq!(verdict(&[claim]), Err(Rejection::InputNotCanonical(0)));
}

#[test]
fn a_proof_that_is_truncated_or_too_long() {
	let mut short = claim(1);
	short.proof.pop();
	assert_eq!(verdict(&[short]), Err(Rejection::MalformedProof(0)));
	let mut long = claim(1);
	long.proof.push(0);
	assert_eq!(verdict(&[long]), Err(Rejection::MalformedProof(0)));
}

#[test]
fn a_proof_point_off_the_curve() {
	// No y belongs to this x: about every second x is like that.
	let x = (0u64..)
		.map(Fq::from)
		.find(|x| G1Affine::get_point_from_x_unchecked(*x, true).is_none())
		.expect("half of all");
	let mut claim = claim(1);
	let mut bytes = Vec::new();
	x.serialize_compressed(&mut bytes).expect("memory");
	claim.proof[..32].copy_from_slice(&bytes);
	assert_eq!(verdict(&[claim]), Err(Rejection::MalformedProof(0)));
}

#[test]
fn a_proof_point_outside_the_subgroup() {
	let claim = with_points(1, |proof| proof.b = outside_subgroup());
	assert_eq!(verdict(&[claim]), Err(Rejection::MalformedProof(0)));
}

#[test]
fn a_proof_point_moved_by_a_point_of_small_order() {
	// B + T with T outside the subgroup pairs like B wherever nobody looks at the subgroup.
	let outside = outside_subgroup();
	let moved = with_points(1, |proof| {
		let small = outside.mul_bigint(Fr::MODULUS);
		assert!(!small.into_affine().is_zero());
		proof.b = (proof.b + small).into_affine();
	});
	assert_eq!(verdict(&[moved]), Err(Rejection::MalformedProof(0)));
}

#[test]
fn a_proof_point_at_infinity() {
	for claim in [
		with_points(1, |proof| proof.a = G1Affine::identity()),
		with_points(1, |proof| proof.b = G2Affine::identity()),
		with_points(1, |proof| proof.c = G1Affine::identity()),
	] {
		assert_eq!(verdict(&[claim]), Err(Rejection::MalformedProof(0)));
	}
}

#[test]
fn points_of_a_proof_in_another_order() {
	let claim = with_points(1, |proof| core::mem::swap(&mut proof.a, &mut proof.c));
	assert_eq!(verdict(&[claim]), Err(Rejection::InvalidProof));
}

#[test]
fn inputs_in_another_order() {
	let mut claim = claim(1);
	claim.inputs.swap(0, 2);
	assert_eq!(verdict(&[claim]), Err(Rejection::InvalidProof));
}

#[test]
fn proofs_exchanged_between_entries() {
	let mut claims = claims(2);
	let [first, second] = &mut claims[..] else {
		panic!("two claims")
	};
	core::mem::swap(&mut first.proof, &mut second.proof);
	assert_eq!(verdict(&claims), Err(Rejection::InvalidProof));
}

#[test]
fn entries_that_cancel_each_other_in_a_plain_sum() {
	let shift = G1Affine::generator();
	let claims = [
		with_points(1, |proof| proof.c = (proof.c + shift).into_affine()),
		with_points(2, |proof| proof.c = (proof.c - shift).into_affine()),
	];
	assert_eq!(verdict(&claims), Err(Rejection::InvalidProof));
}

#[test]
fn one_bad_proof_among_many() {
	let mut claims = claims(8);
	claims[5].inputs = claims[4].inputs.clone();
	assert_eq!(verdict(&claims), Err(Rejection::InvalidProof));
}

#[test]
fn a_proof_for_another_key() {
	let other = setup(2);
	let claims = [claim(1), claim_with(&other, 2)];
	assert_eq!(verdict(&claims), Err(Rejection::InvalidProof));
	assert_eq!(
		verify_batch(&key_of(&other), &CONTEXT, &[claims[1].entry()]),
		Ok(())
	);
}

#[test]
fn a_key_of_a_wrong_length() {
	let bytes = key_bytes(|_| ());
	assert_eq!(key_verdict(&[]), KeyRejection::Length);
	assert_eq!(key_verdict(&bytes[..bytes.len() - 1]), KeyRejection::Length);
	assert_eq!(
		key_verdict(&[&bytes[..], &[0]].concat()),
		KeyRejection::Length
	);
	assert_eq!(
		key_verdict(&key_bytes(|vk| vk.gamma_abc_g1.truncate(1))),
		KeyRejection::Length
	);
	let too_many =
		key_bytes(|vk| vk.gamma_abc_g1 = alloc::vec![G1Affine::generator(); MAX_INPUTS + 2]);
	assert_eq!(key_verdict(&too_many), KeyRejection::Length);
	assert!(too_many.len() > ReceiptKey::max_encoded_len());
}

#[test]
fn a_key_point_off_the_curve() {
	let mut bytes = key_bytes(|_| ());
	bytes[0] ^= 1;
	assert_eq!(key_verdict(&bytes), KeyRejection::InvalidPoint);
}

#[test]
fn a_key_point_outside_the_subgroup() {
	for bytes in [
		key_bytes(|vk| vk.beta_g2 = outside_subgroup()),
		key_bytes(|vk| vk.gamma_g2 = outside_subgroup()),
		key_bytes(|vk| vk.delta_g2 = outside_subgroup()),
	] {
		assert_eq!(key_verdict(&bytes), KeyRejection::InvalidPoint);
	}
}

#[test]
fn a_key_point_at_infinity() {
	for bytes in [
		key_bytes(|vk| vk.alpha_g1 = G1Affine::identity()),
		key_bytes(|vk| vk.beta_g2 = G2Affine::identity()),
		key_bytes(|vk| vk.gamma_g2 = G2Affine::identity()),
		key_bytes(|vk| vk.delta_g2 = G2Affine::identity()),
		key_bytes(|vk| vk.gamma_abc_g1[0] = G1Affine::identity()),
		key_bytes(|vk| vk.gamma_abc_g1[3] = G1Affine::identity()),
	] {
		assert_eq!(key_verdict(&bytes), KeyRejection::Infinity);
	}
}

#[test]
fn a_key_point_of_zeros_is_infinity() {
	let mut bytes = key_bytes(|_| ());
	bytes[..64].fill(0);
	assert_eq!(key_verdict(&bytes), KeyRejection::Infinity);
}

#[test]
fn a_key_in_another_encoding() {
	// The sign bit of y is redundant in an uncompressed point.
	let mut bytes = key_bytes(|_| ());
	bytes[63] ^= 0x80;
	assert_eq!(key_verdict(&bytes), KeyRejection::NotCanonical);
}

#[test]
fn a_key_with_delta_equal_to_gamma_under_which_anyone_can_forge() {
	let forged = |vk: &mut ark_groth16::VerifyingKey<Bn254>| vk.delta_g2 = vk.gamma_g2;
	assert_eq!(
		key_verdict(&key_bytes(forged)),
		KeyRejection::GammaEqualsDelta
	);
	// The forgery: A = alpha, B = beta, C = -IC(x) for any x. ark-groth16 accepts it.
	let mut vk = proving_key().vk.clone();
	forged(&mut vk);
	let inputs = [Fr::from(1u64), Fr::from(2u64), Fr::from(77u64)];
	let sum = inputs
		.iter()
		.zip(&vk.gamma_abc_g1[1..])
		.fold(vk.gamma_abc_g1[0].into_group(), |sum, (input, point)| {
			sum + *point * input
		});
	let proof = Proof {
		a: vk.alpha_g1,
		b: vk.beta_g2,
		c: (-sum).into_affine(),
	};
	assert!(Groth16::<Bn254>::verify(&vk, &inputs, &proof).expect("right arity"));
}

#[test]
fn a_key_with_delta_equal_to_the_generator() {
	let bytes = key_bytes(|vk| vk.delta_g2 = G2Affine::generator());
	assert_eq!(key_verdict(&bytes), KeyRejection::DeltaIsGenerator);
}

#[test]
fn a_gamma_equal_to_the_generator_is_normal() {
	let bytes = key_bytes(|vk| vk.gamma_g2 = G2Affine::generator());
	assert!(VerifyingKey::<Bn254>::decode_checked(&bytes).is_ok());
}
