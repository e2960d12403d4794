//! How a device enters, and what is refused.

use crate::{
	mock::*, Bonds, Devices as DeviceRecords, Error, Event, MeterKeys, NextDeviceId, Operators,
};
use frame_support::{assert_noop, assert_ok};
use greenhour_types::{
	receipt::FIELD_MODULUS, AttestationTier, Balance, DeviceClass, DeviceFacts, DeviceId,
	DeviceKind, DeviceStatus, GpuClassId, Hour, MilliGpu, PoolId, WattHours, ZoneId,
};
use sp_runtime::{DispatchError, TokenError};

fn refused(registration: Registration, error: impl Into<DispatchError>) {
	assert_noop!(registration.submit(), error.into());
}

#[test]
fn register_holds_the_bond_and_takes_no_meter_key() {
	Ext::default().execute(|| {
		assert_ok!(registration(1).submit());
		let device = DeviceId(0);
		let record = DeviceRecords::<Test>::get(device).expect("registered");
		assert_eq!((record.owner, record.operator), (OWNER, 101));
		assert_eq!(record.status, DeviceStatus::Registered);
		assert_eq!(MeterKeys::<Test>::get([1; 32]), None);
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

/// `registration(1)` with other facts.
fn with(change: impl FnOnce(&mut DeviceFacts)) -> Registration {
	let mut good = registration(1);
	change(&mut good.facts);
	good
}

#[test]
fn the_listener_hears_of_the_bond() {
	Ext::default().execute(|| {
		let device = registered();
		assert_eq!(AllHeard::get(), [Heard::Bond(device, OWNER, MIN_BOND)]);
	});
}

#[test]
fn register_fails_when_the_meter_key_serves_another_device() {
	Ext::default().execute(|| {
		active();
		let again = Registration {
			owner: OTHER,
			operator: 150,
			..registration(1)
		};
		refused(again, Error::<Test>::MeterKeyUsed);
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
fn register_fails_without_the_consent_of_the_operator() {
	Ext::default().execute(|| {
		let squat = |consent| {
			let owner = RuntimeOrigin::signed(OWNER);
			Devices::register(owner, 101, consent, facts(1), MIN_BOND)
		};
		for (operator, owner) in [(102, OWNER), (101, OTHER), (OWNER, OWNER)] {
			let result = squat(consent(operator, owner));
			assert_noop!(result, Error::<Test>::ConsentInvalid);
		}
		let old = consent(101, OWNER);
		Now::set(old.until);
		assert_noop!(squat(old), Error::<Test>::Expired);
	});
}

#[test]
fn a_registration_that_was_never_attested_blocks_nobody() {
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
		assert_eq!(MeterKeys::<Test>::get([1; 32]), Some(DeviceId(1)));
	});
}

#[test]
fn keys_of_a_registration_that_was_never_attested_are_free_after_it() {
	Ext::default().execute(|| {
		let device = registered();
		assert_ok!(Devices::withdraw(RuntimeOrigin::signed(OWNER), device));
		assert_ok!(registration(1).submit());
	});
}

#[test]
fn a_meter_key_stays_used_after_the_withdrawal_of_an_attested_device() {
	Ext::default().execute(|| {
		let device = active();
		assert_ok!(Devices::withdraw(RuntimeOrigin::signed(OWNER), device));
		refused(registration(1), Error::<Test>::MeterKeyUsed);
		// Its operator is free.
		assert_ok!(with(|facts| facts.meter_key = [2; 32]).submit());
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
			let bad = with(|facts| facts.meter_key = meter_key);
			refused(bad, Error::<Test>::MeterKeyNotCanonical);
		}
	});
}

#[test]
fn register_fails_with_a_commitment_outside_the_field() {
	Ext::default().execute(|| {
		for commitment in [FIELD_MODULUS, [0; 32], [0xff; 32]] {
			let bad = with(|facts| facts.commitment = commitment);
			refused(bad, Error::<Test>::CommitmentNotCanonical);
		}
		let mut largest = FIELD_MODULUS;
		largest[0] = 0;
		assert_ok!(with(|facts| facts.commitment = largest).submit());
	});
}

#[test]
fn register_fails_when_the_device_has_nothing() {
	Ext::default().execute(|| {
		let nothing = with(|facts| {
			facts.gpu_nameplate = MilliGpu::ZERO;
			facts.energy_cap = WattHours::ZERO;
		});
		refused(nothing, Error::<Test>::NameplateMissing);
	});
}

#[test]
fn devices_of_just_energy_or_just_compute_are_welcome() {
	Ext::default().execute(|| {
		let energy = register(OWNER, energy(1));
		let compute = register(OWNER, compute(2));
		let kinds = [energy, compute]
			.map(|device| DeviceRecords::<Test>::get(device).map(|record| record.kind));
		let expected = [DeviceKind::EnergyOnly, DeviceKind::ComputeOnly];
		assert_eq!(kinds, expected.map(Some));
	});
}

#[test]
fn register_fails_when_the_facts_do_not_fit_the_kind() {
	Ext::default().execute(|| {
		let changes: [fn(&mut DeviceFacts); 8] = [
			|facts| facts.kind = DeviceKind::EnergyOnly,
			|facts| facts.kind = DeviceKind::ComputeOnly,
			|facts| facts.gpu_nameplate = MilliGpu::ZERO,
			|facts| facts.energy_cap = WattHours::ZERO,
			|facts| {
				*facts = compute(1);
				facts.meter_key = [1; 32];
			},
			|facts| {
				*facts = compute(1);
				facts.solar_nameplate_w = 1;
			},
			|facts| {
				*facts = compute(1);
				facts.site.storage = WattHours(1);
			},
			|facts| {
				*facts = energy(1);
				facts.gpu_nameplate = MilliGpu(1);
			},
		];
		for change in changes {
			refused(with(change), Error::<Test>::KindMismatch);
		}
	});
}

#[test]
fn register_fails_above_what_the_class_allows() {
	Ext::default().execute(|| {
		let most = |units| with(|facts| facts.gpu_nameplate = MilliGpu(units));
		refused(most(8_001), Error::<Test>::MaxUnitsExceeded);
		assert_ok!(most(8_000).submit());
	});
}

#[test]
fn register_fails_with_gpus_of_no_open_class() {
	Ext::default().execute(|| {
		for class in [GpuClassId(9), CLOSED_CLASS] {
			let bad = with(|facts| facts.gpu_class = class);
			refused(bad, Error::<Test>::GpuClassNotFound);
		}
		let meter = with(|facts| {
			*facts = energy(1);
			facts.gpu_class = GpuClassId(9);
		});
		assert_ok!(meter.submit());
	});
}

#[test]
fn register_fails_before_the_site_is_commissioned() {
	Ext::default().execute(|| {
		let present = Hour(u32::try_from(START / 3_600_000).expect("fits"));
		let at = |hour| with(|facts| facts.site.commissioned = hour);
		refused(at(present.next()), Error::<Test>::NotCommissioned);
		assert_ok!(at(present).submit());
	});
}

#[test]
fn register_fails_when_the_energy_cap_does_not_fit_a_receipt() {
	Ext::default().execute(|| {
		for cap in [1 << 32, u64::MAX] {
			let bad = with(|facts| facts.energy_cap = WattHours(cap));
			refused(bad, Error::<Test>::MaxEnergyCapExceeded);
		}
		assert_ok!(with(|facts| facts.energy_cap = WattHours(u32::MAX.into())).submit());
	});
}

#[test]
fn register_fails_below_the_smallest_bond_of_the_class() {
	Ext::default().execute(|| {
		for bond in [0, MIN_BOND - 1] {
			let bad = Registration {
				bond,
				..registration(1)
			};
			refused(bad, Error::<Test>::InsufficientBond);
		}
		// A station asks for 100 GHR.
		let station = with(|facts| facts.class = DeviceClass::EnergyStation);
		refused(station, Error::<Test>::InsufficientBond);
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
