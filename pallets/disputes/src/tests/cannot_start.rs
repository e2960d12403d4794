use crate::{mock::*, DeclarationEnd, Declarations, Error, Event};
use frame_support::{assert_noop, assert_ok};
use greenhour_traits::OpenClaims;
use greenhour_types::{DeviceId, Hour, HourMask, VerificationMode};

const RECEIPT: VerificationMode = VerificationMode::Receipt;
/// Both windows of a declaration.
const WINDOW: u64 = 600_000;

#[test]
fn a_declaration_holds_a_stake_and_keeps_misses_away() {
	Ext.run(|| {
		let contract = bought(RECEIPT);
		World::advance_to(at(3), WINDOW - 1);
		let now = World::get().now;
		assert_ok!(declare(contract, 3));
		assert_eq!(held(OPERATOR), STAKE);
		assert_eq!(Disputes::claimed(contract, DEVICE, DAY), mask(&[3]));
		assert_eq!(
			events(),
			[Event::CannotStartDeclared {
				contract,
				device: DEVICE,
				hour: at(3),
				declarer: OPERATOR,
				stake: STAKE,
				answer_until: now + WINDOW,
			}]
		);
	});
}

#[test]
fn declarations_are_taken_in_the_first_part_of_the_hour_only() {
	Ext.run(|| {
		let contract = bought(RECEIPT);
		World::advance_to(at(3), WINDOW);
		assert_noop!(declare(contract, 3), Error::<Test>::OutsideWindow);
		assert_noop!(declare(contract, 4), Error::<Test>::OutsideWindow);
		World::advance_to(at(4), 0);
		assert_ok!(declare(contract, 4));
		assert_noop!(declare(contract, 4), Error::<Test>::AlreadyDeclared);
	});
}

#[test]
fn declarations_need_the_operator_an_unsettled_hour_and_a_hash_that_can_be_checked() {
	Ext.run(|| {
		let contract = World::buy(RECEIPT, mask(&[4]));
		World::advance_to(at(3), 0);
		assert_noop!(declare(contract, 3), Error::<Test>::AlreadySettled);
		let call = |who, device, hour| {
			Disputes::cannot_start(RuntimeOrigin::signed(who), contract, device, hour)
		};
		assert_noop!(call(OWNER, DEVICE, at(4)), Error::<Test>::NotOperator);
		assert_noop!(
			call(OPERATOR, DeviceId(1), at(4)),
			Error::<Test>::DeviceNotFound
		);
		assert_noop!(
			call(OPERATOR, DEVICE, Hour(u32::MAX)),
			Error::<Test>::AssignmentNotFound
		);
		let work = bought(VerificationMode::Work);
		assert_noop!(declare(work, 3), Error::<Test>::ModeMismatch);
	});
}

#[test]
fn an_unanswered_declaration_excuses_the_hour() {
	Ext.run(|| {
		let contract = bought(RECEIPT);
		World::advance_to(at(3), 0);
		assert_ok!(declare(contract, 3));
		let (tenant, bond) = (gcd(TENANT), World::get().bond);
		World::wait(WINDOW - 1);
		assert_noop!(
			settle_declared(OPERATOR, contract, 3),
			Error::<Test>::NothingDue
		);
		World::wait(1);
		events();
		assert_ok!(settle_declared(OPERATOR, contract, 3));
		assert_eq!(World::bought(contract).excused, mask(&[3]));
		assert_eq!(gcd(TENANT), tenant + SHARE - 50_001);
		assert_eq!((free(OPERATOR), World::get().bond), (FUNDS, bond));
		assert_eq!(
			events(),
			[Event::DeclarationEnded {
				contract,
				device: DEVICE,
				hour: at(3),
				end: DeclarationEnd::Excused,
			}]
		);
		assert_noop!(
			settle_declared(OPERATOR, contract, 3),
			Error::<Test>::DeclarationNotFound
		);
	});
}

#[test]
fn a_stranger_is_paid_for_settling_a_declaration_late() {
	Ext.run(|| {
		let contract = bought(RECEIPT);
		World::advance_to(at(3), 0);
		assert_ok!(declare(contract, 3));
		World::wait(WINDOW + HOUR);
		assert_ok!(settle_declared(STRANGER, contract, 3));
		assert_eq!(gcd(STRANGER), FUNDS + REWARD);
		assert_eq!(free(OPERATOR), FUNDS - REWARD);
	});
}

#[test]
fn an_answered_declaration_returns_its_stake_and_the_hour_goes_on() {
	Ext.run(|| {
		let contract = bought(RECEIPT);
		World::advance_to(at(3), 0);
		assert_ok!(declare(contract, 3));
		World::wait(WINDOW - 1);
		assert_ok!(publish(STRANGER, contract));
		assert_eq!(Disputes::claimed(contract, DEVICE, DAY), HourMask::EMPTY);
		let (stranger, all) = (gcd(STRANGER), issuance());
		events();
		assert_ok!(settle_declared(TENANT, contract, 3));
		assert_eq!((gcd(STRANGER), issuance()), (stranger, all));
		assert_eq!(free(OPERATOR), FUNDS);
		assert_eq!(World::bought(contract).unsettled(), HourMask::FULL);
		assert_eq!(
			events(),
			[Event::DeclarationEnded {
				contract,
				device: DEVICE,
				hour: at(3),
				end: DeclarationEnd::Answered,
			}]
		);
		assert_noop!(declare(contract, 3), Error::<Test>::AlreadyPublished);
	});
}

#[test]
fn settling_an_answered_declaration_pays_a_third_party_an_hour_after_the_answer() {
	// The publisher is one, too.
	for (wait, reward) in [(HOUR - 1, 0), (HOUR, REWARD)] {
		Ext.run(|| {
			let contract = bought(RECEIPT);
			World::advance_to(at(3), 0);
			assert_ok!(declare(contract, 3));
			World::wait(WINDOW - 1);
			assert_ok!(publish(STRANGER, contract));
			World::wait(wait);
			assert_ok!(settle_declared(STRANGER, contract, 3));
			assert_eq!(gcd(STRANGER), FUNDS + reward);
			assert_eq!(free(OPERATOR), FUNDS - reward);
		});
	}
	// The declarer pays nobody.
	Ext.run(|| {
		let contract = bought(RECEIPT);
		World::advance_to(at(3), 0);
		assert_ok!(declare(contract, 3));
		assert_ok!(publish(STRANGER, contract));
		World::wait(HOUR);
		assert_ok!(settle_declared(OPERATOR, contract, 3));
		assert_eq!(free(OPERATOR), FUNDS);
	});
}

#[test]
fn a_miss_waits_for_an_unanswered_declaration_in_every_mode_and_for_no_other() {
	let modes = [
		VerificationMode::TenantConfirmed,
		VerificationMode::Audited,
		RECEIPT,
	];
	for mode in modes {
		Ext.run(|| {
			let open = World::buy(mode, mask(&[3, 4]));
			let answered = World::buy(mode, mask(&[3]));
			World::advance_to(at(3), 0);
			assert_ok!(declare(open, 3));
			assert_ok!(declare(answered, 3));
			assert_eq!(Disputes::claimed(answered, DEVICE, DAY), mask(&[3]));
			assert_ok!(publish(TENANT, answered));
			assert_eq!(Disputes::claimed(answered, DEVICE, DAY), HourMask::EMPTY);
			World::wait(50 * HOUR);
			assert_eq!(Disputes::claimed(open, DEVICE, DAY), mask(&[3]));
			assert_eq!(World::settle_missed(open), mask(&[4]));
			assert_eq!(World::settle_missed(answered), mask(&[3]));
			assert_ok!(settle_declared(OPERATOR, open, 3));
			assert_ok!(settle_declared(OPERATOR, answered, 3));
			assert_eq!(World::bought(open).excused, mask(&[3]));
			assert_eq!(World::bought(answered).missed, mask(&[3]));
		});
	}
}

#[test]
fn an_answer_that_is_late_is_none() {
	Ext.run(|| {
		let contract = bought(RECEIPT);
		World::advance_to(at(3), 0);
		assert_ok!(declare(contract, 3));
		World::wait(WINDOW);
		assert_ok!(publish(TENANT, contract));
		assert_eq!(Disputes::claimed(contract, DEVICE, DAY), mask(&[3]));
		assert_ok!(settle_declared(TENANT, contract, 3));
		assert_eq!(World::bought(contract).excused, mask(&[3]));
		assert_eq!(free(OPERATOR), FUNDS);
	});
}

#[test]
fn a_device_that_delivers_after_all_gets_its_stake_back() {
	Ext.run(|| {
		let contract = bought(RECEIPT);
		World::advance_to(at(3), 0);
		assert_ok!(declare(contract, 3));
		World::advance_to(at(4), 0);
		World::receipt(contract, mask(&[3]));
		assert_ok!(settle_declared(OPERATOR, contract, 3));
		assert_eq!(World::bought(contract).delivered, mask(&[3]));
		assert_eq!(free(OPERATOR), FUNDS);
		assert!(Declarations::<Test>::iter().next().is_none());
	});
}

#[test]
fn a_declared_hour_is_not_claimed_before_it_is_settled() {
	Ext.run(|| {
		let contract = bought(VerificationMode::Audited);
		World::advance_to(at(3), 0);
		assert_ok!(declare(contract, 3));
		World::advance_to(at(4), 0);
		assert_noop!(claim(contract, &[2, 3]), Error::<Test>::Declared);
		assert_ok!(settle_declared(OPERATOR, contract, 3));
		assert_noop!(claim(contract, &[3]), Error::<Test>::AlreadySettled);
	});
	// An answer takes the declaration away.
	Ext.run(|| {
		let contract = bought(VerificationMode::Audited);
		World::advance_to(at(3), 0);
		assert_ok!(declare(contract, 3));
		assert_ok!(publish(TENANT, contract));
		World::advance_to(at(4), 0);
		assert_ok!(claim(contract, &[3]));
		assert_ok!(settle_declared(TENANT, contract, 3));
		assert_eq!(Disputes::claimed(contract, DEVICE, DAY), mask(&[3]));
	});
}
