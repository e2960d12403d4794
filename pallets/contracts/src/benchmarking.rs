//! Benchmarks of the calls, at their largest.

use crate::{split::HOURS, Assignments, Call, Config, ContractDays, Contracts, Pallet};
use alloc::{vec, vec::Vec};
use frame_benchmarking::v2::*;
use frame_system::RawOrigin;
use greenhour_traits::{
	CapacityPools, ClosingPrices, ContractBook, Deliveries, DeviceRegistry, HourPrices,
};
use greenhour_types::{
	units::GCD, ContractId, ContractTerms, Day, DayMask, DeviceId, HourMask, HourOfDay, HourPhase,
	JobKind, MilliGpu, PoolId, VerificationMode, MAX_CONTRACT_DAYS,
};

/// Units that each device of the benchmarks offers.
const UNITS: MilliGpu = MilliGpu(1_000);

/// Puts other pallets into the state that a benchmark needs.
pub trait BenchmarkHelper<AccountId> {
	/// The pool in which [`Self::offer`] offers.
	fn pool() -> PoolId;

	/// First of 8 days that are open for sale in the pool; all their hours are on sale.
	fn first_day() -> Day;

	/// Gives `tenant` a million GCD.
	fn fund(tenant: &AccountId);

	/// Registers device number `index` with a bond that covers it, and opens an offer of `units` at
	/// every hour of the 8 days, made before any draw. Returns the device and its operator.
	///
	/// Once all units of an hour are sold, they close above one GCD.
	fn offer(index: u32, units: MilliGpu) -> (DeviceId, AccountId);

	/// Moves the timestamp into `phase` of hour `of_day` of `day`.
	fn advance_to(day: Day, of_day: HourOfDay, phase: HourPhase);

	/// Publishes the seeds of every hour of `day`, drawn after all offers were made.
	fn publish_seeds(day: Day);

	/// Counts enough blocks in every hour of `day` that none is void.
	fn count_hours(day: Day);
}

type Helper<T> = <T as Config>::BenchmarkHelper;

/// The last hour of a day.
fn last_hour() -> Result<HourOfDay, BenchmarkError> {
	HourMask::FULL
		.last()
		.ok_or(BenchmarkError::Stop("a day has hours"))
}

/// A contract of `units` in `hours` of the first `days` days, sold in the pool.
fn contract<T: Config>(
	units: MilliGpu,
	hours: HourMask,
	days: u32,
) -> Result<ContractId, BenchmarkError> {
	let tenant: T::AccountId = account("tenant", 0, 0);
	Helper::<T>::fund(&tenant);
	let pool = Helper::<T>::pool();
	let mut bought: Vec<HourPrices> = vec![];
	for offset in 0..days {
		let day = Day(Helper::<T>::first_day().0.saturating_add(offset));
		let mut paid = [0; HOURS];
		for hour in hours.hours() {
			if let Some(entry) = paid.get_mut(hour.index()) {
				*entry = GCD;
			}
		}
		let hours = DayMask { day, hours };
		T::Capacity::sell(pool, hours, units)?;
		bought.push(HourPrices { hours, paid });
	}
	let terms = ContractTerms {
		kind: JobKind::Training,
		spec_hash: [0; 32],
		min_green_share: 0,
		verification: VerificationMode::Receipt,
	};
	Ok(Pallet::<T>::open(&tenant, pool, units, terms, bought)?)
}

/// Accepts `hours` of the first day one by one, each in its assignment phase.
fn accept_each<T: Config>(
	contract: ContractId,
	device: DeviceId,
	operator: &T::AccountId,
	hours: HourMask,
) -> Result<(), BenchmarkError> {
	let day = Helper::<T>::first_day();
	Helper::<T>::publish_seeds(day);
	for of_day in hours.hours() {
		Helper::<T>::advance_to(day, of_day, HourPhase::Assignment);
		let origin = RawOrigin::Signed(operator.clone()).into();
		let mask = HourMask::single(of_day);
		Pallet::<T>::accept(origin, contract, device, day, mask, UNITS)
			.map_err(|failed| failed.error)?;
	}
	Ok(())
}

#[benchmarks]
mod benchmarks {
	use super::*;

	// One hour: the call charges this once for each hour that it names, though the phases of two hours
	// do not overlap under any preset.
	#[benchmark]
	fn accept() -> Result<(), BenchmarkError> {
		let (device, operator) = Helper::<T>::offer(0, UNITS);
		let day = Helper::<T>::first_day();
		let hours = HourMask::single(last_hour()?);
		let contract = contract::<T>(UNITS, hours, 1)?;
		Helper::<T>::publish_seeds(day);
		Helper::<T>::advance_to(day, last_hour()?, HourPhase::FirstRefusal);

		#[extrinsic_call]
		_(
			RawOrigin::Signed(operator),
			contract,
			device,
			day,
			hours,
			UNITS,
		);

		assert!(Assignments::<T>::contains_key((device, day, contract)));
		Ok(())
	}

	// With as many offers as picks some are picked twice; every pick is counted all the same.
	#[benchmark]
	fn assign(p: Linear<1, 8>) -> Result<(), BenchmarkError> {
		for index in 0..p {
			Helper::<T>::offer(index, UNITS);
		}
		let day = Helper::<T>::first_day();
		let units = MilliGpu(UNITS.0.saturating_mul(p));
		let contract = contract::<T>(units, HourMask::single(last_hour()?), 1)?;
		Helper::<T>::publish_seeds(day);
		Helper::<T>::advance_to(day, last_hour()?, HourPhase::Assignment);
		let caller: T::AccountId = whitelisted_caller();
		let of_day = last_hour()?.get();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), contract, day, of_day);

		let page = ContractDays::<T>::get(contract, day).ok_or("the day is open")?;
		assert!(page.unassigned_at(last_hour()?) < units);
		Ok(())
	}

	#[benchmark]
	fn settle_missed(h: Linear<1, 24>) -> Result<(), BenchmarkError> {
		let (device, operator) = Helper::<T>::offer(0, UNITS);
		let day = Helper::<T>::first_day();
		let hours = (0..h)
			.filter_map(|of_day| HourOfDay::new(u8::try_from(of_day).ok()?))
			.fold(HourMask::EMPTY, |mask, of_day| {
				mask.union(HourMask::single(of_day))
			});
		let contract = contract::<T>(UNITS, hours, 1)?;
		accept_each::<T>(contract, device, &operator, hours)?;
		Helper::<T>::count_hours(day);
		Helper::<T>::advance_to(day, last_hour()?, HourPhase::Settled);
		let first = day.hour(HourOfDay::new(0).ok_or("a day has hours")?);
		let closing = T::Prices::closing_cost(
			Helper::<T>::pool(),
			first.ok_or("within the life of the chain")?,
			UNITS,
		);
		// So that a part of each slash is paid out and the rest burned.
		assert!(closing > Some(GCD));
		let bond = T::Devices::bond_value_down(device);
		let caller: T::AccountId = whitelisted_caller();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), contract, device, day);

		assert!(!Assignments::<T>::contains_key((device, day, contract)));
		let slashed = bond.saturating_sub(T::Devices::bond_value_down(device));
		assert!(slashed > GCD.saturating_mul(h.into()));
		Ok(())
	}

	#[benchmark]
	fn refund_unserved() -> Result<(), BenchmarkError> {
		Helper::<T>::offer(0, UNITS);
		let day = Helper::<T>::first_day();
		let contract = contract::<T>(UNITS, HourMask::FULL, 1)?;
		Helper::<T>::advance_to(day, last_hour()?, HourPhase::Delivery);
		// Green units pay a fee, so that money moves twice.
		let mut record = Contracts::<T>::get(contract).ok_or("opened above")?;
		record.terms.min_green_share = 1;
		Contracts::<T>::insert(contract, record);
		let caller: T::AccountId = whitelisted_caller();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), contract, day);

		let page = ContractDays::<T>::get(contract, day).ok_or("the day is open")?;
		assert_eq!(page.refunded, HourMask::FULL);
		Ok(())
	}

	#[benchmark]
	fn close(d: Linear<1, { MAX_CONTRACT_DAYS }>) -> Result<(), BenchmarkError> {
		Helper::<T>::offer(0, UNITS);
		let contract = contract::<T>(UNITS, HourMask::FULL, d)?;
		let last = Day(Helper::<T>::first_day()
			.0
			.saturating_add(d)
			.saturating_sub(1));
		Helper::<T>::advance_to(last, last_hour()?, HourPhase::Delivery);
		let caller: T::AccountId = whitelisted_caller();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), contract);

		assert!(!Contracts::<T>::contains_key(contract));
		Ok(())
	}

	#[benchmark]
	fn remove_assignment() -> Result<(), BenchmarkError> {
		let (device, operator) = Helper::<T>::offer(0, UNITS);
		let day = Helper::<T>::first_day();
		let hours = HourMask::single(last_hour()?);
		let contract = contract::<T>(UNITS, hours, 1)?;
		accept_each::<T>(contract, device, &operator, hours)?;
		Helper::<T>::count_hours(day);
		Helper::<T>::advance_to(day, last_hour()?, HourPhase::Settlement);
		Pallet::<T>::settle_delivered(contract, device, day, hours)?;
		Helper::<T>::advance_to(day, last_hour()?, HourPhase::Settled);
		let caller: T::AccountId = whitelisted_caller();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), contract, device, day);

		assert!(!Assignments::<T>::contains_key((device, day, contract)));
		Ok(())
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::Ext.build(), crate::mock::Test);
}
