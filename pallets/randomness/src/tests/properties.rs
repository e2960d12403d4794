//! Random chains with gaps and few or many authors.

use crate::{mock::*, Event, HourSeeds, PendingDraws};
use greenhour_traits::{BlockSeeds, SeedSource};
use greenhour_types::{Hour, PoolId};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// Seconds to the next block, and who makes it.
fn step() -> impl Strategy<Value = (u64, u64)> {
	let pause = prop_oneof![20 => 1..6u64, 3 => 6..90u64, 1 => 90..3_000u64];
	(pause, 0..6u64)
}

proptest! {
	#[test]
	fn a_seed_comes_late_enough_and_never_changes(
		steps in prop::collection::vec(step(), 1..250), authorities in 1..12u32,
	) {
		Ext::default().with_authorities(authorities).execute(|| {
			let mut seeds = BTreeMap::new();
			let mut authors = vec![];
			let mut now = ZERO;
			for (pause, author) in steps {
				now += pause * 1_000;
				block_at(now, author);
				authors.push(author);
				crate::invariants::check::<Test>().expect("invariants hold");
				for record in System::events() {
					let RuntimeEvent::Randomness(Event::SeedDrawn { hour, frozen_at }) = record.event
					else {
						continue;
					};
					let frozen = usize::try_from(frozen_at).expect("small");
					let mut followed = authors[frozen..].to_vec();
					followed.sort_unstable();
					followed.dedup();
					assert!(authors.len() - frozen >= 4, "{hour} drawn too soon");
					assert!(followed.len() >= usize::try_from(authorities.div_ceil(2).min(8)).unwrap());
					let seed = Randomness::seed(PoolId::default(), hour).expect("just drawn");
					assert_eq!(seeds.insert(hour, seed), None, "{hour} drawn twice");
				}
				for (hour, seed) in &seeds {
					let kept = Randomness::seed(PoolId::default(), *hour);
					assert!(kept.is_none() || kept == Some(*seed));
				}
			}
			assert!(PendingDraws::<Test>::get().iter().all(|draw| !seeds.contains_key(&draw.hour)));
			assert!(HourSeeds::<Test>::iter_keys().all(|hour: Hour| seeds.contains_key(&hour)));
		});
	}

	/// Compared with every block that could be the last one whose inputs count.
	#[test]
	fn the_inputs_of_a_block_seed_are_as_young_as_they_may_be(
		authors in prop::collection::vec(prop_oneof![5 => 0..3u64, 1 => 0..12u64], 1..80), authorities in 1..24u32,
	) {
		Ext::default().with_authorities(authorities).execute(|| {
			let needed = usize::try_from(authorities.div_ceil(2).min(8)).unwrap();
			for (index, author) in authors.iter().enumerate() {
				let parent = index + 1;
				block_at(ZERO, *author);
				System::set_block_number(System::block_number() + 1);
				let seed = Randomness::block_seed();
				System::set_block_number(System::block_number() - 1);
				let youngest = (0..=parent).rev().find(|until| {
					let mut followed = authors[*until..parent].to_vec();
					followed.sort_unstable();
					followed.dedup();
					followed.len() >= needed && parent - until >= 4
				});
				let until = seed.map(|seed| usize::try_from(seed.inputs_until).unwrap());
				assert_eq!(until, youngest, "after {parent} blocks");
			}
		});
	}
}
