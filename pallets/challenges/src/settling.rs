//! What a paid hour does: it answers challenges, and waits for its draw.

use crate::{
	types::{Ticket, MAX_TICKETS},
	Challenges, Config, Deferrals, Event, Pallet, Rounds, TicketQueue, Tickets,
};
use alloc::vec::Vec;
use greenhour_traits::{Obligations, SettledHours, SettlementListener};
use greenhour_types::{Hour, MilliGpu};

impl<T: Config> SettlementListener for Pallet<T> {
	fn settled(hours: &SettledHours) {
		if hours.by_receipt {
			Self::answer_by_receipt(hours);
			Self::show_deferrals(hours);
		}
		Self::queue_ticket(hours);
	}
}

impl<T: Config> Pallet<T> {
	/// Writes: answers an open challenge whose moment lies in a paid hour with enough units.
	fn answer_by_receipt(hours: &SettledHours) {
		let device = hours.device;
		let Some(challenge) = Challenges::<T>::get(device) else {
			return;
		};
		if units_in(hours, challenge.hour) < challenge.needed {
			return;
		}
		Challenges::<T>::remove(device);
		if let Some(round) = Rounds::<T>::get(challenge.round) {
			Self::note_answer(device, challenge.round, round.moment);
		}
	}

	/// Writes: counts paid units for deferred challenges of the day, and answers those that have enough.
	fn show_deferrals(hours: &SettledHours) {
		let (device, day) = (hours.device, hours.day);
		let mut deferred = Deferrals::<T>::get(device, day);
		let mut answered = Vec::new();
		let mut changed = false;
		for (of_day, deferral) in deferred.iter_mut() {
			let hour = hours.hours.hours().find(|hour| hour.get() == *of_day);
			let units = hour.and_then(|hour| hours.units.get(hour.index()).copied());
			let (Some(hour), Some(units)) = (hour, units) else {
				continue;
			};
			deferral.shown = deferral
				.shown
				.checked_add(units)
				.unwrap_or(MilliGpu(u32::MAX));
			changed = true;
			if deferral.shown >= deferral.needed {
				answered.push((*of_day, *deferral));
			} else if let Some(hour) = day.hour(hour) {
				Self::deposit_event(Event::DeferralShown {
					device,
					hour,
					shown: deferral.shown,
				});
			}
		}
		for (of_day, deferral) in answered {
			deferred.remove(&of_day);
			Self::note_answer(device, deferral.round, deferral.moment);
		}
		match (changed, deferred.is_empty()) {
			(false, _) => {}
			(true, true) => Deferrals::<T>::remove(device, day),
			(true, false) => Deferrals::<T>::insert(device, day, deferred),
		}
	}

	/// Writes: keeps the bond of the device until the hours are drawn, and queues them.
	fn queue_ticket(hours: &SettledHours) {
		let SettledHours {
			contract,
			device,
			day,
			..
		} = *hours;
		let mut queue = TicketQueue::<T>::get();
		if queue.len() >= MAX_TICKETS {
			Self::deposit_event(Event::TicketDropped {
				device,
				contract,
				day,
				hours: hours.hours,
			});
			return;
		}
		let number = queue.next;
		let ticket = Ticket {
			block: Self::block(),
			device,
			contract,
			day,
			hours: hours.hours,
			units: hours.units,
			// A device without a bond is audited as well: it can lose its tier.
			obliged: T::Devices::add(device).is_ok(),
		};
		Tickets::<T>::insert(number, ticket);
		queue.next = number.saturating_add(1);
		TicketQueue::<T>::put(queue);
		Self::deposit_event(Event::TicketQueued {
			ticket: number,
			device,
			contract,
			day,
			hours: hours.hours,
		});
	}
}

/// Units that were paid for `hour`; zero for another day or hour.
fn units_in(hours: &SettledHours, hour: Hour) -> MilliGpu {
	let of_day = hour.of_day();
	match hours.day == hour.day() && hours.hours.contains(of_day) {
		true => hours.units.get(of_day.index()).copied().unwrap_or_default(),
		false => MilliGpu::ZERO,
	}
}
