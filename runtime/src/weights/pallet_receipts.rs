//! What the calls of `pallet_receipts` cost.
//!
//! Measured in Wasm by `scripts/bench-weights`; not edited by hand.
//! Machine: Intel(R) Xeon(R) Processor, 2 cores.
//! Date: 2026-11-20. Steps: 20. Repeats: 10.

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// The weights of `pallet_receipts`.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_receipts::WeightInfo for WeightInfo<T> {
	fn register_circuit() -> Weight {
		// Least time: 1_801_527 ns.
		Weight::from_parts(1_847_806_000, 0).saturating_add(T::DbWeight::get().reads_writes(2, 1))
	}
	fn activate_circuit() -> Weight {
		// Least time: 23_996 ns.
		Weight::from_parts(27_181_000, 0).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	fn retire_circuit() -> Weight {
		// Least time: 22_531 ns.
		Weight::from_parts(24_979_000, 0).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	fn set_class_energy() -> Weight {
		// Least time: 11_170 ns.
		Weight::from_parts(11_833_000, 0).saturating_add(T::DbWeight::get().reads_writes(0, 1))
	}
	/// `n` is from 1 to 64.
	fn verify_proofs(n: u32) -> Weight {
		// Least time: 13_254_503 ns.
		Weight::from_parts(16_870_803_976, 0)
			.saturating_add(T::DbWeight::get().reads_writes(1, 0))
			.saturating_add(Weight::from_parts(2_252_371_251, 0).saturating_mul(n.into()))
	}
	/// `h` is from 1 to 24.
	fn settle_receipt(h: u32) -> Weight {
		// Least time: 229_736 ns.
		Weight::from_parts(243_040_560, 0)
			.saturating_add(T::DbWeight::get().reads_writes(25, 13))
			.saturating_add(
				Weight::from_parts(20_156_888, 0)
					.saturating_add(T::DbWeight::get().reads_writes(1, 1))
					.saturating_mul(h.into()),
			)
	}
}
