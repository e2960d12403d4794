//! What the calls of `pallet_contracts` cost.
//!
//! Measured in Wasm by `scripts/bench-weights`; not edited by hand.
//! Machine: Intel(R) Xeon(R) Processor, 2 cores.
//! Date: 2026-11-20. Steps: 20. Repeats: 10.

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// The weights of `pallet_contracts`.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_contracts::WeightInfo for WeightInfo<T> {
	fn accept() -> Weight {
		// Least time: 141_267 ns.
		Weight::from_parts(148_815_000, 0).saturating_add(T::DbWeight::get().reads_writes(18, 6))
	}
	/// `p` is from 1 to 8.
	fn assign(p: u32) -> Weight {
		// Least time: 144_270 ns.
		Weight::from_parts(279_394_650, 0)
			.saturating_add(T::DbWeight::get().reads_writes(34, 13))
			.saturating_add(
				Weight::from_parts(44_547_470, 0)
					.saturating_add(T::DbWeight::get().reads_writes(4, 2))
					.saturating_mul(p.into()),
			)
	}
	/// `h` is from 1 to 24.
	fn settle_missed(h: u32) -> Weight {
		// Least time: 220_095 ns.
		Weight::from_parts(201_591_056, 0)
			.saturating_add(T::DbWeight::get().reads_writes(20, 13))
			.saturating_add(Weight::from_parts(77_028_493, 0).saturating_mul(h.into()))
	}
	fn refund_unserved() -> Weight {
		// Least time: 110_689 ns.
		Weight::from_parts(115_162_000, 0).saturating_add(T::DbWeight::get().reads_writes(8, 6))
	}
	/// `d` is from 1 to 8.
	fn close(d: u32) -> Weight {
		// Least time: 128_647 ns.
		Weight::from_parts(97_075_186, 0)
			.saturating_add(T::DbWeight::get().reads_writes(8, 5))
			.saturating_add(
				Weight::from_parts(44_081_938, 0)
					.saturating_add(T::DbWeight::get().reads_writes(1, 3))
					.saturating_mul(d.into()),
			)
	}
	fn remove_assignment() -> Weight {
		// Least time: 36_716 ns.
		Weight::from_parts(40_949_000, 0).saturating_add(T::DbWeight::get().reads_writes(4, 1))
	}
}
