//! How a commitment is replaced.

use crate::{mock::*, Devices as DeviceRecords, Error, Event};
use frame_support::{assert_noop, assert_ok};
use greenhour_traits::Obligations;
use greenhour_types::{receipt::FIELD_MODULUS, DeviceId};
use sp_runtime::DispatchResult;

fn set_commitment(signer: u64, commitment: [u8; 32]) -> DispatchResult {
	Devices::set_commitment(RuntimeOrigin::signed(signer), DeviceId(0), commitment)
}

#[test]
fn set_commitment_replaces_the_commitment() {
	Ext::default().execute(|| {
		let device = registered();
		assert_ok!(set_commitment(OWNER, [9; 32]));
		let record = DeviceRecords::<Test>::get(device).expect("registered");
		assert_eq!(record.commitment, [9; 32]);
		let commitment = [9; 32];
		System::assert_last_event(Event::<Test>::CommitmentSet { device, commitment }.into());
	});
}

#[test]
fn set_commitment_fails_while_an_hour_depends_on_it() {
	Ext::default().execute(|| {
		let device = registered();
		assert_ok!(<Devices as Obligations>::add(device));
		let result = set_commitment(OWNER, [9; 32]);
		assert_noop!(result, Error::<Test>::ObligationsOpen);
	});
}

#[test]
fn set_commitment_fails_for_others_and_outside_the_field() {
	Ext::default().execute(|| {
		assert_noop!(set_commitment(OWNER, [9; 32]), Error::<Test>::NotFound);
		let device = registered();
		for signer in [OTHER, ENDORSER, 101] {
			let result = set_commitment(signer, [9; 32]);
			assert_noop!(result, Error::<Test>::NotAuthorized);
		}
		for bad in [FIELD_MODULUS, [0; 32], [0xff; 32]] {
			let result = set_commitment(OWNER, bad);
			assert_noop!(result, Error::<Test>::CommitmentNotCanonical);
		}
		assert_ok!(Devices::withdraw(RuntimeOrigin::signed(OWNER), device));
		let result = set_commitment(OWNER, [9; 32]);
		assert_noop!(result, Error::<Test>::AlreadyWithdrawn);
	});
}
