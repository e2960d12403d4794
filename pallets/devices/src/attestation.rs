//! Results of attestation, and what suspends a device.

use crate::{Config, Devices, Endorser, Error, Event, MeterKeys, Pallet};
use frame_support::{ensure, traits::Get};
use greenhour_traits::{AttestationResults, DeviceListener, HourClock};
use greenhour_types::{
	AttestationResult, AttestationTier, Device, DeviceId, DeviceKind, DeviceStatus, Moment,
	SuspensionCause,
};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	/// Records a result by the word of the endorser.
	pub(crate) fn do_activate(
		signer: T::AccountId,
		device: DeviceId,
		result: AttestationResult,
	) -> DispatchResult {
		ensure!(
			Endorser::<T>::get() == Some(signer),
			Error::<T>::NotAuthorized
		);
		let record = Self::live_device(device)?;
		let suspended = matches!(record.status, DeviceStatus::Suspended { .. });
		ensure!(
			!suspended || is_paused(&record),
			Error::<T>::AlreadySuspended
		);
		ensure!(
			result.tier <= AttestationTier::Tier1,
			Error::<T>::MaxTierExceeded
		);
		Self::record_result(device, record, result)
	}

	/// Writes: the result replaces the former one; the first one takes the meter key for ever.
	fn record_result(
		device: DeviceId,
		mut record: Device<T::AccountId>,
		result: AttestationResult,
	) -> DispatchResult {
		let AttestationResult {
			tier,
			expires_at,
			benchmark,
		} = result;
		Self::ensure_expiry(expires_at, T::MaxAttestation::get())?;
		ensure!(
			benchmark <= record.gpu_nameplate,
			Error::<T>::MaxBenchmarkExceeded
		);
		// Attestation says whose it is: before, anybody could have named it.
		if record.kind != DeviceKind::ComputeOnly {
			let serves = MeterKeys::<T>::get(record.meter_key).unwrap_or(device);
			ensure!(serves == device, Error::<T>::MeterKeyUsed);
			MeterKeys::<T>::insert(record.meter_key, device);
		}
		// An owner's pause stays, so that no pause keeps a lower result away.
		let paused = is_paused(&record);
		record.status = if paused {
			DeviceStatus::Suspended {
				cause: SuspensionCause::Owner,
				kept: Some(result),
			}
		} else {
			result.into()
		};
		Devices::<T>::insert(device, record);
		if !paused {
			T::Listener::result_changed(device, Some(result));
		}
		Self::deposit_event(Event::DeviceActivated {
			device,
			tier,
			expires_at,
			benchmark,
		});
		Ok(())
	}

	/// Suspends an active device at the wish of its owner.
	pub(crate) fn do_pause(signer: T::AccountId, device: DeviceId) -> DispatchResult {
		let record = Self::live_device_of(&signer, device)?;
		ensure!(record.status.result().is_some(), Error::<T>::NotActive);
		Self::set_suspended(device, record, SuspensionCause::Owner);
		Ok(())
	}

	/// Ends the pause of an owner: the result that the device had is back, expired or not.
	pub(crate) fn do_resume(signer: T::AccountId, device: DeviceId) -> DispatchResult {
		let mut record = Self::live_device_of(&signer, device)?;
		let DeviceStatus::Suspended {
			kept: Some(result), ..
		} = record.status
		else {
			return Err(Error::<T>::NotPaused.into());
		};
		record.status = result.into();
		Devices::<T>::insert(device, record);
		T::Listener::result_changed(device, Some(result));
		Self::deposit_event(Event::DeviceResumed { device });
		Ok(())
	}

	/// Writes: the device can't offer.
	fn set_suspended(device: DeviceId, mut record: Device<T::AccountId>, cause: SuspensionCause) {
		let kept = match cause {
			SuspensionCause::Owner => record.status.result(),
			_ => None,
		};
		record.status = DeviceStatus::Suspended { cause, kept };
		Devices::<T>::insert(device, record);
		T::Listener::result_changed(device, None);
		Self::deposit_event(Event::DeviceSuspended { device, cause });
	}

	/// Does an expiry lie in the future, and at most `longest` ms away?
	///
	/// **Errors** `Expired`, `MaxLifetimeExceeded`.
	pub(crate) fn ensure_expiry(expires_at: Moment, longest: Moment) -> DispatchResult {
		let now = T::Clock::now();
		ensure!(expires_at > now, Error::<T>::Expired);
		ensure!(
			expires_at.saturating_sub(now) <= longest,
			Error::<T>::MaxLifetimeExceeded
		);
		Ok(())
	}
}

/// Is a device suspended because its owner asked for it?
fn is_paused<AccountId>(record: &Device<AccountId>) -> bool {
	matches!(
		record.status,
		DeviceStatus::Suspended {
			cause: SuspensionCause::Owner,
			kept: Some(_),
		}
	)
}

impl<T: Config> AttestationResults for Pallet<T> {
	/// **Errors** `NotFound`, `AlreadyWithdrawn`, `Expired`, `MaxLifetimeExceeded`,
	/// `MaxBenchmarkExceeded`, `MeterKeyUsed`.
	fn attest(device: DeviceId, result: AttestationResult) -> DispatchResult {
		let record = Self::live_device(device)?;
		Self::record_result(device, record, result)
	}

	/// **Errors** `NotFound`, `AlreadyWithdrawn`.
	fn suspend(device: DeviceId, cause: SuspensionCause) -> DispatchResult {
		let record = Self::live_device(device)?;
		Self::set_suspended(device, record, cause);
		Ok(())
	}

	fn suspension(device: DeviceId) -> Option<SuspensionCause> {
		match Devices::<T>::get(device)?.status {
			DeviceStatus::Suspended { cause, .. } => Some(cause),
			_ => None,
		}
	}
}
