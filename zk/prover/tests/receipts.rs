//! Proofs of receipts: made, verified, and useless for anything else.

use ark_bn254::Bn254;
use ark_groth16::Groth16;
use ark_serialize::CanonicalSerialize;
use ark_std::rand::SeedableRng;
use core::ops::ControlFlow;
use greenhour_circuits::{Receipt, Statement, Violation};
use greenhour_prover::{CosetReduction, Error, ReceiptProver, Stage};
use greenhour_types::{
	receipt::{ReceiptInputs, PROOF_BYTES, RECEIPT_V1_INPUTS},
	CircuitVersion, HourMask,
};
use greenhour_verifier::{verify_batch, BatchContext, Entry, Rejection};
use rand_chacha::ChaCha20Rng;
use std::sync::OnceLock;

fn prover() -> ReceiptProver {
	ReceiptProver::development(&std::env::temp_dir().join("greenhour-test-keys")).expect("made")
}

/// The example with its proof, made once.
fn proved() -> &'static (Receipt, [u8; PROOF_BYTES]) {
	static PROVED: OnceLock<(Receipt, [u8; PROOF_BYTES])> = OnceLock::new();
	PROVED.get_or_init(|| {
		let receipt = Receipt::example();
		let proof = prover()
			.prove_receipt_with(
				&receipt.inputs,
				&receipt.witness,
				&mut ChaCha20Rng::seed_from_u64(1),
			)
			.expect("the example holds");
		(receipt, proof)
	})
}

fn refused(change: impl FnOnce(&mut ReceiptInputs)) -> bool {
	let (receipt, proof) = proved();
	let mut inputs = receipt.inputs.clone();
	change(&mut inputs);
	assert_ne!(inputs, receipt.inputs);
	matches!(
		prover().verify_receipt(&inputs, proof),
		Err(Error::Proof(Rejection::InvalidProof))
	)
}

#[test]
fn a_proof_verifies_and_is_not_deterministic() {
	let (receipt, proof) = proved();
	let other = prover()
		.prove_receipt(&receipt.inputs, &receipt.witness)
		.expect("holds");
	assert_ne!(&other, proof, "fresh randomness hides the witness");
	prover()
		.verify_receipt(&receipt.inputs, proof)
		.expect("just made");
	prover()
		.verify_receipt(&receipt.inputs, &other)
		.expect("just made");
}

#[test]
fn the_same_randomness_gives_the_same_proof() {
	let (receipt, proof) = proved();
	let mut rng = ChaCha20Rng::seed_from_u64(1);
	let again = prover().prove_receipt_with(&receipt.inputs, &receipt.witness, &mut rng);
	assert_eq!(&again.expect("holds"), proof);
}

#[test]
fn a_proof_is_the_one_that_ark_groth16_makes() {
	let (receipt, proof) = proved();
	let prover = prover();
	let made = Groth16::<Bn254, CosetReduction>::create_random_proof_with_reduction(
		receipt.clone(),
		prover.keys().proving(),
		&mut ChaCha20Rng::seed_from_u64(1),
	);
	let mut bytes = Vec::new();
	let made = made.expect("the example holds");
	made.serialize_compressed(&mut bytes).expect("memory");
	assert_eq!(bytes, proof);
}

#[test]
fn a_proof_passes_every_stage_and_ends_at_any_when_told_so() {
	let (receipt, _) = proved();
	let prover = prover();
	let prove = |last: Option<Stage>| {
		let mut seen = Vec::new();
		let result =
			prover.prove_receipt_watched(&receipt.inputs, &receipt.witness, &mut |stage| {
				seen.push(stage);
				match last {
					Some(last) if last == stage => ControlFlow::Break(()),
					_ => ControlFlow::Continue(()),
				}
			});
		(seen, result)
	};
	let (seen, result) = prove(None);
	assert_eq!(seen, Stage::ALL);
	assert!(result.is_ok());
	for (index, stage) in Stage::ALL.into_iter().enumerate() {
		let (seen, result) = prove(Some(stage));
		assert_eq!(seen, Stage::ALL[..=index]);
		assert!(matches!(result, Err(Error::Cancelled(at)) if at == stage));
	}
}

#[test]
fn a_proof_is_bound_to_everything_it_says() {
	assert!(
		refused(|inputs| inputs.genesis_hash[0] ^= 1),
		"another chain"
	);
	assert!(
		refused(|inputs| inputs.genesis_hash[30] ^= 1),
		"another chain"
	);
	assert!(
		refused(|inputs| inputs.version = CircuitVersion(2)),
		"another version"
	);
	assert!(
		refused(|inputs| inputs.hours = HourMask::FULL),
		"more hours"
	);
	assert!(refused(|inputs| inputs.day.0 += 1), "another day");
	assert!(refused(|inputs| inputs.contract.0 += 1), "another contract");
	assert!(refused(|inputs| inputs.position.0 += 1), "another position");
	assert!(refused(|inputs| inputs.device.0 += 1), "another device");
	assert!(
		refused(|inputs| inputs.challenge[3] ^= 1),
		"another challenge"
	);
	assert!(
		refused(|inputs| inputs.result_commitment[3] ^= 1),
		"another result"
	);
	assert!(
		refused(|inputs| inputs.device_commitment[3] ^= 1),
		"other keys"
	);
	assert!(refused(|inputs| inputs.meter_key[3] ^= 1), "another meter");
	assert!(
		refused(|inputs| inputs.meter_key[31] ^= 0x80),
		"the opposite meter key"
	);
	assert!(
		refused(|inputs| inputs.rules.wh_per_gpu_hour -= 1),
		"a thriftier GPU"
	);
	assert!(
		refused(|inputs| inputs.rules.min_green_share += 1),
		"a greener contract"
	);
	assert!(
		refused(|inputs| inputs.rules.max_wh_per_hour -= 1),
		"a smaller site"
	);
	assert!(refused(|inputs| inputs.total_wh += 1), "inflated energy");
	assert!(
		refused(|inputs| inputs.green_wh += 1),
		"inflated green energy"
	);
	assert!(
		refused(|inputs| inputs.facts.swap(4, 5)),
		"facts of another hour"
	);
}

#[test]
fn no_public_input_is_free() {
	let (receipt, proof) = proved();
	let context = BatchContext {
		circuit: 1,
		version: 1,
		context: [0; 32],
	};
	let prover = prover();
	for index in 0..RECEIPT_V1_INPUTS {
		let mut inputs = receipt.inputs.public_inputs();
		inputs[index][0] ^= 1;
		let entry = Entry {
			proof,
			inputs: &inputs,
		};
		let verdict = verify_batch(prover.keys().verifying(), &context, &[entry]);
		assert_eq!(verdict, Err(Rejection::InvalidProof), "input {index}");
	}
}

#[test]
fn a_batch_of_receipts_stands_and_falls_together() {
	let (receipt, proof) = proved();
	let context = BatchContext {
		circuit: 1,
		version: 1,
		context: receipt.inputs.genesis_hash,
	};
	let good = receipt.inputs.public_inputs();
	let mut bad = good;
	bad[7][0] ^= 1;
	let prover = prover();
	let verify = |inputs: &[[[u8; 32]; RECEIPT_V1_INPUTS]]| {
		let entries: Vec<_> = inputs
			.iter()
			.map(|inputs| Entry { proof, inputs })
			.collect();
		verify_batch(prover.keys().verifying(), &context, &entries)
	};
	assert_eq!(verify(&[good, good, good]), Ok(()));
	assert_eq!(verify(&[good, bad, good]), Err(Rejection::InvalidProof));
}

#[test]
fn a_statement_that_does_not_hold_is_named_before_any_work() {
	let mut receipt = Receipt::example();
	receipt.inputs.total_wh += 1;
	let error = prover()
		.prove_receipt(&receipt.inputs, &receipt.witness)
		.expect_err("inflated");
	let Error::Violation(source) = error else {
		panic!("{error}")
	};
	assert_eq!(source.downcast_ref(), Some(&Violation::TotalsMismatch));
}

/// Written by `greenhour-keys`; read by benchmarks.
#[test]
fn the_committed_example_is_the_proof_of_the_example() {
	let (receipt, proof) = proved();
	let claim = [&proof[..], &receipt.public_inputs().concat()].concat();
	assert_eq!(claim, include_bytes!("../keys/receipt-v1.example"));
}
