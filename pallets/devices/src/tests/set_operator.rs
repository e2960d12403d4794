//! How an operator is replaced.

use crate::{mock::*, Devices as DeviceRecords, Error, Event, Operators};
use frame_support::{assert_noop, assert_ok};
use greenhour_types::DeviceId;
use sp_runtime::DispatchResult;

fn set_operator(signer: u64, device: u32, operator: u64) -> DispatchResult {
	Devices::set_operator(RuntimeOrigin::signed(signer), DeviceId(device), operator)
}

#[test]
fn set_operator_replaces_the_account() {
	Ext::default().execute(|| {
		let device = registered();
		assert_ok!(set_operator(OWNER, 0, 200));
		assert_eq!(
			DeviceRecords::<Test>::get(device).map(|record| record.operator),
			Some(200)
		);
		assert_eq!(Operators::<Test>::get(200), Some(device));
		System::assert_last_event(
			Event::<Test>::OperatorSet {
				device,
				operator: 200,
			}
			.into(),
		);
	});
}

#[test]
fn set_operator_fails_with_an_account_that_ever_served() {
	Ext::default().execute(|| {
		registered();
		assert_ok!(registration(2).submit());
		assert_ok!(set_operator(OWNER, 0, 200));
		// Its own present and past operator, and another device's.
		for operator in [200, 101, 102] {
			assert_noop!(
				set_operator(OWNER, 0, operator),
				Error::<Test>::OperatorUsed
			);
		}
	});
}

#[test]
fn a_replaced_operator_can_not_register_elsewhere() {
	Ext::default().execute(|| {
		registered();
		assert_ok!(set_operator(OWNER, 0, 200));
		let again = Registration {
			operator: 101,
			..registration(2)
		};
		assert_noop!(again.submit(), Error::<Test>::OperatorUsed);
	});
}

#[test]
fn set_operator_fails_when_the_signer_is_not_the_owner() {
	Ext::default().execute(|| {
		registered();
		for signer in [OTHER, ENDORSER, 101] {
			assert_noop!(set_operator(signer, 0, 200), Error::<Test>::NotAuthorized);
		}
	});
}

#[test]
fn set_operator_fails_when_there_is_no_such_device() {
	Ext::default().execute(|| {
		assert_noop!(set_operator(OWNER, 0, 200), Error::<Test>::NotFound);
	});
}

#[test]
fn set_operator_fails_when_the_device_is_withdrawn() {
	Ext::default().execute(|| {
		let device = registered();
		assert_ok!(Devices::withdraw(RuntimeOrigin::signed(OWNER), device));
		assert_noop!(set_operator(OWNER, 0, 200), Error::<Test>::AlreadyWithdrawn);
	});
}
