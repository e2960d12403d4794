//! What one offer promises, and what it promises once it has changed. Pure.

use crate::{supply::hours_of_day, SupplyDelta};
use greenhour_types::{Day, EarlierTemplate, MilliGpu, Offer, Template};

/// The day before.
pub(crate) fn previous(day: Day) -> Option<Day> {
	day.0.checked_sub(1).map(Day)
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

/// The largest entry of its templates.
pub(crate) fn peak(offer: &Offer) -> MilliGpu {
	let before = offer.before.map(|earlier| earlier.template.peak());
	offer.template.peak().max(before.unwrap_or_default())
}

/// The largest entry of what it promises from a day on.
pub(crate) fn peak_from(offer: &Offer, from: Day) -> MilliGpu {
	let before = offer.before.filter(|earlier| earlier.until > from);
	let before = before.map(|earlier| earlier.template.peak());
	offer.template.peak().max(before.unwrap_or_default())
}

/// Has `a` more units than `b` in some hour?
pub(crate) fn exceeds(a: &Template, b: &Template) -> bool {
	hours_of_day().any(|hour| a.at(hour) > b.at(hour))
}

/// The offer without an earlier template whose days are over.
pub(crate) fn folded(offer: &Offer, today: Day) -> Offer {
	Offer {
		before: offer.before.filter(|earlier| earlier.until > today),
		..offer.clone()
	}
}

/// The offer with another template from day `from` on; it has no earlier template.
pub(crate) fn changed(offer: &Offer, template: Template, from: Day) -> Offer {
	let before = (from > offer.first_day).then_some(EarlierTemplate {
		template: offer.template,
		until: from,
	});
	Offer {
		template,
		before,
		..offer.clone()
	}
}

/// The offer when it ends after `last_day`. A change that would come later never does.
pub(crate) fn shortened(offer: &Offer, last_day: Day) -> Offer {
	let offer = Offer {
		last_day,
		..offer.clone()
	};
	match offer.before.filter(|earlier| earlier.until > last_day) {
		Some(earlier) => Offer {
			template: earlier.template,
			before: None,
			..offer
		},
		None => offer,
	}
}

/// The days after which something of an open offer is over: its earlier template, the offer itself.
pub(crate) fn ends(offer: &Offer) -> impl Iterator<Item = Day> {
	let earlier = offer.before.and_then(|earlier| previous(earlier.until));
	earlier.into_iter().chain([offer.last_day])
}

/// How what an offer promises changes from the day before to `day`.
fn step(offer: &Offer, day: Day) -> SupplyDelta {
	let before = previous(day).map(|day| promised_on(offer, day));
	let (before, after) = (before.unwrap_or_default(), promised_on(offer, day));
	let mut step = SupplyDelta::default();
	for hour in hours_of_day() {
		let (before, after) = (before.at(hour), after.at(hour));
		if let Some(units) = step.joining.at_mut(hour) {
			*units = after.saturating_sub(before);
		}
		if let Some(units) = step.leaving.at_mut(hour) {
			*units = before.saturating_sub(after);
		}
	}
	step
}

/// The days from `from` on where what an offer promises is not what it promised the day before, with
/// the change: at most three beside the first day, which can be partial.
pub(crate) fn steps(offer: &Offer, from: Day) -> impl Iterator<Item = (Day, SupplyDelta)> + '_ {
	let until = offer.before.map(|earlier| earlier.until);
	let mut days = [
		offer.first_day,
		offer.first_day.next(),
		until.unwrap_or(offer.first_day),
		offer.last_day.next(),
	];
	days.sort_unstable();
	let mut last = None;
	days.into_iter()
		.filter(move |day| *day >= from && last.replace(*day) != Some(*day))
		.map(|day| (day, step(offer, day)))
		.filter(|(_, step)| *step != SupplyDelta::default())
}

#[cfg(test)]
mod tests {
	use super::*;
	use greenhour_types::{DeviceId, HourOfDay, OfferState, PoolId};

	fn offer(units: u32, first_day: u32, last_day: u32) -> Offer {
		Offer {
			device: DeviceId(0),
			pool: PoolId::default(),
			template: Template::flat(MilliGpu(units)),
			before: None,
			first_day: Day(first_day),
			first_hour_of_day: 0,
			last_day: Day(last_day),
			created_at: 1,
			state: OfferState::Open { index: 0 },
		}
	}

	fn noon() -> HourOfDay {
		HourOfDay::new(12).expect("below 24")
	}

	/// Units at noon by day, from the steps alone.
	fn by_steps(offer: &Offer, days: u32) -> Vec<u32> {
		let mut units = 0;
		(0..days)
			.map(|day| {
				for (at, step) in steps(offer, Day(0)) {
					if at == Day(day) {
						units += step.joining.at(noon()).0;
						units -= step.leaving.at(noon()).0;
					}
				}
				units
			})
			.collect()
	}

	fn by_day(offer: &Offer, days: u32) -> Vec<u32> {
		(0..days)
			.map(|day| offer.units_at(Day(day), noon()).0)
			.collect()
	}

	#[test]
	fn steps_add_up_to_what_is_promised() {
		let partial = Offer {
			first_hour_of_day: 13,
			..offer(500, 2, 6)
		};
		let grown = changed(&offer(500, 2, 6), Template::flat(MilliGpu(800)), Day(4));
		let at_once = changed(&offer(500, 2, 6), Template::flat(MilliGpu(800)), Day(1));
		let next_day = changed(&partial, Template::default(), Day(3));
		let never = shortened(&offer(500, 2, 6), Day(1));
		for offer in [
			offer(500, 0, 6),
			offer(500, 2, 2),
			partial,
			grown,
			at_once,
			next_day,
			never,
		] {
			assert_eq!(by_steps(&offer, 9), by_day(&offer, 9), "{offer:?}");
			assert!(steps(&offer, Day(0)).count() <= 4);
		}
	}

	#[test]
	fn a_change_keeps_the_days_before_it() {
		let change = changed(&offer(500, 2, 6), Template::flat(MilliGpu(800)), Day(4));
		assert_eq!(by_day(&change, 8), [0, 0, 500, 500, 800, 800, 800, 0]);
		assert_eq!(peak(&change), MilliGpu(800));
		assert_eq!(folded(&change, Day(3)), change);
		assert_eq!(folded(&change, Day(4)).before, None);
		assert_eq!(ends(&change).collect::<Vec<_>>(), [Day(3), Day(6)]);
	}

	#[test]
	fn an_end_before_a_change_takes_the_change_with_it() {
		let change = changed(&offer(500, 2, 6), Template::flat(MilliGpu(800)), Day(4));
		let end = shortened(&change, Day(3));
		assert_eq!(end, offer(500, 2, 3));
		let end = shortened(&change, Day(4));
		assert_eq!(by_day(&end, 8), [0, 0, 500, 500, 800, 0, 0, 0]);
		assert_eq!(ends(&end).collect::<Vec<_>>(), [Day(3), Day(4)]);
	}
}
