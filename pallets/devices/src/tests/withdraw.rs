//! How a device leaves.

use crate::{mock::*, Bonds, Devices as DeviceRecords, Error, Event};
use frame_support::{assert_noop, assert_ok};
use greenhour_traits::{DeviceRegistry, Obligations};
use greenhour_types::{units::GHR, DeviceId, DeviceStatus};
use sp_runtime::DispatchResult;

fn withdraw(signer: u64, device: u32) -> DispatchResult {
	Devices::withdraw(RuntimeOrigin::signed(signer), DeviceId(device))
}

#[test]
fn withdraw_releases_the_bond_and_keeps_the_record() {
	Ext::default().execute(|| {
		let device = active();
		assert_ok!(withdraw(OWNER, 0));
		assert_eq!(held(OWNER), 0);
		assert_eq!(Balances::free_balance(OWNER), 1_000 * GHR);
		assert_eq!(Bonds::<Test>::get(device), None);
		let status = DeviceRecords::<Test>::get(device).map(|record| record.status);
		assert_eq!(status, Some(DeviceStatus::Withdrawn));
		System::assert_last_event(
			Event::<Test>::DeviceWithdrawn {
				device,
				owner: OWNER,
				released: MIN_BOND,
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
		assert_eq!(held(OWNER), MIN_BOND);
	});
}

#[test]
fn withdraw_works_when_slashes_have_emptied_the_bond() {
	Ext::default().execute(|| {
		let device = registered();
		assert_ok!(Devices::slash(device, u128::MAX, 0, &TENANT));
		assert_eq!(Bonds::<Test>::get(device), Some(0));
		assert_ok!(withdraw(OWNER, 0));
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
