//! Stand-in until `scripts/bench-weights` has measured.
use frame_support::weights::Weight;
use core::marker::PhantomData;
/// The weights.
pub struct WeightInfo<T>(PhantomData<T>);
impl<T: frame_system::Config> pallet_pogcs::WeightInfo for WeightInfo<T> {
	fn on_finalize(r: u32) -> Weight {
		Self::refresh().saturating_mul(u64::from(r).saturating_add(1))
	}
	fn refresh() -> Weight {
		Weight::from_parts(150_000_000, 8_192)
	}
	fn claim() -> Weight {
		Weight::from_parts(80_000_000, 4_096)
	}
	fn set_budget() -> Weight {
		Weight::from_parts(10_000_000, 1_024)
	}
	fn settled() -> Weight {
		Weight::from_parts(40_000_000, 4_096)
	}
	fn bond_changed() -> Weight {
		Self::refresh()
	}
	fn owner_changed() -> Weight {
		Self::refresh()
	}
	fn result_changed() -> Weight {
		Self::refresh()
	}
}
