//! What keeps a bond.

use crate::{mock::*, Error, ObligationCounts};
use frame_support::{assert_noop, assert_ok};
use greenhour_traits::Obligations;
use greenhour_types::DeviceId;

fn add(device: DeviceId) -> sp_runtime::DispatchResult {
	<Devices as Obligations>::add(device)
}

fn remove(device: DeviceId) -> sp_runtime::DispatchResult {
	<Devices as Obligations>::remove(device)
}

#[test]
fn obligations_are_counted_up_and_down() {
	Ext::default().execute(|| {
		let device = registered();
		assert_ok!(add(device));
		assert_ok!(add(device));
		assert_eq!(ObligationCounts::<Test>::get(device), Some(2));
		assert_ok!(remove(device));
		assert_ok!(remove(device));
		assert!(!ObligationCounts::<Test>::contains_key(device));
	});
}

#[test]
fn more_obligations_than_there_are_can_not_end() {
	Ext::default().execute(|| {
		let device = registered();
		assert_noop!(remove(device), Error::<Test>::ObligationMissing);
		assert_noop!(remove(DeviceId(9)), Error::<Test>::ObligationMissing);
	});
}

#[test]
fn a_device_without_a_bond_takes_no_obligation() {
	Ext::default().execute(|| {
		let device = registered();
		let owner = || RuntimeOrigin::signed(OWNER);
		assert_ok!(Devices::withdraw(owner(), device));
		// Its bond still answers, for a dispute say, which keeps it held.
		assert_ok!(add(device));
		Now::set(START + BOND_RELEASE);
		let early = Devices::release_bond(owner(), device);
		assert_noop!(early, Error::<Test>::ObligationsOpen);
		assert_ok!(remove(device));
		assert_ok!(Devices::release_bond(owner(), device));
		assert_noop!(add(device), Error::<Test>::AlreadyWithdrawn);
		assert_noop!(add(DeviceId(9)), Error::<Test>::NotFound);
	});
}

#[test]
fn the_count_does_not_wrap() {
	Ext::default().execute(|| {
		let device = registered();
		ObligationCounts::<Test>::insert(device, u32::MAX);
		assert_noop!(add(device), Error::<Test>::Overflow);
	});
}
