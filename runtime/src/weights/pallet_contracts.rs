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
		// Least time: 142_425 ns.
		Weight::from_parts(146_163_000, 0).saturating_add(T::DbWeight::get().reads_writes(17, 6))
	}
	/// `p` is from 1 to 8.
	fn assign(p: u32) -> Weight {
		// Least time: 158_904 ns.
		Weight::from_parts(216_893_512, 0)
			.saturating_add(T::DbWeight::get().reads_writes(22, 13))
			.saturating_add(
				Weight::from_parts(47_981_496, 0)
					.saturating_add(T::DbWeight::get().reads_writes(6, 2))
					.saturating_mul(p.into()),
			)
	}
	/// `h` is from 1 to 24.
	fn settle_missed(h: u32) -> Weight {
		// Least time: 289_593 ns.
		Weight::from_parts(459_651_040, 0)
			.saturating_add(T::DbWeight::get().reads_writes(29, 16))
			.saturating_add(Weight::from_parts(73_715_060, 0).saturating_mul(h.into()))
	}
	fn refund_unserved() -> Weight {
		// Least time: 163_429 ns.
		Weight::from_parts(168_733_000, 0).saturating_add(T::DbWeight::get().reads_writes(9, 7))
	}
	fn resolve() -> Weight {
		// Least time: 93_683 ns.
		Weight::from_parts(97_633_000, 0).saturating_add(T::DbWeight::get().reads_writes(6, 8))
	}
	fn close() -> Weight {
		// Least time: 58_364 ns.
		Weight::from_parts(62_863_000, 0).saturating_add(T::DbWeight::get().reads_writes(5, 5))
	}
	fn drop_hours() -> Weight {
		// Least time: 200_472 ns.
		Weight::from_parts(210_414_000, 0).saturating_add(T::DbWeight::get().reads_writes(21, 13))
	}
	fn top_up() -> Weight {
		// Least time: 114_723 ns.
		Weight::from_parts(118_004_000, 0).saturating_add(T::DbWeight::get().reads_writes(8, 6))
	}
	fn set_spec() -> Weight {
		// Least time: 63_944 ns.
		Weight::from_parts(66_110_000, 0).saturating_add(T::DbWeight::get().reads_writes(4, 1))
	}
}
