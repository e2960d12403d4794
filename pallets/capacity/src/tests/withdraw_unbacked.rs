use super::{bound, offer, offered_at, record_of, sell};
use crate::{mock::*, Error, Event, Offers};
use frame_support::{
	assert_noop, assert_ok,
	dispatch::{DispatchResultWithPostInfo, Pays},
	weights::Weight,
};
use greenhour_traits::{CapacityPools, HourClock};
use greenhour_types::{Day, DeviceId, Hour, Moment, OfferId, OfferState, Template};

fn withdraw(offer: OfferId) -> DispatchResultWithPostInfo {
	Capacity::withdraw_unbacked(RuntimeOrigin::signed(STRANGER), offer)
}

#[test]
fn an_offer_whose_bond_was_slashed_leaves_like_one_that_ends() {
	Ext::execute(|| {
		let (ended, withdrawn) = (offer(0, 1_000, 2, 20), offer(100, 1_000, 2, 20));
		for device in [0, 100] {
			assert_ok!(sell(device, Hour(5 * 24 + 3), 400));
		}
		// Whoever holds the position is not asked.
		World::sell_position(withdrawn, false);
		World::set_bond(100, 799);
		assert_eq!(withdraw(withdrawn).expect("unbacked").pays_fee, Pays::No);
		System::assert_last_event(
			Event::OfferShortened {
				offer: withdrawn,
				last_day: Day(5),
			}
			.into(),
		);
		let owner = RuntimeOrigin::signed(owner_of(0));
		assert_ok!(Capacity::end_offer(owner, ended));
		assert_eq!(record_of(withdrawn).last_day, record_of(ended).last_day);
		for day in 2..=9 {
			let page = |device: u32| Capacity::page(pool_of(device), Day(day)).expect("open");
			assert_eq!(page(0).hours, page(100).hours);
		}
		assert_noop!(withdraw(withdrawn), Error::<Test>::AlreadyEnding);
		// What was sold is served.
		advance_to(Hour(5 * 24 + 2));
		assert_ok!(Capacity::bind(bound(withdrawn, Hour(5 * 24 + 3), 400)));
		advance_to(Hour(6 * 24));
		assert_eq!(record_of(withdrawn).state, OfferState::Ended);
		assert_eq!(World::obligations(100), 0);
	});
}

#[test]
fn an_offer_beyond_the_limit_of_its_device_leaves() {
	Ext::execute(|| {
		for (device, limit) in [(0, 999), (1, 0)] {
			let id = offer(device, 1_000, 2, 20);
			assert_noop!(withdraw(id), Error::<Test>::OfferBacked);
			World::set_limit(device, limit);
			assert_ok!(withdraw(id));
			assert_eq!(record_of(id).last_day, Day(2));
		}
		assert_eq!(offered_at(Hour(3 * 24)), 0);
	});
}

#[test]
fn an_unbacked_offer_that_has_not_started_is_gone_at_once() {
	Ext::execute(|| {
		let id = offer(0, 1_000, 4, 20);
		World::set_limit(0, 0);
		assert_ok!(withdraw(id));
		System::assert_last_event(Event::OfferEnded { offer: id }.into());
		assert_eq!(Offers::<Test>::get(id), None);
		assert_eq!(Capacity::offer_of(DeviceId(0)), None);
		assert_noop!(withdraw(id), Error::<Test>::OfferNotFound);
	});
}

#[test]
fn a_change_to_come_counts_and_one_that_is_over_does_not() {
	Ext::execute(|| {
		let id = offer(0, 300, 2, 20);
		assert_ok!(Capacity::change_offer(
			RuntimeOrigin::signed(owner_of(0)),
			id,
			Template::flat(greenhour_types::MilliGpu(1_000)),
		));
		World::set_limit(0, 500);
		assert_ok!(withdraw(id));
		assert_eq!(record_of(id).last_day, Day(2));
		assert_eq!(offered_at(Hour(2 * 24 + 20)), 300);
	});
}

#[test]
fn withdraw_unbacked_fails_for_an_offer_that_is_unknown_ended_or_behind() {
	Ext::execute(|| {
		assert_noop!(withdraw(OfferId(7)), Error::<Test>::OfferNotFound);
		let id = offer(0, 1_000, 2, 2);
		World::set_limit(0, 0);
		assert_noop!(withdraw(id), Error::<Test>::AlreadyEnding);
		advance_to(Hour(3 * 24));
		assert_noop!(withdraw(id), Error::<Test>::AlreadyEnding);
		let id = offer(1, 1_000, 3, 20);
		World::set_limit(1, 0);
		advance_to_within(Hour(4 * 24), Weight::zero());
		assert_noop!(withdraw(id), Error::<Test>::PagesBehind);
	});
}

#[test]
fn a_pause_takes_nobodys_say() {
	Ext::execute(|| {
		let (paused, expired) = (offer(0, 1_000, 2, 20), offer(1, 1_000, 2, 20));
		for (device, id) in [(0, paused), (1, expired)] {
			World::sell_position(id, false);
			World::pause(device, <World as HourClock>::now() + u64::from(1 - device));
		}
		// The owner could resume in the next call, and keep the price of the position.
		assert_noop!(withdraw(paused), Error::<Test>::ConsentNeeded);
		// Nothing comes back by resuming where the result is over.
		assert_ok!(withdraw(expired));
		World::sell_position(paused, true);
		assert_ok!(withdraw(paused));
	});
}

#[test]
fn the_owner_of_the_other_half_is_held_by_nobody() {
	Ext::execute(|| {
		let id = offer(0, 1_000, 2, 20);
		World::sell_position(id, false);
		assert_ne!(owner_of(0), owner_of(1));
		World::pair(0, 1);
		World::pause(1, Moment::MAX);
		// The site has the weaker result of both.
		World::set_limit(0, 0);
		assert_ok!(withdraw(id));
	});
}
