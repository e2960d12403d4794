//! Stored types and the arguments of calls.

use greenhour_types::{Balance, DeviceFacts, DeviceId, DeviceStatus, Moment};
use parity_scale_codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};
use sp_core::{bounded::BoundedVec, ConstU32};

/// Most devices in one batch.
pub const MAX_BATCH: u32 = 256;

/// A value that governance set, and until when it holds.
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
pub struct GovernedRate {
	/// The value, in planck of GCD; positive.
	pub value: Balance,
	/// When it expires, ms since the Unix epoch.
	pub expires_at: Moment,
}

impl GovernedRate {
	/// The value while it holds.
	pub fn value_at(&self, now: Moment) -> Option<Balance> {
		(now < self.expires_at).then_some(self.value)
	}
}

/// What an owner asked back of a bond: it counts for nothing any more, and still answers.
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
pub struct Unbonding {
	/// Planck of GHR, held on the owner's account.
	pub amount: Balance,
	/// When it can be released, ms since the Unix epoch.
	pub releasable_at: Moment,
}

/// To whom a device is offered.
#[derive(
	Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct TransferOffer<AccountId> {
	/// Who may take it.
	pub to: AccountId,
	/// Planck of GHR that he pays for it; zero for a gift.
	pub price: Balance,
}

/// What can change about a device: a buyer names what he saw, so that nothing changes under his hand.
#[derive(
	Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct DeviceState<AccountId> {
	/// Hot key of the machine.
	pub operator: AccountId,
	/// Commitment to the secret of the device.
	pub commitment: [u8; 32],
	/// Where it stands.
	pub status: DeviceStatus,
	/// The device that it is bound to.
	pub bound_to: Option<DeviceId>,
	/// Planck of GHR, which the buyer must hold.
	pub bond: Balance,
	/// Open offers and unsettled assignments; in an expected state the most that the buyer takes over.
	pub obligations: u32,
}

/// The word of an operator that it will speak for one device of an owner
/// ([`greenhour_types::device::operator_statement`]).
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct OperatorConsent<Signature> {
	/// Until when the owner may make use of it, ms since the Unix epoch.
	pub until: Moment,
	/// Made by the operator.
	pub signature: Signature,
}

/// One device of a batch.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct BatchEntry<AccountId, Signature> {
	/// Hot key of the machine.
	pub operator: AccountId,
	/// Its word.
	pub consent: OperatorConsent<Signature>,
	/// What the device is.
	pub facts: DeviceFacts,
	/// The key that gives it away; its secret lies in the box.
	pub claim_key: AccountId,
}

/// The devices of a batch.
pub type BoundedBatch<AccountId, Signature> =
	BoundedVec<BatchEntry<AccountId, Signature>, ConstU32<MAX_BATCH>>;
