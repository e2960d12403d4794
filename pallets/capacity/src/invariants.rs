//! What holds after every block.

use crate::{
	supply, BoundUnits, Config, DayPages, NextOfferId, OfferEnds, Offers, OpenOfferOf,
	PoolOfferCounts, PoolOffers, Pools, Supplies, SupplyDeltas,
};
use alloc::{collections::BTreeMap, vec::Vec};
use frame_support::ensure;
use greenhour_traits::HourClock;
use greenhour_types::{Day, HourOfDay, HourPage, Offer, OfferId, OfferState, PoolId, Template};
use sp_runtime::TryRuntimeError;

/// Checks all invariants of the README.
///
/// **Errors**: the first one that does not hold, in words.
pub fn check<T: Config>() -> Result<(), TryRuntimeError> {
	let offers = OffersByPool::read::<T>();
	check_pages::<T>(&offers)?;
	check_supplies::<T>(&offers)?;
	check_dense_lists::<T>()?;
	check_open_offers::<T>()?;
	check_bound_units::<T>()
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

	/// Units that all offers of a pool promise for one hour.
	fn promised(&self, pool: PoolId, day: Day, hour: HourOfDay) -> u64 {
		self.of(pool).iter().fold(0, |sum, offer| {
			sum.saturating_add(u64::from(offer.units_at(day, hour).0))
		})
	}

	fn is_promised(&self, pool: PoolId, day: Day, units: &Template) -> bool {
		supply::hours_of_day()
			.all(|hour| u64::from(units.at(hour).0) == self.promised(pool, day, hour))
	}
}

fn check_pages<T: Config>(offers: &OffersByPool) -> Result<(), TryRuntimeError> {
	for (pool, day, page) in DayPages::<T>::iter() {
		for hour in supply::hours_of_day() {
			let HourPage {
				offered,
				sold,
				accepted,
				delivered,
			} = page.at(hour);
			ensure!(sold <= offered, "more is sold than offered");
			ensure!(accepted <= sold, "more is accepted than sold");
			ensure!(delivered <= accepted, "more is delivered than accepted");
			let promised = offers.promised(pool, day, hour);
			ensure!(
				u64::from(offered.0) == promised,
				"a page offers what offers don't promise"
			);
		}
	}
	Ok(())
}

fn check_supplies<T: Config>(offers: &OffersByPool) -> Result<(), TryRuntimeError> {
	ensure!(
		Supplies::<T>::iter_keys().count() == Pools::<T>::get().len(),
		"supplies and pools differ in number"
	);
	for pool in Pools::<T>::get() {
		let supply = Supplies::<T>::get(pool).ok_or("a pool has no supply")?;
		let peaks = offers
			.of(pool)
			.iter()
			.filter(|offer| offer.state != OfferState::Ended);
		let peaks = peaks.fold(0u64, |sum, offer| {
			sum.saturating_add(u64::from(offer.template.peak().0))
		});
		ensure!(
			u64::from(supply.peaks.0) == peaks,
			"peaks differ from the open offers"
		);

		let last_open = Day(supply.next_day.0.saturating_sub(1));
		ensure!(
			offers.is_promised(pool, last_open, &supply.running),
			"the running supply differs from the offers"
		);
		let (mut day, mut running) = (supply.next_day, supply.running);
		let last = SupplyDeltas::<T>::iter_key_prefix(pool)
			.max()
			.unwrap_or(day);
		while day <= last {
			running = supply::next_day(&running, &SupplyDeltas::<T>::get(pool, day));
			ensure!(
				offers.is_promised(pool, day, &running),
				"a delta differs from the offers"
			);
			day = day.next();
		}
		let ends = offers.of(pool).iter().map(|offer| offer.last_day).max();
		ensure!(
			ends < Some(day.max(supply.next_day)),
			"an offer never leaves the supply"
		);
		ensure!(
			SupplyDeltas::<T>::iter_key_prefix(pool).all(|day| day >= supply.next_day),
			"a delta lies on an open day"
		);
	}
	Ok(())
}

fn check_dense_lists<T: Config>() -> Result<(), TryRuntimeError> {
	let mut listed = 0u32;
	for (pool, index, id) in PoolOffers::<T>::iter() {
		ensure!(
			index < PoolOfferCounts::<T>::get(pool),
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
		PoolOfferCounts::<T>::iter_values().fold(0u32, |sum, count| sum.saturating_add(count));
	ensure!(listed == counted, "a dense list has a gap");
	Ok(())
}

fn check_open_offers<T: Config>() -> Result<(), TryRuntimeError> {
	let mut open = 0usize;
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
		ensure!(
			OfferEnds::<T>::contains_key(offer.last_day, id),
			"an open offer has no end"
		);
	}
	ensure!(
		OpenOfferOf::<T>::iter_keys().count() == open,
		"a device has an offer that is not open"
	);
	ensure!(
		OfferEnds::<T>::iter_keys().count() == open,
		"an offer that is not open has an end"
	);
	Ok(())
}

fn check_bound_units<T: Config>() -> Result<(), TryRuntimeError> {
	let mut sums = BTreeMap::<(PoolId, Day), Template>::new();
	for (id, day, bound) in BoundUnits::<T>::iter() {
		let pool = check_bound_entry::<T>(id, day, &bound)?;
		let sum = sums.entry((pool, day)).or_default();
		*sum = supply::plus(sum, &bound).ok_or("bound units overflow")?;
	}
	let Some(current) = T::Clock::current_hour() else {
		return Ok(());
	};
	for (pool, day, page) in DayPages::<T>::iter().filter(|(_, day, _)| *day >= current.day()) {
		let bound = sums.get(&(pool, day)).copied().unwrap_or_default();
		ensure!(
			supply::hours_of_day().all(|hour| bound.at(hour) == page.at(hour).accepted),
			"accepted units differ from bound units"
		);
	}
	Ok(())
}

fn check_bound_entry<T: Config>(
	id: OfferId,
	day: Day,
	bound: &Template,
) -> Result<PoolId, TryRuntimeError> {
	let offer = Offers::<T>::get(id).ok_or("units of no offer are bound")?;
	ensure!(
		offer.state != OfferState::Ended,
		"units of an ended offer are bound"
	);
	ensure!(
		supply::hours_of_day().all(|hour| bound.at(hour) <= offer.units_at(day, hour)),
		"more is bound than promised"
	);
	Ok(offer.pool)
}
