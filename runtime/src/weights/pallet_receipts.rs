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
		// Least time: 586_969 ns.
		Weight::from_parts(594_063_000, 0).saturating_add(T::DbWeight::get().reads_writes(2, 1))
	}
	fn activate_circuit() -> Weight {
		// Least time: 18_522 ns.
		Weight::from_parts(20_766_000, 0).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	fn retire_circuit() -> Weight {
		// Least time: 18_965 ns.
		Weight::from_parts(20_559_000, 0).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	fn set_class_energy() -> Weight {
		// Least time: 10_597 ns.
		Weight::from_parts(11_326_000, 0).saturating_add(T::DbWeight::get().reads_writes(0, 1))
	}
	/// `n` is from 1 to 64.
	fn pause_circuit() -> Weight {
		Weight::from_parts(100_000_000, 8_192)
	}
	fn resume_circuit() -> Weight {
		Weight::from_parts(100_000_000, 8_192)
	}
	fn verify_foreign(n: u32) -> Weight {
		let each = Weight::from_parts(3_000_000_000, 0).saturating_mul(n.into());
		Weight::from_parts(20_000_000_000, 8_192).saturating_add(each)
	}
	fn hash_statement() -> Weight {
		Weight::from_parts(100_000_000, 0)
	}
	fn commit_result() -> Weight {
		Weight::from_parts(200_000_000, 16_384)
	}
	fn take_result() -> Weight {
		Weight::from_parts(100_000_000, 8_192)
	}
	fn verify_proofs(n: u32) -> Weight {
		// Least time: 7_768_895 ns.
		Weight::from_parts(8_690_178_230, 0)
			.saturating_add(T::DbWeight::get().reads_writes(1, 0))
			.saturating_add(Weight::from_parts(704_952_459, 0).saturating_mul(n.into()))
	}
	/// `h` is from 1 to 24.
	fn settle_receipt(h: u32) -> Weight {
		// Least time: 212_330 ns.
		Weight::from_parts(231_428_314, 0)
			.saturating_add(T::DbWeight::get().reads_writes(25, 13))
			.saturating_add(
				Weight::from_parts(19_552_366, 0)
					.saturating_add(T::DbWeight::get().reads_writes(1, 1))
					.saturating_mul(h.into()),
			)
	}
}
