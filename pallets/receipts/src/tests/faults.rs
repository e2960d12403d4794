//! The view that names the receipts which a batch would be refused for.

use super::submit;
use crate::{mock::*, Error, ReceiptOf};
use frame_support::assert_ok;
use greenhour_types::{
	receipt::{RECEIPT_CIRCUIT, RECEIPT_V1},
	CircuitId,
};
use sp_runtime::DispatchError;

type Faults = Result<Vec<(u32, DispatchError)>, DispatchError>;

fn faults(receipts: &[ReceiptOf]) -> Faults {
	Receipts::receipt_faults(RECEIPT_CIRCUIT, RECEIPT_V1, receipts.to_vec())
}

/// Six receipts that hold together.
fn batch() -> Vec<ReceiptOf> {
	assign(CONTRACT, DEVICE, hours(&[20, 21, 22, 23]), 1_000);
	assign(OTHER_CONTRACT, DEVICE, hours(&[22, 23]), 1_000);
	let first = [20, 21, 22, 23].map(|of| receipt(CONTRACT, DEVICE, hours(&[of])));
	let second = [22, 23].map(|of| receipt(OTHER_CONTRACT, DEVICE, hours(&[of])));
	first.into_iter().chain(second).collect()
}

#[test]
fn a_batch_that_would_be_paid_has_none() {
	Ext::default().execute_assigned(|| {
		let batch = batch();
		assert_eq!(faults(&batch), Ok(Vec::new()));
		assert_ok!(submit(STRANGER, &batch));
	});
}

#[test]
fn every_bad_receipt_is_named_with_its_reason_and_the_others_can_be_sent_again() {
	Ext::default().execute_assigned(|| {
		let mut batch = batch();
		batch[0].facts[0].max_units.0 = 999;
		batch[1].proof = batch[0].proof;
		batch[4].proof = [0xff; 128];
		let named = faults(&batch).expect("the circuit is active");
		let expected = [
			(0, Error::<Test>::InsufficientEnergy.into()),
			(1, Error::<Test>::InvalidProof.into()),
			(4, Error::<Test>::MalformedProof.into()),
		];
		assert_eq!(named, expected);
		assert!(submit(STRANGER, &batch).is_err());
		let bad: Vec<u32> = named.into_iter().map(|(index, _)| index).collect();
		let good: Vec<ReceiptOf> = (0u32..)
			.zip(batch)
			.filter(|(index, _)| !bad.contains(index))
			.map(|(_, receipt)| receipt)
			.collect();
		assert_ok!(submit(STRANGER, &good));
	});
}

#[test]
fn a_receipt_that_repeats_an_hour_is_named_and_a_delivered_one_is_not() {
	Ext::default().execute_assigned(|| {
		let batch = batch();
		assert_ok!(submit(STRANGER, &batch[..1]));
		let again = [batch[0].clone(), batch[1].clone(), batch[1].clone()];
		let twice = vec![(2, Error::<Test>::DuplicateReceipt.into())];
		assert_eq!(faults(&again), Ok(twice));
	});
}

#[test]
fn it_fails_for_a_circuit_that_pays_nobody_and_for_too_many() {
	Ext::default().execute_assigned(|| {
		let receipt = receipt(CONTRACT, DEVICE, hours(&[22]));
		let unknown = Receipts::receipt_faults(CircuitId(9), RECEIPT_V1, vec![receipt.clone()]);
		assert_eq!(unknown, Err(Error::<Test>::CircuitNotFound.into()));
		let most = usize::try_from(MaxBatch::get()).expect("small");
		let many = faults(&vec![receipt; most + 1]);
		assert_eq!(many, Err(Error::<Test>::NothingToSettle.into()));
	});
}
