//! The ledger of income: credited when an hour settles, claimed when somebody asks.

use crate::{Claimable, Config, Earned, Error, Event, Pallet, TotalClaimable};
use frame_support::{
	ensure,
	traits::{
		fungibles::{Inspect as _, Mutate as _},
		tokens::{Fortitude, Precision, Preservation},
	},
};
use greenhour_traits::IncomeRouter;
use greenhour_types::{units::GCD_ASSET, Balance, OfferId};
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	/// Planck of GCD that the pot can pay and still keep its minimum balance.
	pub(crate) fn payable() -> Balance {
		T::Assets::reducible_balance(
			GCD_ASSET,
			&Self::pot_account(),
			Preservation::Preserve,
			Fortitude::Polite,
		)
	}

	fn do_credit(offer: OfferId, amount: Balance) -> DispatchResult {
		let total = TotalClaimable::<T>::get()
			.checked_add(amount)
			.ok_or(Error::<T>::Overflow)?;
		ensure!(Self::payable() >= total, Error::<T>::PotTooSmall);
		let earned = Earned::<T>::get(offer)
			.checked_add(amount)
			.ok_or(Error::<T>::Overflow)?;
		let Some(holder) = Self::holder_of(offer) else {
			return Self::burn_income(offer, amount);
		};
		// No sum of parts exceeds the total, which fits.
		Claimable::<T>::mutate(&holder, |owed| *owed = owed.saturating_add(amount));
		TotalClaimable::<T>::put(total);
		Earned::<T>::insert(offer, earned);
		Self::deposit_event(Event::IncomeCredited {
			offer,
			holder,
			amount,
		});
		Ok(())
	}

	fn burn_income(offer: OfferId, amount: Balance) -> DispatchResult {
		T::Assets::burn_from(
			GCD_ASSET,
			&Self::pot_account(),
			amount,
			Preservation::Preserve,
			Precision::Exact,
			Fortitude::Polite,
		)?;
		Self::deposit_event(Event::IncomeBurned { offer, amount });
		Ok(())
	}

	pub(crate) fn do_claim(account: T::AccountId) -> DispatchResult {
		let amount = Claimable::<T>::get(&account);
		ensure!(amount > 0, Error::<T>::NothingToClaim);
		let pot = Self::pot_account();
		T::Assets::transfer(GCD_ASSET, &pot, &account, amount, Preservation::Preserve)?;
		Claimable::<T>::remove(&account);
		TotalClaimable::<T>::mutate(|total| *total = total.saturating_sub(amount));
		Self::deposit_event(Event::IncomeClaimed { account, amount });
		Ok(())
	}
}

impl<T: Config> IncomeRouter<T::AccountId> for Pallet<T> {
	fn pot() -> T::AccountId {
		Self::pot_account()
	}

	fn credit(offer: OfferId, amount: Balance) -> Result<(), DispatchError> {
		if amount == 0 {
			return Ok(());
		}
		Self::do_credit(offer, amount)
	}
}
