//! Keys and signatures of meters.

use crate::Seeds;
use ark_bn254::Fr;
use ark_ff::{BigInt, BigInteger, Field, LegendreSymbol, One, PrimeField};
use greenhour_circuits::{
	curve::{Scalar, A, D},
	eddsa::{is_public_key, verify, SigningKey},
	field_bytes, field_from_bytes, Point, Signature,
};
use greenhour_types::receipt::is_canonical;

/// Points, signatures, and a key with a signature and its message.
pub fn seeds() -> Seeds {
	let mut seeds = vec![Point::IDENTITY.compressed().to_vec()];
	for seed in 0..4 {
		let key = SigningKey::from_seed(&[seed; 32]);
		let message = Fr::from(u64::from(seed) << 40);
		let public = key.public().compressed();
		let signature = key.sign(message).packed();
		seeds.push(public.to_vec());
		seeds.push(signature.to_vec());
		seeds.push([&public[..], &signature, &field_bytes(&message)].concat());
	}
	// Zero has one sign only.
	let mut negative_zero = Point::IDENTITY.compressed();
	negative_zero[31] |= 0x80;
	Seeds {
		accepted: seeds,
		refused: vec![negative_zero.to_vec()],
	}
}

/// A point has one compressed form, and each form that has a point is read. What verifies does so with
/// one response only.
pub fn law(bytes: &[u8]) -> bool {
	match bytes.len() {
		32 => point(bytes.try_into().expect("32 bytes")).is_some(),
		64 => signature(bytes.try_into().expect("64 bytes")).is_some(),
		128 => signed(bytes).unwrap_or(false),
		_ => false,
	}
}

fn field(bytes: &[u8; 32]) -> Option<Fr> {
	let element = field_from_bytes(bytes);
	assert_eq!(element.is_some(), is_canonical(bytes));
	if let Some(element) = &element {
		assert_eq!(field_bytes(element), *bytes);
	}
	element
}

fn point(bytes: &[u8; 32]) -> Option<Point> {
	let point = Point::from_compressed(bytes);
	let mut coordinate = *bytes;
	coordinate[31] &= 0x7f;
	let y = field(&coordinate);
	if let Some(point) = point {
		assert!(point.is_on_curve());
		assert_eq!(point.compressed(), *bytes);
		assert_eq!(Some(point.y), y);
		assert_eq!(point.negated().negated(), point);
		return Some(point);
	}
	if let Some(y) = y {
		let square = (Fr::one() - y * y) / (A - D * y * y);
		let one_sign_too_many = square == Fr::from(0u64) && bytes[31] & 0x80 != 0;
		let no_point = square.legendre() == LegendreSymbol::QuadraticNonResidue;
		assert!(one_sign_too_many || no_point, "a point is refused");
	}
	None
}

fn signature(bytes: &[u8; 64]) -> Option<Signature> {
	let signature = Signature::from_packed(bytes)?;
	assert_eq!(signature.packed(), *bytes);
	point(bytes.first_chunk()?)?;
	Some(signature)
}

/// Key, signature, message.
fn signed(bytes: &[u8]) -> Option<bool> {
	let (key, rest) = bytes.split_first_chunk()?;
	let (packed, message) = rest.split_first_chunk()?;
	let (key, message) = (point(key)?, field(message.try_into().ok()?)?);
	let signature = signature(packed)?;
	let holds = verify(&key, message, &signature);
	if holds {
		assert!(is_public_key(&key));
		let mut limbs = [0; 4];
		for (limb, bytes) in limbs.iter_mut().zip(signature.s.chunks(8)) {
			*limb = u64::from_le_bytes(bytes.try_into().ok()?);
		}
		let mut response = BigInt::new(limbs);
		assert!(response < Scalar::MODULUS);
		assert!(!response.add_with_carry(&Scalar::MODULUS));
		let mut other = signature;
		other.s.copy_from_slice(&response.to_bytes_le());
		assert!(!verify(&key, message, &other));
	}
	Some(holds)
}
