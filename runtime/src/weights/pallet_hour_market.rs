//! What the calls of `pallet_hour_market` cost.
//!
//! Set by hand, above what was estimated, until `scripts/bench-weights` overwrites this file with
//! measured weights.

use core::marker::PhantomData;
use frame_support::weights::{constants::WEIGHT_REF_TIME_PER_MICROS, Weight};

/// The weights of `pallet_hour_market`.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_hour_market::WeightInfo for WeightInfo<T> {
	fn buy(d: u32, h: u32) -> Weight {
		micros(800)
			.saturating_add(micros(400).saturating_mul(u64::from(d)))
			.saturating_add(micros(20).saturating_mul(u64::from(h)))
	}
	fn set_pool_params() -> Weight {
		micros(200)
	}
}

fn micros(time: u64) -> Weight {
	Weight::from_parts(time.saturating_mul(WEIGHT_REF_TIME_PER_MICROS), 0)
}
