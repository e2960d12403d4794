//! What the hook of the draws costs. The runtime's generated file implements the trait.

use frame_support::weights::Weight;

/// Costs of this pallet.
pub trait WeightInfo {
	/// The end of a block that completes `d` draws, opens eight and prunes two seeds.
	fn on_finalize(d: u32) -> Weight;
}

/// Stands in for the generated costs in mock runtimes; not for production.
impl WeightInfo for () {
	fn on_finalize(d: u32) -> Weight {
		Weight::from_parts(200_000_000, 4_096).saturating_mul(u64::from(d).saturating_add(4))
	}
}
