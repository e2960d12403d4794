//! The open offers of a pool, by index and without gaps.

use crate::{Config, Error, Offers, PoolOffers, PoolSupply};
use greenhour_types::{Offer, OfferId, OfferState, PoolId};
use sp_runtime::DispatchResult;

/// Writes: appends an offer and gives its index. The caller stores `supply`, which has the length.
pub(crate) fn push<T: Config>(
	supply: &mut PoolSupply,
	pool: PoolId,
	offer: OfferId,
) -> Result<u32, Error<T>> {
	let index = supply.offers;
	supply.offers = index.checked_add(1).ok_or(Error::<T>::Overflow)?;
	PoolOffers::<T>::insert(pool, index, offer);
	Ok(index)
}

/// Writes: removes an offer; the last one of the list takes its place. The caller stores `offer`,
/// which is ended now, and `supply`.
pub(crate) fn remove<T: Config>(supply: &mut PoolSupply, offer: &mut Offer) -> DispatchResult {
	let OfferState::Open { index } = offer.state else {
		return Err(Error::<T>::OfferNotFound.into());
	};
	let last = supply.offers.checked_sub(1).ok_or(Error::<T>::Overflow)?;
	let moved = PoolOffers::<T>::take(offer.pool, last).ok_or(Error::<T>::OfferNotFound)?;
	if index != last {
		Offers::<T>::try_mutate(moved, |record| {
			let record = record.as_mut().ok_or(Error::<T>::OfferNotFound)?;
			record.state = OfferState::Open { index };
			Ok::<(), Error<T>>(())
		})?;
		PoolOffers::<T>::insert(offer.pool, index, moved);
	}
	supply.offers = last;
	offer.state = OfferState::Ended;
	Ok(())
}
