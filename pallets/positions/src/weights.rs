//! What each call costs. The runtime brings the generated implementation.

use frame_support::weights::Weight;

/// Weights of the calls of this pallet.
pub trait WeightInfo {
	/// `claim` for an account that is owed something.
	fn claim() -> Weight;
	/// `allow_shrink` by the holder.
	fn allow_shrink() -> Weight;
}

/// For mocks only: rough figures that no runtime uses.
#[cfg(test)]
impl WeightInfo for () {
	fn claim() -> Weight {
		Weight::from_parts(100_000_000, 10_000)
	}

	fn allow_shrink() -> Weight {
		Weight::from_parts(40_000_000, 5_000)
	}
}
