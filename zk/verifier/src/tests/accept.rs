//! What holds is accepted.

use super::*;
use crate::{verify_batch, VerifyingKey};

#[test]
fn batches_of_valid_proofs_are_accepted() {
	let claims = claims(9);
	for count in [1, 2, 9] {
		assert_eq!(
			verify_batch(&key(), &CONTEXT, &entries(&claims[..count])),
			Ok(())
		);
	}
}

#[test]
fn the_same_entry_may_stand_twice() {
	// Whoever pays for proofs keeps them apart by what they say, never by their bytes.
	let claim = claim(1);
	assert_eq!(
		verify_batch(&key(), &CONTEXT, &[claim.entry(), claim.entry()]),
		Ok(())
	);
}

#[test]
fn a_key_survives_its_encoding() {
	let key = key();
	let bytes = key.encode().expect("memory");
	assert_eq!(bytes.len(), 64 + 3 * 128 + 4 * 64);
	assert_eq!(VerifyingKey::decode_checked(&bytes), Ok(key));
}

#[test]
fn the_arity_is_the_number_of_public_inputs() {
	assert_eq!(key().arity(), 3);
}
