//! The collection, its items, and when an item is locked.

use crate::{facts::Facts, Collection, Config, Earned, Error, Event, Pallet, ShrinkAllowed};
use frame_support::traits::{
	fungibles::{Inspect as _, Mutate as _},
	tokens::{
		nonfungibles_v2::{Inspect as _, Mutate as _},
		Locker,
	},
	Get,
};
use greenhour_traits::{HourClock, PositionCollection, PositionIssuer, Unsettled};
use greenhour_types::{units::GCD_ASSET, Day, DeviceId, OfferId, PoolId, Template};
use sp_runtime::{traits::AccountIdConversion, DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	/// The account that owns the collection and holds unclaimed income.
	pub fn pot_account() -> T::AccountId {
		T::PalletId::get().into_account_truncating()
	}

	/// Who holds the position of `offer`; `None` when it was never issued or was burned.
	pub(crate) fn holder_of(offer: OfferId) -> Option<T::AccountId> {
		T::Items::owner(&Collection::<T>::get()?, &offer.0)
	}

	/// Can income for a past hour of `offer` still settle?
	pub(crate) fn has_open_past(offer: OfferId) -> bool {
		T::Clock::current_hour().is_some_and(|now| T::Contracts::has_unsettled(offer, now))
	}

	/// Creates the collection and a pot that can't be reaped.
	pub(crate) fn build_genesis() -> DispatchResult {
		let pot = Self::pot_account();
		frame_system::Pallet::<T>::inc_providers(&pot);
		T::Assets::mint_into(GCD_ASSET, &pot, T::Assets::minimum_balance(GCD_ASSET))?;
		Collection::<T>::put(T::Collections::create(&pot)?);
		Ok(())
	}

	/// Writes: burns an item and clears its facts.
	fn do_withdraw(offer: OfferId, owner: &T::AccountId) -> DispatchResult {
		let collection = Collection::<T>::get().ok_or(Error::<T>::CollectionMissing)?;
		for key in Facts::KEYS {
			T::Collections::clear_fact(collection, offer.0, key.into())?;
		}
		T::Items::burn(&collection, &offer.0, Some(owner))?;
		ShrinkAllowed::<T>::remove(offer);
		Self::deposit_event(Event::PositionWithdrawn {
			offer,
			owner: owner.clone(),
		});
		Ok(())
	}

	fn do_issue(offer: OfferId, owner: &T::AccountId, facts: Facts<'_>) -> DispatchResult {
		let collection = Collection::<T>::get().ok_or(Error::<T>::CollectionMissing)?;
		T::Items::mint_into(
			&collection,
			&offer.0,
			owner,
			&T::ItemConfig::default(),
			true,
		)?;
		for (key, value) in facts.attributes() {
			T::Collections::set_fact(collection, offer.0, key.into(), value.into_bytes())?;
		}
		Self::deposit_event(Event::PositionIssued {
			offer,
			owner: owner.clone(),
		});
		Ok(())
	}
}

impl<T: Config> PositionIssuer<T::AccountId> for Pallet<T> {
	fn issue(
		offer: OfferId,
		owner: &T::AccountId,
		device: DeviceId,
		pool: PoolId,
		template: &Template,
		first_day: Day,
		last_day: Day,
	) -> Result<(), DispatchError> {
		let facts = Facts {
			device,
			pool,
			template,
			first_day,
			last_day,
		};
		// Facts that don't fit take the item with them.
		frame_support::storage::with_storage_layer(|| Self::do_issue(offer, owner, facts))
	}

	fn withdraw(offer: OfferId, owner: &T::AccountId) -> Result<bool, DispatchError> {
		let is_held = Self::holder_of(offer).as_ref() == Some(owner);
		if !is_held || Earned::<T>::contains_key(offer) || Self::has_open_past(offer) {
			return Ok(false);
		}
		// An item that can't be burned, because it is pledged or locked, stays and stops nobody.
		let burned = frame_support::storage::with_storage_layer(|| Self::do_withdraw(offer, owner));
		Ok(burned.is_ok())
	}
}

impl<T: Config> Locker<u32, u32> for Pallet<T> {
	fn is_locked(collection: u32, item: u32) -> bool {
		Collection::<T>::get() == Some(collection) && Self::has_open_past(OfferId(item))
	}
}
