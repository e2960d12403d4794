//! Which seeds are kept. In `DEVELOPMENT` receipts come for 30 hours, a day is added: 56 hours.

use crate::{mock::*, Event, HourSeeds, OldestSeed};
use greenhour_types::Hour;

/// Five blocks in each of these hours, so that every draw completes.
fn live_through(hours: core::ops::Range<u32>) {
	for hour in hours {
		blocks_by(close_of(hour), &[1, 2, 1, 2, 1]);
	}
}

#[test]
fn seeds_are_kept_as_long_as_receipts_may_come() {
	Ext::default().execute(|| {
		live_through(100..155);
		// The current hour is 153, so hour 100 is 53 hours old.
		assert!(HourSeeds::<Test>::contains_key(Hour(100)));
		assert_eq!(OldestSeed::<Test>::get(), Some(Hour(100)));
	});
}

#[test]
fn older_seeds_are_removed() {
	Ext::default().execute(|| {
		live_through(100..170);
		// The current hour is 168, so 112 is the oldest that is kept.
		let oldest = HourSeeds::<Test>::iter_keys().min();
		assert_eq!(oldest, Some(Hour(112)));
		assert_eq!(OldestSeed::<Test>::get(), Some(Hour(112)));
	});
}

#[test]
fn two_seeds_are_removed_per_block_after_an_outage() {
	Ext::default().execute(|| {
		live_through(100..110);
		let before = HourSeeds::<Test>::iter().count();
		block_at(close_of(10_000), 1);
		assert_eq!(HourSeeds::<Test>::iter().count(), before - 2);
		assert_eq!(OldestSeed::<Test>::get(), Some(Hour(102)));
		blocks_by(close_of(10_000) + 1_000, &[1; 8]);
		assert_eq!(OldestSeed::<Test>::get(), Some(Hour(118)));
	});
}

#[test]
fn a_draw_that_pruning_has_overtaken_is_dropped() {
	Ext::default().execute(|| {
		block_at(close_of(100), 1);
		// The draw is still open when the chain stops, and too old when it comes back.
		block_at(close_of(10_000), 1);
		System::assert_has_event(Event::<Test>::DrawDropped { hour: Hour(100) }.into());
		blocks_by(close_of(10_000) + 2_000, &[1, 2, 1, 2]);
		assert_eq!(HourSeeds::<Test>::get(Hour(100)), None);
		assert!(HourSeeds::<Test>::contains_key(Hour(10_000)));
	});
}
