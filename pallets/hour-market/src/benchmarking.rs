//! What calls cost.

use crate::{
	purchase::Job, Call, Config, Learned, LearnedState, Orders, Pallet, PoolParams, Pools,
	PurchaseDays,
};
use alloc::vec::Vec;
use frame_benchmarking::v2::*;
use frame_support::traits::EnsureOrigin;
use frame_system::RawOrigin;
use greenhour_traits::CapacityPools;
use greenhour_types::{
	units::{GCD, MIN_ORDER},
	Balance, ContractId, ContractTerms, Day, DayMask, DayUnits, Hour, HourMask, JobKind, MilliGpu,
	PoolId, SpecUri, VerificationMode, HOURS_PER_DAY,
};
use sp_runtime::DispatchError;

/// Prepares the pallets behind the capabilities for a benchmark.
pub trait BenchmarkHelper<AccountId> {
	/// A tenant who can pay for `hours` hours, a pool, and the first of eight days whose every hour
	/// has open pages, is on sale and has at least 1,000 units.
	///
	/// At least seven days must follow within the horizon, or as many as it has.
	fn prepare(hours: u32) -> (AccountId, PoolId, Day);

	/// The next block, one market hour later.
	fn pass_an_hour();
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

/// The smallest order in each of these hours.
fn orders(days: &PurchaseDays) -> Orders {
	days.iter()
		.map(|hours| DayUnits::flat(*hours, MIN_ORDER))
		.collect::<Vec<_>>()
		.try_into()
		.expect("as many as days")
}

fn terms() -> ContractTerms {
	ContractTerms {
		kind: JobKind::Training,
		spec_hash: [0; 32],
		min_green_share: 5_000,
		verification: VerificationMode::Receipt,
	}
}

/// The longest address.
fn spec_uri() -> SpecUri {
	let bytes = alloc::vec![b'x'; greenhour_types::contract::MAX_SPEC_URI as usize];
	bytes.try_into().expect("within the bound")
}

/// Units sold in the first hour of a day.
fn sold<T: Config>(pool: PoolId, day: Day) -> MilliGpu {
	T::Capacity::page(pool, day).map_or(MilliGpu::ZERO, |page| page.hours[0].sold)
}

/// Buys the smallest order in these hours; the contract is the first of the chain.
fn bought<T: Config>(
	tenant: &T::AccountId,
	pool: PoolId,
	days: &PurchaseDays,
) -> Result<ContractId, BenchmarkError> {
	let job = Job {
		pool,
		terms: terms(),
		spec_uri: spec_uri(),
	};
	let purchase = Pallet::<T>::price(pool, &orders(days), job.terms.min_green_share)
		.map_err(DispatchError::from)?;
	Ok(Pallet::<T>::open_contract(
		tenant.clone(),
		job,
		purchase,
		Balance::MAX,
	)?)
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn buy(d: Linear<1, 7>, h: Linear<1, 168>) {
		let (tenant, pool, first) = T::BenchmarkHelper::prepare(h.max(d));
		let days = masks(first, d, h);
		let last = days.last().copied().expect("one day or more");
		#[extrinsic_call]
		_(
			RawOrigin::Signed(tenant),
			pool,
			days,
			MIN_ORDER,
			terms(),
			spec_uri(),
			Balance::MAX,
		);
		assert_eq!(sold::<T>(pool, last.day), MIN_ORDER);
	}

	#[benchmark]
	fn set_pool_params() -> Result<(), BenchmarkError> {
		let origin = T::GovernanceOrigin::try_successful_origin()
			.map_err(|()| BenchmarkError::Stop("no governance origin"))?;
		let pool = PoolId::default();
		// Something was learned, so that all of it is forgotten.
		Learned::<T>::insert(pool, LearnedState::starting(Hour(0)));
		let params = PoolParams {
			immediate: 1_000,
			per_hour: 10,
			unit_price: GCD,
			green_premium: 500,
		};
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, pool, params);
		assert_eq!(Pools::<T>::get(pool), Some(params));
		Ok(())
	}

	#[benchmark]
	fn buy_volume(d: Linear<1, 7>, h: Linear<1, 168>) {
		let (tenant, pool, first) = T::BenchmarkHelper::prepare(h.max(d));
		let days = masks(first, d, h);
		let last = days.last().copied().expect("one day or more");
		#[extrinsic_call]
		_(
			RawOrigin::Signed(tenant),
			pool,
			orders(&days),
			terms(),
			spec_uri(),
			Balance::MAX,
		);
		assert_eq!(sold::<T>(pool, last.day), MIN_ORDER);
	}

	/// All hours of the window are bought, which costs most.
	#[benchmark]
	fn buy_cheapest(d: Linear<1, 7>) {
		let hours = d * u32::from(HOURS_PER_DAY);
		let (tenant, pool, first) = T::BenchmarkHelper::prepare(hours);
		let start = Hour(first.0 * u32::from(HOURS_PER_DAY));
		#[extrinsic_call]
		_(
			RawOrigin::Signed(tenant),
			pool,
			start,
			Hour(start.0 + hours),
			hours,
			MIN_ORDER,
			terms(),
			spec_uri(),
			Balance::MAX,
		);
		assert_eq!(sold::<T>(pool, Day(first.0 + d - 1)), MIN_ORDER);
	}

	#[benchmark]
	fn extend(d: Linear<1, 7>, h: Linear<1, 168>) -> Result<(), BenchmarkError> {
		let (tenant, pool, first) = T::BenchmarkHelper::prepare(2 * h.max(d));
		let days = masks(first, d, h);
		let last = days.last().copied().expect("one day or more");
		let contract = bought::<T>(&tenant, pool, &days)?;
		#[extrinsic_call]
		_(
			RawOrigin::Signed(tenant),
			contract,
			orders(&days),
			Balance::MAX,
		);
		assert_eq!(sold::<T>(pool, last.day), MilliGpu(2 * MIN_ORDER.0));
		Ok(())
	}

	#[benchmark]
	fn sell_back(d: Linear<1, 7>, h: Linear<1, 168>) -> Result<(), BenchmarkError> {
		let (tenant, pool, first) = T::BenchmarkHelper::prepare(h.max(d));
		let days = masks(first, d, h);
		let last = days.last().copied().expect("one day or more");
		let contract = bought::<T>(&tenant, pool, &days)?;
		T::BenchmarkHelper::pass_an_hour();
		#[extrinsic_call]
		_(RawOrigin::Signed(tenant), contract, orders(&days), 0);
		assert_eq!(sold::<T>(pool, last.day), MilliGpu::ZERO);
		Ok(())
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::Ext::build(), crate::mock::Test);
}
