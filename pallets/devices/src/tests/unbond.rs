//! How a bond comes back: `unbond` and `release_bond`.

use crate::{mock::*, Bonds, Error, Event, Unbonding, Unbondings};
use frame_support::{assert_noop, assert_ok};
use greenhour_traits::{DeviceRegistry, Obligations};
use greenhour_types::{
	units::{GCD, GHR},
	Balance, DeviceId, MilliGpu,
};
use sp_runtime::DispatchResult;

const DEVICE: DeviceId = DeviceId(0);

fn unbond(signer: u64, amount: Balance) -> DispatchResult {
	Devices::unbond(RuntimeOrigin::signed(signer), DEVICE, amount)
}

fn release(signer: u64) -> DispatchResult {
	Devices::release_bond(RuntimeOrigin::signed(signer), DEVICE)
}

/// Device 0 with a bond of 15 GHR.
fn rich() {
	registered();
	assert_ok!(Devices::add_bond(
		RuntimeOrigin::signed(OWNER),
		DEVICE,
		5 * GHR
	));
}

#[test]
fn what_is_asked_back_counts_for_nothing_and_stays_held() {
	Ext::default().execute(|| {
		rich();
		AllHeard::set(Vec::new());
		assert!(Devices::bond_covers(DEVICE, MilliGpu(2_500)));
		assert_ok!(unbond(OWNER, 5 * GHR));
		assert_eq!(Bonds::<Test>::get(DEVICE), Some(MIN_BOND));
		assert_eq!(held(OWNER), 15 * GHR);
		assert!(!Devices::bond_covers(DEVICE, MilliGpu(2_500)));
		assert_eq!(Devices::bond_value_down(DEVICE), 40 * GCD);
		assert_eq!(AllHeard::get(), [Heard::Bond(DEVICE, OWNER, MIN_BOND)]);
		System::assert_last_event(
			Event::<Test>::BondUnbonding {
				device: DEVICE,
				amount: 5 * GHR,
				bond: MIN_BOND,
				releasable_at: START + BOND_RELEASE,
			}
			.into(),
		);
	});
}

#[test]
fn it_comes_back_after_the_delay_and_not_before() {
	Ext::default().execute(|| {
		rich();
		assert_ok!(unbond(OWNER, 5 * GHR));
		Now::set(START + BOND_RELEASE - 1);
		assert_noop!(release(OWNER), Error::<Test>::UnbondingTooEarly);
		Now::set(START + BOND_RELEASE);
		// What a working device owes now has its bond.
		assert_ok!(<Devices as Obligations>::add(DEVICE));
		assert_ok!(release(OWNER));
		assert_eq!(held(OWNER), MIN_BOND);
		assert_eq!(Unbondings::<Test>::get(DEVICE), None);
		System::assert_last_event(
			Event::<Test>::BondReleased {
				device: DEVICE,
				owner: OWNER,
				amount: 5 * GHR,
			}
			.into(),
		);
		assert_noop!(release(OWNER), Error::<Test>::UnbondingNotFound);
	});
}

#[test]
fn asking_again_waits_anew() {
	Ext::default().execute(|| {
		rich();
		assert_ok!(unbond(OWNER, GHR));
		Now::set(START + 100);
		assert_ok!(unbond(OWNER, GHR));
		let both = Unbonding {
			amount: 2 * GHR,
			releasable_at: START + 100 + BOND_RELEASE,
		};
		assert_eq!(Unbondings::<Test>::get(DEVICE), Some(both));
		// The end of the device adds the rest.
		assert_ok!(Devices::withdraw(RuntimeOrigin::signed(OWNER), DEVICE));
		let amount = Unbondings::<Test>::get(DEVICE).map(|unbonding| unbonding.amount);
		assert_eq!(amount, Some(15 * GHR));
		Now::set(START + 100 + BOND_RELEASE);
		assert_ok!(release(OWNER));
		assert_eq!(Balances::free_balance(OWNER), 1_000 * GHR);
	});
}

#[test]
fn unbond_fails_below_what_the_class_asks() {
	Ext::default().execute(|| {
		rich();
		for amount in [5 * GHR + 1, 16 * GHR, Balance::MAX] {
			assert_noop!(unbond(OWNER, amount), Error::<Test>::InsufficientBond);
		}
		assert_noop!(unbond(OWNER, 0), Error::<Test>::ZeroAmount);
	});
}

#[test]
fn unbond_fails_while_the_device_or_its_partner_owes() {
	Ext::default().execute(|| {
		let (energy, compute) = (register(OWNER, energy(1)), register(OWNER, compute(2)));
		let owner = || RuntimeOrigin::signed(OWNER);
		assert_ok!(Devices::add_bond(owner(), energy, GHR));
		assert_ok!(Devices::bind(owner(), energy, compute));
		assert_ok!(<Devices as Obligations>::add(compute));
		let result = Devices::unbond(owner(), energy, GHR);
		assert_noop!(result, Error::<Test>::ObligationsOpen);
		assert_ok!(<Devices as Obligations>::remove(compute));
		assert_ok!(Devices::unbond(owner(), energy, GHR));
	});
}

#[test]
fn unbond_and_release_fail_for_others() {
	Ext::default().execute(|| {
		assert_noop!(unbond(OWNER, 1), Error::<Test>::NotFound);
		assert_noop!(release(OWNER), Error::<Test>::NotFound);
		rich();
		assert_ok!(unbond(OWNER, GHR));
		Now::set(START + BOND_RELEASE);
		for signer in [OTHER, ENDORSER, 101] {
			assert_noop!(unbond(signer, GHR), Error::<Test>::NotAuthorized);
			assert_noop!(release(signer), Error::<Test>::NotAuthorized);
		}
		assert_ok!(Devices::withdraw(RuntimeOrigin::signed(OWNER), DEVICE));
		assert_noop!(unbond(OWNER, GHR), Error::<Test>::AlreadyWithdrawn);
	});
}
