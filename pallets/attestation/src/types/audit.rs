//! Auditors and what they state.

use frame_support::{pallet_prelude::*, BoundedVec};
use greenhour_types::{AttestationTier, Balance, MilliGpu, Moment};
use parity_scale_codec::DecodeWithMemTracking;

/// Most statements on one audit: those that make it pass, and one that contradicts.
pub const MAX_STATEMENTS: u32 = 8;

/// What an auditor may vouch for, as a multiple of the bond.
pub const VOUCH_RATIO: Balance = 10;

/// What auditors state about a device, equal for all of them.
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

/// One auditor's word.
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
