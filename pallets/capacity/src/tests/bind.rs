use super::{bound, offer, page_at, sell};
use crate::{mock::*, BoundUnits, Error};
use frame_support::{assert_noop, assert_ok, weights::Weight};
use greenhour_traits::CapacityPools;
use greenhour_types::{Day, Hour, MilliGpu, OfferId};

/// Noon of day 2: sold, its sale closed, not started.
const NOON: Hour = Hour(2 * 24 + 12);

/// An offer of 1,000 units of which `sold` are sold at noon, an hour before noon.
fn sold_at_noon(sold: u32) -> OfferId {
	let id = offer(0, 1_000, 2, 9);
	assert_ok!(sell(0, NOON, sold));
	advance_to(Hour(NOON.0 - 1));
	id
}

#[test]
fn bind_takes_units_of_the_offer_and_counts_them_as_accepted() {
	Ext::execute(|| {
		let id = sold_at_noon(700);
		assert_ok!(Capacity::bind(bound(id, NOON, 600)));
		assert_eq!(Capacity::free_units(id, NOON), MilliGpu(400));
		assert_eq!(Capacity::free_units(id, NOON.next()), MilliGpu(1_000));
		assert_eq!(page_at(NOON).accepted, MilliGpu(600));
	});
}

#[test]
fn bind_fails_beyond_what_is_sold() {
	Ext::execute(|| {
		let id = sold_at_noon(700);
		assert_noop!(
			Capacity::bind(bound(id, NOON, 701)),
			Error::<Test>::InsufficientUnits
		);
	});
}

#[test]
fn bind_fails_beyond_what_the_offer_has_free() {
	Ext::execute(|| {
		let other = offer(1, 500, 2, 9);
		let id = sold_at_noon(1_500);
		assert_ok!(Capacity::bind(bound(id, NOON, 900)));
		assert_noop!(
			Capacity::bind(bound(id, NOON, 101)),
			Error::<Test>::InsufficientUnits
		);
		assert_ok!(Capacity::bind(bound(other, NOON, 500)));
		assert_ok!(Capacity::bind(bound(id, NOON, 100)));
		assert_noop!(
			Capacity::bind(bound(id, NOON, u32::MAX)),
			Error::<Test>::InsufficientUnits
		);
	});
}

#[test]
fn bind_fails_outside_the_windows_after_the_sale_and_before_the_start() {
	Ext::execute(|| {
		let id = sold_at_noon(700);
		let close = clock_params().sale_close_of(NOON).expect("set");
		let start = clock_params().start_of(NOON).expect("set");
		for (now, open) in [
			(close - 1, false),
			(close, true),
			(start - 1, true),
			(start, false),
		] {
			advance_to_moment(now, Weight::zero());
			if open {
				assert_ok!(Capacity::bind(bound(id, NOON, 1)));
			} else {
				assert_noop!(
					Capacity::bind(bound(id, NOON, 1)),
					Error::<Test>::OutsideWindow
				);
			}
		}
	});
}

#[test]
fn bind_fails_for_an_unknown_offer() {
	Ext::execute(|| {
		sold_at_noon(700);
		let refused = Capacity::bind(bound(OfferId(7), NOON, 1));
		assert_noop!(refused, Error::<Test>::OfferNotFound);
	});
}

#[test]
fn bind_fails_for_an_offer_that_has_ended() {
	Ext::execute(|| {
		let ended = offer(1, 500, 2, 2);
		let id = offer(0, 1_000, 2, 9);
		let hour = Hour(3 * 24 + 1);
		assert_ok!(sell(0, hour, 700));
		advance_to(Hour(hour.0 - 1));
		assert_noop!(
			Capacity::bind(bound(ended, hour, 0)),
			Error::<Test>::OfferNotFound
		);
		assert_ok!(Capacity::bind(bound(id, hour, 700)));
	});
}

#[test]
fn bind_forgets_days_that_are_over() {
	Ext::execute(|| {
		let id = sold_at_noon(700);
		assert_ok!(Capacity::bind(bound(id, NOON, 600)));
		let tomorrow = Hour(NOON.0 + 24);
		assert_ok!(sell(0, tomorrow, 300));
		advance_to(Hour(tomorrow.0 - 1));
		assert_ok!(Capacity::bind(bound(id, tomorrow, 300)));
		let days: Vec<Day> = BoundUnits::<Test>::iter_key_prefix(id).collect();
		assert_eq!(days, [Day(3)]);
		// The page still knows.
		assert_eq!(page_at(NOON).accepted, MilliGpu(600));
	});
}
