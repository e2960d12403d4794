//! Verdicts and where they lead.

use crate::{mock::*, AuditMethod, AuditOutcome, Audits, Error, Event, Verdict};
use frame_support::{
	assert_noop, assert_ok,
	dispatch::{DispatchResultWithPostInfo, Pays},
};
use greenhour_types::{Balance, DeviceId, HourMask, SuspensionCause};

pub(super) const DELIVERED: Verdict = Verdict::Delivered;
pub(super) const FRAUD: Verdict = Verdict::Fraud;

/// Pays a day of a device and waits until one of its hours is audited, by the auditors that it returns.
pub(super) fn audited() -> (DeviceId, Vec<u64>) {
	let device = enrol(7, 1);
	blocks(1);
	settle(device, HOUR.day(), HourMask::FULL, 4);
	blocks(DELAY + 1);
	let audit = Audits::<Test>::get(0).expect("opened");
	let panel = audit.panel.iter().map(|seat| seat.auditor).collect();
	(device, panel)
}

pub(super) fn judge(auditor: u64, verdict: Verdict) -> DispatchResultWithPostInfo {
	let signer = RuntimeOrigin::signed(auditor);
	Challenges::give_verdict(signer, 0, verdict, AuditMethod::DuplicateRun, [9; 32])
}

pub(super) fn bond(device: DeviceId) -> Balance {
	world(|world| world.bonds[&device])
}

pub(super) fn obligations(device: DeviceId) -> u32 {
	world(|world| world.obligations[&device])
}

pub(super) fn slashed(auditor: u64) -> Balance {
	world(|world| {
		world
			.slashed_auditors
			.get(&auditor)
			.copied()
			.unwrap_or_default()
	})
}

pub(super) fn closed(device: DeviceId, outcome: AuditOutcome, burned: Balance) -> RuntimeEvent {
	Event::AuditClosed {
		audit: 0,
		device,
		outcome,
		burned,
	}
	.into()
}

/// Is nobody engaged, and the device free?
pub(super) fn assert_over(device: DeviceId) {
	assert_eq!(obligations(device), 0);
	assert!(world(|world| world
		.engaged
		.values()
		.all(|count| *count == 0)));
	assert_eq!(Audits::<Test>::iter().count(), 0);
}

#[test]
fn a_panel_of_one_mind_clears_or_accuses() {
	Ext::execute(|| {
		let (device, panel) = audited();
		assert_eq!(panel.len(), 3);
		assert_ok!(judge(panel[0], DELIVERED));
		let given = judge(panel[1], DELIVERED).expect("on the panel");
		assert_eq!(given.pays_fee, Pays::No);
		assert_eq!(obligations(device), 1);
		assert_ok!(judge(panel[2], DELIVERED));
		System::assert_last_event(closed(device, AuditOutcome::Clean, 0));
		assert_over(device);
		assert_eq!((bond(device), slashed(panel[0])), (BOND, 0));
	});
}

#[test]
fn fraud_burns_the_whole_bond_after_the_appeal_window() {
	Ext::execute(|| {
		let (device, panel) = audited();
		for auditor in &panel {
			assert_ok!(judge(*auditor, FRAUD));
		}
		let until = System::block_number() + APPEAL;
		System::assert_last_event(
			Event::DeviceAccused {
				audit: 0,
				device,
				until,
			}
			.into(),
		);
		// It sells nothing any more, but the bond is there until the window is over.
		let suspended = world(|world| world.suspended.clone());
		assert_eq!(suspended, [(device, SuspensionCause::Disputed)]);
		assert_eq!((bond(device), obligations(device)), (BOND, 1));
		blocks(APPEAL);
		let anyone = RuntimeOrigin::signed(1);
		assert_noop!(
			Challenges::close_audit(anyone.clone(), 0),
			Error::<Test>::NothingDue
		);
		blocks(1);
		assert_ok!(Challenges::close_audit(anyone, 0));
		System::assert_last_event(closed(device, AuditOutcome::Convicted, BOND));
		assert_eq!(bond(device), 0);
		assert_eq!(world(|world| world.convicted.clone()), [device]);
		assert_eq!(
			world(|world| world.suspended.last().copied()),
			Some((device, SuspensionCause::Convicted))
		);
		assert_over(device);
		// Those who were right pay nothing, and nobody gained anything.
		assert!(panel.iter().all(|auditor| slashed(*auditor) == 0));
	});
}

#[test]
fn a_wrong_accusation_costs_the_auditors() {
	Ext::execute(|| {
		let (device, panel) = audited();
		for auditor in &panel {
			assert_ok!(judge(*auditor, FRAUD));
		}
		let _ = <Balances as frame_support::traits::fungible::Mutate<u64>>::set_balance(&7, 1_000);
		assert_ok!(Challenges::appeal(RuntimeOrigin::signed(7), 0));
		assert_eq!(Balances::reserved_balance(7), DEPOSIT);
		assert_ok!(Challenges::resolve_audit(RuntimeOrigin::root(), 0, false));
		System::assert_last_event(closed(device, AuditOutcome::Acquitted, 0));
		assert_eq!((bond(device), Balances::free_balance(7)), (BOND, 1_000));
		assert!(panel.iter().all(|auditor| slashed(*auditor) == WRONG));
		assert_over(device);
	});
}

#[test]
fn a_lost_appeal_costs_bond_and_deposit() {
	Ext::execute(|| {
		let (device, panel) = audited();
		for auditor in &panel {
			assert_ok!(judge(*auditor, FRAUD));
		}
		let operator = operator_of(device);
		let _ = <Balances as frame_support::traits::fungible::Mutate<u64>>::set_balance(
			&operator, 1_000,
		);
		assert_ok!(Challenges::appeal(RuntimeOrigin::signed(operator), 0));
		assert_ok!(Challenges::resolve_audit(RuntimeOrigin::root(), 0, true));
		assert_eq!(
			(
				bond(device),
				<Balances as frame_support::traits::fungible::Inspect<u64>>::total_balance(
					&operator
				)
			),
			(0, 1_000 - DEPOSIT)
		);
		assert_over(device);
	});
}

#[test]
fn one_auditor_who_finds_fraud_is_not_outvoted() {
	Ext::execute(|| {
		let (device, panel) = audited();
		assert_ok!(judge(panel[0], DELIVERED));
		assert_ok!(judge(panel[1], DELIVERED));
		assert_ok!(judge(panel[2], FRAUD));
		let until = System::block_number() + DECISION;
		System::assert_last_event(Event::AuditDisputed { audit: 0, until }.into());
		// One voice suspends nobody.
		assert_eq!(world(|world| world.suspended.len()), 0);
		assert_ok!(Challenges::resolve_audit(RuntimeOrigin::root(), 0, true));
		assert_eq!(bond(device), 0);
		let paid: Vec<Balance> = panel.iter().map(|auditor| slashed(*auditor)).collect();
		assert_eq!(paid, [WRONG, WRONG, 0]);
		assert_over(device);
	});
}

#[test]
fn only_the_panel_judges_each_once() {
	Ext::execute(|| {
		let (device, panel) = audited();
		let outsider = AUDITORS
			.into_iter()
			.find(|auditor| !panel.contains(auditor));
		assert_noop!(
			judge(outsider.expect("five auditors"), FRAUD),
			Error::<Test>::NotOnPanel
		);
		assert_noop!(
			judge(operator_of(device), DELIVERED),
			Error::<Test>::NotOnPanel
		);
		assert_ok!(judge(panel[0], FRAUD));
		assert_noop!(judge(panel[0], FRAUD), Error::<Test>::AlreadyJudged);
		let signer = RuntimeOrigin::signed(panel[0]);
		assert_noop!(
			Challenges::give_verdict(signer, 9, FRAUD, AuditMethod::SeededProduct, [0; 32]),
			Error::<Test>::AuditNotFound
		);
	});
}

#[test]
fn a_late_conviction_takes_what_is_left_of_the_bond() {
	Ext::execute(|| {
		let (device, panel) = audited();
		for auditor in &panel {
			assert_ok!(judge(*auditor, FRAUD));
		}
		world(|world| world.bonds.insert(device, 0));
		blocks(APPEAL + 1);
		assert_ok!(Challenges::close_audit(RuntimeOrigin::signed(1), 0));
		System::assert_last_event(closed(device, AuditOutcome::Convicted, 0));
		assert_over(device);
	});
}
