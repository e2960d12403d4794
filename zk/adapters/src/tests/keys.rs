//! Keys of foreign provers.

use super::*;
use ark_bn254::G2Affine;
use ark_ec::AffineRepr;
use ark_serialize::CanonicalSerialize;
use greenhour_verifier::{is_development_key, key_digest, KeyRejection, VerifyingKey};

fn root_and_program() -> [[u8; 32]; 2] {
	let field = fields(vector!("sp1/v6.1.0.json"));
	["vk_root", "program"].map(|name| word(field(name)))
}

fn register(key: &[u8]) -> Result<(ReceiptKey, Sp1), AdapterError> {
	let [vk_root, program] = root_and_program();
	Sp1::from_gnark_key(key, vk_root, program)
}

#[test]
fn foreign_keys_have_pinned_digests() {
	let multiplier = "be9552647970b4426ee312af773c561ca5c79647c3e6139846a9bc2813bd2db0";
	let polynomial = "88c2508486a68cd75860d279ff4c6a323558299b076f67ef4f0447fed71d6086";
	let energy = "7317de7068b8037cc2e2075502e53851305186a046ec5a3c404b6130959e4aab";
	let sp1_v6_0 = "69e803beb4f3b6f202133f8caf8e3e3ac7185e1701bd9285eeb0a0cf97e35872";
	let sp1_v6_1 = "b818715db0830da7e06016a04f18538fd0fa4ba5d5c9704cc0e8d82031fbb63c";
	let risc_zero = "3aaf3e85ce414acf327395de4d28c530213753c8d7e33aa8db27e92c07241dfb";
	let mut digests = [multiplier, polynomial, energy, sp1_v6_0, sp1_v6_1].to_vec();
	digests.extend([risc_zero; 4]);
	for (vector, digest) in all().into_iter().zip(digests) {
		let bytes = vector.key.encode().expect("memory");
		let again = VerifyingKey::decode_checked(&bytes).expect("canonical");
		assert_eq!(again, vector.key);
		assert_eq!(key_digest(&bytes), vector.key.digest());
		assert_eq!(hex::encode(vector.key.digest()), digest, "{}", vector.name);
		assert!(!is_development_key(&bytes));
	}
}

#[test]
fn gamma_is_the_generator_in_all_of_them() {
	// Usual for keys of snarkjs and of ceremonies over it; forging takes delta, which differs.
	let mut generator = Vec::new();
	G2Affine::generator()
		.serialize_uncompressed(&mut generator)
		.expect("memory");
	for vector in all() {
		let bytes = vector.key.encode().expect("memory");
		assert_eq!(bytes[192..320], generator, "{}", vector.name);
		assert_ne!(bytes[320..448], generator, "{}", vector.name);
	}
}

#[test]
fn the_key_of_gnark_equals_the_constants_of_the_contract() {
	// Alpha of release 6.1.0 as its contract for Ethereum names it.
	let x = "15279411540481963483749982645131486879260751823620651493692884460296130891713";
	let y = "15872895802316430142046488442363778159164596024024981740547841316113839677454";
	let bytes = sp1_v6_1().key.encode().expect("memory");
	let decimal = |number: &str| {
		use core::str::FromStr;
		let mut bytes = Vec::new();
		let number = ark_bn254::Fq::from_str(number).expect("decimal");
		number.serialize_compressed(&mut bytes).expect("memory");
		bytes
	};
	assert_eq!(bytes[..32], decimal(x));
	let mut alpha_y = bytes[32..64].to_vec();
	alpha_y[31] &= 0x3f;
	assert_eq!(alpha_y, decimal(y));
}

#[test]
fn a_gnark_key_of_another_length_is_refused() {
	for length in (0..GNARK_KEY_V6_1.len() + 40).filter(|other| *other != GNARK_KEY_V6_1.len()) {
		let mut key = GNARK_KEY_V6_1.to_vec();
		key.resize(length, 0);
		assert_eq!(register(&key).err(), Some(AdapterError::MalformedKey));
	}
}

#[test]
fn a_gnark_key_with_commitments_is_refused() {
	let end = GNARK_KEY_V6_1.len();
	for index in end - 8..end {
		let mut key = GNARK_KEY_V6_1.to_vec();
		key[index] = 1;
		assert_eq!(register(&key).err(), Some(AdapterError::MalformedKey));
	}
}

#[test]
fn a_gnark_key_with_another_count_of_inputs_is_refused() {
	for count in [0u32, 1, 2, 5, 7, 65, 66, u32::MAX] {
		let mut key = GNARK_KEY_V6_1.to_vec();
		key[288..292].copy_from_slice(&count.to_be_bytes());
		assert_eq!(register(&key).err(), Some(AdapterError::MalformedKey));
	}
	// More points than the verifier takes are not even decoded.
	let mut key = GNARK_KEY_V6_1.to_vec();
	let point = key[452..484].to_vec();
	key.splice(452..452, point.repeat(60));
	key[288..292].copy_from_slice(&66u32.to_be_bytes());
	assert_eq!(register(&key).err(), Some(AdapterError::MalformedKey));
	// One input point and its count removed: a well-formed key of another arity.
	let mut key = GNARK_KEY_V6_1.to_vec();
	key.drain(452..484);
	key[288..292].copy_from_slice(&5u32.to_be_bytes());
	assert_eq!(register(&key).err(), Some(AdapterError::ArityMismatch));
}

#[test]
fn only_the_two_flags_of_a_compressed_point_are_read() {
	for flag in [0x00, 0x40] {
		let mut key = GNARK_KEY_V6_1.to_vec();
		key[0] = key[0] & 0x3f | flag;
		assert_eq!(register(&key).err(), Some(AdapterError::MalformedKey));
	}
	// The other sign is another point, so another key, whose proofs are others.
	let mut key = GNARK_KEY_V6_1.to_vec();
	key[0] ^= 0x40;
	let (negated, adapter) = register(&key).expect("the other sign is on the curve too");
	let vector = sp1_v6_1();
	assert_ne!(negated.digest(), vector.key.digest());
	let refusal = vector.refusal(|changed| changed.adapter = CircuitAdapter::Sp1(adapter));
	assert_eq!(refusal, refused(AdapterError::SelectorMismatch));
	let refusal = vector.refusal(|changed| changed.key = negated);
	assert_eq!(refusal, INVALID);
}

#[test]
fn every_flipped_byte_of_a_gnark_key_makes_no_key_or_another_one() {
	let vector = sp1_v6_1();
	for index in 0..GNARK_KEY_V6_1.len() {
		let mut key = GNARK_KEY_V6_1.to_vec();
		key[index] ^= 1;
		if let Ok((key, adapter)) = register(&key) {
			let refusal = vector.refusal(|changed| {
				changed.key = key;
				changed.adapter = CircuitAdapter::Sp1(adapter);
			});
			assert_eq!(refusal, refused(AdapterError::SelectorMismatch));
		}
	}
}

#[test]
fn a_gnark_key_without_phase_two_is_refused() {
	let mut key = GNARK_KEY_V6_1.to_vec();
	let gamma = key[128..192].to_vec();
	key[224..288].copy_from_slice(&gamma);
	let expected = AdapterError::KeyRefused(KeyRejection::GammaEqualsDelta);
	assert_eq!(register(&key).err(), Some(expected));
}

#[test]
fn pinned_values_must_be_field_elements() {
	let [vk_root, program] = root_and_program();
	let large = [0x31; 32];
	for [vk_root, program] in [[large, program], [vk_root, large]] {
		let result = Sp1::from_gnark_key(GNARK_KEY_V6_1, vk_root, program);
		assert_eq!(result.err(), Some(AdapterError::PinnedNotCanonical));
	}
}

#[test]
fn a_key_of_another_arity_fits_no_adapter() {
	let other = multiplier().key;
	for vector in all().iter().filter(|vector| vector.key.arity() != 1) {
		let check = vector.adapter.check_key(&other);
		assert_eq!(check, Err(AdapterError::ArityMismatch), "{}", vector.name);
	}
	assert_eq!(CircuitAdapter::Native.check_key(&other), Ok(()));
}
