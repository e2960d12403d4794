//! What the calls of `pallet_hour_market` cost.
//!
//! Measured in Wasm by `scripts/bench-weights`; not edited by hand.
//! Machine: Intel(R) Xeon(R) Processor, 2 cores.
//! Date: 2026-11-20. Steps: 20. Repeats: 10.

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// The weights of `pallet_hour_market`.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_hour_market::WeightInfo for WeightInfo<T> {
	/// `d` is from 1 to 7.
	/// `h` is from 1 to 168.
	fn buy(d: u32, h: u32) -> Weight {
		// Least time: 157_428 ns.
		Weight::from_parts(257_849_255, 0)
			.saturating_add(T::DbWeight::get().reads_writes(11, 6))
			.saturating_add(
				Weight::from_parts(21_909_663, 0)
					.saturating_add(T::DbWeight::get().reads_writes(1, 3))
					.saturating_mul(d.into()),
			)
			.saturating_add(Weight::from_parts(944_703, 0).saturating_mul(h.into()))
	}
	fn set_pool_params() -> Weight {
		// Least time: 17_990 ns.
		Weight::from_parts(19_985_000, 0).saturating_add(T::DbWeight::get().reads_writes(2, 1))
	}
}
