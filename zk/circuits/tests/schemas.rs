//! The machine-readable schemas have the pinned digests and say what the packing does.

use greenhour_circuits::{Receipt, Statement, Work};
use greenhour_types::{
	receipt::{
		FieldBytes, ReceiptInputs, PROOF_BYTES, RECEIPT_CIRCUIT, RECEIPT_V1, RECEIPT_V1_INPUTS,
		RECEIPT_V1_SCHEMA,
	},
	work::{WORK_CIRCUIT, WORK_V1, WORK_V1_INPUTS, WORK_V1_SCHEMA},
	CircuitId, CircuitVersion,
};
use serde_json::Value;
use sp_crypto_hashing::blake2_256;
use std::collections::BTreeMap;

const RECEIPT_V1_FILE: &str = include_str!("../../schemas/receipt-v1.json");
const WORK_V1_FILE: &str = include_str!("../../schemas/work-v1.json");
const FIELD_BITS: usize = 254;

fn parsed(file: &str) -> Value {
	serde_json::from_str(file).expect("JSON")
}

fn number(value: &Value) -> usize {
	let number = value.as_u64().expect("a number");
	usize::try_from(number).expect("small")
}

fn text(value: &Value) -> String {
	value.as_str().expect("text").to_owned()
}

fn bit(bytes: &FieldBytes, position: usize) -> bool {
	bytes[position / 8] >> (position % 8) & 1 == 1
}

/// A little-endian integer, filled with zeros.
fn filled(bytes: &[u8]) -> FieldBytes {
	let mut all = [0; 32];
	all[..bytes.len()].copy_from_slice(bytes);
	all
}

/// Takes public inputs apart as a schema says. Every bit is of one part or zero.
fn parts(schema: &Value, inputs: &[FieldBytes]) -> BTreeMap<String, FieldBytes> {
	let listed = schema["inputs"].as_array().expect("a list");
	assert_eq!(listed.len(), inputs.len());
	let mut parts = BTreeMap::new();
	for (index, (listed, input)) in listed.iter().zip(inputs).enumerate() {
		assert_eq!(number(&listed["index"]), index);
		let mut end = 0;
		for part in listed["parts"].as_array().expect("a list") {
			let (offset, bits) = (number(&part["offset"]), number(&part["bits"]));
			assert_eq!(offset, end, "no gaps in input {index}");
			end = offset + bits;
			let mut value = [0; 32];
			for position in 0..bits {
				value[position / 8] |= u8::from(bit(input, offset + position)) << (position % 8);
			}
			let before = parts.insert(text(&part["name"]), value);
			assert_eq!(before, None, "one part for each name");
		}
		assert!(end <= FIELD_BITS);
		assert!((end..256).all(|position| !bit(input, position)));
	}
	parts
}

/// What the parts of a receipt are, by name.
fn expected(inputs: &ReceiptInputs) -> BTreeMap<String, FieldBytes> {
	let rules = &inputs.rules;
	let mut coordinate = inputs.meter_key;
	coordinate[31] &= 0x7f;
	let mut expected: BTreeMap<String, FieldBytes> = [
		("genesis_hash", filled(&inputs.genesis_hash[..31])),
		("meter_key_y", coordinate),
		("version", filled(&inputs.version.0.to_le_bytes())),
		("hours", filled(&inputs.hours.bits().to_le_bytes())),
		("day", filled(&inputs.day.0.to_le_bytes())),
		("contract", filled(&inputs.contract.0.to_le_bytes())),
		("position", filled(&inputs.position.0.to_le_bytes())),
		("device", filled(&inputs.device.0.to_le_bytes())),
		("meter_key_sign", filled(&[inputs.meter_key[31] >> 7])),
		("challenge", inputs.challenge),
		("result_commitment", inputs.result_commitment),
		("device_commitment", inputs.device_commitment),
		(
			"wh_per_gpu_hour",
			filled(&rules.wh_per_gpu_hour.to_le_bytes()),
		),
		(
			"min_green_share",
			filled(&rules.min_green_share.to_le_bytes()),
		),
		(
			"max_wh_per_hour",
			filled(&rules.max_wh_per_hour.to_le_bytes()),
		),
		("total_wh", filled(&inputs.total_wh.to_le_bytes())),
		("green_wh", filled(&inputs.green_wh.to_le_bytes())),
	]
	.map(|(name, value)| (name.to_owned(), value))
	.into();
	for (hour, facts) in inputs.facts.iter().enumerate() {
		let of_hour = [
			("reading_commitment", facts.reading_commitment),
			("max_units", filled(&facts.max_units.0.to_le_bytes())),
			("green_wh", filled(&facts.green_wh.to_le_bytes())),
		];
		expected.extend(of_hour.map(|(name, value)| (format!("{name}_{hour}"), value)));
	}
	expected
}

fn assert_describes<S: Statement>(schema: &Value, circuit: CircuitId, version: CircuitVersion) {
	assert_eq!(text(&schema["name"]), S::NAME);
	assert_eq!(number(&schema["circuit"]), usize::from(circuit.0));
	assert_eq!(number(&schema["version"]), usize::from(version.0));
	assert_eq!(text(&schema["proof_system"]), "Groth16");
	assert_eq!(text(&schema["curve"]), "BN254");
	assert_eq!(number(&schema["proof_bytes"]), PROOF_BYTES);
	assert_eq!(number(&schema["input_bytes"]), size_of::<FieldBytes>());
}

#[test]
fn the_schemas_have_the_pinned_digests() {
	assert_eq!(blake2_256(RECEIPT_V1_FILE.as_bytes()), RECEIPT_V1_SCHEMA);
	assert_eq!(blake2_256(WORK_V1_FILE.as_bytes()), WORK_V1_SCHEMA);
}

#[test]
fn the_schema_of_receipt_v1_takes_its_inputs_apart() {
	let schema = parsed(RECEIPT_V1_FILE);
	assert_describes::<Receipt>(&schema, RECEIPT_CIRCUIT, RECEIPT_V1);
	let mut inputs = Receipt::example().inputs;
	for sign in [0, 0x80] {
		inputs.meter_key[31] = inputs.meter_key[31] & 0x7f | sign;
		let packed = inputs.public_inputs();
		assert_eq!(packed.len(), RECEIPT_V1_INPUTS);
		assert_eq!(parts(&schema, &packed), expected(&inputs));
	}
}

#[test]
fn the_schema_of_work_v1_takes_its_inputs_apart() {
	let schema = parsed(WORK_V1_FILE);
	assert_describes::<Work>(&schema, WORK_CIRCUIT, WORK_V1);
	let inputs = Work::example().inputs;
	let packed = inputs.public_inputs();
	assert_eq!(packed.len(), WORK_V1_INPUTS);
	let mut expected = expected(&inputs.receipt);
	expected.insert("job".to_owned(), inputs.job);
	assert_eq!(parts(&schema, &packed), expected);
}

/// All other inputs and parts are those of `receipt-v1`.
#[test]
fn the_schema_of_work_v1_extends_that_of_receipt_v1() {
	let names = |file: &str| -> Vec<(String, Vec<String>)> {
		let schema = parsed(file);
		let inputs = schema["inputs"].as_array().expect("a list");
		let of_input = |input: &Value| {
			let parts = input["parts"].as_array().expect("a list");
			let parts = parts.iter().map(|part| text(&part["name"])).collect();
			(text(&input["name"]), parts)
		};
		inputs.iter().map(of_input).collect()
	};
	let (receipt, work) = (names(RECEIPT_V1_FILE), names(WORK_V1_FILE));
	assert_eq!(work[..RECEIPT_V1_INPUTS], receipt);
	assert_eq!(work[RECEIPT_V1_INPUTS].0, "job");
}
