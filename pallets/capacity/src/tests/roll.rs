use super::{offer, offered_at, sell};
use crate::{mock::*, Cursor, DayPages, Event, OfferEnds, Offers, WeightInfo};
use frame_support::{assert_ok, weights::Weight};
use greenhour_traits::CapacityPools;
use greenhour_types::{Day, Hour, MilliGpu, OfferId, OfferState};

fn expired() -> Vec<(Hour, u32)> {
	let unsold = |event| match event {
		Event::HoursExpired { pool, hour, unsold } if pool == pool_of(0) => Some((hour, unsold.0)),
		_ => None,
	};
	events().into_iter().filter_map(unsold).collect()
}

#[test]
fn unsold_units_expire_when_their_hour_starts() {
	Ext::execute(|| {
		offer(0, 1_000, 2, 9);
		let noon = Hour(2 * 24 + 12);
		assert_ok!(sell(0, noon, 300));
		assert_ok!(sell(0, noon.next(), 1_000));
		advance_to(Hour(noon.0 - 1));
		assert_eq!(expired(), [(Hour(noon.0 - 1), 1_000)]);
		advance_to(noon);
		assert_eq!(expired(), [(noon, 700)]);
		// Another block of the same hour, and an hour that is sold out.
		advance_to(noon);
		assert_eq!(expired(), []);
		advance_to(noon.next());
		assert_eq!(expired(), []);
	});
}

#[test]
fn a_day_opens_when_it_enters_the_horizon_and_only_once() {
	Ext::execute(|| {
		offer(0, 1_000, 2, 20);
		advance_to(Hour(2 * 24 + 23));
		assert!(!DayPages::<Test>::contains_key(pool_of(0), Day(10)));
		advance_to(Hour(3 * 24));
		let opened = Event::PageOpened {
			pool: pool_of(0),
			day: Day(10),
		};
		assert!(events().contains(&opened));
		assert_eq!(offered_at(Hour(10 * 24)), 1_000);
		assert_ok!(sell(0, Hour(10 * 24), 5));
		advance_to(Hour(3 * 24 + 1));
		assert!(!events().contains(&opened));
		let page = DayPages::<Test>::get(pool_of(0), Day(10)).expect("open");
		assert_eq!(page.at(Hour(0).of_day()).sold, MilliGpu(5));
	});
}

#[test]
fn offers_end_when_their_last_day_is_over() {
	Ext::execute(|| {
		let first = offer(0, 1_000, 2, 2);
		let second = offer(1, 1_000, 2, 3);
		advance_to(Hour(2 * 24 + 23));
		assert_eq!(Capacity::offer_count(pool_of(0)), 2);
		advance_to(Hour(3 * 24));
		assert!(events().contains(&Event::OfferEnded { offer: first }));
		assert_eq!(
			Offers::<Test>::get(first).map(|offer| offer.state),
			Some(OfferState::Ended)
		);
		assert_eq!((World::obligations(0), World::obligations(1)), (0, 1));
		let record = Offers::<Test>::get(second).expect("stored");
		assert_eq!(record.state, OfferState::Open { index: 0 });
	});
}

#[test]
fn an_outage_of_many_days_is_caught_up_block_by_block() {
	Ext::execute(|| {
		for device in [0, 1, 100, 200] {
			offer(device, 1_000, 2, 20);
		}
		let missed_hours = 7 * 24 - 9 + 3;
		let resume = Hour(9 * 24 + 3);
		let step = <() as WeightInfo>::roll_base()
			.saturating_add(<() as WeightInfo>::roll_start(24))
			.saturating_add(<() as WeightInfo>::roll_end());
		let mut seen = Vec::new();
		let mut blocks = 0;
		let done = loop {
			let used = advance_to_within(resume, step);
			assert!(used.all_lte(step), "the roll took {used} of {step}");
			seen.extend(expired());
			crate::invariants::check::<Test>().expect("invariants hold while it catches up");
			blocks += 1;
			if used == <() as WeightInfo>::roll_base() {
				break blocks;
			}
		};
		// Three pools, at least a block for each week day that was missed.
		assert!((15..100).contains(&done), "{done} blocks");
		// Hours 11:00 of day 2 to 03:00 of day 9, each once and in order.
		let hours: Vec<u32> = seen.iter().map(|(hour, _)| hour.0).collect();
		assert_eq!(hours, (2 * 24 + 11..=9 * 24 + 3).collect::<Vec<u32>>());
		assert_eq!(hours.len(), missed_hours - 1);
		assert!(seen.iter().all(|(_, unsold)| *unsold == 2_000));
		assert_eq!(offered_at(Hour(16 * 24)), 2_000);
	});
}

#[test]
fn an_outage_longer_than_the_horizon_opens_no_page_of_the_past() {
	Ext::execute(|| {
		offer(0, 1_000, 2, 20);
		offer(1, 100, 18, 24);
		advance_to(Hour(19 * 24 + 5));
		let mut days: Vec<u32> = DayPages::<Test>::iter_key_prefix(pool_of(0))
			.map(|day| day.0)
			.collect();
		days.sort_unstable();
		let expected: Vec<u32> = (2..=9).chain(19..=26).collect();
		assert_eq!(days, expected);
		assert_eq!(offered_at(Hour(19 * 24)), 1_100);
		assert_eq!(offered_at(Hour(21 * 24)), 100);
		assert_eq!(offered_at(Hour(25 * 24)), 0);
	});
}

#[test]
fn a_roll_without_weight_does_nothing() {
	Ext::execute(|| {
		offer(0, 1_000, 2, 9);
		let before = Cursor::<Test>::get();
		let used = advance_to_within(Hour(4 * 24), Weight::zero());
		assert_eq!(used, Weight::zero());
		assert_eq!(Cursor::<Test>::get(), before);
		assert_eq!(events(), []);
	});
}

#[test]
fn a_roll_with_nothing_to_do_costs_its_base() {
	Ext::execute(|| {
		offer(0, 1_000, 2, 9);
		advance_to(Hour(4 * 24));
		let used = advance_to_within(Hour(4 * 24), Weight::MAX);
		assert_eq!(used, <() as WeightInfo>::roll_base());
	});
}

#[test]
fn a_chain_without_pools_has_nothing_to_catch_up_with() {
	Ext::execute(|| {
		let used = advance_to_within(Hour(u32::MAX / 2), Weight::MAX);
		assert_eq!(used, <() as WeightInfo>::roll_base());
	});
}

#[test]
fn an_offer_that_can_not_be_ended_does_not_stop_the_others() {
	Ext::build().execute_with(|| {
		advance_to(FIRST_HOUR);
		offer(0, 1_000, 2, 2);
		offer(1, 1_000, 2, 2);
		Offers::<Test>::remove(OfferId(0));
		advance_to(Hour(3 * 24));
		let ended = events();
		assert!(
			ended.contains(&Event::OfferEnded { offer: OfferId(1) }),
			"{ended:?}"
		);
		assert!(crate::invariants::check::<Test>().is_err());
	});
}

#[test]
fn a_page_has_the_size_that_the_readme_says() {
	use parity_scale_codec::MaxEncodedLen;
	assert_eq!(greenhour_types::DayPage::max_encoded_len(), 1_218);
}

/// Ends of one day in one block, and the time that the roll took.
fn time_of_ends(count: u32) -> std::time::Duration {
	let mut time = std::time::Duration::MAX;
	for _ in 0..3 {
		Ext::build().execute_with(|| {
			advance_to(FIRST_HOUR);
			offer(0, 1_000, 2, 20);
			// The roll removes an end whose offer does not exist, and goes on.
			for id in 1..=count {
				OfferEnds::<Test>::insert(Day(2), OfferId(id), ());
			}
			let mut cursor = Cursor::<Test>::get().expect("stored");
			advance_to_within(Hour(3 * 24), Weight::zero());
			cursor.end_day = Day(2);
			Cursor::<Test>::put(cursor);
			let start = std::time::Instant::now();
			Capacity::roll(&mut frame_support::weights::WeightMeter::new());
			time = time.min(start.elapsed());
			assert_eq!(OfferEnds::<Test>::iter_key_prefix(Day(2)).count(), 0);
			assert_eq!(Cursor::<Test>::get().expect("stored").end_day, Day(3));
		});
	}
	time
}

#[test]
fn the_ends_of_a_day_cost_in_proportion_to_their_number() {
	let (few, many) = (time_of_ends(1_000), time_of_ends(8_000));
	// Eight times as many. A walk from the start for each took 30 times as long and more.
	assert!(many < few * 20, "{few:?} for 1,000, {many:?} for 8,000");
}
