//! Random chains with gaps and few or many authors.

use crate::{mock::*, Event, HourSeeds, PendingDraws};
use greenhour_traits::SeedSource;
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
}
