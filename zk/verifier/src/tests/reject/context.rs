//! What a batch is verified for: another circuit, version, chain or key.

use super::*;
use crate::{transcript::Transcript, BatchContext};

/// The first coefficient of a batch.
fn coefficient(context: &BatchContext, key: [u8; 32], claims: &[Claim]) -> [u64; 2] {
	Transcript::new(context, &key, &entries(claims)).coefficients(1)[0]
}

#[test]
fn everything_that_is_verified_fixes_the_coefficients() {
	let key = key().digest();
	let two = claims(2);
	let before = coefficient(&CONTEXT, key, &two);
	let mut seen = alloc::vec![before];
	let contexts = [
		BatchContext {
			circuit: 2,
			..CONTEXT
		},
		BatchContext {
			version: 2,
			..CONTEXT
		},
		BatchContext {
			context: [8; 32],
			..CONTEXT
		},
	];
	seen.extend(contexts.map(|context| coefficient(&context, key, &two)));
	seen.push(coefficient(&CONTEXT, [0; 32], &two));
	// Every byte of every entry.
	for entry in 0..2 {
		for place in 0..128 {
			let mut changed = two.clone();
			changed[entry].proof[place] ^= 1;
			seen.push(coefficient(&CONTEXT, key, &changed));
		}
		for place in 0..96 {
			let mut changed = two.clone();
			changed[entry].inputs[place / 32][place % 32] ^= 1;
			seen.push(coefficient(&CONTEXT, key, &changed));
		}
	}
	// Their number and order, and where one ends.
	seen.push(coefficient(&CONTEXT, key, &two[..1]));
	seen.push(coefficient(
		&CONTEXT,
		key,
		&[two[1].clone(), two[0].clone()],
	));
	seen.push(coefficient(&CONTEXT, key, &claims(3)));
	let mut moved = two.clone();
	let input = moved[0].inputs.remove(0);
	moved[0].proof.extend_from_slice(&input);
	seen.push(coefficient(&CONTEXT, key, &moved));
	let count = seen.len();
	seen.sort_unstable();
	seen.dedup();
	assert_eq!(seen.len(), count);
	assert_eq!(coefficient(&CONTEXT, key, &two), before);
}

#[test]
fn entries_of_a_batch_have_different_coefficients() {
	let claims = claims(8);
	let transcript = Transcript::new(&CONTEXT, &key().digest(), &entries(&claims));
	let mut halves = transcript.coefficients(8).concat();
	halves.sort_unstable();
	halves.dedup();
	assert_eq!(halves.len(), 16);
}

#[test]
fn a_proof_for_another_version_of_a_circuit_with_the_same_statement() {
	// Each version has its own setup, so its own key.
	let (old, new) = (setup(11), setup(12));
	let claim = claim_with(&old, 5);
	assert_eq!(
		verify_batch(&key_of(&old), &CONTEXT, &[claim.entry()]),
		Ok(())
	);
	assert_eq!(
		verify_batch(&key_of(&new), &CONTEXT, &[claim.entry()]),
		Err(Rejection::InvalidProof)
	);
}

#[test]
fn a_proof_for_another_chain() {
	// The genesis of a receipt is a public input; here the first input plays its part.
	let claim = claim(1);
	let mut elsewhere = claim.clone();
	elsewhere.inputs[0] = bytes(Fr::from(99u64));
	assert_eq!(verdict(&[claim]), Ok(()));
	assert_eq!(verdict(&[elsewhere]), Err(Rejection::InvalidProof));
}
