//! Verification of a signature as constraints.

use super::Signature;
use crate::{
	curve::{enforce_at_least, enforce_at_most, times_base, times_odd, PointVar, Scalar, LOW_BITS},
	integer::{bits_of, power_of_two, sum_of_bits},
	poseidon::hash_var,
};
use ark_bn254::Fr;
use ark_ff::{BigInt, BigInteger, PrimeField, Zero};
use ark_r1cs_std::{alloc::AllocVar, boolean::Boolean, eq::EqGadget, fields::fp::FpVar, GR1CSVar};
use ark_relations::gr1cs::{ConstraintSystemRef, SynthesisError};

type Cs = ConstraintSystemRef<Fr>;
type Var = FpVar<Fr>;

/// Names of the constraint groups of a signature: headings of `zk/README.md`.
pub mod group {
	/// `S` is below the order of the subgroup.
	pub const RESPONSE: &str = "signature response";
	/// The hash of the signature, and the same modulo the order of the subgroup.
	pub const CHALLENGE: &str = "signature challenge";
	/// `S Base8 = R + 8 h A`.
	pub const EQUATION: &str = "signature equation";
}

/// Bits of `S`.
const RESPONSE_BITS: usize = 251;
/// Bits of the quotient `h / l`.
const QUOTIENT_BITS: usize = 3;
/// Highest bits that are compared with the bounds of the challenge.
const COMPARED_BITS: usize = 128;

/// A signature in a circuit.
pub(crate) struct SignatureVar {
	r: PointVar,
	response: Vec<Boolean<Fr>>,
}

/// The challenge of a signature modulo `l`, as [`times_odd`] wants it.
pub(crate) struct ChallengeVar {
	/// `t = h - (h / l) l + 3 l`, less `2^252`.
	low_bits: Vec<Boolean<Fr>>,
}

impl SignatureVar {
	/// A signature from the witness, with a response below `l`.
	pub(crate) fn new_witness(cs: &Cs, signature: &Signature) -> Result<Self, SynthesisError> {
		let integer = signature.response();
		// The bits below would cut it.
		if integer.num_bits() as usize > RESPONSE_BITS {
			return Err(SynthesisError::Unsatisfiable);
		}
		let response = bits_of(cs, integer, RESPONSE_BITS)?;
		let mut greatest = Scalar::MODULUS;
		greatest.sub_with_borrow(&BigInt::one());
		enforce_at_most(&response, greatest)?;
		let element = |value: Fr| FpVar::new_witness(cs.clone(), || Ok(value));
		let r = PointVar {
			x: element(signature.r.x)?,
			y: element(signature.r.y)?,
		};
		Ok(Self { r, response })
	}

	/// The challenge of this signature of `message` under `key`.
	///
	/// The hash is `h = q l + rest`; `times_odd` takes `t = rest + 3 l`, which starts with a one in
	/// bit 252 for every `rest` below `l`. So with `t = 2^252 + low`: `h = low + 2^252 + (q - 3) l`
	/// in the field. It holds for integers too, and so fixes `low` and `q`, if the right side is between 0
	/// and the modulus: `t` is at least `3 l`, and at most `p - 1 - 7 l + 3 l`. Both bounds are checked
	/// on 128 bits, strictly, which refuses hashes whose `rest` is within `2^126` of 0 or `l`: one in
	/// `2^124`.
	pub(crate) fn challenge(
		&self,
		cs: &Cs,
		key: &PointVar,
		message: &Var,
	) -> Result<ChallengeVar, SynthesisError> {
		let inputs = [&self.r.x, &self.r.y, &key.x, &key.y, message].map(Clone::clone);
		let hash = hash_var(&inputs)?;
		let assigned = hash.value().unwrap_or(Fr::zero()).into_bigint();
		let (quotient, low) = split(assigned);
		let quotient = bits_of(cs, BigInt::from(quotient), QUOTIENT_BITS)?;
		let low_bits = bits_of(cs, low, LOW_BITS)?;
		let [least, greatest] = low_bounds().map(|bound| bound >> skipped());
		let mut above_least = least;
		above_least.add_with_carry(&BigInt::one());
		let mut below_greatest = greatest;
		below_greatest.sub_with_borrow(&BigInt::one());
		let compared = &low_bits[LOW_BITS - COMPARED_BITS..];
		enforce_at_least(compared, above_least)?;
		enforce_at_most(compared, below_greatest)?;
		let order = Fr::from(Scalar::MODULUS);
		let rest = sum_of_bits(&low_bits)? + power_of_two(LOW_BITS) - order * Fr::from(3u64);
		(sum_of_bits(&quotient)? * order + rest).enforce_equal(&hash)?;
		Ok(ChallengeVar { low_bits })
	}

	/// `S Base8 = R + 8 h A`, as `S Base8 + 4 A - (2 t + 1) 4 A = R`.
	///
	/// `t` equals `h` modulo `l`, and eight times the key has an order that divides `l`. The result of complete
	/// additions of points on the curve is on the curve, so `R` is too. Unsatisfiable for a key of small
	/// order, whose fourfold is of order one or two.
	pub(crate) fn equation(
		&self,
		cs: &Cs,
		key: &PointVar,
		challenge: &ChallengeVar,
	) -> Result<(), SynthesisError> {
		let fourfold = key.double(cs)?.double(cs)?;
		let multiple = times_odd(cs, &fourfold, &challenge.low_bits)?;
		let left = times_base(cs, &self.response)?.add(cs, &fourfold)?;
		left.enforce_sum(&multiple.negated(), &self.r)
	}
}

fn skipped() -> u32 {
	(LOW_BITS - COMPARED_BITS) as u32
}

/// `3 l - 2^252`, and `p - 1 - 4 l - 2^252`.
fn low_bounds() -> [BigInt<4>; 2] {
	let order = Scalar::MODULUS;
	let mut top = BigInt::one();
	top <<= LOW_BITS as u32;
	let mut least = BigInt::zero();
	for _ in 0..3 {
		least.add_with_carry(&order);
	}
	least.sub_with_borrow(&top);
	let mut greatest = Fr::MODULUS;
	greatest.sub_with_borrow(&BigInt::one());
	for _ in 0..4 {
		greatest.sub_with_borrow(&order);
	}
	greatest.sub_with_borrow(&top);
	[least, greatest]
}

/// `q = h / l` and `low = h - q l + 3 l - 2^252`.
fn split(hash: BigInt<4>) -> (u64, BigInt<4>) {
	let order = Scalar::MODULUS;
	let (mut rest, mut quotient) = (hash, 0);
	while rest >= order {
		rest.sub_with_borrow(&order);
		quotient += 1;
	}
	let [least, _] = low_bounds();
	rest.add_with_carry(&least);
	(quotient, rest)
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;

	/// `low + 2^252 + (quotient - 3) l`, if it is between 0 and the modulus.
	fn hash_of(quotient: u64, mut low: BigInt<4>) -> Option<BigInt<4>> {
		low.add_with_carry(&BigInt::new([0, 0, 0, 1 << 60]));
		for _ in 0..quotient {
			low.add_with_carry(&Scalar::MODULUS);
		}
		let below = (0..3).any(|_| low.sub_with_borrow(&Scalar::MODULUS));
		(!below && low < Fr::MODULUS).then_some(low)
	}

	/// Within the bounds that the circuit checks there is no wrap-around for any quotient.
	#[test]
	fn every_challenge_within_the_bounds_is_an_integer() {
		let [least, greatest] = low_bounds().map(|bound| bound >> skipped());
		let (mut first, mut last) = (least, greatest);
		first.add_with_carry(&BigInt::one());
		first <<= skipped();
		last <<= skipped();
		last.sub_with_borrow(&BigInt::one());
		for quotient in 0..8 {
			let integers = [first, last].map(|low| hash_of(quotient, low).expect("no wrap"));
			for (hash, low) in integers.into_iter().zip([first, last]) {
				assert_eq!(split(hash), (quotient, low), "the only form");
			}
		}
		assert_eq!(
			hash_of(0, BigInt::zero()),
			None,
			"below the bounds it wraps"
		);
		assert_eq!(
			hash_of(7, BigInt::new([0, 0, 0, 3 << 58])),
			None,
			"and above"
		);
	}

	proptest! {
		#[test]
		fn a_hash_is_what_its_parts_say(bytes: [u8; 32]) {
			let hash = Fr::from_le_bytes_mod_order(&bytes).into_bigint();
			let (quotient, low) = split(hash);
			prop_assert!(quotient < 8);
			prop_assert!(low.num_bits() <= LOW_BITS as u32);
			prop_assert_eq!(hash_of(quotient, low), Some(hash));
		}
	}
}
