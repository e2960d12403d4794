//! Supply: offers and day pages.

use crate::{Day, DeviceId, HourMask, HourOfDay, MilliGpu, Moment, PoolId};
pub use greenhour_math::hour_curve::demand::SCALE_ONE; // one in the format of `MarketState::scales`
use parity_scale_codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// Offered capacity by hour of day: entry `h` holds from `h`:00 to the next hour.
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
#[serde(transparent)]
pub struct Template(pub [MilliGpu; 24]);

impl Template {
	/// The same capacity at every hour.
	pub fn flat(units: MilliGpu) -> Self {
		Self([units; 24])
	}

	/// Capacity at `hour`.
	pub fn at(&self, hour: HourOfDay) -> MilliGpu {
		self.0.get(hour.index()).copied().unwrap_or_default()
	}

	/// The entry at `hour`, to change.
	pub fn at_mut(&mut self, hour: HourOfDay) -> Option<&mut MilliGpu> {
		self.0.get_mut(hour.index())
	}

	/// Largest entry.
	pub fn peak(&self) -> MilliGpu {
		self.0.iter().copied().max().unwrap_or_default()
	}
}

/// Where an offer stands.
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
pub enum OfferState {
	/// In the pool's dense list, at this index.
	Open {
		/// Index in the dense list.
		index: u32,
	},
	/// Past its last day or left: nothing new is sold from it.
	Ended,
}

/// What an offer promised before its template was changed.
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
pub struct EarlierTemplate {
	/// Units by hour of day, on days before `until`.
	pub template: Template,
	/// The first day of the present template.
	pub until: Day,
}

/// A standing promise of capacity, hour by hour, over a span of days.
#[derive(
	Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Offer {
	/// The device that serves.
	pub device: DeviceId,
	/// Pool it offers to.
	pub pool: PoolId,
	/// Units by hour of day; nothing in any hour while the offer is paused.
	pub template: Template,
	/// What days before the latest change of the template are promised; `None` when it never changed
	/// or all such days are over.
	pub before: Option<EarlierTemplate>,
	/// First day, included.
	pub first_day: Day,
	/// First hour of the first day that counts; earlier hours of that day are not offered.
	pub first_hour_of_day: u8,
	/// Last day, included.
	pub last_day: Day,
	/// Block at which the offer was made; a draw frozen earlier ignores it.
	pub created_at: u32,
	/// Where it stands.
	pub state: OfferState,
}

impl Offer {
	/// The template that holds on `day`, if that is a day of the offer.
	pub fn template_on(&self, day: Day) -> &Template {
		match &self.before {
			Some(earlier) if day < earlier.until => &earlier.template,
			_ => &self.template,
		}
	}

	/// Units offered at `hour` of `day`, zero outside the span.
	pub fn units_at(&self, day: Day, hour: HourOfDay) -> MilliGpu {
		if day < self.first_day
			|| day > self.last_day
			|| (day == self.first_day && hour.get() < self.first_hour_of_day)
		{
			MilliGpu::ZERO
		} else {
			self.template_on(day).at(hour)
		}
	}
}

/// Units of one pool at one hour.
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
pub struct HourPage {
	/// Promised by offers.
	pub offered: MilliGpu,
	/// Bought by tenants; never more than offered.
	pub sold: MilliGpu,
	/// Bound to devices by accept or assign; never more than sold.
	pub accepted: MilliGpu,
	/// Proved; never more than accepted.
	pub delivered: MilliGpu,
	/// Demand at price zero, in units, that the sales imply (`HourCurve::implied_demand`); what was
	/// sold back is taken out pro rata.
	pub implied: u64,
	/// Delivered units that learning counts: each device owner at most a tenth of what was sold.
	pub counted: MilliGpu,
	/// Device owners among them.
	pub owners: u32,
	/// When the last sale left less than the smallest order; `None` while more is left.
	pub sold_out_at: Option<Moment>,
}

/// Parameters of the hour curve, latched when a page opens.
///
/// Demand still to come at price zero, `s` hours before delivery, is
/// `scale * (immediate + per_hour * s)`, with the learned scale of the hour of day.
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
pub struct MarketState {
	/// Units demanded for immediate use.
	pub immediate: u64,
	/// Units demanded per hour of lead time.
	pub per_hour: u64,
	/// Price scale `1/alpha`: planck of GCD per unit (mGPUh) at logarithm one; also the floor price.
	pub unit_price: u128,
	/// Learned demand over the governed one by hour of day, in 2^-16ths.
	pub scales: [u32; 24],
	/// Hours whose price scale is raised by the dither of the day; that of the others is lowered.
	pub raised: HourMask,
	/// What a contract pays on top for green energy in all of its hours, in ten-thousandths of the
	/// price; less in proportion to a smaller share.
	pub green_premium: u16,
}

impl MarketState {
	/// The learned scale of an hour, in 2^-16ths.
	pub fn scale_at(&self, hour: HourOfDay) -> u32 {
		self.scales.get(hour.index()).copied().unwrap_or_default()
	}
}

/// Units of each hour that were sold in one block: what the volume limit of a block looks at.
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
pub struct BlockTrades {
	/// The block of the latest sale.
	pub block: u32,
	/// Units sold in it by hour of day.
	pub units: [MilliGpu; 24],
}

impl BlockTrades {
	/// Units of `hour` sold so far in `block`.
	pub fn in_block(&self, block: u32, hour: HourOfDay) -> MilliGpu {
		if block != self.block {
			return MilliGpu::ZERO;
		}
		self.units.get(hour.index()).copied().unwrap_or_default()
	}
}

/// One pool on one day.
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
pub struct DayPage {
	/// Hours 0 to 23.
	pub hours: [HourPage; 24],
	/// Curve parameters of the day.
	pub market: MarketState,
	/// Sales of the latest block with one.
	pub traded: BlockTrades,
}

impl DayPage {
	/// The page of one hour.
	pub fn at(&self, hour: HourOfDay) -> HourPage {
		self.hours.get(hour.index()).copied().unwrap_or_default()
	}

	/// The page of one hour, to change.
	pub fn at_mut(&mut self, hour: HourOfDay) -> Option<&mut HourPage> {
		self.hours.get_mut(hour.index())
	}
}
