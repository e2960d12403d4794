//! What calls and the hour roll cost. The runtime's generated file implements the trait.

use frame_support::weights::Weight;

/// Costs of this pallet.
pub trait WeightInfo {
	/// An offer that founds a pool and writes to every page that can be open.
	fn create_offer() -> Weight;
	/// An offer that leaves every page that can be open.
	fn end_offer() -> Weight;
	/// A roll that finds nothing to do, and the bookkeeping of one that does.
	fn roll_base() -> Weight;
	/// The close of one hour in one pool.
	fn roll_close() -> Weight;
	/// The page of one day in one pool.
	fn roll_open() -> Weight;
	/// The start of `h` hours of one day in one pool.
	fn roll_start(h: u32) -> Weight;
	/// The end of one offer.
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

	fn roll_base() -> Weight {
		Weight::from_parts(60_000_000, 8_192)
	}

	fn roll_close() -> Weight {
		Weight::from_parts(150_000_000, 4_096)
	}

	fn roll_open() -> Weight {
		Weight::from_parts(350_000_000, 8_192)
	}

	fn roll_start(h: u32) -> Weight {
		Weight::from_parts(50_000_000, 4_096)
			.saturating_add(Weight::from_parts(110_000_000, 2_048).saturating_mul(u64::from(h)))
	}

	fn roll_end() -> Weight {
		Weight::from_parts(900_000_000, 32_768)
	}
}
