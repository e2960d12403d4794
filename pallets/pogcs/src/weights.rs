//! What calls and hooks cost. The runtime's generated file implements the trait.

use frame_support::weights::Weight;

/// Costs of this pallet.
pub trait WeightInfo {
	/// The end of a block that closes two hours and refreshes `r` devices.
	fn on_finalize(r: u32) -> Weight;
	/// One device brought up to date.
	fn refresh() -> Weight;
	/// A payment out of the pot.
	fn claim() -> Weight;
	/// Another budget.
	fn set_budget() -> Weight;
	/// Hours that were paid.
	fn settled() -> Weight;
	/// Another bond.
	fn bond_changed() -> Weight;
	/// Another owner.
	fn owner_changed() -> Weight;
	/// Another attestation result.
	fn result_changed() -> Weight;
}

/// Stands in for the generated costs in mock runtimes; not for production.
impl WeightInfo for () {
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
