//! Benchmarks of the calls, at their largest.

use crate::{
	open_day::OpenDay, split::HOURS, AssignAttempts, Assignments, Call, Config, ContractDays,
	Contracts, DroppedHours, Pallet, MAX_DROPS,
};
use alloc::{vec, vec::Vec};
use frame_benchmarking::v2::*;
use frame_support::BoundedVec;
use frame_system::RawOrigin;
use greenhour_traits::{CapacityPools, ClosingPrices, ContractBook, DeviceRegistry, HourPrices};
use greenhour_types::{
	contract::MAX_SPEC_URI, units::GCD, ContractDay, ContractId, ContractTerms, Day, DayMask,
	DayUnits, DeviceId, HourMask, HourOfDay, HourPhase, JobKind, MilliGpu, PoolId, SpecUri,
	VerificationMode,
};

/// Units that each device of the benchmarks offers.
const UNITS: MilliGpu = MilliGpu(1_000);
/// Units of contracts that one device serves in part.
const TWICE: MilliGpu = MilliGpu(2_000);

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

/// Who buys in the benchmarks.
fn tenant<T: Config>() -> T::AccountId {
	account("tenant", 0, 0)
}

/// A contract of `units` in `hours` of the first day, sold in the pool.
fn contract<T: Config>(units: MilliGpu, hours: HourMask) -> Result<ContractId, BenchmarkError> {
	let tenant = tenant::<T>();
	Helper::<T>::fund(&tenant);
	let pool = Helper::<T>::pool();
	let day = Helper::<T>::first_day();
	let mut paid = [0; HOURS];
	for hour in hours.hours() {
		if let Some(entry) = paid.get_mut(hour.index()) {
			*entry = GCD;
		}
	}
	let order = DayUnits::flat(DayMask { day, hours }, units);
	T::Capacity::sell(pool, &order, &[0; HOURS])?;
	let bought: Vec<HourPrices> = vec![HourPrices { order, paid }];
	let terms = ContractTerms {
		kind: JobKind::Training,
		spec_hash: [0; 32],
		min_green_share: 0,
		verification: VerificationMode::Receipt,
	};
	let uri = SpecUri::default();
	Ok(Pallet::<T>::open(&tenant, pool, terms, uri, bought)?)
}

/// The first day of a contract.
fn page<T: Config>(contract: ContractId) -> Result<ContractDay, BenchmarkError> {
	let page = <Pallet<T> as ContractBook<_>>::day(contract, Helper::<T>::first_day());
	page.ok_or(BenchmarkError::Stop("the day is open"))
}

/// What is left of the settlement deposit.
fn rewards_of<T: Config>(contract: ContractId) -> Result<u128, BenchmarkError> {
	let record = Contracts::<T>::get(contract);
	Ok(record.ok_or("the contract is open")?.rewards)
}

/// Lets one device less than can drop hours of the contract have done so.
fn fill_drops<T: Config>(contract: ContractId) -> Result<(), BenchmarkError> {
	let dropped: Vec<_> = (1..MAX_DROPS)
		.map(|index| {
			let device = DeviceId(u32::MAX.saturating_sub(index));
			(device, HourMask::FULL)
		})
		.collect();
	let dropped = BoundedVec::try_from(dropped);
	let dropped = dropped.map_err(|_| BenchmarkError::Stop("fewer than the bound"))?;
	DroppedHours::<T>::insert(contract, Helper::<T>::first_day(), dropped);
	Ok(())
}

/// The first `count` hours of a day.
fn first_hours(count: u32) -> HourMask {
	HourMask::FULL.filter(|hour| u32::from(hour.get()) < count)
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
		let contract = contract::<T>(UNITS, hours)?;
		fill_drops::<T>(contract)?;
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
		let contract = contract::<T>(units, HourMask::single(last_hour()?))?;
		fill_drops::<T>(contract)?;
		Helper::<T>::publish_seeds(day);
		Helper::<T>::advance_to(day, last_hour()?, HourPhase::Assignment);
		let caller: T::AccountId = whitelisted_caller();
		let of_day = last_hour()?.get();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), contract, day, of_day);

		assert!(page::<T>(contract)?.unassigned_at(last_hour()?) < units);
		Ok(())
	}

	// Units that nobody serves keep the day open: what its end costs is measured by itself.
	#[benchmark]
	fn settle_missed(h: Linear<1, 24>) -> Result<(), BenchmarkError> {
		let (device, operator) = Helper::<T>::offer(0, UNITS);
		Helper::<T>::offer(1, UNITS);
		let day = Helper::<T>::first_day();
		let hours = first_hours(h);
		let contract = contract::<T>(TWICE, hours)?;
		accept_each::<T>(contract, device, &operator, hours)?;
		Helper::<T>::count_hours(day);
		Helper::<T>::advance_to(day, last_hour()?, HourPhase::Settled);
		let first = day.hour(HourOfDay::new(0).ok_or("a day has hours")?);
		let closing = T::Prices::closing_cost(
			Helper::<T>::pool(),
			first.ok_or("within the life of the chain")?,
			TWICE,
		);
		// So that a part of each slash is paid out and the rest burned.
		assert!(closing > Some(GCD));
		let bond = T::Devices::bond_value_down(device);
		let rewards = rewards_of::<T>(contract)?;
		let caller: T::AccountId = whitelisted_caller();
		Helper::<T>::fund(&caller);

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), contract, device, day);

		assert!(!Assignments::<T>::contains_key((device, day, contract)));
		let slashed = bond.saturating_sub(T::Devices::bond_value_down(device));
		assert!(slashed > GCD.saturating_mul(h.into()).div_ceil(2));
		assert!(rewards_of::<T>(contract)? < rewards);
		Ok(())
	}

	// An assignment keeps the day open.
	#[benchmark]
	fn refund_unserved() -> Result<(), BenchmarkError> {
		let (device, operator) = Helper::<T>::offer(0, UNITS);
		Helper::<T>::offer(1, UNITS);
		let day = Helper::<T>::first_day();
		let contract = contract::<T>(TWICE, HourMask::FULL)?;
		let last = HourMask::single(last_hour()?);
		accept_each::<T>(contract, device, &operator, last)?;
		Helper::<T>::advance_to(day, last_hour()?, HourPhase::Delivery);
		// Green units pay a fee, so that money moves twice before the reward.
		let mut record = Contracts::<T>::get(contract).ok_or("opened above")?;
		record.terms.min_green_share = 1;
		Contracts::<T>::insert(contract, record);
		let rewards = rewards_of::<T>(contract)?;
		let caller: T::AccountId = whitelisted_caller();
		Helper::<T>::fund(&caller);

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), contract, day);

		assert_eq!(page::<T>(contract)?.refunded, HourMask::FULL);
		assert!(rewards_of::<T>(contract)? < rewards);
		Ok(())
	}

	#[benchmark]
	fn resolve() -> Result<(), BenchmarkError> {
		Helper::<T>::offer(0, UNITS);
		let day = Helper::<T>::first_day();
		let contract = contract::<T>(UNITS, HourMask::FULL)?;
		Helper::<T>::advance_to(day, last_hour()?, HourPhase::Delivery);
		fill_drops::<T>(contract)?;
		AssignAttempts::<T>::insert(contract, day, [1; HOURS]);
		let mut page = page::<T>(contract)?;
		page.refunded = HourMask::FULL;
		let open = OpenDay {
			id: contract,
			contract: Contracts::<T>::get(contract).ok_or("opened above")?,
			day,
			page,
		};
		let resolved;

		#[block]
		{
			resolved = Pallet::<T>::resolve_or_write(open);
		}

		assert_eq!(resolved, Ok(true));
		assert!(!Contracts::<T>::contains_key(contract));
		Ok(())
	}

	#[benchmark]
	fn close() -> Result<(), BenchmarkError> {
		Helper::<T>::offer(0, UNITS);
		let contract = contract::<T>(UNITS, HourMask::FULL)?;
		let mut record = Contracts::<T>::get(contract).ok_or("opened above")?;
		for day in record.days.drain(..) {
			ContractDays::<T>::remove((record.pool, day, contract));
		}
		Contracts::<T>::insert(contract, record);
		let caller: T::AccountId = whitelisted_caller();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), contract);

		assert!(!Contracts::<T>::contains_key(contract));
		Ok(())
	}

	// One hour, as for `accept`.
	#[benchmark]
	fn drop_hours() -> Result<(), BenchmarkError> {
		let (device, operator) = Helper::<T>::offer(0, UNITS);
		let day = Helper::<T>::first_day();
		let hours = HourMask::single(last_hour()?);
		let contract = contract::<T>(UNITS, hours)?;
		fill_drops::<T>(contract)?;
		accept_each::<T>(contract, device, &operator, hours)?;
		let bond = T::Devices::bond_value_down(device);

		#[extrinsic_call]
		_(RawOrigin::Signed(operator), contract, device, day, hours);

		assert!(!Assignments::<T>::contains_key((device, day, contract)));
		assert!(T::Devices::bond_value_down(device) < bond);
		Ok(())
	}

	#[benchmark]
	fn top_up() -> Result<(), BenchmarkError> {
		Helper::<T>::offer(0, UNITS);
		let day = Helper::<T>::first_day();
		let contract = contract::<T>(UNITS, HourMask::FULL)?;
		let hours = HourMask::FULL;

		#[extrinsic_call]
		_(RawOrigin::Signed(tenant::<T>()), contract, day, hours, GCD);

		assert_eq!(page::<T>(contract)?.incentive, [GCD; HOURS]);
		Ok(())
	}

	#[benchmark]
	fn set_spec() -> Result<(), BenchmarkError> {
		Helper::<T>::offer(0, UNITS);
		let contract = contract::<T>(UNITS, HourMask::FULL)?;
		let length = usize::try_from(MAX_SPEC_URI).map_err(|_| "a short address")?;
		let uri = SpecUri::try_from(vec![b'a'; length]).map_err(|_| "within the bound")?;

		#[extrinsic_call]
		_(RawOrigin::Signed(tenant::<T>()), contract, uri.clone());

		let record = Contracts::<T>::get(contract).ok_or("opened above")?;
		assert_eq!(record.spec_uri, uri);
		Ok(())
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::Ext.build(), crate::mock::Test);
}
