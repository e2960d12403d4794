//! What the calls cost. The runtime's generated file implements the trait.

use frame_support::weights::Weight;

/// Costs of this pallet.
pub trait WeightInfo {
	/// `register`.
	fn register() -> Weight;
	/// `activate`.
	fn activate() -> Weight;
	/// `add_bond`.
	fn add_bond() -> Weight;
	/// `withdraw`.
	fn withdraw() -> Weight;
	/// `set_endorser`.
	fn set_endorser() -> Weight;
	/// `set_operator`.
	fn set_operator() -> Weight;
	/// `set_ghr_rate`.
	fn set_ghr_rate() -> Weight;
	/// `set_unit_value`.
	fn set_unit_value() -> Weight;
}

/// Above the cost of any call here.
fn plenty() -> Weight {
	Weight::from_parts(2_000_000_000, 32_768)
}

/// Stands in for the generated costs in mock runtimes; not for production.
impl WeightInfo for () {
	fn register() -> Weight {
		plenty()
	}
	fn activate() -> Weight {
		plenty()
	}
	fn add_bond() -> Weight {
		plenty()
	}
	fn withdraw() -> Weight {
		plenty()
	}
	fn set_endorser() -> Weight {
		plenty()
	}
	fn set_operator() -> Weight {
		plenty()
	}
	fn set_ghr_rate() -> Weight {
		plenty()
	}
	fn set_unit_value() -> Weight {
		plenty()
	}
}
