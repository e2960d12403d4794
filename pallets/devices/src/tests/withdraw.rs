//! How a device leaves.

use crate::{
	mock::*, Bonds, Devices as DeviceRecords, Error, Event, Operators, Unbonding, Unbondings,
};
use frame_support::{assert_noop, assert_ok};
use greenhour_traits::{DeviceRegistry, Obligations};
use greenhour_types::{DeviceId, DeviceStatus};
use sp_runtime::DispatchResult;

fn withdraw(signer: u64, device: u32) -> DispatchResult {
	Devices::withdraw(RuntimeOrigin::signed(signer), DeviceId(device))
}

#[test]
fn withdraw_ends_the_device_and_its_bond_answers_a_while() {
	Ext::default().execute(|| {
		let device = active();
		AllHeard::set(Vec::new());
		assert_ok!(withdraw(OWNER, 0));
		assert_eq!(held(OWNER), MIN_BOND);
		assert_eq!(Bonds::<Test>::get(device), None);
		let unbonding = Unbonding {
			amount: MIN_BOND,
			releasable_at: START + BOND_RELEASE,
		};
		assert_eq!(Unbondings::<Test>::get(device), Some(unbonding));
		let record = DeviceRecords::<Test>::get(device).expect("kept");
		assert_eq!(record.status, DeviceStatus::Withdrawn);
		assert_eq!(Operators::<Test>::get(record.operator), None);
		let heard = [Heard::Result(device, None), Heard::Bond(device, OWNER, 0)];
		assert_eq!(AllHeard::get(), heard);
		System::assert_last_event(
			Event::<Test>::DeviceWithdrawn {
				device,
				owner: OWNER,
				unbonding: MIN_BOND,
				releasable_at: START + BOND_RELEASE,
			}
			.into(),
		);
	});
}

#[test]
fn withdraw_leaves_the_bonds_of_other_devices() {
	Ext::default().execute(|| {
		registered();
		assert_ok!(registration(2).submit());
		assert_ok!(withdraw(OWNER, 0));
		assert_eq!(held(OWNER), 2 * MIN_BOND);
		assert_eq!(Bonds::<Test>::get(DeviceId(1)), Some(MIN_BOND));
	});
}

#[test]
fn withdraw_works_when_slashes_have_emptied_the_bond() {
	Ext::default().execute(|| {
		let device = registered();
		assert_ok!(Devices::slash(device, u128::MAX, 0, &TENANT));
		assert_eq!(Bonds::<Test>::get(device), Some(0));
		assert_ok!(withdraw(OWNER, 0));
		assert_eq!(Unbondings::<Test>::get(device), None);
	});
}

#[test]
fn withdraw_fails_twice() {
	Ext::default().execute(|| {
		registered();
		assert_ok!(withdraw(OWNER, 0));
		assert_noop!(withdraw(OWNER, 0), Error::<Test>::AlreadyWithdrawn);
	});
}

#[test]
fn withdraw_fails_when_there_is_no_such_device() {
	Ext::default().execute(|| {
		assert_noop!(withdraw(OWNER, u32::MAX), Error::<Test>::NotFound);
	});
}

#[test]
fn withdraw_fails_when_the_signer_is_not_the_owner() {
	Ext::default().execute(|| {
		registered();
		for signer in [OTHER, ENDORSER, 101] {
			assert_noop!(withdraw(signer, 0), Error::<Test>::NotAuthorized);
		}
	});
}

#[test]
fn withdraw_fails_while_something_is_open() {
	Ext::default().execute(|| {
		let device = registered();
		assert_ok!(<Devices as Obligations>::add(device));
		assert_noop!(withdraw(OWNER, 0), Error::<Test>::ObligationsOpen);
		assert_ok!(<Devices as Obligations>::remove(device));
		assert_ok!(withdraw(OWNER, 0));
	});
}

#[test]
fn withdraw_fails_while_the_device_is_bound() {
	Ext::default().execute(|| {
		let (energy, compute) = (register(OWNER, energy(1)), register(OWNER, compute(2)));
		assert_ok!(Devices::bind(RuntimeOrigin::signed(OWNER), energy, compute));
		for half in [0, 1] {
			assert_noop!(withdraw(OWNER, half), Error::<Test>::AlreadyBound);
		}
	});
}
