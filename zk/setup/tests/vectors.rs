//! The receipt in `vectors` is the one that a test chain accepts, and the proof of snarkjs holds for it.

use greenhour_setup::{proofs, AnyStatement, Circuit};
use greenhour_types::{
	draw::pool_seed,
	receipt::{challenge_for, ReceiptInputs, RECEIPT_V1_INPUTS},
	Day, DeviceId, GpuClassId, HourMask, HourOfDay, PoolId, ZoneId,
};
use greenhour_verifier::{is_development_key, verify_batch, BatchContext, Entry, Rejection};
use std::path::{Path, PathBuf};

fn vector(name: &str) -> PathBuf {
	let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors");
	folder.join(name)
}

fn inputs() -> ReceiptInputs {
	let file = vector("receipt-v1.statement.json");
	let AnyStatement::Receipt(receipt) = Circuit::ReceiptV1.read(Some(&file)).expect("it holds")
	else {
		panic!("a receipt")
	};
	receipt.inputs
}

/// The chain of the receipts pallet's tests draws this challenge.
#[test]
fn the_challenge_is_the_one_of_the_test_chain() {
	let inputs = inputs();
	let hour = |of: u8| HourOfDay::new(of).expect("0 to 23");
	let hours = HourMask::single(hour(22)).union(HourMask::single(hour(23)));
	let pool = PoolId {
		gpu_class: GpuClassId(3),
		zone: ZoneId(1),
	};
	let last = Day(5).hour(hour(23)).expect("a small day");
	let seed = pool_seed(&[9; 32], pool, last);
	let challenge = challenge_for(&seed, inputs.contract, DeviceId(1), Day(5), hours);
	assert_eq!(inputs.challenge, challenge);
	assert_eq!((inputs.hours, inputs.day), (hours, Day(5)));
}

#[test]
fn the_proof_of_snarkjs_holds_for_the_receipt_and_nothing_else() {
	let bytes = std::fs::read(vector("receipt-v1.ceremony.vk")).expect("committed");
	assert!(!is_development_key(&bytes));
	let key = proofs::read_key(&vector("receipt-v1.ceremony.vk")).expect("committed");
	assert_eq!(key.arity(), RECEIPT_V1_INPUTS);
	let proof = std::fs::read(vector("receipt-v1.snarkjs.proof")).expect("committed");
	let proof = <[u8; 128]>::try_from(proof).expect("128 bytes");
	let context = BatchContext {
		circuit: 1,
		version: 1,
		context: [0; 32],
	};
	let verdict = |inputs: &ReceiptInputs| {
		let inputs = inputs.public_inputs();
		let entry = Entry {
			proof: &proof,
			inputs: &inputs,
		};
		verify_batch(&key, &context, &[entry])
	};
	let mut inputs = inputs();
	assert_eq!(verdict(&inputs), Ok(()));
	inputs.total_wh += 1;
	assert_eq!(verdict(&inputs), Err(Rejection::InvalidProof));
}
