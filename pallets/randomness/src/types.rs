//! Stored types.

use frame_support::{traits::ConstU32, BoundedVec};
use greenhour_types::Hour;
use parity_scale_codec::{Decode, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// Most distinct authors that a draw waits for.
pub const MAX_DRAW_AUTHORS: u32 = 8;

/// Most draws that are open at once.
pub const MAX_PENDING_DRAWS: u32 = 16;

/// An author and the last block that he made with a VRF output.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct RecentAuthor<AccountId> {
	/// His validator account.
	pub author: AccountId,
	/// His last block.
	pub last_block: u32,
}

/// Authors by their last block, the latest first.
pub type RecentAuthorList<AccountId> =
	BoundedVec<RecentAuthor<AccountId>, ConstU32<MAX_DRAW_AUTHORS>>;

/// A draw whose inputs are frozen and whose seed is not drawn yet.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct PendingDraw<AccountId> {
	/// The hour to draw for.
	pub hour: Hour,
	/// Block at which the inputs froze.
	pub frozen_at: u32,
	/// Distinct authors of later blocks, at most [`MAX_DRAW_AUTHORS`].
	pub authors: BoundedVec<AccountId, ConstU32<MAX_DRAW_AUTHORS>>,
}

impl<AccountId: PartialEq> PendingDraw<AccountId> {
	/// A draw that opens in block `frozen_at`.
	pub fn new(hour: Hour, frozen_at: u32) -> Self {
		Self {
			hour,
			frozen_at,
			authors: BoundedVec::new(),
		}
	}

	/// Counts the author of one more block, if he is new and still needed.
	pub fn count_author(&mut self, author: AccountId) {
		if !self.authors.contains(&author) {
			// Full means that no draw needs more authors.
			let _ = self.authors.try_push(author);
		}
	}

	/// How many distinct authors have followed the freeze, at most [`MAX_DRAW_AUTHORS`].
	pub fn author_count(&self) -> u32 {
		u32::try_from(self.authors.len()).unwrap_or(MAX_DRAW_AUTHORS)
	}
}

/// The seed of one hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct HourSeed {
	/// The accumulator when the draw completed.
	pub seed: [u8; 32],
	/// Block at which the inputs froze.
	pub frozen_at: u32,
}
