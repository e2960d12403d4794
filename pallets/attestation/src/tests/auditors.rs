//! Bonds of auditors.

use crate::{mock::*, Auditors, Error, HoldReason};
use frame_support::{assert_noop, assert_ok, traits::fungible::InspectHold};
use greenhour_types::units::GHR;

fn signed(who: u64) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

const AUDITOR: u64 = AUDITORS[0];

#[test]
fn a_bond_is_held_and_has_a_minimum() {
	Ext::default().unbonded().run(|| {
		let bond = |amount| Attestation::bond_auditor(signed(AUDITOR), amount);
		assert_noop!(bond(0), Error::<Test>::ZeroAmount);
		assert_noop!(bond(10 * GHR - 1), Error::<Test>::InsufficientBond);
		assert_ok!(bond(10 * GHR));
		assert_ok!(bond(1));
		let held = Balances::balance_on_hold(&HoldReason::AuditorBond.into(), &AUDITOR);
		assert_eq!(held, 10 * GHR + 1);
	});
}

#[test]
fn a_bond_leaves_after_the_delay() {
	Ext::default().run(|| {
		let unbond = |amount| Attestation::unbond_auditor(signed(AUDITOR), amount);
		let withdraw = || Attestation::withdraw_unbonded(signed(AUDITOR));
		assert_noop!(withdraw(), Error::<Test>::NothingDue);
		assert_noop!(unbond(0), Error::<Test>::ZeroAmount);
		// 9 GHR would be left, which is too little; nothing left is fine.
		assert_noop!(unbond(BOND - 9 * GHR), Error::<Test>::InsufficientBond);
		assert_noop!(unbond(BOND + 1), Error::<Test>::InsufficientBond);
		assert_ok!(unbond(BOND));
		assert_noop!(unbond(1), Error::<Test>::AlreadyUnbonding);
		World::advance(UNBONDING - 1);
		assert_noop!(withdraw(), Error::<Test>::TooEarly);
		World::advance(1);
		assert_ok!(withdraw());
		assert_eq!(Balances::free_balance(AUDITOR), FUNDS);
		assert!(!Auditors::<Test>::contains_key(AUDITOR));
		assert_noop!(withdraw(), Error::<Test>::AuditorNotFound);
	});
}

#[test]
fn what_backs_a_statement_stays() {
	Ext::default().run(|| {
		let device = enrolled();
		assert_ok!(state(AUDITOR, device, facts(1)));
		let unbond = |amount| Attestation::unbond_auditor(signed(AUDITOR), amount);
		assert_noop!(unbond(BOND - STAKE + 1), Error::<Test>::InsufficientBond);
		assert_noop!(unbond(BOND - STAKE), Error::<Test>::InsufficientBond);
		assert_ok!(unbond(BOND - 10 * GHR));
		let record = Auditors::<Test>::get(AUDITOR).expect("bonded");
		assert_eq!(
			(record.active(), record.free()),
			(10 * GHR, 10 * GHR - STAKE)
		);
	});
}

#[test]
fn nobody_vouches_for_more_than_ten_times_his_bond() {
	// A bond of 100 GHR for devices that need 50 GHR each: 20 devices.
	let zone = crate::Zone {
		statements_needed: 2,
		cells: 30,
		devices_per_cell: 1,
		..Default::default()
	};
	Ext::default().zone(zone).run(|| {
		for count in 0..21u16 {
			let device = enrolled_of(OWNER, count);
			let place = u8::try_from(count).expect("small") + 1;
			let stated = state(AUDITOR, device, facts(place));
			match count {
				20 => assert_eq!(stated, Err(Error::<Test>::InsufficientBond.into())),
				_ => {
					assert_ok!(stated);
				}
			}
		}
		assert_eq!(20 * DEVICE_BOND, 10 * BOND);
	});
}

#[test]
fn a_zone_knows_its_auditors() {
	Ext::default().run(|| {
		let set =
			|who, member| Attestation::set_zone_auditor(RuntimeOrigin::root(), ZONE, who, member);
		assert_noop!(set(AUDITOR, true), Error::<Test>::AlreadyExists);
		assert_ok!(set(AUDITOR, false));
		assert!(!is_member(AUDITOR));
		assert_noop!(set(AUDITOR, false), Error::<Test>::AlreadyExists);
		let device = enrolled();
		assert_noop!(
			state(AUDITOR, device, facts(1)),
			Error::<Test>::NotAuthorized
		);
	});
}
