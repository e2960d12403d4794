//! What keeps a bond from being released.

use crate::{Config, Devices, Error, ObligationCounts, Pallet};
use frame_support::ensure;
use greenhour_traits::Obligations;
use greenhour_types::{DeviceId, DeviceStatus};
use sp_runtime::DispatchError;

impl<T: Config> Obligations for Pallet<T> {
	/// **Errors** `NotFound`; `AlreadyWithdrawn`: no bond is left to answer; `Overflow`.
	fn add(device: DeviceId) -> Result<(), DispatchError> {
		let record = Devices::<T>::get(device).ok_or(Error::<T>::NotFound)?;
		ensure!(
			record.status != DeviceStatus::Withdrawn,
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
