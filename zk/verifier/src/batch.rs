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
//! of everything that enters, so a submitter cannot choose entries that cancel each other. Keeping
//! e(alpha, beta) instead of its Miller loop would not pay: it must be raised to sum_i r_i, which
//! costs more than the loop saves.
//!
//! What depends on the curve is behind [`Engine`].
//!
//! **Source**: Zcash protocol specification, appendix B.2.

use crate::{
	engine::{Engine, OutsideSubgroup},
	key::VerifyingKey,
	proof::Proof,
	transcript::{BatchContext, Transcript},
};
use alloc::vec::Vec;
use ark_ec::{CurveGroup, VariableBaseMSM};
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

/// Do all proofs hold for their public inputs under `key`?
///
/// **Errors**: a [`Rejection`]; a batch is accepted or refused as a whole.
pub fn verify_batch<E: Engine>(
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
	let proofs = entries
		.iter()
		.enumerate()
		.map(|(index, entry)| {
			Proof::<E>::decode(entry.proof).ok_or(Rejection::MalformedProof(index))
		})
		.collect::<Result<Vec<_>, _>>()?;
	let halves = Transcript::new(context, &key.digest(), entries).coefficients(entries.len());
	let scalars = input_scalars(key, entries, &halves)?;
	match equation_holds(key, &proofs, &halves, &scalars) {
		Ok(true) => Ok(()),
		Err(OutsideSubgroup(index)) if index < entries.len() => {
			Err(Rejection::MalformedProof(index))
		}
		// Points of the key are in the subgroup: they were decoded with every check.
		Ok(false) | Err(_) => Err(Rejection::InvalidProof),
	}
}

/// The factor of each input point of the key: s_0, s_1, and so on.
// Field arithmetic is total: operators on field elements cannot overflow.
#[allow(clippy::arithmetic_side_effects)]
fn input_scalars<E: Engine>(
	key: &VerifyingKey<E>,
	entries: &[Entry<'_>],
	halves: &[[u64; 2]],
) -> Result<Vec<E::ScalarField>, Rejection> {
	let mut scalars = alloc::vec![E::ScalarField::zero(); key.inputs.len()];
	for (index, (entry, halves)) in entries.iter().zip(halves).enumerate() {
		let coefficient = E::coefficient(*halves);
		let mut sums = scalars.iter_mut();
		if let Some(constant) = sums.next() {
			*constant += coefficient;
		}
		for (sum, bytes) in sums.zip(entry.inputs) {
			let input: E::ScalarField =
				field_element(bytes).ok_or(Rejection::InputNotCanonical(index))?;
			*sum += coefficient * input;
		}
	}
	Ok(scalars)
}

/// The element with exactly these bytes, if they are below the modulus.
fn field_element<F: PrimeField>(bytes: &[u8; 32]) -> Option<F> {
	let mut rest = bytes.as_slice();
	let element = F::deserialize_compressed(&mut rest).ok()?;
	rest.is_empty().then_some(element)
}

// Group arithmetic is total: operators on points cannot overflow.
#[allow(clippy::arithmetic_side_effects)]
fn equation_holds<E: Engine>(
	key: &VerifyingKey<E>,
	proofs: &[Proof<E>],
	halves: &[[u64; 2]],
	scalars: &[E::ScalarField],
) -> Result<bool, OutsideSubgroup> {
	let (a, c): (Vec<_>, Vec<_>) = proofs.iter().map(|proof| (proof.a, proof.c)).unzip();
	// Lengths are equal: one scalar for each input point.
	let inputs = E::G1::msm_unchecked(&key.inputs, scalars);
	let alpha = key.alpha * scalars.first().copied().unwrap_or_default();
	let fixed = E::G1::normalize_batch(&[-alpha, -inputs, -E::weighted_sum(&c, halves)]);
	let pairs: Vec<_> = E::multiples(&a, halves)
		.into_iter()
		.zip(proofs.iter().map(|proof| proof.b))
		.chain(fixed.into_iter().zip([key.beta, key.gamma, key.delta]))
		.collect();
	E::product_is_one(&pairs)
}
