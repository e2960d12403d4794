//! Attestation results of the endorser.

use crate::{
	Config, Devices, Endorser, Error, Event, MeterKeys, Pallet, PlaceClaims, PlaceNullifiers,
};
use frame_support::{ensure, traits::Get};
use greenhour_traits::HourClock;
use greenhour_types::{AttestationTier, DeviceId, DeviceStatus, MilliGpu, Moment};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	/// Records an attestation result; the first one takes meter key and place for ever.
	pub(crate) fn do_activate(
		signer: T::AccountId,
		device: DeviceId,
		tier: AttestationTier,
		expires_at: Moment,
		benchmark: MilliGpu,
	) -> DispatchResult {
		ensure!(
			Endorser::<T>::get() == Some(signer),
			Error::<T>::NotAuthorized
		);
		let mut record = Devices::<T>::get(device).ok_or(Error::<T>::NotFound)?;
		ensure!(
			record.status != DeviceStatus::Withdrawn,
			Error::<T>::AlreadyWithdrawn
		);
		Self::ensure_expiry(expires_at, T::MaxAttestation::get())?;
		ensure!(
			benchmark <= record.gpu_nameplate,
			Error::<T>::MaxBenchmarkExceeded
		);
		// The endorser says whose they are: before, anybody could have claimed them.
		if let Some(place) = PlaceClaims::<T>::get(device) {
			Self::ensure_free(&record.meter_key, &place)?;
			PlaceClaims::<T>::remove(device);
			MeterKeys::<T>::insert(record.meter_key, device);
			PlaceNullifiers::<T>::insert(place, device);
		}
		record.status = DeviceStatus::Active {
			tier,
			expires_at,
			benchmark,
		};
		Devices::<T>::insert(device, record);
		Self::deposit_event(Event::DeviceActivated {
			device,
			tier,
			expires_at,
			benchmark,
		});
		Ok(())
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
