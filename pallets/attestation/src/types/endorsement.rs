//! Endorsers, what they say, and what of it can be revoked.

use frame_support::{pallet_prelude::*, BoundedVec};
use greenhour_types::{MilliGpu, Moment};
use parity_scale_codec::DecodeWithMemTracking;
use serde::{Deserialize, Serialize};

/// Most things revoked or reinstated in one call.
pub const MAX_REVOCATIONS: u32 = 64;

/// A public key of P-256.
///
/// **Shape**: compressed SEC1 point: `02` or `03`, then x, big-endian.
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
)]
pub struct P256Key(pub [u8; 33]);

/// An ECDSA signature of P-256 over a SHA-256 digest.
///
/// **Shape**: r, then s, both big-endian; s in the lower half of the group order.
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
pub struct P256Signature(pub [u8; 64]);

/// A root of the governed table.
#[derive(
	Clone,
	Copy,
	Debug,
	Default,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct EndorserId(pub u32);

/// A model of hardware, as its endorser numbers it.
#[derive(
	Clone,
	Copy,
	Debug,
	Default,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct ModelId(pub u32);

/// A manufacturer whose key endorses devices.
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
pub struct Endorser {
	/// The root key.
	pub key: P256Key,
	/// Enrols from here on, ms since the Unix epoch.
	pub valid_from: Moment,
	/// Enrols until here, and no endorsement counts for longer.
	pub valid_until: Moment,
	/// Enrols nobody for now; what it endorsed goes on.
	pub paused: bool,
}

/// A root says that another key endorses for it.
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
pub struct IntermediateCertificate {
	/// The key that endorses.
	pub key: P256Key,
	/// From when on, ms since the Unix epoch.
	pub valid_from: Moment,
	/// Until when.
	pub valid_until: Moment,
	/// Of the root.
	pub signature: P256Signature,
}

/// What an endorser says about one device. The device, its meter key and the chain are not in here: the
/// chain fills them in before it checks the signature.
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
pub struct Endorsement {
	/// Whose root.
	pub endorser: EndorserId,
	/// Who signs in its name; `None` when the root itself signs.
	pub intermediate: Option<IntermediateCertificate>,
	/// Key in the secure element of the device.
	pub identity_key: P256Key,
	/// Model of the hardware.
	pub model: ModelId,
	/// Stands for the serial number, which it hides.
	pub serial_nullifier: [u8; 32],
	/// Capacity that the endorser measured.
	pub benchmark: MilliGpu,
	/// Counts from here on, ms since the Unix epoch.
	pub valid_from: Moment,
	/// Counts until here.
	pub valid_until: Moment,
	/// Larger than that of any earlier endorsement of the device.
	pub number: u64,
	/// Of the root or the intermediate.
	pub signature: P256Signature,
}

/// What governance can revoke.
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
)]
pub enum Revocable {
	/// A root, and all that it endorsed.
	Endorser(EndorserId),
	/// An intermediate, and all that it endorsed.
	Intermediate(P256Key),
	/// One device key.
	IdentityKey(P256Key),
	/// A model, of whichever endorser.
	Model(ModelId),
}

/// A list of things to revoke or to reinstate.
pub type Revocables = BoundedVec<Revocable, ConstU32<MAX_REVOCATIONS>>;

/// What is kept of an endorsement.
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
pub struct Enrolment {
	/// Whose root.
	pub endorser: EndorserId,
	/// Who signed in its name.
	pub intermediate: Option<P256Key>,
	/// Key in the secure element.
	pub identity_key: P256Key,
	/// Model of the hardware.
	pub model: ModelId,
	/// Capacity that the endorser measured.
	pub benchmark: MilliGpu,
	/// Number of the endorsement.
	pub number: u64,
	/// When endorsement or chain expire, ms since the Unix epoch.
	pub expires_at: Moment,
}

/// A root at genesis.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GenesisEndorser {
	/// The root key, compressed SEC1, 33 bytes in hex.
	pub key: sp_core::Bytes,
	/// Enrols from here on, ms since the Unix epoch.
	pub valid_from: Moment,
	/// Enrols until here.
	pub valid_until: Moment,
}
