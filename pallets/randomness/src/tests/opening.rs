//! When draws open. In `DEVELOPMENT` the sale of an hour closes one hour of 60 s before it starts.

use crate::{mock::*, Event, LastClosed, PendingDraws, MAX_PENDING_DRAWS};
use greenhour_traits::SeedSource;
use greenhour_types::{Hour, PoolId};

fn open_hours() -> Vec<u32> {
	PendingDraws::<Test>::get()
		.iter()
		.map(|draw| draw.hour.0)
		.collect()
}

#[test]
fn a_draw_opens_in_the_first_block_after_the_sale_has_closed() {
	Ext::default().execute(|| {
		block_at(close_of(30) - 1, 1);
		assert_eq!(Randomness::frozen_at(Hour(30)), None);
		block_at(close_of(30), 1);
		assert_eq!(Randomness::frozen_at(Hour(30)), Some(2));
		assert_eq!(Randomness::seed(PoolId::default(), Hour(30)), None);
		assert_eq!(LastClosed::<Test>::get(), Some(Hour(30)));
	});
}

#[test]
fn a_late_block_freezes_at_its_own_number() {
	Ext::default().execute(|| {
		block_at(close_of(30) - 1, 1);
		block_at(close_of(30) + 59_000, 1);
		assert_eq!(Randomness::frozen_at(Hour(30)), Some(2));
	});
}

#[test]
fn a_draw_opens_once() {
	Ext::default().with_authorities(1_000).execute(|| {
		blocks_by(close_of(30), &[1, 2, 3]);
		assert_eq!(open_hours(), [30]);
		assert_eq!(Randomness::frozen_at(Hour(30)), Some(1));
	});
}

#[test]
fn no_draw_opens_before_hour_zero() {
	Ext::default().execute(|| {
		block_at(ZERO - 61_000, 1);
		assert_eq!(open_hours(), [0; 0]);
		assert_eq!(LastClosed::<Test>::get(), None);
	});
}

#[test]
fn after_an_outage_the_ends_of_the_gap_are_drawn() {
	Ext::default().execute(|| {
		block_at(close_of(30), 1);
		block_at(close_of(80), 2);
		// Hour 30 has one of its four blocks, so it is still open.
		assert_eq!(open_hours(), [30, 31, 32, 33, 34, 77, 78, 79, 80]);
		assert_eq!(Randomness::frozen_at(Hour(31)), Some(2));
		assert_eq!(Randomness::frozen_at(Hour(50)), None);
	});
}

#[test]
fn the_oldest_draw_is_dropped_when_there_are_too_many() {
	Ext::default().with_authorities(1_000).execute(|| {
		for hour in 30..30 + MAX_PENDING_DRAWS {
			block_at(close_of(hour), 1);
		}
		assert_eq!(PendingDraws::<Test>::decode_len(), Some(16));
		block_at(close_of(30 + MAX_PENDING_DRAWS), 1);
		assert_eq!(PendingDraws::<Test>::decode_len(), Some(16));
		assert_eq!(Randomness::frozen_at(Hour(30)), None);
		assert_eq!(Randomness::frozen_at(Hour(31)), Some(2));
		System::assert_last_event(Event::<Test>::DrawDropped { hour: Hour(30) }.into());
	});
}

#[test]
fn an_outage_of_years_costs_one_block_as_much_as_any_other() {
	Ext::default().execute(|| {
		block_at(close_of(30), 1);
		block_at(close_of(u32::MAX - 1), 2);
		assert_eq!(LastClosed::<Test>::get(), Some(Hour(u32::MAX - 1)));
		assert!(open_hours().len() <= 8);
		assert!(System::events().len() <= 1);
	});
}
