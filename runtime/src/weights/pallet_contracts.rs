//! What the calls of `pallet_contracts` cost.
//!
//! Measured in Wasm by `scripts/bench-weights`; not edited by hand.
//! Machine: Intel(R) Xeon(R) Processor, 2 cores.
//! Date: 2026-11-21. Steps: 20. Repeats: 10.

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// The weights of `pallet_contracts`.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_contracts::WeightInfo for WeightInfo<T> {
	fn accept() -> Weight {
		// Least time: 145_452 ns.
		Weight::from_parts(156_973_000, 0).saturating_add(T::DbWeight::get().reads_writes(17, 6))
	}
	/// `p` is from 1 to 8.
	fn assign(p: u32) -> Weight {
		// Least time: 169_861 ns.
		Weight::from_parts(290_378_740, 0)
			.saturating_add(T::DbWeight::get().reads_writes(25, 11))
			.saturating_add(
				Weight::from_parts(47_606_420, 0)
					.saturating_add(T::DbWeight::get().reads_writes(5, 2))
					.saturating_mul(p.into()),
			)
	}
	/// `h` is from 1 to 24.
	fn settle_missed(h: u32) -> Weight {
		// Least time: 303_316 ns.
		Weight::from_parts(2_010_263_445, 0)
			.saturating_add(T::DbWeight::get().reads_writes(26, 14))
			.saturating_add(Weight::from_parts(96_199_345, 0).saturating_mul(h.into()))
	}
	fn refund_unserved() -> Weight {
		// Least time: 171_581 ns.
		Weight::from_parts(193_991_000, 0).saturating_add(T::DbWeight::get().reads_writes(9, 7))
	}
	fn resolve() -> Weight {
		// Least time: 108_809 ns.
		Weight::from_parts(114_051_000, 0).saturating_add(T::DbWeight::get().reads_writes(6, 8))
	}
	fn close() -> Weight {
		// Least time: 65_649 ns.
		Weight::from_parts(71_847_000, 0).saturating_add(T::DbWeight::get().reads_writes(5, 5))
	}
	fn drop_hours() -> Weight {
		// Least time: 207_927 ns.
		Weight::from_parts(221_848_000, 0).saturating_add(T::DbWeight::get().reads_writes(18, 11))
	}
	fn top_up() -> Weight {
		// Least time: 138_148 ns.
		Weight::from_parts(147_314_000, 0).saturating_add(T::DbWeight::get().reads_writes(8, 6))
	}
	fn set_spec() -> Weight {
		// Least time: 75_417 ns.
		Weight::from_parts(79_231_000, 0).saturating_add(T::DbWeight::get().reads_writes(4, 1))
	}
}
