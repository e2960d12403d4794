//! What the calls of `pallet_capacity` cost.
//!
//! Measured in Wasm by `scripts/bench-weights`; not edited by hand.
//! Machine: Intel(R) Xeon(R) Processor, 2 cores.
//! Date: 2026-11-20. Steps: 20. Repeats: 10.

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// The weights of `pallet_capacity`.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_capacity::WeightInfo for WeightInfo<T> {
	fn create_offer() -> Weight {
		// Least time: 353_747 ns.
		Weight::from_parts(374_661_000, 0).saturating_add(T::DbWeight::get().reads_writes(34, 29))
	}
	fn end_offer() -> Weight {
		// Least time: 127_691 ns.
		Weight::from_parts(136_258_000, 0).saturating_add(T::DbWeight::get().reads_writes(18, 19))
	}
	fn roll_base() -> Weight {
		// Least time: 15_776 ns.
		Weight::from_parts(16_757_000, 0).saturating_add(T::DbWeight::get().reads_writes(4, 1))
	}
	fn roll_close() -> Weight {
		// Least time: 9_631 ns.
		Weight::from_parts(10_292_000, 0).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	fn roll_open() -> Weight {
		// Least time: 22_640 ns.
		Weight::from_parts(24_617_000, 0).saturating_add(T::DbWeight::get().reads_writes(3, 2))
	}
	/// `h` is from 1 to 24.
	fn roll_start(h: u32) -> Weight {
		// Least time: 13_987 ns.
		Weight::from_parts(13_651_342, 0)
			.saturating_add(T::DbWeight::get().reads_writes(1, 0))
			.saturating_add(
				Weight::from_parts(3_785_641, 0)
					.saturating_add(T::DbWeight::get().reads_writes(0, 1))
					.saturating_mul(h.into()),
			)
	}
	fn roll_end() -> Weight {
		// Least time: 52_365 ns.
		Weight::from_parts(63_497_000, 0).saturating_add(T::DbWeight::get().reads_writes(7, 9))
	}
}
