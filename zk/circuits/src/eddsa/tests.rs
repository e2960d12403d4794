//! Native verification equals circomlibjs, and the circuit equals the native one.

use super::*;
use crate::{
	curve::PointVar,
	vectors::{self, bytes, element},
};
use ark_ff::{BigInteger, Field, One, UniformRand, Zero};
use ark_r1cs_std::{alloc::AllocVar, fields::fp::FpVar};
use ark_relations::gr1cs::{ConstraintSystem, ConstraintSystemRef, OptimizationGoal};
use ark_std::rand::{RngCore, SeedableRng};
use rand_chacha::ChaCha20Rng;

struct Vector {
	seed: [u8; 32],
	message: Fr,
	key: Point,
	packed_key: FieldBytes,
	r: Point,
	s: String,
	packed: [u8; 64],
}

fn all() -> Vec<Vector> {
	let point = |x: &str, y: &str| Point {
		x: element(x),
		y: element(y),
	};
	vectors::of("eddsa")
		.map(|f| Vector {
			seed: bytes(f[0]),
			message: element(f[1]),
			key: point(f[2], f[3]),
			packed_key: bytes(f[4]),
			r: point(f[5], f[6]),
			s: f[7].to_owned(),
			packed: bytes(f[8]),
		})
		.collect()
}

#[test]
fn keys_and_signatures_equal_circomlibjs() {
	let all = all();
	assert_eq!(all.len(), 12);
	for vector in all {
		let key = SigningKey::from_seed(&vector.seed);
		assert_eq!(key.public(), vector.key);
		assert_eq!(key.public().compressed(), vector.packed_key);
		let signature = key.sign(vector.message);
		assert_eq!(signature.r, vector.r);
		assert_eq!(signature.response().to_string(), vector.s);
		assert_eq!(signature.packed(), vector.packed);
		assert_eq!(Signature::from_packed(&vector.packed), Some(signature));
		assert!(verify(&vector.key, vector.message, &signature));
	}
}

/// The circuit with the key as witness: satisfied, and the constraints.
fn circuit(key: &Point, message: Fr, signature: &Signature) -> (bool, usize) {
	let cs: ConstraintSystemRef<Fr> = ConstraintSystem::new_ref();
	cs.set_optimization_goal(OptimizationGoal::Constraints);
	let element = |value: Fr| FpVar::new_witness(cs.clone(), || Ok(value)).expect("assigned");
	let key = PointVar {
		x: element(key.x),
		y: element(key.y),
	};
	let message = element(message);
	let synthesize = || {
		key.enforce_on_curve()?;
		let signature = SignatureVar::new_witness(&cs, signature)?;
		let challenge = signature.challenge(&cs, &key, &message)?;
		signature.equation(&cs, &key, &challenge)
	};
	let built = synthesize().is_ok();
	cs.finalize();
	let holds = built && cs.is_satisfied().expect("assigned");
	(holds, cs.num_constraints())
}

fn assert_agree(expected: bool, what: &str, key: &Point, message: Fr, signature: &Signature) {
	assert_eq!(verify(key, message, signature), expected, "native: {what}");
	assert_eq!(
		circuit(key, message, signature).0,
		expected,
		"circuit: {what}"
	);
}

#[test]
fn the_circuit_accepts_what_circomlibjs_signs() {
	for vector in all() {
		let signature = Signature::from_packed(&vector.packed).expect("a point");
		let (holds, constraints) = circuit(&vector.key, vector.message, &signature);
		assert!(holds);
		assert_eq!(constraints, 3_267);
	}
}

fn sample(seed: u64) -> (SigningKey, Fr, Signature) {
	let mut rng = ChaCha20Rng::seed_from_u64(seed);
	let mut seed = [0; 32];
	rng.fill_bytes(&mut seed);
	let key = SigningKey::from_seed(&seed);
	let message = Fr::rand(&mut rng);
	let signature = key.sign(message);
	(key, message, signature)
}

fn with_response(signature: &Signature, response: BigInt<4>) -> Signature {
	let mut changed = *signature;
	for (slot, limb) in changed.s.chunks_mut(8).zip(response.0) {
		slot.copy_from_slice(&limb.to_le_bytes());
	}
	changed
}

#[test]
fn both_refuse_whatever_is_not_signed() {
	for seed in 0..3 {
		let (key, message, signature) = sample(seed);
		let (other, ..) = sample(seed + 100);
		let public = key.public();
		assert_agree(true, "as signed", &public, message, &signature);
		assert_agree(
			false,
			"another message",
			&public,
			message + Fr::one(),
			&signature,
		);
		assert_agree(false, "another key", &other.public(), message, &signature);
		assert_agree(
			false,
			"the opposite key",
			&public.negated(),
			message,
			&signature,
		);
		let r = |r| Signature { r, ..signature };
		assert_agree(
			false,
			"opposite R",
			&public,
			message,
			&r(signature.r.negated()),
		);
		assert_agree(
			false,
			"R beside the curve",
			&public,
			message,
			&r(Point {
				x: signature.r.x + Fr::one(),
				..signature.r
			}),
		);
		let mut response = signature.response();
		response.add_with_carry(&BigInt::one());
		let next = with_response(&signature, response);
		assert_agree(false, "the next S", &public, message, &next);
		let off_curve = Point {
			y: public.y + Fr::one(),
			..public
		};
		assert_agree(
			false,
			"a key beside the curve",
			&off_curve,
			message,
			&signature,
		);
	}
}

/// `S + l` solves the equation as `S` does.
#[test]
fn both_refuse_a_response_that_is_not_below_the_order() {
	let mut tried = 0;
	for seed in 0..12 {
		let (key, message, signature) = sample(seed);
		let mut response = signature.response();
		response.add_with_carry(&Scalar::MODULUS);
		// With 251 bits the circuit has to compare; with more it can't even be written.
		tried += u32::from(response.num_bits() <= 251);
		let moved = with_response(&signature, response);
		assert_agree(false, "S + l", &key.public(), message, &moved);
	}
	assert!(tried > 1, "{tried}");
}

/// A signature under `0 * A`, which everybody can make, with the identity and all other points of small
/// order as key.
#[test]
fn both_refuse_keys_of_small_order() {
	let minus_one = Point {
		x: Fr::zero(),
		y: -Fr::one(),
	};
	// a x^2 = 1 and y = 0: order four.
	let root = crate::curve::A
		.inverse()
		.and_then(|a| a.sqrt())
		.expect("a is a square");
	let fourth = Point {
		x: root,
		y: Fr::zero(),
	};
	let eighth = order_eight();
	let response = Scalar::from(5u64).into_bigint();
	for key in [Point::IDENTITY, minus_one, fourth, eighth] {
		assert!(key.is_on_curve() && !is_public_key(&key));
		// 8 h A is neutral whatever h is.
		let signature = with_response(
			&Signature {
				r: BASE8.times(response),
				s: [0; 32],
			},
			response,
		);
		assert_agree(false, "small order", &key, Fr::from(9u64), &signature);
	}
}

fn order_eight() -> Point {
	let mut rng = ChaCha20Rng::seed_from_u64(8);
	loop {
		let mut compressed = field_bytes(&Fr::rand(&mut rng));
		compressed[31] &= 0x7f;
		let part = Point::from_compressed(&compressed).map(|point| point.times(Scalar::MODULUS));
		if let Some(part) = part.filter(|part| part.times(BigInt::from(4u64)) != Point::IDENTITY) {
			return part;
		}
	}
}

/// circomlib multiplies by eight, so a part of small order in key or commitment changes nothing but the hash.
#[test]
fn both_accept_a_key_with_a_part_of_small_order() {
	let nonce = Scalar::from(12_345u64);
	let secret = Scalar::from(6_789u64);
	let key = BASE8.times(secret.into_bigint()).add(&order_eight());
	let r = BASE8.times(nonce.into_bigint());
	let message = Fr::from(4u64);
	let hash = Scalar::from_le_bytes_mod_order(&field_bytes(&challenge(&r, &key, message)));
	let response = (nonce + hash * Scalar::from(8u64) * secret).into_bigint();
	let signature = with_response(&Signature { r, s: [0; 32] }, response);
	assert_agree(true, "a part of order eight", &key, message, &signature);
	// A commitment with such a part is not what the equation gives.
	let r = signature.r.add(&order_eight());
	let hash = Scalar::from_le_bytes_mod_order(&field_bytes(&challenge(&r, &key, message)));
	let response = (nonce + hash * Scalar::from(8u64) * secret).into_bigint();
	let signature = with_response(&Signature { r, s: [0; 32] }, response);
	assert_agree(false, "R of small order", &key, message, &signature);
}
