//! What calls and the hour roll cost.

use crate::{
	Call, Config, Cursor, DrawCounts, NextOfferId, OfferEnds, Offers, Pallet, Pools, RollCursor,
	Supplies,
};
use frame_benchmarking::v2::*;
use frame_support::{traits::Get, weights::WeightMeter};
use frame_system::RawOrigin;
use greenhour_traits::{CapacityPools, HourClock};
use greenhour_types::{Day, DeviceId, Hour, HourOfDay, MilliGpu, Moment, OfferId, Template};

/// Prepares the pallets behind the capabilities for a benchmark.
pub trait BenchmarkHelper<AccountId> {
	/// A device with the bond and attestation to offer [`BenchmarkHelper::peak`] for the longest
	/// span, and its owner; all in one pool that is traded, distinct for distinct seeds.
	fn device(seed: u32) -> (AccountId, DeviceId);

	/// Units that such a device can offer.
	fn peak() -> MilliGpu;

	/// Sets the timestamp of the current block.
	fn set_now(now: Moment);
}

/// Moves to day 10, 00:00, or to the first day of a chain that has not fixed hour zero. Gives today.
fn begin<T: Config>() -> Day {
	let midnight = T::Clock::params().start_of(hour_of(Day(10), 0));
	T::BenchmarkHelper::set_now(midnight.unwrap_or(1_700_000_000_000));
	T::Clock::current_hour()
		.expect("market time has started")
		.day()
}

fn hour_of(day: Day, hour: u8) -> Hour {
	HourOfDay::new(hour)
		.and_then(|hour| day.hour(hour))
		.unwrap_or_default()
}

/// An offer over `days` days from `first` on.
fn offer<T: Config>(seed: u32, first: Day, days: u32) -> (T::AccountId, OfferId) {
	let (owner, device) = T::BenchmarkHelper::device(seed);
	let id = NextOfferId::<T>::get();
	let template = Template::flat(T::BenchmarkHelper::peak());
	let last = Day(first.0 + days - 1);
	let origin = RawOrigin::Signed(owner.clone()).into();
	Pallet::<T>::create_offer(origin, device, template, first, last).expect("a legal offer");
	(owner, id)
}

/// The cursor of a roll that has nothing left to do.
fn reached<T: Config>() -> RollCursor {
	Cursor::<T>::kill();
	Pallet::<T>::roll(&mut WeightMeter::new());
	Cursor::<T>::get().unwrap_or_default()
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn create_offer() {
		let today = begin::<T>();
		let (owner, device) = T::BenchmarkHelper::device(0);
		let template = Template::flat(T::BenchmarkHelper::peak());
		let last = Day(today.0 + T::MaxOfferDays::get() - 1);
		#[extrinsic_call]
		_(RawOrigin::Signed(owner), device, template, today, last);
		assert!(Offers::<T>::contains_key(OfferId(0)));
	}

	#[benchmark]
	fn end_offer() {
		let today = begin::<T>();
		let (owner, id) = offer::<T>(0, Day(today.0 + 1), T::MaxOfferDays::get() - 1);
		offer::<T>(1, Day(today.0 + 1), T::MaxOfferDays::get() - 1);
		#[extrinsic_call]
		_(RawOrigin::Signed(owner), id);
		assert!(Offers::<T>::get(id).is_some_and(|offer| offer.last_day <= today.next()));
	}

	#[benchmark]
	fn roll_base() {
		let today = begin::<T>();
		offer::<T>(0, today, 2);
		// Market time goes on: a cursor that must be stored again, and nothing else.
		Cursor::<T>::put(RollCursor {
			start_pool: 1,
			..reached::<T>()
		});
		let mut meter = WeightMeter::new();
		#[block]
		{
			Pallet::<T>::roll(&mut meter);
		}
		assert!(Cursor::<T>::exists());
	}

	#[benchmark]
	fn roll_close() {
		let today = begin::<T>();
		offer::<T>(0, today, 2);
		let hour = hour_of(today, 1);
		let pool = Pools::<T>::get().first().copied().unwrap_or_default();
		#[block]
		{
			DrawCounts::<T>::insert(pool, hour, Pallet::<T>::offer_count(pool));
		}
		assert_eq!(DrawCounts::<T>::get(pool, hour), Some(1));
	}

	#[benchmark]
	fn roll_open() {
		let today = begin::<T>();
		offer::<T>(0, today, T::MaxOfferDays::get());
		let pool = Pools::<T>::get().first().copied().unwrap_or_default();
		let next = Supplies::<T>::get(pool).unwrap_or_default().next_day;
		#[block]
		{
			crate::pages::open_if_next::<T>(pool, next, today);
		}
		assert!(Pallet::<T>::page(pool, next).is_some());
	}

	#[benchmark]
	fn roll_start(h: Linear<1, 24>) {
		let today = begin::<T>();
		offer::<T>(0, today.next(), 2);
		let pool = Pools::<T>::get().first().copied().unwrap_or_default();
		let first = hour_of(today.next(), 0);
		let last = Hour(first.0 + h - 1);
		for hour in (first.0..=last.0).map(Hour) {
			DrawCounts::<T>::insert(pool, hour, 1);
		}
		#[block]
		{
			crate::roll::expire_hours::<T>(pool, first, last);
		}
		assert_eq!(DrawCounts::<T>::get(pool, last), None);
	}

	#[benchmark]
	fn roll_end() {
		let today = begin::<T>();
		let (_, id) = offer::<T>(0, today, 2);
		offer::<T>(1, today, 2);
		#[block]
		{
			let _ = OfferEnds::<T>::iter_key_prefix(today.next()).next();
			Pallet::<T>::retire_offer(id).expect("an open offer");
		}
		assert_eq!(Pallet::<T>::offer_count(Pools::<T>::get()[0]), 1);
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::Ext::build(), crate::mock::Test);
}
