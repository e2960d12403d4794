//! Cost of the hook.

use crate::{
	Config, HourSeed, HourSeeds, LastClosed, OldestSeed, Pallet, PendingDraw, PendingDraws,
	RecentAuthor, RecentAuthors, MAX_DRAW_AUTHORS, MAX_PENDING_DRAWS,
};
use alloc::vec::Vec;
use frame_benchmarking::{account, v2::*};
use frame_support::{traits::Hooks, BoundedVec};
use greenhour_types::{ClockParams, Hour, Moment};

/// Sets what a benchmark needs from other pallets.
pub trait BenchmarkHelper {
	/// Makes the clock stand at `now`, with these lengths.
	fn set_clock(params: ClockParams, now: Moment);
}

/// As many authors as a draw can need.
fn authors_of<T: Config>() -> Vec<T::AccountId> {
	(0..MAX_DRAW_AUTHORS)
		.map(|index| account("author", index, 0))
		.collect()
}

#[benchmarks]
mod benchmarks {
	use super::*;

	/// Worst case: all `d` open draws complete, eight more open, two seeds are pruned.
	#[benchmark]
	fn on_finalize(d: Linear<0, MAX_PENDING_DRAWS>) -> Result<(), BenchmarkError> {
		T::BenchmarkHelper::set_clock(ClockParams::PRODUCTION, 2_000 * 3_600_000);
		let draw = PendingDraw {
			hour: Hour(0),
			frozen_at: 0,
			authors: BoundedVec::truncate_from(authors_of::<T>()),
		};
		let pending = (0..d).map(|index| PendingDraw {
			hour: Hour(1_000 + index),
			..draw.clone()
		});
		PendingDraws::<T>::put(BoundedVec::truncate_from(pending.collect::<Vec<_>>()));
		let recent = authors_of::<T>().into_iter().map(|author| RecentAuthor {
			author,
			last_block: 0,
		});
		RecentAuthors::<T>::put(BoundedVec::truncate_from(recent.collect::<Vec<_>>()));
		LastClosed::<T>::put(Hour(1_500));
		OldestSeed::<T>::put(Hour(0));
		for hour in [0, 1] {
			HourSeeds::<T>::insert(
				Hour(hour),
				HourSeed {
					seed: [1; 32],
					frozen_at: 0,
				},
			);
		}
		frame_system::Pallet::<T>::set_block_number(100u32.into());

		#[block]
		{
			Pallet::<T>::on_finalize(100u32.into());
		}

		let drawn = u32::try_from(HourSeeds::<T>::iter().count()).unwrap_or(u32::MAX);
		assert_eq!(drawn, d);
		assert_eq!(PendingDraws::<T>::decode_len(), Some(8));
		Ok(())
	}

	impl_benchmark_test_suite!(
		Pallet,
		crate::mock::Ext::default().build(),
		crate::mock::Test
	);
}
