//! When a draw opens and completes.

use crate::{
	rules, Accumulator, Config, Event, HourSeed, HourSeeds, LastClosed, OldestSeed, Pallet,
	PendingDraw, PendingDraws,
};
use frame_support::traits::{FindAuthor, Get};
use greenhour_traits::{HourClock, SeedSource};
use greenhour_types::{draw::pool_seed, Hour, PoolId};
use parity_scale_codec::Encode;
use sp_runtime::traits::UniqueSaturatedInto;

/// Seeds pruned per block. Hours pass far more slowly, so pruning always catches up.
const PRUNED_PER_BLOCK: u32 = 2;

impl<T: Config> Pallet<T> {
	/// Mixes the author's VRF output into the accumulator; gives the author of a block that had one.
	pub(crate) fn mix_in_block() -> Option<T::AccountId> {
		let output = T::AuthorVrf::get()?;
		Accumulator::<T>::mutate(|accumulator| {
			*accumulator = sp_crypto_hashing::blake2_256(&(*accumulator, output).encode());
		});
		let digest = frame_system::Pallet::<T>::digest();
		T::FindAuthor::find_author(digest.logs.iter().filter_map(|item| item.as_pre_runtime()))
	}

	/// Counts the author for every open draw and turns those that are complete into seeds.
	pub(crate) fn complete_draws(author: Option<T::AccountId>) {
		let mut pending = PendingDraws::<T>::get();
		if pending.is_empty() {
			return;
		}
		let windows = T::Clock::params().windows;
		let needed = rules::authors_needed(windows.draw_authors, T::AuthorityCount::get());
		let (block, oldest) = (Self::block(), OldestSeed::<T>::get());
		for draw in pending.iter_mut() {
			author
				.iter()
				.for_each(|author| draw.count_author(author.clone()));
		}
		pending.retain(|draw| {
			if Some(draw.hour) < oldest {
				// Pruning has passed it: its seed would be useless, and stay for ever.
				Self::deposit_event(Event::DrawDropped { hour: draw.hour });
				return false;
			}
			let ready = draw.author_count() >= needed
				&& block >= draw.frozen_at.saturating_add(windows.draw_delay_blocks);
			if ready {
				Self::store_seed(draw);
			}
			!ready
		});
		PendingDraws::<T>::put(pending);
	}

	/// Opens the draw of every hour whose sale has closed since the last block.
	pub(crate) fn open_draws() {
		let Some(latest) = T::Clock::params().latest_closed_hour(T::Clock::now()) else {
			return;
		};
		let last = LastClosed::<T>::get();
		if last >= Some(latest) {
			return;
		}
		let mut pending = PendingDraws::<T>::get();
		for hour in rules::hours_to_open(last, latest) {
			if pending.is_full() {
				let dropped = pending.remove(0);
				Self::deposit_event(Event::DrawDropped { hour: dropped.hour });
			}
			// There is room: a full list has just lost its oldest draw.
			let _ = pending.try_push(PendingDraw::new(hour, Self::block()));
		}
		PendingDraws::<T>::put(pending);
		LastClosed::<T>::put(latest);
		if OldestSeed::<T>::get().is_none() {
			OldestSeed::<T>::put(latest);
		}
	}

	/// Removes up to [`PRUNED_PER_BLOCK`] seeds that nobody needs any more.
	pub(crate) fn prune_seeds() {
		let (Some(oldest), Some(current)) = (OldestSeed::<T>::get(), T::Clock::current_hour())
		else {
			return;
		};
		let end = rules::oldest_kept(current, &T::Clock::params());
		let end = Hour(end.0.min(oldest.0.saturating_add(PRUNED_PER_BLOCK)));
		if end <= oldest {
			return;
		}
		for hour in oldest.0..end.0 {
			HourSeeds::<T>::remove(Hour(hour));
		}
		OldestSeed::<T>::put(end);
	}

	/// The number of the current block.
	pub(crate) fn block() -> u32 {
		frame_system::Pallet::<T>::block_number().unique_saturated_into()
	}

	fn store_seed(draw: &PendingDraw<T::AccountId>) {
		let PendingDraw {
			hour, frozen_at, ..
		} = *draw;
		HourSeeds::<T>::insert(
			hour,
			HourSeed {
				seed: Accumulator::<T>::get(),
				frozen_at,
			},
		);
		Self::deposit_event(Event::SeedDrawn { hour, frozen_at });
	}
}

impl<T: Config> SeedSource for Pallet<T> {
	fn seed(pool: PoolId, hour: Hour) -> Option<[u8; 32]> {
		HourSeeds::<T>::get(hour).map(|drawn| pool_seed(&drawn.seed, pool, hour))
	}

	fn frozen_at(hour: Hour) -> Option<u32> {
		HourSeeds::<T>::get(hour)
			.map(|drawn| drawn.frozen_at)
			.or_else(|| {
				let pending = PendingDraws::<T>::get();
				pending
					.iter()
					.find(|draw| draw.hour == hour)
					.map(|draw| draw.frozen_at)
			})
	}
}
