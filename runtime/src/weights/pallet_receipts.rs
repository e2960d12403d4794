//! What the calls of `pallet_receipts` cost.
//!
//! Set by hand, above what was estimated, until `scripts/bench-weights` overwrites this file with
//! measured weights.

use core::marker::PhantomData;
use frame_support::weights::{constants::WEIGHT_REF_TIME_PER_MICROS, Weight};

/// The weights of `pallet_receipts`.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_receipts::WeightInfo for WeightInfo<T> {
	fn register_circuit() -> Weight {
		micros(40000)
	}
	fn activate_circuit() -> Weight {
		micros(200)
	}
	fn retire_circuit() -> Weight {
		micros(200)
	}
	fn set_class_energy() -> Weight {
		micros(200)
	}
	fn verify_proofs(n: u32) -> Weight {
		micros(25000).saturating_add(micros(3500).saturating_mul(u64::from(n)))
	}
	fn settle_receipt(h: u32) -> Weight {
		micros(1500).saturating_add(micros(300).saturating_mul(u64::from(h)))
	}
}

fn micros(time: u64) -> Weight {
	Weight::from_parts(time.saturating_mul(WEIGHT_REF_TIME_PER_MICROS), 0)
}
