use super::{offer, order, page_at, sell};
use crate::{mock::*, Error};
use frame_support::{assert_noop, assert_ok};
use greenhour_traits::CapacityPools;
use greenhour_types::{Day, DayMask, DayPage, DayUnits, Hour, HourMask, MilliGpu};

#[test]
fn sell_marks_the_hours_and_no_others() {
	Ext::execute(|| {
		offer(0, 1_000, 2, 9);
		let hours = HourMask::new(0b110).expect("below 24");
		let order = DayUnits::flat(DayMask { day: Day(3), hours }, MilliGpu(400));
		let implied: [u64; 24] = core::array::from_fn(|hour| 1_000 + hour as u64);
		assert_ok!(Capacity::sell(pool_of(0), &order, &implied));
		assert_ok!(Capacity::sell(pool_of(0), &order, &implied));
		let sold: Vec<u32> = (0..4)
			.map(|hour| page_at(Hour(3 * 24 + hour)).sold.0)
			.collect();
		assert_eq!(sold, [0, 800, 800, 0]);
		let implied: Vec<u64> = (0..4)
			.map(|hour| page_at(Hour(3 * 24 + hour)).implied)
			.collect();
		assert_eq!(implied, [0, 2_002, 2_004, 0]);
	});
}

#[test]
fn sell_fails_beyond_what_is_offered() {
	Ext::execute(|| {
		offer(0, 1_000, 2, 9);
		let hour = Hour(3 * 24 + 1);
		assert_ok!(sell(0, hour, 1_000));
		// The first hour has room, the second has not: nothing is written.
		let hours = HourMask::new(0b11).expect("below 24");
		let order = DayUnits::flat(DayMask { day: Day(3), hours }, MilliGpu(1));
		let refused = Capacity::sell(pool_of(0), &order, &[0; 24]);
		assert_noop!(refused, Error::<Test>::InsufficientUnits);
		let refused = sell(0, hour, u32::MAX);
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
		assert_ok!(sell(0, hour, 1));
		advance_to_moment(close, frame_support::weights::Weight::zero());
		let refused = sell(0, hour, 1);
		assert_noop!(refused, Error::<Test>::OutsideWindow);
	});
}

#[test]
fn sell_fails_without_a_page() {
	Ext::execute(|| {
		offer(0, 1_000, 2, 20);
		let refused = sell(0, Hour(10 * 24), 1);
		assert_noop!(refused, Error::<Test>::PageNotOpen);
		let refused = sell(100, Hour(3 * 24), 1);
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
			Capacity::sell_on(
				DayPage::default(),
				pool_of(0),
				&DayUnits::flat(day, MilliGpu(1)),
				&[0; 24]
			),
			Error::<Test>::Overflow
		);
	});
}

#[test]
fn sell_counts_what_was_sold_in_the_block() {
	Ext::execute(|| {
		offer(0, 1_000, 2, 9);
		let (hour, other) = (Hour(3 * 24 + 1), Hour(3 * 24 + 2));
		let traded = |hour: Hour| {
			let page = crate::DayPages::<Test>::get(pool_of(0), Day(3)).expect("open");
			let block = u32::try_from(System::block_number()).expect("few");
			page.traded.in_block(block, hour.of_day()).0
		};
		assert_eq!(traded(hour), 0);
		assert_ok!(sell(0, hour, 300));
		assert_ok!(sell(0, hour, 200));
		assert_ok!(sell(0, other, 100));
		assert_eq!((traded(hour), traded(other)), (500, 100));
		// Nobody makes room in the block by selling back.
		assert_ok!(Capacity::take_back(pool_of(0), &order(hour, 400)));
		assert_eq!(traded(hour), 500);
		System::set_block_number(System::block_number() + 1);
		assert_eq!((traded(hour), traded(other)), (0, 0));
		assert_ok!(sell(0, other, 150));
		assert_eq!((traded(hour), traded(other)), (0, 150));
	});
}

#[test]
fn sell_notes_when_an_hour_is_sold_out_and_room_clears_it() {
	Ext::execute(|| {
		offer(0, 1_000, 2, 9);
		let hour = Hour(3 * 24 + 1);
		let sold_out_at = || page_at(hour).sold_out_at;
		let start = clock_params().start_of(FIRST_HOUR).expect("set");
		assert_ok!(sell(0, hour, 900));
		assert_eq!(sold_out_at(), None, "the smallest order is left");
		advance_to_moment(start + 7, frame_support::weights::Weight::zero());
		assert_ok!(sell(0, hour, 1));
		assert_eq!(sold_out_at(), Some(start + 7));
		assert_eq!(page_at(hour.next()).sold_out_at, None);
		// The first moment stays.
		advance_to_moment(start + 9, frame_support::weights::Weight::zero());
		assert_ok!(sell(0, hour, 99));
		assert_eq!(sold_out_at(), Some(start + 7));
		assert_ok!(Capacity::take_back(pool_of(0), &order(hour, 99)));
		assert_eq!(sold_out_at(), Some(start + 7), "99 are left");
		assert_ok!(Capacity::take_back(pool_of(0), &order(hour, 1)));
		assert_eq!(sold_out_at(), None);
		// Sold out once more, and an offer joins.
		assert_ok!(sell(0, hour, 100));
		assert_eq!(sold_out_at(), Some(start + 9));
		crate::invariants::check::<Test>().expect("invariants hold");
		offer(1, 100, 2, 9);
		assert_eq!(sold_out_at(), None);
		// It leaves again: what is left was not sold.
		let id = greenhour_types::OfferId(1);
		let origin = RuntimeOrigin::signed(owner_of(1));
		assert_ok!(Capacity::end_offer(origin, id));
		assert_eq!(sold_out_at(), None);
	});
}

#[test]
fn a_sold_out_hour_with_room_breaks_an_invariant() {
	Ext::build().execute_with(|| {
		advance_to(FIRST_HOUR);
		offer(0, 1_000, 2, 9);
		assert_ok!(sell(0, Hour(3 * 24 + 1), 500));
		assert!(crate::invariants::check::<Test>().is_ok());
		crate::DayPages::<Test>::mutate(pool_of(0), Day(3), |page| {
			page.as_mut().expect("open").hours[1].sold_out_at = Some(1);
		});
		assert!(crate::invariants::check::<Test>().is_err());
	});
}
