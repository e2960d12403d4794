//! What the calls of `pallet_contracts` cost.
//!
//! Set by hand, above what was estimated, until `scripts/bench-weights` overwrites this file with
//! measured weights.

use core::marker::PhantomData;
use frame_support::weights::{constants::WEIGHT_REF_TIME_PER_MICROS, Weight};

/// The weights of `pallet_contracts`.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_contracts::WeightInfo for WeightInfo<T> {
	fn accept() -> Weight {
		micros(1500)
	}
	fn assign(picks: u32) -> Weight {
		micros(800).saturating_add(micros(1200).saturating_mul(u64::from(picks)))
	}
	fn settle_missed(hours: u32) -> Weight {
		micros(800).saturating_add(micros(700).saturating_mul(u64::from(hours)))
	}
	fn refund_unserved() -> Weight {
		micros(1200)
	}
	fn close(days: u32) -> Weight {
		micros(600).saturating_add(micros(300).saturating_mul(u64::from(days)))
	}
	fn remove_assignment() -> Weight {
		micros(400)
	}
}

fn micros(time: u64) -> Weight {
	Weight::from_parts(time.saturating_mul(WEIGHT_REF_TIME_PER_MICROS), 0)
}
