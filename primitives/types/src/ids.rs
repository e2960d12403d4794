//! Identifiers. Each is a dense counter or a registry number, never a hash of content.

use parity_scale_codec::{CompactAs, Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

macro_rules! id {
	($(#[$doc:meta])* $name:ident($inner:ty)) => {
		$(#[$doc])*
		#[derive(
			Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode,
			CompactAs, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Serialize, Deserialize,
		)]
		#[serde(transparent)]
		pub struct $name(pub $inner);

		impl $name {
			/// The id that follows, or `None` when the counter is exhausted.
			pub fn next(self) -> Option<Self> {
				self.0.checked_add(1).map(Self)
			}
		}

		impl core::fmt::Display for $name {
			fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
				write!(f, "{}", self.0)
			}
		}
	};
}

id!(/// A registered device.
	DeviceId(u32));
id!(/// A standing offer, and the item number of the position that carries its income.
	OfferId(u32));
id!(/// A purchase of hours by a tenant.
	ContractId(u64));
id!(/// A coarse public grid area.
	ZoneId(u16));
id!(/// A class of interchangeable GPUs, with one reference GPU each.
	GpuClassId(u16));
id!(/// A circuit of the receipt registry.
	CircuitId(u16));
id!(/// A version of a circuit; never reused.
	CircuitVersion(u16));

/// The pool in which equal capacity trades: one GPU class in one zone.
#[derive(
	Clone,
	Copy,
	Debug,
	Default,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Hash,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
pub struct PoolId {
	/// Class of the GPUs.
	pub gpu_class: GpuClassId,
	/// Grid area of the devices.
	pub zone: ZoneId,
}
