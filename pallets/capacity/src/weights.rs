//! What calls and the hour roll cost. The runtime's generated file implements the trait.

use frame_support::weights::Weight;

/// Costs of this pallet.
pub trait WeightInfo {
	/// An offer that founds a pool, writes to every page that can be open, and uses up a ticket.
	fn create_offer() -> Weight;
	/// An offer that leaves every page that can be open.
	fn end_offer() -> Weight;
	/// An offer that leaves every page that can be open because nothing backs it. Generated costs have
	/// it once it was measured; until then the sum of two calls that do all of it.
	fn withdraw_unbacked() -> Weight;
	/// An offer that changes on every page that can be open, and uses up a ticket; or pauses.
	fn change_offer() -> Weight;
	/// A ticket after one of an earlier round, of a device whose bond limits its weight.
	fn enter_lottery() -> Weight;
	/// A ticket that has lost.
	fn discard_ticket() -> Weight;
	/// The policy of a pool.
	fn set_policy() -> Weight;
	/// The cap of a class or zone in a chain of `p` pools.
	fn set_cap(p: u32) -> Weight;
	/// A roll that finds nothing to do, and the bookkeeping of one that does.
	fn roll_base() -> Weight;
	/// The page of one day in one pool.
	fn roll_open() -> Weight;
	/// The start of `h` hours of one day in one pool.
	fn roll_start(h: u32) -> Weight;
	/// What the market learns from `h` hours of one day in one pool.
	fn roll_learn(h: u32) -> Weight;
	/// The end of one offer, of its earlier template, or of its money.
	fn roll_end() -> Weight;
}

/// Stands in for the generated costs in mock runtimes; not for production.
impl WeightInfo for () {
	fn create_offer() -> Weight {
		Weight::from_parts(500_000_000, 65_536)
	}

	fn end_offer() -> Weight {
		Weight::from_parts(400_000_000, 65_536)
	}

	fn withdraw_unbacked() -> Weight {
		Weight::from_parts(600_000_000, 81_920)
	}

	fn change_offer() -> Weight {
		Weight::from_parts(500_000_000, 65_536)
	}

	fn enter_lottery() -> Weight {
		Weight::from_parts(200_000_000, 16_384)
	}

	fn discard_ticket() -> Weight {
		Weight::from_parts(100_000_000, 16_384)
	}

	fn set_policy() -> Weight {
		Weight::from_parts(50_000_000, 4_096)
	}

	fn set_cap(p: u32) -> Weight {
		Weight::from_parts(50_000_000, 4_096)
			.saturating_add(Weight::from_parts(30_000_000, 512).saturating_mul(u64::from(p)))
	}

	fn roll_base() -> Weight {
		Weight::from_parts(60_000_000, 8_192)
	}

	fn roll_open() -> Weight {
		Weight::from_parts(350_000_000, 8_192)
	}

	fn roll_start(h: u32) -> Weight {
		Weight::from_parts(50_000_000, 4_096)
			.saturating_add(Weight::from_parts(110_000_000, 2_048).saturating_mul(u64::from(h)))
	}

	fn roll_learn(h: u32) -> Weight {
		Weight::from_parts(100_000_000, 8_192)
			.saturating_add(Weight::from_parts(60_000_000, 1_024).saturating_mul(u64::from(h)))
	}

	fn roll_end() -> Weight {
		Weight::from_parts(900_000_000, 32_768)
	}
}
