//! Disputes about places.

use crate::{
	mock::*, Auditors, Audits, Error, HoldReason, PlaceDisputes, PlaceParty, PlaceVerdict, Places,
};
use frame_support::{assert_noop, assert_ok, traits::fungible::InspectHold};
use greenhour_traits::{AttestationResults, ChallengeOutcomes};
use greenhour_types::{AttestationTier, Balance, DeviceId, SuspensionCause};

fn dispute(who: u64, device: DeviceId, claimant: Option<DeviceId>) -> sp_runtime::DispatchResult {
	Attestation::dispute_place(RuntimeOrigin::signed(who), device, claimant)
}

fn resolve(device: DeviceId, winner: PlaceParty, auditors_pay: bool) {
	let verdict = PlaceVerdict {
		winner,
		auditors_pay,
	};
	assert_ok!(Attestation::resolve_place(
		RuntimeOrigin::root(),
		device,
		verdict
	));
}

fn settle(device: DeviceId) -> sp_runtime::DispatchResult {
	Attestation::settle_place(RuntimeOrigin::signed(STRANGER), device)
}

fn bond(who: u64) -> Balance {
	Auditors::<Test>::get(who).map_or(0, |auditor| auditor.bond)
}

/// A holder at place 1, and a device of [`RIVAL`] whose audit waits for the same place.
fn contested() -> (DeviceId, DeviceId) {
	let holder = audited(1);
	let claimant = enrolled_of(RIVAL, 1);
	assert_ok!(state(AUDITORS[2], claimant, facts(1)));
	assert_ok!(state(AUDITORS[3], claimant, facts(1)));
	(holder, claimant)
}

#[test]
fn a_dispute_needs_a_bond_and_changes_nothing_yet() {
	Ext::default().run(|| {
		let device = audited(1);
		let before = World::standing(device);
		assert_noop!(
			dispute(OWNER, device, None),
			Error::<Test>::ConflictOfInterest
		);
		assert_noop!(
			dispute(OPERATOR, device, None),
			Error::<Test>::ConflictOfInterest
		);
		assert_ok!(dispute(RIVAL, device, None));
		assert_noop!(dispute(STRANGER, device, None), Error::<Test>::Disputed);
		let held = Balances::balance_on_hold(&HoldReason::PlaceDispute.into(), &RIVAL);
		assert_eq!(held, PLACE_BOND);
		// The device can't be retired before the verdict, which its bond may have to pay.
		assert_eq!(World::owed(device), 1);
		assert_eq!(World::standing(device), before);
	});
}

#[test]
fn a_challenger_who_is_wrong_pays_the_owner() {
	Ext::default().run(|| {
		let device = audited(1);
		let issuance = Balances::total_issuance();
		assert_ok!(dispute(RIVAL, device, None));
		resolve(device, PlaceParty::Holder, false);
		assert_eq!(Balances::free_balance(RIVAL), FUNDS - PLACE_BOND);
		assert_eq!(Balances::free_balance(OWNER), FUNDS + PLACE_BOND / 2);
		assert_eq!(Balances::total_issuance(), issuance - PLACE_BOND / 2);
		assert!(World::standing(device).is_some());
	});
}

#[test]
fn a_holder_who_is_wrong_pays_and_leaves() {
	Ext::default().run(|| {
		let device = audited(1);
		assert_ok!(dispute(RIVAL, device, None));
		resolve(device, PlaceParty::Challenger, true);
		let slash = DEVICE_BOND / 10;
		assert_eq!(World::slashed(device), Some((slash, slash / 2, RIVAL)));
		assert_eq!(World::suspension(device), Some(SuspensionCause::Disputed));
		assert!(!Places::<Test>::contains_key((ZONE, [1; 32])));
		// Two auditors vouched: half of each stake is the challenger's.
		assert_eq!(bond(AUDITORS[0]), BOND - STAKE);
		assert_eq!(Balances::free_balance(RIVAL), FUNDS + STAKE);
	});
}

#[test]
fn auditors_who_were_right_at_the_time_need_not_pay() {
	Ext::default().run(|| {
		let device = audited(1);
		assert_ok!(dispute(RIVAL, device, None));
		resolve(device, PlaceParty::Challenger, false);
		assert_eq!(bond(AUDITORS[0]), BOND);
		let close = || Attestation::close_audit(RuntimeOrigin::signed(STRANGER), device);
		assert_noop!(close().map_err(|it| it.error), Error::<Test>::NothingDue);
		World::advance(DISPUTE);
		assert_ok!(close());
		assert!(!Audits::<Test>::contains_key(device));
	});
}

#[test]
fn a_slot_in_a_cell_can_be_disputed_too() {
	Ext::default().run(|| {
		let device = enrolled();
		assert_ok!(dispute(RIVAL, device, None));
		resolve(device, PlaceParty::Challenger, false);
		assert_eq!(World::standing(device), None);
		assert_noop!(dispute(RIVAL, device, None), Error::<Test>::PlaceMissing);
		assert_ok!(Attestation::claim_cell(
			RuntimeOrigin::signed(OWNER),
			device,
			1
		));
		assert!(World::standing(device).is_some());
	});
}

#[test]
fn a_claimant_owns_an_audit_that_waits_for_the_very_place() {
	Ext::default().run(|| {
		let (holder, claimant) = contested();
		let other = enrolled_of(OWNER, 2);
		assert_noop!(
			dispute(STRANGER, holder, Some(claimant)),
			Error::<Test>::NotAuthorized
		);
		assert_noop!(
			dispute(RIVAL, other, Some(claimant)),
			Error::<Test>::AuditNotFound
		);
		assert_ok!(dispute(RIVAL, holder, Some(claimant)));
		// Nobody can close the claim before the verdict.
		World::advance(CONFLICT);
		let close = Attestation::close_audit(RuntimeOrigin::signed(OWNER), claimant);
		assert_noop!(close.map_err(|it| it.error), Error::<Test>::NothingDue);
	});
}

#[test]
fn a_claimant_who_wins_takes_the_place() {
	Ext::default().run(|| {
		let (holder, claimant) = contested();
		assert_ok!(dispute(RIVAL, holder, Some(claimant)));
		resolve(holder, PlaceParty::Challenger, true);
		let stranger = RuntimeOrigin::signed(STRANGER);
		assert_ok!(Attestation::complete_audit(stranger, claimant));
		assert_eq!(
			World::standing(claimant).map(|it| it.0),
			Some(AttestationTier::Tier2)
		);
		assert_eq!(bond(AUDITORS[0]), BOND - STAKE);
	});
}

#[test]
fn a_claimant_who_loses_can_cost_his_auditors_too() {
	Ext::default().run(|| {
		let (holder, claimant) = contested();
		assert_ok!(dispute(RIVAL, holder, Some(claimant)));
		resolve(holder, PlaceParty::Holder, true);
		assert_eq!(bond(AUDITORS[2]), BOND - STAKE);
		assert_eq!(bond(AUDITORS[0]), BOND);
		assert!(World::standing(holder).is_some());
	});
}

#[test]
fn without_a_verdict_the_holder_stays_when_tiers_are_equal() {
	Ext::default().run(|| {
		let (holder, claimant) = contested();
		assert_ok!(dispute(RIVAL, holder, Some(claimant)));
		World::advance(DISPUTE - 1);
		assert_noop!(settle(holder), Error::<Test>::TooEarly);
		World::advance(1);
		assert_ok!(settle(holder));
		assert_eq!(Balances::free_balance(RIVAL), FUNDS - PLACE_BOND);
		assert!(World::standing(holder).is_some());
		assert_eq!(bond(AUDITORS[2]), BOND);
	});
}

#[test]
fn without_a_verdict_the_higher_tier_wins() {
	Ext::default().run(|| {
		let (holder, claimant) = contested();
		assert_ok!(dispute(RIVAL, holder, Some(claimant)));
		for day in 1..=30 {
			World::advance_to(START + day * DAY);
			<Attestation as ChallengeOutcomes>::answered(claimant, World::time());
		}
		World::advance(2 * DAY);
		assert_ok!(settle(holder));
		assert_eq!(World::standing(holder), None);
		assert_eq!(Balances::free_balance(RIVAL), FUNDS);
		// No auditor pays without a verdict.
		assert_eq!(bond(AUDITORS[0]), BOND);
		let stranger = RuntimeOrigin::signed(STRANGER);
		assert_ok!(Attestation::complete_audit(stranger, claimant));
		assert_eq!(
			World::standing(claimant).map(|it| it.0),
			Some(AttestationTier::Tier3)
		);
	});
}

#[test]
fn a_high_tier_elsewhere_is_no_claim() {
	Ext::default().run(|| {
		let device = enrolled();
		let rich = enrolled_of(RIVAL, 1);
		audit(rich, facts(5));
		assert_noop!(
			dispute(RIVAL, device, Some(rich)),
			Error::<Test>::AuditNotFound
		);
		assert_ok!(dispute(RIVAL, device, None));
		World::advance(DISPUTE);
		assert_ok!(settle(device));
		assert!(World::standing(device).is_some());
	});
}

#[test]
fn a_dispute_ends_when_the_holder_has_left() {
	Ext::default().run(|| {
		let (holder, claimant) = contested();
		assert_ok!(dispute(RIVAL, holder, Some(claimant)));
		World::retire(holder);
		assert_ok!(settle(holder));
		assert_eq!(Balances::free_balance(RIVAL), FUNDS);
		assert!(!PlaceDisputes::<Test>::contains_key(holder));
		let stranger = RuntimeOrigin::signed(STRANGER);
		assert_ok!(Attestation::complete_audit(stranger, claimant));
		assert_noop!(settle(holder), Error::<Test>::DisputeNotFound);
	});
}

#[test]
fn a_pair_leaves_together() {
	Ext::default().run(|| {
		let first = audited(1);
		let second = enrolled();
		World::bind(first, second);
		audit(second, facts(1));
		assert_ok!(dispute(RIVAL, second, None));
		resolve(second, PlaceParty::Challenger, true);
		assert_eq!(
			(World::standing(first), World::standing(second)),
			(None, None)
		);
		assert!(!Places::<Test>::contains_key((ZONE, [1; 32])));
		assert_eq!(World::slashed(first), None);
		assert_eq!(bond(AUDITORS[0]), BOND - 2 * STAKE);
	});
}

#[test]
fn who_is_disputed_renews_and_does_not_move() {
	Ext::default().run(|| {
		let device = audited(1);
		World::advance(CONFLICT);
		assert_ok!(dispute(RIVAL, device, None));
		assert_noop!(
			state(AUDITORS[0], device, facts(2)),
			Error::<Test>::Disputed
		);
		let renewed = facts(1);
		audit(device, renewed);
		assert_eq!(
			World::standing(device).map(|it| it.1),
			Some(renewed.expires_at)
		);
		let release = Attestation::release_place(RuntimeOrigin::signed(OWNER), device);
		assert_noop!(release.map_err(|it| it.error), Error::<Test>::Disputed);
	});
}

#[test]
fn a_dispute_ends_although_nobody_heard_of_the_retirement() {
	Ext::default().run(|| {
		let device = enrolled();
		assert_ok!(dispute(RIVAL, device, None));
		World::retire_quietly(device);
		<Attestation as ChallengeOutcomes>::convicted(device);
		assert_ok!(settle(device));
		assert_eq!(Balances::free_balance(RIVAL), FUNDS);
		assert_eq!(World::slashed(device), None);
	});
}
