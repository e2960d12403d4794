//! SP1's wrapper: selector, exit code, root, nonce, public values.

use super::*;
use crate::{SP1_INPUTS, SP1_PROOF_BYTES};

fn pinned(vector: &mut Vector) -> &mut Sp1 {
	match &mut vector.adapter {
		CircuitAdapter::Sp1(adapter) => adapter,
		_ => panic!("the vector is of SP1"),
	}
}

fn both() -> [Vector; 2] {
	[sp1_v6_0(), sp1_v6_1()]
}

#[test]
fn the_selector_begins_the_hash_of_the_key() {
	let hashes = [
		"0e78f4db7a6771a3a6a7d9c3b0de6fe73d58781368967a7fe84d87aefffec896",
		"4388a21c687fdd5f218d7e3d13190cac4c5355818d3605fd5fb811df468ee696",
	];
	for (mut vector, hash) in both().into_iter().zip(hashes) {
		assert_eq!(hex::encode(pinned(&mut vector).verifier_hash), hash);
		assert_eq!(hex::encode(&vector.proof[..4]), hash[..8]);
		assert_eq!(vector.proof.len(), SP1_PROOF_BYTES);
		assert_eq!(vector.key.arity(), SP1_INPUTS);
	}
}

#[test]
fn another_selector_is_refused() {
	for vector in both() {
		for index in 0..4 {
			let refusal = vector.refusal(|changed| changed.proof[index] ^= 1);
			assert_eq!(refusal, refused(AdapterError::SelectorMismatch));
		}
	}
}

#[test]
fn an_exit_code_other_than_zero_is_refused() {
	for vector in both() {
		for index in 4..36 {
			let refusal = vector.refusal(|changed| changed.proof[index] ^= 1);
			assert_eq!(refusal, refused(AdapterError::ExitCode));
		}
	}
}

#[test]
fn the_modulus_is_no_other_way_to_write_exit_code_zero() {
	let modulus = "30644e72e131a029b85045b68181585d2833e84879b9709143e1f593f0000001";
	let modulus = hex::decode(modulus).expect("hexadecimal");
	for vector in both() {
		let refusal = vector.refusal(|changed| changed.proof[4..36].copy_from_slice(&modulus));
		assert_eq!(refusal, refused(AdapterError::ExitCode));
	}
}

#[test]
fn another_root_is_refused() {
	for vector in both() {
		for index in 36..68 {
			let refusal = vector.refusal(|changed| changed.proof[index] ^= 1);
			assert_eq!(refusal, refused(AdapterError::VkRootMismatch));
		}
	}
}

#[test]
fn a_root_that_the_proof_was_not_made_for_proves_nothing() {
	for vector in both() {
		let refusal = vector.refusal(|changed| {
			changed.proof[67] ^= 1;
			pinned(changed).vk_root[31] ^= 1;
		});
		assert_eq!(refusal, INVALID);
	}
}

#[test]
fn another_nonce_proves_nothing() {
	for vector in both() {
		for index in 69..100 {
			let refusal = vector.refusal(|changed| changed.proof[index] ^= 1);
			assert_eq!(refusal, INVALID);
		}
		let refusal = vector.refusal(|changed| changed.proof[68] = 0xff);
		let expected = Refusal::Verifier(Rejection::InputNotCanonical(0));
		assert_eq!(refusal, expected);
	}
}

#[test]
fn another_program_proves_nothing() {
	for vector in both() {
		for index in 1..32 {
			let refusal = vector.refusal(|changed| pinned(changed).program[index] ^= 1);
			assert_eq!(refusal, INVALID);
		}
	}
}

#[test]
fn other_public_values_prove_nothing() {
	for vector in both() {
		for index in 0..vector.statement.len() {
			let refusal = vector.refusal(|changed| changed.statement[index] ^= 1);
			assert_eq!(refusal, INVALID);
		}
	}
}

#[test]
fn a_proof_of_another_release_is_refused() {
	let [old, new] = both();
	let refusal = new.refusal(|changed| changed.proof.clone_from(&old.proof));
	assert_eq!(refusal, refused(AdapterError::SelectorMismatch));
	// With the selector exchanged, the root gives it away.
	let refusal = new.refusal(|changed| {
		changed.proof[4..].copy_from_slice(&old.proof[4..]);
	});
	assert_eq!(refusal, refused(AdapterError::VkRootMismatch));
}

#[test]
fn a_proof_of_version_five_is_refused() {
	let field = fields(vector!("sp1/v5.0.0.json"));
	let proof = field("proof");
	assert_eq!(proof.len(), 260);
	for vector in both() {
		let refusal = vector.refusal(|changed| changed.proof.clone_from(&proof));
		assert_eq!(refusal, refused(AdapterError::ProofLength));
	}
}
