//! A device as the chain knows it.

use crate::{GpuClassId, MilliGpu, Moment, PoolId, WattHours, ZoneId};
use parity_scale_codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// The kind of site a device stands at.
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
pub enum DeviceClass {
	/// A home with solar, storage and GPUs.
	HomeHub,
	/// A charging pile with GPUs.
	ChargingPile,
	/// A station with solar, storage and many GPUs.
	EnergyStation,
}

/// How much evidence stands behind a device.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
pub enum AttestationTier {
	/// Software meter, endorsed by nobody but the activating endorser.
	Tier0,
	/// Endorsed key.
	Tier1,
	/// Endorsed meter, audited.
	Tier2,
	/// Endorsed meter, audited and challenged.
	Tier3,
}

/// What attestation found about a device (RFC 9334: an attestation result).
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
pub struct AttestationResult {
	/// How much evidence stands behind it.
	pub tier: AttestationTier,
	/// When it expires (ms since the Unix epoch).
	pub expires_at: Moment,
	/// Capacity that was benchmarked.
	pub benchmark: MilliGpu,
}

/// Why a device is suspended.
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
pub enum SuspensionCause {
	/// Its owner asked for it.
	Owner,
	/// An endorser or a key that vouched for it is revoked.
	Revoked,
	/// It let a challenge pass.
	ChallengeMissed,
	/// Audits of it conflict, or its place is disputed.
	Disputed,
	/// It claimed more than it can have done.
	Inconsistent,
	/// An audit showed that it was paid for work it did not do.
	Convicted,
}

/// Where a device stands in its life.
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
pub enum DeviceStatus {
	/// Registered; no attestation result yet, so it can't offer.
	Registered,
	/// Attested until the given moment.
	Active {
		/// Tier of the attestation result.
		tier: AttestationTier,
		/// When the attestation result expires (ms since the Unix epoch).
		expires_at: Moment,
		/// Capacity that the attestation benchmarked.
		benchmark: MilliGpu,
	},
	/// Withdrawn by its owner; the record stays so that the meter key can't serve again.
	Withdrawn,
}

/// A device: who owns it, who speaks for it, what it can do.
#[derive(
	Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Device<AccountId> {
	/// Receives positions and gets the bond back.
	pub owner: AccountId,
	/// Hot key of the machine: accepts and proves.
	pub operator: AccountId,
	/// Kind of site.
	pub class: DeviceClass,
	/// Class of its GPUs.
	pub gpu_class: GpuClassId,
	/// Grid area.
	pub zone: ZoneId,
	/// Meter public key: circomlib Baby Jubjub point, compressed.
	pub meter_key: [u8; 32],
	/// Poseidon commitment to the device secret and meter key, a canonical field element
	/// (little-endian).
	pub commitment: [u8; 32],
	/// Nameplate of the GPUs.
	pub gpu_nameplate: MilliGpu,
	/// Peak power of the solar array in W.
	pub solar_nameplate_w: u32,
	/// Most energy the site can feed to compute in one hour.
	pub energy_cap: WattHours,
	/// Where it stands.
	pub status: DeviceStatus,
}

impl<AccountId> Device<AccountId> {
	/// The pool in which this device offers.
	pub fn pool(&self) -> PoolId {
		PoolId {
			gpu_class: self.gpu_class,
			zone: self.zone,
		}
	}
}
