//! How a device enters, and what is refused.

use crate::{
	mock::*, Bonds, Devices as DeviceRecords, Error, Event, MeterKeys, NextDeviceId, Operators,
	PlaceClaims, PlaceNullifiers,
};
use frame_support::{assert_noop, assert_ok};
use greenhour_types::{
	receipt::FIELD_MODULUS, AttestationTier, Balance, DeviceId, DeviceStatus, GpuClassId, MilliGpu,
	PoolId, WattHours, ZoneId,
};
use sp_runtime::{DispatchError, TokenError};

fn refused(registration: Registration, error: impl Into<DispatchError>) {
	assert_noop!(registration.submit(), error.into());
}

#[test]
fn register_holds_the_bond_and_claims_the_place() {
	Ext::default().execute(|| {
		assert_ok!(registration(1).submit());
		let device = DeviceId(0);
		let record = DeviceRecords::<Test>::get(device).expect("registered");
		assert_eq!((record.owner, record.operator), (OWNER, 101));
		assert_eq!(record.status, DeviceStatus::Registered);
		assert_eq!(PlaceClaims::<Test>::get(device), Some([1; 32]));
		assert_eq!(MeterKeys::<Test>::get([1; 32]), None);
		assert_eq!(PlaceNullifiers::<Test>::get([1; 32]), None);
		assert_eq!(Operators::<Test>::get(101), Some(device));
		assert_eq!(Bonds::<Test>::get(device), Some(MIN_BOND));
		assert_eq!(NextDeviceId::<Test>::get(), DeviceId(1));
		assert_eq!(held(OWNER), MIN_BOND);
		assert_eq!(
			Balances::free_balance(OWNER),
			1_000 * greenhour_types::units::GHR - MIN_BOND
		);
		let pool = PoolId {
			gpu_class: GpuClassId(1),
			zone: ZoneId(7),
		};
		System::assert_last_event(
			Event::<Test>::DeviceRegistered {
				device,
				owner: OWNER,
				operator: 101,
				pool,
				bond: MIN_BOND,
			}
			.into(),
		);
	});
}

#[test]
fn an_owner_may_have_several_devices() {
	Ext::default().execute(|| {
		assert_ok!(registration(1).submit());
		assert_ok!(registration(2).submit());
		assert_eq!(held(OWNER), 2 * MIN_BOND);
		assert_eq!(NextDeviceId::<Test>::get(), DeviceId(2));
	});
}

#[test]
fn register_fails_when_the_meter_key_serves_another_device() {
	Ext::default().execute(|| {
		active();
		let again = Registration {
			owner: OTHER,
			meter_key: [1; 32],
			..registration(2)
		};
		refused(again, Error::<Test>::MeterKeyUsed);
	});
}

#[test]
fn register_fails_when_the_place_has_a_device() {
	Ext::default().execute(|| {
		active();
		let again = Registration {
			owner: OTHER,
			place_nullifier: [1; 32],
			..registration(2)
		};
		refused(again, Error::<Test>::PlaceUsed);
	});
}

#[test]
fn register_fails_when_the_operator_speaks_for_another_device() {
	Ext::default().execute(|| {
		registered();
		let again = Registration {
			owner: OTHER,
			operator: 101,
			..registration(2)
		};
		refused(again, Error::<Test>::OperatorUsed);
	});
}

#[test]
fn a_registration_that_was_never_activated_blocks_nobody() {
	Ext::default().execute(|| {
		let squatter = Registration {
			owner: OTHER,
			operator: 150,
			..registration(1)
		};
		assert_ok!(squatter.submit());
		assert_ok!(registration(1).submit());
		let activate = |device| {
			let signer = RuntimeOrigin::signed(ENDORSER);
			let tier = AttestationTier::Tier1;
			Devices::activate(signer, DeviceId(device), tier, START + 9, MilliGpu(1))
		};
		assert_ok!(activate(1));
		assert_eq!(MeterKeys::<Test>::get([1; 32]), Some(DeviceId(1)));
		assert_noop!(activate(0), Error::<Test>::MeterKeyUsed);
		let origin = RuntimeOrigin::signed(OTHER);
		assert_ok!(Devices::withdraw(origin, DeviceId(0)));
		// What the squatter gave up stays with its device.
		assert_eq!(PlaceNullifiers::<Test>::get([1; 32]), Some(DeviceId(1)));
		assert_eq!(PlaceClaims::<Test>::get(DeviceId(0)), None);
	});
}

#[test]
fn keys_of_a_withdrawn_registration_are_free() {
	Ext::default().execute(|| {
		let device = registered();
		assert_ok!(Devices::withdraw(RuntimeOrigin::signed(OWNER), device));
		let again = Registration {
			operator: 150,
			..registration(1)
		};
		assert_ok!(again.submit());
	});
}

#[test]
fn keys_stay_used_after_the_withdrawal_of_an_active_device() {
	Ext::default().execute(|| {
		let device = active();
		assert_ok!(Devices::withdraw(RuntimeOrigin::signed(OWNER), device));
		refused(registration(1), Error::<Test>::MeterKeyUsed);
		let new_meter = Registration {
			meter_key: [2; 32],
			..registration(1)
		};
		refused(new_meter.clone(), Error::<Test>::PlaceUsed);
		let new_place = Registration {
			place_nullifier: [2; 32],
			..new_meter
		};
		refused(new_place, Error::<Test>::OperatorUsed);
	});
}

#[test]
fn register_fails_with_a_second_spelling_of_a_meter_key() {
	Ext::default().execute(|| {
		// The same point as [1; 32], with the modulus added to its coordinate.
		let mut carry = 0u16;
		let spelled = core::array::from_fn(|index| {
			carry += 1 + u16::from(FIELD_MODULUS[index]);
			let [byte, above] = carry.to_le_bytes();
			carry = u16::from(above);
			byte
		});
		for meter_key in [spelled, FIELD_MODULUS, [0; 32], [0xff; 32]] {
			let bad = Registration {
				meter_key,
				..registration(1)
			};
			refused(bad, Error::<Test>::MeterKeyNotCanonical);
		}
	});
}

#[test]
fn register_fails_with_a_commitment_outside_the_field() {
	Ext::default().execute(|| {
		for commitment in [FIELD_MODULUS, [0; 32], [0xff; 32]] {
			let bad = Registration {
				commitment,
				..registration(1)
			};
			refused(bad, Error::<Test>::CommitmentNotCanonical);
		}
		let mut largest = FIELD_MODULUS;
		largest[0] = 0;
		assert_ok!(Registration {
			commitment: largest,
			..registration(1)
		}
		.submit());
	});
}

#[test]
fn register_fails_without_a_place() {
	Ext::default().execute(|| {
		let bad = Registration {
			place_nullifier: [0; 32],
			..registration(1)
		};
		refused(bad, Error::<Test>::PlaceMissing);
	});
}

#[test]
fn register_fails_when_the_device_has_nothing() {
	Ext::default().execute(|| {
		let nothing = Registration {
			gpu_nameplate: MilliGpu::ZERO,
			solar_nameplate_w: 0,
			..registration(1)
		};
		refused(nothing, Error::<Test>::NameplateMissing);
	});
}

#[test]
fn devices_of_just_energy_or_just_compute_are_welcome() {
	Ext::default().execute(|| {
		assert_ok!(Registration {
			gpu_nameplate: MilliGpu::ZERO,
			..registration(1)
		}
		.submit());
		assert_ok!(Registration {
			solar_nameplate_w: 0,
			..registration(2)
		}
		.submit());
	});
}

#[test]
fn register_fails_when_the_energy_cap_does_not_fit_a_receipt() {
	Ext::default().execute(|| {
		for cap in [1 << 32, u64::MAX] {
			let bad = Registration {
				energy_cap: WattHours(cap),
				..registration(1)
			};
			refused(bad, Error::<Test>::MaxEnergyCapExceeded);
		}
		let largest = WattHours(u32::MAX.into());
		assert_ok!(Registration {
			energy_cap: largest,
			..registration(1)
		}
		.submit());
	});
}

#[test]
fn register_fails_below_the_smallest_bond() {
	Ext::default().execute(|| {
		for bond in [0, MIN_BOND - 1] {
			let bad = Registration {
				bond,
				..registration(1)
			};
			refused(bad, Error::<Test>::InsufficientBond);
		}
	});
}

#[test]
fn register_fails_when_the_owner_can_not_pay_the_bond() {
	Ext::default().execute(|| {
		for bond in [1_001 * greenhour_types::units::GHR, Balance::MAX] {
			let bad = Registration {
				bond,
				..registration(1)
			};
			refused(bad, TokenError::FundsUnavailable);
		}
		let pauper = Registration {
			owner: PAUPER,
			..registration(1)
		};
		refused(pauper, TokenError::FundsUnavailable);
	});
}

#[test]
fn register_fails_when_all_ids_are_used() {
	Ext::default().build().execute_with(|| {
		NextDeviceId::<Test>::put(DeviceId(u32::MAX));
		refused(registration(1), Error::<Test>::MaxDevicesExceeded);
	});
}
