//! Nobody answers for hours that could not be proved.

use super::submit_one;
use crate::{mock::*, Error, Intakes};
use frame_support::{assert_noop, assert_ok};
use greenhour_traits::ProofIntake;
use greenhour_types::{
	receipt::{RECEIPT_CIRCUIT, RECEIPT_V1},
	GpuClassId, Hour, VerificationMode,
};

fn pause() {
	let guard = RuntimeOrigin::signed(GUARD);
	assert_ok!(Receipts::pause_circuit(guard, RECEIPT_CIRCUIT, RECEIPT_V1));
}

fn resume() {
	let root = RuntimeOrigin::root();
	assert_ok!(Receipts::resume_circuit(root, RECEIPT_CIRCUIT, RECEIPT_V1));
}

fn was_closed(hour: Hour) -> bool {
	Receipts::was_closed(VerificationMode::Receipt, hour)
}

#[test]
fn an_hour_whose_window_saw_no_pause_must_be_proved() {
	Ext::default().execute_assigned(|| {
		assert!(!was_closed(hour(22)));
		assert!(!was_closed(hour(23)));
	});
}

#[test]
fn an_hour_whose_window_saw_a_pause_need_not() {
	Ext::default().execute_assigned(|| {
		// It is the hour after hour 23, and windows last four hours.
		assert!(Receipts::is_open(VerificationMode::Receipt, GPU_CLASS));
		pause();
		assert!(!Receipts::is_open(VerificationMode::Receipt, GPU_CLASS));
		let unprovable = |hours: &[u8]| hours.iter().all(|of| was_closed(hour(*of)));
		assert!(unprovable(&[20, 21, 22, 23]));
		assert!(!was_closed(hour(19)), "its window had passed");
		Now::mutate(|now| *now += HOUR_MS);
		resume();
		assert!(unprovable(&[20, 21, 22, 23]));
		assert!(!was_closed(hour(19)));
		let next = Hour(hour(23).0 + 1);
		assert!(was_closed(next), "it was resumed in its window");
		assert!(!was_closed(next.next()));
	});
}

#[test]
fn a_pause_stops_receipts_and_a_resumed_circuit_takes_them_again() {
	Ext::default().execute_assigned(|| {
		let receipt = receipt(CONTRACT, DEVICE, hours(&[22]));
		pause();
		let refused = submit_one(1, &receipt);
		assert_noop!(refused, Error::<Test>::CircuitStatusMismatch);
		resume();
		assert_ok!(submit_one(1, &receipt));
	});
}

#[test]
fn a_mode_without_a_circuit_was_always_closed() {
	Ext::default().execute_assigned(|| {
		assert!(Receipts::was_closed(VerificationMode::Work, hour(3)));
		assert!(Receipts::was_closed(VerificationMode::Work, Hour(u32::MAX)));
	});
	Ext::production().execute(|| assert!(was_closed(Hour(7))));
}

#[test]
fn retiring_the_only_version_closes_the_intake() {
	Ext::default().execute_assigned(|| {
		let root = RuntimeOrigin::root();
		assert_ok!(Receipts::retire_circuit(root, RECEIPT_CIRCUIT, RECEIPT_V1));
		assert_eq!(Intakes::<Test>::get(RECEIPT_CIRCUIT).active, 0);
		assert!(was_closed(hour(23)));
	});
}

#[test]
fn hours_of_a_class_whose_energy_nobody_set_cannot_be_proved() {
	Ext::default().execute(|| {
		let other = GpuClassId(GPU_CLASS.0 + 1);
		assert!(!Receipts::is_open(VerificationMode::Receipt, other));
	});
}

#[test]
fn foreign_circuits_have_no_intake() {
	Ext::default().execute(|| {
		assert_eq!(Intakes::<Test>::iter().count(), 1);
	});
}
