use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok, storage::with_storage_layer};
use greenhour_traits::{ContractBook, HourPrices};
use greenhour_types::{Balance, ContractId, Day, HourPhase, MilliGpu};
use sp_runtime::{DispatchResult, TokenError};

fn extend(contract: ContractId, days: Vec<HourPrices>) -> DispatchResult {
	with_storage_layer(|| Contracts::extend(contract, days))
}

#[test]
fn more_units_and_more_hours_join_the_day() {
	Ext.run(|| {
		let contract = buy(300, &[8], 1_000);
		World::change(|world| world.now = 77);
		let more = prices(DAY, &[8, 9], 100, 500);
		assert_ok!(extend(contract, vec![more]));
		let page = page_of(contract).expect("open");
		assert_eq!((page.hours, page.bought_at), (mask(&[8, 9]), 77));
		assert_eq!(page.units_at(at(8).of_day()), MilliGpu(400));
		assert_eq!(page.unassigned_at(at(8).of_day()), MilliGpu(400));
		assert_eq!(page.paid_at(at(8).of_day()), 1_500);
		assert_eq!(page.units_at(at(9).of_day()), MilliGpu(100));
		assert_eq!(held_beside(TENANT), 2_000);
		System::assert_last_event(
			Event::ContractExtended {
				contract,
				held: 1_000,
				deposit: 0,
			}
			.into(),
		);
	});
}

#[test]
fn a_new_day_is_listed_in_order_and_brings_its_deposit() {
	Ext.run(|| {
		let contract = buy(300, &[8], 1_000);
		let days = vec![
			prices(Day(4), &[23], 100, 70),
			prices(DAY, &[9], 100, 70),
			prices(Day(6), &[0], 100, 70),
		];
		assert_ok!(extend(contract, days));
		let record = crate::Contracts::<Test>::get(contract).expect("open");
		assert_eq!(record.days.to_vec(), [Day(4), DAY, Day(6)]);
		assert_eq!(record.rewards, 3 * DEPOSIT);
		assert_eq!(
			(record.held, held(TENANT)),
			(1_210 + 3 * DEPOSIT, record.held)
		);
	});
}

#[test]
fn extend_fails_beyond_eight_days() {
	Ext.run(|| {
		let contract = buy(300, &[8], 1_000);
		let days = |count: u32| -> Vec<_> {
			(6..6 + count)
				.map(|day| prices(Day(day), &[1], 100, 10))
				.collect()
		};
		assert_noop!(extend(contract, days(8)), Error::<Test>::InvalidPurchase);
		assert_ok!(extend(contract, days(7)));
		let ninth = vec![prices(Day(20), &[1], 100, 10)];
		assert_noop!(extend(contract, ninth), Error::<Test>::InvalidPurchase);
	});
}

#[test]
fn extend_fails_for_hours_that_somebody_serves_or_nobody_did() {
	Ext.run(|| {
		World::add_offer(0, 500);
		let contract = buy(300, &[8, 9], 1_000);
		World::advance_to(8, HourPhase::Assignment);
		assert_ok!(accept(contract, 0, &[8], 100));
		let more = || vec![prices(DAY, &[8], 100, 500)];
		assert_noop!(extend(contract, more()), Error::<Test>::InvalidPurchase);
		World::advance_to(9, HourPhase::Delivery);
		let origin = RuntimeOrigin::signed(STRANGER);
		assert_ok!(Contracts::refund_unserved(origin, contract, DAY));
		let more = vec![prices(DAY, &[9], 100, 500)];
		assert_noop!(extend(contract, more), Error::<Test>::InvalidPurchase);
	});
}

#[test]
fn extend_fails_for_malformed_hours_unknown_contracts_and_empty_pockets() {
	Ext.run(|| {
		let contract = buy(300, &[8], 1_000);
		for days in [
			vec![],
			vec![prices(DAY, &[8], 0, 5)],
			vec![prices(DAY, &[8], 5, 0)],
			vec![prices(DAY, &[8], u32::MAX, 5)],
		] {
			assert_noop!(extend(contract, days), Error::<Test>::InvalidPurchase);
		}
		let much = vec![prices(DAY, &[8], 100, FUNDS)];
		assert_noop!(extend(contract, much), TokenError::FundsUnavailable);
		let most = vec![prices(DAY, &[8], 100, Balance::MAX)];
		assert_noop!(extend(contract, most), Error::<Test>::Overflow);
		let some = || vec![prices(DAY, &[8], 100, 5)];
		let nobody = extend(ContractId(9), some());
		assert_noop!(nobody, Error::<Test>::ContractNotFound);
		World::change(|world| world.closed_modes.push(terms().verification));
		assert_noop!(extend(contract, some()), Error::<Test>::NotProvable);
	});
}
