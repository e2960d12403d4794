use super::{bound, offer, page_at, sell};
use crate::{mock::*, BoundUnits, Error, ReleasedUnits};
use frame_support::{assert_noop, assert_ok, weights::Weight};
use greenhour_traits::CapacityPools;
use greenhour_types::{Hour, MilliGpu, OfferId};

/// Noon of day 2.
const NOON: Hour = Hour(2 * 24 + 12);

/// An offer of 1,000 units that has bound 600 of 700 sold at noon.
fn bound_at_noon() -> OfferId {
	let id = offer(0, 1_000, 2, 9);
	assert_ok!(sell(0, NOON, 700));
	advance_to(Hour(NOON.0 - 1));
	assert_ok!(Capacity::bind(bound(id, NOON, 600)));
	id
}

#[test]
fn released_units_are_no_longer_accepted_and_stay_locked() {
	Ext::execute(|| {
		let id = bound_at_noon();
		assert_ok!(Capacity::release(bound(id, NOON, 500)));
		assert_eq!(page_at(NOON).accepted, MilliGpu(100));
		assert_eq!(Capacity::free_units(id, NOON), MilliGpu(400));
		// 600 are open again, and this offer has 400 for them.
		let refused = Capacity::bind(bound(id, NOON, 401));
		assert_noop!(refused, Error::<Test>::InsufficientUnits);
		assert_ok!(Capacity::bind(bound(id, NOON, 400)));
		assert_eq!(page_at(NOON).accepted, MilliGpu(500));
	});
}

#[test]
fn release_fails_beyond_what_is_bound_and_not_released() {
	Ext::execute(|| {
		let id = bound_at_noon();
		for refused in [601, u32::MAX] {
			let refused = Capacity::release(bound(id, NOON, refused));
			assert_noop!(refused, Error::<Test>::InsufficientUnits);
		}
		assert_ok!(Capacity::release(bound(id, NOON, 500)));
		let refused = Capacity::release(bound(id, NOON, 101));
		assert_noop!(refused, Error::<Test>::InsufficientUnits);
	});
}

#[test]
fn release_fails_once_the_hour_has_started() {
	Ext::execute(|| {
		let id = bound_at_noon();
		let start = clock_params().start_of(NOON).expect("set");
		advance_to_moment(start - 1, Weight::zero());
		assert_ok!(Capacity::release(bound(id, NOON, 1)));
		advance_to_moment(start, Weight::zero());
		let refused = Capacity::release(bound(id, NOON, 1));
		assert_noop!(refused, Error::<Test>::OutsideWindow);
	});
}

#[test]
fn what_was_released_is_forgotten_with_what_was_bound() {
	Ext::execute(|| {
		let id = bound_at_noon();
		assert_ok!(Capacity::release(bound(id, NOON, 500)));
		let tomorrow = Hour(NOON.0 + 24);
		assert_ok!(sell(0, tomorrow, 300));
		advance_to(Hour(tomorrow.0 - 1));
		assert_ok!(Capacity::bind(bound(id, tomorrow, 300)));
		assert_eq!(ReleasedUnits::<Test>::iter().count(), 0);
		assert_eq!(BoundUnits::<Test>::iter().count(), 1);
		// And with the offer.
		assert_ok!(Capacity::release(bound(id, tomorrow, 300)));
		advance_to(Hour(10 * 24));
		assert_eq!(ReleasedUnits::<Test>::iter().count(), 0);
		assert_eq!(BoundUnits::<Test>::iter().count(), 0);
	});
}
