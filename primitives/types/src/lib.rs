//! Ids, units, market time and the layout of receipts: the words every other crate shares.
//!
//! Nothing here knows FRAME. Every type that reaches storage or a call implements SCALE, and the
//! integer types are newtypes, so that a watt-hour cannot be passed for a unit.
#![cfg_attr(not(feature = "std"), no_std)]
// Without `cast_possible_truncation`: deriving `Encode` for an enum with fields expands to such a cast.
#![cfg_attr(
	target_arch = "wasm32",
	deny(
		clippy::arithmetic_side_effects,
		clippy::cast_sign_loss,
		clippy::cast_precision_loss,
		clippy::cast_possible_wrap,
		clippy::indexing_slicing,
		clippy::expect_used,
		clippy::panic,
		clippy::unreachable,
		clippy::float_arithmetic,
		clippy::todo,
		clippy::unimplemented
	)
)]

extern crate alloc;

pub mod capacity;
pub mod class_energy;
pub mod contract;
pub mod device;
pub mod draw;
pub mod ids;
pub mod lottery;
pub mod mask;
pub mod product;
pub mod receipt;
pub mod time;
pub mod units;
pub mod work;

pub use capacity::{
	BlockTrades, DayPage, EarlierTemplate, HourPage, MarketState, Offer, OfferState, Template,
};
pub use class_energy::ClassEnergy;
pub use contract::{
	Assignment, Contract, ContractDay, ContractDayList, ContractTerms, DayMask, DayUnits,
	HourOutcome, JobKind, SpecUri, VerificationMode, MAX_CONTRACT_DAYS,
};
pub use device::{
	AttestationResult, AttestationTier, ClassTerms, Device, DeviceClass, DeviceFacts, DeviceKind,
	DeviceStatus, EnergySource, ExpectedReturn, GpuClass, GridConnection, ReturnModel, SiteFacts,
	SuspensionCause,
};
pub use ids::{
	CircuitId, CircuitVersion, ContractId, DeviceId, GpuClassId, OfferId, PoolId, ZoneId,
};
pub use lottery::{is_admitted, LotteryEntries};
pub use mask::HourMask;
pub use time::{ClockParams, Day, Hour, HourOfDay, HourPhase, Moment, Windows, HOURS_PER_DAY};
pub use units::{Balance, MilliGpu, WattHours};
