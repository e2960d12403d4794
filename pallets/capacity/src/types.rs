//! Stored types of supply and roll.

use greenhour_types::{Day, Hour, MilliGpu, Template};
use parity_scale_codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// What the open offers of a pool promise, and how many there are.
#[derive(
	Clone,
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
pub struct PoolSupply {
	/// The first day without a page.
	pub next_day: Day,
	/// Units promised by hour of day on the day before `next_day`.
	pub running: Template,
	/// Sum of the peaks of all open offers; no hour of any day promises more.
	pub peaks: MilliGpu,
	/// Length of the dense list of open offers.
	pub offers: u32,
}

/// How the supply of a pool changes from one day to the next.
#[derive(
	Clone,
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
pub struct SupplyDelta {
	/// Units that join.
	pub joining: Template,
	/// Units that leave.
	pub leaving: Template,
}

/// How far a part of the roll got that takes the hours of one day at once.
#[derive(
	Clone,
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
pub struct HoursCursor {
	/// First hour that some pool has before it.
	pub hour: Hour,
	/// The hour after the last that is taken with it: fixed while pools are done with it, because
	/// time goes on before the others are.
	pub until: Hour,
	/// Pools that are done with it.
	pub pools: u32,
}

/// How far the hour roll got. Each part walks all pools before it goes on to the next day or hour.
#[derive(
	Clone,
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
pub struct RollCursor {
	/// Next day to open.
	pub open_day: Day,
	/// Pools that are done with it.
	pub open_pool: u32,
	/// Hours whose start is to be noted.
	pub start: HoursCursor,
	/// Hours whose money is final and from which the market is to learn.
	pub learn: HoursCursor,
	/// Next day with something of an offer that is over when it is.
	pub end_day: Day,
}
