use crate::{mock::*, Error};
use frame_support::{assert_noop, assert_ok};
use greenhour_types::{Balance, Day, Hour, HourMask, MilliGpu};
use sp_runtime::DispatchResult;

fn cheapest(first: Hour, deadline: Hour, hours: u32, units: u32, max: Balance) -> DispatchResult {
	HourMarket::buy_cheapest(
		RuntimeOrigin::signed(TENANT),
		POOL,
		first,
		deadline,
		hours,
		MilliGpu(units),
		terms(),
		no_uri(),
		max,
	)
}

/// Hours of a day that the first contract bought.
fn bought(day: u32) -> HourMask {
	let opened = &World::opened()[0];
	opened
		.days
		.get(&Day(day))
		.map_or(HourMask::EMPTY, |day| day.hours)
}

#[test]
fn buy_cheapest_takes_the_hours_with_the_lowest_prices() {
	Ext::execute(|| {
		// Far ahead prices fall with the lead; two hours of day 9 are lowered by more supply.
		World::change_page(Day(9), |page| {
			page.hours[7].offered = MilliGpu(60_000);
			page.hours[21].offered = MilliGpu(50_000);
		});
		let (first, deadline) = (Hour(9 * 24 + 2), Hour(10 * 24));
		let quote = HourMarket::quote_cheapest(POOL, first, deadline, 3, MilliGpu(500), 8_000)
			.expect("on sale");
		assert_noop!(
			cheapest(first, deadline, 3, 500, quote.total - 1),
			Error::<Test>::MaxCostExceeded
		);
		assert_ok!(cheapest(first, deadline, 3, 500, quote.total));
		// Of the others the first of the window costs least.
		assert_eq!(bought(9), hours(9, 1 << 2 | 1 << 7 | 1 << 21).hours);
		assert_eq!(World::opened()[0].held, quote.total);
	});
}

#[test]
fn hours_of_one_price_are_taken_early() {
	Ext::execute(|| {
		// The floor holds for all of day 2.
		assert_ok!(cheapest(Hour(0), Hour(72), 2, 100, Balance::MAX));
		assert_eq!(bought(2), hours(2, 0b11 << 11).hours);
	});
}

#[test]
fn hours_without_the_units_in_this_block_are_left_out() {
	Ext::execute(|| {
		World::change_page(Day(2), |page| page.hours[11].offered = MilliGpu(499));
		let masks = crate::PurchaseDays::truncate_from(vec![hours(2, 1 << 12)]);
		let origin = RuntimeOrigin::signed(TENANT);
		let all = MilliGpu(7_600);
		assert_ok!(HourMarket::buy(
			origin,
			POOL,
			masks,
			all,
			terms(),
			no_uri(),
			Balance::MAX
		));
		assert_ok!(cheapest(Hour(0), Hour(72), 1, 500, Balance::MAX));
		let last = World::opened().pop().expect("two");
		assert_eq!(last.days[&Day(2)].hours, hours(2, 1 << 13).hours);
	});
}

#[test]
fn buy_cheapest_fails_when_the_window_has_too_few_hours() {
	Ext::execute(|| {
		// It is 09:00; 11:00 to 23:00 are on sale.
		assert_ok!(cheapest(Hour(0), Hour(72), 13, 100, Balance::MAX));
		assert_noop!(
			cheapest(Hour(0), Hour(72), 14, 100, Balance::MAX),
			Error::<Test>::InsufficientHours
		);
		assert_noop!(
			cheapest(Hour(0), Hour(72), u32::MAX, 100, Balance::MAX),
			Error::<Test>::InsufficientHours
		);
	});
}

#[test]
fn buy_cheapest_fails_with_an_unusable_window() {
	Ext::execute(|| {
		let at = |first, deadline| cheapest(Hour(first), Hour(deadline), 1, 100, Balance::MAX);
		for (first, deadline) in [(60, 60), (61, 60), (u32::MAX, 0)] {
			assert_noop!(at(first, deadline), Error::<Test>::NoHours);
		}
		// Nine days, if by one hour.
		for (first, deadline) in [(71, 240 + 1), (48, u32::MAX)] {
			assert_noop!(at(first, deadline), Error::<Test>::WindowTooLong);
		}
		assert_ok!(at(71, 240));
		assert_noop!(
			cheapest(Hour(60), Hour(70), 0, 100, Balance::MAX),
			Error::<Test>::NoHours
		);
		assert_noop!(
			cheapest(Hour(60), Hour(70), 1, 99, Balance::MAX),
			Error::<Test>::UnitsBelowMinimum
		);
	});
}
