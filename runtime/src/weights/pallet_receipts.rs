//! What the calls of `pallet_receipts` cost.
//!
//! Measured in Wasm by `scripts/bench-weights`; not edited by hand.
//! Machine: Intel(R) Xeon(R) Processor, 2 cores.
//! Date: 2026-11-21. Steps: 20. Repeats: 10.

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// The weights of `pallet_receipts`.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_receipts::WeightInfo for WeightInfo<T> {
	fn register_circuit() -> Weight {
		// Least time: 601_075 ns.
		Weight::from_parts(621_936_000, 0).saturating_add(T::DbWeight::get().reads_writes(2, 1))
	}
	fn activate_circuit() -> Weight {
		// Least time: 30_571 ns.
		Weight::from_parts(35_391_000, 0).saturating_add(T::DbWeight::get().reads_writes(4, 2))
	}
	fn pause_circuit() -> Weight {
		// Least time: 30_464 ns.
		Weight::from_parts(32_626_000, 0).saturating_add(T::DbWeight::get().reads_writes(4, 2))
	}
	fn resume_circuit() -> Weight {
		// Least time: 28_198 ns.
		Weight::from_parts(30_189_000, 0).saturating_add(T::DbWeight::get().reads_writes(4, 2))
	}
	fn retire_circuit() -> Weight {
		// Least time: 29_376 ns.
		Weight::from_parts(33_215_000, 0).saturating_add(T::DbWeight::get().reads_writes(4, 2))
	}
	/// `n` is from 1 to 64.
	fn verify_foreign(n: u32) -> Weight {
		// Least time: 7_513_373 ns.
		Weight::from_parts(14_778_852_980, 0)
			.saturating_add(T::DbWeight::get().reads_writes(2, 0))
			.saturating_add(Weight::from_parts(1_142_578_767, 0).saturating_mul(n.into()))
	}
	fn hash_statement() -> Weight {
		// Least time: 29_673 ns.
		Weight::from_parts(29_760_000, 0).saturating_add(T::DbWeight::get().reads_writes(0, 0))
	}
	fn commit_result() -> Weight {
		// Least time: 228_745 ns.
		Weight::from_parts(238_895_000, 0).saturating_add(T::DbWeight::get().reads_writes(11, 1))
	}
	fn take_result() -> Weight {
		// Least time: 11_451 ns.
		Weight::from_parts(12_059_000, 0).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	fn set_class_energy() -> Weight {
		// Least time: 15_558 ns.
		Weight::from_parts(16_992_000, 0).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	/// `n` is from 1 to 64.
	fn verify_proofs(n: u32) -> Weight {
		// Least time: 7_472_200 ns.
		Weight::from_parts(7_707_199_912, 0)
			.saturating_add(T::DbWeight::get().reads_writes(1, 0))
			.saturating_add(Weight::from_parts(626_226_642, 0).saturating_mul(n.into()))
	}
	/// `h` is from 1 to 24.
	fn settle_receipt(h: u32) -> Weight {
		// Least time: 280_493 ns.
		Weight::from_parts(296_824_575, 0)
			.saturating_add(T::DbWeight::get().reads_writes(28, 18))
			.saturating_add(
				Weight::from_parts(33_009_775, 0)
					.saturating_add(T::DbWeight::get().reads_writes(1, 1))
					.saturating_mul(h.into()),
			)
	}
}
