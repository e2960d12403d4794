//! Stored types, and what views answer.

use alloc::vec::Vec;
use greenhour_types::{Balance, Day};
use parity_scale_codec::{CompactAs, Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// One candidacy of an account. A later candidacy of the same account has another id, so that whoever
/// backed the former one does not back it unasked.
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
	CompactAs,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct CandidacyId(pub u64);

/// Who decides who validates.
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
pub enum Mode {
	/// Governance: the set is the list that it approved.
	#[default]
	Governed,
	/// The owners of devices: an election once a day.
	Open,
}

/// How many seats there are.
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
pub struct Seats {
	/// Most members that an election gives the set.
	pub seats: u32,
	/// No member leaves a set that would be smaller then, except one without session keys.
	pub minimum: u32,
}

/// The bond of an account, on hold. It stays slashable until it is released.
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
	/// Planck of GHR on hold.
	pub amount: Balance,
	/// The day from which it can be released; `None` while the account is a candidate.
	pub unbonds_on: Option<Day>,
	/// The last day on which the account was a member of the active set; `None` while it is one, and
	/// if it never was.
	pub served_until: Option<Day>,
	/// The day before which an offender isn't elected.
	pub barred_until: Option<Day>,
}

impl Bond {
	/// Is the account barred on this day?
	pub fn is_barred(&self, today: Day) -> bool {
		self.barred_until.is_some_and(|until| today < until)
	}
}

/// The declared next of a candidate: a change counts only after notice, so that backers can go.
#[derive(
	Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Next<AccountId> {
	/// What counts before [`Next::counts_from`].
	pub former: Option<AccountId>,
	/// What counts from then on.
	pub announced: Option<AccountId>,
	/// The first day whose election counts the announced one.
	pub counts_from: Day,
}

impl<AccountId> Next<AccountId> {
	/// The one that an election on this day counts.
	pub fn on(&self, day: Day) -> Option<&AccountId> {
		match day < self.counts_from {
			true => self.former.as_ref(),
			false => self.announced.as_ref(),
		}
	}
}

/// One who stands for election.
#[derive(
	Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Candidacy<AccountId> {
	/// Which candidacy of the account this is.
	pub id: CandidacyId,
	/// What all its backers weigh, in planck of GHR.
	pub backing: Balance,
	/// Who gets the backing that it can't use.
	pub next: Next<AccountId>,
}

/// Whom an owner of devices backs.
#[derive(
	Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Backing<AccountId> {
	/// The candidate.
	pub candidate: AccountId,
	/// Its candidacy; if the candidate has another one now, the backing counts for nobody.
	pub candidacy: CandidacyId,
	/// What all devices of the owner weigh, in planck of GHR; more than zero.
	pub weight: Balance,
}

/// What the chain vouches for about a validator in one session, beside the account, and what an
/// offence in that session can cost: the bond when the set was announced.
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
pub struct Exposure {
	/// Planck of GHR.
	pub bond: Balance,
}

/// One of the set.
#[derive(
	Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Member<AccountId> {
	/// Whose session keys author and vote.
	pub account: AccountId,
	/// What it has to lose.
	pub exposure: Exposure,
}

/// Why a candidacy ended.
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
pub enum EndCause {
	/// The candidate left.
	Left,
	/// The list was full, and somebody bonded more than bond and backing of this candidate together.
	Displaced,
}

/// A candidate, as a view gives it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct CandidateView<AccountId> {
	/// Who.
	pub account: AccountId,
	/// Which candidacy.
	pub candidacy: CandidacyId,
	/// Planck of GHR on hold.
	pub bond: Balance,
	/// What its backers weigh, in planck of GHR.
	pub backing: Balance,
	/// The next that an election now would count.
	pub next: Option<AccountId>,
	/// Could it be elected now? It has session keys and the least bond, and isn't barred.
	pub eligible: bool,
}

/// What an election now would do, as a view gives it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct ElectionView<AccountId> {
	/// Backing that a seat takes.
	pub quota: Balance,
	/// All backing of eligible candidates.
	pub total: Balance,
	/// Backing that no chain of nexts leads on.
	pub exhausted: Balance,
	/// Those elected, the first elected first.
	pub elected: Vec<AccountId>,
	/// The set that would follow, with at most a third of the seats changed; in order of accounts.
	pub set: Vec<AccountId>,
}

/// What an account is to the set, as a view gives it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct AccountView<AccountId> {
	/// Its bond, if it has one.
	pub bond: Option<Bond>,
	/// Its candidacy, if it has one.
	pub candidacy: Option<Candidacy<AccountId>>,
	/// Whom it backs, if anybody.
	pub backing: Option<Backing<AccountId>>,
	/// Are session keys registered?
	pub has_keys: bool,
	/// Is it a member of the set of the running session?
	pub active: bool,
	/// Is it a member of the set of the next session?
	pub planned: bool,
	/// Can its bond be released now?
	pub releasable: bool,
}
