//! Bonds: what is held, what is enough, how it comes back.

use crate::{
	rules, Bonds, Config, Devices, Error, Event, GhrRate, GovernedRate, GpuClasses, HoldReason,
	Pallet, Unbonding, Unbondings, UnitValue,
};
use frame_support::{
	ensure,
	traits::{fungible::MutateHold, tokens::Precision::Exact, Get},
};
use greenhour_traits::{DeviceListener, HourClock};
use greenhour_types::{Balance, DeviceId, DeviceStatus, GpuClassId, MilliGpu, Moment};
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	/// Holds more for a device.
	pub(crate) fn do_add_bond(
		signer: T::AccountId,
		device: DeviceId,
		amount: Balance,
	) -> DispatchResult {
		ensure!(amount > 0, Error::<T>::ZeroAmount);
		let record = Self::live_device_of(&signer, device)?;
		let before = Bonds::<T>::get(device).unwrap_or_default();
		let bond = before.checked_add(amount).ok_or(Error::<T>::Overflow)?;
		T::Currency::hold(&HoldReason::Bond.into(), &record.owner, amount)?;
		Bonds::<T>::insert(device, bond);
		T::Listener::bond_changed(device, &record.owner, bond);
		Self::deposit_event(Event::BondAdded {
			device,
			amount,
			bond,
		});
		Ok(())
	}

	/// Asks a part of a bond back: from now on it counts for nothing, and still answers a while. Joins
	/// what was asked back before, which waits anew.
	pub(crate) fn do_unbond(
		signer: T::AccountId,
		device: DeviceId,
		amount: Balance,
	) -> DispatchResult {
		ensure!(amount > 0, Error::<T>::ZeroAmount);
		let record = Self::live_device_of(&signer, device)?;
		Self::ensure_unobliged(device)?;
		let bond = Bonds::<T>::get(device).unwrap_or_default();
		let bond = bond.checked_sub(amount);
		let bond = bond.filter(|left| *left >= Self::terms_of(record.class).min_bond);
		let bond = bond.ok_or(Error::<T>::InsufficientBond)?;
		let before = Unbondings::<T>::get(device).map_or(0, |unbonding| unbonding.amount);
		let releasable_at = T::Clock::now().saturating_add(T::BondRelease::get());
		let unbonding = Unbonding {
			amount: before.checked_add(amount).ok_or(Error::<T>::Overflow)?,
			releasable_at,
		};
		Bonds::<T>::insert(device, bond);
		Unbondings::<T>::insert(device, unbonding);
		T::Listener::bond_changed(device, &signer, bond);
		Self::deposit_event(Event::BondUnbonding {
			device,
			amount,
			bond,
			releasable_at,
		});
		Ok(())
	}

	/// Frees what was asked back, once it has answered long enough.
	pub(crate) fn do_release_bond(signer: T::AccountId, device: DeviceId) -> DispatchResult {
		let record = Devices::<T>::get(device).ok_or(Error::<T>::NotFound)?;
		ensure!(record.owner == signer, Error::<T>::NotAuthorized);
		let unbonding = Unbondings::<T>::get(device).ok_or(Error::<T>::UnbondingNotFound)?;
		ensure!(
			T::Clock::now() >= unbonding.releasable_at,
			Error::<T>::UnbondingTooEarly
		);
		// What a device that works owes has its bond; after the end there is only this.
		if record.status == DeviceStatus::Withdrawn {
			Self::ensure_unobliged(device)?;
		}
		let amount = unbonding.amount;
		if amount > 0 {
			T::Currency::release(&HoldReason::Bond.into(), &signer, amount, Exact)?;
		}
		Unbondings::<T>::remove(device);
		Self::deposit_event(Event::BondReleased {
			device,
			owner: signer,
			amount,
		});
		Ok(())
	}

	/// Planck of GHR to bond for a peak of `units` of a GPU class, rounded up; `None` while a rate is
	/// missing or expired, for a class that is not in the table, or when no bond is large enough.
	pub(crate) fn bond_for(gpu_class: GpuClassId, units: MilliGpu) -> Option<Balance> {
		let now = T::Clock::now();
		let rate = GhrRate::<T>::get()?.value_at(now)?;
		let unit_value = UnitValue::<T>::get()?.value_at(now)?;
		let class_index = GpuClasses::<T>::get(gpu_class)?.class_index;
		rules::bond_for_units_up(units, class_index, unit_value, rate).ok()
	}

	/// Planck of GCD that `bond` planck of GHR are worth at the last GHR rate, expired or not, rounded
	/// down; zero without a rate.
	pub(crate) fn last_value_down(bond: Balance) -> Balance {
		let rate = GhrRate::<T>::get().map_or(0, |rate| rate.value);
		// What does not fit is more than any slash.
		rules::gcd_for_ghr_down(bond, rate).unwrap_or(Balance::MAX)
	}

	/// A value of governance, checked.
	///
	/// **Errors** `ZeroAmount`, `Expired`, `MaxLifetimeExceeded`.
	pub(crate) fn governed(
		value: Balance,
		expires_at: Moment,
	) -> Result<GovernedRate, DispatchError> {
		ensure!(value > 0, Error::<T>::ZeroAmount);
		Self::ensure_expiry(expires_at, T::MaxRateLife::get())?;
		Ok(GovernedRate { value, expires_at })
	}
}
