//! Purchases: contracts, their days, and the assignments that serve them.

use crate::{
	receipt::is_canonical, Balance, Day, HourMask, HourOfDay, MilliGpu, Moment, OfferId, PoolId,
};
use bounded_collections::{BoundedVec, ConstU32};
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

/// Units of some hours of one day.
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
pub struct DayUnits {
	/// The day.
	pub day: Day,
	/// Units by hour of day; nothing outside of the order.
	pub units: [MilliGpu; 24],
}

impl DayUnits {
	/// The same units in each hour of the mask.
	pub fn flat(hours: DayMask, units: MilliGpu) -> Self {
		let mut order = Self {
			day: hours.day,
			units: [MilliGpu::ZERO; 24],
		};
		for hour in hours.hours.hours() {
			if let Some(entry) = order.units.get_mut(hour.index()) {
				*entry = units;
			}
		}
		order
	}

	/// Units of `hour`.
	pub fn at(&self, hour: HourOfDay) -> MilliGpu {
		self.units.get(hour.index()).copied().unwrap_or_default()
	}

	/// Hours with units.
	pub fn hours(&self) -> HourMask {
		HourMask::FULL.filter(|hour| !self.at(hour).is_zero())
	}
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
	/// By the verdict of auditors on what the device claims.
	Audited,
	/// By the tenant, who confirms or objects; a claim that he leaves alone pays after a timeout.
	TenantConfirmed,
}

impl VerificationMode {
	/// Is delivery shown by a receipt of a circuit?
	pub fn is_by_receipt(self) -> bool {
		matches!(self, Self::Receipt | Self::Work)
	}
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
	/// Green energy, a particular job and the judgement of others are more than an offer promises.
	pub fn need_consent(&self) -> bool {
		self.min_green_share > 0 || self.verification != VerificationMode::Receipt
	}

	/// Can there be a proof for the specification hash?
	///
	/// A job commitment is a canonical field element; nothing proves any other.
	pub fn are_provable(&self) -> bool {
		self.verification != VerificationMode::Work || is_canonical(&self.spec_hash)
	}
}

/// Most bytes of the address of a job specification.
pub const MAX_SPEC_URI: u32 = 128;

/// Where the job specification can be fetched: a URI (RFC 3986) in ASCII, or nothing when the tenant
/// hands it over himself.
pub type SpecUri = BoundedVec<u8, ConstU32<MAX_SPEC_URI>>;

/// The days of a contract, ascending.
pub type ContractDayList = BoundedVec<Day, ConstU32<MAX_CONTRACT_DAYS>>;

/// A purchase: who pays, for what, and what is still held.
#[derive(
	Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Contract<AccountId> {
	/// Who bought.
	pub tenant: AccountId,
	/// Where.
	pub pool: PoolId,
	/// Terms of the job.
	pub terms: ContractTerms,
	/// Where the job specification is.
	pub spec_uri: SpecUri,
	/// GCD still held on the tenant's account for this contract.
	pub held: Balance,
	/// Of it, what rewards those who settle for others.
	pub rewards: Balance,
	/// Days that are not resolved, at most [`MAX_CONTRACT_DAYS`].
	pub days: ContractDayList,
}

/// One day of a contract.
#[derive(
	Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct ContractDay {
	/// Hours bought.
	pub hours: HourMask,
	/// Units bought in each hour.
	pub units: [MilliGpu; 24],
	/// GCD paid for each hour, for all of its units.
	pub paid: [Balance; 24],
	/// GCD on top of the price for all units of an hour, for what of them is delivered.
	pub incentive: [Balance; 24],
	/// Units of each hour that no device serves yet.
	pub unassigned: [MilliGpu; 24],
	/// Hours whose unserved units are refunded.
	pub refunded: HourMask,
	/// Assignments of this day whose money is not settled yet.
	pub open_assignments: u32,
	/// When hours of this day were bought last.
	pub bought_at: Moment,
}

impl ContractDay {
	/// Units bought in `hour`.
	pub fn units_at(&self, hour: HourOfDay) -> MilliGpu {
		self.units.get(hour.index()).copied().unwrap_or_default()
	}

	/// GCD on top of the price of `hour`.
	pub fn incentive_at(&self, hour: HourOfDay) -> Balance {
		self.incentive
			.get(hour.index())
			.copied()
			.unwrap_or_default()
	}

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
