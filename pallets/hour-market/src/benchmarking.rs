//! What calls cost.

use crate::{Call, Config, Pallet, PoolParams, PurchaseDays};
use alloc::vec::Vec;
use frame_benchmarking::v2::*;
use frame_support::traits::EnsureOrigin;
use frame_system::RawOrigin;
use greenhour_types::{
	units::{GCD, MIN_ORDER},
	Balance, ContractTerms, Day, DayMask, HourMask, JobKind, MarketState, PoolId, VerificationMode,
	HOURS_PER_DAY,
};

/// Prepares the pallets behind the capabilities for a benchmark.
pub trait BenchmarkHelper<AccountId> {
	/// A tenant who can pay for `hours` hours, a pool, and the first of eight days whose every hour
	/// has open pages, is on sale and has at least 100 units.
	///
	/// At least seven days must follow within the horizon, or as many as it has.
	fn prepare(hours: u32) -> (AccountId, PoolId, Day);
}

/// `hours` hours spread over `days` days from `first` on.
fn masks(first: Day, days: u32, hours: u32) -> PurchaseDays {
	let hours = hours.max(days).min(days * u32::from(HOURS_PER_DAY));
	let of_day = |index: u32| hours / days + u32::from(index < hours % days);
	let mask = |index: u32| DayMask {
		day: Day(first.0 + index),
		hours: HourMask::new((1 << of_day(index)) - 1).expect("at most 24 hours"),
	};
	(0..days)
		.map(mask)
		.collect::<Vec<_>>()
		.try_into()
		.expect("at most eight days")
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn buy(d: Linear<1, 7>, h: Linear<1, 168>) {
		let (tenant, pool, first) = T::BenchmarkHelper::prepare(h.max(d));
		let days = masks(first, d, h);
		let terms = ContractTerms {
			kind: JobKind::Training,
			spec_hash: [0; 32],
			min_green_share: 0,
			verification: VerificationMode::Receipt,
		};
		let last = days.last().copied().expect("one day or more");
		#[extrinsic_call]
		_(
			RawOrigin::Signed(tenant),
			pool,
			days,
			MIN_ORDER,
			terms,
			Balance::MAX,
		);
		let page = <T::Capacity as greenhour_traits::CapacityPools>::page(pool, last.day);
		assert!(page.is_some_and(|page| page.hours[0].sold == MIN_ORDER));
	}

	#[benchmark]
	fn set_pool_params() -> Result<(), BenchmarkError> {
		let origin = T::GovernanceOrigin::try_successful_origin()
			.map_err(|()| BenchmarkError::Stop("no governance origin"))?;
		let pool = PoolId::default();
		let params = MarketState {
			immediate: 1_000,
			per_hour: 10,
			unit_price: GCD,
		};
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, pool, params);
		assert_eq!(PoolParams::<T>::get(pool), Some(params));
		Ok(())
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::Ext::build(), crate::mock::Test);
}
