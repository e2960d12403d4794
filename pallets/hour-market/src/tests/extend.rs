use crate::{mock::*, Error, Event, HourTrade};
use frame_support::{assert_noop, assert_ok};
use greenhour_types::{Balance, ContractId, Day, DayUnits, Hour, MilliGpu};
use sp_runtime::DispatchResult;

fn open() {
	assert_ok!(HourMarket::buy_volume(
		RuntimeOrigin::signed(TENANT),
		POOL,
		orders(&[order(2, 1 << 12, 300)]),
		terms(),
		no_uri(),
		Balance::MAX
	));
}

fn extend(tenant: u64, days: &[DayUnits], max: Balance) -> DispatchResult {
	let origin = RuntimeOrigin::signed(tenant);
	HourMarket::extend(origin, ContractId(0), orders(days), max)
}

#[test]
fn extend_adds_units_and_hours_at_the_price_of_now() {
	Ext::execute(|| {
		open();
		World::change_page(Day(3), |page| page.hours[0].offered = MilliGpu(20_000));
		// On the floor with the 8 % of the contract: 540 planck a unit.
		let more = [order(2, 0b11 << 12, 200), order(3, 1, 100)];
		assert_noop!(
			extend(TENANT, &more, 269_999),
			Error::<Test>::MaxCostExceeded
		);
		assert_ok!(extend(TENANT, &more, 270_000));
		let opened = &World::opened()[0];
		assert_eq!(opened.days[&Day(2)].units[12..14], [500, 200].map(MilliGpu));
		assert_eq!(opened.days[&Day(2)].paid[12..14], [270_000, 108_000]);
		assert_eq!(opened.days[&Day(3)].paid[0], 54_000);
		assert_eq!(World::sold_at(Hour(2 * 24 + 12)), 500);
		let trade = |hour, units, amount| HourTrade {
			hour: Hour(hour),
			units: MilliGpu(units),
			amount,
		};
		System::assert_last_event(
			Event::ContractExtended {
				contract: ContractId(0),
				tenant: TENANT,
				hours: vec![
					trade(60, 200, 108_000),
					trade(61, 200, 108_000),
					trade(72, 100, 54_000),
				],
				cost: 270_000,
			}
			.into(),
		);
	});
}

#[test]
fn extend_fails_for_anybody_but_the_tenant() {
	Ext::execute(|| {
		open();
		let more = [order(3, 1, 100)];
		assert_noop!(
			extend(TENANT + 1, &more, Balance::MAX),
			Error::<Test>::NotAuthorized
		);
	});
}

#[test]
fn extend_fails_without_the_contract() {
	Ext::execute(|| {
		let more = [order(3, 1, 100)];
		assert_noop!(
			extend(TENANT, &more, Balance::MAX),
			Error::<Test>::ContractNotFound
		);
	});
}

#[test]
fn extend_refuses_what_buy_refuses() {
	Ext::execute(|| {
		open();
		for (more, cause) in [
			(order(3, 1, 99), Error::<Test>::UnitsBelowMinimum),
			(order(3, 0, 100), Error::<Test>::NoHours),
			(order(2, 1 << 10, 100), Error::<Test>::HourNotOnSale),
			(order(11, 1, 100), Error::<Test>::PageNotOpen),
			(order(3, 1, 10_001), Error::<Test>::InsufficientUnits),
			(order(3, 1, 8_001), Error::<Test>::BlockLimitExceeded),
		] {
			assert_noop!(extend(TENANT, &[more], Balance::MAX), cause);
		}
	});
}
