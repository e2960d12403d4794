//! Attacks by name.

use crate::{mock::*, BatchEntry, BoundedBatch, Devices as DeviceRecords, Error, MeterKeys};
use frame_support::{assert_noop, assert_ok};
use greenhour_traits::{AttestationResults, DeviceRegistry, Obligations};
use greenhour_types::{
	units::{GCD, GHR},
	Balance, DeviceId, MilliGpu,
};

fn owner() -> RuntimeOrigin {
	RuntimeOrigin::signed(OWNER)
}

/// One machine can't be registered many times: neither with its operating key nor with its meter.
#[test]
fn virtual_gpu_farm_behind_one_key() {
	Ext::default().execute(|| {
		let first = registered();
		let same_operator = Registration {
			operator: 101,
			..registration(2)
		};
		assert_noop!(same_operator.submit(), Error::<Test>::OperatorUsed);
		// A meter can be named again before it is attested, and serves nobody but the first.
		let farm: Vec<_> = (0..5).map(|_| register(OWNER, facts(1))).collect();
		assert_ok!(<Devices as AttestationResults>::attest(
			first,
			result(1_000)
		));
		for device in farm {
			let result = <Devices as AttestationResults>::attest(device, result(1_000));
			assert_eq!(result, Err(Error::<Test>::MeterKeyUsed.into()));
			assert_eq!(Devices::offer_limit(device, START), MilliGpu::ZERO);
		}
	});
}

/// Nor can many compute-only devices share one meter: an energy-only device has one partner.
#[test]
fn virtual_gpu_farm_behind_one_meter() {
	Ext::default().execute(|| {
		let energy = register(OWNER, energy(1));
		assert_ok!(<Devices as AttestationResults>::attest(energy, result(0)));
		let farm: Vec<_> = (2..7).map(|seed| register(OWNER, compute(seed))).collect();
		for device in &farm {
			assert_ok!(<Devices as AttestationResults>::attest(
				*device,
				result(2_000)
			));
			let bound = Devices::bind(owner(), *device, energy).is_ok();
			assert_eq!(bound, device == &farm[0]);
		}
		let limits = farm
			.iter()
			.map(|device| Devices::offer_limit(*device, START));
		let offered: u32 = limits.map(|limit| limit.0).sum();
		assert_eq!(offered, 2_400);
	});
}

/// A copy of a meter key is worth nothing, whoever has it and even when the device is gone.
#[test]
fn cloned_key() {
	Ext::default().execute(|| {
		let device = active();
		let clone = Registration {
			owner: OTHER,
			operator: 150,
			..registration(1)
		};
		assert_noop!(clone.clone().submit(), Error::<Test>::MeterKeyUsed);
		assert_ok!(Devices::withdraw(owner(), device));
		Now::set(START + BOND_RELEASE);
		assert_ok!(Devices::release_bond(owner(), device));
		assert_noop!(clone.submit(), Error::<Test>::MeterKeyUsed);
		assert_eq!(MeterKeys::<Test>::get([1; 32]), Some(device));
	});
}

/// Who sees a claim on its way to the chain can't send it as his own.
#[test]
fn front_run_claim() {
	Ext::default().execute(|| {
		let entry = BatchEntry {
			operator: 101,
			consent: consent(101, OWNER),
			facts: facts(1),
			claim_key: 901,
		};
		let batch = BoundedBatch::try_from(vec![entry]).expect("one");
		assert_ok!(Devices::register_batch(owner(), batch, MIN_BOND, 0));
		let device = DeviceId(0);
		let seen = claim(901, device, OTHER);
		let thief = RuntimeOrigin::signed(TENANT);
		let stolen = Devices::claim(thief, device, MIN_BOND, seen.clone());
		assert_noop!(stolen, Error::<Test>::ClaimInvalid);
		let buyer = RuntimeOrigin::signed(OTHER);
		assert_ok!(Devices::claim(buyer, device, MIN_BOND, seen));
	});
}

/// A consent that an operator gave to one owner is of no use to another, or after its time.
#[test]
fn replayed_consent() {
	Ext::default().execute(|| {
		let old = consent(101, OWNER);
		assert_ok!(registration(1).submit());
		assert_ok!(set_operator(OWNER, DeviceId(0), 300));
		let thief = RuntimeOrigin::signed(OTHER);
		let stolen = Devices::register(thief, 101, old.clone(), facts(2), MIN_BOND);
		assert_noop!(stolen, Error::<Test>::ConsentInvalid);
		Now::set(old.until);
		let stale = Devices::set_operator(owner(), DeviceId(0), 101, old);
		assert_noop!(stale, Error::<Test>::Expired);
	});
}

/// Neither a sale nor the end of a device gets a bond away from what it has to answer for.
#[test]
fn flight_from_a_conviction() {
	Ext::default().execute(|| {
		let device = active();
		// An open hour holds the bond.
		assert_ok!(<Devices as Obligations>::add(device));
		assert_noop!(
			Devices::withdraw(owner(), device),
			Error::<Test>::ObligationsOpen
		);
		let early = Devices::unbond(owner(), device, 1);
		assert_noop!(early, Error::<Test>::ObligationsOpen);
		// A friend who buys the device must bond as much.
		assert_ok!(Devices::offer_transfer(owner(), device, OTHER, None));
		let friend = || RuntimeOrigin::signed(OTHER);
		assert_ok!(Devices::accept_transfer(friend(), device, 0, seen(device)));
		assert_eq!(held(OTHER), MIN_BOND);
		// Hours that are paid can still be audited: the bond of a device that is gone answers.
		assert_ok!(<Devices as Obligations>::remove(device));
		assert_ok!(Devices::withdraw(friend(), device));
		Now::set(START + BOND_RELEASE - 1);
		let early = Devices::release_bond(friend(), device);
		assert_noop!(early, Error::<Test>::UnbondingTooEarly);
		assert_ok!(Devices::slash(device, Balance::MAX, 0, &TENANT));
		assert_eq!(held(OTHER), 0);
	});
}

/// A seller can't turn a sale against its buyer in the block before.
#[test]
fn bait_and_switch() {
	Ext::default().execute(|| {
		let device = active();
		assert_ok!(Devices::offer_transfer(owner(), device, OTHER, Some(GHR)));
		let expected = seen(device);
		// The seller drains the bond by a miss, and owes more.
		assert_ok!(Devices::slash(device, 4 * GCD, 0, &TENANT));
		assert_ok!(<Devices as Obligations>::add(device));
		let buyer = RuntimeOrigin::signed(OTHER);
		let result = Devices::accept_transfer(buyer, device, GHR, expected);
		assert_noop!(result, Error::<Test>::StateMismatch);
		let record = DeviceRecords::<Test>::get(device).expect("registered");
		assert_eq!(record.owner, OWNER);
	});
}
