//! Challenges, convictions and pardons.

use crate::{mock::*, Error, Evidences};
use frame_support::{assert_noop, assert_ok};
use greenhour_traits::{AttestationResults, ChallengeOutcomes};
use greenhour_types::{AttestationTier, DeviceId, SuspensionCause};

fn answered(device: DeviceId, at: u64) {
	<Attestation as ChallengeOutcomes>::answered(device, at);
}

fn missed(device: DeviceId) {
	<Attestation as ChallengeOutcomes>::missed(device);
}

fn convicted(device: DeviceId) {
	<Attestation as ChallengeOutcomes>::convicted(device);
}

fn reappraise(device: DeviceId) -> Result<(), sp_runtime::DispatchError> {
	let stranger = RuntimeOrigin::signed(STRANGER);
	Attestation::reappraise(stranger, device)
		.map(|_| ())
		.map_err(|failed| failed.error)
}

fn tier(device: DeviceId) -> Option<AttestationTier> {
	World::standing(device).map(|it| it.0)
}

/// An audited device that answers each day of the period.
fn trusted() -> DeviceId {
	let device = audited(1);
	for day in 1..=31 {
		World::advance_to(START + day * DAY);
		answered(device, World::time());
	}
	device
}

#[test]
fn answers_over_the_period_make_tier_3() {
	Ext::default().run(|| {
		let device = audited(1);
		for day in 1..=30 {
			World::advance_to(START + day * DAY);
			answered(device, World::time());
			assert_eq!(tier(device), Some(AttestationTier::Tier2), "day {day}");
		}
		World::advance(DAY);
		assert_ok!(reappraise(device));
		assert_eq!(tier(device), Some(AttestationTier::Tier3));
	});
}

#[test]
fn the_highest_tier_ends_when_answers_are_too_old() {
	Ext::default().run(|| {
		let device = trusted();
		let (tier_3, expires_at) = World::standing(device).expect("a result");
		assert_eq!(tier_3, AttestationTier::Tier3);
		assert!(expires_at <= World::time() + 2 * WINDOW);
		World::advance_to(expires_at);
		assert_eq!(World::standing(device), None);
		assert_ok!(reappraise(device));
		assert_eq!(tier(device), Some(AttestationTier::Tier2));
	});
}

#[test]
fn an_audit_for_tier_2_makes_no_tier_3() {
	Ext::default().run(|| {
		let device = enrolled();
		let mut modest = facts(1);
		modest.tier = AttestationTier::Tier2;
		audit(device, modest);
		for day in 1..=40 {
			World::advance_to(START + day * DAY);
			answered(device, World::time());
		}
		assert_eq!(tier(device), Some(AttestationTier::Tier2));
	});
}

#[test]
fn a_miss_lowers_the_highest_tier_and_suspends_the_others() {
	Ext::default().run(|| {
		let device = trusted();
		missed(device);
		assert_eq!(tier(device), Some(AttestationTier::Tier2));
		missed(device);
		assert_eq!(
			World::suspension(device),
			Some(SuspensionCause::ChallengeMissed)
		);
		assert_noop!(reappraise(device), Error::<Test>::NothingDue);
		World::advance(DAY);
		assert_ok!(reappraise(device));
		assert_eq!(tier(device), Some(AttestationTier::Tier2));
	});
}

#[test]
fn answers_from_before_a_miss_or_from_the_future_do_not_help() {
	Ext::default().run(|| {
		let device = trusted();
		let at = World::time();
		missed(device);
		for _ in 0..9 {
			answered(device, at);
		}
		let history = Evidences::<Test>::get(device).expect("enrolled").challenges;
		assert_eq!((history.current, history.previous), (0, 0));
		World::advance(DAY);
		answered(device, World::time() + 1_000 * DAY);
		let history = Evidences::<Test>::get(device).expect("enrolled").challenges;
		assert_eq!(history.since, World::time());
	});
}

#[test]
fn a_conviction_ends_only_by_governance() {
	Ext::default().run(|| {
		let device = trusted();
		convicted(device);
		assert_eq!(World::suspension(device), Some(SuspensionCause::Convicted));
		World::advance(DAY);
		answered(device, World::time());
		assert_noop!(reappraise(device), Error::<Test>::NothingDue);
		let mut paper = Paper::of(device);
		paper.cell = None;
		paper.endorsement.number = 2;
		assert_ok!(paper.enrol());
		assert_eq!(World::standing(device), None);
		assert_ok!(Attestation::pardon(RuntimeOrigin::root(), device));
		// Its answers count no more.
		assert_eq!(tier(device), Some(AttestationTier::Tier2));
		let again = Attestation::pardon(RuntimeOrigin::root(), device);
		assert_noop!(again, Error::<Test>::NothingDue);
	});
}

#[test]
fn a_conviction_waits_for_a_device_that_is_not_enrolled() {
	Ext::default().run(|| {
		let device = World::register(OWNER);
		convicted(device);
		assert_ok!(Paper::of(device).enrol());
		assert_eq!(World::standing(device), None);
		assert_ok!(Attestation::pardon(RuntimeOrigin::root(), device));
		assert_eq!(tier(device), Some(AttestationTier::Tier1));
	});
}

#[test]
fn nobody_but_the_owner_ends_his_suspension() {
	Ext::default().run(|| {
		let device = audited(1);
		assert_ok!(World::suspend(device, SuspensionCause::Owner));
		World::advance(DAY);
		answered(device, World::time());
		assert_noop!(reappraise(device), Error::<Test>::NothingDue);
		assert_eq!(World::suspension(device), Some(SuspensionCause::Owner));
	});
}

#[test]
fn inconsistent_claims_are_forgotten_by_new_evidence_only() {
	Ext::default().run(|| {
		let device = audited(1);
		assert_ok!(World::suspend(device, SuspensionCause::Inconsistent));
		World::advance(DAY);
		answered(device, World::time());
		assert_noop!(reappraise(device), Error::<Test>::NothingDue);
		let mut paper = Paper::of(device);
		paper.cell = None;
		paper.endorsement.number = 2;
		assert_ok!(paper.enrol());
		assert_eq!(tier(device), Some(AttestationTier::Tier2));
	});
}

#[test]
fn outcomes_of_unknown_devices_do_nothing() {
	Ext::default().run(|| {
		let device = World::register(OWNER);
		answered(device, START);
		missed(device);
		assert!(!Evidences::<Test>::contains_key(device));
	});
}

#[test]
fn the_registry_hears_of_a_conviction_even_when_no_result_stands() {
	Ext::default().run(|| {
		let device = enrolled();
		missed(device);
		assert_eq!(
			World::suspension(device),
			Some(SuspensionCause::ChallengeMissed)
		);
		convicted(device);
		assert_eq!(World::suspension(device), Some(SuspensionCause::Convicted));
	});
}

#[test]
fn no_higher_tier_comes_back_when_the_owner_ends_his_suspension() {
	Ext::default().run(|| {
		let device = trusted();
		assert_ok!(World::suspend(device, SuspensionCause::Owner));
		missed(device);
		assert_eq!(World::suspension(device), Some(SuspensionCause::Owner));
		World::resume(device);
		assert_eq!(tier(device), Some(AttestationTier::Tier2));
	});
}
