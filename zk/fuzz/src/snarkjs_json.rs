//! Files of snarkjs.

use crate::{fixture, reference, Seeds};
use greenhour_adapters::{json, Adapter};
use greenhour_types::receipt::is_canonical;
use num_bigint::BigUint;

/// The files of the vectors.
pub fn seeds() -> Seeds {
	let files = fixture::JSON_FILES.iter();
	let accepted = files.map(|file| file.as_bytes().to_vec()).collect();
	// The same proof with another third coordinate, and with other spellings of a number.
	let proof = fixture::JSON_FILES[1];
	let refused = [
		proof.replacen("\"1\"", "\"2\"", 1),
		proof.replacen("\"1\"", "\"01\"", 1),
		proof.replacen("\"1\"", "\"+1\"", 1),
	];
	Seeds {
		accepted,
		refused: refused.map(String::into_bytes).to_vec(),
	}
}

/// Keys and points are sound, signals are canonical, and no number is read as another.
pub fn law(bytes: &[u8]) -> bool {
	let Ok(text) = core::str::from_utf8(bytes) else {
		return false;
	};
	let key = json::verifying_key(text).ok();
	if let Some(key) = &key {
		let bytes = key.encode().expect("memory");
		assert!(
			reference::key(&bytes).is_some(),
			"an unsound key is accepted"
		);
		assert_eq!(json::open_schema(key).check_key(key), Ok(()));
		let alpha = &numbers(text, "vk_alpha_1")[..2];
		assert_eq!(
			[&bytes[..32], &without_flags(&bytes[32..64])],
			[&alpha[0][..], &alpha[1][..]]
		);
	}
	let proof = json::proof(text).ok();
	if let Some(proof) = &proof {
		let points = reference::proof(proof).expect("an unsound point is accepted");
		assert!(reference::is_sound(&points.b));
		assert_eq!(without_flags(&proof[..32]), numbers(text, "pi_a")[0]);
		assert_eq!(without_flags(&proof[96..]), numbers(text, "pi_c")[0]);
	}
	let statement = json::statement(text).ok();
	if let Some(statement) = &statement {
		let (signals, rest) = statement.as_chunks();
		assert!(rest.is_empty() && signals.iter().all(is_canonical));
		let file: Vec<String> = serde_json::from_str(text).expect("it was just read");
		let numbers: Vec<_> = file.iter().map(|number| little_endian(number)).collect();
		assert_eq!(numbers.concat(), *statement);
	}
	key.is_some() || proof.is_some() || statement.is_some()
}

/// The coordinates of a point in G1, the third of which must be one.
fn numbers(text: &str, field: &str) -> Vec<Vec<u8>> {
	let file: serde_json::Value = serde_json::from_str(text).expect("it was just read");
	let point = file[field].as_array().expect("a point");
	let texts = point.iter().map(|number| number.as_str().expect("text"));
	let numbers: Vec<_> = texts.map(little_endian).collect();
	assert_eq!(numbers[2], little_endian("1"));
	numbers
}

fn little_endian(number: &str) -> Vec<u8> {
	let number: BigUint = number.parse().expect("decimal");
	let mut bytes = number.to_bytes_le();
	bytes.resize(32, 0);
	bytes
}

fn without_flags(bytes: &[u8]) -> Vec<u8> {
	let mut bytes = bytes.to_vec();
	bytes[31] &= 0x3f;
	bytes
}
