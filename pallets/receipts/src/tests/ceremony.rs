//! A key of a phase 2 with snarkjs, and a proof that snarkjs made from the same constraints.

use super::submit_one;
use crate::{mock::*, CircuitRegistration, Error, GenesisCircuit};
use frame_support::{assert_noop, assert_ok};
use greenhour_adapters::CircuitAdapter;
use greenhour_types::{
	receipt::{RECEIPT_CIRCUIT, RECEIPT_V1, RECEIPT_V1_SCHEMA},
	CircuitVersion,
};

/// The converted key; see `zk/setup/README.md`.
const KEY: &[u8] = include_bytes!("../../../../zk/setup/vectors/receipt-v1.ceremony.vk");
/// For the receipt that the mock's device would make for hours 22 and 23.
const PROOF: &[u8; 128] = include_bytes!("../../../../zk/setup/vectors/receipt-v1.snarkjs.proof");

/// The setup transcript hash that `greenhour-setup convert` printed.
fn setup() -> [u8; 32] {
	let file = include_str!("../../../../zk/setup/vectors/receipt-v1.ceremony.json");
	let digests: serde_json::Value = serde_json::from_str(file).expect("JSON");
	let hash = digests["setup_transcript"].as_str().expect("a hash");
	let bytes = hex::decode(hash).expect("hexadecimal");
	bytes.try_into().expect("32 bytes")
}

/// A chain that allows no development keys, with the key of the setup.
fn ext() -> Ext {
	Ext::production().with_circuits(vec![GenesisCircuit {
		circuit: RECEIPT_CIRCUIT,
		version: RECEIPT_V1,
		key: KEY.to_vec(),
		schema: RECEIPT_V1_SCHEMA,
		setup: setup(),
	}])
}

#[test]
fn a_proof_of_snarkjs_is_paid_under_the_key_of_a_setup() {
	ext().execute_assigned(|| {
		let (inputs, _) = statement(CONTRACT, DEVICE, hours(&[22, 23]));
		let receipt = with_proof(&inputs, *PROOF);
		let mut other = receipt.clone();
		other.result_commitment[0] ^= 1;
		assert_noop!(submit_one(1, &other), Error::<Test>::InvalidProof);
		assert_ok!(submit_one(1, &receipt));
		assert_eq!(Paid::get().len(), 1);
	});
}

#[test]
fn the_key_of_a_setup_can_be_registered_where_development_keys_cannot() {
	Ext::production().execute(|| {
		let registration = CircuitRegistration {
			key: KEY.to_vec().try_into().expect("short enough"),
			adapter: CircuitAdapter::Native,
			schema: RECEIPT_V1_SCHEMA,
			setup: setup(),
		};
		let (root, version) = (RuntimeOrigin::root(), CircuitVersion(2));
		let registered =
			Receipts::register_circuit(root, RECEIPT_CIRCUIT, version, registration, 11);
		assert_ok!(registered);
	});
}

#[test]
fn a_proof_under_development_keys_is_none_under_the_key_of_a_setup() {
	ext().execute_assigned(|| {
		let receipt = receipt(CONTRACT, DEVICE, hours(&[22, 23]));
		assert_noop!(submit_one(1, &receipt), Error::<Test>::InvalidProof);
	});
}
