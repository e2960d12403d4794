//! Cost of the hook.

use crate::{Config, CountedHours, CurrentHour, HourTally, Pallet, Params};
use frame_benchmarking::v2::*;
use frame_support::traits::Hooks;
use greenhour_traits::HourClock;
use greenhour_types::{ClockParams, Hour};

#[benchmarks]
mod benchmarks {
	use super::*;

	/// Worst case: the block closes an hour that counts.
	#[benchmark]
	fn on_finalize() {
		Params::<T>::put(ClockParams::PRODUCTION);
		let current = Pallet::<T>::current_hour().unwrap_or_default();
		let over = Hour(current.0.checked_sub(1).unwrap_or(1));
		CurrentHour::<T>::put(HourTally {
			hour: over,
			blocks: 600,
		});

		#[block]
		{
			Pallet::<T>::on_finalize(1u32.into());
		}

		assert!(CountedHours::<T>::get(over.day()).contains(over.of_day()));
	}

	impl_benchmark_test_suite!(
		Pallet,
		crate::mock::Ext::default().build(),
		crate::mock::Test
	);
}
