//! How a device is sold.

use crate::{
	mock::*, BindingProposals, Bonds, DeviceState, Devices as DeviceRecords, Error, Event,
	Transfers,
};
use frame_support::{assert_noop, assert_ok};
use greenhour_traits::{AttestationResults, DeviceRegistry, Obligations};
use greenhour_types::{
	units::{GCD, GHR},
	Balance, DeviceId, SuspensionCause,
};
use sp_runtime::{DispatchResult, TokenError};

const DEVICE: DeviceId = DeviceId(0);

fn offer(signer: u64, to: u64, price: Option<Balance>) -> DispatchResult {
	Devices::offer_transfer(RuntimeOrigin::signed(signer), DEVICE, to, price)
}

fn accept(signer: u64, price: Balance, expected: DeviceState<u64>) -> DispatchResult {
	Devices::accept_transfer(RuntimeOrigin::signed(signer), DEVICE, price, expected)
}

#[test]
fn a_sale_moves_the_device_the_bond_and_the_price() {
	Ext::default().execute(|| {
		active();
		assert_ok!(<Devices as Obligations>::add(DEVICE));
		assert_ok!(offer(OWNER, OTHER, Some(7 * GHR)));
		let expected = seen(DEVICE);
		AllHeard::set(Vec::new());
		assert_ok!(accept(OTHER, 7 * GHR, expected.clone()));
		let record = DeviceRecords::<Test>::get(DEVICE).expect("registered");
		assert_eq!(record.owner, OTHER);
		assert_eq!((held(OWNER), held(OTHER)), (0, MIN_BOND));
		assert_eq!(Balances::free_balance(OWNER), 1_007 * GHR);
		assert_eq!(Balances::free_balance(OTHER), 993 * GHR - MIN_BOND);
		// Nothing else has changed, the obligation goes on.
		assert_eq!(seen(DEVICE), expected);
		assert_eq!(Transfers::<Test>::get(DEVICE), None);
		assert_eq!(AllHeard::get(), [Heard::Owner(DEVICE, OWNER, OTHER)]);
		System::assert_last_event(
			Event::<Test>::DeviceTransferred {
				device: DEVICE,
				from: OWNER,
				to: OTHER,
				price: 7 * GHR,
				bond: MIN_BOND,
			}
			.into(),
		);
		// The seller has no say any more, and can't sell it twice.
		assert_noop!(offer(OWNER, TENANT, None), Error::<Test>::NotAuthorized);
		let again = accept(OTHER, 7 * GHR, expected);
		assert_noop!(again, Error::<Test>::TransferNotFound);
	});
}

#[test]
fn a_device_can_be_given_away() {
	Ext::default().execute(|| {
		registered();
		assert_ok!(offer(OWNER, OTHER, None));
		assert_ok!(accept(OTHER, 0, seen(DEVICE)));
		assert_eq!(Balances::free_balance(OWNER), 1_000 * GHR);
		assert_eq!(held(OTHER), MIN_BOND);
	});
}

#[test]
fn slashes_after_the_sale_are_the_buyers() {
	Ext::default().execute(|| {
		registered();
		assert_ok!(offer(OWNER, OTHER, None));
		assert_ok!(accept(OTHER, 0, seen(DEVICE)));
		assert_ok!(Devices::slash(DEVICE, 4 * GCD, 0, &TENANT));
		assert_eq!(held(OTHER), MIN_BOND - GHR);
		assert_eq!(Balances::free_balance(OWNER), 1_000 * GHR);
	});
}

#[test]
fn accept_fails_when_the_device_is_not_as_it_was_seen() {
	Ext::default().execute(|| {
		active();
		assert_ok!(offer(OWNER, OTHER, Some(GHR)));
		let expected = seen(DEVICE);
		let refused = |expected: &DeviceState<u64>, price| {
			let result = accept(OTHER, price, expected.clone());
			assert_noop!(result, Error::<Test>::StateMismatch);
		};
		refused(&expected, 2 * GHR);
		refused(&expected, 0);
		let owner = || RuntimeOrigin::signed(OWNER);
		assert_ok!(Devices::add_bond(owner(), DEVICE, 1));
		refused(&expected, GHR);
		let expected = seen(DEVICE);
		assert_ok!(set_operator(OWNER, DEVICE, 300));
		refused(&expected, GHR);
		let expected = seen(DEVICE);
		assert_ok!(Devices::set_commitment(owner(), DEVICE, [9; 32]));
		refused(&expected, GHR);
		let expected = seen(DEVICE);
		let cause = SuspensionCause::Disputed;
		assert_ok!(<Devices as AttestationResults>::suspend(DEVICE, cause));
		refused(&expected, GHR);
		let mut expected = seen(DEVICE);
		assert_ok!(<Devices as Obligations>::add(DEVICE));
		refused(&expected, GHR);
		// More obligations than there are hurt nobody.
		expected.obligations = 2;
		assert_ok!(accept(OTHER, GHR, expected));
	});
}

#[test]
fn a_seller_can_change_his_price_and_his_mind() {
	Ext::default().execute(|| {
		registered();
		assert_ok!(offer(OWNER, OTHER, Some(GHR)));
		assert_ok!(offer(OWNER, OTHER, Some(2 * GHR)));
		let cheap = accept(OTHER, GHR, seen(DEVICE));
		assert_noop!(cheap, Error::<Test>::StateMismatch);
		let cancel = |signer| Devices::cancel_transfer(RuntimeOrigin::signed(signer), DEVICE);
		assert_noop!(cancel(OTHER), Error::<Test>::NotAuthorized);
		assert_ok!(cancel(OWNER));
		let event = Event::<Test>::TransferCancelled { device: DEVICE };
		System::assert_last_event(event.into());
		assert_noop!(cancel(OWNER), Error::<Test>::TransferNotFound);
		let late = accept(OTHER, 2 * GHR, seen(DEVICE));
		assert_noop!(late, Error::<Test>::TransferNotFound);
	});
}

#[test]
fn accept_fails_when_the_buyer_can_not_bond_and_pay() {
	Ext::default().execute(|| {
		registered();
		let price = 995 * GHR;
		assert_ok!(offer(OWNER, OTHER, Some(price)));
		// The call is undone as a whole, as every call is.
		let result =
			frame_support::storage::with_storage_layer(|| accept(OTHER, price, seen(DEVICE)));
		assert_eq!(result, Err(TokenError::FundsUnavailable.into()));
		assert_eq!((held(OWNER), held(OTHER)), (MIN_BOND, 0));
		assert_ok!(offer(OWNER, PAUPER, None));
		let result = accept(PAUPER, 0, seen(DEVICE));
		assert_noop!(result, TokenError::FundsUnavailable);
	});
}

#[test]
fn accept_fails_while_a_part_of_the_bond_was_asked_back() {
	Ext::default().execute(|| {
		registered();
		let owner = || RuntimeOrigin::signed(OWNER);
		assert_ok!(Devices::add_bond(owner(), DEVICE, GHR));
		assert_ok!(Devices::unbond(owner(), DEVICE, GHR));
		assert_ok!(offer(OWNER, OTHER, None));
		let result = accept(OTHER, 0, seen(DEVICE));
		assert_noop!(result, Error::<Test>::UnbondingOpen);
		Now::set(START + BOND_RELEASE);
		assert_ok!(Devices::release_bond(owner(), DEVICE));
		assert_ok!(accept(OTHER, 0, seen(DEVICE)));
		assert_eq!(Bonds::<Test>::get(DEVICE), Some(MIN_BOND));
	});
}

#[test]
fn what_the_seller_agreed_to_does_not_bind_the_buyer() {
	Ext::default().execute(|| {
		let energy = register(OWNER, energy(1));
		let compute = register(TENANT, compute(2));
		assert_ok!(Devices::bind(RuntimeOrigin::signed(OWNER), energy, compute));
		assert_ok!(offer(OWNER, OTHER, None));
		assert_ok!(accept(OTHER, 0, seen(DEVICE)));
		assert_eq!(BindingProposals::<Test>::get(energy), None);
		let late = Devices::bind(RuntimeOrigin::signed(TENANT), compute, energy);
		assert_ok!(late);
		assert_eq!(Devices::bound_to(energy), None);
	});
}

#[test]
fn a_pair_stays_when_one_half_is_sold() {
	Ext::default().execute(|| {
		let (energy, compute) = (register(OWNER, energy(1)), register(OWNER, compute(2)));
		assert_ok!(Devices::bind(RuntimeOrigin::signed(OWNER), energy, compute));
		assert_ok!(offer(OWNER, OTHER, None));
		let expected = seen(DEVICE);
		assert_eq!(expected.bound_to, Some(compute));
		assert_ok!(accept(OTHER, 0, expected));
		assert_eq!(Devices::bound_to(compute), Some(energy));
		assert_ok!(Devices::unbind(RuntimeOrigin::signed(OTHER), energy));
	});
}

#[test]
fn offers_and_acceptance_fail_for_others_and_for_devices_that_are_no_more() {
	Ext::default().execute(|| {
		assert_noop!(offer(OWNER, OTHER, None), Error::<Test>::NotFound);
		registered();
		let expected = seen(DEVICE);
		assert_noop!(offer(OTHER, OTHER, None), Error::<Test>::NotAuthorized);
		assert_noop!(offer(OWNER, OWNER, None), Error::<Test>::NothingChanges);
		assert_ok!(offer(OWNER, OTHER, None));
		let stranger = accept(TENANT, 0, expected.clone());
		assert_noop!(stranger, Error::<Test>::NotAuthorized);
		assert_ok!(Devices::withdraw(RuntimeOrigin::signed(OWNER), DEVICE));
		assert_eq!(Transfers::<Test>::get(DEVICE), None);
		let late = accept(OTHER, 0, expected);
		assert_noop!(late, Error::<Test>::AlreadyWithdrawn);
		assert_noop!(offer(OWNER, OTHER, None), Error::<Test>::AlreadyWithdrawn);
	});
}

#[test]
fn what_was_agreed_with_the_seller_is_nothing_to_the_buyer() {
	Ext::default().execute(|| {
		let energy = register(OWNER, energy(1));
		let compute = register(TENANT, compute(2));
		assert_ok!(Devices::bind(
			RuntimeOrigin::signed(TENANT),
			compute,
			energy
		));
		assert_ok!(offer(OWNER, OTHER, None));
		assert_ok!(accept(OTHER, 0, seen(DEVICE)));
		// Whoever agreed to a pair with the seller has not agreed to one with anybody else.
		assert_ok!(Devices::bind(RuntimeOrigin::signed(OTHER), energy, compute));
		assert_eq!(Devices::bound_to(energy), None);
		assert_ok!(Devices::bind(
			RuntimeOrigin::signed(TENANT),
			compute,
			energy
		));
		assert_eq!(Devices::bound_to(energy), Some(compute));
	});
}
