//! Identifiers. Each is a counter or a registry number, never a hash of content.

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

impl ContractId {
	/// Bits of the number within a block.
	pub const EVENT_BITS: u32 = 20;

	/// The id of a contract that is opened in this block after so many events of the block: ids grow with
	/// time, and no counter has to be kept. `None` for 2^20 events or more.
	pub fn opened_in(block: u32, events: u32) -> Option<Self> {
		let fits = events.checked_shr(Self::EVENT_BITS) == Some(0);
		let block = u64::from(block).checked_shl(Self::EVENT_BITS)?;
		fits.then_some(Self(block | u64::from(events)))
	}
}

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

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn ids_of_contracts_grow_with_blocks_and_events() {
		let ids = [
			(0, 1),
			(1, 0),
			(1, 1),
			(1, (1 << 20) - 1),
			(2, 0),
			(u32::MAX, 0),
		];
		let ids = ids.map(|(block, events)| ContractId::opened_in(block, events));
		assert!(ids.iter().all(Option::is_some));
		assert!(ids.is_sorted_by(|a, b| a < b));
		assert_eq!(ids[2], Some(ContractId((1 << 20) + 1)));
		assert_eq!(ContractId::opened_in(1, 1 << 20), None);
	}
}
