//! Stored types.

use greenhour_math::pogcs::DecayingSum;
use greenhour_types::{AttestationResult, AttestationTier, Balance, Hour, Moment};
use parity_scale_codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// The bond of one device: what counts, and what was added too late to count yet. Planck of GHR.
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
pub struct Bond {
	/// What counts.
	pub matured: Balance,
	/// What counts from `matures_in` on.
	pub maturing: Balance,
	/// The first hour in which `maturing` counts.
	pub matures_in: Hour,
}

impl Bond {
	/// All of it.
	pub fn total(&self) -> Balance {
		self.matured.saturating_add(self.maturing)
	}

	/// The bond in `hour`: what has matured by then is moved.
	pub fn at(self, hour: Hour) -> Self {
		if self.maturing == 0 || hour < self.matures_in {
			return self;
		}
		Self {
			matured: self.total(),
			maturing: 0,
			..self
		}
	}

	/// The bond in `hour` when it is `total` from then on. What is added makes all that is maturing mature
	/// `maturity` whole hours from now; what is taken is taken from what has matured first, so that a slash
	/// takes weight at once.
	pub fn set(self, total: Balance, hour: Hour, maturity: u32) -> Self {
		let now = self.at(hour);
		let added = total.saturating_sub(now.total());
		if added > 0 {
			return Self {
				maturing: now.maturing.saturating_add(added),
				matures_in: Hour(hour.0.saturating_add(maturity).saturating_add(1)),
				..now
			};
		}
		let taken = now.total().saturating_sub(total);
		Self {
			matured: now.matured.saturating_sub(taken),
			maturing: now.maturing.min(total),
			..now
		}
	}
}

/// What the pallet knows about one device.
#[derive(
	Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Stake<AccountId> {
	/// Whose weight it is, and who earns.
	pub owner: AccountId,
	/// The bond.
	pub bond: Bond,
	/// What attestation found; `None` before, and while suspended.
	pub result: Option<AttestationResult>,
	/// Value of verified, fee-paid hours, decayed: planck of GCD.
	pub green: DecayingSum,
	/// Planck of GHR that incentives may still pay for fees that were burned.
	pub credit: Balance,
	/// Weight as it was refreshed last, planck of GHR.
	pub weight: Balance,
	/// While it weighs: the hour in which the result expires, the first that earns nothing.
	pub expires_in: Hour,
	/// What a planck of weight had earned when the device was refreshed last, in 2^-64 planck.
	pub per_weight: u128,
	/// Where it stands in the list of devices that are refreshed.
	pub place: Option<u32>,
}

impl<AccountId> Stake<AccountId> {
	/// A device that has nothing but an owner.
	pub fn new(owner: AccountId) -> Self {
		Self {
			owner,
			bond: Bond::default(),
			result: None,
			green: DecayingSum::default(),
			credit: 0,
			weight: 0,
			expires_in: Hour(0),
			per_weight: 0,
			place: None,
		}
	}

	/// What part of value counts at `now`: half of it in tier 2, all of it in tier 3; `None` when nothing
	/// does, below tier 2 or from the expiry on.
	pub fn grade(&self, now: Moment) -> Option<Grade> {
		let result = self.result.filter(|result| now < result.expires_at)?;
		match result.tier {
			AttestationTier::Tier0 | AttestationTier::Tier1 => None,
			AttestationTier::Tier2 => Some(Grade::Half),
			AttestationTier::Tier3 => Some(Grade::Full),
		}
	}
}

/// What part of the value of hours counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grade {
	/// Half of it, rounded down.
	Half,
	/// All of it.
	Full,
}

impl Grade {
	/// The part of `value` that counts.
	pub fn of_down(self, value: Balance) -> Balance {
		match self {
			Self::Half => value >> 1,
			Self::Full => value,
		}
	}
}

/// Sums over all devices.
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
pub struct Totals {
	/// Weight of all devices as they were refreshed last, planck of GHR.
	pub weight: Balance,
	/// The part of it whose results reach beyond the last closed hour: what shares the budget.
	pub earning: Balance,
	/// What a planck of earning weight has earned since genesis, in 2^-64 planck.
	pub per_weight: u128,
	/// Planck of GHR in the pot that closed hours gave out and no refresh has assigned yet.
	pub allotted: Balance,
	/// Planck of GHR in the pot that owners can claim.
	pub owed: Balance,
	/// The last hour whose budget is given out.
	pub closed: Option<Hour>,
}

/// Devices whose results expire in one hour.
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
pub struct Expiring {
	/// Their weight, until the hour is closed; zero after that.
	pub weight: Balance,
	/// How many of them have not been refreshed since they joined.
	pub devices: u32,
	/// What a planck of weight had earned before the hour, once it is closed: their last reading.
	pub per_weight: Option<u128>,
}

/// What governance pays out of the pot.
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
pub struct Budget {
	/// Planck of GHR an hour, shared by weight.
	pub per_hour: Balance,
	/// The first hour without it.
	pub until: Hour,
}
