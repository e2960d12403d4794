//! Cost of calls, hooks and what others call.

use crate::{
	AllTotals, Bond, Budget, Call, Claimable, Config, Cursor, Expiring, ExpiryHours, HourlyBudget,
	Listed, ListedCount, OwnerWeights, Pallet, Stake, Stakes,
};
use frame_benchmarking::{account, v2::*};
use frame_support::traits::{fungible::Mutate as _, EnsureOrigin, Get};
use frame_system::RawOrigin;
use greenhour_math::pogcs::DecayingSum;
use greenhour_traits::{DeviceListener, SettledHours, SettlementListener};
use greenhour_types::{
	AttestationResult, AttestationTier, Balance, ClockParams, ContractId, DeviceId, Hour, HourMask,
	MilliGpu, Moment,
};

/// Sets what a benchmark needs from other pallets.
pub trait BenchmarkHelper {
	/// Makes the clock stand at `now`, with these lengths, and `counted` an hour with enough blocks.
	fn set_clock(params: ClockParams, now: Moment, counted: Hour);

	/// Gives the class of the device an index, and GHR a rate that holds.
	fn set_rates(device: DeviceId);
}

/// The hour of the benchmarks.
const HOUR: u32 = 480_000;
/// Planck in one GHR.
const GHR: Balance = 1_000_000_000_000;
/// Planck in one GCD.
const GCD: Balance = 1_000_000;

/// Length of an hour of the benchmarks, in ms.
const HOUR_MS: Moment = 3_600_000;

/// When an hour starts.
fn start_of(hour: u32) -> Moment {
	Moment::from(hour) * HOUR_MS
}

/// The clock at the start of `hour`; the hour before counts.
fn set_hour<T: Config>(hour: u32) {
	T::BenchmarkHelper::set_clock(ClockParams::PRODUCTION, start_of(hour), Hour(hour - 1));
}

/// The clock at `HOUR` with all hours before it closed, a budget, and a pot to pay it from.
fn prepare<T: Config>() {
	set_hour::<T>(HOUR);
	AllTotals::<T>::mutate(|totals| totals.closed = Some(Hour(HOUR - 1)));
	HourlyBudget::<T>::put(Budget {
		per_hour: GHR,
		until: Hour(u32::MAX),
	});
	let pot = Pallet::<T>::pot_account();
	let _ = T::Currency::mint_into(&pot, 1_000_000 * GHR);
}

fn result(hours: u32) -> AttestationResult {
	AttestationResult {
		tier: AttestationTier::Tier3,
		expires_at: start_of(HOUR + hours),
		benchmark: MilliGpu(1_000),
	}
}

/// A listed device that weighs something, whose bond matures with its next refresh, and that has a share to
/// come: a refresh changes all that it can. It expires in an hour of its own.
fn device<T: Config>(index: u32) -> (DeviceId, T::AccountId) {
	let (device, owner) = (DeviceId(index), account::<T::AccountId>("owner", index, 0));
	let hour = HOUR - T::Maturity::get() - 2;
	let mut stake = Stake::new(owner.clone());
	stake.bond = Bond::default().set(1_000 * GHR, Hour(0), 0).set(
		2_000 * GHR,
		Hour(hour),
		T::Maturity::get(),
	);
	stake.result = Some(result(1_000 + index));
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

	/// Two hours are closed in which devices expire, and `r` devices are refreshed that have expired: each
	/// is paid, leaves the list, and another moves to its place.
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
		for index in 0..r {
			let expired = Some(result(0));
			Stakes::<T>::mutate_extant(DeviceId(index), |stake| stake.result = expired);
		}
		// The other two are at the end of the list, which the round has passed.
		Cursor::<T>::put(r);
		set_hour::<T>(HOUR + 1);
		set_hour::<T>(HOUR + 2);

		#[block]
		{
			Pallet::<T>::close_hours();
			Pallet::<T>::refresh_round(r);
		}

		assert_eq!(AllTotals::<T>::get().closed, Some(Hour(HOUR + 1)));
		assert_eq!(ListedCount::<T>::get(), 2);
		assert_eq!(u32::try_from(Claimable::<T>::iter().count()), Ok(r));
		Ok(())
	}

	/// A device that leaves the list, so that another moves to its place, and whose expiry is closed.
	#[benchmark]
	fn refresh() -> Result<(), BenchmarkError> {
		prepare::<T>();
		let (device_id, owner) = device::<T>(0);
		device::<T>(1);
		set_hour::<T>(HOUR + 1_000);
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

		assert_eq!(
			HourlyBudget::<T>::get().map(|budget| budget.per_hour),
			Some(7 * GHR)
		);
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
		stake.result = Some(result(10));
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
			Pallet::<T>::result_changed(device_id, Some(result(5_000)));
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
