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
		// Least time: 720_922 ns.
		Weight::from_parts(732_176_000, 0).saturating_add(T::DbWeight::get().reads_writes(2, 1))
	}
	fn activate_circuit() -> Weight {
		// Least time: 34_041 ns.
		Weight::from_parts(36_474_000, 0).saturating_add(T::DbWeight::get().reads_writes(4, 2))
	}
	fn pause_circuit() -> Weight {
		// Least time: 35_978 ns.
		Weight::from_parts(38_347_000, 0).saturating_add(T::DbWeight::get().reads_writes(4, 2))
	}
	fn resume_circuit() -> Weight {
		// Least time: 34_122 ns.
		Weight::from_parts(35_393_000, 0).saturating_add(T::DbWeight::get().reads_writes(4, 2))
	}
	fn retire_circuit() -> Weight {
		// Least time: 36_137 ns.
		Weight::from_parts(37_060_000, 0).saturating_add(T::DbWeight::get().reads_writes(4, 2))
	}
	/// `n` is from 1 to 64.
	fn verify_foreign(n: u32) -> Weight {
		// Least time: 8_947_339 ns.
		Weight::from_parts(8_774_866_760, 0)
			.saturating_add(T::DbWeight::get().reads_writes(2, 0))
			.saturating_add(Weight::from_parts(754_703_581, 0).saturating_mul(n.into()))
	}
	fn hash_statement() -> Weight {
		// Least time: 33_164 ns.
		Weight::from_parts(33_756_000, 0).saturating_add(T::DbWeight::get().reads_writes(0, 0))
	}
	fn commit_result() -> Weight {
		// Least time: 247_507 ns.
		Weight::from_parts(252_932_000, 0).saturating_add(T::DbWeight::get().reads_writes(10, 1))
	}
	fn take_result() -> Weight {
		// Least time: 11_980 ns.
		Weight::from_parts(13_022_000, 0).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	fn set_class_energy() -> Weight {
		// Least time: 17_759 ns.
		Weight::from_parts(18_353_000, 0).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	/// `n` is from 1 to 64.
	fn verify_proofs(n: u32) -> Weight {
		// Least time: 8_431_188 ns.
		Weight::from_parts(8_878_267_440, 0)
			.saturating_add(T::DbWeight::get().reads_writes(1, 0))
			.saturating_add(Weight::from_parts(730_155_889, 0).saturating_mul(n.into()))
	}
	/// `h` is from 1 to 24.
	fn settle_receipt(h: u32) -> Weight {
		// Least time: 229_684 ns.
		Weight::from_parts(252_900_946, 0)
			.saturating_add(T::DbWeight::get().reads_writes(25, 13))
			.saturating_add(
				Weight::from_parts(20_391_957, 0)
					.saturating_add(T::DbWeight::get().reads_writes(1, 1))
					.saturating_mul(h.into()),
			)
	}
}
