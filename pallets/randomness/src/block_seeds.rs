//! A seed for each block, and how old its inputs must be.

use crate::{rules, Accumulator, Config, Pallet, RecentAuthor, RecentAuthors};
use frame_support::traits::Get;
use greenhour_traits::{BlockSeed, BlockSeeds, HourClock};
use parity_scale_codec::Encode;

impl<T: Config> Pallet<T> {
	/// Moves the author of the current block to the front of the recent ones; the oldest gives way.
	pub(crate) fn note_author(author: &T::AccountId) {
		RecentAuthors::<T>::mutate(|recent| {
			recent.retain(|known| known.author != *author);
			if recent.is_full() {
				recent.pop();
			}
			let latest = RecentAuthor {
				author: author.clone(),
				last_block: Self::block(),
			};
			// There is room: the oldest of a full list has just gone.
			let _ = recent.try_insert(0, latest);
		});
	}
}

impl<T: Config> BlockSeeds for Pallet<T> {
	fn block_seed() -> Option<BlockSeed> {
		let (windows, block) = (T::Clock::params().windows, Self::block());
		let recent = RecentAuthors::<T>::get();
		let inputs_until = rules::inputs_until(
			recent.iter().map(|known| known.last_block),
			rules::authors_needed(windows.draw_authors, T::AuthorityCount::get()),
			block.checked_sub(1)?,
			windows.draw_delay_blocks,
		)?;
		let input = (b"greenhour/block-seed", Accumulator::<T>::get(), block);
		Some(BlockSeed {
			seed: sp_crypto_hashing::blake2_256(&input.encode()),
			inputs_until,
		})
	}
}
