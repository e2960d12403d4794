use crate::{mock::*, ClaimEnd, ClaimState, Claims, Error, Event};
use frame_support::{assert_noop, assert_ok};
use greenhour_traits::OpenClaims;
use greenhour_types::{Day, DeviceId, HourMask, VerificationMode};

const CONFIRMED: VerificationMode = VerificationMode::TenantConfirmed;

#[test]
fn claim_holds_a_deposit_for_each_hour_and_keeps_misses_away() {
	Ext.run(|| {
		let contract = bought(CONFIRMED);
		World::advance_to(at(3), HOUR);
		assert_ok!(claim(contract, &[2, 3]));
		assert_eq!(held(OPERATOR), 2 * DEPOSIT);
		assert_eq!(Disputes::claimed(contract, DEVICE, DAY), mask(&[2, 3]));
		let record = Claims::<Test>::get(contract, (DEVICE, DAY)).expect("claimed");
		assert_eq!(record[&3].result_hash, [8; 32]);
		assert_eq!(record[&3].state, ClaimState::Open);
		assert_eq!(
			events(),
			[Event::HoursClaimed {
				contract,
				device: DEVICE,
				day: DAY,
				hours: mask(&[2, 3]),
				claimant: OPERATOR,
				result_hash: [8; 32],
				deposit: DEPOSIT,
			}]
		);
	});
}

#[test]
fn hours_are_added_to_an_open_claim_also_by_the_next_operator() {
	Ext.run(|| {
		let contract = bought(CONFIRMED);
		World::advance_to(at(3), HOUR);
		assert_ok!(claim(contract, &[2]));
		World::change(|world| world.operator = STRANGER);
		assert_noop!(claim(contract, &[3]), Error::<Test>::NotOperator);
		let origin = RuntimeOrigin::signed(STRANGER);
		assert_ok!(Disputes::claim_hours(
			origin,
			contract,
			DEVICE,
			DAY,
			mask(&[3]),
			[1; 32]
		));
		assert_eq!((held(OPERATOR), held(STRANGER)), (DEPOSIT, DEPOSIT));
		assert_ok!(confirm(contract, &[2, 3]));
		assert_eq!((free(OPERATOR), free(STRANGER)), (FUNDS, FUNDS));
	});
}

#[test]
fn claim_needs_an_hour_that_is_over_and_half_of_its_money_window() {
	Ext.run(|| {
		let contract = bought(CONFIRMED);
		World::advance_to(at(3), HOUR - 1);
		assert_noop!(claim(contract, &[3]), Error::<Test>::OutsideWindow);
		World::wait(1);
		assert_noop!(claim(contract, &[3, 4]), Error::<Test>::OutsideWindow);
		// 24 of 48 hours.
		World::wait(24 * HOUR);
		assert_noop!(claim(contract, &[3]), Error::<Test>::OutsideWindow);
		assert_ok!(claim(contract, &[4]));
	});
}

#[test]
fn claim_is_refused_for_hours_that_are_not_open() {
	Ext.run(|| {
		let contract = World::buy(CONFIRMED, mask(&[0, 1, 2]));
		World::advance_to(at(5), 0);
		assert_noop!(claim(contract, &[]), Error::<Test>::NoHours);
		assert_noop!(claim(contract, &[3]), Error::<Test>::AlreadySettled);
		World::change(|world| world.void.insert(at(1).0));
		assert_noop!(claim(contract, &[0, 1]), Error::<Test>::HourVoid);
		assert_ok!(claim(contract, &[0]));
		assert_noop!(claim(contract, &[0, 2]), Error::<Test>::AlreadyClaimed);
		assert_ok!(confirm(contract, &[0]));
		assert_noop!(claim(contract, &[0]), Error::<Test>::AlreadySettled);
	});
}

#[test]
fn claim_is_refused_without_assignment_device_or_mode() {
	Ext.run(|| {
		let contract = bought(CONFIRMED);
		World::advance_to(at(5), 0);
		let call = |who, device, day| {
			let origin = RuntimeOrigin::signed(who);
			Disputes::claim_hours(origin, contract, device, day, mask(&[0]), [8; 32])
		};
		assert_noop!(
			call(OPERATOR, DeviceId(1), DAY),
			Error::<Test>::DeviceNotFound
		);
		assert_noop!(
			call(OPERATOR, DEVICE, Day(4)),
			Error::<Test>::AssignmentNotFound
		);
		assert_noop!(call(OWNER, DEVICE, DAY), Error::<Test>::NotOperator);
		for mode in [VerificationMode::Receipt, VerificationMode::Work] {
			let contract = bought(mode);
			assert_noop!(claim(contract, &[0]), Error::<Test>::ModeMismatch);
		}
	});
}

#[test]
fn claim_is_refused_without_the_deposit() {
	Ext.run(|| {
		let contract = bought(CONFIRMED);
		World::advance_to(at(5), 0);
		World::change(|world| world.operator = PAUPER);
		let origin = RuntimeOrigin::signed(PAUPER);
		assert!(Disputes::claim_hours(origin, contract, DEVICE, DAY, mask(&[0]), [8; 32]).is_err());
		assert!(Claims::<Test>::get(contract, (DEVICE, DAY)).is_none());
	});
}

#[test]
fn confirm_pays_at_once_and_returns_the_deposit() {
	Ext.run(|| {
		let contract = bought(CONFIRMED);
		World::advance_to(at(3), HOUR);
		assert_ok!(claim(contract, &[1, 2, 3]));
		events();
		assert_ok!(confirm(contract, &[1, 3]));
		assert_eq!(World::bought(contract).delivered, mask(&[1, 3]));
		// A twentieth of each share, rounded up, is the fee.
		assert_eq!(gcd(POT), MIN_GCD + 2 * (SHARE - 50_001));
		assert_eq!(held(OPERATOR), DEPOSIT);
		assert_eq!(Disputes::claimed(contract, DEVICE, DAY), mask(&[2]));
		assert_eq!(
			events(),
			[Event::ClaimsEnded {
				contract,
				device: DEVICE,
				day: DAY,
				hours: mask(&[1, 3]),
				end: ClaimEnd::Confirmed,
			}]
		);
	});
}

#[test]
fn confirm_is_for_the_tenant_and_for_hours_that_wait_for_him() {
	Ext.run(|| {
		let contract = bought(CONFIRMED);
		World::advance_to(at(3), HOUR);
		assert_noop!(confirm(contract, &[1]), Error::<Test>::ClaimNotFound);
		assert_ok!(claim(contract, &[1, 2]));
		assert_noop!(confirm(contract, &[]), Error::<Test>::NoHours);
		assert_noop!(confirm(contract, &[1, 3]), Error::<Test>::ClaimNotFound);
		let origin = RuntimeOrigin::signed(OPERATOR);
		assert_noop!(
			Disputes::confirm(origin, contract, DEVICE, DAY, mask(&[1])),
			Error::<Test>::NotTenant
		);
		assert_ok!(object(contract, &[1]));
		assert_noop!(confirm(contract, &[1]), Error::<Test>::AlreadyObjected);
		let audited = bought(VerificationMode::Audited);
		assert_ok!(claim(audited, &[1]));
		assert_noop!(confirm(audited, &[1]), Error::<Test>::ModeMismatch);
	});
}

#[test]
fn a_day_of_24_claimed_hours_fits() {
	Ext.run(|| {
		let contract = bought(CONFIRMED);
		World::advance_to(at(23), HOUR);
		let all: Vec<u8> = (0..24).collect();
		assert_ok!(claim(contract, &all));
		assert_eq!(Disputes::claimed(contract, DEVICE, DAY), HourMask::FULL);
		assert_ok!(confirm(contract, &all));
		assert!(Claims::<Test>::iter().next().is_none());
	});
}
