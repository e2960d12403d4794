//! Valid proofs used for what they do not prove.

use super::{submit, submit_one};
use crate::{mock::*, Error};
use frame_support::{assert_noop, assert_ok};
use greenhour_types::receipt::FIELD_MODULUS;

/// The genesis hash of the mock, changed.
fn move_to_another_chain() {
	frame_system::BlockHash::<Test>::insert(0, sp_runtime::testing::H256::repeat_byte(1));
}

#[test]
fn a_replayed_receipt_is_refused() {
	Ext::default().execute_assigned(|| {
		let receipt = receipt(CONTRACT, DEVICE, hours(&[22, 23]));
		assert_ok!(submit_one(1, &receipt));
		assert_noop!(submit(1, &[receipt]), Error::<Test>::AlreadyDelivered);
	});
}

#[test]
fn a_receipt_that_stands_twice_in_a_batch_is_refused() {
	Ext::default().execute_assigned(|| {
		let receipt = receipt(CONTRACT, DEVICE, hours(&[22]));
		assert_noop!(
			submit(1, &[receipt.clone(), receipt]),
			Error::<Test>::DuplicateReceipt
		);
	});
}

#[test]
fn receipts_that_share_an_hour_in_a_batch_are_refused() {
	Ext::default().execute_assigned(|| {
		let both = receipt(CONTRACT, DEVICE, hours(&[22, 23]));
		let one = receipt(CONTRACT, DEVICE, hours(&[23]));
		assert_noop!(submit(1, &[both, one]), Error::<Test>::DuplicateReceipt);
	});
}

#[test]
fn a_proof_of_another_device_is_refused() {
	Ext::default().execute_assigned(|| {
		register(OTHER_DEVICE);
		assign(CONTRACT, OTHER_DEVICE, hours(&[22]), 1_000);
		let mut stolen = receipt(CONTRACT, DEVICE, hours(&[22]));
		stolen.device = OTHER_DEVICE;
		assert_noop!(submit(2, &[stolen]), Error::<Test>::InvalidProof);
	});
}

#[test]
fn a_proof_for_another_contract_is_refused() {
	Ext::default().execute_assigned(|| {
		assign(OTHER_CONTRACT, DEVICE, hours(&[22]), 1_000);
		let mut reused = receipt(CONTRACT, DEVICE, hours(&[22]));
		reused.contract = OTHER_CONTRACT;
		assert_noop!(submit(1, &[reused]), Error::<Test>::InvalidProof);
	});
}

#[test]
fn a_proof_of_another_chain_is_refused() {
	Ext::default().execute_assigned(|| {
		let foreign = receipt(CONTRACT, DEVICE, hours(&[22]));
		move_to_another_chain();
		assert_noop!(submit(1, &[foreign]), Error::<Test>::InvalidProof);
	});
}

#[test]
fn a_proof_for_other_hours_is_refused() {
	Ext::default().execute_assigned(|| {
		let mut moved = receipt(CONTRACT, DEVICE, hours(&[22]));
		moved.hours = hours(&[23]);
		assert_noop!(submit(1, &[moved]), Error::<Test>::InvalidProof);
		let mut widened = receipt(CONTRACT, DEVICE, hours(&[22]));
		widened.hours = hours(&[22, 23]);
		widened.facts.try_push(widened.facts[0]).expect("two fit");
		assert_noop!(submit(1, &[widened]), Error::<Test>::InvalidProof);
	});
}

#[test]
fn a_proof_for_another_position_is_refused() {
	Ext::default().execute_assigned(|| {
		let receipt = receipt(CONTRACT, DEVICE, hours(&[22]));
		Assignments::mutate(|all| {
			all.get_mut(&(CONTRACT, DEVICE, DAY))
				.expect("assigned")
				.offer
				.0 += 1;
		});
		assert_noop!(submit(1, &[receipt]), Error::<Test>::InvalidProof);
	});
}

#[test]
fn inflated_energy_is_refused() {
	Ext::default().execute_assigned(|| {
		let mut inflated = receipt(CONTRACT, DEVICE, hours(&[22]));
		inflated.total_wh += 1;
		assert_noop!(submit(1, &[inflated]), Error::<Test>::InvalidProof);
	});
}

#[test]
fn inflated_units_and_green_energy_are_refused() {
	Ext::default().execute_assigned(|| {
		let honest = receipt(CONTRACT, DEVICE, hours(&[22]));
		let mut units = honest.clone();
		units.facts[0].max_units.0 += 1_000;
		assert_noop!(submit(1, &[units]), Error::<Test>::InvalidProof);
		let mut green = honest;
		green.facts[0].green_wh += 1;
		assert_noop!(submit(1, &[green]), Error::<Test>::InvalidProof);
	});
}

#[test]
fn swapped_facts_are_refused() {
	Ext::default().execute_assigned(|| {
		let mut swapped = receipt(CONTRACT, DEVICE, hours(&[22, 23]));
		(swapped.facts[0], swapped.facts[1]) = (swapped.facts[1], swapped.facts[0]);
		assert_noop!(submit(1, &[swapped]), Error::<Test>::InvalidProof);
	});
}

#[test]
fn a_proof_for_another_meter_key_is_refused() {
	Ext::default().execute_assigned(|| {
		let made = receipt(CONTRACT, DEVICE, hours(&[22]));
		for (byte, change) in [(0, 0x01), (31, 0x80)] {
			let original = Devices::get()[&DEVICE].clone();
			// The commitment still holds the key that signed; the registry names another one.
			Devices::mutate(|all| {
				if let Some(device) = all.get_mut(&DEVICE) {
					device.meter_key[byte] ^= change;
				}
			});
			assert_noop!(submit_one(1, &made), Error::<Test>::InvalidProof);
			Devices::mutate(|all| all.insert(DEVICE, original));
		}
		assert_ok!(submit(1, &[made]));
	});
}

#[test]
fn a_chain_that_differs_before_the_hour_is_refused() {
	Ext::default().execute_assigned(|| {
		assign(OTHER_CONTRACT, DEVICE, hours(&[22]), 1_000);
		assert_ok!(submit(1, &[receipt(CONTRACT, DEVICE, hours(&[22]))]));
		// The same reading at 22:00, after another one at 21:00.
		let mut counted = [(900, 540); 24];
		counted[21] = (901, 540);
		let (inputs, witness) = statement_of(OTHER_CONTRACT, DEVICE, hours(&[22]), &counted);
		let second = with_proof(&inputs, prove(&inputs, &witness));
		assert_noop!(submit(1, &[second]), Error::<Test>::ReadingMismatch);
	});
}

#[test]
fn another_result_is_refused() {
	Ext::default().execute_assigned(|| {
		let mut other = receipt(CONTRACT, DEVICE, hours(&[22]));
		other.result_commitment[0] ^= 1;
		assert_noop!(submit_one(1, &other), Error::<Test>::InvalidProof);
		other.result_commitment = FIELD_MODULUS;
		assert_noop!(submit(1, &[other]), Error::<Test>::NotCanonical);
	});
}

#[test]
fn a_second_reading_of_an_hour_is_refused() {
	Ext::default().execute_assigned(|| {
		assign(OTHER_CONTRACT, DEVICE, hours(&[22]), 1_000);
		assert_ok!(submit(1, &[receipt(CONTRACT, DEVICE, hours(&[22]))]));
		// The meter signs twice the energy for the second contract, with a sound proof.
		let mut counted = [(900, 540); 24];
		counted[22] = (1_800, 1_080);
		let (inputs, witness) = statement_of(OTHER_CONTRACT, DEVICE, hours(&[22]), &counted);
		let second = with_proof(&inputs, prove(&inputs, &witness));
		assert_noop!(submit(1, &[second]), Error::<Test>::ReadingMismatch);
	});
}

#[test]
fn a_damaged_proof_is_refused_and_takes_the_batch_with_it() {
	Ext::default().execute_assigned(|| {
		let good = receipt(CONTRACT, DEVICE, hours(&[22]));
		let mut bad = receipt(CONTRACT, DEVICE, hours(&[23]));
		bad.proof[0] ^= 1;
		let refused = submit(1, &[good.clone(), bad.clone()]).expect_err("damaged");
		let causes = [
			Error::<Test>::MalformedProof.into(),
			Error::<Test>::InvalidProof.into(),
		];
		assert!(causes.contains(&refused.error), "{refused:?}");
		bad.proof = good.proof;
		assert_noop!(submit(1, &[good, bad]), Error::<Test>::InvalidProof);
	});
}

#[test]
fn a_proof_of_zeros_is_refused() {
	Ext::default().execute_assigned(|| {
		let mut zeros = receipt(CONTRACT, DEVICE, hours(&[22]));
		zeros.proof = [0; 128];
		assert_noop!(submit(1, &[zeros]), Error::<Test>::MalformedProof);
	});
}
