//! What the calls of `pallet_capacity` cost.
//!
//! Set by hand, above what was estimated, until `scripts/bench-weights` overwrites this file with
//! measured weights.

use core::marker::PhantomData;
use frame_support::weights::{constants::WEIGHT_REF_TIME_PER_MICROS, Weight};

/// The weights of `pallet_capacity`.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_capacity::WeightInfo for WeightInfo<T> {
	fn create_offer() -> Weight {
		micros(2500)
	}
	fn end_offer() -> Weight {
		micros(2000)
	}
	fn roll_base() -> Weight {
		micros(100)
	}
	fn roll_close() -> Weight {
		micros(300)
	}
	fn roll_open() -> Weight {
		micros(500)
	}
	fn roll_start(h: u32) -> Weight {
		micros(150).saturating_add(micros(150).saturating_mul(u64::from(h)))
	}
	fn roll_end() -> Weight {
		micros(1500)
	}
}

fn micros(time: u64) -> Weight {
	Weight::from_parts(time.saturating_mul(WEIGHT_REF_TIME_PER_MICROS), 0)
}
