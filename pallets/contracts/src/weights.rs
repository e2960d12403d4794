//! What each call costs. The runtime brings the generated implementation.

use frame_support::weights::Weight;

/// Weights of the calls of this pallet.
pub trait WeightInfo {
	/// `accept` of one hour in first refusal.
	fn accept() -> Weight;
	/// `assign` that makes `picks` picks, each of which binds.
	fn assign(picks: u32) -> Weight;
	/// `settle_missed` that settles `hours` hours with a slash each and is rewarded; the day stays.
	fn settle_missed(hours: u32) -> Weight;
	/// `refund_unserved` of 24 hours that is rewarded; the day stays.
	fn refund_unserved() -> Weight;
	/// What a settlement costs more when it ends the day and the contract.
	fn resolve() -> Weight;
	/// `close` of a contract without days.
	fn close() -> Weight;
	/// `drop_hours` of one hour.
	fn drop_hours() -> Weight;
	/// `top_up` of 24 hours.
	fn top_up() -> Weight;
	/// `set_spec` with the longest address.
	fn set_spec() -> Weight;
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

	fn resolve() -> Weight {
		Weight::from_parts(70_000_000, 10_000)
	}

	fn close() -> Weight {
		Weight::from_parts(60_000_000, 5_000)
	}

	fn drop_hours() -> Weight {
		Weight::from_parts(150_000_000, 15_000)
	}

	fn top_up() -> Weight {
		Weight::from_parts(80_000_000, 10_000)
	}

	fn set_spec() -> Weight {
		Weight::from_parts(50_000_000, 5_000)
	}
}
