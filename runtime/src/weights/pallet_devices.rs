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
		// Least time: 73_406 ns.
		Weight::from_parts(78_026_000, 0).saturating_add(T::DbWeight::get().reads_writes(5, 6))
	}
	fn activate() -> Weight {
		// Least time: 31_388 ns.
		Weight::from_parts(33_369_000, 0).saturating_add(T::DbWeight::get().reads_writes(6, 4))
	}
	fn add_bond() -> Weight {
		// Least time: 67_873 ns.
		Weight::from_parts(71_148_000, 0).saturating_add(T::DbWeight::get().reads_writes(3, 2))
	}
	fn withdraw() -> Weight {
		// Least time: 61_657 ns.
		Weight::from_parts(63_925_000, 0).saturating_add(T::DbWeight::get().reads_writes(4, 4))
	}
	fn set_endorser() -> Weight {
		// Least time: 10_277 ns.
		Weight::from_parts(10_762_000, 0).saturating_add(T::DbWeight::get().reads_writes(0, 1))
	}
	fn set_operator() -> Weight {
		// Least time: 18_354 ns.
		Weight::from_parts(20_639_000, 0).saturating_add(T::DbWeight::get().reads_writes(2, 2))
	}
	fn set_ghr_rate() -> Weight {
		// Least time: 11_723 ns.
		Weight::from_parts(12_489_000, 0).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	fn set_unit_value() -> Weight {
		// Least time: 11_417 ns.
		Weight::from_parts(11_978_000, 0).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
}
