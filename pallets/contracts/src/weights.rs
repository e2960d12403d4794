//! What each call costs. The runtime brings the generated implementation.

use frame_support::weights::Weight;

/// Weights of the calls of this pallet.
pub trait WeightInfo {
	/// `accept` of one hour in first refusal.
	fn accept() -> Weight;
	/// `assign` that makes `picks` picks, each of which binds.
	fn assign(picks: u32) -> Weight;
	/// `settle_missed` that settles `hours` hours with a slash each.
	fn settle_missed(hours: u32) -> Weight;
	/// `refund_unserved` of 24 hours.
	fn refund_unserved() -> Weight;
	/// `close` of a contract with `days` days.
	fn close(days: u32) -> Weight;
	/// `remove_assignment`.
	fn remove_assignment() -> Weight;
}

/// For mocks only: rough figures that no runtime uses.
#[cfg(test)]
impl WeightInfo for () {
	fn accept() -> Weight {
		Weight::from_parts(200_000_000, 20_000)
	}

	fn assign(picks: u32) -> Weight {
		Weight::from_parts(100_000_000, 10_000).saturating_mul(picks.saturating_add(1).into())
	}

	fn settle_missed(hours: u32) -> Weight {
		Weight::from_parts(100_000_000, 10_000).saturating_mul(hours.saturating_add(1).into())
	}

	fn refund_unserved() -> Weight {
		Weight::from_parts(150_000_000, 10_000)
	}

	fn close(days: u32) -> Weight {
		Weight::from_parts(50_000_000, 5_000).saturating_mul(days.saturating_add(2).into())
	}

	fn remove_assignment() -> Weight {
		Weight::from_parts(50_000_000, 5_000)
	}
}
