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
		// Least time: 179_765 ns.
		Weight::from_parts(323_183_856, 0)
			.saturating_add(T::DbWeight::get().reads_writes(11, 6))
			.saturating_add(
				Weight::from_parts(28_917_312, 0)
					.saturating_add(T::DbWeight::get().reads_writes(1, 2))
					.saturating_mul(d.into()),
			)
			.saturating_add(Weight::from_parts(1_457_970, 0).saturating_mul(h.into()))
	}
	fn set_pool_params() -> Weight {
		// Least time: 24_845 ns.
		Weight::from_parts(25_981_000, 0).saturating_add(T::DbWeight::get().reads_writes(4, 2))
	}
	/// `d` is from 1 to 7.
	/// `h` is from 1 to 168.
	fn buy_volume(d: u32, h: u32) -> Weight {
		// Least time: 182_467 ns.
		Weight::from_parts(350_155_724, 0)
			.saturating_add(T::DbWeight::get().reads_writes(11, 6))
			.saturating_add(
				Weight::from_parts(25_999_684, 0)
					.saturating_add(T::DbWeight::get().reads_writes(1, 2))
					.saturating_mul(d.into()),
			)
			.saturating_add(Weight::from_parts(1_522_866, 0).saturating_mul(h.into()))
	}
	/// `d` is from 1 to 7.
	fn buy_cheapest(d: u32) -> Weight {
		// Least time: 235_012 ns.
		Weight::from_parts(105_765_072, 0)
			.saturating_add(T::DbWeight::get().reads_writes(11, 6))
			.saturating_add(
				Weight::from_parts(158_532_732, 0)
					.saturating_add(T::DbWeight::get().reads_writes(1, 2))
					.saturating_mul(d.into()),
			)
	}
	/// `d` is from 1 to 7.
	/// `h` is from 1 to 168.
	fn extend(d: u32, h: u32) -> Weight {
		// Least time: 192_119 ns.
		Weight::from_parts(332_751_264, 0)
			.saturating_add(T::DbWeight::get().reads_writes(11, 5))
			.saturating_add(
				Weight::from_parts(34_025_864, 0)
					.saturating_add(T::DbWeight::get().reads_writes(2, 2))
					.saturating_mul(d.into()),
			)
			.saturating_add(Weight::from_parts(1_546_141, 0).saturating_mul(h.into()))
	}
	/// `d` is from 1 to 7.
	/// `h` is from 1 to 168.
	fn sell_back(d: u32, h: u32) -> Weight {
		// Least time: 267_766 ns.
		Weight::from_parts(1_771_699_128, 0)
			.saturating_add(T::DbWeight::get().reads_writes(7, 5))
			.saturating_add(
				Weight::from_parts(103_708_416, 0)
					.saturating_add(T::DbWeight::get().reads_writes(2, 4))
					.saturating_mul(d.into()),
			)
			.saturating_add(Weight::from_parts(2_788_719, 0).saturating_mul(h.into()))
	}
}
