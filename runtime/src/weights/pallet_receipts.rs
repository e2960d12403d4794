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
		// Least time: 716_210 ns.
		Weight::from_parts(729_136_000, 0).saturating_add(T::DbWeight::get().reads_writes(2, 1))
	}
	fn activate_circuit() -> Weight {
		// Least time: 35_965 ns.
		Weight::from_parts(39_449_000, 0).saturating_add(T::DbWeight::get().reads_writes(4, 2))
	}
	fn pause_circuit() -> Weight {
		// Least time: 37_066 ns.
		Weight::from_parts(39_643_000, 0).saturating_add(T::DbWeight::get().reads_writes(4, 2))
	}
	fn resume_circuit() -> Weight {
		// Least time: 34_534 ns.
		Weight::from_parts(36_275_000, 0).saturating_add(T::DbWeight::get().reads_writes(4, 2))
	}
	fn retire_circuit() -> Weight {
		// Least time: 36_649 ns.
		Weight::from_parts(39_333_000, 0).saturating_add(T::DbWeight::get().reads_writes(4, 2))
	}
	/// `n` is from 1 to 64.
	fn verify_foreign(n: u32) -> Weight {
		// Least time: 8_417_079 ns.
		Weight::from_parts(10_420_409_432, 0)
			.saturating_add(T::DbWeight::get().reads_writes(2, 0))
			.saturating_add(Weight::from_parts(749_067_482, 0).saturating_mul(n.into()))
	}
	fn hash_statement() -> Weight {
		// Least time: 34_872 ns.
		Weight::from_parts(35_618_000, 0).saturating_add(T::DbWeight::get().reads_writes(0, 0))
	}
	fn commit_result() -> Weight {
		// Least time: 60_906 ns.
		Weight::from_parts(65_533_000, 0).saturating_add(T::DbWeight::get().reads_writes(8, 1))
	}
	fn take_result() -> Weight {
		// Least time: 12_332 ns.
		Weight::from_parts(13_067_000, 0).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	fn set_class_energy() -> Weight {
		// Least time: 17_324 ns.
		Weight::from_parts(19_360_000, 0).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	/// `n` is from 1 to 64.
	fn verify_proofs(n: u32) -> Weight {
		// Least time: 8_655_148 ns.
		Weight::from_parts(9_121_983_720, 0)
			.saturating_add(T::DbWeight::get().reads_writes(1, 0))
			.saturating_add(Weight::from_parts(738_626_345, 0).saturating_mul(n.into()))
	}
	/// `h` is from 1 to 24.
	fn settle_receipt(h: u32) -> Weight {
		// Least time: 243_762 ns.
		Weight::from_parts(240_333_696, 0)
			.saturating_add(T::DbWeight::get().reads_writes(25, 13))
			.saturating_add(
				Weight::from_parts(20_411_288, 0)
					.saturating_add(T::DbWeight::get().reads_writes(1, 1))
					.saturating_mul(h.into()),
			)
	}
}
