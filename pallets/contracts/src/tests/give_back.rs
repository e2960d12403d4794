use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok, storage::with_storage_layer};
use greenhour_traits::{ContractBook, HourRefunds};
use greenhour_types::{
	units::GCD_ASSET, Balance, ContractId, Day, DayMask, DayUnits, HourPhase, MilliGpu,
};
use sp_runtime::{DispatchResult, TokenError};

/// `units` of `hours` of `day` for `refunded` each.
fn refunds(day: Day, hours: &[u8], units: u32, refunded: Balance) -> HourRefunds {
	let hours = mask(hours);
	let mut each = [0; 24];
	hours.hours().for_each(|hour| each[hour.index()] = refunded);
	HourRefunds {
		order: DayUnits::flat(DayMask { day, hours }, MilliGpu(units)),
		refunded: each,
	}
}

fn give_back(contract: ContractId, hours: &[u8], units: u32, refunded: Balance) -> DispatchResult {
	with_storage_layer(|| Contracts::give_back(contract, refunds(DAY, hours, units, refunded)))
}

#[test]
fn a_part_is_released_at_the_price_of_the_market_and_the_rest_burned() {
	Ext.run(|| {
		let contract = buy(300, &[8, 9], 1_001);
		let origin = RuntimeOrigin::signed(TENANT);
		assert_ok!(Contracts::top_up(origin, contract, DAY, mask(&[8]), 301));
		let (free, supply) = (gcd(TENANT), Assets::total_supply(GCD_ASSET));
		// A third of 1,001 is 333, of which 300 come back, and a third of 301 is 100.
		assert_ok!(give_back(contract, &[8], 100, 300));
		assert_eq!(gcd(TENANT), free + 400);
		assert_eq!(Assets::total_supply(GCD_ASSET), supply - 33);
		let page = page_of(contract).expect("open");
		let hour = at(8).of_day();
		assert_eq!(page.units_at(hour), MilliGpu(200));
		assert_eq!(page.unassigned_at(hour), MilliGpu(200));
		assert_eq!((page.paid_at(hour), page.incentive_at(hour)), (668, 201));
		System::assert_last_event(
			Event::HoursGivenBack {
				contract,
				day: DAY,
				hours: mask(&[8]),
				released: 400,
				fee: 33,
			}
			.into(),
		);
	});
}

#[test]
fn an_hour_a_day_and_a_contract_go_with_their_last_unit() {
	Ext.run(|| {
		let contract = buy(300, &[8, 9], 1_000);
		let days = vec![prices(Day(6), &[1], 300, 1_000)];
		assert_ok!(Contracts::extend(contract, days));
		assert_ok!(give_back(contract, &[8], 300, 900));
		assert_eq!(page_of(contract).map(|page| page.hours), Some(mask(&[9])));
		assert_ok!(give_back(contract, &[9], 300, 900));
		assert_eq!(page_of(contract), None);
		let record = crate::Contracts::<Test>::get(contract).expect("a day is open");
		assert_eq!(record.days.to_vec(), [Day(6)]);
		assert_ok!(Contracts::give_back(
			contract,
			refunds(Day(6), &[1], 300, 900)
		));
		assert!(!crate::Contracts::<Test>::contains_key(contract));
		assert_eq!((held(TENANT), gcd(TENANT)), (0, FUNDS - 300));
	});
}

#[test]
fn giving_the_open_rest_back_resolves_a_day_whose_other_hours_are_settled() {
	Ext.run(|| {
		let contract = buy(300, &[8, 20], 1_000);
		World::advance_to(8, HourPhase::Delivery);
		let origin = RuntimeOrigin::signed(TENANT);
		assert_ok!(Contracts::refund_unserved(origin, contract, DAY));
		assert_ok!(give_back(contract, &[20], 300, 950));
		assert!(!crate::Contracts::<Test>::contains_key(contract));
		assert_eq!(gcd(TENANT), FUNDS - 50);
	});
}

#[test]
fn no_more_than_what_was_paid_comes_back_however_often_it_is_split() {
	Ext.run(|| {
		let contract = buy(1_000, &[8], 999);
		let mut back = 0;
		for _ in 0..10 {
			let page = page_of(contract).expect("open");
			let paid = page.paid_at(at(8).of_day());
			let share = paid * 100 / Balance::from(page.units_at(at(8).of_day()).0);
			let more = give_back(contract, &[8], 100, share + 1);
			assert_noop!(more, Error::<Test>::InvalidReturn);
			assert_ok!(give_back(contract, &[8], 100, share));
			back += share;
		}
		assert_eq!(back, 999);
		assert_eq!(gcd(TENANT), FUNDS);
	});
}

#[test]
fn no_dust_is_left_behind() {
	Ext.run(|| {
		let contract = buy(300, &[8], 1_000);
		let result = give_back(contract, &[8], 201, 100);
		assert_noop!(result, Error::<Test>::UnitsBelowMinimum);
		assert_ok!(give_back(contract, &[8], 200, 100));
		assert_ok!(give_back(contract, &[8], 100, 100));
	});
}

#[test]
fn give_back_fails_for_hours_that_are_bound_not_bought_or_too_few() {
	Ext.run(|| {
		World::add_offer(0, 500);
		let contract = buy(300, &[8, 9], 1_000);
		for (hours, units, refunded) in [
			(&[8][..], 301, 0),
			(&[8], u32::MAX, 0),
			(&[8], 0, 0),
			(&[], 5, 0),
			(&[8], 300, 1_001),
			(&[8], 300, Balance::MAX),
		] {
			let result = give_back(contract, hours, units, refunded);
			assert_noop!(result, Error::<Test>::InvalidReturn);
		}
		let mut outside = refunds(DAY, &[8], 100, 10);
		outside.refunded[9] = 1;
		let result = with_storage_layer(|| Contracts::give_back(contract, outside));
		assert_noop!(result, Error::<Test>::InvalidReturn);
		let result = give_back(contract, &[8, 10], 100, 10);
		assert_noop!(result, Error::<Test>::HoursNotBought);
		let result = give_back(ContractId(7), &[8], 100, 10);
		assert_noop!(result, Error::<Test>::ContractNotFound);
		World::advance_to(8, HourPhase::Assignment);
		assert_ok!(accept(contract, 0, &[8], 100));
		let result = give_back(contract, &[8], 200, 10);
		assert_noop!(result, Error::<Test>::InvalidReturn);
	});
}

#[test]
fn give_back_fails_for_a_tenant_who_cannot_receive() {
	Ext.run(|| {
		let contract = buy(300, &[8], 1_000);
		let team = RuntimeOrigin::signed(ASSET_TEAM);
		assert_ok!(Assets::block(team, GCD_ASSET, TENANT));
		let result = give_back(contract, &[8], 300, 900);
		assert_noop!(result, TokenError::CannotCreate);
	});
}
