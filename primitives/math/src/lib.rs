//! Pure mechanisms: the hour curve and the fixed-point helpers it rests on.
//!
//! Every function here is a function of values and gives the same result on every machine: there
//! are no floats, and nothing is rounded without saying which way. Results are
//! `Result<_, MathError>`, so that a caller can tell an input out of range from an overflow.
//!
//! | module | what it gives |
//! |---|---|
//! | [`rounding`] | `a * b / c` with a chosen rounding |
//! | [`fixed`] | products and quotients of binary fractions |
//! | [`mod@ln`] | the natural logarithm of an integer |
//! | [`hour_curve`] | the price of hours that die: demand, cost, proceeds, spot price |
//! | [`sell_back`] | what a tenant gets for units that he gives back |
//! | [`allocation`] | which hours a flexible job takes |
//! | [`election`] | who is elected, by Droop quota with transfers |
//! | [`learning`] | what sales teach about demand and the price scale |
//! | [`physical`] | what energy can have done: claims, meters and nameplates |
//! | [`fake_hour`] | what a GPU-hour costs that was paid but never served |
//! | [`pogcs`] | what a device weighs, its decay, its share and its chance of first refusal |
#![cfg_attr(not(feature = "std"), no_std)]
#![deny(missing_docs, rustdoc::broken_intra_doc_links)]
#![cfg_attr(
	target_arch = "wasm32",
	deny(
		clippy::arithmetic_side_effects,
		clippy::cast_possible_truncation,
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

pub mod allocation;
pub mod election;
pub mod error;
pub mod fake_hour;
pub mod fixed;
pub mod hour_curve;
pub mod learning;
pub mod ln;
pub mod physical;
pub mod pogcs;
pub mod rounding;
pub mod sell_back;

pub use allocation::{cheapest_hours, water_fill, HourLevel};
pub use error::MathError;
pub use hour_curve::{demand_at_up, scaled_demand_at_up, DemandParams, HourCurve, HourState};
pub use learning::{DemandEstimate, HourObservation, PriceScale, PriceTrial};
pub use rounding::{mul_div, Rounding};
pub use sell_back::{sell_back_down, Return};
