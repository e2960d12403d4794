//! What the calls of `pallet_devices` cost.
//!
//! Measured in Wasm by `scripts/bench-weights`; not edited by hand.
//! Machine: Intel(R) Xeon(R) Processor, 2 cores.
//! Date: 2026-11-21. Steps: 20. Repeats: 10.

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// The weights of `pallet_devices`.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_devices::WeightInfo for WeightInfo<T> {
	fn register() -> Weight {
		// Least time: 143_348 ns.
		Weight::from_parts(174_242_000, 0).saturating_add(T::DbWeight::get().reads_writes(12, 8))
	}
	fn activate() -> Weight {
		// Least time: 39_871 ns.
		Weight::from_parts(43_556_000, 0).saturating_add(T::DbWeight::get().reads_writes(7, 4))
	}
	fn add_bond() -> Weight {
		// Least time: 84_777 ns.
		Weight::from_parts(91_567_000, 0).saturating_add(T::DbWeight::get().reads_writes(8, 5))
	}
	fn withdraw() -> Weight {
		// Least time: 63_897 ns.
		Weight::from_parts(65_070_000, 0).saturating_add(T::DbWeight::get().reads_writes(9, 9))
	}
	fn set_endorser() -> Weight {
		// Least time: 9_439 ns.
		Weight::from_parts(10_048_000, 0).saturating_add(T::DbWeight::get().reads_writes(0, 1))
	}
	fn set_operator() -> Weight {
		// Least time: 81_755 ns.
		Weight::from_parts(90_177_000, 0).saturating_add(T::DbWeight::get().reads_writes(4, 3))
	}
	fn set_ghr_rate() -> Weight {
		// Least time: 10_867 ns.
		Weight::from_parts(13_549_000, 0).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	fn set_unit_value() -> Weight {
		// Least time: 10_903 ns.
		Weight::from_parts(11_605_000, 0).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	fn unbond() -> Weight {
		// Least time: 53_586 ns.
		Weight::from_parts(66_933_000, 0).saturating_add(T::DbWeight::get().reads_writes(10, 4))
	}
	fn release_bond() -> Weight {
		// Least time: 60_273 ns.
		Weight::from_parts(64_932_000, 0).saturating_add(T::DbWeight::get().reads_writes(7, 3))
	}
	fn set_commitment() -> Weight {
		// Least time: 23_620 ns.
		Weight::from_parts(26_254_000, 0).saturating_add(T::DbWeight::get().reads_writes(3, 1))
	}
	fn pause() -> Weight {
		// Least time: 32_990 ns.
		Weight::from_parts(35_038_000, 0).saturating_add(T::DbWeight::get().reads_writes(5, 3))
	}
	fn resume() -> Weight {
		// Least time: 35_956 ns.
		Weight::from_parts(45_891_000, 0).saturating_add(T::DbWeight::get().reads_writes(5, 3))
	}
	fn bind() -> Weight {
		// Least time: 42_412 ns.
		Weight::from_parts(43_998_000, 0).saturating_add(T::DbWeight::get().reads_writes(5, 4))
	}
	fn unbind() -> Weight {
		// Least time: 29_913 ns.
		Weight::from_parts(32_951_000, 0).saturating_add(T::DbWeight::get().reads_writes(4, 2))
	}
	fn offer_transfer() -> Weight {
		// Least time: 19_906 ns.
		Weight::from_parts(22_726_000, 0).saturating_add(T::DbWeight::get().reads_writes(1, 1))
	}
	fn cancel_transfer() -> Weight {
		// Least time: 20_013 ns.
		Weight::from_parts(22_133_000, 0).saturating_add(T::DbWeight::get().reads_writes(2, 1))
	}
	fn accept_transfer() -> Weight {
		// Least time: 203_871 ns.
		Weight::from_parts(217_982_000, 0).saturating_add(T::DbWeight::get().reads_writes(21, 14))
	}
	/// `n` is from 1 to 256.
	fn register_batch(n: u32) -> Weight {
		// Least time: 219_631 ns.
		Weight::from_parts(6_607_058_000, 0)
			.saturating_add(T::DbWeight::get().reads_writes(9, 4))
			.saturating_add(
				Weight::from_parts(139_098_880, 0)
					.saturating_add(T::DbWeight::get().reads_writes(4, 6))
					.saturating_mul(n.into()),
			)
	}
	fn claim() -> Weight {
		// Least time: 215_711 ns.
		Weight::from_parts(246_640_000, 0).saturating_add(T::DbWeight::get().reads_writes(19, 12))
	}
	fn set_device_class() -> Weight {
		// Least time: 12_998 ns.
		Weight::from_parts(14_496_000, 0).saturating_add(T::DbWeight::get().reads_writes(0, 1))
	}
	fn set_gpu_class() -> Weight {
		// Least time: 11_201 ns.
		Weight::from_parts(13_164_000, 0).saturating_add(T::DbWeight::get().reads_writes(0, 1))
	}
}
