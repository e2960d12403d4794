//! Stored and called types.

use frame_support::{traits::ConstU32, BoundedBTreeMap, BoundedVec};
use greenhour_types::{
	product::Opening, Balance, ContractId, Day, DeviceId, GpuClassId, Hour, HourMask, MilliGpu,
	Moment, HOURS_PER_DAY,
};
use parity_scale_codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// Most devices that are challenged at the same moment: the drawn one and others of its owner.
pub const MAX_ROUND: u32 = 20;
/// Changes of the lists that one block applies.
pub const CHANGES_PER_BLOCK: u32 = 16;
/// Steps that the seeding and the closing of rounds take in one block: more than rounds are drawn.
pub const ROUND_STEPS: u32 = 2;
/// Nothing is drawn while so many blocks wait for the end of their rounds.
pub const MAX_OPEN_ROUNDS: u32 = 256;
/// Leaves that an answer opens.
pub const SAMPLES: u32 = 4;
/// Contracts that one deferral can rest on.
pub const MAX_DEFER_CONTRACTS: u32 = 4;
/// Deferred challenges that one block closes.
pub const DEFERRALS_PER_BLOCK: u32 = 20;
/// Tickets that one block draws.
pub const TICKETS_PER_BLOCK: u32 = 200;
/// Audits that one block opens.
pub const AUDITS_PER_BLOCK: u32 = 32;
/// Most tickets that wait for their draw.
pub const MAX_TICKETS: u64 = 1 << 20;
/// Auditors of one audit.
pub const PANEL: u32 = 3;
/// Verdicts that decide one audit.
pub const QUORUM: u32 = 2;
/// Auditors that are picked to fill a panel, with those who can't sit on it.
pub const PANEL_PICKS: u32 = 12;
/// Days of metering that are kept for each device.
pub const DAY_SLOTS: u32 = 4;

/// First and next number of a queue whose entries are numbered without gaps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Queue {
	/// Number of the oldest entry.
	pub first: u64,
	/// Number that the next entry gets.
	pub next: u64,
}

impl Queue {
	/// How many entries wait.
	pub fn len(&self) -> u64 {
		self.next.saturating_sub(self.first)
	}

	/// Waits nothing?
	pub fn is_empty(&self) -> bool {
		self.len() == 0
	}
}

/// What a draw needs to know about a device. Copied from the registry, so that it is as old as the lists are.
#[derive(
	Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct ListingTerms<AccountId> {
	/// In whose list it stands.
	pub owner: AccountId,
	/// Class of its GPUs.
	pub gpu_class: GpuClassId,
	/// Units that it benchmarked.
	pub benchmark: MilliGpu,
	/// When its attestation result expires.
	pub expires_at: Moment,
}

/// Where a listed device stands in the dense lists.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Place<AccountId> {
	/// On which terms, and in whose list.
	pub terms: ListingTerms<AccountId>,
	/// Index in the list of all.
	pub index: u32,
	/// Index in the list of the owner.
	pub owner_index: u32,
}

/// What is known about a device that can be drawn, will be, or was.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Listing<AccountId> {
	/// On which terms it will be listed once all changes are applied; `None` for nowhere.
	pub wanted: Option<ListingTerms<AccountId>>,
	/// Where it stands now.
	pub place: Option<Place<AccountId>>,
}

impl<AccountId> Default for Listing<AccountId> {
	fn default() -> Self {
		Self {
			wanted: None,
			place: None,
		}
	}
}

/// A change of the lists that waits until no draw can be aimed with it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Change<AccountId> {
	/// The device.
	pub device: DeviceId,
	/// On which terms it is listed from then on; `None` when it leaves.
	pub terms: Option<ListingTerms<AccountId>>,
	/// Block that asked for it.
	pub block: u32,
}

/// How far rounds have come, by the block that drew them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct RoundCursors {
	/// The first round without an opening seed.
	pub unseeded: u32,
	/// The first round that is not closed; never after `unseeded`.
	pub unclosed: u32,
}

/// What chooses the leaves to open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct OpeningSeed {
	/// Drawn after the last commitment of the round.
	pub seed: [u8; 32],
	/// Last block that takes openings.
	pub until: u32,
}

/// Devices that are challenged at the same moment.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Round {
	/// Timestamp of the parent of the block that drew it.
	pub moment: Moment,
	/// The hour of that moment.
	pub hour: Hour,
	/// The seed of their products.
	pub seed: [u8; 32],
	/// The devices, the drawn one first.
	pub devices: BoundedVec<DeviceId, ConstU32<MAX_ROUND>>,
	/// Once the commitments are in and the seed of their openings is drawn.
	pub opening: Option<OpeningSeed>,
}

/// What a device has to answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Challenge {
	/// Block that drew it.
	pub round: u32,
	/// The hour of the moment.
	pub hour: Hour,
	/// Units that the answer must show.
	pub needed: MilliGpu,
	/// Leaves of the product.
	pub leaves: u64,
	/// Root of the tree over the product, once it is committed to.
	pub commitment: Option<[u8; 32]>,
}

/// A challenge that receipts are to answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Deferral {
	/// Block that drew the challenge.
	pub round: u32,
	/// When it was drawn.
	pub moment: Moment,
	/// Units that receipts of the hour must show.
	pub needed: MilliGpu,
	/// Units that they have shown.
	pub shown: MilliGpu,
	/// Is one of the contracts proved by `receipt-v1`?
	pub by_receipt: bool,
	/// Is one of them proved by `work-v1`?
	pub by_work: bool,
}

/// Deferred challenges of one device and day, by hour of day.
pub type DeferredDay = BoundedBTreeMap<u8, Deferral, ConstU32<{ HOURS_PER_DAY_U32 }>>;

const HOURS_PER_DAY_U32: u32 = 24;
const _: () = assert!(HOURS_PER_DAY == 24);

/// Openings of an answer, in the order of the samples.
pub type Openings = BoundedVec<Opening, ConstU32<SAMPLES>>;

/// Paid hours that wait to be drawn for an audit.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Ticket {
	/// Block that paid.
	pub block: u32,
	/// Who was paid.
	pub device: DeviceId,
	/// For which contract.
	pub contract: ContractId,
	/// The day.
	pub day: Day,
	/// The hours.
	pub hours: HourMask,
	/// Units by hour of day.
	pub units: [MilliGpu; 24],
	/// Is an obligation of the device counted for it?
	pub obliged: bool,
}

/// What an auditor found.
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
pub enum Verdict {
	/// The work was done, or the device can do as much.
	Delivered,
	/// It was paid for work that it did not do.
	Fraud,
}

/// How an auditor found it.
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
pub enum AuditMethod {
	/// He ran the job again and compared the results.
	DuplicateRun,
	/// He had the device compute the product of the seed of the audit, sized to the units of the hour, and
	/// checked a sample.
	SeededProduct,
}

/// One auditor of a panel.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct PanelSeat<AccountId> {
	/// Who.
	pub auditor: AccountId,
	/// What he found.
	pub verdict: Option<Verdict>,
}

/// Auditors of one audit.
pub type Panel<AccountId> = BoundedVec<PanelSeat<AccountId>, ConstU32<PANEL>>;

/// Where an audit stands. Windows include their last block.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub enum AuditStage<AccountId> {
	/// The panel judges.
	Judging {
		/// Last block for verdicts.
		until: u32,
	},
	/// The panel found fraud; owner or operator may appeal.
	Accused {
		/// Last block for an appeal.
		until: u32,
	},
	/// Governance decides on an appeal.
	Appealed {
		/// Who appealed.
		appellant: AccountId,
		/// Planck of GHR held on his account.
		deposit: Balance,
		/// Last block for a decision.
		until: u32,
	},
	/// The panel does not agree; governance decides.
	Disputed {
		/// Last block for a decision.
		until: u32,
	},
}

/// One paid hour that is looked at.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Audit<AccountId> {
	/// Who was paid.
	pub device: DeviceId,
	/// For which contract.
	pub contract: ContractId,
	/// The hour.
	pub hour: Hour,
	/// How many units.
	pub units: MilliGpu,
	/// Seeds the product that auditors may ask for.
	pub seed: [u8; 32],
	/// Who judges.
	pub panel: Panel<AccountId>,
	/// Where it stands.
	pub stage: AuditStage<AccountId>,
	/// Is an obligation of the device counted for it?
	pub obliged: bool,
}

/// How an audit ended.
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
pub enum AuditOutcome {
	/// The panel found nothing.
	Clean,
	/// Too few verdicts came.
	Unjudged,
	/// The device is convicted.
	Convicted,
	/// Governance found that the accusation was wrong.
	Acquitted,
	/// Governance did not decide in time: nobody pays.
	Dismissed,
}

/// What the meter showed and receipts claimed in one hour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct HourEnergy {
	/// Energy, Wh.
	pub wh: u64,
	/// Units.
	pub units: MilliGpu,
}

/// What the meter showed and receipts claimed in one day.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct EnergyDay {
	/// The day.
	pub day: Day,
	/// By hour of day.
	pub hours: [HourEnergy; 24],
	/// Has the device paid for a contradiction of this day?
	pub punished: bool,
}

impl EnergyDay {
	/// A day without receipts.
	pub fn new(day: Day) -> Self {
		Self {
			day,
			hours: Default::default(),
			punished: false,
		}
	}
}
