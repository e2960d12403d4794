//! ECDSA over P-256, verified in Wasm.
//!
//! The curve is that of the `p256` crate. Only the sum `u1 * G + u2 * Q` is computed here: in one pass
//! over both scalars (Straus) with signed windows, so that the 256 doublings are paid once. All inputs
//! are public, so it need not take constant time.
// Operators of fields and groups: they wrap by definition.
#![allow(clippy::arithmetic_side_effects)]

use crate::types::{P256Key, P256Signature};
use p256::{
	ecdsa::Signature,
	elliptic_curve::{
		group::Group,
		ops::{Invert, Reduce},
		point::AffineCoordinates,
		PrimeField,
	},
	FieldBytes, ProjectivePoint, PublicKey, Scalar, U256,
};

/// Bits of a window. Odd multiples up to `2^(WINDOW - 1) - 1` are tabled.
const WINDOW: usize = 5;
/// Odd multiples of a point in a table: 1, 3, .. 15.
const TABLE: usize = 1 << (WINDOW - 2);
/// A scalar has 256 bits, and one for the last carry.
const DIGITS: usize = 257;

/// Is it a point of the curve in its only canonical form?
pub fn is_key(key: &P256Key) -> bool {
	point(key).is_some()
}

fn point(key: &P256Key) -> Option<ProjectivePoint> {
	// The decoder knows a third tag, of points without a sign, which would be a second form.
	if !matches!(key.0.first(), Some(2 | 3)) {
		return None;
	}
	let key = PublicKey::from_sec1_bytes(&key.0).ok()?;
	Some(key.to_projective())
}

/// Did the owner of `key` sign `digest`?
///
/// A signature whose s lies in the upper half of the group order is refused: each signature thus has
/// one form.
///
/// **Source**: FIPS 186-5, 6.4.2.
pub fn verify(key: &P256Key, digest: &[u8; 32], signature: &P256Signature) -> bool {
	check(key, digest, signature).unwrap_or(false)
}

fn check(key: &P256Key, digest: &[u8; 32], signature: &P256Signature) -> Option<bool> {
	let signature = Signature::from_slice(&signature.0).ok()?;
	if signature.normalize_s().is_some() {
		return None;
	}
	let point = point(key)?;
	let (r, s) = signature.split_scalars();
	let inverse = Option::<Scalar>::from(s.as_ref().invert_vartime())?;
	let digest = <Scalar as Reduce<U256>>::reduce_bytes(&FieldBytes::from(*digest));
	let (u1, u2) = (digest * inverse, *r.as_ref() * inverse);
	let sum = sum_of_products(&ProjectivePoint::GENERATOR, &u1, &point, &u2);
	let x = <Scalar as Reduce<U256>>::reduce_bytes(&sum.to_affine().x());
	Some(x == *r.as_ref())
}

/// `a * p + b * q`.
fn sum_of_products(
	p: &ProjectivePoint,
	a: &Scalar,
	q: &ProjectivePoint,
	b: &Scalar,
) -> ProjectivePoint {
	let (p, q) = (odd_multiples(p), odd_multiples(q));
	let (a, b) = (signed_digits(a), signed_digits(b));
	let digits = a.iter().zip(b.iter()).rev();
	digits.fold(ProjectivePoint::IDENTITY, |sum, (a, b)| {
		add_multiple(add_multiple(sum.double(), &p, *a), &q, *b)
	})
}

/// 1, 3, .. 15 times `point`.
fn odd_multiples(point: &ProjectivePoint) -> [ProjectivePoint; TABLE] {
	let twice = point.double();
	let mut multiple = *point;
	let mut table = [multiple; TABLE];
	for entry in table.iter_mut().skip(1) {
		multiple += twice;
		*entry = multiple;
	}
	table
}

/// `sum` and the tabled multiple of an odd digit; `sum` for zero.
fn add_multiple(
	sum: ProjectivePoint,
	table: &[ProjectivePoint; TABLE],
	digit: i8,
) -> ProjectivePoint {
	if digit == 0 {
		return sum;
	}
	let multiple = table.get(usize::from(digit.unsigned_abs()) / 2);
	let multiple = multiple.copied().unwrap_or(ProjectivePoint::IDENTITY);
	if digit > 0 {
		sum + multiple
	} else {
		sum - multiple
	}
}

/// The signed-window form of a scalar, lowest digit first: zero, or odd with at most `WINDOW` bits and
/// a sign, and at least `WINDOW - 1` zeros after each other digit.
///
/// **Source**: Handbook of Elliptic and Hyperelliptic Curve Cryptography, algorithm 9.20, with a carry
/// in place of the subtraction.
fn signed_digits(scalar: &Scalar) -> [i8; DIGITS] {
	let bytes = scalar.to_repr();
	let bit = |at: usize| {
		let byte = bytes.iter().rev().nth(at / 8).copied().unwrap_or(0);
		i8::from(byte >> (at % 8) & 1 == 1)
	};
	let mut digits = [0; DIGITS];
	let (mut at, mut carry) = (0, 0);
	while let Some(digit) = digits.get_mut(at) {
		if bit(at) == carry {
			at += 1;
			continue;
		}
		let window = (0..WINDOW).map(|offset| bit(at + offset) << offset);
		let word = window.sum::<i8>() + carry;
		carry = word >> (WINDOW - 1) & 1;
		*digit = word - (carry << WINDOW);
		at += WINDOW;
	}
	digits
}

#[cfg(test)]
mod tests {
	use super::*;
	use p256::ecdsa::{signature::hazmat::PrehashSigner, SigningKey, VerifyingKey};
	use proptest::prelude::*;

	fn signer(seed: [u8; 32]) -> Option<SigningKey> {
		SigningKey::from_slice(&seed).ok()
	}

	fn key_of(signer: &SigningKey) -> P256Key {
		let point = signer.verifying_key().to_encoded_point(true);
		P256Key(point.as_bytes().try_into().expect("33 bytes"))
	}

	fn sign(signer: &SigningKey, digest: &[u8; 32]) -> P256Signature {
		let signature: Signature = signer.sign_prehash(digest).expect("signs");
		let low = signature.normalize_s().unwrap_or(signature);
		P256Signature(low.to_bytes().into())
	}

	/// The verdict of the crate itself, with the rule about s.
	fn reference(key: &P256Key, digest: &[u8; 32], signature: &P256Signature) -> bool {
		use p256::ecdsa::signature::hazmat::PrehashVerifier;
		let Ok(key) = VerifyingKey::from_sec1_bytes(&key.0) else {
			return false;
		};
		Signature::from_slice(&signature.0).is_ok_and(|signature| {
			signature.normalize_s().is_none() && key.verify_prehash(digest, &signature).is_ok()
		})
	}

	fn as_scalar(digits: &[i8; DIGITS]) -> Scalar {
		digits.iter().rev().fold(Scalar::ZERO, |sum, digit| {
			let size = Scalar::from(u64::from(digit.unsigned_abs()));
			let twice = sum + sum;
			if *digit < 0 {
				twice - size
			} else {
				twice + size
			}
		})
	}

	fn ensure_signed_form(scalar: &Scalar) {
		let digits = signed_digits(scalar);
		assert_eq!(as_scalar(&digits), *scalar);
		for (at, digit) in digits.iter().enumerate().filter(|(_, digit)| **digit != 0) {
			assert!(digit % 2 != 0 && digit.unsigned_abs() < 16, "{digit}");
			let after = digits.iter().skip(at + 1).take(WINDOW - 1);
			assert!(after.clone().all(|digit| *digit == 0), "{digits:?}");
		}
	}

	#[test]
	fn digits_of_the_largest_scalars_are_right() {
		for scalar in [
			Scalar::ZERO,
			Scalar::ONE,
			-Scalar::ONE,
			-Scalar::from(31u64),
		] {
			ensure_signed_form(&scalar);
		}
	}

	#[test]
	fn the_upper_form_of_a_signature_is_refused() {
		let signer = signer([7; 32]).expect("a key");
		let (key, digest) = (key_of(&signer), [9; 32]);
		let low = sign(&signer, &digest);
		let (r, s) = Signature::from_slice(&low.0)
			.expect("valid")
			.split_scalars();
		let high = Signature::from_scalars(r.to_bytes(), (-s).to_bytes()).expect("valid");
		assert!(verify(&key, &digest, &low));
		assert!(!verify(
			&key,
			&digest,
			&P256Signature(high.to_bytes().into())
		));
	}

	#[test]
	fn no_signature_is_made_of_zeros_or_overflows() {
		let signer = signer([7; 32]).expect("a key");
		let (key, digest) = (key_of(&signer), [9; 32]);
		let good = sign(&signer, &digest).0;
		for half in [0..32, 32..64] {
			for fill in [0, 0xff] {
				let mut bad = good;
				bad[half.clone()].fill(fill);
				assert!(!verify(&key, &digest, &P256Signature(bad)));
			}
		}
	}

	#[test]
	fn a_key_has_one_form() {
		let good = key_of(&signer([7; 32]).expect("a key"));
		assert!(is_key(&good));
		for tag in [0, 1, 4, 5] {
			let mut bad = good;
			bad.0[0] = tag;
			assert!(!is_key(&bad), "{tag}");
		}
		// x is not below the field modulus.
		let mut large = [0xff; 33];
		large[0] = 2;
		assert!(!is_key(&P256Key(large)));
	}

	proptest! {
		#![proptest_config(ProptestConfig::with_cases(64))]

		#[test]
		fn a_scalar_is_the_sum_of_its_digits(bytes: [u8; 32]) {
			ensure_signed_form(&<Scalar as Reduce<U256>>::reduce_bytes(&bytes.into()));
		}

		#[test]
		fn sums_of_products_are_those_of_the_crate(a: [u8; 32], b: [u8; 32], point: [u8; 32]) {
			let [a, b, point] = [a, b, point]
				.map(|bytes| <Scalar as Reduce<U256>>::reduce_bytes(&bytes.into()));
			let (p, q) = (ProjectivePoint::GENERATOR, ProjectivePoint::GENERATOR * point);
			prop_assert_eq!(sum_of_products(&p, &a, &q, &b), p * a + q * b);
		}

		#[test]
		fn verdicts_are_those_of_the_crate(
			seed: [u8; 32], digest: [u8; 32], tampered in 0..129usize, flip in 1..=255u8,
		) {
			prop_assume!(signer(seed).is_some());
			let signer = signer(seed).expect("a key");
			let (mut key, mut digest) = (key_of(&signer), digest);
			let mut signature = sign(&signer, &digest);
			prop_assert!(verify(&key, &digest, &signature));
			match tampered {
				at @ 0..=31 => digest[at] ^= flip,
				at @ 32..=95 => signature.0[at - 32] ^= flip,
				at => key.0[at - 96] ^= flip,
			}
			let verdict = verify(&key, &digest, &signature);
			prop_assert_eq!(verdict, reference(&key, &digest, &signature));
			prop_assert!(!verdict);
		}
	}
}
