use super::{offer, offered_at, order, record_of, sell};
use crate::{mock::*, Error, Event, OfferEnds, Offers};
use frame_support::{assert_noop, assert_ok};
use greenhour_traits::CapacityPools;
use greenhour_types::{Day, DeviceId, Hour, OfferId, OfferState};
use sp_runtime::DispatchResult;

fn end(who: u64, offer: OfferId) -> DispatchResult {
	Capacity::end_offer(RuntimeOrigin::signed(who), offer)
}

#[test]
fn end_offer_keeps_the_days_that_have_a_closed_hour() {
	Ext::execute(|| {
		let id = offer(0, 1_000, 2, 20);
		offer(1, 100, 2, 20);
		assert_ok!(end(owner_of(0), id));
		let record = Offers::<Test>::get(id).expect("stored");
		assert_eq!(record.last_day, Day(2));
		assert_eq!(record.state, OfferState::Open { index: 0 });
		assert_eq!(offered_at(Hour(2 * 24 + 23)), 1_100);
		assert_eq!(offered_at(Hour(3 * 24)), 100);
		assert!(OfferEnds::<Test>::contains_key(Day(2), id));
		assert!(!OfferEnds::<Test>::contains_key(Day(20), id));
		System::assert_last_event(
			Event::OfferShortened {
				offer: id,
				last_day: Day(2),
			}
			.into(),
		);

		advance_to(Hour(3 * 24));
		assert_eq!(
			Offers::<Test>::get(id).map(|offer| offer.state),
			Some(OfferState::Ended)
		);
		assert_eq!(World::obligations(0), 0);
		// The last offer of the list took the place of the first.
		assert_eq!(Capacity::offer_at(pool_of(0), 0), Some(OfferId(1)));
	});
}

#[test]
fn end_offer_ends_at_once_what_has_not_started() {
	Ext::execute(|| {
		let id = offer(0, 1_000, 4, 20);
		assert_ok!(end(operator_of(0), id));
		// Nothing is left of it: the owner held its position.
		assert_eq!(Offers::<Test>::get(id), None);
		assert_eq!(World::issued(), []);
		assert_eq!(OfferEnds::<Test>::iter().count(), 0);
		assert_eq!(Capacity::offer_of(DeviceId(0)), None);
		assert_eq!(World::obligations(0), 0);
		assert_eq!(offered_at(Hour(5 * 24)), 0);
		System::assert_last_event(Event::OfferEnded { offer: id }.into());
		// Nor does it come back with pages that open later.
		advance_to(Hour(6 * 24));
		assert_eq!(offered_at(Hour(13 * 24)), 0);
	});
}

#[test]
fn end_offer_leaves_days_that_are_not_open_yet() {
	Ext::execute(|| {
		let id = offer(0, 1_000, 2, 20);
		offer(1, 100, 12, 15);
		assert_ok!(end(owner_of(0), id));
		advance_to(Hour(8 * 24));
		assert_eq!(offered_at(Hour(11 * 24)), 0);
		assert_eq!(offered_at(Hour(12 * 24)), 100);
	});
}

#[test]
fn end_offer_late_in_the_evening_keeps_the_next_day_too() {
	Ext::execute(|| {
		let id = offer(0, 1_000, 2, 20);
		// 23:00: the sale of midnight has closed.
		advance_to(Hour(2 * 24 + 23));
		assert_ok!(end(owner_of(0), id));
		assert_eq!(
			Offers::<Test>::get(id).map(|offer| offer.last_day),
			Some(Day(3))
		);
	});
}

#[test]
fn end_offer_serves_the_days_on_which_its_units_are_sold() {
	Ext::execute(|| {
		let id = offer(0, 1_000, 2, 20);
		offer(1, 100, 2, 20);
		assert_ok!(sell(0, Hour(5 * 24 + 3), 101));
		assert_ok!(end(owner_of(0), id));
		assert_eq!(record_of(id).last_day, Day(5));
		let offered: Vec<u32> = (4..=6).map(|day| offered_at(Hour(day * 24))).collect();
		assert_eq!(offered, [1_100, 1_100, 100]);
		// What it had to keep was sold back: it can leave earlier.
		assert_ok!(Capacity::take_back(pool_of(0), &order(Hour(5 * 24 + 3), 1)));
		assert_ok!(end(owner_of(0), id));
		assert_eq!(record_of(id).last_day, Day(2));
	});
}

#[test]
fn end_offer_on_a_full_horizon_ends_at_its_last_day() {
	Ext::execute(|| {
		let id = offer(0, 1_000, 2, 20);
		assert_ok!(sell(0, Hour(9 * 24 + 23), 1_000));
		assert_ok!(end(owner_of(0), id));
		assert_eq!(record_of(id).last_day, Day(9));
		assert_noop!(end(owner_of(0), id), Error::<Test>::AlreadyEnding);
		advance_to(Hour(3 * 24));
		assert_eq!(offered_at(Hour(10 * 24)), 0);
	});
}

#[test]
fn end_offer_needs_the_consent_of_whoever_holds_its_position() {
	Ext::execute(|| {
		let id = offer(0, 1_000, 2, 20);
		World::sell_position(id, false);
		assert_noop!(end(owner_of(0), id), Error::<Test>::ConsentNeeded);
		World::sell_position(id, true);
		assert_ok!(end(owner_of(0), id));
	});
}

#[test]
fn end_offer_fails_while_the_roll_is_behind() {
	Ext::execute(|| {
		let id = offer(0, 1_000, 2, 20);
		advance_to_within(Hour(5 * 24), frame_support::weights::Weight::zero());
		assert_noop!(end(owner_of(0), id), Error::<Test>::PagesBehind);
	});
}

#[test]
fn end_offer_leaves_just_enough_for_what_is_sold() {
	Ext::execute(|| {
		let id = offer(0, 1_000, 2, 20);
		offer(1, 100, 2, 20);
		assert_ok!(sell(0, Hour(5 * 24 + 3), 100));
		assert_ok!(end(owner_of(0), id));
		assert_eq!(offered_at(Hour(5 * 24 + 3)), 100);
	});
}

#[test]
fn end_offer_fails_for_a_stranger() {
	Ext::execute(|| {
		let id = offer(0, 1_000, 2, 20);
		assert_noop!(end(STRANGER, id), Error::<Test>::NotAuthorized);
	});
}

#[test]
fn end_offer_fails_for_an_unknown_offer() {
	Ext::execute(|| {
		for id in [0, u32::MAX] {
			assert_noop!(end(owner_of(0), OfferId(id)), Error::<Test>::OfferNotFound);
		}
	});
}

#[test]
fn end_offer_fails_when_nothing_is_left_to_take_back() {
	Ext::execute(|| {
		let id = offer(0, 1_000, 2, 2);
		assert_noop!(end(owner_of(0), id), Error::<Test>::AlreadyEnding);
		advance_to(Hour(3 * 24));
		assert_noop!(end(owner_of(0), id), Error::<Test>::AlreadyEnding);
	});
}

#[test]
fn an_offer_that_never_started_outlives_its_end_with_a_position_that_was_sold() {
	Ext::execute(|| {
		let id = offer(0, 1_000, 4, 20);
		World::sell_position(id, true);
		assert_ok!(end(owner_of(0), id));
		assert_eq!(record_of(id).state, OfferState::Ended);
		assert_eq!(World::issued().len(), 1);
	});
}

#[test]
fn an_offer_that_started_stays_when_it_has_ended() {
	Ext::execute(|| {
		let id = offer(0, 1_000, 2, 20);
		assert_ok!(end(owner_of(0), id));
		advance_to(Hour(3 * 24));
		assert_eq!(record_of(id).state, OfferState::Ended);
		assert_eq!(World::issued().len(), 1);
	});
}
