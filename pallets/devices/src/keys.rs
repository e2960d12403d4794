//! Operator and commitment: the keys of a device that can change.

use crate::{rules, Config, Devices, Error, Event, OperatorConsent, Operators, Pallet};
use frame_support::{ensure, traits::Get};
use frame_system::pallet_prelude::BlockNumberFor;
use greenhour_types::{device::operator_statement, DeviceId};
use sp_runtime::{
	traits::{Verify, Zero},
	DispatchResult,
};

impl<T: Config> Pallet<T> {
	/// Replaces the operator of a device; the former one is free.
	pub(crate) fn do_set_operator(
		signer: T::AccountId,
		device: DeviceId,
		operator: T::AccountId,
		consent: &OperatorConsent<T::Signature>,
	) -> DispatchResult {
		let mut record = Self::live_device_of(&signer, device)?;
		Self::ensure_consent(&signer, &operator, consent)?;
		Operators::<T>::remove(&record.operator);
		Operators::<T>::insert(&operator, device);
		record.operator = operator.clone();
		Devices::<T>::insert(device, record);
		Self::deposit_event(Event::OperatorSet { device, operator });
		Ok(())
	}

	/// Replaces the commitment of a device that no hour depends on.
	pub(crate) fn do_set_commitment(
		signer: T::AccountId,
		device: DeviceId,
		commitment: [u8; 32],
	) -> DispatchResult {
		let mut record = Self::live_device_of(&signer, device)?;
		ensure!(
			rules::is_commitment(&commitment),
			Error::<T>::CommitmentNotCanonical
		);
		Self::ensure_unobliged(device)?;
		record.commitment = commitment;
		Devices::<T>::insert(device, record);
		Self::deposit_event(Event::CommitmentSet { device, commitment });
		Ok(())
	}

	/// Does the operator speak for no device, and will it for one of `owner`?
	///
	/// **Errors** `OperatorUsed`, `Expired`, `MaxLifetimeExceeded`, `ConsentInvalid`.
	pub(crate) fn ensure_consent(
		owner: &T::AccountId,
		operator: &T::AccountId,
		consent: &OperatorConsent<T::Signature>,
	) -> DispatchResult {
		ensure!(
			!Operators::<T>::contains_key(operator),
			Error::<T>::OperatorUsed
		);
		Self::ensure_expiry(consent.until, T::MaxConsent::get())?;
		let statement = operator_statement(&Self::genesis_hash(), owner, consent.until);
		ensure!(
			consent.signature.verify(&statement[..], operator),
			Error::<T>::ConsentInvalid
		);
		Ok(())
	}

	/// Hash of block 0.
	pub(crate) fn genesis_hash() -> [u8; 32] {
		let hash = frame_system::Pallet::<T>::block_hash(BlockNumberFor::<T>::zero());
		<[u8; 32]>::try_from(hash.as_ref()).unwrap_or_default()
	}
}
