//! Stored types and the shape of a registration.

use greenhour_types::{Balance, Moment};
use parity_scale_codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// A value that governance set, and until when it holds.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
pub struct GovernedRate {
	/// The value, in planck of GCD; positive.
	pub value: Balance,
	/// When it expires, ms since the Unix epoch.
	pub expires_at: Moment,
}

impl GovernedRate {
	/// The value while it holds.
	pub fn value_at(&self, now: Moment) -> Option<Balance> {
		(now < self.expires_at).then_some(self.value)
	}
}
