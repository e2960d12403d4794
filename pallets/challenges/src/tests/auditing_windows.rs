//! Audits whose windows pass, and calls at the wrong time.

use super::auditing::*;
use crate::{mock::*, AuditOutcome, Error};
use frame_support::{assert_noop, assert_ok};

fn close() -> frame_support::dispatch::DispatchResultWithPostInfo {
	Challenges::close_audit(RuntimeOrigin::signed(1), 0)
}

#[test]
fn auditors_who_stay_silent_pay() {
	Ext::execute(|| {
		let (device, panel) = audited();
		assert_ok!(judge(panel[0], DELIVERED));
		blocks(VERDICT);
		assert_noop!(close(), Error::<Test>::NothingDue);
		blocks(1);
		assert_noop!(judge(panel[1], DELIVERED), Error::<Test>::Expired);
		assert_ok!(close());
		System::assert_last_event(closed(device, AuditOutcome::Unjudged, 0));
		let paid: Vec<_> = panel.iter().map(|auditor| slashed(*auditor)).collect();
		assert_eq!(paid, [0, IDLE, IDLE]);
		assert_over(device);
	});
}

#[test]
fn two_of_three_are_enough_when_the_third_stays_silent() {
	Ext::execute(|| {
		let (device, panel) = audited();
		assert_ok!(judge(panel[0], DELIVERED));
		assert_ok!(judge(panel[2], DELIVERED));
		blocks(VERDICT + 1);
		assert_ok!(close());
		System::assert_last_event(closed(device, AuditOutcome::Clean, 0));
		assert_eq!(slashed(panel[1]), IDLE);
		assert_over(device);
	});
}

#[test]
fn silence_does_not_bury_an_accusation() {
	Ext::execute(|| {
		let (device, panel) = audited();
		assert_ok!(judge(panel[0], FRAUD));
		blocks(VERDICT + 1);
		assert_ok!(close());
		assert_noop!(close(), Error::<Test>::NothingDue);
		assert_eq!(obligations(device), 1);
		assert_ok!(Challenges::resolve_audit(RuntimeOrigin::root(), 0, true));
		assert_eq!(bond(device), 0);
		assert_over(device);
	});
}

#[test]
fn what_governance_does_not_decide_is_dismissed() {
	Ext::execute(|| {
		let (device, panel) = audited();
		assert_ok!(judge(panel[0], FRAUD));
		assert_ok!(judge(panel[1], DELIVERED));
		assert_ok!(judge(panel[2], DELIVERED));
		blocks(DECISION + 1);
		assert_ok!(close());
		System::assert_last_event(closed(device, AuditOutcome::Dismissed, 0));
		assert_eq!((bond(device), slashed(panel[0])), (BOND, 0));
		assert_over(device);
	});
}

#[test]
fn an_undecided_appeal_returns_the_deposit() {
	Ext::execute(|| {
		let (device, panel) = audited();
		for auditor in &panel {
			assert_ok!(judge(*auditor, FRAUD));
		}
		let _ = <Balances as frame_support::traits::fungible::Mutate<u64>>::set_balance(&7, 1_000);
		assert_ok!(Challenges::appeal(RuntimeOrigin::signed(7), 0));
		blocks(DECISION + 1);
		assert_ok!(close());
		assert_eq!((bond(device), Balances::free_balance(7)), (BOND, 1_000));
		assert_over(device);
	});
}

#[test]
fn appeals_and_decisions_have_their_stage_and_their_callers() {
	Ext::execute(|| {
		let (device, panel) = audited();
		let owner = RuntimeOrigin::signed(7);
		assert_noop!(
			Challenges::appeal(owner.clone(), 0),
			Error::<Test>::StageMismatch
		);
		assert_noop!(
			Challenges::resolve_audit(RuntimeOrigin::root(), 0, true),
			Error::<Test>::StageMismatch
		);
		for auditor in &panel {
			assert_ok!(judge(*auditor, FRAUD));
		}
		assert_noop!(judge(panel[0], FRAUD), Error::<Test>::StageMismatch);
		assert_noop!(
			Challenges::appeal(RuntimeOrigin::signed(panel[0]), 0),
			Error::<Test>::NotAuthorized
		);
		assert_noop!(
			Challenges::resolve_audit(RuntimeOrigin::signed(panel[0]), 0, true),
			sp_runtime::DispatchError::BadOrigin
		);
		// Without the deposit there is no appeal.
		assert!(Challenges::appeal(owner.clone(), 0).is_err());
		assert_noop!(
			Challenges::appeal(owner.clone(), 1),
			Error::<Test>::AuditNotFound
		);
		blocks(APPEAL + 1);
		assert_noop!(Challenges::appeal(owner, 0), Error::<Test>::Expired);
		assert_eq!(bond(device), BOND);
	});
}

#[test]
fn governance_may_decide_before_an_appeal() {
	Ext::execute(|| {
		let (device, panel) = audited();
		for auditor in &panel {
			assert_ok!(judge(*auditor, FRAUD));
		}
		assert_ok!(Challenges::resolve_audit(RuntimeOrigin::root(), 0, false));
		assert_eq!(bond(device), BOND);
		assert_over(device);
	});
}
