//! The running supply of a pool: what all its offers promise, day after day.
//!
//! An offer joins on its first day with the hours it still offers, on the day after with the rest of
//! its template, and leaves on the day after its last. A step on a day that is already open changes
//! the running supply at once; a later one waits as a delta.

use crate::{Config, Error, PoolSupply, SupplyDelta, SupplyDeltas};
use greenhour_types::{Day, HourOfDay, Offer, PoolId, Template, HOURS_PER_DAY};
use sp_runtime::DispatchResult;

/// All hours of a day.
pub(crate) fn hours_of_day() -> impl Iterator<Item = HourOfDay> {
	(0..HOURS_PER_DAY).filter_map(HourOfDay::new)
}

/// The sum of two templates, hour by hour; `None` when one does not fit.
pub(crate) fn plus(a: &Template, b: &Template) -> Option<Template> {
	let mut sum = *a;
	for hour in hours_of_day() {
		*sum.at_mut(hour)? = a.at(hour).checked_add(b.at(hour))?;
	}
	Some(sum)
}

/// The difference of two templates, hour by hour; `None` when one would be negative.
pub(crate) fn minus(a: &Template, b: &Template) -> Option<Template> {
	let mut difference = *a;
	for hour in hours_of_day() {
		*difference.at_mut(hour)? = a.at(hour).checked_sub(b.at(hour))?;
	}
	Some(difference)
}

/// The supply of the day that follows `running`.
///
/// No hour is ever above the sum of peaks, so nothing saturates while the invariants hold.
pub(crate) fn next_day(running: &Template, delta: &SupplyDelta) -> Template {
	let mut next = *running;
	for hour in hours_of_day() {
		if let Some(units) = next.at_mut(hour) {
			units.0 = units
				.0
				.saturating_add(delta.joining.at(hour).0)
				.saturating_sub(delta.leaving.at(hour).0);
		}
	}
	next
}

/// What an offer promises on one day.
pub(crate) fn promised_on(offer: &Offer, day: Day) -> Template {
	let mut promised = Template::default();
	for hour in hours_of_day() {
		if let Some(units) = promised.at_mut(hour) {
			*units = offer.units_at(day, hour);
		}
	}
	promised
}

/// The days on which an offer changes the supply, and how.
fn steps(offer: &Offer) -> Option<[(Day, SupplyDelta); 3]> {
	let joining = |joining| SupplyDelta {
		joining,
		..Default::default()
	};
	let first = promised_on(offer, offer.first_day);
	let rest = minus(&offer.template, &first)?;
	let leave = SupplyDelta {
		leaving: offer.template,
		..Default::default()
	};
	Some([
		(offer.first_day, joining(first)),
		(offer.first_day.next(), joining(rest)),
		(offer.last_day.next(), leave),
	])
}

/// Writes: counts an offer into the supply of its pool. The caller stores `supply`.
pub(crate) fn join<T: Config>(supply: &mut PoolSupply, offer: &Offer) -> DispatchResult {
	let peaks = supply.peaks.checked_add(offer.template.peak());
	supply.peaks = peaks.ok_or(Error::<T>::Overflow)?;
	for (day, step) in steps(offer).ok_or(Error::<T>::Overflow)? {
		if day < supply.next_day {
			supply.running = plus(&supply.running, &step.joining)
				.and_then(|sum| minus(&sum, &step.leaving))
				.ok_or(Error::<T>::Overflow)?;
		} else {
			change_delta::<T>(offer.pool, day, |delta| {
				delta.joining = plus(&delta.joining, &step.joining)?;
				delta.leaving = plus(&delta.leaving, &step.leaving)?;
				Some(())
			})?;
		}
	}
	Ok(())
}

/// Writes: takes back what [`join`] did with the same offer. The caller stores `supply`.
pub(crate) fn part<T: Config>(supply: &mut PoolSupply, offer: &Offer) -> DispatchResult {
	let peaks = supply.peaks.checked_sub(offer.template.peak());
	supply.peaks = peaks.ok_or(Error::<T>::Overflow)?;
	for (day, step) in steps(offer).ok_or(Error::<T>::Overflow)?.into_iter().rev() {
		if day < supply.next_day {
			supply.running = plus(&supply.running, &step.leaving)
				.and_then(|sum| minus(&sum, &step.joining))
				.ok_or(Error::<T>::Overflow)?;
		} else {
			change_delta::<T>(offer.pool, day, |delta| {
				delta.joining = minus(&delta.joining, &step.joining)?;
				delta.leaving = minus(&delta.leaving, &step.leaving)?;
				Some(())
			})?;
		}
	}
	Ok(())
}

/// Writes: changes the delta of a day, and removes it when nothing is left of it.
fn change_delta<T: Config>(
	pool: PoolId,
	day: Day,
	change: impl FnOnce(&mut SupplyDelta) -> Option<()>,
) -> DispatchResult {
	let mut delta = SupplyDeltas::<T>::get(pool, day);
	change(&mut delta).ok_or(Error::<T>::Overflow)?;
	if delta == SupplyDelta::default() {
		SupplyDeltas::<T>::remove(pool, day);
	} else {
		SupplyDeltas::<T>::insert(pool, day, delta);
	}
	Ok(())
}
