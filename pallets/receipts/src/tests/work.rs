//! Contracts that ask for a sample of the work.

use crate::{mock::*, Error, Event, ReceiptOf, Results};
use frame_support::{assert_noop, assert_ok, dispatch::DispatchResultWithPostInfo};
use greenhour_circuits::{
	work::{Job, Matrix, Products},
	Receipt, Work,
};
use greenhour_prover::WorkProver;
use greenhour_types::{
	receipt::{FieldBytes, RECEIPT_CIRCUIT, RECEIPT_V1},
	work::{WORK_CIRCUIT, WORK_V1},
	CircuitId, CircuitVersion, VerificationMode,
};

/// A product of 32 x 64 by 64 x 32.
fn job(step: i8) -> Job {
	let matrix = |rows: usize, columns: usize| {
		let integers = (0..rows * columns).scan(0i8, |last, _| {
			*last = last.wrapping_add(step);
			Some(*last)
		});
		Matrix::new(rows, columns, integers.collect()).expect("whole blocks")
	};
	Job::new(matrix(32, 64), matrix(64, 32)).expect("the sizes fit")
}

/// A device with hour 23 of a contract for [`job`], which is over.
fn execute(test: impl FnOnce()) {
	Ext::with_work().execute_assigned(|| {
		ask_for(CONTRACT, VerificationMode::Work, job(3).commitment());
		test();
	});
}

fn commit(result: FieldBytes) {
	let signed = RuntimeOrigin::signed(operator(DEVICE));
	let hours = hours(&[23]);
	assert_ok!(Receipts::commit_result(
		signed, CONTRACT, DEVICE, DAY, hours, result
	));
}

/// The next hour, in which the draw opens that the commitment waits for.
fn draw() {
	Now::mutate(|now| *now += HOUR_MS);
}

/// The receipt of an honest device for hour 23, whose contract asks for `job`.
fn proved(job: &Job) -> ReceiptOf {
	let (inputs, witness) = statement(CONTRACT, DEVICE, hours(&[23]));
	let products = Products::of(job);
	let receipt = Receipt { inputs, witness };
	let work = Work::new(receipt, job, &products, |at| job.product(at)).expect("canonical");
	let cache = std::env::temp_dir().join("greenhour-test-keys");
	let prover = WorkProver::development(&cache).expect("keys");
	let proof = prover.prove(&work).expect("the statement holds");
	with_proof(&work.inputs.receipt, proof)
}

fn submit(
	circuit: CircuitId,
	version: CircuitVersion,
	receipt: &ReceiptOf,
) -> DispatchResultWithPostInfo {
	let receipts = vec![receipt.clone()].try_into().expect("one of eight");
	Receipts::submit_receipts(RuntimeOrigin::signed(STRANGER), circuit, version, receipts)
}

fn submit_work(receipt: &ReceiptOf) -> DispatchResultWithPostInfo {
	submit(WORK_CIRCUIT, WORK_V1, receipt)
}

#[test]
fn a_sample_of_the_committed_result_pays_the_hour_once() {
	execute(|| {
		let job = job(3);
		commit(Products::of(&job).commitment());
		draw();
		let receipt = proved(&job);
		assert_ok!(submit_work(&receipt));
		assert_eq!(Paid::get(), [((CONTRACT, DEVICE, DAY), hours(&[23]))]);
		assert!(!Results::<Test>::contains_key(DEVICE));
		let settled = System::events().into_iter().any(|one| {
			let event = one.event.try_into();
			matches!(event, Ok(Event::<Test>::ReceiptSettled { .. }))
		});
		assert!(settled);
		assert_noop!(submit_work(&receipt), Error::<Test>::AlreadyDelivered);
	});
}

#[test]
fn the_challenge_waits_for_the_commitment_and_the_receipt_for_the_challenge() {
	execute(|| {
		// Everything but the proof is looked at first, so any proof will do.
		let result = Products::of(&job(3)).commitment();
		let (mut inputs, _) = {
			ask_for(CONTRACT, VerificationMode::Receipt, [0; 32]);
			statement(CONTRACT, DEVICE, hours(&[23]))
		};
		ask_for(CONTRACT, VerificationMode::Work, job(3).commitment());
		inputs.result_commitment = result;
		let receipt = with_proof(&inputs, [0; 128]);
		assert_noop!(submit_work(&receipt), Error::<Test>::ResultNotCommitted);
		commit(result);
		assert_noop!(submit_work(&receipt), Error::<Test>::SeedNotFound);
		draw();
		assert_noop!(submit_work(&receipt), Error::<Test>::MalformedProof);
		inputs.result_commitment = Products::of(&job(5)).commitment();
		let other = with_proof(&inputs, [0; 128]);
		assert_noop!(submit_work(&other), Error::<Test>::ResultMismatch);
	});
}

#[test]
fn a_sample_of_another_job_is_refused() {
	execute(|| {
		let other = job(5);
		commit(Products::of(&other).commitment());
		draw();
		let receipt = proved(&other);
		assert_noop!(submit_work(&receipt), Error::<Test>::InvalidProof);
	});
}

#[test]
fn a_contract_is_paid_under_the_circuit_that_it_asks_for_alone() {
	execute(|| {
		assign(OTHER_CONTRACT, DEVICE, hours(&[23]), 1_000);
		let metered = receipt(OTHER_CONTRACT, DEVICE, hours(&[23]));
		let refused = submit_work(&metered);
		assert_noop!(refused, Error::<Test>::CircuitMismatch);
		commit(Products::of(&job(3)).commitment());
		draw();
		let sampled = proved(&job(3));
		let refused = submit(RECEIPT_CIRCUIT, RECEIPT_V1, &sampled);
		assert_noop!(refused, Error::<Test>::CircuitMismatch);
	});
}
