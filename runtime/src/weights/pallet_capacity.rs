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
		// Least time: 478_215 ns.
		Weight::from_parts(510_184_000, 0).saturating_add(T::DbWeight::get().reads_writes(42, 32))
	}
	fn end_offer() -> Weight {
		// Least time: 469_421 ns.
		Weight::from_parts(491_766_000, 0).saturating_add(T::DbWeight::get().reads_writes(38, 35))
	}
	fn withdraw_unbacked() -> Weight {
		// Least time: 475_756 ns.
		Weight::from_parts(511_365_000, 0).saturating_add(T::DbWeight::get().reads_writes(41, 33))
	}
	fn change_offer() -> Weight {
		// Least time: 223_515 ns.
		Weight::from_parts(253_585_000, 0).saturating_add(T::DbWeight::get().reads_writes(28, 19))
	}
	fn enter_lottery() -> Weight {
		// Least time: 163_345 ns.
		Weight::from_parts(170_018_000, 0).saturating_add(T::DbWeight::get().reads_writes(14, 3))
	}
	fn discard_ticket() -> Weight {
		// Least time: 51_593 ns.
		Weight::from_parts(53_967_000, 0).saturating_add(T::DbWeight::get().reads_writes(8, 3))
	}
	fn set_policy() -> Weight {
		// Least time: 13_021 ns.
		Weight::from_parts(14_245_000, 0).saturating_add(T::DbWeight::get().reads_writes(0, 1))
	}
	/// `p` is from 1 to 256.
	fn set_cap(p: u32) -> Weight {
		// Least time: 28_266 ns.
		Weight::from_parts(573_745_245, 0)
			.saturating_add(T::DbWeight::get().reads_writes(1, 1))
			.saturating_add(
				Weight::from_parts(3_538_757, 0)
					.saturating_add(T::DbWeight::get().reads_writes(1, 0))
					.saturating_mul(p.into()),
			)
	}
	fn roll_base() -> Weight {
		// Least time: 15_993 ns.
		Weight::from_parts(17_088_000, 0).saturating_add(T::DbWeight::get().reads_writes(4, 0))
	}
	fn roll_open() -> Weight {
		// Least time: 35_586 ns.
		Weight::from_parts(37_295_000, 0).saturating_add(T::DbWeight::get().reads_writes(6, 2))
	}
	/// `h` is from 1 to 24.
	fn roll_start(h: u32) -> Weight {
		// Least time: 13_658 ns.
		Weight::from_parts(18_028_120, 0)
			.saturating_add(T::DbWeight::get().reads_writes(1, 0))
			.saturating_add(Weight::from_parts(1_831_995, 0).saturating_mul(h.into()))
	}
	/// `h` is from 1 to 24.
	fn roll_learn(h: u32) -> Weight {
		// Least time: 34_329 ns.
		Weight::from_parts(39_531_874, 0)
			.saturating_add(T::DbWeight::get().reads_writes(5, 1))
			.saturating_add(Weight::from_parts(5_179_954, 0).saturating_mul(h.into()))
	}
	fn roll_end() -> Weight {
		// Least time: 91_965 ns.
		Weight::from_parts(111_700_000, 0).saturating_add(T::DbWeight::get().reads_writes(12, 12))
	}
}
