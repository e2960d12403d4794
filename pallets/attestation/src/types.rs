//! Called and stored types.

use crate::challenge_history::ChallengeHistory;
use frame_support::{pallet_prelude::*, BoundedVec};
use greenhour_types::{
	AttestationResult, AttestationTier, Balance, DeviceId, MilliGpu, Moment, ZoneId,
};
use parity_scale_codec::DecodeWithMemTracking;
use serde::{Deserialize, Serialize};

/// Most statements on one audit: those that make it pass, and one that contradicts.
pub const MAX_STATEMENTS: u32 = 8;
/// Most things revoked or reinstated in one call.
pub const MAX_REVOCATIONS: u32 = 64;
/// What an auditor may vouch for, as a multiple of the bond.
pub const VOUCH_RATIO: Balance = 10;

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
	Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
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
	Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
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
	Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
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
	Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
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
	Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
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

/// What auditors state about a device, equal for all of them.
#[derive(
	Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct AuditFacts {
	/// Under which key of the zone the place is named.
	pub key_epoch: u32,
	/// Nullifier of the metering point under that key.
	pub place: [u8; 32],
	/// The same point under the key before, while the zone changes its key.
	pub former_place: Option<[u8; 32]>,
	/// The most that the audit supports.
	pub tier: AttestationTier,
	/// Capacity that was measured.
	pub benchmark: MilliGpu,
	/// Hash of the report.
	pub evidence_hash: [u8; 32],
	/// Until when the audit counts, ms since the Unix epoch.
	pub expires_at: Moment,
}

/// What is kept of an audit that passed.
#[derive(
	Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct AuditEvidence {
	/// Nullifier of the metering point.
	pub place: [u8; 32],
	/// The most that the audit supports.
	pub tier: AttestationTier,
	/// Capacity that was measured.
	pub benchmark: MilliGpu,
	/// Until when it counts, ms since the Unix epoch.
	pub expires_at: Moment,
}

/// A slot in a cell of a zone.
#[derive(
	Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Cell {
	/// Under which key of the zone the cells are numbered.
	pub key_epoch: u32,
	/// Number of the cell.
	pub number: u16,
}

/// All that is known about a device, and what it led to.
#[derive(
	Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Evidence {
	/// Zone of the device.
	pub zone: ZoneId,
	/// What an endorser said.
	pub enrolment: Enrolment,
	/// What auditors said.
	pub audit: Option<AuditEvidence>,
	/// What challenges showed.
	pub challenges: ChallengeHistory,
	/// The slot that it has while no audit names its metering point.
	pub cell: Option<Cell>,
	/// Do auditors contradict each other about it?
	pub disputed: bool,
	/// Was it paid for work that it did not do?
	pub convicted: bool,
	/// The attestation result that stands, if any.
	pub result: Option<AttestationResult>,
}

/// One auditor's word.
#[derive(
	Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Statement<AccountId> {
	/// Who.
	pub auditor: AccountId,
	/// What.
	pub facts: AuditFacts,
}

/// The statements on one device, in the order in which they were made.
pub type Statements<AccountId> = BoundedVec<Statement<AccountId>, ConstU32<MAX_STATEMENTS>>;

/// An audit: open, until enough auditors agree, or in force afterwards.
#[derive(
	Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Audit<AccountId> {
	/// When it was opened, reopened by a verdict, or passed (ms since the Unix epoch): here the conflict
	/// window starts.
	pub since: Moment,
	/// When it ends: its expiry, or when the device lost its place.
	pub ends_at: Moment,
	/// Planck of GHR that each statement commits of its auditor's bond.
	pub stake: Balance,
	/// Who said what; never empty.
	pub statements: Statements<AccountId>,
	/// When a statement contradicted another.
	pub disputed_at: Option<Moment>,
	/// Is it a claim in a dispute about a place?
	pub contests: bool,
}

/// Who stands at a metering point.
#[derive(
	Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Place {
	/// Came first.
	pub first: DeviceId,
	/// The other one of a site.
	pub second: Option<DeviceId>,
}

impl Place {
	/// Does `device` stand here?
	pub fn holds(&self, device: DeviceId) -> bool {
		self.first == device || self.second == Some(device)
	}

	/// Who is left when `device` goes.
	pub fn without(self, device: DeviceId) -> Option<Self> {
		let left = match (self.first == device, self.second) {
			(true, second) => second?,
			(false, Some(second)) if second != device => return Some(self),
			(false, _) => self.first,
		};
		Some(Self {
			first: left,
			second: None,
		})
	}
}

/// The rule of a zone and its auditors.
#[derive(
	Clone,
	Copy,
	Debug,
	Default,
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
pub struct Zone {
	/// Equal statements that make an audit pass.
	pub statements_needed: u32,
	/// How many auditors the zone has.
	pub auditors: u32,
	/// Cells of the zone; they are numbered from 0.
	pub cells: u16,
	/// Devices for which a cell has a slot.
	pub devices_per_cell: u32,
	/// Which key names the places.
	pub key_epoch: u32,
	/// Since when, ms since the Unix epoch.
	pub key_since: Moment,
}

/// What an auditor has at stake.
#[derive(
	Clone,
	Copy,
	Debug,
	Default,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct Auditor {
	/// Planck of GHR on hold, with what is unbonding.
	pub bond: Balance,
	/// Planck of GHR behind statements.
	pub committed: Balance,
	/// Planck of GHR that leave.
	pub unbonding: Balance,
	/// When they may leave, ms since the Unix epoch.
	pub unbonds_at: Moment,
}

impl Auditor {
	/// Planck of GHR that count: the bond without what leaves.
	pub fn active(&self) -> Balance {
		self.bond.saturating_sub(self.unbonding)
	}

	/// Planck of GHR that back no statement yet.
	pub fn free(&self) -> Balance {
		self.active().saturating_sub(self.committed)
	}
}

/// Somebody says that a device is not where it says it is.
#[derive(
	Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct PlaceDispute<AccountId> {
	/// Who, with a bond.
	pub challenger: AccountId,
	/// His device whose audit waits for the place.
	pub claimant: Option<DeviceId>,
	/// Planck of GHR on hold.
	pub bond: Balance,
	/// Since when, ms since the Unix epoch.
	pub opened_at: Moment,
}

/// A side of a dispute about a place.
#[derive(
	Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub enum PlaceParty {
	/// Who holds the place.
	Holder,
	/// Who disputes it.
	Challenger,
}

/// How a dispute about a place ends.
#[derive(
	Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct PlaceVerdict {
	/// Who is right.
	pub winner: PlaceParty,
	/// Do the auditors who vouched for the other side lose what they committed?
	pub auditors_pay: bool,
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
