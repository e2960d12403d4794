//! Entries that do not belong together, or not to this key.

use super::*;
use crate::MAX_BATCH;
use ark_ff::BigInteger;

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
fn an_input_of_all_ones() {
	let mut claims = claims(3);
	claims[2].inputs[1] = [0xff; 32];
	assert_eq!(verdict(&claims), Err(Rejection::InputNotCanonical(2)));
}

#[test]
fn the_modulus_as_an_input_instead_of_zero() {
	let mut claim = claim(1);
	claim.inputs[1] = Fr::MODULUS.to_bytes_le().try_into().expect("32 bytes");
	assert_eq!(verdict(&[claim]), Err(Rejection::InputNotCanonical(0)));
}

#[test]
fn no_inputs_at_all() {
	let mut claim = claim(1);
	claim.inputs.clear();
	assert_eq!(verdict(&[claim]), Err(Rejection::ArityMismatch(0)));
}

#[test]
fn inputs_in_the_order_of_other_entries() {
	let mut claims = claims(3);
	let inputs: Vec<_> = claims.iter().map(|claim| claim.inputs.clone()).collect();
	for (claim, other) in claims.iter_mut().zip(inputs.iter().cycle().skip(1)) {
		claim.inputs = other.clone();
	}
	assert_eq!(verdict(&claims), Err(Rejection::InvalidProof));
}
