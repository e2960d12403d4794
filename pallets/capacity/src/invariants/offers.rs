//! Dense lists, open offers, and what is to end.

use crate::{promise, Config, NextOfferId, OfferEnds, Offers, OpenOfferOf, PoolOffers, Supplies};
use frame_support::ensure;
use greenhour_types::OfferState;
use sp_runtime::TryRuntimeError;

pub(super) fn check<T: Config>() -> Result<(), TryRuntimeError> {
	check_dense_lists::<T>()?;
	check_open_offers::<T>()
}

fn check_dense_lists<T: Config>() -> Result<(), TryRuntimeError> {
	let mut listed = 0u32;
	for (pool, index, id) in PoolOffers::<T>::iter() {
		let supply = Supplies::<T>::get(pool).ok_or("a dense list has no pool")?;
		ensure!(
			index < supply.offers,
			"a dense list is longer than its count"
		);
		let offer = Offers::<T>::get(id).ok_or("a listed offer does not exist")?;
		ensure!(offer.pool == pool, "an offer is listed in another pool");
		ensure!(
			offer.state == OfferState::Open { index },
			"a listed offer has another index"
		);
		listed = listed.saturating_add(1);
	}
	let counted =
		Supplies::<T>::iter_values().fold(0u32, |sum, supply| sum.saturating_add(supply.offers));
	ensure!(listed == counted, "a dense list has a gap");
	Ok(())
}

fn check_open_offers<T: Config>() -> Result<(), TryRuntimeError> {
	let (mut open, mut ends) = (0usize, 0usize);
	for (id, offer) in Offers::<T>::iter() {
		ensure!(
			id < NextOfferId::<T>::get(),
			"an offer has a number of the future"
		);
		let OfferState::Open { index } = offer.state else {
			continue;
		};
		open = open.saturating_add(1);
		ensure!(
			PoolOffers::<T>::get(offer.pool, index) == Some(id),
			"an open offer is not listed"
		);
		ensure!(
			OpenOfferOf::<T>::get(offer.device) == Some(id),
			"an open offer is not that of its device"
		);
		for day in promise::ends(&offer) {
			ensure!(
				OfferEnds::<T>::contains_key(day, id),
				"an open offer has no end"
			);
			ends = ends.saturating_add(1);
		}
		if let Some(earlier) = offer.before {
			ensure!(
				earlier.until > offer.first_day && earlier.until <= offer.last_day,
				"an earlier template holds on no day, or on all of them"
			);
		}
	}
	ensure!(
		OpenOfferOf::<T>::iter_keys().count() == open,
		"a device has an offer that is not open"
	);
	let mut of_open = 0usize;
	for (_, id) in OfferEnds::<T>::iter_keys() {
		let offer = Offers::<T>::get(id).ok_or("no offer has this end")?;
		of_open = of_open.saturating_add(usize::from(offer.state != OfferState::Ended));
	}
	ensure!(of_open == ends, "an open offer has an end too many");
	Ok(())
}
