//! Bytes that are no proof.

use super::*;

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

/// The claim with other bytes in place of one point.
fn with_bytes(place: core::ops::Range<usize>, change: impl FnOnce(&mut [u8])) -> Claim {
	let mut claim = claim(1);
	change(&mut claim.proof[place]);
	claim
}

const A: core::ops::Range<usize> = 0..32;
const B: core::ops::Range<usize> = 32..96;
const C: core::ops::Range<usize> = 96..128;

#[test]
fn flags_that_no_point_has() {
	// Both the flag of infinity and that of the sign.
	for place in [A, B, C] {
		let claim = with_bytes(place, |point| *point.last_mut().expect("bytes") |= 0xc0);
		assert_eq!(verdict(&[claim]), Err(Rejection::MalformedProof(0)));
	}
}

#[test]
fn a_finite_point_flagged_as_infinity() {
	for place in [A, B, C] {
		let claim = with_bytes(place, |point| {
			let last = point.last_mut().expect("bytes");
			*last = *last & 0x3f | 0x40;
		});
		assert_eq!(verdict(&[claim]), Err(Rejection::MalformedProof(0)));
	}
}

#[test]
fn a_coordinate_that_is_not_below_the_modulus() {
	// For B, in either half of x.
	for place in [A, C, 32..64, 64..96] {
		let claim = with_bytes(place, |point| {
			point.fill(0xff);
			point[31] = 0x3f;
		});
		assert_eq!(verdict(&[claim]), Err(Rejection::MalformedProof(0)));
	}
}

#[test]
fn the_modulus_added_to_a_coordinate() {
	// (1, 2) is a point of G1. Below 2^254 its x has a second name.
	let mut alias = Fq::MODULUS.0;
	alias[0] += 1;
	let alias: Vec<u8> = alias.iter().flat_map(|word| word.to_le_bytes()).collect();
	let named = with_bytes(A, |point| {
		point.fill(0);
		point[0] = 1;
	});
	assert_eq!(verdict(&[named]), Err(Rejection::InvalidProof));
	let renamed = with_bytes(A, |point| point.copy_from_slice(&alias));
	assert_eq!(verdict(&[renamed]), Err(Rejection::MalformedProof(0)));
}

#[test]
fn the_other_root_of_a_coordinate() {
	for place in [A, B, C] {
		let claim = with_bytes(place, |point| *point.last_mut().expect("bytes") ^= 0x80);
		assert_eq!(verdict(&[claim]), Err(Rejection::InvalidProof));
	}
}

#[test]
fn a_point_off_the_curve_in_every_place() {
	for place in [A, B, C] {
		// About every second x has no y.
		let off = (0u8..=255).find(|byte| {
			let mut bytes = alloc::vec![0; place.len()];
			bytes[0] = *byte;
			if place.len() == 32 {
				G1Affine::deserialize_compressed_unchecked(&bytes[..]).is_err()
			} else {
				G2Affine::deserialize_compressed_unchecked(&bytes[..]).is_err()
			}
		});
		let claim = with_bytes(place, |point| {
			point.fill(0);
			point[0] = off.expect("half of all");
		});
		assert_eq!(verdict(&[claim]), Err(Rejection::MalformedProof(0)));
	}
}

#[test]
fn nothing_and_zeros() {
	let mut empty = claim(1);
	empty.proof.clear();
	assert_eq!(verdict(&[empty]), Err(Rejection::MalformedProof(0)));
	let zeros = with_bytes(0..128, |proof| proof.fill(0));
	assert_eq!(verdict(&[zeros]), Err(Rejection::MalformedProof(0)));
}

#[test]
fn an_uncompressed_proof() {
	let mut claim = claim(1);
	let proof = Proof::<Bn254>::deserialize_compressed(&claim.proof[..]).expect("just made");
	claim.proof.clear();
	proof
		.serialize_uncompressed(&mut claim.proof)
		.expect("memory");
	assert_eq!(verdict(&[claim]), Err(Rejection::MalformedProof(0)));
}

#[test]
fn the_entry_whose_point_is_outside_the_subgroup_is_named() {
	let mut claims = claims(4);
	claims[2] = with_points(2, |proof| proof.b = outside_subgroup());
	assert_eq!(verdict(&claims), Err(Rejection::MalformedProof(2)));
}
