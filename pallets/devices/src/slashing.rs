//! What a bond pays for a miss or a fraud.

use crate::{
	rules, Bonds, Config, Devices, Error, Event, GhrRate, HoldReason, Pallet, Unbonding, Unbondings,
};
use frame_support::{
	storage::with_storage_layer,
	traits::{
		fungible::MutateHold,
		tokens::{Fortitude::Force, Precision::Exact, Restriction::Free},
	},
};
use greenhour_math::Rounding;
use greenhour_traits::{DeviceListener, Slashed};
use greenhour_types::{Balance, Device, DeviceId};
use sp_runtime::DispatchError;

impl<T: Config> Pallet<T> {
	/// Takes a slash in GCD from the bond of a device, at the last GHR rate: rounded up, the
	/// beneficiary's part down. What was asked back pays when the bond is not enough.
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
		let (bond, unbonding) = (Bonds::<T>::get(device), Unbondings::<T>::get(device));
		if bond.is_none() && unbonding.is_none() {
			return Ok(Slashed::default());
		}
		let asked_back = unbonding.map_or(0, |unbonding| unbonding.amount);
		let held = bond.unwrap_or_default().saturating_add(asked_back);
		// An amount that does not fit is more than any bond.
		let in_ghr =
			|gcd, rounding| rules::ghr_for_gcd(gcd, rate, rounding).unwrap_or(Balance::MAX);
		let slash = in_ghr(slash_gcd, Rounding::Up);
		let compensation = in_ghr(compensation_gcd, Rounding::Down);
		let due = rules::split_slash(held, slash, compensation);
		let paid = Self::pay_out(&record.owner, beneficiary, due)?;
		let taken = paid.compensation.saturating_add(paid.burned);
		Self::lower(device, &record, taken);
		Self::deposit_event(Event::BondSlashed {
			device,
			beneficiary: beneficiary.clone(),
			compensation: paid.compensation,
			burned: paid.burned,
		});
		Ok(paid)
	}

	/// Writes: what is left of a bond, and of what was asked back, when `taken` is gone.
	fn lower(device: DeviceId, record: &Device<T::AccountId>, taken: Balance) {
		let mut rest = taken;
		if let Some(bond) = Bonds::<T>::get(device) {
			let left = bond.saturating_sub(rest);
			rest = rest.saturating_sub(bond);
			Bonds::<T>::insert(device, left);
			if left != bond {
				T::Listener::bond_changed(device, &record.owner, left);
			}
		}
		if let Some(unbonding) = Unbondings::<T>::get(device).filter(|_| rest > 0) {
			let amount = unbonding.amount.saturating_sub(rest);
			Unbondings::<T>::insert(
				device,
				Unbonding {
					amount,
					..unbonding
				},
			);
		}
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
