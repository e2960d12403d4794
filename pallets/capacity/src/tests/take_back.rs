use super::{offer, order, page_at, sell};
use crate::{mock::*, Error};
use frame_support::{assert_noop, assert_ok, weights::Weight};
use greenhour_traits::CapacityPools;
use greenhour_types::{Hour, MilliGpu};

#[test]
fn take_back_puts_units_and_their_part_of_demand_back() {
	Ext::execute(|| {
		offer(0, 1_000, 2, 9);
		let hour = Hour(3 * 24 + 1);
		// 700 units that imply 2,100.
		assert_ok!(sell(0, hour, 700));
		assert_ok!(Capacity::take_back(pool_of(0), &order(hour, 699)));
		assert_eq!(page_at(hour).sold, MilliGpu(1));
		assert_eq!(page_at(hour).implied, 3);
		assert_ok!(Capacity::take_back(pool_of(0), &order(hour, 1)));
		assert_eq!(page_at(hour).sold, MilliGpu(0));
		assert_eq!(page_at(hour).implied, 0);
	});
}

#[test]
fn take_back_rounds_demand_down() {
	Ext::execute(|| {
		offer(0, 1_000, 2, 9);
		let hour = Hour(3 * 24 + 1);
		assert_ok!(Capacity::sell(pool_of(0), &order(hour, 3), &[10; 24]));
		assert_ok!(Capacity::take_back(pool_of(0), &order(hour, 1)));
		// 10 * 2 / 3 = 6.67.
		assert_eq!(page_at(hour).implied, 6);
	});
}

#[test]
fn take_back_fails_beyond_what_is_sold() {
	Ext::execute(|| {
		offer(0, 1_000, 2, 9);
		let hour = Hour(3 * 24 + 1);
		assert_ok!(sell(0, hour, 300));
		let refused = Capacity::take_back(pool_of(0), &order(hour, 301));
		assert_noop!(refused, Error::<Test>::InsufficientUnits);
	});
}

#[test]
fn take_back_fails_from_the_moment_the_sale_closes() {
	Ext::execute(|| {
		offer(0, 1_000, 2, 9);
		let hour = Hour(2 * 24 + 15);
		assert_ok!(sell(0, hour, 300));
		let close = clock_params().sale_close_of(hour).expect("set");
		advance_to_moment(close, Weight::zero());
		let refused = Capacity::take_back(pool_of(0), &order(hour, 1));
		assert_noop!(refused, Error::<Test>::OutsideWindow);
	});
}
