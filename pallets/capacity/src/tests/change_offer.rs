use super::{bound, offer, offered_at, order, page_at, record_of, sell};
use crate::{mock::*, Error, Event, OfferEnds, SupplyDeltas};
use frame_support::{assert_noop, assert_ok, weights::Weight};
use greenhour_traits::CapacityPools;
use greenhour_types::{Day, Hour, HourOfDay, MilliGpu, OfferId, Template};
use sp_runtime::DispatchResult;

fn flat(units: u32) -> Template {
	Template::flat(MilliGpu(units))
}

fn change(device: u32, offer: OfferId, template: Template) -> DispatchResult {
	Capacity::change_offer(RuntimeOrigin::signed(owner_of(device)), offer, template)
}

fn pause(device: u32, offer: OfferId) -> DispatchResult {
	Capacity::pause_offer(RuntimeOrigin::signed(operator_of(device)), offer)
}

/// Units offered at 05:00 of some days.
fn offered(days: core::ops::RangeInclusive<u32>) -> Vec<u32> {
	days.map(|day| offered_at(Hour(day * 24 + 5))).collect()
}

#[test]
fn a_change_holds_from_the_first_day_without_a_closed_hour() {
	Ext::execute(|| {
		let id = offer(0, 1_000, 2, 20);
		assert_ok!(change(0, id, flat(600)));
		let expected = Event::OfferChanged {
			offer: id,
			template: flat(600),
			from: Day(3),
		};
		System::assert_last_event(expected.into());
		let noon = Hour(2 * 24 + 12);
		assert_eq!(offered_at(noon), 1_000);
		assert_eq!(offered(3..=9), [600; 7]);
		assert_eq!(Capacity::free_units(id, noon), MilliGpu(1_000));
		assert_eq!(Capacity::free_units(id, Hour(noon.0 + 24)), MilliGpu(600));
		// Pages that open later have it too, and the earlier template is forgotten.
		assert!(OfferEnds::<Test>::contains_key(Day(2), id));
		advance_to(Hour(5 * 24));
		assert_eq!(offered(10..=12), [600; 3]);
		assert_eq!(record_of(id).before, None);
		assert!(!OfferEnds::<Test>::contains_key(Day(2), id));
	});
}

#[test]
fn a_change_waits_for_days_on_which_its_units_are_sold() {
	Ext::execute(|| {
		let id = offer(0, 1_000, 2, 20);
		offer(1, 100, 2, 20);
		// 501 of 1,100 are sold: 600 fewer would leave 500.
		assert_ok!(sell(0, Hour(6 * 24 + 5), 501));
		assert_ok!(change(0, id, flat(400)));
		assert_eq!(
			record_of(id).before.map(|earlier| earlier.until),
			Some(Day(7))
		);
		assert_eq!(offered(3..=9), [1_100, 1_100, 1_100, 1_100, 500, 500, 500]);
		// The hour that is sold can be served in full.
		advance_to(Hour(6 * 24 + 4));
		assert_ok!(Capacity::bind(bound(id, Hour(6 * 24 + 5), 501)));
	});
}

#[test]
fn a_change_waits_only_for_hours_that_shrink() {
	Ext::execute(|| {
		let id = offer(0, 1_000, 2, 20);
		assert_ok!(sell(0, Hour(6 * 24 + 5), 1_000));
		let mut template = flat(1_000);
		template.0[4] = MilliGpu(200);
		template.0[6] = MilliGpu(1_100);
		assert_ok!(change(0, id, template));
		assert_eq!(
			record_of(id).before.map(|earlier| earlier.until),
			Some(Day(3))
		);
		let hours: Vec<u32> = (4..=6)
			.map(|hour| offered_at(Hour(6 * 24 + hour)))
			.collect();
		assert_eq!(hours, [200, 1_000, 1_100]);
	});
}

#[test]
fn a_change_holds_beyond_a_horizon_that_is_sold_out() {
	Ext::execute(|| {
		let id = offer(0, 1_000, 2, 20);
		assert_ok!(sell(0, Hour(9 * 24 + 23), 1_000));
		assert_ok!(change(0, id, flat(600)));
		assert_eq!(
			record_of(id).before.map(|earlier| earlier.until),
			Some(Day(10))
		);
		assert_eq!(SupplyDeltas::<Test>::iter().count(), 2);
		advance_to(Hour(4 * 24));
		assert_eq!(offered(8..=11), [1_000, 1_000, 600, 600]);
	});
}

#[test]
fn a_change_of_an_offer_that_has_not_started_holds_from_its_start() {
	Ext::execute(|| {
		let id = offer(0, 1_000, 5, 20);
		assert_ok!(change(0, id, flat(600)));
		let record = record_of(id);
		assert_eq!((record.before, record.template), (None, flat(600)));
		assert_eq!(offered(4..=6), [0, 600, 600]);
		// Nothing is pending, so it can change again.
		assert_ok!(change(0, id, flat(700)));
		assert_eq!(offered(4..=6), [0, 700, 700]);
	});
}

#[test]
fn a_change_on_the_first_day_keeps_the_hours_that_were_not_offered() {
	Ext::execute(|| {
		let id = offer(0, 1_000, 2, 4);
		assert_ok!(change(0, id, flat(1_100)));
		assert_eq!(offered_at(Hour(2 * 24 + 10)), 0);
		assert_eq!(offered_at(Hour(2 * 24 + 11)), 1_000);
		assert_eq!(offered_at(Hour(3 * 24 + 10)), 1_100);
	});
}

#[test]
fn one_change_is_pending_at_a_time() {
	Ext::execute(|| {
		let id = offer(0, 1_000, 2, 20);
		assert_ok!(change(0, id, flat(600)));
		assert_noop!(change(0, id, flat(700)), Error::<Test>::ChangePending);
		assert_noop!(pause(0, id), Error::<Test>::ChangePending);
		advance_to(Hour(3 * 24));
		assert_ok!(change(0, id, flat(700)));
		assert_eq!(offered(3..=5), [600, 700, 700]);
	});
}

#[test]
fn a_change_that_took_effect_is_no_longer_pending_while_the_roll_is_behind() {
	Ext::execute(|| {
		let id = offer(0, 1_000, 2, 20);
		offer(1, 100, 2, 2);
		assert_ok!(change(0, id, flat(600)));
		// Enough to open a page, not to end an offer.
		advance_to_within(Hour(3 * 24), Weight::from_parts(3_300_000_000, u64::MAX));
		assert!(record_of(id).before.is_some());
		assert_ok!(change(0, id, flat(700)));
		crate::invariants::check::<Test>().expect("invariants hold");
		advance_to(Hour(3 * 24));
		assert_eq!(offered(3..=5), [600, 700, 700]);
	});
}

#[test]
fn a_pause_takes_all_units_and_a_change_resumes() {
	Ext::execute(|| {
		let id = offer(0, 1_000, 2, 20);
		offer(1, 100, 2, 20);
		assert_ok!(pause(0, id));
		System::assert_last_event(
			Event::OfferPaused {
				offer: id,
				from: Day(3),
			}
			.into(),
		);
		assert_eq!(offered(3..=4), [100, 100]);
		assert_eq!(Capacity::offer_count(pool_of(0)), 2, "it stays listed");
		advance_to(Hour(4 * 24));
		assert_eq!(Capacity::free_units(id, Hour(4 * 24 + 5)), MilliGpu(0));
		assert_ok!(change(0, id, flat(900)));
		assert_eq!(offered(4..=5), [100, 1_000]);
	});
}

#[test]
fn an_end_takes_a_pending_change_with_it() {
	Ext::execute(|| {
		let id = offer(0, 1_000, 2, 20);
		assert_ok!(sell(0, Hour(6 * 24 + 5), 700));
		assert_ok!(change(0, id, flat(600)));
		assert_ok!(Capacity::take_back(
			pool_of(0),
			&order(Hour(6 * 24 + 5), 700)
		));
		assert_ok!(Capacity::end_offer(RuntimeOrigin::signed(owner_of(0)), id));
		let record = record_of(id);
		assert_eq!((record.last_day, record.before), (Day(2), None));
		assert_eq!(record.template, flat(1_000));
		assert_eq!(OfferEnds::<Test>::iter_keys().count(), 1);
	});
}

#[test]
fn an_end_after_a_pending_change_keeps_it() {
	Ext::execute(|| {
		let id = offer(0, 1_000, 2, 20);
		assert_ok!(change(0, id, flat(600)));
		assert_ok!(sell(0, Hour(6 * 24 + 5), 100));
		assert_ok!(Capacity::end_offer(RuntimeOrigin::signed(owner_of(0)), id));
		assert_eq!(record_of(id).last_day, Day(6));
		assert_eq!(offered(3..=7), [600, 600, 600, 600, 0]);
	});
}

#[test]
fn shrinking_needs_the_consent_of_whoever_holds_the_position_each_time() {
	Ext::execute(|| {
		let id = offer(0, 1_000, 2, 20);
		World::sell_position(id, false);
		assert_noop!(change(0, id, flat(999)), Error::<Test>::ConsentNeeded);
		assert_noop!(pause(0, id), Error::<Test>::ConsentNeeded);
		// The same units at other hours are fewer at some.
		let mut moved = flat(1_000);
		moved.0[3] = MilliGpu(900);
		moved.0[4] = MilliGpu(1_100);
		assert_noop!(change(0, id, moved), Error::<Test>::ConsentNeeded);
		assert_ok!(change(0, id, flat(1_100)));
		advance_to(Hour(3 * 24));
		World::sell_position(id, true);
		assert_ok!(pause(0, id));
		// Resuming needs none, and shrinking again needs another.
		advance_to(Hour(4 * 24));
		assert_ok!(change(0, id, flat(1_000)));
		advance_to(Hour(5 * 24));
		assert_noop!(pause(0, id), Error::<Test>::ConsentNeeded);
	});
}

#[test]
fn ending_a_paused_offer_takes_nothing_from_the_holder() {
	Ext::execute(|| {
		let id = offer(0, 1_000, 2, 20);
		assert_ok!(pause(0, id));
		advance_to(Hour(4 * 24));
		World::sell_position(id, false);
		assert_ok!(Capacity::end_offer(RuntimeOrigin::signed(owner_of(0)), id));
	});
}

#[test]
fn growing_is_checked_like_a_new_offer() {
	Ext::execute(|| {
		let id = offer(0, 1_000, 2, 20);
		let refused = change(0, id, flat(LIMIT.0 + 1));
		assert_noop!(refused, Error::<Test>::OfferLimitExceeded);
		let refused = change(0, id, flat(COVERED.0 + 1));
		assert_noop!(refused, Error::<Test>::InsufficientBond);
		assert_ok!(change(0, id, flat(COVERED.0)));
		advance_to(Hour(3 * 24));
		// A bond that was slashed meanwhile: no hour may grow, every hour may shrink.
		World::set_bond(0, 500);
		let mut template = flat(COVERED.0);
		template.0[0] = MilliGpu(100);
		assert_ok!(change(0, id, template));
		advance_to(Hour(4 * 24));
		template.0[0] = MilliGpu(200);
		let refused = change(0, id, template);
		assert_noop!(refused, Error::<Test>::InsufficientBond);
	});
}

#[test]
fn change_offer_fails_when_nothing_would_change() {
	Ext::execute(|| {
		let id = offer(0, 1_000, 2, 2);
		assert_noop!(change(0, id, flat(1_000)), Error::<Test>::NothingChanges);
		// The earliest day is after its last.
		assert_noop!(change(0, id, flat(600)), Error::<Test>::NothingChanges);
		let longer = offer(1, 1_000, 2, 9);
		assert_ok!(sell(0, Hour(9 * 24), 1_000));
		assert_noop!(pause(1, longer), Error::<Test>::NothingChanges);
	});
}

#[test]
fn change_offer_fails_with_an_empty_template_or_dust() {
	Ext::execute(|| {
		let id = offer(0, 1_000, 2, 20);
		assert_noop!(change(0, id, flat(0)), Error::<Test>::EmptyTemplate);
		assert_noop!(change(0, id, flat(99)), Error::<Test>::UnitsBelowMinimum);
	});
}

#[test]
fn change_offer_fails_for_a_stranger_and_for_no_offer() {
	Ext::execute(|| {
		let id = offer(0, 1_000, 2, 2);
		let origin = || RuntimeOrigin::signed(STRANGER);
		let refused = Capacity::change_offer(origin(), id, flat(600));
		assert_noop!(refused, Error::<Test>::NotAuthorized);
		assert_noop!(
			Capacity::pause_offer(origin(), id),
			Error::<Test>::NotAuthorized
		);
		let refused = change(0, OfferId(7), flat(600));
		assert_noop!(refused, Error::<Test>::OfferNotFound);
		advance_to(Hour(3 * 24));
		assert_noop!(change(0, id, flat(600)), Error::<Test>::AlreadyEnding);
	});
}

#[test]
fn change_offer_fails_while_the_roll_is_behind() {
	Ext::execute(|| {
		let id = offer(0, 1_000, 2, 20);
		advance_to_within(Hour(5 * 24), Weight::zero());
		assert_noop!(change(0, id, flat(600)), Error::<Test>::PagesBehind);
	});
}

#[test]
fn what_is_sold_stays_within_what_is_offered() {
	Ext::execute(|| {
		let id = offer(0, 1_000, 2, 20);
		let hour = HourOfDay::new(5).expect("below 24");
		for day in 3..=9 {
			let units = 150 * (day - 2);
			assert_ok!(sell(
				0,
				Day(day).hour(hour).expect("small"),
				units.min(1_000)
			));
		}
		// 500 units are enough for the first three days only, so it waits for the last.
		assert_ok!(change(0, id, flat(500)));
		assert_eq!(
			record_of(id).before.map(|earlier| earlier.until),
			Some(Day(10))
		);
		assert_eq!(page_at(Hour(9 * 24 + 5)).offered, MilliGpu(1_000));
	});
}
