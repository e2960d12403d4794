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
	/// `unbond`.
	fn unbond() -> Weight;
	/// `release_bond`.
	fn release_bond() -> Weight;
	/// `set_commitment`.
	fn set_commitment() -> Weight;
	/// `pause`.
	fn pause() -> Weight;
	/// `resume`.
	fn resume() -> Weight;
	/// `bind`.
	fn bind() -> Weight;
	/// `unbind`.
	fn unbind() -> Weight;
	/// `offer_transfer`.
	fn offer_transfer() -> Weight;
	/// `cancel_transfer`.
	fn cancel_transfer() -> Weight;
	/// `accept_transfer`.
	fn accept_transfer() -> Weight;
	/// `register_batch` of so many devices.
	fn register_batch(devices: u32) -> Weight;
	/// `claim`.
	fn claim() -> Weight;
	/// `set_device_class`.
	fn set_device_class() -> Weight;
	/// `set_gpu_class`.
	fn set_gpu_class() -> Weight;
}

/// Above the cost of any call here, for one device.
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
	fn unbond() -> Weight {
		plenty()
	}
	fn release_bond() -> Weight {
		plenty()
	}
	fn set_commitment() -> Weight {
		plenty()
	}
	fn pause() -> Weight {
		plenty()
	}
	fn resume() -> Weight {
		plenty()
	}
	fn bind() -> Weight {
		plenty()
	}
	fn unbind() -> Weight {
		plenty()
	}
	fn offer_transfer() -> Weight {
		plenty()
	}
	fn cancel_transfer() -> Weight {
		plenty()
	}
	fn accept_transfer() -> Weight {
		plenty()
	}
	fn register_batch(devices: u32) -> Weight {
		plenty().saturating_mul(devices.into())
	}
	fn claim() -> Weight {
		plenty()
	}
	fn set_device_class() -> Weight {
		plenty()
	}
	fn set_gpu_class() -> Weight {
		plenty()
	}
}
