//! How an operator is replaced.

use crate::{mock::*, Devices as DeviceRecords, Error, Event, Operators};
use frame_support::{assert_noop, assert_ok};
use greenhour_types::DeviceId;

#[test]
fn set_operator_replaces_the_account() {
	Ext::default().execute(|| {
		let device = registered();
		assert_ok!(set_operator(OWNER, DeviceId(0), 200));
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
fn set_operator_fails_with_an_account_that_serves() {
	Ext::default().execute(|| {
		registered();
		assert_ok!(registration(2).submit());
		// Its own operator, and another device's.
		for operator in [101, 102] {
			assert_noop!(
				set_operator(OWNER, DeviceId(0), operator),
				Error::<Test>::OperatorUsed
			);
		}
	});
}

#[test]
fn a_replaced_operator_is_free() {
	Ext::default().execute(|| {
		registered();
		assert_ok!(set_operator(OWNER, DeviceId(0), 200));
		assert_eq!(Operators::<Test>::get(101), None);
		let again = Registration {
			owner: OTHER,
			operator: 101,
			..registration(2)
		};
		assert_ok!(again.submit());
		assert_eq!(Operators::<Test>::get(101), Some(DeviceId(1)));
	});
}

#[test]
fn squatting_on_an_operator_fails_without_its_consent() {
	Ext::default().execute(|| {
		let device = registered();
		let take =
			|consent| Devices::set_operator(RuntimeOrigin::signed(OWNER), device, 200, consent);
		// Signed by another key, for another owner, and for another moment.
		assert_noop!(take(consent(201, OWNER)), Error::<Test>::ConsentInvalid);
		assert_noop!(take(consent(200, OTHER)), Error::<Test>::ConsentInvalid);
		let mut later = consent(200, OWNER);
		later.until += 1;
		assert_noop!(take(later), Error::<Test>::ConsentInvalid);
		assert_ok!(take(consent(200, OWNER)));
	});
}

#[test]
fn a_consent_can_not_be_used_when_it_has_expired_or_would_hold_too_long() {
	Ext::default().execute(|| {
		let device = registered();
		let early = consent(200, OWNER);
		let take =
			|consent| Devices::set_operator(RuntimeOrigin::signed(OWNER), device, 200, consent);
		Now::set(early.until);
		assert_noop!(take(early), Error::<Test>::Expired);
		let mut far = consent(200, OWNER);
		far.until = Now::get() + MAX_CONSENT + 1;
		assert_noop!(take(far), Error::<Test>::MaxLifetimeExceeded);
	});
}

#[test]
fn set_operator_fails_when_the_signer_is_not_the_owner() {
	Ext::default().execute(|| {
		registered();
		for signer in [OTHER, ENDORSER, 101] {
			assert_noop!(
				set_operator(signer, DeviceId(0), 200),
				Error::<Test>::NotAuthorized
			);
		}
	});
}

#[test]
fn set_operator_fails_when_there_is_no_such_device() {
	Ext::default().execute(|| {
		assert_noop!(
			set_operator(OWNER, DeviceId(0), 200),
			Error::<Test>::NotFound
		);
	});
}

#[test]
fn set_operator_fails_when_the_device_is_withdrawn() {
	Ext::default().execute(|| {
		let device = registered();
		assert_ok!(Devices::withdraw(RuntimeOrigin::signed(OWNER), device));
		assert_noop!(
			set_operator(OWNER, DeviceId(0), 200),
			Error::<Test>::AlreadyWithdrawn
		);
	});
}
