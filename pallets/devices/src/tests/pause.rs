//! The owner's own pause.

use crate::{mock::*, Devices as DeviceRecords, Error, Event};
use frame_support::{assert_noop, assert_ok};
use greenhour_traits::{AttestationResults, DeviceRegistry};
use greenhour_types::{AttestationTier, DeviceId, DeviceStatus, MilliGpu, SuspensionCause};
use sp_runtime::DispatchResult;

fn pause(signer: u64, device: DeviceId) -> DispatchResult {
	Devices::pause(RuntimeOrigin::signed(signer), device)
}

fn resume(signer: u64, device: DeviceId) -> DispatchResult {
	Devices::resume(RuntimeOrigin::signed(signer), device)
}

fn status(device: DeviceId) -> DeviceStatus {
	DeviceRecords::<Test>::get(device)
		.expect("registered")
		.status
}

#[test]
fn a_pause_keeps_the_result_for_the_owner() {
	Ext::default().execute(|| {
		let device = active();
		let before = status(device);
		AllHeard::set(Vec::new());
		assert_ok!(pause(OWNER, device));
		assert_eq!(Devices::offer_limit(device, START), MilliGpu::ZERO);
		let cause = SuspensionCause::Owner;
		System::assert_last_event(Event::<Test>::DeviceSuspended { device, cause }.into());
		assert_ok!(resume(OWNER, device));
		assert_eq!(status(device), before);
		assert_eq!(Devices::offer_limit(device, START), MilliGpu(1_200));
		System::assert_last_event(Event::<Test>::DeviceResumed { device }.into());
		let heard = [
			Heard::Result(device, None),
			Heard::Result(device, before.result()),
		];
		assert_eq!(AllHeard::get(), heard);
	});
}

#[test]
fn a_pause_does_not_lengthen_a_result() {
	Ext::default().execute(|| {
		let device = active();
		assert_ok!(pause(OWNER, device));
		Now::set(START + 1_000);
		assert_ok!(resume(OWNER, device));
		assert_eq!(Devices::offer_limit(device, 0), MilliGpu::ZERO);
	});
}

#[test]
fn a_suspension_for_cause_is_not_the_owners_to_end() {
	Ext::default().execute(|| {
		let device = active();
		let cause = SuspensionCause::Convicted;
		assert_ok!(<Devices as AttestationResults>::suspend(device, cause));
		assert_noop!(resume(OWNER, device), Error::<Test>::NotPaused);
		assert_noop!(pause(OWNER, device), Error::<Test>::NotActive);
	});
}

#[test]
fn a_pause_is_no_shelter_from_a_suspension() {
	Ext::default().execute(|| {
		let device = active();
		assert_ok!(pause(OWNER, device));
		let cause = SuspensionCause::ChallengeMissed;
		assert_ok!(<Devices as AttestationResults>::suspend(device, cause));
		assert_noop!(resume(OWNER, device), Error::<Test>::NotPaused);
	});
}

#[test]
fn pause_and_resume_fail_for_others_and_in_other_states() {
	Ext::default().execute(|| {
		assert_noop!(pause(OWNER, DeviceId(0)), Error::<Test>::NotFound);
		let device = registered();
		assert_noop!(pause(OWNER, device), Error::<Test>::NotActive);
		assert_noop!(resume(OWNER, device), Error::<Test>::NotPaused);
		for signer in [OTHER, ENDORSER, 101] {
			assert_noop!(pause(signer, device), Error::<Test>::NotAuthorized);
			assert_noop!(resume(signer, device), Error::<Test>::NotAuthorized);
		}
		assert_ok!(Devices::withdraw(RuntimeOrigin::signed(OWNER), device));
		assert_noop!(pause(OWNER, device), Error::<Test>::AlreadyWithdrawn);
		assert_noop!(resume(OWNER, device), Error::<Test>::AlreadyWithdrawn);
	});
}

#[test]
fn a_pause_keeps_no_lower_result_away() {
	Ext::default().execute(|| {
		let device = active();
		assert_ok!(pause(OWNER, device));
		AllHeard::set(Vec::new());
		let endorser = RuntimeOrigin::signed(ENDORSER);
		let (tier, lower) = (AttestationTier::Tier0, MilliGpu(10));
		assert_ok!(Devices::activate(endorser, device, tier, START + 9, lower));
		assert_eq!(Devices::offer_limit(device, START), MilliGpu::ZERO);
		assert_eq!(AllHeard::get(), []);
		assert_ok!(resume(OWNER, device));
		assert_eq!(Devices::offer_limit(device, START), MilliGpu(12));
	});
}
