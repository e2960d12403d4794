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
		// Least time: 143_313 ns.
		Weight::from_parts(151_446_000, 0).saturating_add(T::DbWeight::get().reads_writes(18, 6))
	}
	/// `p` is from 1 to 8.
	fn assign(p: u32) -> Weight {
		// Least time: 157_506 ns.
		Weight::from_parts(287_450_915, 0)
			.saturating_add(T::DbWeight::get().reads_writes(34, 13))
			.saturating_add(
				Weight::from_parts(51_632_617, 0)
					.saturating_add(T::DbWeight::get().reads_writes(4, 2))
					.saturating_mul(p.into()),
			)
	}
	/// `h` is from 1 to 24.
	fn settle_missed(h: u32) -> Weight {
		// Least time: 226_257 ns.
		Weight::from_parts(236_334_724, 0)
			.saturating_add(T::DbWeight::get().reads_writes(21, 13))
			.saturating_add(Weight::from_parts(81_342_468, 0).saturating_mul(h.into()))
	}
	fn refund_unserved() -> Weight {
		// Least time: 131_916 ns.
		Weight::from_parts(139_477_000, 0).saturating_add(T::DbWeight::get().reads_writes(8, 6))
	}
	/// `d` is from 1 to 8.
	fn close(d: u32) -> Weight {
		// Least time: 121_976 ns.
		Weight::from_parts(101_854_935, 0)
			.saturating_add(T::DbWeight::get().reads_writes(8, 5))
			.saturating_add(
				Weight::from_parts(45_102_613, 0)
					.saturating_add(T::DbWeight::get().reads_writes(1, 3))
					.saturating_mul(d.into()),
			)
	}
	fn remove_assignment() -> Weight {
		// Least time: 39_005 ns.
		Weight::from_parts(41_222_000, 0).saturating_add(T::DbWeight::get().reads_writes(4, 1))
	}
}
