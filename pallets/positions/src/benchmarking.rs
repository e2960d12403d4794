//! Benchmarks of the calls.

use crate::{Call, Claimable, Config, Pallet, ShrinkAllowed, TotalClaimable};
use frame_benchmarking::v2::*;
use frame_support::traits::fungibles::{Inspect as _, Mutate as _};
use frame_system::RawOrigin;
use greenhour_traits::{IncomeRouter, PositionIssuer};
use greenhour_types::{
	units::{GCD, GCD_ASSET},
	Day, DeviceId, MilliGpu, OfferId, PoolId, Template,
};

#[benchmarks]
mod benchmarks {
	use super::*;

	// The account is new to GCD, so the transfer creates its asset account.
	#[benchmark]
	fn claim() -> Result<(), BenchmarkError> {
		let caller: T::AccountId = whitelisted_caller();
		let holder: T::AccountId = account("holder", 0, 0);
		// GCD need not be sufficient: an account that can receive it exists.
		frame_system::Pallet::<T>::inc_providers(&holder);
		let offer = OfferId(u32::MAX);
		Pallet::<T>::issue(
			offer,
			&holder,
			DeviceId(0),
			PoolId::default(),
			&Template::flat(MilliGpu(1_000)),
			Day(0),
			Day(1),
		)?;
		let amount = T::Assets::minimum_balance(GCD_ASSET).saturating_add(GCD);
		T::Assets::mint_into(GCD_ASSET, &Pallet::<T>::pot(), amount)?;
		Pallet::<T>::credit(offer, amount)?;

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), holder.clone());

		assert_eq!(Claimable::<T>::get(&holder), 0);
		assert_eq!(TotalClaimable::<T>::get(), 0);
		Ok(())
	}

	#[benchmark]
	fn allow_shrink() -> Result<(), BenchmarkError> {
		let holder: T::AccountId = whitelisted_caller();
		let offer = OfferId(u32::MAX);
		Pallet::<T>::issue(
			offer,
			&holder,
			DeviceId(0),
			PoolId::default(),
			&Template::flat(MilliGpu(1_000)),
			Day(0),
			Day(1),
		)?;

		#[extrinsic_call]
		_(RawOrigin::Signed(holder.clone()), offer, true);

		assert_eq!(ShrinkAllowed::<T>::get(offer), Some(holder));
		Ok(())
	}

	impl_benchmark_test_suite!(
		Pallet,
		crate::mock::Ext::default().build(),
		crate::mock::Test
	);
}
