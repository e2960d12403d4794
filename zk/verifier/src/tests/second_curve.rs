//! A curve that overrides nothing: what [`Engine`] says of every curve is enough.

use super::*;
use crate::{verify_batch, Engine, Rejection, VerifyingKey};
use ark_bls12_381::{Bls12_381, Fr as Scalar, G2Affine};
use ark_ec::{AffineRepr, CurveGroup};
use ark_ff::PrimeField;
use ark_groth16::Proof;
use ark_serialize::CanonicalDeserialize;

impl Engine for Bls12_381 {}

/// Public square, secret root.
#[derive(Clone, Copy)]
struct Square(Scalar);

impl ConstraintSynthesizer<Scalar> for Square {
	fn generate_constraints(self, cs: ConstraintSystemRef<Scalar>) -> Result<(), SynthesisError> {
		let square = cs.new_input_variable(|| Ok(self.0 * self.0))?;
		let root = cs.new_witness_variable(|| Ok(self.0))?;
		cs.enforce_r1cs_constraint(|| lc!() + root, || lc!() + root, || lc!() + square)
	}
}

fn key_and_claims(count: u64) -> (VerifyingKey<Bls12_381>, Vec<Claim>) {
	let mut rng = rng(1);
	let (proving, vk) =
		Groth16::<Bls12_381>::circuit_specific_setup(Square(Scalar::from(2u64)), &mut rng)
			.expect("small circuit");
	let key = VerifyingKey::from_parts(
		vk.alpha_g1,
		[vk.beta_g2, vk.gamma_g2, vk.delta_g2],
		vk.gamma_abc_g1,
	);
	let claims = (0..count).map(|_| {
		let square = Square(Scalar::rand(&mut rng));
		let made = Groth16::<Bls12_381>::prove(&proving, square, &mut rng).expect("it holds");
		let (mut proof, mut input) = (Vec::new(), Vec::new());
		made.serialize_compressed(&mut proof).expect("memory");
		(square.0 * square.0)
			.serialize_compressed(&mut input)
			.expect("memory");
		Claim {
			proof,
			inputs: Vec::from([input.try_into().expect("32 bytes")]),
		}
	});
	(key.expect("an honest setup"), claims.collect())
}

#[test]
fn batches_are_judged_on_another_curve() {
	let (key, mut claims) = key_and_claims(3);
	assert_eq!(verify_batch(&key, &CONTEXT, &entries(&claims)), Ok(()));
	claims[1].inputs = claims[0].inputs.clone();
	assert_eq!(
		verify_batch(&key, &CONTEXT, &entries(&claims)),
		Err(Rejection::InvalidProof)
	);
}

#[test]
fn points_outside_the_subgroup_are_found_on_another_curve() {
	let (key, mut claims) = key_and_claims(2);
	let mut proof = Proof::<Bls12_381>::deserialize_compressed(&claims[1].proof[..]).expect("made");
	let outside = (1u64..)
		.find_map(|x| G2Affine::get_point_from_x_unchecked(x.into(), true))
		.expect("half of all");
	let small = outside.mul_bigint(Scalar::MODULUS);
	assert!(!small.into_affine().is_zero());
	proof.b = (proof.b + small).into_affine();
	claims[1].proof.clear();
	proof
		.serialize_compressed(&mut claims[1].proof)
		.expect("memory");
	assert_eq!(
		verify_batch(&key, &CONTEXT, &entries(&claims)),
		Err(Rejection::MalformedProof(1))
	);
}
