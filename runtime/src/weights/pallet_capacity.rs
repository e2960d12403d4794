//! What the calls of `pallet_capacity` cost.
//!
//! Measured in Wasm by `scripts/bench-weights`; not edited by hand.
//! Machine: Intel(R) Xeon(R) Processor, 2 cores.
//! Date: 2026-11-21. Steps: 20. Repeats: 10.

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// The weights of `pallet_capacity`.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_capacity::WeightInfo for WeightInfo<T> {
	fn create_offer() -> Weight {
		// Least time: 500_063 ns.
		Weight::from_parts(528_419_000, 0).saturating_add(T::DbWeight::get().reads_writes(43, 32))
	}
	fn end_offer() -> Weight {
		// Least time: 216_331 ns.
		Weight::from_parts(221_257_000, 0).saturating_add(T::DbWeight::get().reads_writes(22, 22))
	}
	fn change_offer() -> Weight {
		// Least time: 228_400 ns.
		Weight::from_parts(238_329_000, 0).saturating_add(T::DbWeight::get().reads_writes(28, 19))
	}
	fn enter_lottery() -> Weight {
		// Least time: 61_390 ns.
		Weight::from_parts(69_422_000, 0).saturating_add(T::DbWeight::get().reads_writes(13, 2))
	}
	fn discard_ticket() -> Weight {
		// Least time: 37_867 ns.
		Weight::from_parts(39_562_000, 0).saturating_add(T::DbWeight::get().reads_writes(7, 2))
	}
	fn set_policy() -> Weight {
		// Least time: 9_976 ns.
		Weight::from_parts(11_593_000, 0).saturating_add(T::DbWeight::get().reads_writes(0, 1))
	}
	/// `p` is from 1 to 256.
	fn set_cap(p: u32) -> Weight {
		// Least time: 23_837 ns.
		Weight::from_parts(31_687_242, 0)
			.saturating_add(T::DbWeight::get().reads_writes(1, 1))
			.saturating_add(
				Weight::from_parts(2_861_479, 0)
					.saturating_add(T::DbWeight::get().reads_writes(1, 0))
					.saturating_mul(p.into()),
			)
	}
	fn roll_base() -> Weight {
		Weight::from_parts(20_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(4, 1))
	}
	fn roll_open() -> Weight {
		// Least time: 26_134 ns.
		Weight::from_parts(31_060_000, 0).saturating_add(T::DbWeight::get().reads_writes(5, 2))
	}
	/// `h` is from 1 to 24.
	fn roll_start(h: u32) -> Weight {
		// Least time: 13_305 ns.
		Weight::from_parts(15_569_812, 0)
			.saturating_add(T::DbWeight::get().reads_writes(1, 0))
			.saturating_add(Weight::from_parts(1_801_547, 0).saturating_mul(h.into()))
	}
	/// `h` is from 1 to 24.
	fn roll_learn(h: u32) -> Weight {
		// Least time: 30_973 ns.
		Weight::from_parts(34_258_837, 0)
			.saturating_add(T::DbWeight::get().reads_writes(5, 1))
			.saturating_add(Weight::from_parts(3_595_721, 0).saturating_mul(h.into()))
	}
	fn roll_end() -> Weight {
		// Least time: 101_504 ns.
		Weight::from_parts(105_582_000, 0).saturating_add(T::DbWeight::get().reads_writes(12, 12))
	}
}
