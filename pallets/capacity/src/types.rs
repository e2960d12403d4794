//! Stored types.

use greenhour_types::{Day, Hour, MilliGpu, Template};
use parity_scale_codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// What the open offers of a pool promise.
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
	/// Next hour whose close of sale is to be noted.
	pub close_hour: Hour,
	/// Pools that are done with it.
	pub close_pool: u32,
	/// Next day to open.
	pub open_day: Day,
	/// Pools that are done with it.
	pub open_pool: u32,
	/// Next hour whose start is to be noted.
	pub start_hour: Hour,
	/// Pools that are done with it.
	pub start_pool: u32,
	/// Next day whose last offers are to end.
	pub end_day: Day,
}
