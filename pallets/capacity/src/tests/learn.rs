//! The market learns from hours whose money is final.

use super::{bound, offer, page_at, sell};
use crate::{mock::*, Cursor, WeightInfo};
use frame_support::{assert_ok, weights::Weight};
use greenhour_traits::{CapacityPools, Shown};
use greenhour_types::{Day, Hour, MilliGpu, PoolId};

/// The hours that a pool's market has learned from, in order.
fn hours_of(learned: &[Learned], pool: PoolId) -> Vec<u32> {
	let of_pool = learned.iter().filter(|(other, _, _)| *other == pool);
	of_pool
		.flat_map(|(_, _, hours)| hours.iter().map(|(hour, _)| hour.0))
		.collect()
}

#[test]
fn an_hour_is_learned_from_when_its_money_is_final() {
	Ext::execute(|| {
		let id = offer(0, 1_000, 2, 9);
		let noon = Hour(2 * 24 + 12);
		assert_ok!(sell(0, noon, 700));
		advance_to(Hour(noon.0 - 1));
		assert_ok!(Capacity::bind(bound(id, noon, 600)));
		advance_to(noon.next());
		assert_ok!(Capacity::mark_delivered(
			bound(id, noon, 600),
			Shown::ByReceipt
		));
		World::learned();
		// The money window of noon is over two hours after 13:00.
		let end = clock_params().start_of(Hour(noon.0 + 3)).expect("set");
		advance_to_moment(end - 1, Weight::MAX);
		assert_eq!(hours_of(&World::learned(), pool_of(0)), [noon.0 - 1]);
		advance_to_moment(end, Weight::MAX);
		let learned = World::learned();
		assert_eq!(
			learned,
			[(pool_of(0), market_on(Day(2)), vec![(noon, page_at(noon))])]
		);
		let page = learned[0].2[0].1;
		assert_eq!(
			(page.implied, page.counted, page.owners),
			(2_100, MilliGpu(70), 1)
		);
	});
}

#[test]
fn each_pool_learns_from_each_hour_once_and_in_order_whatever_a_block_has_room_for() {
	let step = <() as WeightInfo>::roll_base().saturating_add(<() as WeightInfo>::roll_start(24));
	Ext::execute(|| {
		for device in [0, 100, 200] {
			offer(device, 1_000, 2, 20);
		}
		World::learned();
		let mut learned = Vec::new();
		// Blocks have room for less than what falls due, now and then; time goes on meanwhile.
		for hour in FIRST_HOUR.0..FIRST_HOUR.0 + 60 {
			let limit = match hour % 5 {
				0 => Weight::zero(),
				1 => step.saturating_mul(2),
				_ => step,
			};
			advance_to_within(Hour(hour), limit);
			learned.extend(World::learned());
		}
		advance_to(Hour(FIRST_HOUR.0 + 60));
		learned.extend(World::learned());
		for device in [0, 100, 200] {
			let hours = hours_of(&learned, pool_of(device));
			// From the first hour whose money was open when the pools were founded, 07:00.
			let expected: Vec<u32> = (FIRST_HOUR.0 - 2..FIRST_HOUR.0 + 58).collect();
			assert_eq!(hours, expected, "device {device}");
		}
	});
}

#[test]
fn hours_of_an_outage_are_learned_from_after_it() {
	Ext::execute(|| {
		offer(0, 1_000, 2, 25);
		World::learned();
		let step =
			<() as WeightInfo>::roll_base().saturating_add(<() as WeightInfo>::roll_start(24));
		// Ten days: the pages of days 10 and 11 were never opened.
		let resume = Hour(12 * 24 + 9);
		let mut learned = Vec::new();
		while Cursor::<Test>::get().map(|cursor| cursor.learn.hour) != Some(Hour(resume.0 - 2)) {
			advance_to_within(resume, step);
			learned.extend(World::learned());
		}
		let hours = hours_of(&learned, pool_of(0));
		let expected: Vec<u32> = (FIRST_HOUR.0 - 2..10 * 24)
			.chain(12 * 24..resume.0 - 2)
			.collect();
		assert_eq!(hours, expected);
		let days = learned
			.iter()
			.map(|(_, market, hours)| (hours[0].0.day(), *market));
		assert!(days
			.into_iter()
			.all(|(day, market)| market == market_on(day)));
	});
}
