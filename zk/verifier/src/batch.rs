//! One pairing product for a whole batch.
//!
//! A proof (A, B, C) for inputs x holds when
//!
//! ```text
//! e(A, B) = e(alpha, beta) * e(IC_0 + sum_j x_j IC_j, gamma) * e(C, delta)
//! ```
//!
//! With one 128-bit coefficient r_i for each proof, all of a batch hold, but for an error of
//! 2^-128, when
//!
//! ```text
//! prod_i e(r_i A_i, B_i) * e(-(sum_i r_i) alpha, beta)
//!   * e(-sum_j s_j IC_j, gamma) * e(-sum_i r_i C_i, delta) = 1
//! s_0 = sum_i r_i,   s_j = sum_i r_i x_ij
//! ```
//!
//! That is n + 3 Miller loops and one final exponentiation. The coefficients are drawn from a hash
//! of everything that enters, so a submitter cannot choose entries that cancel each other.
//!
//! **Source**: Zcash protocol specification, appendix B.2.

use crate::{
	key::VerifyingKey,
	proof::Proof,
	transcript::{BatchContext, Transcript},
};
use alloc::vec::Vec;
use ark_ec::{pairing::Pairing, AffineRepr, CurveGroup, VariableBaseMSM};
use ark_ff::{PrimeField, Zero};

/// Most entries of a batch.
pub const MAX_BATCH: usize = 1_024;

/// A proof with its public inputs, as they came in.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
	/// Compressed A, B, C.
	pub proof: &'a [u8],
	/// Canonical field elements, little-endian.
	pub inputs: &'a [[u8; 32]],
}

/// Why a batch is refused. Numbers are places in the batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rejection {
	/// There is nothing to verify.
	EmptyBatch,
	/// More than [`MAX_BATCH`] entries.
	MaxBatchExceeded,
	/// This entry has more or fewer inputs than the key.
	ArityMismatch(usize),
	/// This entry has an input that is not below the modulus.
	InputNotCanonical(usize),
	/// This entry's proof has a wrong length, a point off its curve, outside the subgroup, or at
	/// infinity.
	MalformedProof(usize),
	/// The entries are well formed, and at least one of them proves nothing.
	InvalidProof,
}

/// An entry after decoding.
struct Decoded<E: Pairing> {
	proof: Proof<E>,
	inputs: Vec<E::ScalarField>,
}

/// Do all proofs hold for their public inputs under `key`?
///
/// **Errors**: the first [`Rejection`]; a batch is accepted or refused as a whole.
pub fn verify_batch<E: Pairing>(
	key: &VerifyingKey<E>,
	context: &BatchContext,
	entries: &[Entry<'_>],
) -> Result<(), Rejection> {
	if entries.is_empty() {
		return Err(Rejection::EmptyBatch);
	}
	if entries.len() > MAX_BATCH {
		return Err(Rejection::MaxBatchExceeded);
	}
	// Cheap checks of all entries come before the first point is decoded.
	for (index, entry) in entries.iter().enumerate() {
		if entry.inputs.len() != key.arity() {
			return Err(Rejection::ArityMismatch(index));
		}
		if entry.proof.len() != Proof::<E>::encoded_len() {
			return Err(Rejection::MalformedProof(index));
		}
	}
	let decoded = entries
		.iter()
		.enumerate()
		.map(|(index, entry)| decode::<E>(index, entry))
		.collect::<Result<Vec<_>, _>>()?;
	let transcript = Transcript::new(context, &key.digest(), entries);
	if equation_holds(key, &decoded, &transcript) {
		Ok(())
	} else {
		Err(Rejection::InvalidProof)
	}
}

fn decode<E: Pairing>(index: usize, entry: &Entry<'_>) -> Result<Decoded<E>, Rejection> {
	let inputs = entry
		.inputs
		.iter()
		.map(field_element)
		.collect::<Option<Vec<_>>>()
		.ok_or(Rejection::InputNotCanonical(index))?;
	let proof = Proof::decode_checked(entry.proof).ok_or(Rejection::MalformedProof(index))?;
	Ok(Decoded { proof, inputs })
}

/// The element with exactly these bytes, if they are below the modulus.
fn field_element<F: PrimeField>(bytes: &[u8; 32]) -> Option<F> {
	let mut rest = bytes.as_slice();
	let element = F::deserialize_compressed(&mut rest).ok()?;
	rest.is_empty().then_some(element)
}

// Field and group arithmetic is total: operators on field elements and points cannot overflow.
#[allow(clippy::arithmetic_side_effects)]
fn equation_holds<E: Pairing>(
	key: &VerifyingKey<E>,
	entries: &[Decoded<E>],
	transcript: &Transcript,
) -> bool {
	let mut scalars = alloc::vec![E::ScalarField::zero(); key.inputs.len()];
	let mut c_sum = E::G1::zero();
	let mut g1 = Vec::with_capacity(entries.len().saturating_add(3));
	let mut g2 = Vec::with_capacity(entries.len().saturating_add(3));
	for (index, Decoded { proof, inputs }) in entries.iter().enumerate() {
		let limbs = transcript.coefficient(index);
		let coefficient = from_limbs::<E::ScalarField>(limbs);
		let constant = E::ScalarField::from(1u64);
		for (scalar, input) in scalars
			.iter_mut()
			.zip(core::iter::once(&constant).chain(inputs))
		{
			*scalar += coefficient * input;
		}
		c_sum += proof.c.mul_bigint(limbs);
		g1.push(proof.a.mul_bigint(limbs));
		g2.push(proof.b);
	}
	// Lengths are equal: one scalar for each input point.
	let Ok(input_sum) = E::G1::msm(&key.inputs, &scalars) else {
		return false;
	};
	let Some(coefficient_sum) = scalars.first() else {
		return false;
	};
	g1.push(-(key.alpha * coefficient_sum));
	g2.push(key.beta);
	g1.push(-input_sum);
	g2.push(key.gamma);
	g1.push(-c_sum);
	g2.push(key.delta);
	let g1 = E::G1::normalize_batch(&g1);
	E::final_exponentiation(E::multi_miller_loop(g1, g2)).is_some_and(|product| product.is_zero())
}

#[allow(clippy::arithmetic_side_effects)]
fn from_limbs<F: PrimeField>([low, high]: [u64; 2]) -> F {
	F::from(u128::from(low) | u128::from(high) << 64)
}
