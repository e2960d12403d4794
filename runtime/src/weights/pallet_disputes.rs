//! What the calls of `pallet_disputes` cost.
//!
//! Measured in Wasm by `scripts/bench-weights`; not edited by hand.
//! Machine: Intel(R) Xeon(R) Processor, 2 cores.
//! Date: 2026-11-21. Steps: 20. Repeats: 10.

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// The weights of `pallet_disputes`.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_disputes::WeightInfo for WeightInfo<T> {
	fn claim_hours() -> Weight {
		// Least time: 136_940 ns.
		Weight::from_parts(151_691_000, 0).saturating_add(T::DbWeight::get().reads_writes(15, 6))
	}
	/// `h` is from 1 to 24.
	fn confirm(h: u32) -> Weight {
		// Least time: 251_376 ns.
		Weight::from_parts(282_606_008, 0)
			.saturating_add(T::DbWeight::get().reads_writes(27, 21))
			.saturating_add(Weight::from_parts(46_564_208, 0).saturating_mul(h.into()))
	}
	/// `h` is from 1 to 24.
	fn object(h: u32) -> Weight {
		// Least time: 117_310 ns.
		Weight::from_parts(149_928_035, 0)
			.saturating_add(T::DbWeight::get().reads_writes(10, 5))
			.saturating_add(Weight::from_parts(2_461_885, 0).saturating_mul(h.into()))
	}
	/// `h` is from 1 to 24.
	fn judge_delivered(h: u32) -> Weight {
		// Least time: 312_192 ns.
		Weight::from_parts(1_746_037_720, 0)
			.saturating_add(T::DbWeight::get().reads_writes(30, 23))
			.saturating_add(Weight::from_parts(96_577_414, 0).saturating_mul(h.into()))
	}
	/// `h` is from 1 to 24.
	fn judge_undelivered(h: u32) -> Weight {
		// Least time: 183_743 ns.
		Weight::from_parts(1_634_381_808, 0)
			.saturating_add(T::DbWeight::get().reads_writes(19, 12))
			.saturating_add(Weight::from_parts(83_729_736, 0).saturating_mul(h.into()))
	}
	/// `h` is from 1 to 24.
	fn settle_claim_unopposed(h: u32) -> Weight {
		// Least time: 376_005 ns.
		Weight::from_parts(1_732_360_503, 0)
			.saturating_add(T::DbWeight::get().reads_writes(30, 22))
			.saturating_add(Weight::from_parts(116_991_441, 0).saturating_mul(h.into()))
	}
	/// `h` is from 1 to 24.
	fn settle_claim_unjudged(h: u32) -> Weight {
		// Least time: 334_361 ns.
		Weight::from_parts(655_213_822, 0)
			.saturating_add(T::DbWeight::get().reads_writes(19, 17))
			.saturating_add(Weight::from_parts(136_961_706, 0).saturating_mul(h.into()))
	}
	fn cannot_start() -> Weight {
		// Least time: 120_310 ns.
		Weight::from_parts(124_582_000, 0).saturating_add(T::DbWeight::get().reads_writes(13, 6))
	}
	/// `l` is from 0 to 4096.
	fn publish_spec(l: u32) -> Weight {
		// Least time: 84_738 ns.
		Weight::from_parts(96_518_974, 0)
			.saturating_add(T::DbWeight::get().reads_writes(7, 6))
			.saturating_add(Weight::from_parts(3_114, 0).saturating_mul(l.into()))
	}
	fn settle_answered() -> Weight {
		// Least time: 145_037 ns.
		Weight::from_parts(155_433_000, 0).saturating_add(T::DbWeight::get().reads_writes(13, 7))
	}
	fn settle_unanswered() -> Weight {
		// Least time: 251_295 ns.
		Weight::from_parts(266_515_000, 0).saturating_add(T::DbWeight::get().reads_writes(19, 14))
	}
	fn remove_spec() -> Weight {
		// Least time: 80_954 ns.
		Weight::from_parts(87_099_000, 0).saturating_add(T::DbWeight::get().reads_writes(9, 6))
	}
	fn release_postponed() -> Weight {
		// Least time: 56_309 ns.
		Weight::from_parts(60_402_000, 0).saturating_add(T::DbWeight::get().reads_writes(5, 5))
	}
	fn set_auditing() -> Weight {
		// Least time: 8_225 ns.
		Weight::from_parts(9_011_000, 0).saturating_add(T::DbWeight::get().reads_writes(0, 1))
	}
}
