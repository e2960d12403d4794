//! What calls cost. The runtime's generated file implements the trait.

use frame_support::weights::Weight;

/// Costs of this pallet.
pub trait WeightInfo {
	/// A purchase of `h` hours of `d` days.
	fn buy(d: u32, h: u32) -> Weight;
	/// Parameters of a pool.
	fn set_pool_params() -> Weight;
	/// A purchase of own units in `h` hours of `d` days.
	fn buy_volume(d: u32, h: u32) -> Weight;
	/// A purchase of all hours of a window of `d` days.
	fn buy_cheapest(d: u32) -> Weight;
	/// `h` more hours of `d` days for an open contract.
	fn extend(d: u32, h: u32) -> Weight;
	/// `h` hours of `d` days given back.
	fn sell_back(d: u32, h: u32) -> Weight;
}

/// Stands in for the generated costs in mock runtimes; not for production.
fn trade(d: u32, h: u32) -> Weight {
	Weight::from_parts(200_000_000, 16_384)
		.saturating_add(Weight::from_parts(150_000_000, 8_192).saturating_mul(u64::from(d)))
		.saturating_add(Weight::from_parts(6_000_000, 0).saturating_mul(u64::from(h)))
}

/// Stands in for the generated costs in mock runtimes; not for production.
impl WeightInfo for () {
	fn buy(d: u32, h: u32) -> Weight {
		trade(d, h)
	}

	fn set_pool_params() -> Weight {
		Weight::from_parts(60_000_000, 4_096)
	}

	fn buy_volume(d: u32, h: u32) -> Weight {
		trade(d, h)
	}

	fn buy_cheapest(d: u32) -> Weight {
		trade(d, d.saturating_mul(48))
	}

	fn extend(d: u32, h: u32) -> Weight {
		trade(d, h)
	}

	fn sell_back(d: u32, h: u32) -> Weight {
		trade(d, h)
	}
}
