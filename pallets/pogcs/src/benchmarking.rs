//! Cost of calls, hooks and what others call.

use crate::{
	AllTotals, Bond, Budget, Call, Claimable, Config, Cursor, Expiring, ExpiryHours, HourlyBudget,
	Listed, ListedCount, OwnerWeights, Pallet, Stake, Stakes,
};
use frame_benchmarking::{account, v2::*};
use frame_support::traits::{fungible::Mutate as _, EnsureOrigin, Get};
use frame_system::RawOrigin;
use greenhour_math::pogcs::DecayingSum;
use greenhour_traits::{DeviceListener, HourClock, SettledHours, SettlementListener};
use greenhour_types::{
	AttestationResult, AttestationTier, Balance, ContractId, DeviceId, Hour, HourMask, MilliGpu,
	Moment,
};

/// Sets what a benchmark needs from other pallets.
pub trait BenchmarkHelper {
	/// Makes the clock stand at `now`.
	fn set_now(now: Moment);

	/// Gives the class of the device an index, and GHR a rate that holds.
	fn set_rates(device: DeviceId);
}

/// The hour of the benchmarks.
const HOUR: u32 = 480_000;
/// Planck in one GHR.
const GHR: Balance = 1_000_000_000_000;
/// Planck in one GCD.
const GCD: Balance = 1_000_000;

fn start_of<T: Config>(hour: u32) -> Moment {
	T::Clock::params().start_of(Hour(hour)).unwrap_or_default()
}

/// The clock at `HOUR` with all hours before it closed, a budget, and a pot to pay it from.
fn prepare<T: Config>() {
	let now = start_of::<T>(HOUR);
	T::BenchmarkHelper::set_now(now);
	AllTotals::<T>::mutate(|totals| totals.closed = Some(Hour(HOUR - 1)));
	HourlyBudget::<T>::put(Budget {
		per_hour: GHR,
		until: Hour(u32::MAX),
	});
	let pot = Pallet::<T>::pot_account();
	let _ = T::Currency::mint_into(&pot, 1_000_000 * GHR);
}

fn result<T: Config>(hours: u32) -> AttestationResult {
	AttestationResult {
		tier: AttestationTier::Tier3,
		expires_at: start_of::<T>(HOUR + hours),
		benchmark: MilliGpu(1_000),
	}
}

/// A listed device that weighs something, whose bond matures with its next refresh, and that has a share to
/// come: a refresh changes all that it can. It expires in an hour of its own.
fn device<T: Config>(index: u32) -> (DeviceId, T::AccountId) {
	let (device, owner) = (DeviceId(index), account::<T::AccountId>("owner", index, 0));
	let hour = HOUR - T::Maturity::get() - 2;
	let mut stake = Stake::new(owner.clone());
	stake.bond = Bond::default()
		.set(1_000 * GHR, Hour(0), 0)
		.set(2_000 * GHR, Hour(hour), T::Maturity::get());
	stake.result = Some(result::<T>(1_000 + index));
	stake.green = DecayingSum::default()
		.add_down(100_000 * GCD, HOUR - 1, T::HalfLife::get())
		.unwrap_or_default();
	stake.credit = 1_000 * GHR;
	stake.weight = 10 * GHR;
	stake.expires_in = Hour(HOUR + 1_000 + index);
	let place = ListedCount::<T>::get();
	stake.place = Some(place);
	Listed::<T>::insert(place, device);
	ListedCount::<T>::put(place + 1);
	ExpiryHours::<T>::insert(
		stake.expires_in,
		Expiring {
			weight: stake.weight,
			devices: 1,
			per_weight: None,
		},
	);
	OwnerWeights::<T>::insert(&owner, stake.weight);
	AllTotals::<T>::mutate(|totals| {
		totals.weight += stake.weight;
		totals.earning += stake.weight;
		// Half a planck for each planck of the weight of this device.
		totals.per_weight += 1 << 63;
		totals.allotted += 1_000 * GHR;
	});
	Stakes::<T>::insert(device, stake);
	(device, owner)
}

#[benchmarks]
mod benchmarks {
	use super::*;

	/// Two hours are closed in which devices expire, and `r` devices are refreshed.
	#[benchmark]
	fn on_finalize(r: Linear<0, 64>) -> Result<(), BenchmarkError> {
		prepare::<T>();
		// Two more expire in the hours that are closed now.
		for index in 0..r + 2 {
			device::<T>(index);
		}
		for (index, hour) in [(r, HOUR), (r + 1, HOUR + 1)] {
			let expiring = ExpiryHours::<T>::take(Hour(HOUR + 1_000 + index));
			ExpiryHours::<T>::set(Hour(hour), expiring);
			Stakes::<T>::mutate_extant(DeviceId(index), |stake| stake.expires_in = Hour(hour));
		}
		// They are at the end of the list, which the round has passed.
		Cursor::<T>::put(r);
		T::BenchmarkHelper::set_now(start_of::<T>(HOUR + 2));

		#[block]
		{
			Pallet::<T>::close_hours();
			Pallet::<T>::refresh_round(r);
		}

		assert_eq!(AllTotals::<T>::get().closed, Some(Hour(HOUR + 1)));
		let changed = Stakes::<T>::iter_values().filter(|stake| stake.weight != 10 * GHR);
		assert_eq!(u32::try_from(changed.count()), Ok(r));
		assert_eq!(u32::try_from(Claimable::<T>::iter().count()), Ok(r));
		Ok(())
	}

	/// A device that leaves the list, so that another moves to its place, and whose expiry is closed.
	#[benchmark]
	fn refresh() -> Result<(), BenchmarkError> {
		prepare::<T>();
		let (device_id, owner) = device::<T>(0);
		device::<T>(1);
		T::BenchmarkHelper::set_now(start_of::<T>(HOUR + 1_000));
		let caller = account::<T::AccountId>("anyone", 0, 0);

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), device_id);

		assert_eq!(ListedCount::<T>::get(), 1);
		assert!(Claimable::<T>::get(&owner) > 0);
		assert_eq!(OwnerWeights::<T>::get(&owner), 0);
		Ok(())
	}

	/// To an account that does not exist.
	#[benchmark]
	fn claim() -> Result<(), BenchmarkError> {
		prepare::<T>();
		let owner = account::<T::AccountId>("owner", 0, 0);
		Claimable::<T>::insert(&owner, 1_000 * GHR);
		AllTotals::<T>::mutate(|totals| totals.owed = 1_000 * GHR);

		#[extrinsic_call]
		_(RawOrigin::Signed(owner.clone()));

		assert_eq!(Claimable::<T>::get(&owner), 0);
		Ok(())
	}

	#[benchmark]
	fn set_budget() -> Result<(), BenchmarkError> {
		prepare::<T>();
		let origin =
			T::GovernanceOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, 7 * GHR, Hour(HOUR + 9));

		assert_eq!(HourlyBudget::<T>::get().map(|budget| budget.per_hour), Some(7 * GHR));
		Ok(())
	}

	/// All hours of a day, by a device that is not listed yet.
	#[benchmark]
	fn settled() -> Result<(), BenchmarkError> {
		prepare::<T>();
		let (device_id, owner) = device::<T>(0);
		T::BenchmarkHelper::set_rates(device_id);
		let mut stake = Stake::new(owner);
		stake.bond.maturing = GHR;
		stake.result = Some(result::<T>(10));
		Stakes::<T>::insert(device_id, stake);
		ListedCount::<T>::kill();
		let hours = SettledHours {
			contract: ContractId(0),
			device: device_id,
			day: Hour(HOUR).day(),
			hours: HourMask::FULL,
			units: [MilliGpu(100_000); 24],
			fee_burned: 1_000 * GCD,
			by_receipt: true,
		};

		#[block]
		{
			Pallet::<T>::settled(&hours);
		}

		assert_eq!(ListedCount::<T>::get(), 1);
		Ok(())
	}

	/// The whole bond is gone.
	#[benchmark]
	fn bond_changed() -> Result<(), BenchmarkError> {
		prepare::<T>();
		let (device_id, owner) = device::<T>(0);
		device::<T>(1);

		#[block]
		{
			Pallet::<T>::bond_changed(device_id, &owner, 0);
		}

		assert_eq!(OwnerWeights::<T>::get(&owner), 0);
		Ok(())
	}

	/// Between two owners, of which one had no device.
	#[benchmark]
	fn owner_changed() -> Result<(), BenchmarkError> {
		prepare::<T>();
		let (device_id, owner) = device::<T>(0);
		let to = account::<T::AccountId>("buyer", 0, 0);

		#[block]
		{
			Pallet::<T>::owner_changed(device_id, &owner, &to);
		}

		assert_eq!(OwnerWeights::<T>::get(&owner), 0);
		assert!(OwnerWeights::<T>::get(&to) > 0);
		Ok(())
	}

	/// Renewed, so that it moves from one hour of expiry to another.
	#[benchmark]
	fn result_changed() -> Result<(), BenchmarkError> {
		prepare::<T>();
		let (device_id, _) = device::<T>(0);

		#[block]
		{
			Pallet::<T>::result_changed(device_id, Some(result::<T>(5_000)));
		}

		assert!(ExpiryHours::<T>::contains_key(Hour(HOUR + 5_000)));
		Ok(())
	}

	impl_benchmark_test_suite!(
		Pallet,
		crate::mock::Ext::default().build(),
		crate::mock::Test
	);
}
