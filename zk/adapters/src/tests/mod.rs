//! Fixtures: keys and proofs that others made, from `vectors/`.

mod common;
mod keys;
mod risc_zero;
mod snarkjs;
mod sp1;

use crate::{
	json, verify, Adapter, AdapterError, CircuitAdapter, Refusal, RiscZero, Signal, Snarkjs, Sp1,
	Submission, FIELD_BITS,
};
use alloc::{string::String, vec::Vec};
use greenhour_verifier::{BatchContext, ReceiptKey, Rejection};

const CONTEXT: BatchContext = BatchContext {
	circuit: 7,
	version: 1,
	context: [7; 32],
};

macro_rules! vector {
	($path:literal) => {
		include_str!(concat!("../../vectors/", $path))
	};
}
use vector;

/// A registered circuit and one submission to it.
#[derive(Clone)]
struct Vector {
	name: &'static str,
	adapter: CircuitAdapter,
	key: ReceiptKey,
	statement: Vec<u8>,
	proof: Vec<u8>,
}

impl Vector {
	fn submission(&self) -> Submission<'_> {
		Submission {
			statement: &self.statement,
			proof: &self.proof,
		}
	}

	fn verify(&self) -> Result<(), Refusal> {
		verify(&self.adapter, &self.key, &CONTEXT, &[self.submission()])
	}

	/// The refusal after a change.
	fn refusal(&self, change: impl FnOnce(&mut Self)) -> Refusal {
		let mut changed = self.clone();
		change(&mut changed);
		changed.verify().expect_err(self.name)
	}
}

fn refused(error: AdapterError) -> Refusal {
	Refusal::Adapter(0, error)
}

const INVALID: Refusal = Refusal::Verifier(Rejection::InvalidProof);

fn fields(file: &str) -> impl Fn(&str) -> Vec<u8> {
	let file: serde_json::Value = serde_json::from_str(file).expect("vectors are JSON");
	move |field| hex::decode(file[field].as_str().expect(field)).expect("vectors are hexadecimal")
}

fn word(bytes: Vec<u8>) -> [u8; 32] {
	bytes.try_into().expect("a word of a vector has 32 bytes")
}

fn signal(value: u8) -> Signal {
	let mut bytes = [0; 32];
	bytes[0] = value;
	Signal::Pinned(bytes)
}

fn multiplier() -> Vector {
	let key = json::verifying_key(vector!("snarkjs/multiplier/verification_key.json"));
	let signals = [Signal::Bits(6)].to_vec().try_into();
	Vector {
		name: "snarkjs multiplier",
		adapter: CircuitAdapter::Snarkjs(Snarkjs {
			signals: signals.expect("one signal"),
		}),
		key: key.expect("the key is valid"),
		statement: json::statement(vector!("snarkjs/multiplier/public.json")).expect("valid"),
		proof: json::proof(vector!("snarkjs/multiplier/proof.json"))
			.expect("valid")
			.to_vec(),
	}
}

fn polynomial() -> Vector {
	let key = json::verifying_key(vector!("snarkjs/polynomial/verification_key.json"));
	let signals = [
		Signal::Bits(FIELD_BITS),
		signal(1),
		Signal::Bits(2),
		signal(3),
	];
	Vector {
		name: "snarkjs polynomial",
		adapter: CircuitAdapter::Snarkjs(Snarkjs {
			signals: signals.to_vec().try_into().expect("four signals"),
		}),
		key: key.expect("the key is valid"),
		statement: json::statement(vector!("snarkjs/polynomial/public.json")).expect("valid"),
		proof: json::proof(vector!("snarkjs/polynomial/proof.json"))
			.expect("valid")
			.to_vec(),
	}
}

/// A circuit that reports in its first output whether green energy is at least half of all.
fn energy(name: &'static str, public: &str, proof: &str) -> Vector {
	let key = json::verifying_key(vector!("snarkjs/energy/verification_key.json"));
	let signals = [
		signal(1),
		Signal::Bits(FIELD_BITS),
		Signal::Bits(33),
		Signal::Bits(64),
	];
	Vector {
		name,
		adapter: CircuitAdapter::Snarkjs(Snarkjs {
			signals: signals.to_vec().try_into().expect("four signals"),
		}),
		key: key.expect("the key is valid"),
		statement: json::statement(public).expect("valid"),
		proof: json::proof(proof).expect("valid").to_vec(),
	}
}

fn green() -> Vector {
	let public = vector!("snarkjs/energy/public_green.json");
	energy(
		"snarkjs green",
		public,
		vector!("snarkjs/energy/proof_green.json"),
	)
}

/// A true proof that green energy is less than half.
fn grey() -> Vector {
	let public = vector!("snarkjs/energy/public_grey.json");
	energy(
		"snarkjs grey",
		public,
		vector!("snarkjs/energy/proof_grey.json"),
	)
}

const GNARK_KEY_V6_0: &[u8] = include_bytes!("../../vectors/sp1/groth16_vk_v6.0.0.bin");
const GNARK_KEY_V6_1: &[u8] = include_bytes!("../../vectors/sp1/groth16_vk_v6.1.0.bin");

fn sp1_proof(name: &'static str, key: &[u8], file: &str) -> Vector {
	let field = fields(file);
	let (vk_root, program) = (word(field("vk_root")), word(field("program")));
	let (key, adapter) = Sp1::from_gnark_key(key, vk_root, program).expect("the key is valid");
	Vector {
		name,
		adapter: CircuitAdapter::Sp1(adapter),
		key,
		statement: field("public_values"),
		proof: field("proof"),
	}
}

fn sp1_v6_0() -> Vector {
	sp1_proof("SP1 6.0.0", GNARK_KEY_V6_0, vector!("sp1/v6.0.0.json"))
}

fn sp1_v6_1() -> Vector {
	sp1_proof("SP1 6.1.0", GNARK_KEY_V6_1, vector!("sp1/v6.1.0.json"))
}

fn receipt(name: &'static str, file: &str) -> Vector {
	let field = fields(file);
	let key = json::verifying_key(vector!("risc_zero/verification_key.json"));
	let key = key.expect("the key is valid");
	let adapter = RiscZero::new(
		&key,
		word(field("control_root")),
		word(field("bn254_control_id")),
		word(field("image_id")),
	);
	Vector {
		name,
		adapter: CircuitAdapter::RiscZero(adapter.expect("the key has five inputs")),
		key,
		statement: field("journal"),
		proof: field("seal"),
	}
}

fn receipts() -> Vec<Vector> {
	[
		receipt("RISC Zero 2.2", vector!("risc_zero/v2.2.json")),
		receipt("RISC Zero 3.0", vector!("risc_zero/v3.0.json")),
		receipt("RISC Zero 3.0.5", vector!("risc_zero/v3.0.5.json")),
		receipt("RISC Zero 5.0", vector!("risc_zero/v5.0.json")),
	]
	.to_vec()
}

fn all() -> Vec<Vector> {
	let mut vectors = [multiplier(), polynomial(), green(), sp1_v6_0(), sp1_v6_1()].to_vec();
	vectors.extend(receipts());
	vectors
}

/// The modulus of the base field, big-endian.
fn base_modulus() -> [u8; 32] {
	let digits = "30644e72e131a029b85045b68181585d97816a916871ca8d3c208c16d87cfd47";
	word(hex::decode(digits).expect("hexadecimal"))
}

/// `a + b` of big-endian numbers, if there is no carry out.
fn sum(a: [u8; 32], b: [u8; 32]) -> Option<[u8; 32]> {
	let mut carry = 0u16;
	let mut total = [0; 32];
	for index in (0..32).rev() {
		carry += u16::from(a[index]) + u16::from(b[index]);
		total[index] = carry.to_le_bytes()[0];
		carry >>= 8;
	}
	(carry == 0).then_some(total)
}

fn replaced(text: &str, from: &str, to: &str) -> String {
	assert!(text.contains(from), "{from} is not in the vector");
	text.replacen(from, to, 1)
}
