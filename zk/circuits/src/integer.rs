//! Unsigned integers of a fixed width inside a circuit.
//!
//! A field element has no size of its own: it is an integer only once it is shown to be a sum of
//! that many bits. Widths stay far below 254 bits, so a sum of bits never wraps.

use ark_bn254::Fr;
use ark_ff::{BigInt, BigInteger, Field, PrimeField, Zero};
use ark_r1cs_std::{
	alloc::AllocVar,
	boolean::Boolean,
	eq::EqGadget,
	fields::{fp::FpVar, FieldVar},
	GR1CSVar,
};
use ark_relations::gr1cs::{ConstraintSystemRef, SynthesisError};

/// Widest integer: the sum of two of them, or a product by a small constant, cannot wrap.
pub const MAX_BITS: usize = 128;

/// An integer below `2^BITS`.
#[derive(Clone, Debug)]
pub struct IntegerVar<const BITS: usize> {
	bits: Vec<Boolean<Fr>>,
	value: FpVar<Fr>,
}

impl<const BITS: usize> IntegerVar<BITS> {
	/// An integer from the witness: `BITS` boolean constraints; the value is the sum of the bits.
	///
	/// Takes the low `BITS` bits of `value`. A value that does not fit makes the circuit
	/// unsatisfied wherever the integer is compared with what it stands for.
	pub fn new_witness(
		cs: &ConstraintSystemRef<Fr>,
		value: impl Into<Fr>,
	) -> Result<Self, SynthesisError> {
		const { assert!(BITS >= 1 && BITS <= MAX_BITS) };
		let bits = bits_of(cs, value.into().into_bigint(), BITS)?;
		let value = sum_of_bits(&bits)?;
		Ok(Self { bits, value })
	}

	/// The integer that `value` is: `BITS` boolean constraints and one equality.
	///
	/// `assigned` is the value of `value` under the witness.
	pub fn enforce(
		cs: &ConstraintSystemRef<Fr>,
		value: &FpVar<Fr>,
		assigned: Fr,
	) -> Result<Self, SynthesisError> {
		let integer = Self::new_witness(cs, assigned)?;
		integer.value.enforce_equal(value)?;
		Ok(integer)
	}

	/// The integer as a field element.
	pub fn value(&self) -> &FpVar<Fr> {
		&self.value
	}

	/// Its bits, lowest first.
	pub fn bits(&self) -> &[Boolean<Fr>] {
		&self.bits
	}
}

/// The low `count` bits of an integer from the witness, lowest first: one constraint each.
pub(crate) fn bits_of(
	cs: &ConstraintSystemRef<Fr>,
	integer: BigInt<4>,
	count: usize,
) -> Result<Vec<Boolean<Fr>>, SynthesisError> {
	(0..count)
		.map(|position| Boolean::new_witness(cs.clone(), || Ok(integer.get_bit(position))))
		.collect()
}

/// `sum(parts[i].0 * 2^parts[i].1)`: the word that holds each part from that bit on.
pub fn packed(parts: &[(&FpVar<Fr>, usize)]) -> Result<FpVar<Fr>, SynthesisError> {
	let factors: Vec<FpVar<Fr>> = parts
		.iter()
		.map(|(_, position)| FpVar::Constant(power_of_two(*position)))
		.collect();
	let values: Vec<FpVar<Fr>> = parts.iter().map(|(value, _)| (*value).clone()).collect();
	FpVar::inner_product(&factors, &values)
}

/// `sum(bits[i] * 2^i)`: no constraint. Below 254 bits the sum does not wrap.
pub(crate) fn sum_of_bits(bits: &[Boolean<Fr>]) -> Result<FpVar<Fr>, SynthesisError> {
	let values: Vec<FpVar<Fr>> = bits.iter().cloned().map(FpVar::from).collect();
	let factors: Vec<FpVar<Fr>> = (0..bits.len())
		.map(|position| FpVar::Constant(power_of_two(position)))
		.collect();
	FpVar::inner_product(&factors, &values)
}

/// The value under the witness; zero while keys are generated, when there is none.
pub(crate) fn value_or_zero(var: &FpVar<Fr>) -> Fr {
	var.value().unwrap_or_else(|_| Fr::zero())
}

/// `2^position` as a field element.
pub fn power_of_two(position: usize) -> Fr {
	Fr::from(2u64).pow([u64::try_from(position).unwrap_or(u64::MAX)])
}

#[cfg(test)]
mod tests {
	use super::*;
	use ark_relations::gr1cs::ConstraintSystem;
	use proptest::prelude::*;

	fn fits<const BITS: usize>(value: Fr) -> bool {
		let cs = ConstraintSystem::<Fr>::new_ref();
		let var = FpVar::new_witness(cs.clone(), || Ok(value)).expect("assigned");
		IntegerVar::<BITS>::enforce(&cs, &var, value).expect("assigned");
		assert_eq!(cs.num_constraints(), BITS + 1);
		cs.is_satisfied().expect("assigned")
	}

	#[test]
	fn the_bounds_of_a_width_are_exact() {
		assert!(fits::<32>(Fr::from(u32::MAX)));
		assert!(!fits::<32>(Fr::from(u64::from(u32::MAX) + 1)));
		assert!(fits::<32>(Fr::from(0u64)));
		assert!(!fits::<32>(-Fr::from(1u64)));
	}

	proptest! {
		#![proptest_config(ProptestConfig::with_cases(64))]
		#[test]
		fn an_integer_fits_exactly_when_it_is_below_the_power_of_two(value: u64, shift in 0u32..64) {
			let value = value >> shift;
			prop_assert_eq!(fits::<20>(Fr::from(value)), value < 1 << 20);
		}
	}
}
