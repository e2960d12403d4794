//! What the calls of `pallet_randomness` cost.
//!
//! Measured in Wasm by `scripts/bench-weights`; not edited by hand.
//! Machine: Intel(R) Xeon(R) Processor, 2 cores.
//! Date: 2026-11-21. Steps: 20. Repeats: 10.

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// The weights of `pallet_randomness`.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_randomness::WeightInfo for WeightInfo<T> {
	/// `d` is from 0 to 16.
	fn on_finalize(d: u32) -> Weight {
		// Least time: 27_582 ns.
		Weight::from_parts(39_858_896, 0)
			.saturating_add(T::DbWeight::get().reads_writes(8, 5))
			.saturating_add(
				Weight::from_parts(3_939_104, 0)
					.saturating_add(T::DbWeight::get().reads_writes(0, 1))
					.saturating_mul(d.into()),
			)
	}
}
