//! What the calls of `pallet_clock` cost.
//!
//! Measured in Wasm by `scripts/bench-weights`; not edited by hand.
//! Machine: Intel(R) Xeon(R) Processor, 2 cores.
//! Date: 2026-11-20. Steps: 20. Repeats: 10.

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// The weights of `pallet_clock`.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_clock::WeightInfo for WeightInfo<T> {
	fn on_finalize() -> Weight {
		// Least time: 12_368 ns.
		Weight::from_parts(12_950_000, 0).saturating_add(T::DbWeight::get().reads_writes(4, 2))
	}
}
