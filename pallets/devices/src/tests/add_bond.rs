//! How a bond grows.

use crate::{mock::*, Bonds, Error, Event};
use frame_support::{assert_noop, assert_ok};
use greenhour_types::{units::GHR, Balance, DeviceId};
use sp_runtime::{DispatchResult, TokenError};

fn add_bond(signer: u64, device: u32, amount: Balance) -> DispatchResult {
	Devices::add_bond(RuntimeOrigin::signed(signer), DeviceId(device), amount)
}

#[test]
fn add_bond_holds_more() {
	Ext::default().execute(|| {
		let device = registered();
		assert_ok!(add_bond(OWNER, 0, GHR));
		assert_eq!(Bonds::<Test>::get(device), Some(MIN_BOND + GHR));
		assert_eq!(held(OWNER), MIN_BOND + GHR);
		System::assert_last_event(
			Event::<Test>::BondAdded {
				device,
				amount: GHR,
				bond: MIN_BOND + GHR,
			}
			.into(),
		);
	});
}

#[test]
fn add_bond_fails_with_zero() {
	Ext::default().execute(|| {
		registered();
		assert_noop!(add_bond(OWNER, 0, 0), Error::<Test>::ZeroAmount);
	});
}

#[test]
fn add_bond_fails_when_there_is_no_such_device() {
	Ext::default().execute(|| {
		assert_noop!(add_bond(OWNER, 0, GHR), Error::<Test>::NotFound);
	});
}

#[test]
fn add_bond_fails_when_the_signer_is_not_the_owner() {
	Ext::default().execute(|| {
		registered();
		for signer in [OTHER, ENDORSER, 101] {
			assert_noop!(add_bond(signer, 0, GHR), Error::<Test>::NotAuthorized);
		}
	});
}

#[test]
fn add_bond_fails_when_the_device_is_withdrawn() {
	Ext::default().execute(|| {
		let device = registered();
		assert_ok!(Devices::withdraw(RuntimeOrigin::signed(OWNER), device));
		assert_noop!(add_bond(OWNER, 0, GHR), Error::<Test>::AlreadyWithdrawn);
	});
}

#[test]
fn add_bond_fails_when_the_owner_can_not_pay() {
	Ext::default().execute(|| {
		registered();
		assert_noop!(
			add_bond(OWNER, 0, 1_000 * GHR),
			TokenError::FundsUnavailable
		);
	});
}

#[test]
fn add_bond_fails_when_the_sum_does_not_fit() {
	Ext::default().execute(|| {
		registered();
		assert_noop!(add_bond(OWNER, 0, Balance::MAX), Error::<Test>::Overflow);
	});
}
