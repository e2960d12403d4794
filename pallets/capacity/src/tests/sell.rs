use super::{mask, offer, page_at};
use crate::{mock::*, Error};
use frame_support::{assert_noop, assert_ok};
use greenhour_traits::CapacityPools;
use greenhour_types::{Day, DayMask, Hour, HourMask, MilliGpu};

#[test]
fn sell_marks_the_hours_and_no_others() {
	Ext::execute(|| {
		offer(0, 1_000, 2, 9);
		let hours = HourMask::new(0b110).expect("below 24");
		assert_ok!(Capacity::sell(
			pool_of(0),
			DayMask { day: Day(3), hours },
			MilliGpu(400)
		));
		let sold: Vec<u32> = (0..4)
			.map(|hour| page_at(Hour(3 * 24 + hour)).sold.0)
			.collect();
		assert_eq!(sold, [0, 400, 400, 0]);
	});
}

#[test]
fn sell_fails_beyond_what_is_offered() {
	Ext::execute(|| {
		offer(0, 1_000, 2, 9);
		let hour = Hour(3 * 24 + 1);
		assert_ok!(Capacity::sell(pool_of(0), mask(hour), MilliGpu(1_000)));
		// The first hour has room, the second has not: nothing is written.
		let hours = HourMask::new(0b11).expect("below 24");
		let refused = Capacity::sell(pool_of(0), DayMask { day: Day(3), hours }, MilliGpu(1));
		assert_noop!(refused, Error::<Test>::InsufficientUnits);
		let refused = Capacity::sell(pool_of(0), mask(hour), MilliGpu(u32::MAX));
		assert_noop!(refused, Error::<Test>::InsufficientUnits);
	});
}

#[test]
fn sell_fails_from_the_moment_the_sale_closes() {
	Ext::execute(|| {
		offer(0, 1_000, 2, 9);
		let hour = Hour(2 * 24 + 15);
		let close = clock_params().sale_close_of(hour).expect("set");
		// The roll gets no weight: windows never wait for it.
		advance_to_moment(close - 1, frame_support::weights::Weight::zero());
		assert_ok!(Capacity::sell(pool_of(0), mask(hour), MilliGpu(1)));
		advance_to_moment(close, frame_support::weights::Weight::zero());
		let refused = Capacity::sell(pool_of(0), mask(hour), MilliGpu(1));
		assert_noop!(refused, Error::<Test>::OutsideWindow);
	});
}

#[test]
fn sell_fails_without_a_page() {
	Ext::execute(|| {
		offer(0, 1_000, 2, 20);
		let refused = Capacity::sell(pool_of(0), mask(Hour(10 * 24)), MilliGpu(1));
		assert_noop!(refused, Error::<Test>::PageNotOpen);
		let refused = Capacity::sell(pool_of(100), mask(Hour(3 * 24)), MilliGpu(1));
		assert_noop!(refused, Error::<Test>::PageNotOpen);
	});
}

#[test]
fn sell_fails_past_the_end_of_market_time() {
	Ext::execute(|| {
		let day = DayMask {
			day: Day(u32::MAX),
			hours: HourMask::FULL,
		};
		assert_noop!(
			Capacity::sell(pool_of(0), day, MilliGpu(1)),
			Error::<Test>::Overflow
		);
	});
}
