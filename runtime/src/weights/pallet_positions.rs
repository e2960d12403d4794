//! What the calls of `pallet_positions` cost.
//!
//! Measured in Wasm by `scripts/bench-weights`; not edited by hand.
//! Machine: Intel(R) Xeon(R) Processor, 2 cores.
//! Date: 2026-11-21. Steps: 20. Repeats: 10.

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// The weights of `pallet_positions`.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_positions::WeightInfo for WeightInfo<T> {
	fn claim() -> Weight {
		// Least time: 67_873 ns.
		Weight::from_parts(72_016_000, 0).saturating_add(T::DbWeight::get().reads_writes(7, 6))
	}
	fn allow_shrink() -> Weight {
		// Least time: 16_073 ns.
		Weight::from_parts(17_645_000, 0).saturating_add(T::DbWeight::get().reads_writes(2, 1))
	}
}
