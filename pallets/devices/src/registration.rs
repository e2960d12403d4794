//! How a device enters and leaves.

use crate::{
	rules::{self, FactsFault},
	BindingProposals, Bindings, Bonds, ClaimKeys, Config, Devices, Error, Event, GpuClasses,
	HoldReason, MeterKeys, NextDeviceId, OperatorConsent, Operators, Pallet, Transfers, Unbonding,
	Unbondings,
};
use frame_support::{
	ensure,
	traits::{fungible::MutateHold, Get},
};
use greenhour_traits::{DeviceListener, HourClock};
use greenhour_types::{Balance, Device, DeviceFacts, DeviceId, DeviceKind, DeviceStatus};
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	/// Holds the bond and enters a new device.
	pub(crate) fn do_register(
		owner: T::AccountId,
		operator: T::AccountId,
		consent: &OperatorConsent<T::Signature>,
		facts: DeviceFacts,
		bond: Balance,
	) -> DispatchResult {
		Self::ensure_registrable(&facts, bond)?;
		Self::ensure_consent(&owner, &operator, consent)?;
		let device = NextDeviceId::<T>::get();
		let next = device.next().ok_or(Error::<T>::MaxDevicesExceeded)?;
		T::Currency::hold(&HoldReason::Bond.into(), &owner, bond)?;
		NextDeviceId::<T>::put(next);
		Self::enter(device, Device::new(owner, operator, facts), bond);
		Ok(())
	}

	/// Writes: a device whose bond is held.
	pub(crate) fn enter(device: DeviceId, record: Device<T::AccountId>, bond: Balance) {
		Bonds::<T>::insert(device, bond);
		Operators::<T>::insert(&record.operator, device);
		Devices::<T>::insert(device, &record);
		T::Listener::bond_changed(device, &record.owner, bond);
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
	}

	/// Ends a device; its bond answers a while longer.
	pub(crate) fn do_withdraw(signer: T::AccountId, device: DeviceId) -> DispatchResult {
		let mut record = Self::live_device_of(&signer, device)?;
		ensure!(
			!Bindings::<T>::contains_key(device),
			Error::<T>::AlreadyBound
		);
		Self::ensure_unobliged(device)?;
		let before = Unbondings::<T>::get(device).map_or(0, |unbonding| unbonding.amount);
		let bond = Bonds::<T>::get(device).unwrap_or_default();
		let amount = before.checked_add(bond).ok_or(Error::<T>::Overflow)?;
		let releasable_at = T::Clock::now().saturating_add(T::BondRelease::get());
		let unbonding = Unbonding {
			amount,
			releasable_at,
		};
		Unbondings::<T>::set(device, (amount > 0).then_some(unbonding));
		Bonds::<T>::remove(device);
		Operators::<T>::remove(&record.operator);
		Transfers::<T>::remove(device);
		BindingProposals::<T>::remove(device);
		ClaimKeys::<T>::remove(device);
		record.status = DeviceStatus::Withdrawn;
		Devices::<T>::insert(device, record);
		T::Listener::result_changed(device, None);
		T::Listener::bond_changed(device, &signer, 0);
		Self::deposit_event(Event::DeviceWithdrawn {
			device,
			owner: signer,
			unbonding: amount,
			releasable_at,
		});
		Ok(())
	}

	/// The record of a device that is not withdrawn.
	///
	/// **Errors** `NotFound`, `AlreadyWithdrawn`.
	pub(crate) fn live_device(device: DeviceId) -> Result<Device<T::AccountId>, DispatchError> {
		let record = Devices::<T>::get(device).ok_or(Error::<T>::NotFound)?;
		ensure!(
			record.status != DeviceStatus::Withdrawn,
			Error::<T>::AlreadyWithdrawn
		);
		Ok(record)
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

	/// May a device of these facts register with this bond?
	pub(crate) fn ensure_registrable(facts: &DeviceFacts, bond: Balance) -> DispatchResult {
		rules::check_facts(facts).map_err(Error::<T>::from)?;
		let terms = Self::terms_of(facts.class);
		ensure!(
			facts.gpu_nameplate <= terms.max_units,
			Error::<T>::MaxUnitsExceeded
		);
		ensure!(bond >= terms.min_bond, Error::<T>::InsufficientBond);
		let present = T::Clock::current_hour().unwrap_or_default();
		ensure!(
			facts.site.commissioned <= present,
			Error::<T>::NotCommissioned
		);
		if facts.kind != DeviceKind::EnergyOnly {
			let class = GpuClasses::<T>::get(facts.gpu_class);
			ensure!(
				class.is_some_and(|class| class.open),
				Error::<T>::GpuClassNotFound
			);
		}
		if facts.kind != DeviceKind::ComputeOnly {
			ensure!(
				!MeterKeys::<T>::contains_key(facts.meter_key),
				Error::<T>::MeterKeyUsed
			);
		}
		Ok(())
	}
}

impl<T> From<FactsFault> for Error<T> {
	fn from(fault: FactsFault) -> Self {
		match fault {
			FactsFault::Kind => Self::KindMismatch,
			FactsFault::Nothing => Self::NameplateMissing,
			FactsFault::MeterKey => Self::MeterKeyNotCanonical,
			FactsFault::Commitment => Self::CommitmentNotCanonical,
			FactsFault::EnergyCap => Self::MaxEnergyCapExceeded,
		}
	}
}
