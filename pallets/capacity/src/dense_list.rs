//! The open offers of a pool, by index and without gaps.

use crate::{Config, Error, Offers, PoolOfferCounts, PoolOffers};
use greenhour_types::{Offer, OfferId, OfferState, PoolId};
use sp_runtime::DispatchResult;

/// Writes: appends an offer and gives its index.
pub(crate) fn push<T: Config>(pool: PoolId, offer: OfferId) -> Result<u32, Error<T>> {
	let index = PoolOfferCounts::<T>::get(pool);
	let count = index.checked_add(1).ok_or(Error::<T>::Overflow)?;
	PoolOffers::<T>::insert(pool, index, offer);
	PoolOfferCounts::<T>::insert(pool, count);
	Ok(index)
}

/// Writes: removes an offer; the last one of the list takes its place. The caller stores `offer`,
/// which is ended now.
pub(crate) fn remove<T: Config>(offer: &mut Offer) -> DispatchResult {
	let OfferState::Open { index } = offer.state else {
		return Err(Error::<T>::OfferNotFound.into());
	};
	let last = PoolOfferCounts::<T>::get(offer.pool)
		.checked_sub(1)
		.ok_or(Error::<T>::Overflow)?;
	let moved = PoolOffers::<T>::take(offer.pool, last).ok_or(Error::<T>::OfferNotFound)?;
	if index != last {
		Offers::<T>::try_mutate(moved, |record| {
			let record = record.as_mut().ok_or(Error::<T>::OfferNotFound)?;
			record.state = OfferState::Open { index };
			Ok::<(), Error<T>>(())
		})?;
		PoolOffers::<T>::insert(offer.pool, index, moved);
	}
	PoolOfferCounts::<T>::insert(offer.pool, last);
	offer.state = OfferState::Ended;
	Ok(())
}
