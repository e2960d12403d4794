use super::{offer, offered_at, state};
use crate::{mock::*, DayPages, Error, Event, OfferEnds, Offers, OpenOfferOf, Pools};
use frame_support::{assert_noop, assert_ok, weights::Weight};
use greenhour_traits::CapacityPools;
use greenhour_types::{
	Day, DeviceId, Hour, HourOfDay, MilliGpu, Moment, OfferId, OfferState, PoolId, Template,
};
use sp_runtime::DispatchResult;

fn create(who: u64, device: u32, template: Template, first: u32, last: u32) -> DispatchResult {
	let origin = RuntimeOrigin::signed(who);
	Capacity::create_offer(origin, DeviceId(device), template, Day(first), Day(last))
}

fn flat(units: u32) -> Template {
	Template::flat(MilliGpu(units))
}

#[test]
fn create_offer_adds_to_open_pages_and_gives_the_owner_a_position() {
	Ext::execute(|| {
		// Day 2, 09:00: the sale of 10:00 has closed, so 11:00 is the first hour on sale.
		assert_ok!(create(operator_of(0), 0, flat(1_000), 2, 3));

		let record = Offers::<Test>::get(OfferId(0)).expect("stored");
		assert_eq!((record.first_day, record.first_hour_of_day), (Day(2), 11));
		assert_eq!(record.state, OfferState::Open { index: 0 });
		assert_eq!(record.created_at, 1);
		assert_eq!(OpenOfferOf::<Test>::get(DeviceId(0)), Some(OfferId(0)));
		assert!(OfferEnds::<Test>::contains_key(Day(3), OfferId(0)));
		assert_eq!(World::obligations(0), 1);
		assert_eq!(
			World::issued(),
			[(
				OfferId(0),
				owner_of(0),
				DeviceId(0),
				pool_of(0),
				Day(2),
				Day(3)
			)]
		);
		assert_eq!(offered_at(Hour(2 * 24 + 10)), 0);
		assert_eq!(offered_at(Hour(2 * 24 + 11)), 1_000);
		assert_eq!(offered_at(Hour(3 * 24)), 1_000);
		assert_eq!(offered_at(Hour(4 * 24)), 0);
		System::assert_last_event(
			Event::OfferCreated {
				offer: OfferId(0),
				device: DeviceId(0),
				owner: owner_of(0),
				pool: pool_of(0),
				first_day: Day(2),
				last_day: Day(3),
				template: flat(1_000),
			}
			.into(),
		);
	});
}

#[test]
fn the_first_offer_of_a_pool_opens_every_page_of_the_horizon() {
	Ext::execute(|| {
		offer(0, 1_000, 2, 20);
		let mut days: Vec<u32> = DayPages::<Test>::iter_key_prefix(pool_of(0))
			.map(|day| day.0)
			.collect();
		days.sort_unstable();
		assert_eq!(days, [2, 3, 4, 5, 6, 7, 8, 9]);
		let page = DayPages::<Test>::get(pool_of(0), Day(5)).expect("open");
		assert_eq!(page.market, market_on(Day(5)));
		assert_eq!(Pools::<Test>::get().to_vec(), [pool_of(0)]);
		let opened = events()
			.iter()
			.filter(|event| matches!(event, Event::PageOpened { .. }))
			.count();
		assert_eq!(opened, 8);
	});
}

#[test]
fn offers_of_a_pool_add_up_hour_by_hour() {
	Ext::execute(|| {
		let mut noon = Template::default();
		*noon
			.at_mut(HourOfDay::new(12).expect("below 24"))
			.expect("below 24") = MilliGpu(700);
		offer(0, 1_000, 2, 3);
		assert_ok!(create(owner_of(1), 1, noon, 3, 20));
		assert_eq!(offered_at(Hour(3 * 24 + 11)), 1_000);
		assert_eq!(offered_at(Hour(3 * 24 + 12)), 1_700);
		assert_eq!(offered_at(Hour(4 * 24 + 12)), 700);
		assert_eq!(Capacity::offer_count(pool_of(0)), 2);
		assert_eq!(Capacity::offer_at(pool_of(0), 1), Some(OfferId(1)));
	});
}

#[test]
fn pages_that_open_later_hold_what_was_promised_for_them() {
	Ext::execute(|| {
		offer(0, 1_000, 2, 12);
		offer(1, 100, 11, 14);
		offer(2, 110, 12, 12);
		// Day 13 is the last day of the horizon on day 6.
		advance_to(Hour(7 * 24));
		let offered: Vec<u32> = (10..=14)
			.map(|day| offered_at(Hour(day * 24 + 5)))
			.collect();
		assert_eq!(offered, [1_000, 1_100, 1_210, 100, 100]);
	});
}

#[test]
fn an_offer_late_in_the_evening_starts_the_day_after() {
	Ext::execute(|| {
		// 22:00 of day 2: the sale of 23:00 has closed.
		advance_to(Hour(2 * 24 + 22));
		offer(0, 1_000, 2, 3);
		assert_eq!(
			Offers::<Test>::get(OfferId(0)).map(|offer| offer.first_day),
			Some(Day(3))
		);
		// 23:00: so has that of midnight.
		advance_to(Hour(2 * 24 + 23));
		offer(1, 100, 2, 3);
		assert_eq!(offered_at(Hour(3 * 24)), 1_000);
		assert_eq!(offered_at(Hour(3 * 24 + 1)), 1_100);
	});
}

#[test]
fn the_sale_of_an_hour_closes_at_its_moment() {
	Ext::execute(|| {
		let before: Moment = clock_params()
			.sale_close_of(Hour(2 * 24 + 11))
			.expect("set")
			- 1;
		advance_to_moment(before, Weight::MAX);
		offer(0, 1_000, 2, 2);
		advance_to_moment(before + 1, Weight::MAX);
		offer(1, 100, 2, 2);
		assert_eq!(offered_at(Hour(2 * 24 + 11)), 1_000);
		assert_eq!(offered_at(Hour(2 * 24 + 12)), 1_100);
	});
}

#[test]
fn a_device_offers_again_once_its_offer_is_over() {
	Ext::execute(|| {
		offer(0, 1_000, 2, 2);
		// The roll of this block has no weight, so the past offer is still listed.
		advance_to_within(Hour(3 * 24), Weight::zero());
		assert_eq!(Capacity::offer_of(DeviceId(0)), Some(OfferId(0)));
		assert_noop!(
			create(owner_of(0), 0, flat(1_000), 3, 3),
			Error::<Test>::PagesBehind
		);
		advance_to(Hour(3 * 24));
		offer(0, 900, 3, 3);
		assert_eq!(Capacity::offer_of(DeviceId(0)), Some(OfferId(1)));
		assert_eq!(World::obligations(0), 1);
		assert_eq!(Capacity::offer_count(pool_of(0)), 1);
	});
}

#[test]
fn create_offer_retires_a_past_offer_that_the_roll_has_not_reached() {
	Ext::execute(|| {
		offer(0, 1_000, 2, 2);
		offer(1, 100, 2, 9);
		// Enough to open a page, start 15 hours and learn from 15, not to end an offer.
		advance_to_within(Hour(3 * 24), Weight::from_parts(3_300_000_000, u64::MAX));
		let past = Offers::<Test>::get(OfferId(0)).expect("stored");
		assert_eq!(past.state, OfferState::Open { index: 0 });

		offer(0, 500, 3, 9);
		assert_eq!(
			Offers::<Test>::get(OfferId(0)).map(|offer| offer.state),
			Some(OfferState::Ended)
		);
		assert_eq!(Capacity::offer_at(pool_of(0), 0), Some(OfferId(1)));
		assert_eq!(Capacity::offer_at(pool_of(0), 1), Some(OfferId(2)));
		assert_eq!(World::obligations(0), 1);
	});
}

#[test]
fn create_offer_fails_for_an_unknown_device() {
	Ext::execute(|| {
		let refused = create(STRANGER, UNKNOWN_DEVICE, flat(1_000), 2, 3);
		assert_noop!(refused, Error::<Test>::DeviceNotFound);
	});
}

#[test]
fn create_offer_fails_for_a_stranger() {
	Ext::execute(|| {
		assert_noop!(
			create(STRANGER, 0, flat(1_000), 2, 3),
			Error::<Test>::NotAuthorized
		);
		assert_noop!(
			create(owner_of(1), 0, flat(1_000), 2, 3),
			Error::<Test>::NotAuthorized
		);
	});
}

#[test]
fn create_offer_fails_with_an_empty_template() {
	Ext::execute(|| {
		assert_noop!(
			create(owner_of(0), 0, flat(0), 2, 3),
			Error::<Test>::EmptyTemplate
		);
	});
}

#[test]
fn create_offer_fails_with_an_entry_below_the_smallest_order() {
	Ext::execute(|| {
		let mut template = flat(1_000);
		template.0[7] = MilliGpu(99);
		let refused = create(owner_of(0), 0, template, 2, 3);
		assert_noop!(refused, Error::<Test>::UnitsBelowMinimum);
		template.0[7] = MilliGpu(0);
		assert_ok!(create(owner_of(0), 0, template, 2, 3));
	});
}

#[test]
fn create_offer_fails_when_the_device_has_an_open_offer() {
	Ext::execute(|| {
		offer(0, 1_000, 2, 3);
		assert_noop!(
			create(owner_of(0), 0, flat(100), 4, 5),
			Error::<Test>::OfferAlreadyOpen
		);
	});
}

#[test]
fn create_offer_fails_with_a_span_that_has_no_hour_on_sale() {
	Ext::execute(|| {
		for (first, last) in [(0, 5), (1, 1), (4, 3), (u32::MAX, 0)] {
			let refused = create(owner_of(0), 0, flat(1_000), first, last);
			assert_noop!(refused, Error::<Test>::InvalidSpan);
		}
	});
}

#[test]
fn create_offer_fails_with_a_span_that_ends_too_late() {
	Ext::execute(|| {
		for last in [32, u32::MAX] {
			let refused = create(owner_of(0), 0, flat(1_000), 2, last);
			assert_noop!(refused, Error::<Test>::SpanTooLong);
		}
	});
}

#[test]
fn create_offer_fails_above_what_the_device_has_shown() {
	Ext::execute(|| {
		let refused = create(owner_of(0), 0, flat(LIMIT.0 + 1), 2, 3);
		assert_noop!(refused, Error::<Test>::OfferLimitExceeded);
		let refused = create(owner_of(0), 0, flat(u32::MAX), 2, 3);
		assert_noop!(refused, Error::<Test>::OfferLimitExceeded);
	});
}

#[test]
fn create_offer_fails_when_it_outlasts_the_attestation_result() {
	Ext::execute(|| {
		let last = ATTESTED_UNTIL.0;
		let refused = create(owner_of(0), 0, flat(100), 2, last + 1);
		assert_noop!(refused, Error::<Test>::OfferLimitExceeded);
		assert_ok!(create(owner_of(0), 0, flat(100), 2, last));
	});
}

#[test]
fn create_offer_fails_when_the_bond_does_not_cover_the_peak() {
	Ext::execute(|| {
		let refused = create(owner_of(0), 0, flat(COVERED.0 + 1), 2, 3);
		assert_noop!(refused, Error::<Test>::InsufficientBond);
	});
}

#[test]
fn create_offer_fails_where_the_market_has_no_curve() {
	Ext::execute(|| {
		let device = u32::from(UNTRADED_ZONE) * 100;
		assert_noop!(
			create(owner_of(device), device, flat(100), 2, 3),
			Error::<Test>::PoolNotFound
		);
	});
}

#[test]
fn create_offer_fails_when_there_are_too_many_pools() {
	Ext::execute(|| {
		for device in [0, 100, 200, 300] {
			offer(device, 1_000, 2, 3);
		}
		assert_noop!(
			create(owner_of(400), 400, flat(100), 2, 3),
			Error::<Test>::MaxPoolsExceeded
		);
		let known: Vec<PoolId> = Pools::<Test>::get().to_vec();
		assert_eq!(known.len(), 4);
	});
}

#[test]
fn create_offer_fails_while_the_roll_is_behind() {
	Ext::execute(|| {
		offer(0, 1_000, 2, 20);
		advance_to_within(Hour(5 * 24), Weight::zero());
		assert_noop!(
			create(owner_of(1), 1, flat(100), 5, 6),
			Error::<Test>::PagesBehind
		);
	});
}

#[test]
fn create_offer_fails_when_the_peaks_no_longer_fit() {
	Ext::execute(|| {
		offer(0, 1_000, 2, 3);
		crate::Supplies::<Test>::mutate(pool_of(0), |supply| {
			supply.as_mut().expect("founded").peaks = MilliGpu(u32::MAX);
		});
		assert_noop!(
			create(owner_of(1), 1, flat(100), 2, 3),
			Error::<Test>::Overflow
		);
		crate::Supplies::<Test>::mutate(pool_of(0), |supply| {
			supply.as_mut().expect("founded").peaks = MilliGpu(1_000);
		});
	});
}

#[test]
fn create_offer_writes_eight_items_and_one_for_each_open_page() {
	/// Keys of this pallet that `write` adds or changes.
	fn written(write: impl FnOnce()) -> usize {
		let before = state();
		write();
		let is_written = |(key, value): &(Vec<u8>, Vec<u8>)| before.get(key) != Some(value);
		state().into_iter().filter(is_written).count()
	}
	Ext::execute(|| {
		offer(0, 1_000, 2, 20);
		// Within the horizon: the record, its number, its device, its place in the list, supply,
		// one delta, its end, its owner.
		let days_3_to_5 = written(|| _ = offer(1, 500, 3, 5));
		assert_eq!(
			days_3_to_5,
			7 + 3,
			"its end is within the horizon: no delta"
		);
		let whole_horizon = written(|| _ = offer(2, 500, 2, 9));
		assert_eq!(whole_horizon, 8 + 8);
		let longest = written(|| _ = offer(3, 500, 2, 25));
		assert_eq!(longest, 8 + 8, "whatever its length");
		let later = written(|| _ = offer(4, 500, 12, 25));
		assert_eq!(later, 9, "two deltas, no page");
	});
}
