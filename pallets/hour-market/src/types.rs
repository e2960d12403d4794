//! What is stored and what the views answer.

use alloc::vec::Vec;
use greenhour_math::{DemandEstimate, PriceScale, PriceTrial};
use greenhour_traits::HourPrices;
use greenhour_types::{Balance, Day, DayUnits, Hour, HourOfDay, HourPhase, MilliGpu};
use parity_scale_codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// What governance sets for a pool.
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
pub struct PoolParams {
	/// Units demanded for immediate use, before learning.
	pub immediate: u64,
	/// Units demanded per hour of lead time, before learning.
	pub per_hour: u64,
	/// Anchor of the price scale: planck of GCD per unit (mGPUh) at logarithm one, before learning.
	pub unit_price: u128,
	/// What a contract pays on top for green energy in all of its units, in ten-thousandths of the
	/// price; at most [`crate::MAX_GREEN_PREMIUM`].
	pub green_premium: u16,
}

/// What the hours of a pool have taught.
#[derive(
	Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct LearnedState {
	/// The first hour that was brought to learn from: no hour was on sale much before it.
	pub since: Hour,
	/// The first hour that was not.
	pub next: Hour,
	/// Demand by hour of day.
	pub demand: [DemandEstimate; 24],
	/// The price scale.
	pub price: PriceScale,
	/// What dithered prices have shown.
	pub trial: PriceTrial,
}

impl LearnedState {
	/// Nothing learned, from `since` on.
	pub(crate) fn starting(since: Hour) -> Self {
		Self {
			since,
			next: since,
			demand: [DemandEstimate::default(); 24],
			price: PriceScale::default(),
			trial: PriceTrial::default(),
		}
	}

	/// Are prices of this day raised or lowered by coin?
	///
	/// Not before two horizons after the first hour: the pages of a new pool open in a block that its
	/// founder can choose.
	pub(crate) fn tries_prices_on(&self, day: Day, horizon_days: u32) -> bool {
		let quiet = horizon_days.saturating_mul(2);
		day.0 >= self.since.day().0.saturating_add(quiet)
	}

	/// The estimate of an hour of day, to change.
	pub(crate) fn demand_mut(&mut self, of_day: HourOfDay) -> Option<&mut DemandEstimate> {
		self.demand.get_mut(of_day.index())
	}
}

/// What a purchase costs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct Quote {
	/// Sum over all hours, in planck of GCD: what `max_cost` is compared with.
	pub total: Balance,
	/// Planck of GCD that a new contract holds on top until it is closed; they reward whoever settles
	/// for others, and what is left goes back.
	pub settlement_deposit: Balance,
	/// Each day in ascending order.
	pub days: Vec<DayQuote>,
}

/// What the hours of one day cost.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct DayQuote {
	/// Day and units by hour.
	pub order: DayUnits,
	/// Planck of GCD for all units by hour of day; zero where nothing is ordered.
	pub cost: [Balance; 24],
}

impl From<DayQuote> for HourPrices {
	fn from(day: DayQuote) -> Self {
		Self {
			order: day.order,
			paid: day.cost,
		}
	}
}

/// What comes back for units that are given back.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct SellBackQuote {
	/// Sum over all hours, in planck of GCD.
	pub total: Balance,
	/// Each day in ascending order.
	pub days: Vec<DayRefund>,
}

/// What comes back for the hours of one day.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct DayRefund {
	/// Day and units by hour.
	pub order: DayUnits,
	/// Planck of GCD for all units by hour of day; zero where nothing is given back.
	pub refunded: [Balance; 24],
}

/// One hour of a trade, in events.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct HourTrade {
	/// The hour.
	pub hour: Hour,
	/// Units bought or given back.
	pub units: MilliGpu,
	/// Planck of GCD paid or refunded for all of them.
	pub amount: Balance,
}

/// Where one hour stands.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct HourView {
	/// The hour.
	pub hour: Hour,
	/// Its phase in this block.
	pub phase: HourPhase,
	/// Units that are offered and not sold.
	pub units_left: MilliGpu,
	/// What the curve says; `None` when the hour is not on sale or has no curve.
	pub price: Option<PriceView>,
}

/// What the curve of one hour says. Prices are planck of GCD for one GPU-hour, rounded up, as if each
/// unit were the next one.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct PriceView {
	/// Units that can be bought in this block.
	pub units_in_block: MilliGpu,
	/// Without green energy.
	pub gpu_hour: Balance,
	/// With green energy in all units.
	pub green_gpu_hour: Balance,
	/// Without green energy, one market hour later, if nobody trades; `None` when the sale has closed
	/// by then.
	pub gpu_hour_in_an_hour: Option<Balance>,
	/// Units of demand at price zero that are still to come.
	pub demand: u64,
}
