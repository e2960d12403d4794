//! Audits that contradict each other.

use crate::{
	mock::*, verdicts::hash_of, AuditFacts, Auditors, Audits, Error, Evidences, OpenAudits,
};
use frame_support::{assert_noop, assert_ok};
use greenhour_traits::{AttestationResults, ChallengeOutcomes};
use greenhour_types::{AttestationTier, Balance, DeviceId, SuspensionCause};

fn resolve(device: DeviceId, upheld: Option<AuditFacts>) -> sp_runtime::DispatchResult {
	let upheld = upheld.map(|facts| hash_of(&facts));
	Attestation::resolve_audit(RuntimeOrigin::root(), device, upheld)
}

fn bond(who: u64) -> Balance {
	Auditors::<Test>::get(who).map_or(0, |auditor| auditor.bond)
}

fn committed(who: u64) -> Balance {
	Auditors::<Test>::get(who).map_or(0, |auditor| auditor.committed)
}

fn close(device: DeviceId) -> Result<(), sp_runtime::DispatchError> {
	let stranger = RuntimeOrigin::signed(STRANGER);
	Attestation::close_audit(stranger, device)
		.map(|_| ())
		.map_err(|failed| failed.error)
}

#[test]
fn a_contradiction_freezes_equal_slices_and_suspends() {
	Ext::default().run(|| {
		let device = audited(1);
		assert_ok!(dissent(AUDITORS[2], device, facts(2)));
		assert_eq!(World::suspension(device), Some(SuspensionCause::Disputed));
		for who in &AUDITORS[..3] {
			assert_eq!(committed(*who), STAKE);
		}
		assert_noop!(close(device), Error::<Test>::NothingDue);
		assert_noop!(
			state(AUDITORS[3], device, facts(1)),
			Error::<Test>::Disputed
		);
		assert_noop!(
			dissent(AUDITORS[3], device, facts(3)),
			Error::<Test>::Disputed
		);
	});
}

#[test]
fn who_contradicts_without_reason_pays_those_who_were_right() {
	Ext::default().run(|| {
		let device = audited(1);
		let issuance = Balances::total_issuance();
		let before = World::standing(device);
		assert_ok!(dissent(AUDITORS[2], device, facts(2)));
		assert_ok!(resolve(device, Some(facts(1))));
		assert_eq!(bond(AUDITORS[2]), BOND - STAKE);
		// Half of the stake in two equal parts; the rest is burned.
		assert_eq!(
			Balances::free_balance(AUDITORS[0]),
			FUNDS - BOND + STAKE / 4
		);
		assert_eq!(Balances::total_issuance(), issuance - STAKE / 2);
		assert_eq!(World::standing(device), before);
		assert_eq!(committed(AUDITORS[0]), STAKE);
		assert_eq!(committed(AUDITORS[2]), 0);
	});
}

#[test]
fn a_contradiction_that_is_right_ends_the_audit() {
	Ext::default().run(|| {
		let device = audited(1);
		assert_ok!(dissent(AUDITORS[2], device, facts(2)));
		assert_ok!(resolve(device, Some(facts(2))));
		for who in &AUDITORS[..2] {
			assert_eq!((bond(*who), committed(*who)), (BOND - STAKE, 0));
		}
		assert_eq!(Balances::free_balance(AUDITORS[2]), FUNDS - BOND + STAKE);
		assert_eq!(World::standing(device), None);
		assert!(!Audits::<Test>::contains_key(device));
		// Its statement is the first of a new audit.
		assert_ok!(state(AUDITORS[3], device, facts(2)));
		assert_eq!(
			World::standing(device).map(|it| it.0),
			Some(AttestationTier::Tier2)
		);
	});
}

#[test]
fn when_all_are_wrong_all_is_burned() {
	Ext::default().run(|| {
		let device = audited(1);
		let issuance = Balances::total_issuance();
		assert_ok!(dissent(AUDITORS[2], device, facts(2)));
		assert_ok!(resolve(device, None));
		assert_eq!(Balances::total_issuance(), issuance - 3 * STAKE);
		assert!(!Audits::<Test>::contains_key(device));
		assert!(!OpenAudits::<Test>::contains_key(device));
		assert_eq!(World::standing(device), None);
	});
}

#[test]
fn an_auditor_may_say_that_nothing_is_there() {
	Ext::default().run(|| {
		let device = audited(1);
		let mut nothing = facts(0);
		nothing.tier = AttestationTier::Tier0;
		assert_ok!(dissent(AUDITORS[2], device, nothing));
		assert_ok!(resolve(device, Some(nothing)));
		assert_eq!(bond(AUDITORS[0]), BOND - STAKE);
		assert_eq!((bond(AUDITORS[2]), committed(AUDITORS[2])), (BOND, 0));
		assert!(!OpenAudits::<Test>::contains_key(device));
	});
}

#[test]
fn an_open_audit_goes_on_with_what_was_upheld() {
	Ext::default().run(|| {
		let device = enrolled();
		assert_ok!(state(AUDITORS[0], device, facts(1)));
		assert_ok!(dissent(AUDITORS[1], device, facts(2)));
		// Its endorsement stands, so it keeps tier 1.
		assert_eq!(
			World::standing(device).map(|it| it.0),
			Some(AttestationTier::Tier1)
		);
		assert_ok!(resolve(device, Some(facts(2))));
		assert_eq!(bond(AUDITORS[0]), BOND - STAKE);
		assert_ok!(state(AUDITORS[2], device, facts(2)));
		let evidence = Evidences::<Test>::get(device).expect("enrolled");
		assert_eq!(evidence.audit.map(|audit| audit.place), Some([2; 32]));
	});
}

#[test]
fn without_a_verdict_nobody_pays_and_the_audit_is_void() {
	Ext::default().run(|| {
		let device = audited(1);
		assert_ok!(dissent(AUDITORS[2], device, facts(2)));
		World::advance(DISPUTE - 1);
		assert_noop!(close(device), Error::<Test>::NothingDue);
		World::advance(1);
		assert_ok!(close(device));
		for who in &AUDITORS[..3] {
			assert_eq!((bond(*who), committed(*who)), (BOND, 0));
		}
		assert_eq!(World::standing(device), None);
		let owner = RuntimeOrigin::signed(OWNER);
		assert_ok!(Attestation::claim_cell(owner, device, 1));
		assert_eq!(
			World::standing(device).map(|it| it.0),
			Some(AttestationTier::Tier1)
		);
	});
}

#[test]
fn contradicting_ends_with_the_conflict_window() {
	Ext::default().run(|| {
		let device = audited(1);
		World::advance(CONFLICT);
		assert_noop!(
			dissent(AUDITORS[2], device, facts(2)),
			Error::<Test>::AuditNotFound
		);
	});
}

#[test]
fn a_verdict_needs_a_dispute_and_known_facts() {
	Ext::default().run(|| {
		let device = audited(1);
		assert_noop!(resolve(device, None), Error::<Test>::AuditNotFound);
		assert_ok!(dissent(AUDITORS[2], device, facts(2)));
		assert_noop!(
			resolve(device, Some(facts(3))),
			Error::<Test>::AuditNotFound
		);
	});
}

#[test]
fn a_verdict_about_a_retired_device_still_makes_the_losers_pay() {
	Ext::default().run(|| {
		let device = audited(1);
		assert_ok!(dissent(AUDITORS[2], device, facts(2)));
		World::retire(device);
		assert_ok!(resolve(device, Some(facts(2))));
		assert_eq!(bond(AUDITORS[0]), BOND - STAKE);
		assert_eq!(committed(AUDITORS[2]), 0);
	});
}

#[test]
fn a_disputed_device_keeps_its_place_until_the_verdict() {
	Ext::default().run(|| {
		let device = audited(1);
		<Attestation as ChallengeOutcomes>::convicted(device);
		assert_ok!(dissent(AUDITORS[2], device, facts(2)));
		let release = Attestation::release_place(RuntimeOrigin::signed(STRANGER), device);
		assert_noop!(release.map_err(|it| it.error), Error::<Test>::Disputed);
		assert_ok!(resolve(device, None));
		assert!(Evidences::<Test>::get(device).is_some_and(|it| it.audit.is_none()));
	});
}
