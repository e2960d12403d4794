//! Whether the holder of a position agrees that its offer shrinks.

use crate::{Config, Error, Event, Pallet, ShrinkAllowed};
use frame_support::ensure;
use greenhour_traits::PositionConsent;
use greenhour_types::OfferId;
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	/// Writes: notes what the holder of a position allows.
	pub(crate) fn do_allow_shrink(
		who: T::AccountId,
		offer: OfferId,
		allowed: bool,
	) -> DispatchResult {
		ensure!(
			Self::holder_of(offer).as_ref() == Some(&who),
			Error::<T>::NotHolder
		);
		if allowed {
			ShrinkAllowed::<T>::insert(offer, &who);
		} else {
			ShrinkAllowed::<T>::remove(offer);
		}
		Self::deposit_event(Event::ShrinkConsentSet {
			offer,
			holder: who,
			allowed,
		});
		Ok(())
	}
}

impl<T: Config> PositionConsent<T::AccountId> for Pallet<T> {
	fn may_shrink(offer: OfferId, owner: &T::AccountId) -> bool {
		match Self::holder_of(offer) {
			// A burned position has no income that could be lost.
			None => true,
			Some(holder) => holder == *owner || ShrinkAllowed::<T>::get(offer) == Some(holder),
		}
	}

	fn consent_used(offer: OfferId) {
		ShrinkAllowed::<T>::remove(offer);
	}
}
