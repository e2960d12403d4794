//! What the calls of `pallet_pogcs` cost.
//!
//! Measured in Wasm by `scripts/bench-weights`; not edited by hand.
//! Machine: Intel(R) Xeon(R) Processor, 2 cores.
//! Date: 2026-11-21. Steps: 20. Repeats: 10.

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// The weights of `pallet_pogcs`.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_pogcs::WeightInfo for WeightInfo<T> {
	/// `r` is from 0 to 64.
	fn on_finalize(r: u32) -> Weight {
		// Least time: 41_406 ns.
		Weight::from_parts(1_356_421_500, 0)
			.saturating_add(T::DbWeight::get().reads_writes(15, 9))
			.saturating_add(
				Weight::from_parts(43_425_125, 0)
					.saturating_add(T::DbWeight::get().reads_writes(6, 5))
					.saturating_mul(r.into()),
			)
	}
	fn refresh() -> Weight {
		// Least time: 58_252 ns.
		Weight::from_parts(62_169_000, 0).saturating_add(T::DbWeight::get().reads_writes(11, 9))
	}
	fn claim() -> Weight {
		// Least time: 59_957 ns.
		Weight::from_parts(61_212_000, 0).saturating_add(T::DbWeight::get().reads_writes(4, 4))
	}
	fn set_budget() -> Weight {
		// Least time: 14_962 ns.
		Weight::from_parts(15_472_000, 0).saturating_add(T::DbWeight::get().reads_writes(2, 1))
	}
	fn settled() -> Weight {
		// Least time: 31_862 ns.
		Weight::from_parts(33_088_000, 0).saturating_add(T::DbWeight::get().reads_writes(8, 3))
	}
	fn bond_changed() -> Weight {
		// Least time: 57_931 ns.
		Weight::from_parts(62_523_000, 0).saturating_add(T::DbWeight::get().reads_writes(11, 9))
	}
	fn owner_changed() -> Weight {
		// Least time: 60_015 ns.
		Weight::from_parts(63_309_000, 0).saturating_add(T::DbWeight::get().reads_writes(11, 6))
	}
	fn result_changed() -> Weight {
		// Least time: 46_518 ns.
		Weight::from_parts(49_574_000, 0).saturating_add(T::DbWeight::get().reads_writes(10, 6))
	}
}
