//! Statements of auditors.

use crate::{mock::*, Auditors, Audits, Cells, Error, Event, Evidences, OpenAudits, Places};
use frame_support::{assert_noop, assert_ok};
use greenhour_traits::AttestationResults;
use greenhour_types::{AttestationTier, MilliGpu};

const TIER_2: AttestationTier = AttestationTier::Tier2;

#[test]
fn two_equal_statements_make_tier_2_and_free_the_cell() {
	Ext::default().run(|| {
		let device = enrolled();
		assert_ok!(state(AUDITORS[0], device, facts(1)));
		assert_eq!(
			World::standing(device).map(|it| it.0),
			Some(AttestationTier::Tier1)
		);
		assert_ok!(state(AUDITORS[1], device, facts(1)));
		assert_eq!(World::standing(device), Some((TIER_2, facts(1).expires_at)));
		assert!(Places::<Test>::contains_key((ZONE, [1; 32])));
		assert_eq!(Cells::<Test>::get((ZONE, 0, 0)), 0);
		assert!(!OpenAudits::<Test>::contains_key(device));
		let evidence = Evidences::<Test>::get(device).expect("enrolled");
		// The smaller of what endorser and auditors measured.
		assert_eq!(evidence.result.map(|it| it.benchmark), Some(MilliGpu(900)));
	});
}

#[test]
fn an_audit_is_stated_by_auditors_of_the_zone_who_are_no_party() {
	Ext::default().run(|| {
		let device = enrolled();
		assert_noop!(
			state(STRANGER, device, facts(1)),
			Error::<Test>::NotAuthorized
		);
		let root = RuntimeOrigin::root();
		assert_ok!(Attestation::set_zone_auditor(
			root.clone(),
			ZONE,
			OWNER,
			true
		));
		assert_ok!(Attestation::set_zone_auditor(root, ZONE, OPERATOR, true));
		assert_noop!(
			state(OWNER, device, facts(1)),
			Error::<Test>::ConflictOfInterest
		);
		assert_noop!(
			state(OPERATOR, device, facts(1)),
			Error::<Test>::ConflictOfInterest
		);
	});
}

#[test]
fn an_audit_needs_an_enrolled_device_a_bond_and_a_rate() {
	Ext::default().unbonded().run(|| {
		let device = World::register(OWNER);
		assert_noop!(
			state(AUDITORS[0], device, facts(1)),
			Error::<Test>::NotEnrolled
		);
		assert_ok!(Paper::of(device).enrol());
		assert_noop!(
			state(AUDITORS[0], device, facts(1)),
			Error::<Test>::AuditorNotFound
		);
		World::expire_rate(true);
		assert_noop!(
			state(AUDITORS[0], device, facts(1)),
			Error::<Test>::RateMissing
		);
	});
}

#[test]
fn facts_that_could_not_come_into_force_are_refused() {
	Ext::default().run(|| {
		let device = enrolled();
		let refused = |change: fn(&mut crate::AuditFacts), error: Error<Test>| {
			let mut facts = facts(1);
			change(&mut facts);
			assert_noop!(state(AUDITORS[0], device, facts), error);
		};
		refused(|it| it.tier = AttestationTier::Tier1, Error::TierMismatch);
		refused(|it| it.key_epoch = 1, Error::KeyEpochMismatch);
		refused(
			|it| it.former_place = Some([2; 32]),
			Error::FormerPlaceMismatch,
		);
		refused(
			|it| it.benchmark = MilliGpu(2_001),
			Error::MaxBenchmarkExceeded,
		);
		refused(|it| it.expires_at = World::time(), Error::Expired);
		refused(
			|it| it.expires_at = World::time() + MAX_AUDIT + 1,
			Error::MaxLifetimeExceeded,
		);
	});
}

#[test]
fn nobody_states_twice_or_differs_by_accident() {
	Ext::default().run(|| {
		let device = enrolled();
		assert_ok!(state(AUDITORS[0], device, facts(1)));
		assert_noop!(
			state(AUDITORS[0], device, facts(1)),
			Error::<Test>::AlreadyStated
		);
		assert_noop!(
			state(AUDITORS[1], device, facts(2)),
			Error::<Test>::FactsMismatch
		);
		assert_noop!(
			dissent(AUDITORS[1], device, facts(1)),
			Error::<Test>::NothingContradicted
		);
	});
}

#[test]
fn an_audit_is_renewed_after_the_conflict_window_without_a_gap() {
	Ext::default().run(|| {
		let device = audited(1);
		assert_noop!(
			state(AUDITORS[2], device, facts(1)),
			Error::<Test>::TooEarly
		);
		World::advance(CONFLICT);
		let renewed = facts(1);
		assert_ok!(state(AUDITORS[0], device, renewed));
		// Both statements of the first auditor are backed until the renewal passes.
		let committed = |who| Auditors::<Test>::get(who).map(|it| it.committed);
		assert_eq!(committed(AUDITORS[0]), Some(2 * STAKE));
		assert!(World::standing(device).is_some());
		assert_ok!(state(AUDITORS[2], device, renewed));
		assert_eq!(World::standing(device), Some((TIER_2, renewed.expires_at)));
		assert_eq!(committed(AUDITORS[0]), Some(STAKE));
		assert_eq!(committed(AUDITORS[1]), Some(0));
		assert_eq!(committed(AUDITORS[2]), Some(STAKE));
	});
}

#[test]
fn an_audit_expires_without_a_call_and_the_device_goes_back_to_its_cell() {
	Ext::default().run(|| {
		let device = audited(1);
		let signed = |who| RuntimeOrigin::signed(who);
		assert_noop!(
			Attestation::claim_cell(signed(OWNER), device, 2),
			Error::<Test>::PlaceHeld
		);
		World::advance(180 * DAY);
		assert_eq!(World::standing(device), None);
		// Anyone may say so; it is no suspension.
		assert_ok!(Attestation::reappraise(signed(STRANGER), device));
		assert_eq!(World::suspension(device), None);
		assert_ok!(Attestation::claim_cell(signed(OPERATOR), device, 2));
		assert_eq!(
			World::standing(device).map(|it| it.0),
			Some(AttestationTier::Tier1)
		);
		assert!(!Places::<Test>::contains_key((ZONE, [1; 32])));
	});
}

#[test]
fn stakes_are_free_a_dispute_window_after_an_audit_ended() {
	Ext::default().run(|| {
		let device = audited(1);
		let close = || Attestation::close_audit(RuntimeOrigin::signed(STRANGER), device);
		World::advance(180 * DAY + DISPUTE - 1);
		assert_noop!(close().map_err(|it| it.error), Error::<Test>::NothingDue);
		World::advance(1);
		assert_ok!(close());
		assert!(!Audits::<Test>::contains_key(device));
		assert!(!Places::<Test>::contains_key((ZONE, [1; 32])));
		assert_eq!(
			Auditors::<Test>::get(AUDITORS[0]).map(|it| it.committed),
			Some(0)
		);
	});
}

#[test]
fn an_audit_that_finds_no_second_auditor_is_closed() {
	Ext::default().run(|| {
		let device = enrolled();
		assert_ok!(state(AUDITORS[0], device, facts(1)));
		let close = || Attestation::close_audit(RuntimeOrigin::signed(STRANGER), device);
		World::advance(CONFLICT - 1);
		assert_noop!(close().map_err(|it| it.error), Error::<Test>::NothingDue);
		World::advance(1);
		assert_ok!(close());
		assert_eq!(
			Auditors::<Test>::get(AUDITORS[0]).map(|it| it.committed),
			Some(0)
		);
		assert_ok!(state(AUDITORS[1], device, facts(2)));
	});
}

#[test]
fn an_audit_waits_for_its_place() {
	Ext::default().run(|| {
		let holder = audited(1);
		let device = enrolled();
		assert_ok!(state(AUDITORS[2], device, facts(1)));
		assert_ok!(state(AUDITORS[3], device, facts(1)));
		assert!(events().contains(&Event::AuditWaits { device, holder }));
		let stranger = || RuntimeOrigin::signed(STRANGER);
		let complete = || Attestation::complete_audit(stranger(), device);
		assert_noop!(complete(), Error::<Test>::PlaceTaken);
		assert_noop!(
			state(AUDITORS[4], device, facts(1)),
			Error::<Test>::AlreadyComplete
		);
		World::retire(holder);
		assert_ok!(complete());
		assert_eq!(World::standing(device).map(|it| it.0), Some(TIER_2));
		assert_noop!(complete(), Error::<Test>::AuditNotFound);
	});
}

#[test]
fn complete_audit_fails_while_statements_are_missing() {
	Ext::default().run(|| {
		let device = enrolled();
		assert_ok!(state(AUDITORS[0], device, facts(1)));
		let complete = Attestation::complete_audit(RuntimeOrigin::signed(STRANGER), device);
		assert_noop!(complete, Error::<Test>::NothingDue);
	});
}
