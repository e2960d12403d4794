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
