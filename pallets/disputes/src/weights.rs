//! What each call costs. The runtime brings the generated implementation.

use frame_support::weights::Weight;

/// Weights of the calls of this pallet.
pub trait WeightInfo {
	/// `claim_hours` of one hour, with the other 23 claimed.
	fn claim_hours() -> Weight;
	/// `confirm` of `hours` hours.
	fn confirm(hours: u32) -> Weight;
	/// `object` to `hours` hours.
	fn object(hours: u32) -> Weight;
	/// `judge` of `hours` hours that the tenant objected to, as delivered.
	fn judge_delivered(hours: u32) -> Weight;
	/// `judge` of `hours` hours that the tenant objected to, as not delivered, after their claim
	/// deadlines.
	fn judge_undelivered(hours: u32) -> Weight;
	/// `settle_claim` that pays `hours` hours, whose objection windows cross midnight, with a reward each.
	fn settle_claim_unopposed(hours: u32) -> Weight;
	/// `settle_claim` that excuses `hours` hours that the tenant objected to, with a reward each.
	fn settle_claim_unjudged(hours: u32) -> Weight;
	/// `cannot_start` with 23 hours declared.
	fn cannot_start() -> Weight;
	/// `publish_spec` of `length` bytes.
	fn publish_spec(length: u32) -> Weight;
	/// `settle_cannot_start` of an answered declaration, of 24, with a reward.
	fn settle_answered() -> Weight;
	/// `settle_cannot_start` that excuses one of 24 hours, with a reward.
	fn settle_unanswered() -> Weight;
	/// `remove_spec` of the longest.
	fn remove_spec() -> Weight;
	/// `release_postponed`.
	fn release_postponed() -> Weight;
	/// `set_auditing`.
	fn set_auditing() -> Weight;
}

/// For mocks only: rough figures that no runtime uses.
#[cfg(test)]
impl WeightInfo for () {
	fn claim_hours() -> Weight {
		Weight::from_parts(100_000_000, 10_000)
	}

	fn confirm(hours: u32) -> Weight {
		Weight::from_parts(50_000_000, 5_000).saturating_mul(hours.saturating_add(2).into())
	}

	fn object(hours: u32) -> Weight {
		Weight::from_parts(50_000_000, 5_000).saturating_mul(hours.saturating_add(2).into())
	}

	fn judge_delivered(hours: u32) -> Weight {
		Weight::from_parts(50_000_000, 5_000).saturating_mul(hours.saturating_add(2).into())
	}

	fn judge_undelivered(hours: u32) -> Weight {
		Weight::from_parts(50_000_000, 5_000).saturating_mul(hours.saturating_add(2).into())
	}

	fn settle_claim_unopposed(hours: u32) -> Weight {
		Weight::from_parts(50_000_000, 5_000).saturating_mul(hours.saturating_add(2).into())
	}

	fn settle_claim_unjudged(hours: u32) -> Weight {
		Weight::from_parts(50_000_000, 5_000).saturating_mul(hours.saturating_add(2).into())
	}

	fn cannot_start() -> Weight {
		Weight::from_parts(100_000_000, 10_000)
	}

	fn publish_spec(length: u32) -> Weight {
		Weight::from_parts(50_000_000, 5_000)
			.saturating_add(Weight::from_parts(1_000, 0).saturating_mul(length.into()))
	}

	fn settle_answered() -> Weight {
		Weight::from_parts(100_000_000, 10_000)
	}

	fn settle_unanswered() -> Weight {
		Weight::from_parts(100_000_000, 10_000)
	}

	fn remove_spec() -> Weight {
		Weight::from_parts(100_000_000, 10_000)
	}

	fn release_postponed() -> Weight {
		Weight::from_parts(100_000_000, 10_000)
	}

	fn set_auditing() -> Weight {
		Weight::from_parts(10_000_000, 1_000)
	}
}
