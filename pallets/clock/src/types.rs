//! Stored types.

use greenhour_types::Hour;
use parity_scale_codec::{Decode, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// An hour and the blocks counted in it so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct HourTally {
	/// The hour.
	pub hour: Hour,
	/// Blocks whose timestamp lies in it.
	pub blocks: u32,
}
