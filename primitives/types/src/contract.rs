//! Purchases: contracts, their days, and the assignments that serve them.

use crate::{receipt::is_canonical, Balance, Day, HourMask, HourOfDay, MilliGpu, OfferId, PoolId};
use parity_scale_codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// Most day pages that one contract touches.
pub const MAX_CONTRACT_DAYS: u32 = 8;

/// Hours of one day.
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
pub struct DayMask {
	/// The day.
	pub day: Day,
	/// Its hours.
	pub hours: HourMask,
}

/// What the job does.
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
pub enum JobKind {
	/// Trains a model.
	Training,
	/// Answers requests.
	Inference,
	/// Renders frames.
	Rendering,
}

/// How delivery is shown.
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
pub enum VerificationMode {
	/// By receipts of `receipt-v1`: signed metering.
	Receipt,
	/// By receipts of `work-v1`: signed metering and a sample of the committed result. The
	/// specification hash is the job commitment.
	Work,
}

/// What the tenant asks for beside hours and units.
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
pub struct ContractTerms {
	/// Kind of job.
	pub kind: JobKind,
	/// Hash of the job specification, which is kept off chain; the job commitment when delivery is
	/// shown by `work-v1`.
	pub spec_hash: [u8; 32],
	/// Smallest share of green energy, in ten-thousandths.
	pub min_green_share: u16,
	/// How delivery is shown.
	pub verification: VerificationMode,
}

impl ContractTerms {
	/// Do only devices serve this that agreed to it?
	///
	/// Green energy and a particular job are more than an offer promises.
	pub fn need_consent(&self) -> bool {
		self.min_green_share > 0 || self.verification == VerificationMode::Work
	}

	/// Can there be a proof for the specification hash?
	///
	/// A job commitment is a canonical field element; nothing proves any other.
	pub fn are_provable(&self) -> bool {
		self.verification != VerificationMode::Work || is_canonical(&self.spec_hash)
	}
}

/// A purchase: who pays, for what, and what is still held.
#[derive(
	Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Contract<AccountId> {
	/// Who bought.
	pub tenant: AccountId,
	/// Where.
	pub pool: PoolId,
	/// Units bought in each hour.
	pub units: MilliGpu,
	/// Terms of the job.
	pub terms: ContractTerms,
	/// GCD still held on the tenant's account for this contract.
	pub held: Balance,
	/// Days with a page, at most [`MAX_CONTRACT_DAYS`].
	pub days: u32,
}

/// One day of a contract.
#[derive(
	Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct ContractDay {
	/// Hours bought.
	pub hours: HourMask,
	/// GCD paid for each hour, for all units of the contract.
	pub paid: [Balance; 24],
	/// Units of each hour that no device serves yet.
	pub unassigned: [MilliGpu; 24],
	/// Hours whose unserved units are refunded.
	pub refunded: HourMask,
	/// Assignments of this day whose money is not settled yet.
	pub open_assignments: u32,
}

impl ContractDay {
	/// Units of `hour` that no device serves yet.
	pub fn unassigned_at(&self, hour: HourOfDay) -> MilliGpu {
		self.unassigned
			.get(hour.index())
			.copied()
			.unwrap_or_default()
	}

	/// GCD paid for `hour`.
	pub fn paid_at(&self, hour: HourOfDay) -> Balance {
		self.paid.get(hour.index()).copied().unwrap_or_default()
	}
}

/// Hours of a contract and day bound to one device.
#[derive(
	Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Assignment {
	/// The offer that serves, and so the position that earns.
	pub offer: OfferId,
	/// Units in each hour; zero where the device serves nothing.
	pub units: [MilliGpu; 24],
	/// Hours bound to the device.
	pub hours: HourMask,
	/// Hours proved and paid.
	pub delivered: HourMask,
	/// Hours settled as missed (or void).
	pub missed: HourMask,
}

impl Assignment {
	/// Units of the device in `hour`.
	pub fn units_at(&self, hour: HourOfDay) -> MilliGpu {
		self.units.get(hour.index()).copied().unwrap_or_default()
	}

	/// Hours whose money is not settled.
	pub fn unsettled(&self) -> HourMask {
		self.hours
			.difference(self.delivered)
			.difference(self.missed)
	}
}

/// How the money of one assigned hour went.
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
pub enum HourOutcome {
	/// Proved: the position earned.
	Delivered,
	/// Not proved in time: the tenant is refunded and compensated, the device slashed.
	Missed,
	/// Too few blocks in the hour: the tenant is refunded, nobody slashed.
	Void,
}
