//! Cost of the calls. None depends on its input or on how many devices there are.

use crate::{
	Bonds, Call, Config, Devices, Endorser, GhrRate, NextDeviceId, Operators, Pallet, UnitValue,
};
use frame_benchmarking::{account, v2::*, whitelisted_caller};
use frame_support::traits::{fungible::Mutate, EnsureOrigin, Get};
use frame_system::RawOrigin;
use greenhour_traits::HourClock;
use greenhour_types::{
	units::GHR, AttestationTier, DeviceClass, DeviceId, DeviceStatus, GpuClassId, MilliGpu,
	WattHours, ZoneId,
};

/// An owner with more than enough GHR.
fn owner<T: Config>() -> Result<T::AccountId, BenchmarkError> {
	let owner: T::AccountId = whitelisted_caller();
	T::Currency::mint_into(
		&owner,
		T::MinBond::get().saturating_mul(10).saturating_add(GHR),
	)?;
	Ok(owner)
}

/// A registered device of `owner`.
fn device_of<T: Config>(owner: &T::AccountId) -> Result<DeviceId, BenchmarkError> {
	let device = NextDeviceId::<T>::get();
	Pallet::<T>::register(
		RawOrigin::Signed(owner.clone()).into(),
		account("operator", 0, 0),
		DeviceClass::HomeHub,
		GpuClassId(1),
		ZoneId(1),
		[1; 32],
		[1; 32],
		[1; 32],
		MilliGpu(1_000),
		5_000,
		WattHours(2_000),
		T::MinBond::get(),
	)?;
	Ok(device)
}

fn governance<T: Config>() -> Result<T::RuntimeOrigin, BenchmarkError> {
	T::GovernanceOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn register() -> Result<(), BenchmarkError> {
		let owner = owner::<T>()?;
		let device = NextDeviceId::<T>::get();

		#[extrinsic_call]
		_(
			RawOrigin::Signed(owner),
			account("operator", 0, 0),
			DeviceClass::HomeHub,
			GpuClassId(1),
			ZoneId(1),
			[1; 32],
			[1; 32],
			[1; 32],
			MilliGpu(1_000),
			5_000,
			WattHours(2_000),
			T::MinBond::get(),
		);

		assert_eq!(Bonds::<T>::get(device), Some(T::MinBond::get()));
		Ok(())
	}

	#[benchmark]
	fn activate() -> Result<(), BenchmarkError> {
		let owner = owner::<T>()?;
		let device = device_of::<T>(&owner)?;
		let endorser: T::AccountId = account("endorser", 0, 0);
		Endorser::<T>::put(&endorser);
		let expires_at = T::Clock::now().saturating_add(1);

		#[extrinsic_call]
		_(
			RawOrigin::Signed(endorser),
			device,
			AttestationTier::Tier1,
			expires_at,
			MilliGpu(1_000),
		);

		let status = Devices::<T>::get(device).map(|record| record.status);
		assert!(matches!(status, Some(DeviceStatus::Active { .. })));
		Ok(())
	}

	#[benchmark]
	fn add_bond() -> Result<(), BenchmarkError> {
		let owner = owner::<T>()?;
		let device = device_of::<T>(&owner)?;

		#[extrinsic_call]
		_(RawOrigin::Signed(owner), device, T::MinBond::get());

		assert_eq!(
			Bonds::<T>::get(device),
			Some(T::MinBond::get().saturating_mul(2))
		);
		Ok(())
	}

	#[benchmark]
	fn withdraw() -> Result<(), BenchmarkError> {
		let owner = owner::<T>()?;
		let device = device_of::<T>(&owner)?;

		#[extrinsic_call]
		_(RawOrigin::Signed(owner), device);

		assert_eq!(Bonds::<T>::get(device), None);
		Ok(())
	}

	#[benchmark]
	fn set_endorser() -> Result<(), BenchmarkError> {
		let origin = governance::<T>()?;
		let endorser: T::AccountId = account("endorser", 0, 0);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, endorser.clone());

		assert_eq!(Endorser::<T>::get(), Some(endorser));
		Ok(())
	}

	#[benchmark]
	fn set_operator() -> Result<(), BenchmarkError> {
		let owner = owner::<T>()?;
		let device = device_of::<T>(&owner)?;
		let operator: T::AccountId = account("operator", 1, 0);

		#[extrinsic_call]
		_(RawOrigin::Signed(owner), device, operator.clone());

		assert_eq!(Operators::<T>::get(operator), Some(device));
		Ok(())
	}

	#[benchmark]
	fn set_ghr_rate() -> Result<(), BenchmarkError> {
		let origin = governance::<T>()?;
		let expires_at = T::Clock::now().saturating_add(1);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, 7, expires_at);

		assert_eq!(GhrRate::<T>::get().map(|rate| rate.value), Some(7));
		Ok(())
	}

	#[benchmark]
	fn set_unit_value() -> Result<(), BenchmarkError> {
		let origin = governance::<T>()?;
		let expires_at = T::Clock::now().saturating_add(1);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, 7, expires_at);

		assert_eq!(UnitValue::<T>::get().map(|rate| rate.value), Some(7));
		Ok(())
	}

	impl_benchmark_test_suite!(
		Pallet,
		crate::mock::Ext::default().build(),
		crate::mock::Test
	);
}
