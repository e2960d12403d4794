//! What calls and the hour roll cost.

use crate::{
	lottery::midnight, Call, ClassCaps, Config, Cursor, Entry, Lotteries, LotteryRound,
	LotteryTicket, NextOfferId, OfferEnds, Offers, Pallet, Policies, PoolLottery, PoolPolicy,
	Pools, RollCursor, Supplies, Tickets, UnitCap, ZoneCaps,
};
use frame_benchmarking::v2::*;
use frame_support::{
	traits::{EnsureOrigin, Get},
	weights::WeightMeter,
};
use frame_system::RawOrigin;
use greenhour_traits::{CapacityPools, DeviceRegistry, HourClock, Obligations};
use greenhour_types::{
	Day, DeviceId, Hour, HourOfDay, LotteryEntries, MilliGpu, Moment, OfferId, PoolId, Template,
};

/// Prepares the pallets behind the capabilities for a benchmark.
pub trait BenchmarkHelper<AccountId> {
	/// A device with the bond and attestation to offer [`BenchmarkHelper::peak`] for the longest
	/// span, and its owner; all in one pool that is traded, distinct for distinct seeds.
	fn device(seed: u32) -> (AccountId, DeviceId);

	/// Units that such a device can offer.
	fn peak() -> MilliGpu;

	/// Sets the timestamp of the current block.
	fn set_now(now: Moment);

	/// Makes the seed of an hour known.
	fn publish_seed(hour: Hour);
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

/// The pool of every device of the helper is entered by lottery, and its class and zone have caps.
fn limit_entry<T: Config>(device: DeviceId) -> PoolId {
	let pool = T::Devices::device(device).expect("registered").pool();
	let max = MilliGpu(u32::MAX);
	let entry = Entry::Lottery {
		max_units_per_owner: max,
		max_units: max,
	};
	let policy = PoolPolicy {
		min_bond_value: 1,
		entry,
		..Default::default()
	};
	Policies::<T>::insert(pool, policy);
	ClassCaps::<T>::insert(pool.gpu_class, UnitCap { max, used: 0 });
	ZoneCaps::<T>::insert(pool.zone, UnitCap { max, used: 0 });
	pool
}

/// Caps of class and zone that count the offers made before.
fn count_caps<T: Config>(offer: OfferId) {
	let pool = Offers::<T>::get(offer).expect("stored").pool;
	let used = Supplies::<T>::get(pool).unwrap_or_default().peaks;
	let cap = UnitCap {
		max: MilliGpu(u32::MAX),
		used: u64::from(used.0),
	};
	ClassCaps::<T>::insert(pool.gpu_class, cap);
	ZoneCaps::<T>::insert(pool.zone, cap);
}

/// The device has a ticket that wins (`wins`) or loses today.
fn give_ticket<T: Config>(device: DeviceId, today: Day, wins: bool) {
	let round = midnight(today).expect("not so late");
	let weight = MilliGpu(u32::MAX);
	let entries = LotteryEntries {
		total: u64::MAX,
		squares: if wins { 1 } else { u128::MAX },
		room: weight,
	};
	let pool = T::Devices::device(device).expect("registered").pool();
	let latest = LotteryRound {
		hour: round,
		entries,
	};
	let lottery = PoolLottery {
		latest,
		..Default::default()
	};
	Lotteries::<T>::insert(pool, lottery);
	Tickets::<T>::insert(device, LotteryTicket { round, weight });
	T::Obligations::add(device).expect("registered");
	T::BenchmarkHelper::publish_seed(round);
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
		limit_entry::<T>(device);
		give_ticket::<T>(device, today, true);
		#[extrinsic_call]
		_(RawOrigin::Signed(owner), device, template, today, last);
		assert!(Offers::<T>::contains_key(OfferId(0)));
		assert!(!Tickets::<T>::contains_key(device));
	}

	#[benchmark]
	fn end_offer() {
		let today = begin::<T>();
		let (owner, id) = offer::<T>(0, Day(today.0 + 1), T::MaxOfferDays::get() - 1);
		let (_, other) = offer::<T>(1, Day(today.0 + 1), T::MaxOfferDays::get() - 1);
		count_caps::<T>(id);
		#[extrinsic_call]
		_(RawOrigin::Signed(owner), id);
		assert!(Offers::<T>::get(id).is_none_or(|offer| offer.last_day <= today.next()));
		assert!(Offers::<T>::contains_key(other));
	}

	#[benchmark]
	fn withdraw_unbacked() {
		let today = begin::<T>();
		let (_, other) = offer::<T>(1, today.next(), T::MaxOfferDays::get() - 1);
		let (owner, device) = T::BenchmarkHelper::device(0);
		let id = NextOfferId::<T>::get();
		let (first, last) = (today.next(), Day(today.0 + T::MaxOfferDays::get() - 1));
		let template = Template::flat(T::BenchmarkHelper::peak());
		let mut draft =
			Pallet::<T>::draft_offer(&owner, device, template, first, last).expect("a legal offer");
		// More than any device has shown, and than any bond covers.
		draft.template = Template::flat(MilliGpu(u32::MAX / 2));
		Pallet::<T>::open_offer(draft).expect("it fits");
		count_caps::<T>(other);
		#[extrinsic_call]
		_(RawOrigin::Signed(owner), id);
		assert!(Offers::<T>::get(id).is_none_or(|offer| offer.last_day <= today.next()));
		assert!(Offers::<T>::contains_key(other));
	}

	#[benchmark]
	fn change_offer() {
		let today = begin::<T>();
		let (owner, device) = T::BenchmarkHelper::device(0);
		let id = NextOfferId::<T>::get();
		let mut template = Template::default();
		template.0[0] = MilliGpu(100);
		let last = Day(today.0 + T::MaxOfferDays::get() - 1);
		let origin = RawOrigin::Signed(owner.clone()).into();
		Pallet::<T>::create_offer(origin, device, template, today, last).expect("a legal offer");
		limit_entry::<T>(device);
		count_caps::<T>(id);
		give_ticket::<T>(device, today, true);
		// Fewer units in one hour, more in all others.
		let mut next = Template::flat(T::BenchmarkHelper::peak());
		next.0[0] = MilliGpu(0);
		#[extrinsic_call]
		_(RawOrigin::Signed(owner), id, next);
		assert!(Offers::<T>::get(id).is_some_and(|offer| offer.before.is_some()));
		assert!(!Tickets::<T>::contains_key(device));
	}

	#[benchmark]
	fn enter_lottery() {
		let today = begin::<T>();
		let (owner, id) = offer::<T>(0, today, 2);
		let mut record = Offers::<T>::get(id).expect("stored");
		let device = record.device;
		// It could offer more than it does.
		record.template = Template::flat(MilliGpu(1));
		Offers::<T>::insert(id, record);
		limit_entry::<T>(device);
		give_ticket::<T>(device, today, false);
		#[block]
		{
			let origin = RawOrigin::Signed(owner).into();
			Pallet::<T>::enter_lottery(origin, device).expect("it may enter");
			// The bond of the helper's device can cover all that it has shown: look for what it covers
			// of more than any bond does, which takes every halving.
			let most = MilliGpu(u32::MAX);
			assert!(Pallet::<T>::covered_down(device, most) < most);
		}
		let round = midnight(today.next()).expect("not so late");
		assert_eq!(
			Tickets::<T>::get(device).map(|ticket| ticket.round),
			Some(round)
		);
	}

	#[benchmark]
	fn discard_ticket() {
		let today = begin::<T>();
		let (owner, device) = T::BenchmarkHelper::device(0);
		give_ticket::<T>(device, today, false);
		#[extrinsic_call]
		_(RawOrigin::Signed(owner), device);
		assert!(!Tickets::<T>::contains_key(device));
	}

	#[benchmark]
	fn set_policy() -> Result<(), BenchmarkError> {
		let origin =
			T::GovernanceOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		let policy = Some(PoolPolicy::default());
		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, PoolId::default(), policy);
		assert_eq!(Policies::<T>::get(PoolId::default()), policy);
		Ok(())
	}

	#[benchmark]
	fn set_cap(p: Linear<1, { T::MaxPools::get() }>) -> Result<(), BenchmarkError> {
		let origin =
			T::GovernanceOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		let mut pools = Pools::<T>::get();
		for zone in 0..p {
			let pool = PoolId {
				zone: greenhour_types::ZoneId(u16::try_from(zone).expect("few pools")),
				..Default::default()
			};
			if pools.try_push(pool).is_ok() {
				Supplies::<T>::insert(pool, crate::PoolSupply::default());
			}
		}
		Pools::<T>::put(pools);
		let class = PoolId::default().gpu_class;
		#[extrinsic_call]
		set_class_cap(origin as T::RuntimeOrigin, class, Some(MilliGpu(1)));
		assert!(ClassCaps::<T>::contains_key(class));
		Ok(())
	}

	#[benchmark]
	fn roll_base() {
		let today = begin::<T>();
		offer::<T>(0, today, 2);
		// A cursor that is looked at part by part, and nothing to do.
		let mut cursor = reached::<T>();
		cursor.start.pools = 1;
		Cursor::<T>::put(cursor);
		let mut meter = WeightMeter::new();
		#[block]
		{
			Pallet::<T>::roll(&mut meter);
		}
		assert!(Cursor::<T>::exists());
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
		let until = Hour(first.0 + h);
		#[block]
		{
			crate::roll::expire_hours::<T>(pool, first, until);
		}
		assert!(Pallet::<T>::page(pool, first.day()).is_some());
	}

	#[benchmark]
	fn roll_learn(h: Linear<1, 24>) {
		let today = begin::<T>();
		offer::<T>(0, today.next(), 2);
		let pool = Pools::<T>::get().first().copied().unwrap_or_default();
		let first = hour_of(today.next(), 0);
		// Every hour sold, served and learned from, with enough unsold that the price is learned too.
		crate::DayPages::<T>::mutate(pool, first.day(), |page| {
			let page = page.as_mut().expect("open");
			for entry in &mut page.hours {
				let sold = MilliGpu(entry.offered.0 / 2);
				assert!(sold.0 >= 100, "the smallest order is left");
				entry.sold = sold;
				entry.accepted = sold;
				entry.delivered = sold;
				entry.implied = u64::from(sold.0);
				entry.counted = MilliGpu(sold.0 / 10);
				entry.owners = 1;
			}
		});
		let until = Hour(first.0 + h);
		#[block]
		{
			crate::roll::learn_from::<T>(pool, first, until);
		}
		assert!(Pallet::<T>::page(pool, first.day()).is_some());
	}

	#[benchmark]
	fn roll_end() {
		let today = begin::<T>();
		let (_, id) = offer::<T>(0, today, 2);
		offer::<T>(1, today, 2);
		count_caps::<T>(id);
		#[block]
		{
			let _ = OfferEnds::<T>::iter_key_prefix(today.next()).next();
			Pallet::<T>::end_day_of(today.next(), id).expect("an open offer");
		}
		assert_eq!(Pallet::<T>::offer_count(Pools::<T>::get()[0]), 1);
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::Ext::build(), crate::mock::Test);
}
