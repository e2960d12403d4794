//! Stored and shown types.

use alloc::vec::Vec;
use frame_support::{traits::ConstU32, BoundedVec};
use greenhour_types::{
	receipt::{FieldBytes, HourFacts, Receipt, ReceiptRules},
	CircuitId, CircuitVersion, MilliGpu, OfferId,
};
use parity_scale_codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// Bytes of the longest verifying key: four points of 448 bytes together, 65 of 64 bytes.
pub const MAX_KEY_BYTES: u32 = 448 + 65 * 64;

/// A receipt as the call takes it.
pub type ReceiptOf = Receipt<BoundedVec<HourFacts, ConstU32<24>>>;

/// A circuit version of the registry.
#[derive(
	Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Circuit<BlockNumber> {
	/// Canonical bytes of the verifying key.
	pub key: BoundedVec<u8, ConstU32<MAX_KEY_BYTES>>,
	/// Public inputs of a proof.
	pub arity: u32,
	/// Where it stands.
	pub status: CircuitStatus<BlockNumber>,
}

/// Where a circuit version stands. It never goes back.
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
pub enum CircuitStatus<BlockNumber> {
	/// Registered; proofs are refused.
	Pending {
		/// First block in which it can be activated.
		activates_at: BlockNumber,
	},
	/// Proofs are accepted.
	Active,
	/// Proofs are refused, for ever.
	Retired,
}

/// A circuit of the genesis.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GenesisCircuit {
	/// Circuit.
	pub circuit: CircuitId,
	/// Version.
	pub version: CircuitVersion,
	/// Canonical bytes of the verifying key.
	pub key: Vec<u8>,
}

/// What the meter of a device showed in one hour, and how much of it is used.
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
pub struct MeterHour {
	/// Salted commitment to the reading, fixed by the first receipt of the hour.
	pub reading_commitment: FieldBytes,
	/// Most units that the energy of the hour can have served.
	pub max_units: MilliGpu,
	/// Units paid so far, over all contracts.
	pub used_units: MilliGpu,
	/// Green watt-hours that no contract has used.
	pub green_wh_left: u32,
}

/// What a receipt must be made of, beside the readings.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct ReceiptTerms {
	/// Position that earns.
	pub position: OfferId,
	/// Commitment of the device.
	pub device_commitment: FieldBytes,
	/// Challenge of the receipt.
	pub challenge: FieldBytes,
	/// Limits of class, contract and device.
	pub rules: ReceiptRules,
}
