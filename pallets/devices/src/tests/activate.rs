//! Attestation results.

use crate::{mock::*, Devices as DeviceRecords, Error, Event};
use frame_support::{assert_noop, assert_ok};
use greenhour_types::{AttestationTier, DeviceId, DeviceStatus, MilliGpu, Moment};
use sp_runtime::DispatchResult;

fn activate(signer: u64, device: u32, expires_at: Moment, benchmark: u32) -> DispatchResult {
	Devices::activate(
		RuntimeOrigin::signed(signer),
		DeviceId(device),
		AttestationTier::Tier2,
		expires_at,
		MilliGpu(benchmark),
	)
}

#[test]
fn activate_records_the_result() {
	Ext::default().execute(|| {
		let device = registered();
		assert_ok!(activate(ENDORSER, 0, NOW + MAX_LIFE, 2_000));
		let (tier, expires_at) = (AttestationTier::Tier2, NOW + MAX_LIFE);
		let benchmark = MilliGpu(2_000);
		let status = DeviceRecords::<Test>::get(device).map(|record| record.status);
		assert_eq!(status, Some(DeviceStatus::Active { tier, expires_at, benchmark }));
		System::assert_last_event(
			Event::<Test>::DeviceActivated { device, tier, expires_at, benchmark }.into(),
		);
	});
}

#[test]
fn a_later_result_replaces_the_earlier_one() {
	Ext::default().execute(|| {
		let device = active();
		assert_ok!(activate(ENDORSER, 0, NOW + 5, 0));
		let status = DeviceRecords::<Test>::get(device).map(|record| record.status);
		let (tier, expires_at) = (AttestationTier::Tier2, NOW + 5);
		assert_eq!(status, Some(DeviceStatus::Active { tier, expires_at, benchmark: MilliGpu(0) }));
	});
}

#[test]
fn activate_fails_when_the_signer_is_not_the_endorser() {
	Ext::default().execute(|| {
		registered();
		for signer in [OWNER, OTHER, 101] {
			assert_noop!(activate(signer, 0, NOW + 1, 1), Error::<Test>::NotAuthorized);
		}
	});
}

#[test]
fn activate_fails_while_there_is_no_endorser() {
	Ext::default().without_governed_values().execute(|| {
		registered();
		assert_noop!(activate(ENDORSER, 0, NOW + 1, 1), Error::<Test>::NotAuthorized);
	});
}

#[test]
fn activate_fails_when_there_is_no_such_device() {
	Ext::default().execute(|| {
		for device in [0, u32::MAX] {
			assert_noop!(activate(ENDORSER, device, NOW + 1, 1), Error::<Test>::NotFound);
		}
	});
}

#[test]
fn activate_fails_when_the_device_is_withdrawn() {
	Ext::default().execute(|| {
		let device = registered();
		assert_ok!(Devices::withdraw(RuntimeOrigin::signed(OWNER), device));
		assert_noop!(activate(ENDORSER, 0, NOW + 1, 1), Error::<Test>::AlreadyWithdrawn);
	});
}

#[test]
fn activate_fails_when_the_result_has_expired() {
	Ext::default().execute(|| {
		registered();
		for expires_at in [0, NOW] {
			assert_noop!(activate(ENDORSER, 0, expires_at, 1), Error::<Test>::Expired);
		}
	});
}

#[test]
fn activate_fails_when_the_result_would_hold_too_long() {
	Ext::default().execute(|| {
		registered();
		for expires_at in [NOW + MAX_LIFE + 1, Moment::MAX] {
			assert_noop!(activate(ENDORSER, 0, expires_at, 1), Error::<Test>::MaxLifetimeExceeded);
		}
	});
}

#[test]
fn activate_fails_when_the_benchmark_is_above_the_nameplate() {
	Ext::default().execute(|| {
		registered();
		for benchmark in [2_001, u32::MAX] {
			let result = activate(ENDORSER, 0, NOW + 1, benchmark);
			assert_noop!(result, Error::<Test>::MaxBenchmarkExceeded);
		}
	});
}
