use crate::{mock::*, Error, Orders};
use frame_support::{assert_noop, assert_ok};
use greenhour_types::{Balance, Day, DayUnits, Hour, MilliGpu};
use sp_runtime::DispatchResult;

fn buy_volume(orders: Orders, max: Balance) -> DispatchResult {
	HourMarket::buy_volume(
		RuntimeOrigin::signed(TENANT),
		POOL,
		orders,
		terms(),
		no_uri(),
		max,
	)
}

/// 300 units at 12:00 and 700 at 13:00 of day 2, 1,000 at midnight of day 4.
fn own_units() -> Vec<DayUnits> {
	let mut first = order(2, 1 << 12, 300);
	first.units[13] = MilliGpu(700);
	vec![first, order(4, 1, 1_000)]
}

#[test]
fn buy_volume_sells_own_units_in_each_hour() {
	Ext::execute(|| {
		let quote = HourMarket::quote_volume(POOL, orders(&own_units()), 8_000).expect("on sale");
		assert_eq!(quote.settlement_deposit, 2 * DEPOSIT);
		assert_noop!(
			buy_volume(orders(&own_units()), quote.total - 1),
			Error::<Test>::MaxCostExceeded
		);
		assert_ok!(buy_volume(orders(&own_units()), quote.total));
		assert_eq!(World::sold_at(Hour(2 * 24 + 12)), 300);
		assert_eq!(World::sold_at(Hour(2 * 24 + 13)), 700);
		assert_eq!(World::sold_at(Hour(4 * 24)), 1_000);
		let opened = &World::opened()[0];
		// On the floor: 500 planck and 8 %.
		assert_eq!(opened.days[&Day(2)].paid[12..14], [162_000, 378_000]);
		assert_eq!(opened.held, quote.total);
	});
}

#[test]
fn buy_volume_costs_what_buy_costs() {
	Ext::execute(|| {
		let masks = crate::PurchaseDays::truncate_from(vec![hours(3, 0xff), hours(8, 0xff)]);
		let flat = HourMarket::quote(POOL, masks, MilliGpu(400), 8_000);
		let own = orders(&[order(3, 0xff, 400), order(8, 0xff, 400)]);
		assert_eq!(HourMarket::quote_volume(POOL, own, 8_000), flat);
		assert!(flat.is_some());
	});
}

#[test]
fn buy_volume_fails_when_one_hour_is_below_the_smallest_order() {
	Ext::execute(|| {
		let mut days = own_units();
		days[0].units[14] = MilliGpu(99);
		let refused = buy_volume(orders(&days), Balance::MAX);
		assert_noop!(refused, Error::<Test>::UnitsBelowMinimum);
	});
}

#[test]
fn buy_volume_fails_with_a_day_without_units() {
	Ext::execute(|| {
		let days = [order(2, 1 << 12, 300), order(3, 1, 0)];
		let refused = buy_volume(orders(&days), Balance::MAX);
		assert_noop!(refused, Error::<Test>::NoHours);
		assert_noop!(
			buy_volume(Orders::default(), Balance::MAX),
			Error::<Test>::NoHours
		);
	});
}
