//! Who may offer to a pool. Stored types; governance sets them.
// Deriving `Encode` for an enum with fields expands to a cast.
#![allow(clippy::cast_possible_truncation)]

use greenhour_types::{AttestationTier, Balance, MilliGpu};
use parity_scale_codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// How a pool takes offers, beside what they must fulfil.
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
)]
pub enum Entry {
	/// Whoever fulfils the policy may offer.
	Open,
	/// First come, first served, up to a number of units.
	Limited {
		/// Most units that one account offers, as the sum of the peaks of its offers.
		max_units_per_owner: MilliGpu,
		/// Most units of the pool, as the sum of all peaks.
		max_units: MilliGpu,
	},
	/// By lot: tickets by what the bond covers, one draw a day.
	Lottery {
		/// Most units that one account offers, as the sum of the peaks of its offers.
		max_units_per_owner: MilliGpu,
		/// Most units of the pool, as the sum of all peaks.
		max_units: MilliGpu,
	},
}

impl Entry {
	/// Most units of one owner and of the pool; `None` where there is no limit.
	pub(crate) fn limits(self) -> Option<(MilliGpu, MilliGpu)> {
		match self {
			Self::Open => None,
			Self::Limited {
				max_units_per_owner,
				max_units,
			}
			| Self::Lottery {
				max_units_per_owner,
				max_units,
			} => Some((max_units_per_owner, max_units)),
		}
	}

	/// Is a ticket needed?
	pub(crate) fn is_lottery(self) -> bool {
		matches!(self, Self::Lottery { .. })
	}
}

/// What a device needs to offer to a pool, or to offer more than it does.
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
)]
pub struct PoolPolicy {
	/// Lowest tier of its attestation result.
	pub min_tier: AttestationTier,
	/// Least value of its bond in planck of GCD, whatever it offers.
	pub min_bond_value: Balance,
	/// How it gets in.
	pub entry: Entry,
}

impl Default for PoolPolicy {
	/// Any attested device with the bond for its peak.
	fn default() -> Self {
		Self {
			min_tier: AttestationTier::Tier0,
			min_bond_value: 0,
			entry: Entry::Open,
		}
	}
}

/// A limit over all pools of one GPU class or zone.
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
)]
pub struct UnitCap {
	/// Most units.
	pub max: MilliGpu,
	/// Sum of the peaks of all open offers in these pools. May be above `max` if it was when the cap
	/// was set.
	pub used: u64,
}
