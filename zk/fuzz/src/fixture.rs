//! Registered circuits with proofs that hold: the development key of receipts, and the vectors of the
//! adapters.

use crate::reference::{self, Claim};
use ark_bn254::Bn254;
use ark_groth16::{prepare_verifying_key, PreparedVerifyingKey};
use greenhour_adapters::{
	json, Adapter, AdapterKind, CircuitAdapter, RiscZero, Signal, Snarkjs, Sp1, FIELD_BITS,
};
use greenhour_types::receipt::PROOF_BYTES;
use greenhour_verifier::{BatchContext, ReceiptKey};
use std::sync::LazyLock;

/// What batches are verified for.
pub(crate) const CONTEXT: BatchContext = BatchContext {
	circuit: 7,
	version: 1,
	context: [7; 32],
};

/// The bytes of a file of the adapters' vectors.
macro_rules! vector {
	($path:literal) => {
		include_str!(concat!("../../adapters/vectors/", $path))
	};
}

/// Keys of SP1 in gnark's encoding.
pub(crate) const GNARK_KEYS: [&[u8]; 2] = [
	include_bytes!("../../adapters/vectors/sp1/groth16_vk_v6.0.0.bin"),
	include_bytes!("../../adapters/vectors/sp1/groth16_vk_v6.1.0.bin"),
];

/// Files of snarkjs: keys, proofs, statements.
pub(crate) const JSON_FILES: [&str; 12] = [
	vector!("snarkjs/energy/verification_key.json"),
	vector!("snarkjs/energy/proof_green.json"),
	vector!("snarkjs/energy/proof_grey.json"),
	vector!("snarkjs/energy/public_green.json"),
	vector!("snarkjs/energy/public_grey.json"),
	vector!("snarkjs/multiplier/verification_key.json"),
	vector!("snarkjs/multiplier/proof.json"),
	vector!("snarkjs/multiplier/public.json"),
	vector!("snarkjs/polynomial/verification_key.json"),
	vector!("snarkjs/polynomial/proof.json"),
	vector!("snarkjs/polynomial/public.json"),
	vector!("risc_zero/verification_key.json"),
];

/// A statement with its proof, as they are submitted.
#[derive(Clone)]
pub(crate) struct Submission {
	pub(crate) statement: Vec<u8>,
	pub(crate) proof: Vec<u8>,
}

impl Submission {
	pub(crate) fn borrowed(&self) -> greenhour_adapters::Submission<'_> {
		greenhour_adapters::Submission {
			statement: &self.statement,
			proof: &self.proof,
		}
	}
}

/// A registered circuit with something that holds for it.
pub(crate) struct Fixture {
	pub(crate) adapter: CircuitAdapter,
	pub(crate) key: ReceiptKey,
	pub(crate) prepared: PreparedVerifyingKey<Bn254>,
	/// Submissions that hold; none for the project's own circuit.
	pub(crate) submissions: Vec<Submission>,
	/// Proofs with their public inputs, that hold.
	pub(crate) claims: Vec<Claim>,
}

/// All circuits, the project's own first.
pub(crate) static ALL: LazyLock<Vec<Fixture>> = LazyLock::new(|| {
	let mut all = vec![receipts()];
	all.extend([multiplier(), polynomial(), energy()]);
	all.push(sp1(GNARK_KEYS[0], vector!("sp1/v6.0.0.json")));
	all.push(sp1(GNARK_KEYS[1], vector!("sp1/v6.1.0.json")));
	all.push(risc_zero(vector!("risc_zero/v2.2.json")));
	all.push(risc_zero(vector!("risc_zero/v3.0.json")));
	all.push(risc_zero(vector!("risc_zero/v3.0.5.json")));
	all.push(risc_zero(vector!("risc_zero/v5.0.json")));
	all
});

/// The circuits with this adapter.
pub(crate) fn of_kind(kind: AdapterKind) -> Vec<&'static Fixture> {
	ALL.iter()
		.filter(|fixture| fixture.adapter.kind() == kind)
		.collect()
}

/// One of them, whatever the byte says.
pub(crate) fn pick<T>(all: &[T], byte: u8) -> &T {
	&all[usize::from(byte) % all.len()]
}

/// The bytes of the development key.
pub(crate) const RECEIPT_KEY: &[u8] = include_bytes!("../../prover/keys/receipt-v1.development.vk");

fn receipts() -> Fixture {
	let example = include_bytes!("../../prover/keys/receipt-v1.example");
	let (proof, inputs) = example.split_at(PROOF_BYTES);
	let claim = Claim {
		proof: proof.to_vec(),
		inputs: inputs.as_chunks().0.to_vec(),
	};
	let key = ReceiptKey::decode_checked(RECEIPT_KEY).expect("the development key is valid");
	Fixture {
		adapter: CircuitAdapter::Native,
		prepared: prepared(&key),
		key,
		submissions: vec![],
		claims: vec![claim],
	}
}

fn prepared(key: &ReceiptKey) -> PreparedVerifyingKey<Bn254> {
	let bytes = key.encode().expect("memory");
	prepare_verifying_key(&reference::key(&bytes).expect("vectors are valid"))
}

fn foreign(adapter: CircuitAdapter, key: ReceiptKey, submissions: Vec<Submission>) -> Fixture {
	let adapted = submissions.iter().map(|submission| {
		let adapted = adapter.adapt(&submission.statement, &submission.proof);
		let adapted = adapted.expect("vectors hold");
		Claim {
			proof: adapted.proof.to_vec(),
			inputs: adapted.inputs,
		}
	});
	Fixture {
		claims: adapted.collect(),
		prepared: prepared(&key),
		adapter,
		key,
		submissions,
	}
}

fn circom(signals: &[Signal], key: &str, files: &[(&str, &str)]) -> Fixture {
	let signals = signals.to_vec().try_into().expect("few signals");
	let submissions = files.iter().map(|(public, proof)| Submission {
		statement: json::statement(public).expect("vectors are valid"),
		proof: json::proof(proof).expect("vectors are valid").to_vec(),
	});
	foreign(
		CircuitAdapter::Snarkjs(Snarkjs { signals }),
		json::verifying_key(key).expect("vectors are valid"),
		submissions.collect(),
	)
}

fn pinned(value: u8) -> Signal {
	let mut bytes = [0; 32];
	bytes[0] = value;
	Signal::Pinned(bytes)
}

fn multiplier() -> Fixture {
	let files = (
		vector!("snarkjs/multiplier/public.json"),
		vector!("snarkjs/multiplier/proof.json"),
	);
	let key = vector!("snarkjs/multiplier/verification_key.json");
	circom(&[Signal::Bits(6)], key, &[files])
}

fn polynomial() -> Fixture {
	let files = (
		vector!("snarkjs/polynomial/public.json"),
		vector!("snarkjs/polynomial/proof.json"),
	);
	let key = vector!("snarkjs/polynomial/verification_key.json");
	let signals = [
		Signal::Bits(FIELD_BITS),
		pinned(1),
		Signal::Bits(2),
		pinned(3),
	];
	circom(&signals, key, &[files])
}

/// The outcome in the first output is left open, so that both proofs hold.
fn energy() -> Fixture {
	let green = (
		vector!("snarkjs/energy/public_green.json"),
		vector!("snarkjs/energy/proof_green.json"),
	);
	let grey = (
		vector!("snarkjs/energy/public_grey.json"),
		vector!("snarkjs/energy/proof_grey.json"),
	);
	let key = vector!("snarkjs/energy/verification_key.json");
	let signals = [
		Signal::Bits(1),
		Signal::Bits(FIELD_BITS),
		Signal::Bits(33),
		Signal::Bits(64),
	];
	circom(&signals, key, &[green, grey])
}

fn fields(file: &str) -> impl Fn(&str) -> Vec<u8> {
	let file: serde_json::Value = serde_json::from_str(file).expect("vectors are JSON");
	move |field| hex::decode(file[field].as_str().expect(field)).expect("vectors are hexadecimal")
}

fn word(bytes: Vec<u8>) -> [u8; 32] {
	bytes.try_into().expect("a word of a vector has 32 bytes")
}

fn sp1(key: &[u8], file: &str) -> Fixture {
	let field = fields(file);
	let (root, program) = (word(field("vk_root")), word(field("program")));
	let (key, adapter) = Sp1::from_gnark_key(key, root, program).expect("vectors are valid");
	let submission = Submission {
		statement: field("public_values"),
		proof: field("proof"),
	};
	foreign(CircuitAdapter::Sp1(adapter), key, vec![submission])
}

fn risc_zero(file: &str) -> Fixture {
	let field = fields(file);
	let key = json::verifying_key(vector!("risc_zero/verification_key.json"));
	let key = key.expect("vectors are valid");
	let adapter = RiscZero::new(
		&key,
		word(field("control_root")),
		word(field("bn254_control_id")),
		word(field("image_id")),
	);
	let submission = Submission {
		statement: field("journal"),
		proof: field("seal"),
	};
	let adapter = CircuitAdapter::RiscZero(adapter.expect("the key has five inputs"));
	foreign(adapter, key, vec![submission])
}
