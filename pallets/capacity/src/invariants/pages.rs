//! Pages: what is offered, sold, accepted, delivered, learned from.

use super::OffersByPool;
use crate::{
	recent::first_open_hour,
	supply::{self, hours_of_day},
	BoundUnits, Config, DayPages, Offers, Owners, ProvenPeaks, ReleasedUnits,
};
use alloc::collections::BTreeMap;
use frame_support::ensure;
use greenhour_traits::{DeviceRegistry, HourClock};
use greenhour_types::{
	units::MIN_ORDER, Day, HourOfDay, HourPage, OfferId, OfferState, PoolId, Template,
};
use sp_runtime::TryRuntimeError;

pub(super) fn check<T: Config>(offers: &OffersByPool) -> Result<(), TryRuntimeError> {
	// Before market time nothing is open.
	let today = T::Clock::current_hour().map(|hour| hour.day());
	for (pool, day, page) in DayPages::<T>::iter() {
		for hour in hours_of_day() {
			check_hour(&page.at(hour))?;
			// Earlier templates whose days are over are forgotten.
			let promised = offers.promised(pool, day, hour);
			ensure!(
				Some(day) < today || u64::from(page.at(hour).offered.0) == promised,
				"a page offers what offers don't promise"
			);
		}
	}
	check_bound_units::<T>(today.unwrap_or_default())?;
	check_learning::<T>()
}

fn check_hour(entry: &HourPage) -> Result<(), TryRuntimeError> {
	ensure!(entry.sold <= entry.offered, "more is sold than offered");
	ensure!(entry.accepted <= entry.sold, "more is accepted than sold");
	ensure!(
		entry.delivered <= entry.accepted,
		"more is delivered than accepted"
	);
	ensure!(
		entry.counted <= entry.delivered,
		"more is learned from than delivered"
	);
	ensure!(
		!entry.sold.is_zero() || entry.implied == 0,
		"demand is implied by no sale"
	);
	let left = entry.offered.saturating_sub(entry.sold);
	ensure!(
		entry.sold_out_at.is_none() || (left < MIN_ORDER && !entry.sold.is_zero()),
		"an hour is sold out, and could be bought or never was"
	);
	let most = entry.sold.0.checked_div(10).unwrap_or(0);
	ensure!(
		u64::from(entry.counted.0) <= u64::from(entry.owners).saturating_mul(u64::from(most)),
		"more is learned from than owners may teach"
	);
	ensure!(entry.owners <= entry.counted.0, "an owner teaches nothing");
	Ok(())
}

fn check_bound_units<T: Config>(today: Day) -> Result<(), TryRuntimeError> {
	let mut sums = BTreeMap::<(PoolId, Day), Template>::new();
	for (id, day, released) in ReleasedUnits::<T>::iter() {
		let bound = BoundUnits::<T>::get(id, day);
		ensure!(
			supply::minus(&bound, &released).is_some(),
			"more is released than bound"
		);
	}
	for (id, day, bound) in BoundUnits::<T>::iter() {
		let pool = check_bound_entry::<T>(id, day, &bound, today)?;
		let accepted = supply::minus(&bound, &ReleasedUnits::<T>::get(id, day));
		let sum = sums.entry((pool, day)).or_default();
		*sum = accepted
			.and_then(|accepted| supply::plus(sum, &accepted))
			.ok_or("bound units overflow")?;
	}
	for (pool, day, page) in DayPages::<T>::iter().filter(|(_, day, _)| *day >= today) {
		let bound = sums.get(&(pool, day)).copied().unwrap_or_default();
		ensure!(
			hours_of_day().all(|hour| bound.at(hour) == page.at(hour).accepted),
			"accepted units differ from bound and not released units"
		);
	}
	Ok(())
}

fn check_bound_entry<T: Config>(
	id: OfferId,
	day: Day,
	bound: &Template,
	today: Day,
) -> Result<PoolId, TryRuntimeError> {
	let offer = Offers::<T>::get(id).ok_or("units of no offer are bound")?;
	ensure!(
		offer.state != OfferState::Ended,
		"units of an ended offer are bound"
	);
	ensure!(
		day < today || hours_of_day().all(|hour| bound.at(hour) <= offer.units_at(day, hour)),
		"more is bound than promised"
	);
	Ok(offer.pool)
}

/// Counted units of a pool, day and hour, and the owners that have some.
type Counted = BTreeMap<(PoolId, Day, u8), (u64, u32)>;

/// On days with an hour whose money is not final, what pages count is what owners have counted, and
/// devices proved no more than was delivered.
fn check_learning<T: Config>() -> Result<(), TryRuntimeError> {
	let (params, now) = (T::Clock::params(), T::Clock::now());
	let open = first_open_hour(&params, now).day();
	let mut counted = Counted::new();
	for (pool, _, record) in Owners::<T>::iter() {
		for day in record.counted.days() {
			for hour in day.hours().hours() {
				let sum = counted.entry((pool, day.day, hour.get())).or_default();
				sum.0 = sum.0.saturating_add(u64::from(day.at(hour).0));
				sum.1 = sum.1.saturating_add(1);
			}
		}
	}
	let mut proven = BTreeMap::<(PoolId, Day, u8), u64>::new();
	for (device, record) in ProvenPeaks::<T>::iter() {
		let pool = T::Devices::device(device).ok_or("no device has proved something")?;
		for day in record.recent.days() {
			for hour in day.hours().hours() {
				let key = (pool.pool(), day.day, hour.get());
				let sum = proven.entry(key).or_default();
				*sum = sum.saturating_add(u64::from(day.at(hour).0));
			}
		}
	}
	for (pool, day, page) in DayPages::<T>::iter().filter(|(_, day, _)| *day >= open) {
		for hour in hours_of_day() {
			let entry = page.at(hour);
			let key = (pool, day, HourOfDay::get(hour));
			let sum = counted.get(&key).copied().unwrap_or_default();
			ensure!(
				sum == (u64::from(entry.counted.0), entry.owners),
				"a page counts what its owners have not"
			);
			let proven = proven.get(&key).copied().unwrap_or_default();
			ensure!(
				proven <= u64::from(entry.delivered.0),
				"devices have proved more than was delivered"
			);
		}
	}
	Ok(())
}
