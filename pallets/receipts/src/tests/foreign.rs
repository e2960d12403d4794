//! Proofs that others made: a circom circuit, a program of SP1, a program of RISC Zero.

use crate::{mock::*, statement_hash, CircuitRegistration, Error, Event, ForeignProof};
use frame_support::{assert_noop, assert_ok};
use greenhour_adapters::{json, CircuitAdapter, RiscZero, Signal, Snarkjs, Sp1, FIELD_BITS};
use greenhour_types::{
	receipt::{RECEIPT_CIRCUIT, RECEIPT_V1},
	CircuitId, CircuitVersion,
};
use greenhour_verifier::ReceiptKey;
use sp_runtime::{DispatchError, DispatchResult};

macro_rules! vector {
	($file:literal) => {
		include_str!(concat!("../../../../zk/adapters/vectors/", $file))
	};
}

const CIRCUIT: CircuitId = CircuitId(70);
const VERSION: CircuitVersion = CircuitVersion(3);

/// A circuit of others, with a statement and its proof.
struct Vector {
	key: ReceiptKey,
	adapter: CircuitAdapter,
	statement: Vec<u8>,
	proof: Vec<u8>,
}

fn fields(file: &str) -> impl Fn(&str) -> Vec<u8> {
	let file: serde_json::Value = serde_json::from_str(file).expect("vectors are JSON");
	move |field| hex::decode(file[field].as_str().expect(field)).expect("hexadecimal")
}

fn word(bytes: Vec<u8>) -> [u8; 32] {
	bytes.try_into().expect("32 bytes")
}

/// A circuit that reports in its first output whether green energy is at least half of all.
fn circom() -> Vector {
	let mut one = [0; 32];
	one[0] = 1;
	let signals = vec![
		Signal::Pinned(one),
		Signal::Bits(FIELD_BITS),
		Signal::Bits(33),
		Signal::Bits(64),
	];
	Vector {
		key: json::verifying_key(vector!("snarkjs/energy/verification_key.json")).expect("sound"),
		adapter: CircuitAdapter::Snarkjs(Snarkjs {
			signals: signals.try_into().expect("4 of 64"),
		}),
		statement: json::statement(vector!("snarkjs/energy/public_green.json")).expect("sound"),
		proof: json::proof(vector!("snarkjs/energy/proof_green.json"))
			.expect("sound")
			.to_vec(),
	}
}

fn sp1() -> Vector {
	let field = fields(vector!("sp1/v6.1.0.json"));
	let key = include_bytes!("../../../../zk/adapters/vectors/sp1/groth16_vk_v6.1.0.bin");
	let (vk_root, program) = (word(field("vk_root")), word(field("program")));
	let (key, adapter) = Sp1::from_gnark_key(key, vk_root, program).expect("sound");
	Vector {
		key,
		adapter: CircuitAdapter::Sp1(adapter),
		statement: field("public_values"),
		proof: field("proof"),
	}
}

fn risc_zero() -> Vector {
	let field = fields(vector!("risc_zero/v3.0.json"));
	let key = json::verifying_key(vector!("risc_zero/verification_key.json")).expect("sound");
	let adapter = RiscZero::new(
		&key,
		word(field("control_root")),
		word(field("bn254_control_id")),
		word(field("image_id")),
	);
	Vector {
		adapter: CircuitAdapter::RiscZero(adapter.expect("five inputs")),
		key,
		statement: field("journal"),
		proof: field("seal"),
	}
}

fn all() -> [Vector; 3] {
	[circom(), sp1(), risc_zero()]
}

impl Vector {
	fn registration(&self) -> CircuitRegistration {
		CircuitRegistration {
			key: self.key.encode().expect("short").try_into().expect("short"),
			adapter: self.adapter.clone(),
			schema: SCHEMA,
			setup: SETUP,
		}
	}

	/// Registers the circuit and activates it.
	fn register(&self) {
		assert_ok!(register(CIRCUIT, self.registration()));
		System::set_block_number(11);
		let root = RuntimeOrigin::root();
		assert_ok!(Receipts::activate_circuit(root, CIRCUIT, VERSION));
	}

	fn one(&self) -> ForeignProof {
		ForeignProof {
			statement: self.statement.clone().try_into().expect("short"),
			proof: self.proof.clone().try_into().expect("short"),
		}
	}
}

fn register(circuit: CircuitId, registration: CircuitRegistration) -> DispatchResult {
	Receipts::register_circuit(RuntimeOrigin::root(), circuit, VERSION, registration, 11)
}

fn submit(proofs: &[ForeignProof]) -> DispatchResult {
	let proofs = proofs.to_vec().try_into().expect("at most four");
	Receipts::verify_foreign(RuntimeOrigin::signed(STRANGER), CIRCUIT, VERSION, proofs)
}

#[test]
fn proofs_of_all_three_kinds_verify_and_are_announced() {
	for vector in all() {
		Ext::default().execute(|| {
			vector.register();
			System::reset_events();
			assert_ok!(submit(&[vector.one(), vector.one()]));
			let announced = Event::<Test>::StatementVerified {
				circuit: CIRCUIT,
				version: VERSION,
				statement: statement_hash(CIRCUIT, VERSION, &vector.statement),
			};
			let events: Vec<_> = System::events().into_iter().map(|one| one.event).collect();
			assert_eq!(events, [announced.clone().into(), announced.into()]);
		});
	}
}

#[test]
fn it_pays_nobody_and_writes_nothing() {
	for vector in all() {
		Ext::default().execute_assigned(|| {
			vector.register();
			let before = sp_io::storage::root(sp_runtime::StateVersion::V1);
			System::reset_events();
			let without_events = sp_io::storage::root(sp_runtime::StateVersion::V1);
			assert_ok!(submit(&[vector.one()]));
			System::reset_events();
			let after = sp_io::storage::root(sp_runtime::StateVersion::V1);
			assert_eq!(after, without_events);
			assert_ne!(after, before, "the root covers the events");
			assert!(Paid::get().is_empty());
		});
	}
}

#[test]
fn a_changed_statement_or_proof_is_refused() {
	for vector in all() {
		Ext::default().execute(|| {
			vector.register();
			let good = vector.one();
			for at in [0, good.statement.len() - 1] {
				let mut bad = good.clone();
				bad.statement[at] ^= 0x40;
				let refused = submit(&[good.clone(), bad]);
				assert!(refused.is_err());
			}
			for at in 0..good.proof.len() {
				let mut bad = good.clone();
				bad.proof[at] ^= 1;
				assert!(submit(&[bad]).is_err(), "byte {at}");
			}
		});
	}
}

#[test]
fn each_refusal_has_its_name() {
	Ext::default().execute(|| {
		circom().register();
		assert_noop!(submit(&[]), Error::<Test>::NothingToSettle);
		let mut short = circom().one();
		short.statement.pop();
		assert_noop!(submit(&[short]), Error::<Test>::MalformedStatement);
		// A true proof that green energy is less than half: its first output is zero.
		let grey = ForeignProof {
			statement: json::statement(vector!("snarkjs/energy/public_grey.json"))
				.expect("sound")
				.try_into()
				.expect("short"),
			proof: json::proof(vector!("snarkjs/energy/proof_grey.json"))
				.expect("sound")
				.to_vec()
				.try_into()
				.expect("short"),
		};
		assert_noop!(submit(&[grey]), Error::<Test>::MalformedStatement);
		let mut short = circom().one();
		short.proof.pop();
		assert_noop!(submit(&[short]), Error::<Test>::MalformedProof);
		let mut other = circom().one();
		other.statement[64] ^= 1;
		assert_noop!(submit(&[other]), Error::<Test>::InvalidProof);
	});
	Ext::default().execute(|| {
		sp1().register();
		let mut failed = sp1().one();
		// The lowest byte of the exit code.
		failed.proof[35] = 1;
		assert_noop!(submit(&[failed]), Error::<Test>::WrapperRefused);
	});
}

#[test]
fn a_proof_of_another_program_is_refused() {
	Ext::default().execute(|| {
		let vector = sp1();
		let CircuitAdapter::Sp1(mut other) = vector.adapter.clone() else {
			unreachable!("it is of SP1")
		};
		other.program[31] ^= 1;
		let other = Vector {
			adapter: CircuitAdapter::Sp1(other),
			..sp1()
		};
		other.register();
		assert_noop!(submit(&[vector.one()]), Error::<Test>::InvalidProof);
	});
}

#[test]
fn only_active_foreign_circuits_verify() {
	Ext::default().execute(|| {
		let vector = circom();
		let one = [vector.one()];
		assert_noop!(submit(&one), Error::<Test>::CircuitNotFound);
		assert_ok!(register(CIRCUIT, vector.registration()));
		assert_noop!(submit(&one), Error::<Test>::CircuitStatusMismatch);
		System::set_block_number(11);
		let root = RuntimeOrigin::root;
		assert_ok!(Receipts::activate_circuit(root(), CIRCUIT, VERSION));
		assert_ok!(submit(&one));
		let guard = RuntimeOrigin::signed(GUARD);
		assert_ok!(Receipts::pause_circuit(guard, CIRCUIT, VERSION));
		assert_noop!(submit(&one), Error::<Test>::CircuitStatusMismatch);
		assert_ok!(Receipts::resume_circuit(root(), CIRCUIT, VERSION));
		assert_ok!(submit(&one));
		assert_ok!(Receipts::retire_circuit(root(), CIRCUIT, VERSION));
		assert_noop!(submit(&one), Error::<Test>::CircuitStatusMismatch);
	});
}

#[test]
fn receipts_do_not_pass_as_foreign_nor_foreign_proofs_as_receipts() {
	Ext::default().execute_assigned(|| {
		let vector = circom();
		vector.register();
		let one = vec![vector.one()].try_into().expect("one of four");
		let signed = || RuntimeOrigin::signed(STRANGER);
		let refused = Receipts::verify_foreign(signed(), RECEIPT_CIRCUIT, RECEIPT_V1, one);
		assert_noop!(refused, Error::<Test>::CircuitNotForeign);
		let receipt = receipt(CONTRACT, DEVICE, hours(&[22]));
		let receipts = vec![receipt].try_into().expect("one of eight");
		let refused = Receipts::submit_receipts(signed(), CIRCUIT, VERSION, receipts);
		assert_noop!(refused, Error::<Test>::CircuitMismatch);
	});
}

#[test]
fn an_adapter_that_does_not_fit_its_key_is_refused() {
	Ext::default().execute(|| {
		let mismatched = CircuitRegistration {
			adapter: sp1().adapter,
			..circom().registration()
		};
		let refused = register(CIRCUIT, mismatched);
		assert_noop!(refused, Error::<Test>::AdapterMismatch);
		let CircuitAdapter::RiscZero(mut other) = risc_zero().adapter else {
			unreachable!("it is of RISC Zero")
		};
		other.control_root[0] ^= 1;
		let mismatched = CircuitRegistration {
			adapter: CircuitAdapter::RiscZero(other),
			..risc_zero().registration()
		};
		let refused = register(CIRCUIT, mismatched);
		assert_noop!(refused, Error::<Test>::AdapterMismatch);
	});
}

#[test]
fn unsigned_calls_are_refused() {
	Ext::default().execute(|| {
		let none = RuntimeOrigin::none();
		let refused = Receipts::verify_foreign(none, CIRCUIT, VERSION, Default::default());
		assert_noop!(refused, DispatchError::BadOrigin);
	});
}
