//! Stored and shown types.

use frame_support::{traits::ConstU32, BoundedBTreeMap, BoundedVec};
use greenhour_types::{Balance, HourMask, Moment, OfferId};
use parity_scale_codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// Most bytes of a job specification on the chain.
pub const MAX_SPEC: u32 = 4_096;

/// A job specification.
pub type Spec = BoundedVec<u8, ConstU32<MAX_SPEC>>;

/// Entries by hour of day, 0 to 23.
pub type ByHour<Entry> = BoundedBTreeMap<u8, Entry, ConstU32<24>>;

/// Claimed hours of one device in one contract day.
pub type ClaimOf<AccountId> = ByHour<ClaimedHour<AccountId>>;

/// Declared hours of one device in one contract day.
pub type DeclarationsOf<AccountId> = ByHour<Declaration<AccountId>>;

/// Where a claimed hour stands.
#[derive(
	Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub enum ClaimState<AccountId> {
	/// Waits for the tenant, or for auditors where they always judge.
	Open,
	/// The tenant objected; waits for auditors.
	Objected {
		/// Who objected, and holds the stake.
		tenant: AccountId,
		/// When.
		objected_at: Moment,
		/// Planck of GCD that he holds.
		stake: Balance,
	},
	/// Judged undelivered; kept until the hour can't be claimed any more.
	Refused,
}

/// One hour that a device says it delivered.
#[derive(
	Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct ClaimedHour<AccountId> {
	/// Who claimed, and holds the deposit.
	pub claimant: AccountId,
	/// Planck of GCD that he holds.
	pub deposit: Balance,
	/// Hash of the result, for tenant and auditors; the chain does not look at it.
	pub result_hash: [u8; 32],
	/// When it was claimed.
	pub claimed_at: Moment,
	/// Where it stands.
	pub state: ClaimState<AccountId>,
	/// Offer whose assignment it is, for `OpenHours`.
	pub offer: OfferId,
}

impl<AccountId> ClaimedHour<AccountId> {
	/// Is the claim neither paid nor refused?
	pub fn is_open(&self) -> bool {
		!matches!(self.state, ClaimState::Refused)
	}
}

/// What a device says about the start of one hour.
#[derive(
	Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Declaration<AccountId> {
	/// Who declared, and holds the stake.
	pub declarer: AccountId,
	/// Planck of GCD that he holds.
	pub stake: Balance,
	/// When it was declared.
	pub declared_at: Moment,
	/// Offer whose assignment it is, for `OpenHours`.
	pub offer: OfferId,
}

/// Who put the specification of a contract on the chain.
#[derive(
	Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Publication<AccountId> {
	/// Who published, and holds the deposit.
	pub publisher: AccountId,
	/// Planck of GCD that he holds.
	pub deposit: Balance,
	/// When it was published.
	pub published_at: Moment,
}

/// How claimed hours left the record.
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
pub enum ClaimEnd {
	/// Paid: the tenant confirmed.
	Confirmed,
	/// Paid: nobody objected in time.
	Unopposed,
	/// Paid: an auditor judged them delivered.
	JudgedDelivered,
	/// Excused: nobody judged in time.
	Unjudged,
	/// Refused before, and no longer claimable; or settled elsewhere.
	Freed,
	/// Excused: nobody objected, and the chain stood still for most of the objection window.
	Outage,
}

/// How a declaration ended.
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
pub enum DeclarationEnd {
	/// The specification was published in time; the stake returns and the hour goes on.
	Answered,
	/// Nobody published in time; the hour is excused.
	Excused,
	/// The hour was settled meanwhile; the stake returns.
	Settled,
}

/// The hours of a record that `keep` accepts.
pub fn hours_of<Entry>(record: &ByHour<Entry>, keep: impl Fn(&Entry) -> bool) -> HourMask {
	HourMask::FULL.filter(|hour| record.get(&hour.get()).is_some_and(&keep))
}
