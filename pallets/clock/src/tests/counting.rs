//! Which hours count. An hour of `DEVELOPMENT` expects 20 blocks, so 14 are enough and 13 are not.

use crate::{mock::*, CountedHours, CurrentHour, Event, HourTally};
use greenhour_traits::HourClock;
use greenhour_types::{Day, Hour, HourMask};

const HOUR: u64 = 60_000;

#[test]
fn an_hour_with_two_thirds_of_its_blocks_counts() {
	Ext::default().execute(|| {
		blocks_from(FIRST, 14);
		block_at(FIRST + HOUR);
		assert!(!Clock::is_void(Hour(21)));
		assert_eq!(
			CountedHours::<Test>::get(Day(0)),
			HourMask::new(1 << 21).expect("24 bits")
		);
		System::assert_last_event(
			Event::<Test>::HourCounted {
				hour: Hour(21),
				blocks: 14,
				void: false,
			}
			.into(),
		);
	});
}

#[test]
fn an_hour_with_fewer_blocks_is_void() {
	Ext::default().execute(|| {
		blocks_from(FIRST, 13);
		block_at(FIRST + HOUR);
		assert!(Clock::is_void(Hour(21)));
		assert_eq!(CountedHours::<Test>::get(Day(0)), HourMask::EMPTY);
		System::assert_last_event(
			Event::<Test>::HourCounted {
				hour: Hour(21),
				blocks: 13,
				void: true,
			}
			.into(),
		);
	});
}

#[test]
fn the_first_block_of_the_next_hour_already_knows_the_answer() {
	Ext::default().execute(|| {
		blocks_from(FIRST, 13);
		open_block_at(FIRST + HOUR);
		assert!(Clock::is_void(Hour(21)));
		end_block();
		assert!(Clock::is_void(Hour(21)));
		blocks_from(FIRST + HOUR + 3_000, 19);
		open_block_at(FIRST + 2 * HOUR);
		assert!(!Clock::is_void(Hour(22)));
		end_block();
		assert!(!Clock::is_void(Hour(22)));
	});
}

#[test]
fn an_hour_that_is_not_over_is_never_void() {
	Ext::default().execute(|| {
		block_at(FIRST);
		for hour in [21, 22, 1_000, u32::MAX] {
			assert!(!Clock::is_void(Hour(hour)), "hour {hour}");
		}
	});
}

#[test]
fn hours_before_the_chain_are_void() {
	Ext::default().execute(|| {
		block_at(FIRST);
		assert!(Clock::is_void(Hour(0)));
		assert!(Clock::is_void(Hour(20)));
	});
}

#[test]
fn hours_of_an_outage_are_void_and_cost_nothing() {
	Ext::default().execute(|| {
		blocks_from(FIRST, 20);
		// A year later, in one block: one hour is closed, nothing else is written.
		let hours = 365 * 24 * 60;
		block_at(FIRST + hours * HOUR);
		assert!(!Clock::is_void(Hour(21)));
		assert!(Clock::is_void(Hour(22)));
		assert!(Clock::is_void(Hour(21 + 365 * 24 * 60 - 1)));
		assert_eq!(CountedHours::<Test>::iter().count(), 1);
		assert_eq!(System::events().len(), 1);
	});
}

#[test]
fn an_answer_never_changes() {
	Ext::default().execute(|| {
		blocks_from(FIRST, 20);
		blocks_from(FIRST + HOUR, 5);
		block_at(FIRST + 2 * HOUR);
		block_at(FIRST + 1_000 * HOUR);
		assert!(!Clock::is_void(Hour(21)));
		assert!(Clock::is_void(Hour(22)));
	});
}

#[test]
fn blocks_are_tallied_in_the_hour_of_their_timestamp() {
	Ext::default().execute(|| {
		blocks_from(FIRST, 7);
		let tally = HourTally {
			hour: Hour(21),
			blocks: 7,
		};
		assert_eq!(CurrentHour::<Test>::get(), Some(tally));
		block_at(FIRST + HOUR);
		let tally = HourTally {
			hour: Hour(22),
			blocks: 1,
		};
		assert_eq!(CurrentHour::<Test>::get(), Some(tally));
	});
}

#[test]
fn hours_on_both_sides_of_midnight_count_for_their_own_day() {
	Ext::default().execute(|| {
		blocks_from(FIRST, 4 * 20);
		block_at(FIRST + 4 * HOUR);
		assert_eq!(
			CountedHours::<Test>::get(Day(0)),
			HourMask::new(0b111 << 21).expect("24 bits")
		);
		assert_eq!(
			CountedHours::<Test>::get(Day(1)),
			HourMask::new(1).expect("24 bits")
		);
	});
}
