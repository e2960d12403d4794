//! What holds after every block.

mod entry; // owners, caps, tickets
mod offers; // dense lists, open offers, ends
mod pages; // what pages hold
mod supplies; // running supply and deltas

use crate::{supply::hours_of_day, Config, Offers};
use alloc::{collections::BTreeMap, vec::Vec};
use greenhour_types::{Day, HourOfDay, Offer, OfferState, PoolId, Template};
use sp_runtime::TryRuntimeError;

/// Checks all invariants of the README.
///
/// **Errors**: the first one that does not hold, in words.
pub fn check<T: Config>() -> Result<(), TryRuntimeError> {
	let offers = OffersByPool::read::<T>();
	pages::check::<T>(&offers)?;
	supplies::check::<T>(&offers)?;
	offers::check::<T>()?;
	entry::check::<T>(&offers)
}

/// All offers ever made.
struct OffersByPool(BTreeMap<PoolId, Vec<Offer>>);

impl OffersByPool {
	fn read<T: Config>() -> Self {
		let mut by_pool = BTreeMap::<PoolId, Vec<Offer>>::new();
		for offer in Offers::<T>::iter_values() {
			by_pool.entry(offer.pool).or_default().push(offer);
		}
		Self(by_pool)
	}

	fn of(&self, pool: PoolId) -> &[Offer] {
		self.0.get(&pool).map(Vec::as_slice).unwrap_or_default()
	}

	fn open(&self) -> impl Iterator<Item = &Offer> {
		let all = self.0.values().flatten();
		all.filter(|offer| offer.state != OfferState::Ended)
	}

	/// Units that all offers of a pool promise for one hour.
	fn promised(&self, pool: PoolId, day: Day, hour: HourOfDay) -> u64 {
		self.of(pool).iter().fold(0, |sum, offer| {
			sum.saturating_add(u64::from(offer.units_at(day, hour).0))
		})
	}

	fn is_promised(&self, pool: PoolId, day: Day, units: &Template) -> bool {
		hours_of_day().all(|hour| u64::from(units.at(hour).0) == self.promised(pool, day, hour))
	}
}
