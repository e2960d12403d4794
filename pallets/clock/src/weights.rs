//! What the hook of the clock costs. The runtime's generated file implements the trait.

use frame_support::weights::Weight;

/// Costs of this pallet.
pub trait WeightInfo {
	/// The end of a block that closes an hour.
	fn on_finalize() -> Weight;
}

/// Stands in for the generated costs in mock runtimes; not for production.
impl WeightInfo for () {
	fn on_finalize() -> Weight {
		Weight::from_parts(500_000_000, 8_192)
	}
}
