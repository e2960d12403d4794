//! When draws complete. In `DEVELOPMENT` after 4 blocks; of 4 authorities 2 must have followed.

use crate::{mock::*, Accumulator, Event, HourSeed, HourSeeds, PendingDraws};
use greenhour_traits::SeedSource;
use greenhour_types::{draw::pool_seed, GpuClassId, Hour, PoolId, ZoneId};

const HOUR: Hour = Hour(30);

fn pool(zone: u16) -> PoolId {
	PoolId {
		gpu_class: GpuClassId(1),
		zone: ZoneId(zone),
	}
}

#[test]
fn a_draw_completes_with_the_fourth_block_after_the_freeze() {
	Ext::default().execute(|| {
		blocks_by(close_of(30), &[1, 2, 3, 4]);
		assert_eq!(Randomness::seed(pool(1), HOUR), None);
		block_at(close_of(30) + 5_000, 1);
		let drawn = HourSeed {
			seed: Accumulator::<Test>::get(),
			frozen_at: 1,
		};
		assert_eq!(HourSeeds::<Test>::get(HOUR), Some(drawn));
		assert_eq!(PendingDraws::<Test>::get().len(), 0);
		System::assert_last_event(
			Event::<Test>::SeedDrawn {
				hour: HOUR,
				frozen_at: 1,
			}
			.into(),
		);
	});
}

#[test]
fn a_draw_waits_for_a_second_author() {
	Ext::default().execute(|| {
		blocks_by(close_of(30), &[1; 10]);
		assert_eq!(Randomness::seed(pool(1), HOUR), None);
		block_at(close_of(30) + 11_000, 2);
		assert!(Randomness::seed(pool(1), HOUR).is_some());
	});
}

#[test]
fn the_author_of_the_freezing_block_does_not_count_for_it() {
	Ext::default().execute(|| {
		block_at(close_of(30), 9);
		blocks_by(close_of(30) + 1_000, &[1; 10]);
		assert_eq!(Randomness::seed(pool(1), HOUR), None);
	});
}

#[test]
fn an_author_without_an_output_does_not_count() {
	Ext::default().execute(|| {
		blocks_by(close_of(30), &[1; 10]);
		block_with(close_of(30) + 11_000, 2, None);
		assert_eq!(Randomness::seed(pool(1), HOUR), None);
	});
}

#[test]
fn a_single_authority_is_enough_for_a_chain_of_one() {
	Ext::default().with_authorities(1).execute(|| {
		blocks_by(close_of(30), &[1; 5]);
		assert!(Randomness::seed(pool(1), HOUR).is_some());
	});
}

#[test]
fn a_draw_of_a_large_set_needs_eight_authors() {
	Ext::default().with_authorities(1_000).execute(|| {
		blocks_by(close_of(30), &[9, 1, 2, 3, 4, 5, 6, 7, 7, 6, 5]);
		assert_eq!(Randomness::seed(pool(1), HOUR), None);
		block_at(close_of(30) + 20_000, 8);
		assert!(Randomness::seed(pool(1), HOUR).is_some());
	});
}

#[test]
fn authors_are_counted_against_the_set_of_the_completing_block() {
	Ext::default().with_authorities(1_000).execute(|| {
		blocks_by(close_of(30), &[9, 1, 2, 1, 2]);
		assert_eq!(Randomness::seed(pool(1), HOUR), None);
		AuthorityCount::set(3);
		block_at(close_of(30) + 20_000, 1);
		assert!(Randomness::seed(pool(1), HOUR).is_some());
	});
}

#[test]
fn the_freeze_is_known_before_and_after_the_draw() {
	Ext::default().execute(|| {
		blocks_by(close_of(30), &[1, 2]);
		assert_eq!(Randomness::frozen_at(HOUR), Some(1));
		blocks_by(close_of(30) + 2_000, &[1, 2, 1]);
		assert!(HourSeeds::<Test>::contains_key(HOUR));
		assert_eq!(Randomness::frozen_at(HOUR), Some(1));
	});
}

#[test]
fn each_pool_and_hour_has_its_own_seed_even_from_one_block() {
	Ext::default().execute(|| {
		block_at(close_of(29), 1);
		block_at(close_of(31), 1);
		blocks_by(close_of(31) + 1_000, &[2, 1, 2, 1]);
		let (first, second) = (
			HourSeeds::<Test>::get(Hour(30)),
			HourSeeds::<Test>::get(Hour(31)),
		);
		assert_eq!(first, second);
		let seed = first.expect("drawn").seed;
		assert_eq!(
			Randomness::seed(pool(1), HOUR),
			Some(pool_seed(&seed, pool(1), HOUR))
		);
		assert_ne!(
			Randomness::seed(pool(1), HOUR),
			Randomness::seed(pool(2), HOUR)
		);
		assert_ne!(
			Randomness::seed(pool(1), HOUR),
			Randomness::seed(pool(1), Hour(31))
		);
	});
}

#[test]
fn a_draw_completes_after_its_hour_has_started() {
	Ext::default().execute(|| {
		block_at(close_of(30), 1);
		// The chain stops for two hours; 30 is over when it comes back.
		blocks_by(close_of(33), &[1, 2, 1, 2]);
		assert!(Randomness::seed(pool(1), HOUR).is_some());
	});
}
