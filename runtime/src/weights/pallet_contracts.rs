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
		// Least time: 135_608 ns.
		Weight::from_parts(144_566_000, 0).saturating_add(T::DbWeight::get().reads_writes(18, 6))
	}
	/// `p` is from 1 to 8.
	fn assign(p: u32) -> Weight {
		// Least time: 139_116 ns.
		Weight::from_parts(163_765_089, 0)
			.saturating_add(T::DbWeight::get().reads_writes(20, 8))
			.saturating_add(
				Weight::from_parts(46_613_980, 0)
					.saturating_add(T::DbWeight::get().reads_writes(4, 2))
					.saturating_mul(p.into()),
			)
	}
	/// `h` is from 1 to 24.
	fn settle_missed(h: u32) -> Weight {
		// Least time: 199_725 ns.
		Weight::from_parts(173_310_518, 0)
			.saturating_add(T::DbWeight::get().reads_writes(20, 13))
			.saturating_add(
				Weight::from_parts(75_658_075, 0)
					.saturating_add(T::DbWeight::get().reads_writes(0, 0))
					.saturating_mul(h.into()),
			)
	}
	fn refund_unserved() -> Weight {
		// Least time: 109_489 ns.
		Weight::from_parts(114_825_000, 0).saturating_add(T::DbWeight::get().reads_writes(8, 6))
	}
	/// `d` is from 1 to 8.
	fn close(d: u32) -> Weight {
		// Least time: 108_541 ns.
		Weight::from_parts(78_137_738, 0)
			.saturating_add(T::DbWeight::get().reads_writes(8, 5))
			.saturating_add(
				Weight::from_parts(43_741_789, 0)
					.saturating_add(T::DbWeight::get().reads_writes(1, 3))
					.saturating_mul(d.into()),
			)
	}
	fn remove_assignment() -> Weight {
		// Least time: 33_596 ns.
		Weight::from_parts(36_970_000, 0).saturating_add(T::DbWeight::get().reads_writes(4, 1))
	}
}
