//! How a device enters and leaves.

use crate::{
	rules, Bonds, Config, Devices, Error, Event, HoldReason, MeterKeys, NextDeviceId,
	ObligationCounts, Operators, Pallet, PlaceClaims, PlaceNullifiers,
};
use frame_support::{
	ensure,
	traits::{fungible::MutateHold, tokens::Precision::Exact, Get},
};
use greenhour_types::{Balance, Device, DeviceId, DeviceStatus};
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	/// Holds the bond and enters a new device.
	pub(crate) fn do_register(
		record: Device<T::AccountId>,
		place_nullifier: [u8; 32],
		bond: Balance,
	) -> DispatchResult {
		Self::ensure_well_formed(&record, &place_nullifier)?;
		Self::ensure_free(&record.meter_key, &place_nullifier)?;
		ensure!(
			!Operators::<T>::contains_key(&record.operator),
			Error::<T>::OperatorUsed
		);
		ensure!(bond >= T::MinBond::get(), Error::<T>::InsufficientBond);
		let device = NextDeviceId::<T>::get();
		let next = device.next().ok_or(Error::<T>::MaxDevicesExceeded)?;
		T::Currency::hold(&HoldReason::Bond.into(), &record.owner, bond)?;
		NextDeviceId::<T>::put(next);
		Bonds::<T>::insert(device, bond);
		PlaceClaims::<T>::insert(device, place_nullifier);
		Operators::<T>::insert(&record.operator, device);
		Devices::<T>::insert(device, &record);
		let pool = record.pool();
		let Device {
			owner, operator, ..
		} = record;
		Self::deposit_event(Event::DeviceRegistered {
			device,
			owner,
			operator,
			pool,
			bond,
		});
		Ok(())
	}

	/// Ends a device and releases its bond.
	pub(crate) fn do_withdraw(signer: T::AccountId, device: DeviceId) -> DispatchResult {
		let mut record = Self::live_device_of(&signer, device)?;
		ensure!(
			!ObligationCounts::<T>::contains_key(device),
			Error::<T>::ObligationsOpen
		);
		let released = Bonds::<T>::get(device).unwrap_or_default();
		if released > 0 {
			T::Currency::release(&HoldReason::Bond.into(), &record.owner, released, Exact)?;
		}
		Bonds::<T>::remove(device);
		PlaceClaims::<T>::remove(device);
		record.status = DeviceStatus::Withdrawn;
		Devices::<T>::insert(device, record);
		Self::deposit_event(Event::DeviceWithdrawn {
			device,
			owner: signer,
			released,
		});
		Ok(())
	}

	/// Replaces the operator of a device.
	pub(crate) fn do_set_operator(
		signer: T::AccountId,
		device: DeviceId,
		operator: T::AccountId,
	) -> DispatchResult {
		let mut record = Self::live_device_of(&signer, device)?;
		ensure!(
			!Operators::<T>::contains_key(&operator),
			Error::<T>::OperatorUsed
		);
		Operators::<T>::insert(&operator, device);
		record.operator = operator.clone();
		Devices::<T>::insert(device, record);
		Self::deposit_event(Event::OperatorSet { device, operator });
		Ok(())
	}

	/// The record of a device that is not withdrawn and belongs to `signer`.
	///
	/// **Errors** `NotFound`, `NotAuthorized`, `AlreadyWithdrawn`.
	pub(crate) fn live_device_of(
		signer: &T::AccountId,
		device: DeviceId,
	) -> Result<Device<T::AccountId>, DispatchError> {
		let record = Devices::<T>::get(device).ok_or(Error::<T>::NotFound)?;
		ensure!(record.owner == *signer, Error::<T>::NotAuthorized);
		ensure!(
			record.status != DeviceStatus::Withdrawn,
			Error::<T>::AlreadyWithdrawn
		);
		Ok(record)
	}

	fn ensure_well_formed(record: &Device<T::AccountId>, place: &[u8; 32]) -> DispatchResult {
		ensure!(
			rules::is_meter_key(&record.meter_key),
			Error::<T>::MeterKeyNotCanonical
		);
		ensure!(
			rules::is_commitment(&record.commitment),
			Error::<T>::CommitmentNotCanonical
		);
		ensure!(*place != [0; 32], Error::<T>::PlaceMissing);
		let has_nameplate = !record.gpu_nameplate.is_zero() || record.solar_nameplate_w > 0;
		ensure!(has_nameplate, Error::<T>::NameplateMissing);
		ensure!(
			record.energy_cap.0 <= u64::from(u32::MAX),
			Error::<T>::MaxEnergyCapExceeded
		);
		Ok(())
	}

	/// Has no device been activated with this meter key or at this place?
	///
	/// **Errors** `MeterKeyUsed`, `PlaceUsed`.
	pub(crate) fn ensure_free(meter_key: &[u8; 32], place: &[u8; 32]) -> DispatchResult {
		ensure!(
			!MeterKeys::<T>::contains_key(meter_key),
			Error::<T>::MeterKeyUsed
		);
		ensure!(
			!PlaceNullifiers::<T>::contains_key(place),
			Error::<T>::PlaceUsed
		);
		Ok(())
	}
}
