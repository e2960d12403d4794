//! What the views answer.

use alloc::vec::Vec;
use greenhour_traits::HourPrices;
use greenhour_types::{Balance, DayMask, Hour, HourPhase, MilliGpu};
use parity_scale_codec::{Decode, DecodeWithMemTracking, Encode};
use scale_info::TypeInfo;

/// What a purchase costs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct Quote {
	/// Sum over all hours, in planck of GCD.
	pub total: Balance,
	/// Each day in the order asked for.
	pub days: Vec<DayQuote>,
}

/// What the hours of one day cost.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct DayQuote {
	/// Day and hours.
	pub hours: DayMask,
	/// Planck of GCD for all units by hour of day; zero outside the mask.
	pub cost: [Balance; 24],
}

impl From<DayQuote> for HourPrices {
	fn from(day: DayQuote) -> Self {
		Self {
			hours: day.hours,
			paid: day.cost,
		}
	}
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
	/// Planck of GCD for one GPU-hour at the price of this moment, rounded up; `None` when the hour
	/// is not on sale or has no curve.
	pub gpu_hour_price: Option<Balance>,
}
