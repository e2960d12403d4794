//! Keys that are malformed, or under which anyone can forge.

use super::*;
use crate::MAX_INPUTS;

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
