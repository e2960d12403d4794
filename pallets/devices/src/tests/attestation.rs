//! What attestation gives and takes: `attest` and `suspend`.

use crate::{mock::*, Devices as DeviceRecords, Error, Event, MeterKeys};
use frame_support::{assert_noop, assert_ok};
use greenhour_traits::{AttestationResults, DeviceRegistry};
use greenhour_types::{
	AttestationResult, AttestationTier, DeviceId, DeviceStatus, MilliGpu, SuspensionCause,
};
use sp_runtime::DispatchResult;

fn attest(device: DeviceId, result: AttestationResult) -> DispatchResult {
	<Devices as AttestationResults>::attest(device, result)
}

fn suspend(device: DeviceId, cause: SuspensionCause) -> DispatchResult {
	<Devices as AttestationResults>::suspend(device, cause)
}

fn status(device: DeviceId) -> DeviceStatus {
	DeviceRecords::<Test>::get(device)
		.expect("registered")
		.status
}

#[test]
fn attest_gives_any_tier_and_the_listener_hears() {
	Ext::default().execute(|| {
		let device = registered();
		AllHeard::set(Vec::new());
		assert_ok!(attest(device, result(2_000)));
		assert_eq!(status(device), result(2_000).into());
		assert_eq!(MeterKeys::<Test>::get([1; 32]), Some(device));
		let heard = Heard::Result(device, Some(result(2_000)));
		assert_eq!(AllHeard::get(), [heard]);
		System::assert_last_event(
			Event::<Test>::DeviceActivated {
				device,
				tier: AttestationTier::Tier3,
				expires_at: START + 1_000,
				benchmark: MilliGpu(2_000),
			}
			.into(),
		);
	});
}

#[test]
fn suspension_takes_the_limit_and_the_next_result_gives_it_back() {
	Ext::default().execute(|| {
		let device = active();
		AllHeard::set(Vec::new());
		assert_ok!(suspend(device, SuspensionCause::ChallengeMissed));
		assert_eq!(Devices::offer_limit(device, START), MilliGpu::ZERO);
		assert_eq!(AllHeard::get(), [Heard::Result(device, None)]);
		// Suspending it again changes the cause only.
		assert_ok!(suspend(device, SuspensionCause::Convicted));
		let convicted = DeviceStatus::Suspended {
			cause: SuspensionCause::Convicted,
			kept: None,
		};
		assert_eq!(status(device), convicted);
		System::assert_last_event(
			Event::<Test>::DeviceSuspended {
				device,
				cause: SuspensionCause::Convicted,
			}
			.into(),
		);
		assert_ok!(attest(device, result(1_000)));
		assert_eq!(Devices::offer_limit(device, START), MilliGpu(1_200));
	});
}

#[test]
fn a_device_that_was_never_attested_can_be_suspended() {
	Ext::default().execute(|| {
		let device = registered();
		assert_ok!(suspend(device, SuspensionCause::Disputed));
		assert_eq!(MeterKeys::<Test>::get([1; 32]), None);
		assert_ok!(attest(device, result(1)));
		assert_eq!(MeterKeys::<Test>::get([1; 32]), Some(device));
	});
}

#[test]
fn the_endorser_can_not_end_a_suspension() {
	Ext::default().execute(|| {
		let device = active();
		for cause in [SuspensionCause::Convicted, SuspensionCause::Owner] {
			assert_ok!(suspend(device, cause));
			let endorser = RuntimeOrigin::signed(ENDORSER);
			let tier = AttestationTier::Tier1;
			let again = Devices::activate(endorser, device, tier, START + 9, MilliGpu(1));
			assert_noop!(again, Error::<Test>::AlreadySuspended);
		}
	});
}

#[test]
fn attest_fails_like_the_call_of_the_endorser() {
	Ext::default().execute(|| {
		let device = active();
		register(OTHER, facts(2));
		assert_ok!(attest(DeviceId(1), result(1)));
		let mut late = result(1);
		late.expires_at = START;
		assert_noop!(attest(device, late), Error::<Test>::Expired);
		late.expires_at = START + MAX_LIFE + 1;
		assert_noop!(attest(device, late), Error::<Test>::MaxLifetimeExceeded);
		let large = result(2_001);
		assert_noop!(attest(device, large), Error::<Test>::MaxBenchmarkExceeded);
		let missing = DeviceId(9);
		assert_noop!(attest(missing, result(1)), Error::<Test>::NotFound);
		let cause = SuspensionCause::Revoked;
		assert_noop!(suspend(missing, cause), Error::<Test>::NotFound);
		assert_ok!(Devices::withdraw(RuntimeOrigin::signed(OWNER), device));
		let gone = Error::<Test>::AlreadyWithdrawn;
		assert_noop!(attest(device, result(1)), gone);
		assert_noop!(suspend(device, cause), Error::<Test>::AlreadyWithdrawn);
	});
}
