//! What governance says about classes of devices and of GPUs.

use super::DeviceClass;
use crate::{
	units::{GCD, GHR},
	Balance, MilliGpu,
};
use parity_scale_codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// A standard station of a class, as an investor sees it.
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
pub struct ReturnModel {
	/// Its GPUs.
	pub units: MilliGpu,
	/// What it costs to build, in planck of GCD; the bond comes on top.
	pub capital: Balance,
	/// What it costs to run for a year, in planck of GCD: energy that is bought, upkeep, rent.
	pub yearly_cost: Balance,
}

/// What a class of devices must fulfil.
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
pub struct ClassTerms {
	/// Smallest bond of a device, in planck of GHR.
	pub min_bond: Balance,
	/// Largest nameplate of the GPUs of a device.
	pub max_units: MilliGpu,
	/// Least energy with which a GPU of such a site can have been busy for an hour; not zero.
	pub min_wh_per_gpu_hour: u32,
	/// A standard station.
	pub returns: ReturnModel,
}

impl ClassTerms {
	/// What holds until governance says otherwise: orders of magnitude, not quotes.
	///
	/// A home has a 6 kW array, storage and two GPUs; a charging pile eight GPUs under a canopy; a station
	/// a hundred.
	pub fn default_of(class: DeviceClass) -> Self {
		match class {
			DeviceClass::HomeHub => Self {
				min_bond: 10 * GHR,
				max_units: MilliGpu(8_000),
				min_wh_per_gpu_hour: 100,
				returns: ReturnModel {
					units: MilliGpu(2_000),
					capital: 12_000 * GCD,
					yearly_cost: 400 * GCD,
				},
			},
			DeviceClass::ChargingPile => Self {
				min_bond: 20 * GHR,
				max_units: MilliGpu(64_000),
				min_wh_per_gpu_hour: 150,
				returns: ReturnModel {
					units: MilliGpu(8_000),
					capital: 60_000 * GCD,
					yearly_cost: 6_000 * GCD,
				},
			},
			DeviceClass::EnergyStation => Self {
				min_bond: 100 * GHR,
				max_units: MilliGpu(1_000_000),
				min_wh_per_gpu_hour: 200,
				returns: ReturnModel {
					units: MilliGpu(100_000),
					capital: 1_500_000 * GCD,
					yearly_cost: 90_000 * GCD,
				},
			},
		}
	}
}

/// What a standard station is expected to return.
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
pub struct ExpectedReturn {
	/// Input: what it costs to build, in planck of GCD.
	pub capital: Balance,
	/// Input that comes back: its smallest bond, in planck of GHR.
	pub bond: Balance,
	/// Output: units of a year (mGPUh), rounded down.
	pub yearly_units: u64,
	/// What they are sold for, in planck of GCD, rounded down.
	pub yearly_income: Balance,
	/// What the year costs, in planck of GCD.
	pub yearly_cost: Balance,
	/// What is left of the income, in planck of GCD; zero for a loss.
	pub yearly_profit: Balance,
	/// Months until profits have paid for the capital, rounded up; `None` when they never do.
	pub payback_months: Option<u32>,
}

/// A class of interchangeable GPUs. What energy one needs is kept with the receipts.
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
pub struct GpuClass {
	/// Class index: how much a GPU-hour of the class must be bonded with, in thousandths of the governed
	/// value of a GPU-hour; not zero.
	pub class_index: u32,
	/// May new devices of it register?
	pub open: bool,
}

impl GpuClass {
	/// A class of GPUs that are worth the governed value of a GPU-hour.
	pub const REFERENCE: Self = Self {
		class_index: 1_000,
		open: true,
	};
}
