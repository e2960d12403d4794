//! How a device is sold. What was sold of it stays promised: the buyer bonds as much as the seller had
//! bonded, and takes over what the device owes. Positions of its offers stay with who holds them.

use crate::{
	BindingProposals, Bindings, Bonds, ClaimKeys, Config, DeviceState, Devices, Error, Event,
	HoldReason, ObligationCounts, Pallet, TransferOffer, Transfers, Unbondings,
};
use frame_support::{
	ensure,
	traits::{
		fungible::{Mutate, MutateHold},
		tokens::{Precision::Exact, Preservation::Preserve},
	},
};
use greenhour_traits::DeviceListener;
use greenhour_types::{Balance, Device, DeviceId};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	/// Offers a device to one account; replaces an earlier offer.
	pub(crate) fn do_offer_transfer(
		signer: T::AccountId,
		device: DeviceId,
		to: T::AccountId,
		price: Option<Balance>,
	) -> DispatchResult {
		Self::live_device_of(&signer, device)?;
		ensure!(to != signer, Error::<T>::NothingChanges);
		let price = price.unwrap_or_default();
		let offer = TransferOffer {
			to: to.clone(),
			price,
		};
		Transfers::<T>::insert(device, offer);
		Self::deposit_event(Event::TransferOffered { device, to, price });
		Ok(())
	}

	/// Takes an offer back.
	pub(crate) fn do_cancel_transfer(signer: T::AccountId, device: DeviceId) -> DispatchResult {
		Self::live_device_of(&signer, device)?;
		ensure!(
			Transfers::<T>::contains_key(device),
			Error::<T>::TransferNotFound
		);
		Transfers::<T>::remove(device);
		Self::deposit_event(Event::TransferCancelled { device });
		Ok(())
	}

	/// Buys a device that is offered to the signer, if it still is what he saw.
	pub(crate) fn do_accept_transfer(
		signer: T::AccountId,
		device: DeviceId,
		price: Balance,
		expected: &DeviceState<T::AccountId>,
	) -> DispatchResult {
		let record = Self::live_device(device)?;
		let offer = Transfers::<T>::get(device).ok_or(Error::<T>::TransferNotFound)?;
		ensure!(offer.to == signer, Error::<T>::NotAuthorized);
		let state = Self::state_with(device, &record);
		let as_seen = state.obligations <= expected.obligations
			&& DeviceState {
				obligations: expected.obligations,
				..state
			} == *expected;
		ensure!(as_seen && offer.price == price, Error::<T>::StateMismatch);
		Self::change_owner(device, record, signer, price)
	}

	/// Writes: moves a device to another owner, who bonds what was bonded and pays the price.
	///
	/// **Errors** `UnbondingOpen`, and those of the hold and the payment.
	pub(crate) fn change_owner(
		device: DeviceId,
		mut record: Device<T::AccountId>,
		to: T::AccountId,
		price: Balance,
	) -> DispatchResult {
		ensure!(
			!Unbondings::<T>::contains_key(device),
			Error::<T>::UnbondingOpen
		);
		let reason = HoldReason::Bond.into();
		let from = core::mem::replace(&mut record.owner, to.clone());
		let bond = Bonds::<T>::get(device).unwrap_or_default();
		if bond > 0 {
			T::Currency::hold(&reason, &to, bond)?;
			T::Currency::release(&reason, &from, bond, Exact)?;
		}
		if price > 0 {
			T::Currency::transfer(&to, &from, price, Preserve)?;
		}
		Transfers::<T>::remove(device);
		BindingProposals::<T>::remove(device);
		ClaimKeys::<T>::remove(device);
		Devices::<T>::insert(device, record);
		T::Listener::owner_changed(device, &from, &to);
		Self::deposit_event(Event::DeviceTransferred {
			device,
			from,
			to,
			price,
			bond,
		});
		Ok(())
	}

	/// What can change about a device that is not withdrawn.
	pub(crate) fn state_of(device: DeviceId) -> Option<DeviceState<T::AccountId>> {
		let record = Self::live_device(device).ok()?;
		Some(Self::state_with(device, &record))
	}

	fn state_with(device: DeviceId, record: &Device<T::AccountId>) -> DeviceState<T::AccountId> {
		DeviceState {
			operator: record.operator.clone(),
			commitment: record.commitment,
			status: record.status,
			bound_to: Bindings::<T>::get(device),
			bond: Bonds::<T>::get(device).unwrap_or_default(),
			obligations: ObligationCounts::<T>::get(device).unwrap_or_default(),
		}
	}
}
