//! Called and stored types.

mod audit; // auditors and what they state
mod endorsement; // endorsers and what they say
mod place; // zones, cells, metering points

pub use audit::*;
pub use endorsement::*;
pub use place::*;

use crate::challenge_history::ChallengeHistory;
use frame_support::pallet_prelude::*;
use greenhour_types::{AttestationResult, ZoneId};
use parity_scale_codec::DecodeWithMemTracking;

/// All that is known about a device, and what it led to.
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
