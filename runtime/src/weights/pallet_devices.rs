//! What the calls of `pallet_devices` cost.
//!
//! Set by hand, above what was estimated, until `scripts/bench-weights` overwrites this file with
//! measured weights.

use core::marker::PhantomData;
use frame_support::weights::{constants::WEIGHT_REF_TIME_PER_MICROS, Weight};

/// The weights of `pallet_devices`.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_devices::WeightInfo for WeightInfo<T> {
	fn register() -> Weight {
		micros(1000)
	}
	fn activate() -> Weight {
		micros(1000)
	}
	fn add_bond() -> Weight {
		micros(1000)
	}
	fn withdraw() -> Weight {
		micros(1000)
	}
	fn set_endorser() -> Weight {
		micros(1000)
	}
	fn set_operator() -> Weight {
		micros(1000)
	}
	fn set_ghr_rate() -> Weight {
		micros(1000)
	}
	fn set_unit_value() -> Weight {
		micros(1000)
	}
}

fn micros(time: u64) -> Weight {
	Weight::from_parts(time.saturating_mul(WEIGHT_REF_TIME_PER_MICROS), 0)
}
