//! Proofs of sampled work: made, verified, and useless for anything else.

use ark_std::rand::SeedableRng;
use greenhour_circuits::{work::Violation, Receipt, Statement, Work};
use greenhour_prover::{Error, ReceiptProver, Stage, WorkProver};
use greenhour_types::{
	receipt::{PROOF_BYTES, RECEIPT_CIRCUIT, RECEIPT_V1, RECEIPT_V1_INPUTS},
	work::{WORK_CIRCUIT, WORK_V1, WORK_V1_INPUTS},
};
use greenhour_verifier::{verify_batch, BatchContext, Entry, Rejection};
use rand_chacha::ChaCha20Rng;
use std::{ops::ControlFlow, path::PathBuf, sync::OnceLock};

/// A, B and C as compressed points, as for every statement.
const _: () = assert!(PROOF_BYTES == 128);

fn cache() -> PathBuf {
	std::env::temp_dir().join("greenhour-test-keys")
}

fn prover() -> WorkProver {
	WorkProver::development(&cache()).expect("made")
}

/// The example with its proof, made once.
fn proved() -> &'static (Work, [u8; PROOF_BYTES]) {
	static PROVED: OnceLock<(Work, [u8; PROOF_BYTES])> = OnceLock::new();
	PROVED.get_or_init(|| {
		let work = Work::example();
		let proof = prover()
			.prove_with(&work, &mut ChaCha20Rng::seed_from_u64(1))
			.expect("the example holds");
		(work, proof)
	})
}

fn context() -> BatchContext {
	BatchContext {
		circuit: WORK_CIRCUIT.0,
		version: WORK_V1.0,
		context: proved().0.inputs.receipt.genesis_hash,
	}
}

#[test]
fn a_proof_verifies_and_is_bound_to_every_public_input() {
	let (work, proof) = proved();
	let prover = prover();
	prover.verify_work(&work.inputs, proof).expect("just made");
	let key = prover.keys().verifying();
	assert_eq!(key.arity(), WORK_V1_INPUTS);
	for index in 0..WORK_V1_INPUTS {
		let mut inputs = work.inputs.public_inputs();
		inputs[index][0] ^= 1;
		let entry = Entry {
			proof,
			inputs: &inputs,
		};
		let verdict = verify_batch(key, &context(), &[entry]);
		assert_eq!(verdict, Err(Rejection::InvalidProof), "input {index}");
	}
}

#[test]
fn a_batch_of_work_stands_and_falls_together() {
	let (work, proof) = proved();
	let prover = prover();
	let other = prover
		.prove_work(&work.inputs, &work.witness)
		.expect("holds");
	assert_ne!(&other, proof, "fresh randomness hides the witness");
	let good = work.inputs.public_inputs();
	let mut bad = good;
	bad[40][0] ^= 1;
	let verify = |inputs: [&[[u8; 32]; WORK_V1_INPUTS]; 2]| {
		let entries = [(proof, inputs[0]), (&other, inputs[1])];
		let entries = entries.map(|(proof, inputs)| Entry { proof, inputs });
		verify_batch(prover.keys().verifying(), &context(), &entries)
	};
	assert_eq!(verify([&good, &good]), Ok(()));
	assert_eq!(verify([&good, &bad]), Err(Rejection::InvalidProof));
}

/// Both circuits have version 1; their keys and numbers of inputs keep their proofs apart.
#[test]
fn proofs_of_receipts_and_of_work_are_not_interchangeable() {
	assert_eq!(RECEIPT_V1, WORK_V1);
	assert_ne!(RECEIPT_CIRCUIT, WORK_CIRCUIT);
	let (work, work_proof) = proved();
	let receipts = ReceiptProver::development(&cache()).expect("made");
	let mut receipt = Receipt::example();
	receipt.inputs.result_commitment = work.inputs.receipt.result_commitment;
	let receipt_proof = receipts
		.prove_receipt(&receipt.inputs, &receipt.witness)
		.expect("the result is opaque there");
	let all = work.inputs.public_inputs();
	assert_eq!(receipt.inputs.public_inputs()[..], all[..RECEIPT_V1_INPUTS]);
	let works = prover();
	let verify = |key, proof, inputs| verify_batch(key, &context(), &[Entry { proof, inputs }]);
	let (receipt_key, work_key) = (receipts.keys().verifying(), works.keys().verifying());
	let few = &all[..RECEIPT_V1_INPUTS];
	assert_eq!(verify(receipt_key, &receipt_proof, few), Ok(()));
	assert_eq!(verify(work_key, work_proof, &all), Ok(()));
	assert_eq!(
		verify(work_key, &receipt_proof, &all),
		Err(Rejection::InvalidProof)
	);
	assert_eq!(
		verify(receipt_key, work_proof, few),
		Err(Rejection::InvalidProof)
	);
	assert!(verify(work_key, work_proof, few).is_err());
	assert!(verify(receipt_key, work_proof, &all).is_err());
}

#[test]
fn a_statement_that_does_not_hold_is_named_before_any_work() {
	let mut work = Work::example();
	work.inputs.job[0] ^= 1;
	let mut seen = Vec::new();
	let error = prover()
		.prove_work_watched(&work.inputs, &work.witness, &mut |stage| {
			seen.push(stage);
			ControlFlow::Continue(())
		})
		.expect_err("another job");
	let Error::Violation(source) = error else {
		panic!("{error}")
	};
	assert!(source.downcast_ref::<Violation>().is_some(), "{source}");
	assert_eq!(seen, [Stage::Check]);
}

/// Written by `greenhour-keys`; read by benchmarks.
#[test]
fn the_committed_example_is_the_proof_of_the_example() {
	let (work, proof) = proved();
	let claim = [&proof[..], &work.public_inputs().concat()].concat();
	assert_eq!(claim, include_bytes!("../keys/work-v1.example"));
}
