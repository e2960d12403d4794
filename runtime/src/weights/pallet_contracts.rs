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
		// Least time: 140_437 ns.
		Weight::from_parts(147_299_000, 0).saturating_add(T::DbWeight::get().reads_writes(18, 6))
	}
	/// `p` is from 1 to 8.
	fn assign(p: u32) -> Weight {
		// Least time: 151_899 ns.
		Weight::from_parts(318_374_080, 0)
			.saturating_add(T::DbWeight::get().reads_writes(34, 13))
			.saturating_add(
				Weight::from_parts(48_367_184, 0)
					.saturating_add(T::DbWeight::get().reads_writes(4, 2))
					.saturating_mul(p.into()),
			)
	}
	/// `h` is from 1 to 24.
	fn settle_missed(h: u32) -> Weight {
		// Least time: 210_380 ns.
		Weight::from_parts(197_006_725, 0)
			.saturating_add(T::DbWeight::get().reads_writes(20, 13))
			.saturating_add(Weight::from_parts(78_089_225, 0).saturating_mul(h.into()))
	}
	fn refund_unserved() -> Weight {
		// Least time: 122_633 ns.
		Weight::from_parts(138_932_000, 0).saturating_add(T::DbWeight::get().reads_writes(8, 6))
	}
	/// `d` is from 1 to 8.
	fn close(d: u32) -> Weight {
		// Least time: 129_520 ns.
		Weight::from_parts(99_602_400, 0)
			.saturating_add(T::DbWeight::get().reads_writes(8, 5))
			.saturating_add(
				Weight::from_parts(45_519_920, 0)
					.saturating_add(T::DbWeight::get().reads_writes(1, 3))
					.saturating_mul(d.into()),
			)
	}
	fn remove_assignment() -> Weight {
		// Least time: 36_550 ns.
		Weight::from_parts(39_715_000, 0).saturating_add(T::DbWeight::get().reads_writes(4, 1))
	}
}
