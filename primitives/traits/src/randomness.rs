//! Public randomness.

use greenhour_types::{Hour, PoolId};

/// Gives the seed of an hour once its draw is ready.
pub trait SeedSource {
	/// The seed of `pool` in `hour`; `None` until enough blocks and authors followed the close of
	/// the sale, or after the seed was pruned.
	fn seed(pool: PoolId, hour: Hour) -> Option<[u8; 32]>;

	/// The block at which the inputs of the draw of `hour` froze; offers made in or after it take no
	/// part.
	fn frozen_at(hour: Hour) -> Option<u32>;
}

/// A seed for the current block, and what may be drawn with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BlockSeed {
	/// Known to nobody before the author of the parent made his block.
	pub seed: [u8; 32],
	/// Inputs of a draw with this seed must have been fixed in this block or before.
	pub inputs_until: u32,
}

/// Gives every block a seed, for draws of whatever was fixed long enough ago.
pub trait BlockSeeds {
	/// The seed of the current block: the same for all of its calls and hooks but `on_finalize`.
	///
	/// Enough blocks, and enough distinct authors, followed `inputs_until` up to the parent. `None` until
	/// there were. `inputs_until` of a later block is never smaller, unless the number of authorities grew.
	fn block_seed() -> Option<BlockSeed>;
}
