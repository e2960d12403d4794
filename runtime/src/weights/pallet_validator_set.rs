//! What the calls of `pallet_validator_set` cost.
//!
//! Measured in Wasm by `scripts/bench-weights`; not edited by hand.
//! Machine: Intel(R) Xeon(R) Processor, 2 cores.
//! Date: 2026-11-21. Steps: 20. Repeats: 10.

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// The weights of `pallet_validator_set`.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_validator_set::WeightInfo for WeightInfo<T> {
	fn become_candidate() -> Weight {
		// Least time: 76_027 ns.
		Weight::from_parts(80_814_000, 0).saturating_add(T::DbWeight::get().reads_writes(8, 6))
	}
	/// `c` is from 1 to 200.
	fn become_candidate_displacing(c: u32) -> Weight {
		// Least time: 106_927 ns.
		Weight::from_parts(566_453_755, 0)
			.saturating_add(T::DbWeight::get().reads_writes(13, 8))
			.saturating_add(
				Weight::from_parts(8_637_335, 0)
					.saturating_add(T::DbWeight::get().reads_writes(2, 0))
					.saturating_mul(c.into()),
			)
	}
	fn add_bond() -> Weight {
		// Least time: 68_903 ns.
		Weight::from_parts(73_658_000, 0).saturating_add(T::DbWeight::get().reads_writes(4, 3))
	}
	fn set_next() -> Weight {
		// Least time: 29_100 ns.
		Weight::from_parts(31_130_000, 0).saturating_add(T::DbWeight::get().reads_writes(4, 1))
	}
	fn leave() -> Weight {
		// Least time: 30_185 ns.
		Weight::from_parts(31_811_000, 0).saturating_add(T::DbWeight::get().reads_writes(5, 3))
	}
	fn release_bond() -> Weight {
		// Least time: 86_451 ns.
		Weight::from_parts(94_883_000, 0).saturating_add(T::DbWeight::get().reads_writes(7, 3))
	}
	fn back() -> Weight {
		// Least time: 38_420 ns.
		Weight::from_parts(41_713_000, 0).saturating_add(T::DbWeight::get().reads_writes(4, 3))
	}
	fn stop_backing() -> Weight {
		// Least time: 25_663 ns.
		Weight::from_parts(28_413_000, 0).saturating_add(T::DbWeight::get().reads_writes(2, 2))
	}
	fn set_mode() -> Weight {
		// Least time: 9_066 ns.
		Weight::from_parts(9_499_000, 0).saturating_add(T::DbWeight::get().reads_writes(0, 2))
	}
	/// `n` is from 1 to 64.
	fn approve(n: u32) -> Weight {
		// Least time: 9_867 ns.
		Weight::from_parts(12_121_016, 0)
			.saturating_add(T::DbWeight::get().reads_writes(0, 1))
			.saturating_add(Weight::from_parts(109_541, 0).saturating_mul(n.into()))
	}
	fn set_seats() -> Weight {
		// Least time: 8_961 ns.
		Weight::from_parts(10_018_000, 0).saturating_add(T::DbWeight::get().reads_writes(0, 1))
	}
	fn set_reward() -> Weight {
		// Least time: 9_602 ns.
		Weight::from_parts(11_713_000, 0).saturating_add(T::DbWeight::get().reads_writes(0, 1))
	}
	fn pardon() -> Weight {
		// Least time: 23_493 ns.
		Weight::from_parts(24_513_000, 0).saturating_add(T::DbWeight::get().reads_writes(3, 1))
	}
	fn call_election() -> Weight {
		// Least time: 13_001 ns.
		Weight::from_parts(13_796_000, 0).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	fn weight_changed() -> Weight {
		// Least time: 19_484 ns.
		Weight::from_parts(21_310_000, 0).saturating_add(T::DbWeight::get().reads_writes(2, 2))
	}
	fn on_offence() -> Weight {
		// Least time: 91_711 ns.
		Weight::from_parts(99_349_000, 0).saturating_add(T::DbWeight::get().reads_writes(9, 5))
	}
	fn note_author() -> Weight {
		// Least time: 6_965 ns.
		Weight::from_parts(7_513_000, 0).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	/// `n` is from 1 to 64.
	fn end_session(n: u32) -> Weight {
		// Least time: 78_867 ns.
		Weight::from_parts(1_313_962_840, 0)
			.saturating_add(T::DbWeight::get().reads_writes(5, 1))
			.saturating_add(
				Weight::from_parts(58_215_586, 0)
					.saturating_add(T::DbWeight::get().reads_writes(3, 2))
					.saturating_mul(n.into()),
			)
	}
	/// `n` is from 1 to 64.
	fn start_session(n: u32) -> Weight {
		// Least time: 76_588 ns.
		Weight::from_parts(80_331_550, 0)
			.saturating_add(T::DbWeight::get().reads_writes(9, 8))
			.saturating_add(
				Weight::from_parts(28_789_569, 0)
					.saturating_add(T::DbWeight::get().reads_writes(6, 6))
					.saturating_mul(n.into()),
			)
	}
	/// `n` is from 1 to 64.
	fn new_session_governed(n: u32) -> Weight {
		// Least time: 59_218 ns.
		Weight::from_parts(129_786_200, 0)
			.saturating_add(T::DbWeight::get().reads_writes(7, 2))
			.saturating_add(
				Weight::from_parts(21_813_400, 0)
					.saturating_add(T::DbWeight::get().reads_writes(5, 0))
					.saturating_mul(n.into()),
			)
	}
	/// `c` is from 1 to 200.
	/// `n` is from 1 to 64.
	fn new_session_open(c: u32, n: u32) -> Weight {
		// Least time: 78_278 ns.
		Weight::from_parts(325_608_979, 0)
			.saturating_add(T::DbWeight::get().reads_writes(10, 4))
			.saturating_add(
				Weight::from_parts(13_210_983, 0)
					.saturating_add(T::DbWeight::get().reads_writes(3, 0))
					.saturating_mul(c.into()),
			)
			.saturating_add(Weight::from_parts(4_104_501, 0).saturating_mul(n.into()))
	}
}
