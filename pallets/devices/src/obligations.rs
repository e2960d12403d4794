//! What keeps a bond from being released.

use crate::{Bonds, Config, Devices, Error, ObligationCounts, Pallet, Unbondings};
use frame_support::ensure;
use greenhour_traits::Obligations;
use greenhour_types::DeviceId;
use sp_runtime::DispatchError;

impl<T: Config> Obligations for Pallet<T> {
	/// A withdrawn device can still be obliged, as by a dispute, while its bond is not released.
	///
	/// **Errors** `NotFound`; `AlreadyWithdrawn`: no bond is left to answer; `Overflow`.
	fn add(device: DeviceId) -> Result<(), DispatchError> {
		ensure!(Devices::<T>::contains_key(device), Error::<T>::NotFound);
		ensure!(
			Bonds::<T>::contains_key(device) || Unbondings::<T>::contains_key(device),
			Error::<T>::AlreadyWithdrawn
		);
		let count = ObligationCounts::<T>::get(device).unwrap_or_default();
		let count = count.checked_add(1).ok_or(Error::<T>::Overflow)?;
		ObligationCounts::<T>::insert(device, count);
		Ok(())
	}

	/// **Errors** `ObligationMissing`: there is none.
	fn remove(device: DeviceId) -> Result<(), DispatchError> {
		let count = ObligationCounts::<T>::get(device).unwrap_or_default();
		let count = count.checked_sub(1).ok_or(Error::<T>::ObligationMissing)?;
		ObligationCounts::<T>::set(device, (count > 0).then_some(count));
		Ok(())
	}
}
