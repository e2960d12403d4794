//! Random chains with gaps: the clock agrees with a count made by hand.

use crate::mock::*;
use greenhour_traits::HourClock;
use greenhour_types::Hour;
use proptest::prelude::*;
use std::collections::BTreeMap;

proptest! {
	/// `gaps` are the slots between one block and the next; most are 1, some jump over hours.
	#[test]
	fn void_means_less_than_two_thirds_of_the_blocks(
		gaps in prop::collection::vec(prop_oneof![8 => Just(1u64), 2 => 1..4u64, 1 => 1..200u64], 1..300),
		jump in 0..100u64,
		first in 0..100u32,
		last in prop_oneof![8 => 0..100u32, 1 => Just(u32::MAX)],
	) {
		Ext::default().execute(|| {
			let mut counted = BTreeMap::<u32, u32>::new();
			let mut slot = 0;
			for gap in gaps {
				block_at(FIRST + slot * 3_000);
				let hour = 21 + u32::try_from(slot / 20).expect("small");
				*counted.entry(hour).or_default() += 1;
				slot += gap;
				crate::invariants::check::<Test>().expect("invariants hold");
			}
			let current = Clock::current_hour().expect("hour zero is known").0;
			for hour in 0..current + 3 {
				let blocks = counted.get(&hour).copied().unwrap_or(0);
				let void = hour < current && blocks * 3 < 40;
				assert_eq!(Clock::is_void(Hour(hour)), void, "hour {hour} with {blocks} blocks");
			}
			// In the middle of a block, too: the hour before may not be closed yet.
			for open in [false, true] {
				if open {
					open_block_at(FIRST + (slot + jump) * 3_000);
				}
				let current = Clock::current_hour().expect("hour zero is known").0;
				let most = first.saturating_add(greenhour_traits::MAX_COUNTED);
				let by_hand = (first..=last.min(most - 1))
					.filter(|hour| *hour < current && !Clock::is_void(Hour(*hour)));
				assert_eq!(
					Clock::counted_between(Hour(first), Hour(last)) as usize,
					by_hand.count(),
					"hours {first} to {last}, at {current}"
				);
			}
		});
	}
}
