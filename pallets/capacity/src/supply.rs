//! The running supply of a pool: what all its offers promise, day after day.
//!
//! The supply of the last open day is known; what changes on a later day waits as a delta. So an
//! offer costs as many deltas as what it promises changes on days that are not open, whatever its
//! length: one for its end, one more when it starts or changes beyond the horizon.

use crate::{
	promise::{previous, promised_on, steps},
	Config, Error, PoolSupply, SupplyDelta, SupplyDeltas,
};
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

/// Writes: adds what an offer promises from the last open day on. The caller stores `supply`.
pub(crate) fn join<T: Config>(supply: &mut PoolSupply, offer: &Offer) -> DispatchResult {
	change::<T>(supply, offer, plus)
}

/// Writes: takes back what [`join`] did with the same offer, or with what it was before days that
/// are open now. The caller stores `supply`.
pub(crate) fn part<T: Config>(supply: &mut PoolSupply, offer: &Offer) -> DispatchResult {
	change::<T>(supply, offer, minus)
}

fn change<T: Config>(
	supply: &mut PoolSupply,
	offer: &Offer,
	change: fn(&Template, &Template) -> Option<Template>,
) -> DispatchResult {
	let last_open = previous(supply.next_day).map(|day| promised_on(offer, day));
	let running = change(&supply.running, &last_open.unwrap_or_default());
	supply.running = running.ok_or(Error::<T>::Overflow)?;
	for (day, step) in steps(offer, supply.next_day) {
		change_delta::<T>(offer.pool, day, |delta| {
			delta.joining = change(&delta.joining, &step.joining)?;
			delta.leaving = change(&delta.leaving, &step.leaving)?;
			Some(())
		})?;
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
