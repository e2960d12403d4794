//! Bonds: what is held, what is enough, what a miss takes.

use crate::{
	rules, Bonds, Config, Devices, Error, Event, GhrRate, GovernedRate, HoldReason, Pallet,
	UnitValue,
};
use frame_support::{
	ensure,
	storage::with_storage_layer,
	traits::{
		fungible::MutateHold,
		tokens::{Fortitude::Force, Precision::Exact, Restriction::Free},
		Get,
	},
};
use greenhour_math::Rounding;
use greenhour_traits::{HourClock, Slashed};
use greenhour_types::{Balance, DeviceId, MilliGpu, Moment};
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
		Self::deposit_event(Event::BondAdded {
			device,
			amount,
			bond,
		});
		Ok(())
	}

	/// Planck of GHR to bond for a peak of `units`, rounded up; `None` while a rate is missing or
	/// expired, or when no bond is large enough.
	pub(crate) fn bond_for(units: MilliGpu) -> Option<Balance> {
		let now = T::Clock::now();
		let rate = GhrRate::<T>::get()?.value_at(now)?;
		let unit_value = UnitValue::<T>::get()?.value_at(now)?;
		rules::bond_for_units_up(units, unit_value, rate).ok()
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

	/// Takes a slash in GCD from the bond of a device, at the last GHR rate: rounded up, the
	/// beneficiary's part down.
	///
	/// **Errors** `NotFound`, `RateMissing`.
	pub(crate) fn do_slash(
		device: DeviceId,
		slash_gcd: Balance,
		compensation_gcd: Balance,
		beneficiary: &T::AccountId,
	) -> Result<Slashed, DispatchError> {
		let record = Devices::<T>::get(device).ok_or(Error::<T>::NotFound)?;
		let rate = GhrRate::<T>::get().ok_or(Error::<T>::RateMissing)?.value;
		let Some(bond) = Bonds::<T>::get(device) else {
			return Ok(Slashed::default());
		};
		// An amount that does not fit is more than any bond.
		let in_ghr =
			|gcd, rounding| rules::ghr_for_gcd(gcd, rate, rounding).unwrap_or(Balance::MAX);
		let slash = in_ghr(slash_gcd, Rounding::Up);
		let compensation = in_ghr(compensation_gcd, Rounding::Down);
		let due = rules::split_slash(bond, slash, compensation);
		let paid = Self::pay_out(&record.owner, beneficiary, due)?;
		let left = bond
			.saturating_sub(paid.compensation)
			.saturating_sub(paid.burned);
		Bonds::<T>::insert(device, left);
		Self::deposit_event(Event::BondSlashed {
			device,
			beneficiary: beneficiary.clone(),
			compensation: paid.compensation,
			burned: paid.burned,
		});
		Ok(paid)
	}

	/// Moves the compensation and burns the rest; burns both if the beneficiary can't receive.
	fn pay_out(
		owner: &T::AccountId,
		beneficiary: &T::AccountId,
		due: Slashed,
	) -> Result<Slashed, DispatchError> {
		let reason = HoldReason::Bond.into();
		let Slashed {
			compensation,
			burned,
		} = due;
		let moved = compensation > 0
			&& with_storage_layer(|| {
				T::Currency::transfer_on_hold(
					&reason,
					owner,
					beneficiary,
					compensation,
					Exact,
					Free,
					Force,
				)
			})
			.is_ok();
		let paid = match moved {
			true => due,
			false => Slashed {
				compensation: 0,
				burned: burned.saturating_add(compensation),
			},
		};
		if paid.burned > 0 {
			T::Currency::burn_held(&reason, owner, paid.burned, Exact, Force)?;
		}
		Ok(paid)
	}
}
