//! Energy and compute of one site.
//!
//! Only a pair of the two serves, so a compute-only device has at most one meter and a meter feeds at most
//! one of them: no watt-hour stands behind two devices. While either half owes something, the pair stays.

use crate::{BindingProposals, Bindings, Config, Error, Event, ObligationCounts, Pallet};
use frame_support::ensure;
use greenhour_types::{Device, DeviceId, DeviceKind};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	/// Agrees for the owner of `device` to bind it to `partner`, and binds them once both owners agree.
	pub(crate) fn do_bind(
		signer: T::AccountId,
		device: DeviceId,
		partner: DeviceId,
	) -> DispatchResult {
		let own = Self::live_device_of(&signer, device)?;
		let other = Self::live_device(partner)?;
		let (energy, compute) = Self::ensure_pair(device, &own, partner, &other)?;
		let agreed =
			other.owner == signer || BindingProposals::<T>::get(partner) == Some((device, signer));
		if !agreed {
			BindingProposals::<T>::insert(device, (partner, other.owner));
			Self::deposit_event(Event::BindingProposed { device, partner });
			return Ok(());
		}
		for (half, whole) in [(energy, compute), (compute, energy)] {
			BindingProposals::<T>::remove(half);
			Bindings::<T>::insert(half, whole);
		}
		Self::deposit_event(Event::DevicesBound { energy, compute });
		Ok(())
	}

	/// The energy-only and the compute-only one of two devices that can be bound.
	///
	/// **Errors** `KindMismatch`, `ZoneMismatch`, `AlreadyBound`.
	fn ensure_pair(
		device: DeviceId,
		own: &Device<T::AccountId>,
		partner: DeviceId,
		other: &Device<T::AccountId>,
	) -> Result<(DeviceId, DeviceId), Error<T>> {
		let pair = match (own.kind, other.kind) {
			(DeviceKind::EnergyOnly, DeviceKind::ComputeOnly) => (device, partner),
			(DeviceKind::ComputeOnly, DeviceKind::EnergyOnly) => (partner, device),
			_ => return Err(Error::KindMismatch),
		};
		ensure!(own.zone == other.zone, Error::<T>::ZoneMismatch);
		let bound = [device, partner].iter().any(Bindings::<T>::contains_key);
		ensure!(!bound, Error::<T>::AlreadyBound);
		Ok(pair)
	}

	/// Dissolves the pair of `device`.
	pub(crate) fn do_unbind(signer: T::AccountId, device: DeviceId) -> DispatchResult {
		Self::live_device_of(&signer, device)?;
		let partner = Bindings::<T>::get(device).ok_or(Error::<T>::NotBound)?;
		Self::ensure_unobliged(device)?;
		Bindings::<T>::remove(device);
		Bindings::<T>::remove(partner);
		Self::deposit_event(Event::DevicesUnbound { device, partner });
		Ok(())
	}

	/// Owes neither the device nor the one that it is bound to anything?
	///
	/// **Errors** `ObligationsOpen`.
	pub(crate) fn ensure_unobliged(device: DeviceId) -> DispatchResult {
		let obliged = [Some(device), Bindings::<T>::get(device)]
			.into_iter()
			.flatten()
			.any(ObligationCounts::<T>::contains_key);
		ensure!(!obliged, Error::<T>::ObligationsOpen);
		Ok(())
	}
}
