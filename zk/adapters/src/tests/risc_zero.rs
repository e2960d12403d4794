//! RISC Zero's wrapper: selector, roots, image, journal, exit code.

use super::*;
use crate::{risc_zero::claim_digest, RISC_ZERO_INPUTS, SEAL_BYTES};
use greenhour_verifier::{verify_batch, Entry};
use sp_crypto_hashing::sha2_256;

fn pinned(vector: &mut Vector) -> &mut RiscZero {
	match &mut vector.adapter {
		CircuitAdapter::RiscZero(adapter) => adapter,
		_ => panic!("the vector is of RISC Zero"),
	}
}

#[test]
fn the_selector_is_computed_from_key_and_roots() {
	let selectors = ["bb001d44", "73c457ba", "73c457ba", "c27d1bc0"];
	for (mut vector, selector) in receipts().into_iter().zip(selectors) {
		assert_eq!(hex::encode(pinned(&mut vector).selector), selector);
		assert_eq!(hex::encode(&vector.proof[..4]), selector);
		assert_eq!(vector.proof.len(), SEAL_BYTES);
		assert_eq!(vector.key.arity(), RISC_ZERO_INPUTS);
	}
}

#[test]
fn another_selector_is_refused() {
	for vector in receipts() {
		for index in 0..4 {
			let refusal = vector.refusal(|changed| changed.proof[index] ^= 1);
			assert_eq!(refusal, refused(AdapterError::SelectorMismatch));
		}
	}
}

#[test]
fn another_control_root_proves_nothing_and_has_another_selector() {
	for vector in receipts() {
		for index in 0..32 {
			let mut changed = vector.clone();
			pinned(&mut changed).control_root[index] ^= 1;
			assert_eq!(changed.verify(), Err(INVALID));
			let check = changed.adapter.check_key(&changed.key);
			assert_eq!(check, Err(AdapterError::SelectorNotOfKey));
		}
	}
}

#[test]
fn another_control_id_proves_nothing_and_has_another_selector() {
	for vector in receipts() {
		for index in 0..31 {
			let mut changed = vector.clone();
			pinned(&mut changed).bn254_control_id[index] ^= 1;
			assert_eq!(changed.verify(), Err(INVALID));
			let check = changed.adapter.check_key(&changed.key);
			assert_eq!(check, Err(AdapterError::SelectorNotOfKey));
		}
	}
}

#[test]
fn a_control_id_in_the_byte_order_of_the_contracts_is_refused() {
	// The contracts print it reversed. That number is not below the modulus.
	let mut vector = receipts().remove(0);
	pinned(&mut vector).bn254_control_id.reverse();
	let check = vector.adapter.check_key(&vector.key);
	assert_eq!(check, Err(AdapterError::PinnedNotCanonical));
	let expected = Refusal::Verifier(Rejection::InputNotCanonical(0));
	assert_eq!(vector.verify(), Err(expected));
}

#[test]
fn another_image_proves_nothing() {
	for vector in receipts() {
		for index in 0..32 {
			let refusal = vector.refusal(|changed| pinned(changed).image_id[index] ^= 1);
			assert_eq!(refusal, INVALID);
		}
	}
}

#[test]
fn another_journal_proves_nothing() {
	for vector in receipts() {
		for index in 0..vector.statement.len() {
			let refusal = vector.refusal(|changed| changed.statement[index] ^= 1);
			assert_eq!(refusal, INVALID);
		}
	}
}

#[test]
fn a_receipt_of_another_release_is_refused() {
	let vectors = receipts();
	let [old, new] = [&vectors[0], &vectors[3]];
	let refusal = new.refusal(|changed| changed.proof.clone_from(&old.proof));
	assert_eq!(refusal, refused(AdapterError::SelectorMismatch));
	let refusal = new.refusal(|changed| {
		changed.proof[4..].copy_from_slice(&old.proof[4..]);
	});
	assert_eq!(refusal, INVALID);
}

#[test]
fn only_a_halt_with_exit_code_zero_is_proved() {
	let code = |value: u8| [value, 0, 0, 0];
	for mut vector in receipts() {
		let adapted = vector.adapter.adapt(&vector.statement, &vector.proof);
		let adapted = adapted.expect(vector.name);
		let adapter = *pinned(&mut vector);
		let journal = sha2_256(&vector.statement);
		// Halted, paused, split by the host; the second code is the program's own.
		for (system, user) in [(0, 0), (0, 1), (1, 0), (2, 0), (2, 2)] {
			let claim = claim_digest(adapter.image_id, journal, [code(system), code(user)]);
			let inputs = adapter.inputs(claim);
			let halted_well = (system, user) == (0, 0);
			assert_eq!(inputs == adapted.inputs, halted_well);
			let entry = Entry {
				proof: &adapted.proof,
				inputs: &inputs,
			};
			let result = verify_batch(&vector.key, &CONTEXT, &[entry]);
			assert_eq!(result.is_ok(), halted_well);
		}
	}
}
