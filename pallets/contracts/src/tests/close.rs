//! How days and contracts end.

use crate::{
	mock::*, AssignAttempts, Assignments, ContractDays, DroppedHours, Error, Event, WeightInfo,
};
use frame_support::{assert_noop, assert_ok};
use greenhour_traits::{ContractBook, Deliveries};
use greenhour_types::{
	units::GCD_ASSET, ContractId, ContractTerms, Day, DeviceId, HourPhase, VerificationMode,
};
use sp_runtime::{DispatchError, DispatchResult, TokenError};

fn close(contract: ContractId) -> DispatchResult {
	Contracts::close(RuntimeOrigin::signed(STRANGER), contract)
}

fn deliver(contract: ContractId, device: u32, hours: &[u8]) {
	let device = DeviceId(device);
	assert_ok!(Contracts::settle_delivered(
		contract,
		device,
		DAY,
		mask(hours)
	));
}

fn assert_nothing_is_left() {
	assert_eq!(crate::Contracts::<Test>::iter().count(), 0);
	assert_eq!(ContractDays::<Test>::iter().count(), 0);
	assert_eq!(Assignments::<Test>::iter().count(), 0);
	assert_eq!(AssignAttempts::<Test>::iter().count(), 0);
	assert_eq!(DroppedHours::<Test>::iter().count(), 0);
	assert_eq!(held(TENANT), 0);
}

/// Device 0 serves 100 of 300 units in hour 8, paid 1,001, and has been paid for it.
fn settled() -> ContractId {
	World::add_offer(0, 100);
	let contract = buy(300, &[8], 1_001);
	World::advance_to(8, HourPhase::Assignment);
	assert_ok!(accept(contract, 0, &[8], 100));
	let origin = RuntimeOrigin::signed(STRANGER);
	assert_ok!(Contracts::assign(origin, contract, DAY, 8));
	World::advance_to(8, HourPhase::Settlement);
	deliver(contract, 0, &[8]);
	contract
}

#[test]
fn the_last_settlement_releases_the_rest_and_removes_everything() {
	Ext.run(|| {
		let contract = settled();
		assert_noop!(close(contract), Error::<Test>::Unresolved);
		let origin = RuntimeOrigin::signed(TENANT);
		let info = Contracts::refund_unserved(origin, contract, DAY).expect("200 units");
		let weight = <() as WeightInfo>::refund_unserved() + <() as WeightInfo>::resolve();
		assert_eq!(info.actual_weight, Some(weight));
		// 333 were delivered; what nobody served, the dust and the deposit are back.
		assert_eq!(gcd(TENANT), FUNDS - 333);
		assert_nothing_is_left();
		System::assert_has_event(Event::DayResolved { contract, day: DAY }.into());
		System::assert_last_event(
			Event::ContractClosed {
				contract,
				tenant: TENANT,
				released: 1 + DEPOSIT,
			}
			.into(),
		);
	});
}

#[test]
fn each_day_goes_by_itself_and_the_contract_with_the_last() {
	Ext.run(|| {
		let contract = buy(300, &[8], 1_001);
		let days = vec![prices(Day(6), &[1], 300, 500)];
		assert_ok!(Contracts::extend(contract, days));
		World::advance_to(8, HourPhase::Delivery);
		let origin = || RuntimeOrigin::signed(TENANT);
		assert_ok!(Contracts::refund_unserved(origin(), contract, DAY));
		assert_eq!(page_of(contract), None);
		let record = crate::Contracts::<Test>::get(contract).expect("a day is open");
		assert_eq!(record.days.to_vec(), [Day(6)]);
		assert_eq!(held(TENANT), 500 + 2 * DEPOSIT);
		World::advance_to_hour(
			Day(6).hour(at(1).of_day()).expect("small"),
			HourPhase::Delivery,
		);
		assert_ok!(Contracts::refund_unserved(origin(), contract, Day(6)));
		assert_eq!(gcd(TENANT), FUNDS);
		assert_nothing_is_left();
	});
}

#[test]
fn a_day_stays_while_an_hour_is_unsettled_or_units_can_find_a_device() {
	Ext.run(|| {
		World::add_offer(0, 500);
		let contract = buy(300, &[8, 20], 1_001);
		World::advance_to(8, HourPhase::Assignment);
		assert_ok!(accept(contract, 0, &[8], 300));
		World::advance_to(8, HourPhase::Settlement);
		deliver(contract, 0, &[8]);
		// Hour 20 is still to come, and nothing of it is unsettled.
		assert!(page_of(contract).is_some());
		World::advance_to(20, HourPhase::Assignment);
		assert_ok!(accept(contract, 0, &[20], 300));
		World::advance_to(20, HourPhase::Settlement);
		assert!(page_of(contract).is_some());
		deliver(contract, 0, &[20]);
		assert_nothing_is_left();
	});
}

#[test]
fn the_fee_of_units_that_needed_consent_is_always_burned() {
	let work = ContractTerms {
		verification: VerificationMode::Work,
		..terms()
	};
	for least in [green_terms(), work, confirmed_terms()] {
		Ext.run(|| {
			World::add_offer(0, 5_000);
			let contract = buy_on(least, 1_000, &[8], 3_000);
			let origin = || RuntimeOrigin::signed(TENANT);
			assert_ok!(Contracts::top_up(origin(), contract, DAY, mask(&[8]), 70));
			World::advance_to(8, HourPhase::Delivery);
			assert_ok!(Contracts::refund_unserved(origin(), contract, DAY));
			// The fee is 5 % of 3,000 and is burned; the incentive pays none.
			assert_eq!(gcd(TENANT), FUNDS - 150);
			assert_nothing_is_left();
		});
	}
}

#[test]
fn the_dust_of_one_hour_comes_back() {
	Ext.run(|| {
		(0..3).for_each(|id| {
			World::add_offer(id, 100);
		});
		let contract = buy(300, &[8], 1_001);
		World::advance_to(8, HourPhase::Assignment);
		for id in 0..3 {
			assert_ok!(accept(contract, id, &[8], 100));
		}
		World::advance_to(8, HourPhase::Settlement);
		for id in 0..3 {
			deliver(contract, id, &[8]);
		}
		// 1,001 - 3 * 333 = 2 came back with the deposit.
		assert_eq!(gcd(TENANT), FUNDS - 999);
		assert_nothing_is_left();
	});
}

#[test]
fn a_contract_waits_for_a_blocked_tenant_and_only_the_contract() {
	Ext.run(|| {
		let contract = settled();
		let team = || RuntimeOrigin::signed(ASSET_TEAM);
		assert_ok!(Assets::block(team(), GCD_ASSET, TENANT));
		let origin = RuntimeOrigin::signed(STRANGER);
		assert_ok!(Contracts::refund_unserved(origin, contract, DAY));
		assert_eq!(page_of(contract), None);
		let left = 668 + DEPOSIT - REWARD;
		System::assert_last_event(
			Event::ClosePostponed {
				contract,
				tenant: TENANT,
				held: left,
			}
			.into(),
		);
		assert_noop!(close(contract), TokenError::CannotCreate);
		assert_ok!(Assets::thaw(team(), GCD_ASSET, TENANT));
		assert_ok!(close(contract));
		assert_eq!(gcd(TENANT), FUNDS - 333 - REWARD);
		assert_nothing_is_left();
	});
}

#[test]
fn closed_is_closed_and_the_id_is_not_used_again() {
	Ext.run(|| {
		let contract = settled();
		let origin = RuntimeOrigin::signed(STRANGER);
		assert_ok!(Contracts::refund_unserved(origin, contract, DAY));
		assert_noop!(close(contract), Error::<Test>::ContractNotFound);
		assert_noop!(close(ContractId(u64::MAX)), Error::<Test>::ContractNotFound);
		let (second, third) = (buy(100, &[20], 10), buy(100, &[20], 10));
		assert!(contract < second && second < third);
	});
}

#[test]
fn close_fails_unsigned() {
	Ext.run(|| {
		let contract = settled();
		let result = Contracts::close(RuntimeOrigin::none(), contract);
		assert_noop!(result, DispatchError::BadOrigin);
	});
}
