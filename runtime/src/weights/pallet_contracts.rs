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
		// Least time: 142_715 ns.
		Weight::from_parts(153_458_000, 0).saturating_add(T::DbWeight::get().reads_writes(17, 6))
	}
	/// `p` is from 1 to 8.
	fn assign(p: u32) -> Weight {
		// Least time: 163_310 ns.
		Weight::from_parts(457_974_064, 0)
			.saturating_add(T::DbWeight::get().reads_writes(35, 13))
			.saturating_add(
				Weight::from_parts(62_056_656, 0)
					.saturating_add(T::DbWeight::get().reads_writes(4, 2))
					.saturating_mul(p.into()),
			)
	}
	/// `h` is from 1 to 24.
	fn settle_missed(h: u32) -> Weight {
		// Least time: 276_648 ns.
		Weight::from_parts(1_382_063_904, 0)
			.saturating_add(T::DbWeight::get().reads_writes(26, 14))
			.saturating_add(Weight::from_parts(99_639_631, 0).saturating_mul(h.into()))
	}
	fn refund_unserved() -> Weight {
		// Least time: 168_213 ns.
		Weight::from_parts(176_422_000, 0).saturating_add(T::DbWeight::get().reads_writes(9, 7))
	}
	fn resolve() -> Weight {
		// Least time: 93_930 ns.
		Weight::from_parts(105_046_000, 0).saturating_add(T::DbWeight::get().reads_writes(6, 8))
	}
	fn close() -> Weight {
		// Least time: 61_307 ns.
		Weight::from_parts(67_466_000, 0).saturating_add(T::DbWeight::get().reads_writes(5, 5))
	}
	fn drop_hours() -> Weight {
		// Least time: 188_119 ns.
		Weight::from_parts(208_100_000, 0).saturating_add(T::DbWeight::get().reads_writes(18, 11))
	}
	fn top_up() -> Weight {
		// Least time: 116_821 ns.
		Weight::from_parts(119_439_000, 0).saturating_add(T::DbWeight::get().reads_writes(8, 6))
	}
	fn set_spec() -> Weight {
		// Least time: 61_647 ns.
		Weight::from_parts(63_499_000, 0).saturating_add(T::DbWeight::get().reads_writes(4, 1))
	}
}
