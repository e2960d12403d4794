//! What a tenant changes of an open contract.

use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok, storage::with_storage_layer};
use greenhour_types::{Balance, ContractId, Day, HourMask, HourPhase, SpecUri};
use sp_runtime::{DispatchError, DispatchResult, TokenError};

fn top_up(who: u64, contract: ContractId, hours: &[u8], amount: Balance) -> DispatchResult {
	let origin = RuntimeOrigin::signed(who);
	with_storage_layer(|| Contracts::top_up(origin, contract, DAY, mask(hours), amount))
}

fn set_spec(who: u64, contract: ContractId, uri: &[u8]) -> DispatchResult {
	let uri = SpecUri::try_from(uri.to_vec()).expect("short");
	Contracts::set_spec(RuntimeOrigin::signed(who), contract, uri)
}

#[test]
fn top_up_holds_the_incentive_of_each_hour() {
	Ext.run(|| {
		let contract = buy(300, &[8, 9, 10], 1_000);
		World::advance_to(8, HourPhase::Assignment);
		assert_ok!(top_up(TENANT, contract, &[8, 10], 50));
		assert_ok!(top_up(TENANT, contract, &[8], 7));
		assert_eq!(held_beside(TENANT), 3_107);
		let page = page_of(contract).expect("open");
		let at_hour = |hour| page.incentive_at(at(hour).of_day());
		assert_eq!((at_hour(8), at_hour(9), at_hour(10)), (57, 0, 50));
		System::assert_last_event(
			Event::IncentiveAdded {
				contract,
				day: DAY,
				hours: mask(&[8]),
				amount: 7,
			}
			.into(),
		);
	});
}

#[test]
fn top_up_fails_for_others_hours_that_started_and_nothing() {
	Ext.run(|| {
		let contract = buy(300, &[8, 9], 1_000);
		let fails = |result, error: DispatchError| assert_eq!(result, Err(error));
		fails(
			top_up(STRANGER, contract, &[8], 5),
			Error::<Test>::NotTenant.into(),
		);
		fails(
			top_up(TENANT, contract, &[], 5),
			Error::<Test>::NothingToAdd.into(),
		);
		fails(
			top_up(TENANT, contract, &[8], 0),
			Error::<Test>::NothingToAdd.into(),
		);
		fails(
			top_up(TENANT, contract, &[7], 5),
			Error::<Test>::HoursNotBought.into(),
		);
		fails(
			top_up(TENANT, ContractId(5), &[8], 5),
			Error::<Test>::ContractNotFound.into(),
		);
		fails(
			top_up(TENANT, contract, &[8], Balance::MAX),
			Error::<Test>::Overflow.into(),
		);
		fails(
			top_up(TENANT, contract, &[8, 9], Balance::MAX),
			Error::<Test>::Overflow.into(),
		);
		fails(
			top_up(TENANT, contract, &[8], FUNDS),
			TokenError::FundsUnavailable.into(),
		);
		World::advance_to(8, HourPhase::Delivery);
		fails(
			top_up(TENANT, contract, &[8, 9], 5),
			Error::<Test>::WrongPhase.into(),
		);
		assert_ok!(top_up(TENANT, contract, &[9], 5));
		let nobody = Contracts::top_up(RuntimeOrigin::none(), contract, DAY, HourMask::FULL, 5);
		fails(nobody, DispatchError::BadOrigin);
	});
}

#[test]
fn the_address_of_the_job_may_change_until_the_first_hour_starts() {
	Ext.run(|| {
		let contract = buy(300, &[8, 9], 1_000);
		let hash = terms().spec_hash;
		assert_ok!(set_spec(TENANT, contract, b"https://example.org/job"));
		let record = crate::Contracts::<Test>::get(contract).expect("open");
		assert_eq!(record.spec_uri.to_vec(), b"https://example.org/job");
		assert_eq!(record.terms.spec_hash, hash);
		assert_noop!(set_spec(STRANGER, contract, b""), Error::<Test>::NotTenant);
		let nobody = set_spec(TENANT, ContractId(5), b"");
		assert_noop!(nobody, Error::<Test>::ContractNotFound);
		World::advance_to(8, HourPhase::Delivery);
		assert_noop!(set_spec(TENANT, contract, b""), Error::<Test>::WrongPhase);
		let result = Contracts::set_spec(RuntimeOrigin::none(), contract, SpecUri::default());
		assert_noop!(result, DispatchError::BadOrigin);
	});
}

#[test]
fn nothing_of_another_day_is_topped_up() {
	Ext.run(|| {
		let contract = buy(300, &[8], 1_000);
		let origin = RuntimeOrigin::signed(TENANT);
		let result = Contracts::top_up(origin, contract, Day(u32::MAX), mask(&[8]), 5);
		assert_noop!(result, Error::<Test>::HoursNotBought);
	});
}
