//! A device as the chain knows it.

mod class;
mod facts;
mod statements;

pub use class::{ClassTerms, ExpectedReturn, GpuClass, ReturnModel};
pub use facts::{DeviceFacts, DeviceKind, EnergySource, GridConnection, SiteFacts};
pub use statements::{claim_statement, operator_statement};

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
	/// Can't offer until the cause is gone. What is sold stays promised.
	Suspended {
		/// Why.
		cause: SuspensionCause,
		/// What the owner gets back when he resumes; nothing unless he paused the device himself.
		kept: Option<AttestationResult>,
	},
}

impl DeviceStatus {
	/// The attestation result of an active device, expired or not.
	pub fn result(&self) -> Option<AttestationResult> {
		match *self {
			Self::Active {
				tier,
				expires_at,
				benchmark,
			} => Some(AttestationResult {
				tier,
				expires_at,
				benchmark,
			}),
			_ => None,
		}
	}
}

impl From<AttestationResult> for DeviceStatus {
	fn from(result: AttestationResult) -> Self {
		Self::Active {
			tier: result.tier,
			expires_at: result.expires_at,
			benchmark: result.benchmark,
		}
	}
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
	/// What it is made of.
	pub kind: DeviceKind,
	/// Kind of site.
	pub class: DeviceClass,
	/// Class of its GPUs; says nothing about an energy-only device.
	pub gpu_class: GpuClassId,
	/// Grid area.
	pub zone: ZoneId,
	/// Meter public key: circomlib Baby Jubjub point, compressed. Zero for a compute-only device.
	pub meter_key: [u8; 32],
	/// Poseidon commitment to the device secret and meter key, a canonical field element
	/// (little-endian).
	pub commitment: [u8; 32],
	/// Nameplate of the GPUs; zero for an energy-only device.
	pub gpu_nameplate: MilliGpu,
	/// Peak power of its own generation in W: of the solar array, where it has one.
	pub solar_nameplate_w: u32,
	/// Most energy the site can feed to compute in one hour; zero for a compute-only device.
	pub energy_cap: WattHours,
	/// Where its energy comes from.
	pub site: SiteFacts,
	/// Where it stands.
	pub status: DeviceStatus,
}

impl<AccountId> Device<AccountId> {
	/// A new device of these facts.
	pub fn new(owner: AccountId, operator: AccountId, facts: DeviceFacts) -> Self {
		let DeviceFacts {
			kind,
			class,
			gpu_class,
			zone,
			meter_key,
			commitment,
			gpu_nameplate,
			solar_nameplate_w,
			energy_cap,
			site,
		} = facts;
		Self {
			owner,
			operator,
			kind,
			class,
			gpu_class,
			zone,
			meter_key,
			commitment,
			gpu_nameplate,
			solar_nameplate_w,
			energy_cap,
			site,
			status: DeviceStatus::Registered,
		}
	}

	/// The pool in which this device offers.
	pub fn pool(&self) -> PoolId {
		PoolId {
			gpu_class: self.gpu_class,
			zone: self.zone,
		}
	}

	/// This compute-only device as it serves with the energy of another one: that one's meter, cap and
	/// generation, and the weaker of both results.
	#[must_use]
	pub fn fed_by<Other>(self, energy: &Device<Other>) -> Self {
		let status = match (self.status.result(), energy.status.result()) {
			(Some(own), Some(other)) => AttestationResult {
				tier: own.tier.min(other.tier),
				expires_at: own.expires_at.min(other.expires_at),
				benchmark: own.benchmark,
			}
			.into(),
			(Some(_), None) => energy.status,
			(None, _) => self.status,
		};
		Self {
			meter_key: energy.meter_key,
			solar_nameplate_w: energy.solar_nameplate_w,
			energy_cap: energy.energy_cap,
			site: energy.site,
			status,
			..self
		}
	}
}
