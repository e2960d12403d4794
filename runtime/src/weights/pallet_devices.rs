//! What the calls of `pallet_devices` cost.
//!
//! Measured in Wasm by `scripts/bench-weights`; not edited by hand.
//! Machine: Intel(R) Xeon(R) Processor, 2 cores.
//! Date: 2026-11-20. Steps: 20. Repeats: 10.

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// The weights of `pallet_devices`.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_devices::WeightInfo for WeightInfo<T> {
	fn register() -> Weight {
		// Least time: 65_528 ns.
		Weight::from_parts(67_063_000, 0).saturating_add(T::DbWeight::get().reads_writes(5, 6))
	}
	fn activate() -> Weight {
		// Least time: 28_624 ns.
		Weight::from_parts(30_727_000, 0).saturating_add(T::DbWeight::get().reads_writes(6, 4))
	}
	fn add_bond() -> Weight {
		// Least time: 60_376 ns.
		Weight::from_parts(62_174_000, 0).saturating_add(T::DbWeight::get().reads_writes(3, 2))
	}
	fn withdraw() -> Weight {
		// Least time: 56_231 ns.
		Weight::from_parts(59_301_000, 0).saturating_add(T::DbWeight::get().reads_writes(4, 4))
	}
	fn set_endorser() -> Weight {
		// Least time: 5_691 ns.
		Weight::from_parts(6_404_000, 0).saturating_add(T::DbWeight::get().reads_writes(0, 1))
	}
	fn set_operator() -> Weight {
		// Least time: 16_994 ns.
		Weight::from_parts(18_055_000, 0).saturating_add(T::DbWeight::get().reads_writes(2, 2))
	}
	fn set_ghr_rate() -> Weight {
		// Least time: 7_355 ns.
		Weight::from_parts(7_708_000, 0).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	fn set_unit_value() -> Weight {
		// Least time: 7_593 ns.
		Weight::from_parts(8_645_000, 0).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
}
