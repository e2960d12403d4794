//! What the calls of `pallet_devices` cost.
//!
//! Measured in Wasm by `scripts/bench-weights`; not edited by hand.
//! Machine: Intel(R) Xeon(R) Processor, 2 cores.
//! Date: 2026-11-20. Steps: 20. Repeats: 10.

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// The weights of `pallet_devices`.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_devices::WeightInfo for WeightInfo<T> {
	fn register() -> Weight {
		// Not measured since it verifies a signature: an upper estimate.
		Weight::from_parts(300_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(8, 6))
	}
	fn activate() -> Weight {
		// Least time: 31_388 ns.
		Weight::from_parts(33_369_000, 0).saturating_add(T::DbWeight::get().reads_writes(6, 4))
	}
	fn add_bond() -> Weight {
		// Least time: 67_873 ns.
		Weight::from_parts(71_148_000, 0).saturating_add(T::DbWeight::get().reads_writes(3, 2))
	}
	fn withdraw() -> Weight {
		// Not measured since bonds answer after the end: an upper estimate.
		Weight::from_parts(80_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(6, 7))
	}
	fn set_endorser() -> Weight {
		// Least time: 10_277 ns.
		Weight::from_parts(10_762_000, 0).saturating_add(T::DbWeight::get().reads_writes(0, 1))
	}
	fn set_operator() -> Weight {
		// Not measured since it verifies a signature: an upper estimate.
		Weight::from_parts(250_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(4, 3))
	}
	fn set_ghr_rate() -> Weight {
		// Least time: 11_723 ns.
		Weight::from_parts(12_489_000, 0).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	fn set_unit_value() -> Weight {
		// Least time: 11_417 ns.
		Weight::from_parts(11_978_000, 0).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	fn unbond() -> Weight {
		// Not measured yet: an upper estimate.
		Weight::from_parts(60_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(5, 3))
	}
	fn release_bond() -> Weight {
		// Not measured yet: an upper estimate.
		Weight::from_parts(60_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(4, 2))
	}
	fn set_commitment() -> Weight {
		// Not measured yet: an upper estimate.
		Weight::from_parts(60_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(3, 1))
	}
	fn pause() -> Weight {
		// Not measured yet: an upper estimate.
		Weight::from_parts(60_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(2, 1))
	}
	fn resume() -> Weight {
		// Not measured yet: an upper estimate.
		Weight::from_parts(60_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(2, 1))
	}
	fn bind() -> Weight {
		// Not measured yet: an upper estimate.
		Weight::from_parts(60_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(5, 4))
	}
	fn unbind() -> Weight {
		// Not measured yet: an upper estimate.
		Weight::from_parts(60_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(4, 2))
	}
	fn offer_transfer() -> Weight {
		// Not measured yet: an upper estimate.
		Weight::from_parts(60_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(2, 1))
	}
	fn cancel_transfer() -> Weight {
		// Not measured yet: an upper estimate.
		Weight::from_parts(60_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(2, 1))
	}
	fn accept_transfer() -> Weight {
		// Not measured yet: an upper estimate.
		Weight::from_parts(250_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(14, 10))
	}
	fn register_batch(devices: u32) -> Weight {
		// Not measured yet: an upper estimate.
		Weight::from_parts(100_000_000, 0)
			.saturating_add(T::DbWeight::get().reads_writes(4, 2))
			.saturating_add(Weight::from_parts(300_000_000, 0).saturating_mul(devices.into()))
			.saturating_add(
				T::DbWeight::get()
					.reads_writes(5, 5)
					.saturating_mul(devices.into()),
			)
	}
	fn claim() -> Weight {
		// Not measured yet: an upper estimate.
		Weight::from_parts(350_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(14, 10))
	}
	fn set_device_class() -> Weight {
		// Not measured yet: an upper estimate.
		Weight::from_parts(20_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(0, 1))
	}
	fn set_gpu_class() -> Weight {
		// Not measured yet: an upper estimate.
		Weight::from_parts(20_000_000, 0).saturating_add(T::DbWeight::get().reads_writes(0, 1))
	}
}
