//! Running supplies and their deltas.

use super::OffersByPool;
use crate::{promise, supply, Config, Pools, Supplies, SupplyDelta, SupplyDeltas};
use frame_support::ensure;
use greenhour_types::{Day, OfferState, PoolId};
use sp_runtime::TryRuntimeError;

pub(super) fn check<T: Config>(offers: &OffersByPool) -> Result<(), TryRuntimeError> {
	ensure!(
		Supplies::<T>::iter_keys().count() == Pools::<T>::get().len(),
		"supplies and pools differ in number"
	);
	for pool in Pools::<T>::get() {
		check_pool::<T>(offers, pool)?;
	}
	Ok(())
}

fn check_pool<T: Config>(offers: &OffersByPool, pool: PoolId) -> Result<(), TryRuntimeError> {
	let supply = Supplies::<T>::get(pool).ok_or("a pool has no supply")?;
	let open = offers
		.of(pool)
		.iter()
		.filter(|offer| offer.state != OfferState::Ended);
	let peaks = open.fold(0u64, |sum, offer| {
		sum.saturating_add(u64::from(promise::peak(offer).0))
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
	ensure!(
		running == Default::default(),
		"an offer never leaves the supply"
	);
	let first = day.max(supply.next_day);
	let mut later = offers.of(pool).iter();
	ensure!(
		later.all(|offer| promise::steps(offer, first).next().is_none()),
		"an offer changes after the last delta"
	);
	ensure!(
		SupplyDeltas::<T>::iter_prefix(pool)
			.all(|(day, delta)| day >= supply.next_day && delta != SupplyDelta::default()),
		"a delta lies on an open day or is empty"
	);
	Ok(())
}
