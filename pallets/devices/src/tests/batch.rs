//! Devices of a manufacturer: `register_batch` and `claim`.

use crate::{
	mock::*, BatchEntry, BoundedBatch, ClaimKeys, Devices as DeviceRecords, Error, Event,
	NextDeviceId, Operators,
};
use frame_support::{assert_noop, assert_ok};
use greenhour_traits::Obligations;
use greenhour_types::{units::GHR, Balance, DeviceFacts, DeviceId};
use sp_runtime::{testing::TestSignature, DispatchResult, TokenError};

type Entry = BatchEntry<u64, TestSignature>;

/// The claim key of the device with this seed.
fn claim_key(seed: u8) -> u64 {
	900 + u64::from(seed)
}

fn entry(seed: u8, facts: DeviceFacts) -> Entry {
	let operator = 100 + u64::from(seed);
	BatchEntry {
		operator,
		consent: consent(operator, OWNER),
		facts,
		claim_key: claim_key(seed),
	}
}

fn entries(count: u8) -> Vec<Entry> {
	(1..=count)
		.map(|seed| entry(seed, facts(1 + seed % 40)))
		.collect()
}

fn submit(entries: Vec<Entry>, bond: Balance, endowment: Balance) -> DispatchResult {
	let batch = BoundedBatch::try_from(entries).expect("few");
	Devices::register_batch(RuntimeOrigin::signed(OWNER), batch, bond, endowment)
}

fn take(claimer: u64, device: u32, signature: TestSignature) -> DispatchResult {
	let signer = RuntimeOrigin::signed(claimer);
	Devices::claim(signer, DeviceId(device), MIN_BOND, signature)
}

fn sign(seed: u8, device: u32, claimer: u64) -> TestSignature {
	claim(claim_key(seed), DeviceId(device), claimer)
}

#[test]
fn a_batch_registers_each_device_and_pays_for_its_fees() {
	Ext::default().execute(|| {
		assert_ok!(submit(entries(3), MIN_BOND, GHR));
		assert_eq!(NextDeviceId::<Test>::get(), DeviceId(3));
		assert_eq!(held(OWNER), 3 * MIN_BOND);
		assert_eq!(
			Balances::free_balance(OWNER),
			1_000 * GHR - 3 * (MIN_BOND + GHR)
		);
		for (index, operator) in (0..).zip([101, 102, 103]) {
			let device = DeviceId(index);
			let record = DeviceRecords::<Test>::get(device).expect("registered");
			assert_eq!((record.owner, record.operator), (OWNER, operator));
			assert_eq!(Operators::<Test>::get(operator), Some(device));
			assert_eq!(Balances::free_balance(operator), GHR);
			assert_eq!(ClaimKeys::<Test>::get(device), Some(operator + 800));
		}
		System::assert_last_event(
			Event::<Test>::DeviceClaimable {
				device: DeviceId(2),
				claim_key: claim_key(3),
			}
			.into(),
		);
	});
}

#[test]
fn the_largest_batch_fits() {
	Ext::default().execute(|| {
		assert_ok!(Balances::force_set_balance(
			RuntimeOrigin::root(),
			OWNER,
			10_000 * GHR
		));
		let entries = (0..256u64).map(|number| {
			let operator = 1_000 + number;
			BatchEntry {
				operator,
				consent: consent(operator, OWNER),
				facts: facts(1),
				claim_key: number,
			}
		});
		assert_ok!(submit(entries.collect(), MIN_BOND, GHR));
		assert_eq!(NextDeviceId::<Test>::get(), DeviceId(256));
	});
}

#[test]
fn one_bad_device_refuses_the_batch() {
	Ext::default().execute(|| {
		let with = |change: fn(&mut Entry)| {
			let mut entries = entries(3);
			entries.last_mut().map(change).expect("three");
			submit(entries, MIN_BOND, GHR)
		};
		let result = with(|entry| entry.facts.commitment = [0; 32]);
		assert_noop!(result, Error::<Test>::CommitmentNotCanonical);
		let result = with(|entry| entry.consent = consent(102, OWNER));
		assert_noop!(result, Error::<Test>::ConsentInvalid);
		let result = with(|entry| entry.consent = consent(103, OTHER));
		assert_noop!(result, Error::<Test>::ConsentInvalid);
		let result = with(|entry| {
			entry.operator = 101;
			entry.consent = consent(101, OWNER);
		});
		assert_noop!(result, Error::<Test>::OperatorUsed);
		let result = submit(entries(3), MIN_BOND - 1, GHR);
		assert_noop!(result, Error::<Test>::InsufficientBond);
		let result = submit(vec![], MIN_BOND, GHR);
		assert_noop!(result, Error::<Test>::BatchEmpty);
		let result = submit(entries(3), 400 * GHR, GHR);
		assert_noop!(result, TokenError::FundsUnavailable);
		let result = submit(entries(2), Balance::MAX, GHR);
		assert_noop!(result, Error::<Test>::Overflow);
		NextDeviceId::<Test>::put(DeviceId(u32::MAX - 1));
		let result = submit(entries(3), MIN_BOND, GHR);
		assert_noop!(result, Error::<Test>::MaxDevicesExceeded);
		NextDeviceId::<Test>::put(DeviceId(0));
	});
}

#[test]
fn who_has_the_claim_key_takes_over_the_device() {
	Ext::default().execute(|| {
		assert_ok!(submit(entries(2), MIN_BOND, GHR));
		AllHeard::set(Vec::new());
		assert_ok!(take(OTHER, 1, sign(2, 1, OTHER)));
		let record = DeviceRecords::<Test>::get(DeviceId(1)).expect("registered");
		assert_eq!(record.owner, OTHER);
		assert_eq!((held(OWNER), held(OTHER)), (MIN_BOND, MIN_BOND));
		let heard = Heard::Owner(DeviceId(1), OWNER, OTHER);
		assert_eq!(AllHeard::get(), [heard]);
		// The key is worth nothing from now on, not even to its buyer.
		let again = take(TENANT, 1, sign(2, 1, TENANT));
		assert_noop!(again, Error::<Test>::ClaimNotFound);
	});
}

#[test]
fn claim_fails_with_another_key_for_another_device_and_for_the_manufacturer() {
	Ext::default().execute(|| {
		assert_ok!(submit(entries(2), MIN_BOND, GHR));
		for signature in [sign(1, 1, OTHER), sign(2, 0, OTHER), sign(2, 1, OWNER)] {
			let result = take(OTHER, 1, signature);
			assert_noop!(result, Error::<Test>::ClaimInvalid);
		}
		let own = take(OWNER, 1, sign(2, 1, OWNER));
		assert_noop!(own, Error::<Test>::NothingChanges);
		let missing = take(OTHER, 9, sign(2, 9, OTHER));
		assert_noop!(missing, Error::<Test>::NotFound);
	});
}

#[test]
fn a_claim_takes_over_neither_debts_nor_a_larger_bond() {
	Ext::default().execute(|| {
		assert_ok!(submit(entries(1), MIN_BOND, GHR));
		let device = DeviceId(0);
		assert_ok!(<Devices as Obligations>::add(device));
		let result = take(OTHER, 0, sign(1, 0, OTHER));
		assert_noop!(result, Error::<Test>::ObligationsOpen);
		assert_ok!(<Devices as Obligations>::remove(device));
		let owner = RuntimeOrigin::signed(OWNER);
		assert_ok!(Devices::add_bond(owner, device, 1));
		let result = take(OTHER, 0, sign(1, 0, OTHER));
		assert_noop!(result, Error::<Test>::StateMismatch);
		let claimer = RuntimeOrigin::signed(OTHER);
		let most = MIN_BOND + 1;
		assert_ok!(Devices::claim(claimer, device, most, sign(1, 0, OTHER)));
	});
}

#[test]
fn a_device_that_was_sold_or_withdrawn_can_not_be_claimed() {
	Ext::default().execute(|| {
		assert_ok!(submit(entries(2), MIN_BOND, GHR));
		let owner = || RuntimeOrigin::signed(OWNER);
		assert_ok!(Devices::withdraw(owner(), DeviceId(0)));
		let late = take(OTHER, 0, sign(1, 0, OTHER));
		assert_noop!(late, Error::<Test>::AlreadyWithdrawn);
		let device = DeviceId(1);
		assert_ok!(Devices::offer_transfer(owner(), device, TENANT, None));
		let buyer = RuntimeOrigin::signed(TENANT);
		assert_ok!(Devices::accept_transfer(buyer, device, 0, seen(device)));
		let late = take(OTHER, 1, sign(2, 1, OTHER));
		assert_noop!(late, Error::<Test>::ClaimNotFound);
	});
}
