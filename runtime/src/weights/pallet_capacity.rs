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
		// Least time: 425_032 ns.
		Weight::from_parts(503_870_000, 0).saturating_add(T::DbWeight::get().reads_writes(42, 32))
	}
	fn end_offer() -> Weight {
		// Least time: 414_349 ns.
		Weight::from_parts(433_446_000, 0).saturating_add(T::DbWeight::get().reads_writes(38, 35))
	}
	fn withdraw_unbacked() -> Weight {
		// Least time: 420_936 ns.
		Weight::from_parts(435_064_000, 0).saturating_add(T::DbWeight::get().reads_writes(41, 33))
	}
	fn change_offer() -> Weight {
		// Least time: 212_096 ns.
		Weight::from_parts(219_046_000, 0).saturating_add(T::DbWeight::get().reads_writes(28, 19))
	}
	fn enter_lottery() -> Weight {
		// Least time: 167_535 ns.
		Weight::from_parts(171_762_000, 0).saturating_add(T::DbWeight::get().reads_writes(14, 3))
	}
	fn discard_ticket() -> Weight {
		// Least time: 43_530 ns.
		Weight::from_parts(46_417_000, 0).saturating_add(T::DbWeight::get().reads_writes(8, 3))
	}
	fn set_policy() -> Weight {
		// Least time: 11_450 ns.
		Weight::from_parts(12_154_000, 0).saturating_add(T::DbWeight::get().reads_writes(0, 1))
	}
	/// `p` is from 1 to 256.
	fn set_cap(p: u32) -> Weight {
		// Least time: 23_024 ns.
		Weight::from_parts(29_659_396, 0)
			.saturating_add(T::DbWeight::get().reads_writes(1, 1))
			.saturating_add(
				Weight::from_parts(2_696_442, 0)
					.saturating_add(T::DbWeight::get().reads_writes(1, 0))
					.saturating_mul(p.into()),
			)
	}
	fn roll_base() -> Weight {
		// Least time: 13_000 ns.
		Weight::from_parts(13_921_000, 0).saturating_add(T::DbWeight::get().reads_writes(4, 0))
	}
	fn roll_open() -> Weight {
		// Least time: 31_700 ns.
		Weight::from_parts(34_090_000, 0).saturating_add(T::DbWeight::get().reads_writes(6, 2))
	}
	/// `h` is from 1 to 24.
	fn roll_start(h: u32) -> Weight {
		// Least time: 12_858 ns.
		Weight::from_parts(16_634_085, 0)
			.saturating_add(T::DbWeight::get().reads_writes(1, 0))
			.saturating_add(Weight::from_parts(1_821_995, 0).saturating_mul(h.into()))
	}
	/// `h` is from 1 to 24.
	fn roll_learn(h: u32) -> Weight {
		// Least time: 33_088 ns.
		Weight::from_parts(32_489_570, 0)
			.saturating_add(T::DbWeight::get().reads_writes(5, 1))
			.saturating_add(Weight::from_parts(6_173_362, 0).saturating_mul(h.into()))
	}
	fn roll_end() -> Weight {
		// Least time: 89_052 ns.
		Weight::from_parts(95_185_000, 0).saturating_add(T::DbWeight::get().reads_writes(12, 12))
	}
}
