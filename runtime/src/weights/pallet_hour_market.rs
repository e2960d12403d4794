//! What the calls of `pallet_hour_market` cost.
//!
//! Measured in Wasm by `scripts/bench-weights`; not edited by hand.
//! Machine: Intel(R) Xeon(R) Processor, 2 cores.
//! Date: 2026-11-21. Steps: 20. Repeats: 10.

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// The weights of `pallet_hour_market`.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_hour_market::WeightInfo for WeightInfo<T> {
	/// `d` is from 1 to 7.
	/// `h` is from 1 to 168.
	fn buy(d: u32, h: u32) -> Weight {
		// Least time: 134_184 ns.
		Weight::from_parts(189_441_087, 0)
			.saturating_add(T::DbWeight::get().reads_writes(10, 5))
			.saturating_add(
				Weight::from_parts(19_028_609, 0)
					.saturating_add(T::DbWeight::get().reads_writes(1, 2))
					.saturating_mul(d.into()),
			)
			.saturating_add(Weight::from_parts(508_251, 0).saturating_mul(h.into()))
	}
	fn set_pool_params() -> Weight {
		// Least time: 27_525 ns.
		Weight::from_parts(29_169_000, 0).saturating_add(T::DbWeight::get().reads_writes(4, 2))
	}
	/// `d` is from 1 to 7.
	/// `h` is from 1 to 168.
	fn buy_volume(d: u32, h: u32) -> Weight {
		// Least time: 136_237 ns.
		Weight::from_parts(192_590_317, 0)
			.saturating_add(T::DbWeight::get().reads_writes(10, 5))
			.saturating_add(
				Weight::from_parts(20_145_478, 0)
					.saturating_add(T::DbWeight::get().reads_writes(1, 2))
					.saturating_mul(d.into()),
			)
			.saturating_add(Weight::from_parts(540_543, 0).saturating_mul(h.into()))
	}
	/// `d` is from 1 to 7.
	fn buy_cheapest(d: u32) -> Weight {
		// Least time: 162_735 ns.
		Weight::from_parts(120_335_620, 0)
			.saturating_add(T::DbWeight::get().reads_writes(10, 5))
			.saturating_add(
				Weight::from_parts(72_947_095, 0)
					.saturating_add(T::DbWeight::get().reads_writes(1, 2))
					.saturating_mul(d.into()),
			)
	}
	/// `d` is from 1 to 7.
	/// `h` is from 1 to 168.
	fn extend(d: u32, h: u32) -> Weight {
		// Least time: 148_351 ns.
		Weight::from_parts(812_163_850, 0)
			.saturating_add(T::DbWeight::get().reads_writes(11, 5))
			.saturating_add(
				Weight::from_parts(26_549_626, 0)
					.saturating_add(T::DbWeight::get().reads_writes(2, 2))
					.saturating_mul(d.into()),
			)
			.saturating_add(Weight::from_parts(814_451, 0).saturating_mul(h.into()))
	}
	/// `d` is from 1 to 7.
	/// `h` is from 1 to 168.
	fn sell_back(d: u32, h: u32) -> Weight {
		// Least time: 246_824 ns.
		Weight::from_parts(1_461_695_013, 0)
			.saturating_add(T::DbWeight::get().reads_writes(7, 5))
			.saturating_add(
				Weight::from_parts(122_801_245, 0)
					.saturating_add(T::DbWeight::get().reads_writes(2, 4))
					.saturating_mul(d.into()),
			)
			.saturating_add(Weight::from_parts(1_292_776, 0).saturating_mul(h.into()))
	}
}
