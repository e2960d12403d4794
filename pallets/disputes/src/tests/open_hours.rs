//! What counts as an open hour of an offer, and for how long.

use crate::{mock::*, OpenHours};
use frame_support::assert_ok;
use greenhour_traits::OpenClaims;
use greenhour_types::{ContractId, OfferId, VerificationMode};

const CONFIRMED: VerificationMode = VerificationMode::TenantConfirmed;

fn offer(contract: ContractId) -> OfferId {
	World::bought(contract).offer
}

/// Open hours of the offer of `contract`, which agree with the answer that others get.
fn open(contract: ContractId) -> u32 {
	check().expect("the counter is what the records say");
	let hours = OpenHours::<Test>::get(offer(contract));
	assert_eq!(Disputes::has_open_claims(offer(contract)), hours > 0);
	hours
}

#[test]
fn claimed_hours_are_open_until_they_are_paid_excused_or_refused() {
	Ext.run(|| {
		let contract = bought(CONFIRMED);
		let other = bought(CONFIRMED);
		assert_ne!(offer(contract), offer(other));
		World::advance_to(at(7), 0);
		assert_eq!(open(contract), 0);
		assert_ok!(claim(contract, &[1, 2, 3, 4, 5]));
		assert_eq!((open(contract), open(other)), (5, 0));
		assert_ok!(confirm(contract, &[1]));
		assert_eq!(open(contract), 4);
		assert_ok!(object(contract, &[2, 3, 4]));
		assert_eq!(open(contract), 4);
		assert_ok!(judge(contract, &[2], true));
		assert_eq!(open(contract), 3);
		// Refused, and kept in the record, where it earns nobody anything.
		assert_ok!(judge(contract, &[3], false));
		assert_eq!(open(contract), 2);
		World::wait(OBJECTION);
		assert_ok!(settle(OPERATOR, contract));
		assert_eq!(open(contract), 1);
		// Frees 3 and excuses 4.
		World::wait(VERDICT);
		assert_ok!(settle(OPERATOR, contract));
		assert_eq!(open(contract), 0);
		assert_eq!(OpenHours::<Test>::iter().count(), 0);
	});
}

#[test]
fn an_hour_that_is_refused_too_late_for_another_claim_is_closed_once() {
	Ext.run(|| {
		let contract = bought(CONFIRMED);
		World::advance_to(at(4), 0);
		assert_ok!(claim(contract, &[2, 3]));
		assert_ok!(object(contract, &[2, 3]));
		World::wait(24 * HOUR);
		assert_ok!(judge(contract, &[2], false));
		assert_eq!(open(contract), 1);
	});
}

#[test]
fn offers_sum_over_their_contracts() {
	Ext.run(|| {
		let contracts = [0; 3].map(|_| bought(CONFIRMED));
		let [first, _, third] = contracts;
		assert_eq!(offer(first), offer(third));
		World::advance_to(at(4), 0);
		assert_ok!(claim(first, &[1, 2]));
		assert_ok!(claim(third, &[3]));
		assert_ok!(declare(third, 4));
		assert_eq!(open(first), 4);
		assert_ok!(confirm(first, &[1, 2]));
		assert_ok!(confirm(third, &[3]));
		assert_eq!(open(first), 1);
	});
}

#[test]
fn declared_hours_are_open_until_somebody_settles_them() {
	Ext.run(|| {
		let contract = World::buy(VerificationMode::Receipt, mask(&[3]));
		World::advance_to(at(3), 0);
		assert_ok!(declare(contract, 3));
		assert_eq!(open(contract), 1);
		// Answered, delivered, and the contract closed: the record still knows its offer.
		assert_ok!(publish(TENANT, contract));
		World::advance_to(at(4), 0);
		World::receipt(contract, mask(&[3]));
		assert!(World::close(contract));
		assert_eq!(open(contract), 1);
		assert_ok!(settle_declared(OPERATOR, contract, 3));
		assert_eq!(open(contract), 0);
	});
}

#[test]
fn an_answered_declaration_counts_beside_the_claim_of_its_hour() {
	Ext.run(|| {
		let contract = World::buy(CONFIRMED, mask(&[3]));
		World::advance_to(at(3), 0);
		assert_ok!(declare(contract, 3));
		assert_ok!(publish(TENANT, contract));
		World::advance_to(at(4), 0);
		assert_ok!(claim(contract, &[3]));
		assert_eq!(open(contract), 2);
		assert_ok!(settle_declared(OPERATOR, contract, 3));
		assert_eq!(open(contract), 1);
		assert_ok!(confirm(contract, &[3]));
		assert_eq!(open(contract), 0);
	});
}
