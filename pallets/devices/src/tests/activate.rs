//! Attestation results.

use crate::{mock::*, Devices as DeviceRecords, Error, Event, MeterKeys};
use frame_support::{assert_noop, assert_ok};
use greenhour_types::{AttestationTier, DeviceId, DeviceStatus, MilliGpu, Moment};
use sp_runtime::DispatchResult;

fn activate(signer: u64, device: u32, expires_at: Moment, benchmark: u32) -> DispatchResult {
	Devices::activate(
		RuntimeOrigin::signed(signer),
		DeviceId(device),
		AttestationTier::Tier1,
		expires_at,
		MilliGpu(benchmark),
	)
}

#[test]
fn activate_records_the_result() {
	Ext::default().execute(|| {
		let device = registered();
		assert_ok!(activate(ENDORSER, 0, START + MAX_LIFE, 2_000));
		let (tier, expires_at) = (AttestationTier::Tier1, START + MAX_LIFE);
		let benchmark = MilliGpu(2_000);
		let status = DeviceRecords::<Test>::get(device).map(|record| record.status);
		assert_eq!(
			status,
			Some(DeviceStatus::Active {
				tier,
				expires_at,
				benchmark
			})
		);
		System::assert_last_event(
			Event::<Test>::DeviceActivated {
				device,
				tier,
				expires_at,
				benchmark,
			}
			.into(),
		);
	});
}

#[test]
fn a_later_result_replaces_the_earlier_one() {
	Ext::default().execute(|| {
		let device = active();
		assert_ok!(activate(ENDORSER, 0, START + 5, 0));
		let status = DeviceRecords::<Test>::get(device).map(|record| record.status);
		let (tier, expires_at) = (AttestationTier::Tier1, START + 5);
		assert_eq!(
			status,
			Some(DeviceStatus::Active {
				tier,
				expires_at,
				benchmark: MilliGpu(0)
			})
		);
	});
}

#[test]
fn the_first_result_takes_the_meter_key() {
	Ext::default().execute(|| {
		let device = registered();
		assert_eq!(MeterKeys::<Test>::get([1; 32]), None);
		assert_ok!(activate(ENDORSER, 0, START + 5, 1));
		assert_eq!(MeterKeys::<Test>::get([1; 32]), Some(device));
		// A renewal finds it taken by the device itself.
		assert_ok!(activate(ENDORSER, 0, START + 6, 1));
		assert_eq!(MeterKeys::<Test>::get([1; 32]), Some(device));
	});
}

#[test]
fn a_compute_only_device_takes_no_meter_key() {
	Ext::default().execute(|| {
		register(OWNER, compute(1));
		assert_ok!(activate(ENDORSER, 0, START + 5, 2_000));
		assert_eq!(MeterKeys::<Test>::iter().count(), 0);
	});
}

#[test]
fn activate_fails_when_another_device_has_the_meter_key() {
	Ext::default().execute(|| {
		registered();
		register(OTHER, facts(1));
		assert_ok!(activate(ENDORSER, 0, START + 5, 1));
		let result = activate(ENDORSER, 1, START + 5, 1);
		assert_noop!(result, Error::<Test>::MeterKeyUsed);
	});
}

#[test]
fn activate_fails_with_a_higher_tier() {
	Ext::default().execute(|| {
		let device = registered();
		for tier in [AttestationTier::Tier2, AttestationTier::Tier3] {
			let signer = RuntimeOrigin::signed(ENDORSER);
			let result = Devices::activate(signer, device, tier, START + 5, MilliGpu(1));
			assert_noop!(result, Error::<Test>::MaxTierExceeded);
		}
	});
}

#[test]
fn activate_fails_when_the_signer_is_not_the_endorser() {
	Ext::default().execute(|| {
		registered();
		for signer in [OWNER, OTHER, 101] {
			assert_noop!(
				activate(signer, 0, START + 1, 1),
				Error::<Test>::NotAuthorized
			);
		}
	});
}

#[test]
fn activate_fails_while_there_is_no_endorser() {
	Ext::default().without_governed_values().execute(|| {
		registered();
		assert_noop!(
			activate(ENDORSER, 0, START + 1, 1),
			Error::<Test>::NotAuthorized
		);
	});
}

#[test]
fn activate_fails_when_there_is_no_such_device() {
	Ext::default().execute(|| {
		for device in [0, u32::MAX] {
			assert_noop!(
				activate(ENDORSER, device, START + 1, 1),
				Error::<Test>::NotFound
			);
		}
	});
}

#[test]
fn activate_fails_when_the_device_is_withdrawn() {
	Ext::default().execute(|| {
		let device = registered();
		assert_ok!(Devices::withdraw(RuntimeOrigin::signed(OWNER), device));
		assert_noop!(
			activate(ENDORSER, 0, START + 1, 1),
			Error::<Test>::AlreadyWithdrawn
		);
	});
}

#[test]
fn activate_fails_when_the_result_has_expired() {
	Ext::default().execute(|| {
		registered();
		for expires_at in [0, START] {
			assert_noop!(activate(ENDORSER, 0, expires_at, 1), Error::<Test>::Expired);
		}
	});
}

#[test]
fn activate_fails_when_the_result_would_hold_too_long() {
	Ext::default().execute(|| {
		registered();
		for expires_at in [START + MAX_LIFE + 1, Moment::MAX] {
			assert_noop!(
				activate(ENDORSER, 0, expires_at, 1),
				Error::<Test>::MaxLifetimeExceeded
			);
		}
	});
}

#[test]
fn activate_fails_when_the_benchmark_is_above_the_nameplate() {
	Ext::default().execute(|| {
		registered();
		for benchmark in [2_001, u32::MAX] {
			let result = activate(ENDORSER, 0, START + 1, benchmark);
			assert_noop!(result, Error::<Test>::MaxBenchmarkExceeded);
		}
	});
}
