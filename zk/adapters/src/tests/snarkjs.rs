//! Circom circuits: signals, schema, files.

use super::*;
use crate::JsonError;
use alloc::string::ToString;
use greenhour_verifier::KeyRejection;

const KEY: &str = vector!("snarkjs/multiplier/verification_key.json");
const PROOF: &str = vector!("snarkjs/multiplier/proof.json");

fn schema(vector: &mut Vector) -> &mut Snarkjs {
	match &mut vector.adapter {
		CircuitAdapter::Snarkjs(adapter) => adapter,
		_ => panic!("the vector is of snarkjs"),
	}
}

#[test]
fn other_signals_prove_nothing() {
	for mut vector in [multiplier(), polynomial(), green()] {
		*schema(&mut vector) = json::open_schema(&vector.key);
		assert_eq!(vector.verify(), Ok(()));
		for index in 0..vector.key.arity() {
			let refusal = vector.refusal(|changed| changed.statement[32 * index] ^= 1);
			assert_eq!(refusal, INVALID);
			let last = 32 * index + 31;
			let refusal = vector.refusal(|changed| changed.statement[last] = 0x3f);
			let expected = Refusal::Verifier(Rejection::InputNotCanonical(0));
			assert_eq!(refusal, expected);
		}
	}
}

#[test]
fn signals_in_another_order_prove_nothing() {
	let mut vector = polynomial();
	*schema(&mut vector) = json::open_schema(&vector.key);
	let refusal = vector.refusal(|changed| changed.statement[64..].rotate_left(32));
	assert_eq!(refusal, INVALID);
}

#[test]
fn a_signal_wider_than_its_schema_is_refused() {
	let mut vector = multiplier();
	for bits in 0..=FIELD_BITS {
		schema(&mut vector).signals[0] = Signal::Bits(bits);
		// The signal is 33: six bits.
		let expected = if bits < 6 {
			Err(refused(AdapterError::SignalTooWide(0)))
		} else {
			Ok(())
		};
		assert_eq!(vector.verify(), expected);
	}
}

#[test]
fn every_width_is_measured_exactly() {
	let mut vector = multiplier();
	for length in 1..=253u16 {
		let bit = usize::from(length - 1);
		vector.statement = [0; 32].to_vec();
		vector.statement[bit / 8] = 1 << (bit % 8);
		schema(&mut vector).signals[0] = Signal::Bits(length);
		assert_eq!(vector.verify(), Err(INVALID));
		schema(&mut vector).signals[0] = Signal::Bits(length - 1);
		let expected = refused(AdapterError::SignalTooWide(0));
		assert_eq!(vector.verify(), Err(expected));
	}
}

#[test]
fn a_signal_other_than_the_pinned_one_is_refused() {
	let vector = polynomial();
	for index in [1, 3] {
		let refusal = vector.refusal(|changed| changed.statement[32 * index] ^= 1);
		assert_eq!(refusal, refused(AdapterError::SignalMismatch(index)));
	}
}

#[test]
fn a_true_proof_of_a_failed_check_is_refused_only_because_the_output_is_pinned() {
	let mut vector = grey();
	let expected = refused(AdapterError::SignalMismatch(0));
	assert_eq!(vector.verify(), Err(expected));
	*schema(&mut vector) = json::open_schema(&vector.key);
	assert_eq!(vector.verify(), Ok(()));
}

#[test]
fn two_statements_of_one_circuit_verify_in_one_batch() {
	let [mut green, grey] = [green(), grey()];
	*schema(&mut green) = json::open_schema(&green.key);
	let Vector { adapter, key, .. } = &green;
	let pair = [green.submission(), grey.submission()];
	assert_eq!(verify(adapter, key, &CONTEXT, &pair), Ok(()));
	let crossed = [
		Submission {
			proof: &grey.proof,
			..green.submission()
		},
		Submission {
			proof: &green.proof,
			..grey.submission()
		},
	];
	assert_eq!(verify(adapter, key, &CONTEXT, &crossed), Err(INVALID));
}

#[test]
fn a_schema_must_fit_the_key_and_the_field() {
	let mut vector = polynomial();
	let key = vector.key.clone();
	let schema = schema(&mut vector);
	schema.signals[0] = Signal::Bits(FIELD_BITS + 1);
	assert_eq!(
		schema.check_key(&key),
		Err(AdapterError::PinnedNotCanonical)
	);
	schema.signals[0] = Signal::Pinned([0xff; 32]);
	assert_eq!(
		schema.check_key(&key),
		Err(AdapterError::PinnedNotCanonical)
	);
	schema.signals[0] = Signal::Pinned(greenhour_types::receipt::FIELD_MODULUS);
	assert_eq!(
		schema.check_key(&key),
		Err(AdapterError::PinnedNotCanonical)
	);
	schema.signals.pop();
	assert_eq!(schema.check_key(&key), Err(AdapterError::ArityMismatch));
}

#[test]
fn files_of_other_systems_and_curves_are_refused() {
	for (from, to) in [("groth16", "plonk"), ("bn128", "bls12381")] {
		let key = json::verifying_key(&replaced(KEY, from, to));
		assert!(matches!(key, Err(JsonError::Unsupported(_))));
		let proof = json::proof(&replaced(PROOF, from, to));
		assert!(matches!(proof, Err(JsonError::Unsupported(_))));
	}
}

#[test]
fn files_of_another_structure_are_refused() {
	for file in ["", "{}", "[]", "3", PROOF] {
		assert!(matches!(
			json::verifying_key(file),
			Err(JsonError::Structure(_))
		));
	}
	for file in ["", "{}", "[]", "3", KEY] {
		assert!(matches!(json::proof(file), Err(JsonError::Structure(_))));
	}
	for file in ["", "{}", "3", "[33]", "[[\"33\"]]"] {
		assert!(matches!(
			json::statement(file),
			Err(JsonError::Structure(_))
		));
	}
}

#[test]
fn numbers_that_are_not_canonical_are_refused() {
	let modulus = "21888242871839275222246405745257275088548364400416034343698204186575808495617";
	for number in ["", "-1", "+1", "0x21", "1_000", " 1", "1e3", modulus] {
		let file = alloc::format!("[\"{number}\"]");
		let statement = json::statement(&file);
		assert!(matches!(statement, Err(JsonError::Number(_))), "{number}");
	}
	let digits = "9".repeat(100);
	let statement = json::statement(&alloc::format!("[\"{digits}\"]"));
	assert!(matches!(statement, Err(JsonError::Number(_))));
	let largest = replaced(modulus, "495617", "495616");
	let statement = json::statement(&alloc::format!("[\"{largest}\"]"));
	assert_eq!(statement.expect("the largest element").len(), 32);
}

#[test]
fn a_point_of_a_file_must_be_valid() {
	let x = "19752044163435112998099796779947263139365269296294968520404327719124263547111";
	let y = "11069769267857023583069178672374572453291648685282843843698422556496935187114";
	let other = replaced(x, "111", "112");
	let proof = json::proof(&replaced(PROOF, x, &other));
	assert!(matches!(proof, Err(JsonError::InvalidPoint)));
	let projective = alloc::format!("{y}\",\n  \"1");
	let proof = json::proof(&replaced(
		PROOF,
		&projective,
		&replaced(&projective, "\"1", "\"2"),
	));
	assert!(matches!(proof, Err(JsonError::InvalidPoint)));
	let zero = replaced(&replaced(PROOF, x, "0"), y, "0");
	assert!(matches!(json::proof(&zero), Err(JsonError::InvalidPoint)));
}

#[test]
fn a_key_with_another_number_of_signals_is_refused() {
	for other in ["0", "2", "18446744073709551615"] {
		let line = "\"nPublic\": 1";
		let key = json::verifying_key(&replaced(KEY, line, &replaced(line, "1", other)));
		assert!(matches!(key, Err(JsonError::ArityMismatch)));
	}
}

#[test]
fn a_key_without_phase_two_is_refused() {
	let mut file: serde_json::Value = serde_json::from_str(KEY).expect("JSON");
	file["vk_delta_2"] = file["vk_gamma_2"].clone();
	let key = json::verifying_key(&file.to_string());
	let expected = KeyRejection::GammaEqualsDelta;
	assert!(matches!(key, Err(JsonError::KeyRefused(rejection)) if rejection == expected));
	// What `snarkjs groth16 setup` writes before anybody contributed.
	let key = json::verifying_key(vector!("snarkjs/energy/verification_key_initial.json"));
	assert!(matches!(key, Err(JsonError::KeyRefused(rejection)) if rejection == expected));
}

#[test]
fn a_key_with_too_many_signals_is_refused() {
	let mut file: serde_json::Value = serde_json::from_str(KEY).expect("JSON");
	let point = file["IC"][1].clone();
	file["nPublic"] = 65.into();
	file["IC"] = alloc::vec![point; 66].into();
	let key = json::verifying_key(&file.to_string());
	let expected = KeyRejection::Length;
	assert!(matches!(key, Err(JsonError::KeyRefused(rejection)) if rejection == expected));
}
