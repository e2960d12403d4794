//! Comparison of bits with a constant.

use ark_bn254::Fr;
use ark_ff::{BigInt, BigInteger};
use ark_r1cs_std::{boolean::Boolean, fields::fp::FpVar, fields::FieldVar};
use ark_relations::gr1cs::SynthesisError;

/// The integer with these bits, lowest first, is at most `bound`.
///
/// Follows the bits from the highest as long as they equal those of the bound: there, each run of
/// zeros in the bound must be zeros. One constraint for each one and for each run of zeros.
pub(crate) fn enforce_at_most(
	bits: &[Boolean<Fr>],
	bound: BigInt<4>,
) -> Result<(), SynthesisError> {
	let is_one = |position: usize| bound.get_bit(position);
	// One while all higher bits equal those of the bound, then zero.
	let mut equal_so_far: Option<FpVar<Fr>> = None;
	let mut run_of_zeros = FpVar::zero();
	for position in (0..bits.len()).rev() {
		let bit = FpVar::from(bits[position].clone());
		if is_one(position) {
			equal_so_far = Some(match equal_so_far {
				Some(equal) => &equal * &bit,
				None => bit,
			});
			continue;
		}
		run_of_zeros += bit;
		let run_ends = position == 0 || is_one(position - 1);
		if run_ends {
			// A sum of less than 2^8 bits is zero only if each of them is.
			let equal = equal_so_far.clone().unwrap_or_else(FpVar::one);
			equal.mul_equals(&run_of_zeros, &FpVar::zero())?;
			run_of_zeros = FpVar::zero();
		}
		if (0..position).all(is_one) {
			break;
		}
	}
	Ok(())
}

/// The integer with these bits, lowest first, is at least `bound`.
///
/// `2^n - 1 - integer`, whose bits are the opposite ones, is at most `2^n - 1 - bound`.
pub(crate) fn enforce_at_least(
	bits: &[Boolean<Fr>],
	bound: BigInt<4>,
) -> Result<(), SynthesisError> {
	let opposite: Vec<Boolean<Fr>> = bits.iter().map(|bit| !bit).collect();
	let bound: Vec<bool> = (0..bits.len()).map(|at| !bound.get_bit(at)).collect();
	enforce_at_most(&opposite, BigInt::from_bits_le(&bound))
}
