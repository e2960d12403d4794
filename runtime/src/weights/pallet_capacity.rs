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
		// Least time: 351_161 ns.
		Weight::from_parts(360_568_000, 0).saturating_add(T::DbWeight::get().reads_writes(34, 29))
	}
	fn end_offer() -> Weight {
		// Least time: 120_669 ns.
		Weight::from_parts(145_759_000, 0).saturating_add(T::DbWeight::get().reads_writes(18, 19))
	}
	fn roll_base() -> Weight {
		// Least time: 15_085 ns.
		Weight::from_parts(15_631_000, 0).saturating_add(T::DbWeight::get().reads_writes(4, 1))
	}
	fn roll_close() -> Weight {
		// Least time: 8_672 ns.
		Weight::from_parts(10_317_000, 0).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	fn roll_open() -> Weight {
		// Least time: 24_005 ns.
		Weight::from_parts(25_539_000, 0).saturating_add(T::DbWeight::get().reads_writes(3, 2))
	}
	/// `h` is from 1 to 24.
	fn roll_start(h: u32) -> Weight {
		// Least time: 13_496 ns.
		Weight::from_parts(23_751_965, 0)
			.saturating_add(T::DbWeight::get().reads_writes(1, 0))
			.saturating_add(
				Weight::from_parts(3_626_355, 0)
					.saturating_add(T::DbWeight::get().reads_writes(0, 1))
					.saturating_mul(h.into()),
			)
	}
	fn roll_end() -> Weight {
		// Least time: 60_697 ns.
		Weight::from_parts(65_792_000, 0).saturating_add(T::DbWeight::get().reads_writes(7, 9))
	}
}
