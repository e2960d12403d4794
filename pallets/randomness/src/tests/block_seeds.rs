//! The seed of a block. In `DEVELOPMENT` 4 blocks must follow the inputs; of 4 authorities 2.

use crate::{mock::*, Accumulator, RecentAuthors};
use greenhour_traits::{BlockSeed, BlockSeeds};
use parity_scale_codec::Encode;
use sp_crypto_hashing::blake2_256;

/// What a call in the block after the last one would see.
fn next_seed() -> Option<BlockSeed> {
	let number = System::block_number();
	System::set_block_number(number + 1);
	let seed = Randomness::block_seed();
	System::set_block_number(number);
	seed
}

fn inputs_until() -> Option<u32> {
	next_seed().map(|seed| seed.inputs_until)
}

#[test]
fn the_seed_is_made_of_the_accumulator_of_the_parent() {
	Ext::default().execute(|| {
		blocks_by(ZERO, &[1, 2, 3, 4, 1]);
		let input = (
			b"greenhour/block-seed",
			Accumulator::<Test>::get(),
			System::block_number() + 1,
		);
		let expected = BlockSeed {
			seed: blake2_256(&input.encode()),
			inputs_until: 1,
		};
		assert_eq!(next_seed(), Some(expected));
	});
}

#[test]
fn a_block_without_output_has_a_seed_of_its_own() {
	Ext::default().execute(|| {
		blocks_by(ZERO, &[1, 2, 3, 4, 1]);
		let before = next_seed();
		block_with(ZERO + 9_000, 1, None);
		assert_ne!(
			next_seed().map(|seed| seed.seed),
			before.map(|seed| seed.seed)
		);
	});
}

#[test]
fn inputs_are_as_old_as_the_delay_or_the_second_author() {
	Ext::default().execute(|| {
		blocks_by(ZERO, &[1, 2, 1, 2]);
		// Block 0 has no inputs, but nobody could have changed it after these four blocks.
		assert_eq!(inputs_until(), Some(0));
		blocks_by(ZERO + 10_000, &[1; 10]);
		// Author 2 made block 4 last; alone, author 1 moves nothing.
		assert_eq!(inputs_until(), Some(3));
		blocks_by(ZERO + 30_000, &[2]);
		assert_eq!(inputs_until(), Some(11));
	});
}

#[test]
fn there_is_no_seed_before_enough_authors_came() {
	Ext::default().execute(|| {
		blocks_by(ZERO, &[1; 30]);
		assert_eq!(next_seed(), None);
	});
}

#[test]
fn the_ninth_author_replaces_the_oldest() {
	Ext::default().with_authorities(100).execute(|| {
		blocks_by(ZERO, &[1, 2, 3, 4, 5, 6, 7, 1, 8]);
		assert_eq!(inputs_until(), Some(1));
		blocks_by(ZERO + 20_000, &[9]);
		let recent: Vec<u64> = RecentAuthors::<Test>::get()
			.iter()
			.map(|known| known.author)
			.collect();
		assert_eq!(recent, [9, 8, 1, 7, 6, 5, 4, 3]);
		assert_eq!(inputs_until(), Some(2));
	});
}
