use crate::{mock::*, ClaimEnd, Claims, Error, Event};
use frame_support::{assert_noop, assert_ok, dispatch::PostDispatchInfo};
use greenhour_types::{ContractId, HourMask, VerificationMode};

const CONFIRMED: VerificationMode = VerificationMode::TenantConfirmed;

fn claimed(mode: VerificationMode, hours: &[u8]) -> ContractId {
	let contract = bought(mode);
	World::advance_to(at(3), HOUR);
	assert_ok!(claim(contract, hours));
	contract
}

fn ends() -> Vec<(HourMask, ClaimEnd)> {
	let ended = events().into_iter().filter_map(|event| match event {
		Event::ClaimsEnded { hours, end, .. } => Some((hours, end)),
		_ => None,
	});
	ended.collect()
}

#[test]
fn silence_pays_after_the_objection_window() {
	Ext.run(|| {
		let contract = claimed(CONFIRMED, &[2, 3]);
		World::wait(OBJECTION - 1);
		assert_noop!(settle(STRANGER, contract), Error::<Test>::NothingDue);
		World::wait(1);
		let PostDispatchInfo { actual_weight, .. } = settle(STRANGER, contract).expect("due");
		let two_hours = Disputes::settle_weight(2);
		assert_eq!(actual_weight, Some(two_hours));
		assert_eq!(World::bought(contract).delivered, mask(&[2, 3]));
		// No reward yet: who gains had no time.
		assert_eq!((gcd(OPERATOR), gcd(STRANGER)), (FUNDS, FUNDS));
		assert_eq!(ends(), [(mask(&[2, 3]), ClaimEnd::Unopposed)]);
		assert_noop!(settle(STRANGER, contract), Error::<Test>::ClaimNotFound);
	});
}

#[test]
fn a_third_party_is_paid_for_settling_late() {
	Ext.run(|| {
		let contract = claimed(CONFIRMED, &[2, 3]);
		World::wait(OBJECTION + HOUR);
		assert_ok!(settle(STRANGER, contract));
		assert_eq!(gcd(STRANGER), FUNDS + 2 * REWARD);
		assert_eq!(free(OPERATOR), FUNDS - 2 * REWARD);
	});
	// The claimant himself pays nobody.
	Ext.run(|| {
		let contract = claimed(CONFIRMED, &[2, 3]);
		World::wait(OBJECTION + HOUR);
		assert_ok!(settle(OPERATOR, contract));
		assert_eq!(free(OPERATOR), FUNDS);
	});
	// Who can't receive it, gets nothing.
	Ext.run(|| {
		let contract = claimed(CONFIRMED, &[2]);
		World::wait(OBJECTION + HOUR);
		block(STRANGER, true);
		assert_ok!(settle(STRANGER, contract));
		assert_eq!((gcd(STRANGER), free(OPERATOR)), (FUNDS, FUNDS));
	});
}

#[test]
fn claims_of_an_outage_are_excused_and_not_paid() {
	// 12 market hours, from 04:00 to 16:00: half of them are enough.
	for (lost, end) in [(6, ClaimEnd::Unopposed), (7, ClaimEnd::Outage)] {
		Ext.run(|| {
			let contract = claimed(CONFIRMED, &[2, 3]);
			let (tenant, bond) = (gcd(TENANT), World::get().bond);
			World::stand_still(lost);
			World::wait(OBJECTION - 1);
			assert_noop!(settle(OPERATOR, contract), Error::<Test>::NothingDue);
			World::wait(1);
			events();
			assert_ok!(settle(OPERATOR, contract));
			assert_eq!(ends(), [(mask(&[2, 3]), end)]);
			let refund = if end == ClaimEnd::Outage {
				2 * (SHARE - 50_001)
			} else {
				0
			};
			assert_eq!(gcd(TENANT), tenant + refund);
			assert_eq!((free(OPERATOR), World::get().bond), (FUNDS, bond));
		});
	}
}

#[test]
fn an_outage_changes_nothing_after_the_window_or_where_somebody_spoke() {
	// After the window: what it was stays so, however late it is settled.
	Ext.run(|| {
		let contract = claimed(CONFIRMED, &[2]);
		World::wait(OBJECTION);
		World::stand_still(100);
		World::wait(100 * HOUR);
		assert_ok!(settle(OPERATOR, contract));
		assert_eq!(World::bought(contract).delivered, mask(&[2]));
	});
	// The tenant spoke.
	Ext.run(|| {
		let contract = claimed(CONFIRMED, &[2, 3]);
		World::stand_still(12);
		assert_ok!(confirm(contract, &[2]));
		assert_ok!(object(contract, &[3]));
		assert_ok!(judge(contract, &[3], true));
		assert_eq!(World::bought(contract).delivered, mask(&[2, 3]));
	});
}

#[test]
fn hours_of_one_record_are_paid_and_excused_by_their_own_windows() {
	Ext.run(|| {
		let contract = claimed(CONFIRMED, &[2]);
		World::wait(6 * HOUR);
		assert_ok!(claim(contract, &[3]));
		World::wait(HOUR);
		// 11:00 to 19:00: five of the first 12 hours, and eight of those of the second claim.
		World::stand_still(8);
		World::wait(20 * HOUR);
		events();
		assert_ok!(settle(OPERATOR, contract));
		assert_eq!(
			ends(),
			[
				(mask(&[2]), ClaimEnd::Unopposed),
				(mask(&[3]), ClaimEnd::Outage)
			]
		);
	});
}

#[test]
fn each_hour_keeps_its_own_time() {
	Ext.run(|| {
		let contract = claimed(CONFIRMED, &[2]);
		World::wait(HOUR);
		assert_ok!(claim(contract, &[3, 4]));
		assert_ok!(object(contract, &[4]));
		World::wait(OBJECTION - HOUR);
		assert_ok!(settle(OPERATOR, contract));
		assert_eq!(World::bought(contract).delivered, mask(&[2]));
		World::wait(HOUR);
		assert_ok!(settle(OPERATOR, contract));
		assert_eq!(World::bought(contract).delivered, mask(&[2, 3]));
		World::wait(VERDICT - OBJECTION);
		assert_ok!(settle(OPERATOR, contract));
		assert_eq!(World::bought(contract).excused, mask(&[4]));
		assert_eq!((held(TENANT), held(OPERATOR)), (0, 0));
	});
}

#[test]
fn an_objection_that_nobody_judges_is_excused_and_costs_no_stake() {
	Ext.run(|| {
		let contract = claimed(CONFIRMED, &[2]);
		assert_ok!(object(contract, &[2]));
		let (tenant, bond) = (gcd(TENANT), World::get().bond);
		World::wait(VERDICT - 1);
		assert_noop!(settle(TENANT, contract), Error::<Test>::NothingDue);
		World::wait(1);
		events();
		assert_ok!(settle(TENANT, contract));
		assert_eq!(gcd(TENANT), tenant + SHARE - 50_001);
		assert_eq!((held(TENANT), World::get().bond), (0, bond));
		assert_eq!(ends(), [(mask(&[2]), ClaimEnd::Unjudged)]);
	});
}

#[test]
fn audited_claims_wait_for_a_verdict_and_are_excused_without() {
	Ext.run(|| {
		let contract = claimed(VerificationMode::Audited, &[2]);
		World::wait(VERDICT - 1);
		assert_noop!(settle(OPERATOR, contract), Error::<Test>::NothingDue);
		World::wait(1);
		assert_ok!(settle(OPERATOR, contract));
		assert_eq!(World::bought(contract).excused, mask(&[2]));
		assert_eq!(held(OPERATOR), 0);
	});
}

#[test]
fn refused_hours_are_freed_when_they_can_be_claimed_no_more() {
	Ext.run(|| {
		let contract = claimed(CONFIRMED, &[3]);
		assert_ok!(object(contract, &[3]));
		assert_ok!(judge(contract, &[3], false));
		World::wait(24 * HOUR - 1);
		assert_noop!(settle(OPERATOR, contract), Error::<Test>::NothingDue);
		World::wait(1);
		events();
		assert_ok!(settle(OPERATOR, contract));
		assert_eq!(ends(), [(mask(&[3]), ClaimEnd::Freed)]);
		assert_eq!(free(OPERATOR), FUNDS);
		assert!(Claims::<Test>::iter().next().is_none());
	});
}

#[test]
fn refused_hours_are_freed_after_their_contract_closed() {
	Ext.run(|| {
		let contract = World::buy(CONFIRMED, mask(&[3]));
		World::advance_to(at(3), HOUR);
		assert_ok!(claim(contract, &[3]));
		assert_ok!(object(contract, &[3]));
		assert_ok!(judge(contract, &[3], false));
		World::wait(48 * HOUR);
		assert_eq!(World::settle_missed(contract), mask(&[3]));
		assert!(World::close(contract));
		assert_ok!(settle(STRANGER, contract));
		assert_eq!(free(OPERATOR), FUNDS - REWARD);
		assert!(Claims::<Test>::iter().next().is_none());
	});
}

#[test]
fn an_hour_that_turned_void_is_freed_and_not_paid() {
	Ext.run(|| {
		let contract = claimed(CONFIRMED, &[2, 3]);
		World::change(|world| world.void.insert(at(2).0));
		World::wait(OBJECTION);
		events();
		assert_ok!(settle(OPERATOR, contract));
		assert_eq!(
			ends(),
			[
				(mask(&[3]), ClaimEnd::Unopposed),
				(mask(&[2]), ClaimEnd::Freed)
			]
		);
		assert_eq!(World::bought(contract).delivered, mask(&[3]));
	});
}
