//! Devices of a manufacturer, and who claims one.
//!
//! A device of a batch belongs to its manufacturer like any other of his, with one addition: who has the
//! secret of its claim key, which lies in the box, can take it over. The key signs for the account that
//! claims, so that nobody who sees the claim on its way can turn it to himself.

use crate::{
	BatchEntry, Bindings, Bonds, BoundedBatch, ClaimKeys, Config, Error, Event, HoldReason,
	NextDeviceId, Pallet,
};
use alloc::collections::BTreeSet;
use frame_support::{
	ensure,
	traits::{
		fungible::{Mutate, MutateHold},
		tokens::Preservation::Preserve,
	},
};
use greenhour_types::{device::claim_statement, Balance, Device, DeviceId};
use sp_runtime::{traits::Verify, DispatchResult};

impl<T: Config> Pallet<T> {
	/// Enters the devices of a batch, each with the same bond, and gives each operator money for fees.
	pub(crate) fn do_register_batch(
		owner: T::AccountId,
		batch: BoundedBatch<T::AccountId, T::Signature>,
		bond: Balance,
		endowment: Balance,
	) -> DispatchResult {
		ensure!(!batch.is_empty(), Error::<T>::BatchEmpty);
		let mut operators = BTreeSet::new();
		for entry in &batch {
			Self::ensure_registrable(&entry.facts, bond)?;
			Self::ensure_consent(&owner, &entry.operator, &entry.consent)?;
			let is_new = operators.insert(&entry.operator);
			ensure!(is_new, Error::<T>::OperatorUsed);
		}
		let count = u32::try_from(batch.len()).map_err(|_| Error::<T>::Overflow)?;
		let first = NextDeviceId::<T>::get();
		let next = first.0.checked_add(count);
		let next = next.ok_or(Error::<T>::MaxDevicesExceeded)?;
		let bonds = bond.checked_mul(Balance::from(count));
		let bonds = bonds.ok_or(Error::<T>::Overflow)?;
		T::Currency::hold(&HoldReason::Bond.into(), &owner, bonds)?;
		NextDeviceId::<T>::put(DeviceId(next));
		for (id, entry) in (first.0..next).zip(batch) {
			Self::enter_of_batch(&owner, DeviceId(id), entry, bond, endowment)?;
		}
		Ok(())
	}

	/// Writes: one device of a batch, its claim key, and the fee money of its operator.
	fn enter_of_batch(
		owner: &T::AccountId,
		device: DeviceId,
		entry: BatchEntry<T::AccountId, T::Signature>,
		bond: Balance,
		endowment: Balance,
	) -> DispatchResult {
		let BatchEntry {
			operator,
			facts,
			claim_key,
			..
		} = entry;
		if endowment > 0 {
			T::Currency::transfer(owner, &operator, endowment, Preserve)?;
		}
		Self::enter(device, Device::new(owner.clone(), operator, facts), bond);
		ClaimKeys::<T>::insert(device, &claim_key);
		Self::deposit_event(Event::DeviceClaimable { device, claim_key });
		Ok(())
	}

	/// Gives a device of a batch to who has the secret of its claim key.
	pub(crate) fn do_claim(
		claimer: T::AccountId,
		device: DeviceId,
		max_bond: Balance,
		signature: &T::Signature,
	) -> DispatchResult {
		let record = Self::live_device(device)?;
		let key = ClaimKeys::<T>::get(device).ok_or(Error::<T>::ClaimNotFound)?;
		ensure!(record.owner != claimer, Error::<T>::NothingChanges);
		ensure!(
			!Bindings::<T>::contains_key(device),
			Error::<T>::AlreadyBound
		);
		Self::ensure_unobliged(device)?;
		let bond = Bonds::<T>::get(device).unwrap_or_default();
		ensure!(bond <= max_bond, Error::<T>::StateMismatch);
		let statement = claim_statement(&Self::genesis_hash(), device, &claimer);
		ensure!(
			signature.verify(&statement[..], &key),
			Error::<T>::ClaimInvalid
		);
		Self::change_owner(device, record, claimer, 0)
	}
}
