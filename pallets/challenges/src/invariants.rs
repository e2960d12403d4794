//! What always holds; see the README for the list.

use crate::{
	types::{AuditStage, Queue, MAX_OPEN_ROUNDS},
	ActiveCount, ActiveDevices, Audits, Challenges, ChangeQueue, Changes, Config, Cursors,
	DeferralOrder, DeferralQueue, Deferrals, EnergyDays, HoldReason, Listings, NextAudit,
	OwnerCounts, OwnerDevices, Pallet, Rounds, TicketQueue, Tickets,
};
use alloc::collections::{BTreeMap, BTreeSet};
use frame_support::{ensure, traits::fungible::hold::Inspect as _};
use greenhour_types::Balance;
use sp_runtime::TryRuntimeError;

/// Checks every invariant of the pallet.
///
/// **Errors**: the text of the first one that does not hold.
pub fn check<T: Config>() -> Result<(), TryRuntimeError> {
	lists_are_dense::<T>()?;
	listings_follow_their_changes::<T>()?;
	challenges_belong_to_open_rounds::<T>()?;
	deferrals_are_queued::<T>()?;
	tickets_are_queued::<T>()?;
	audits_are_well_formed::<T>()?;
	deposits_are_held::<T>()?;
	energy_days_are_in_their_slots::<T>()
}

fn lists_are_dense<T: Config>() -> Result<(), TryRuntimeError> {
	let count = ActiveCount::<T>::get();
	let mut listed = 0u32;
	let mut by_owner = BTreeMap::<T::AccountId, u32>::new();
	for (device, listing) in Listings::<T>::iter() {
		let Some(place) = listing.place else {
			continue;
		};
		ensure!(
			place.index < count && ActiveDevices::<T>::get(place.index) == Some(device),
			"a device is not at its index"
		);
		ensure!(
			place.owner_index < OwnerCounts::<T>::get(&place.terms.owner)
				&& OwnerDevices::<T>::get(&place.terms.owner, place.owner_index) == Some(device),
			"a device is not at its index with its owner"
		);
		listed = listed.saturating_add(1);
		let owned = by_owner.entry(place.terms.owner).or_default();
		*owned = owned.saturating_add(1);
	}
	let entries = ActiveDevices::<T>::iter_keys().count();
	ensure!(
		listed == count && u32::try_from(entries) == Ok(count),
		"the list of all devices is not dense"
	);
	let counts: BTreeMap<T::AccountId, u32> = OwnerCounts::<T>::iter().collect();
	ensure!(counts == by_owner, "an owner's count is wrong");
	let entries = OwnerDevices::<T>::iter_keys().count();
	ensure!(
		u32::try_from(entries) == Ok(count),
		"the list of an owner is not dense"
	);
	Ok(())
}

fn listings_follow_their_changes<T: Config>() -> Result<(), TryRuntimeError> {
	let queue = ChangeQueue::<T>::get();
	is_queue(queue, Changes::<T>::iter_keys().collect())?;
	let (mut last, mut before) = (BTreeMap::new(), 0u32);
	for number in queue.first..queue.next {
		let change = Changes::<T>::get(number).ok_or("a change is missing")?;
		ensure!(
			before <= change.block && change.block <= Pallet::<T>::block(),
			"changes are not in the order of their blocks"
		);
		before = change.block;
		last.insert(change.device, change.terms);
	}
	for (device, terms) in &last {
		ensure!(
			Listings::<T>::get(device).wanted == *terms,
			"the last change of a device is not what is wanted"
		);
	}
	for (device, listing) in Listings::<T>::iter() {
		let place = listing.place.map(|place| place.terms);
		ensure!(
			place.is_some() || last.contains_key(&device),
			"a listing is of a device that is nowhere and will be nowhere"
		);
		ensure!(
			last.contains_key(&device) || listing.wanted == place,
			"a device is not where it is wanted and nothing will change that"
		);
	}
	Ok(())
}

fn challenges_belong_to_open_rounds<T: Config>() -> Result<(), TryRuntimeError> {
	let cursors = Cursors::<T>::get();
	for (number, round) in Rounds::<T>::iter() {
		let cursors = cursors.ok_or("there is a round but no cursor")?;
		ensure!(
			number >= cursors.unclosed && number <= Pallet::<T>::block(),
			"a round is behind the cursor"
		);
		ensure!(
			round.opening.is_some() == (number < cursors.unseeded),
			"a round is seeded out of order"
		);
		let distinct: BTreeSet<_> = round.devices.iter().collect();
		ensure!(
			!round.devices.is_empty() && distinct.len() == round.devices.len(),
			"a round is empty or challenges a device twice"
		);
	}
	if let Some(cursors) = cursors {
		ensure!(cursors.unclosed <= cursors.unseeded, "the cursors cross");
	}
	let most = usize::try_from(MAX_OPEN_ROUNDS).unwrap_or(usize::MAX);
	ensure!(
		Rounds::<T>::iter_keys().count() <= most,
		"too many rounds are open"
	);
	for (device, challenge) in Challenges::<T>::iter() {
		let round = Rounds::<T>::get(challenge.round).ok_or("a challenge has no round")?;
		ensure!(
			round.devices.contains(&device) && round.hour == challenge.hour,
			"a challenge is not of its round"
		);
		ensure!(
			challenge.leaves > 0 && !challenge.needed.is_zero(),
			"a challenge asks for nothing"
		);
	}
	Ok(())
}

fn deferrals_are_queued<T: Config>() -> Result<(), TryRuntimeError> {
	is_queue(
		DeferralQueue::<T>::get(),
		DeferralOrder::<T>::iter_keys().collect(),
	)?;
	let queued: BTreeSet<_> = DeferralOrder::<T>::iter_values().collect();
	for (device, day, hours) in Deferrals::<T>::iter() {
		ensure!(!hours.is_empty(), "a day has no deferrals");
		for (of_day, deferral) in hours.iter() {
			let of_day = greenhour_types::HourOfDay::new(*of_day).ok_or("a day has a 25th hour")?;
			let hour = day.hour(of_day).ok_or("an hour does not fit")?;
			ensure!(
				queued.contains(&(device, hour)),
				"a deferral is never closed"
			);
			ensure!(
				deferral.shown < deferral.needed,
				"a deferral is answered and still there"
			);
			ensure!(
				deferral.by_receipt || deferral.by_work,
				"no receipt can show a deferral"
			);
		}
	}
	Ok(())
}

fn tickets_are_queued<T: Config>() -> Result<(), TryRuntimeError> {
	is_queue(TicketQueue::<T>::get(), Tickets::<T>::iter_keys().collect())?;
	let mut before = 0u32;
	let queue = TicketQueue::<T>::get();
	for number in queue.first..queue.next {
		let ticket = Tickets::<T>::get(number).ok_or("a ticket is missing")?;
		ensure!(
			before <= ticket.block && ticket.block <= Pallet::<T>::block(),
			"tickets are not in the order of their blocks"
		);
		before = ticket.block;
	}
	Ok(())
}

fn audits_are_well_formed<T: Config>() -> Result<(), TryRuntimeError> {
	for (id, audit) in Audits::<T>::iter() {
		ensure!(id < NextAudit::<T>::get(), "an audit has a future number");
		let distinct: BTreeSet<_> = audit.panel.iter().map(|seat| &seat.auditor).collect();
		ensure!(
			distinct.len() == audit.panel.len() && distinct.len() > 1,
			"an auditor sits twice, or alone"
		);
		let judging = matches!(audit.stage, AuditStage::Judging { .. });
		let all = audit.panel.iter().all(|seat| seat.verdict.is_some());
		ensure!(!(judging && all), "a panel has judged and nothing followed");
	}
	Ok(())
}

fn deposits_are_held<T: Config>() -> Result<(), TryRuntimeError> {
	let mut deposits = BTreeMap::<T::AccountId, Balance>::new();
	for audit in Audits::<T>::iter_values() {
		if let AuditStage::Appealed {
			appellant, deposit, ..
		} = audit.stage
		{
			let sum = deposits.entry(appellant).or_default();
			*sum = sum.saturating_add(deposit);
		}
	}
	for (who, sum) in deposits {
		ensure!(
			T::Currency::balance_on_hold(&HoldReason::Appeal.into(), &who) == sum,
			"a deposit is not held"
		);
	}
	Ok(())
}

fn energy_days_are_in_their_slots<T: Config>() -> Result<(), TryRuntimeError> {
	for (_, slot, record) in EnergyDays::<T>::iter() {
		ensure!(
			record.day.0.checked_rem(crate::types::DAY_SLOTS) == Some(slot),
			"a day is in another's slot"
		);
	}
	Ok(())
}

/// Are the numbers of a queue exactly those of its entries?
fn is_queue(queue: Queue, numbers: BTreeSet<u64>) -> Result<(), TryRuntimeError> {
	ensure!(queue.first <= queue.next, "a queue ends before it starts");
	let within = |number: &u64| *number >= queue.first && *number < queue.next;
	ensure!(
		u64::try_from(numbers.len()) == Ok(queue.len()) && numbers.iter().all(within),
		"a queue has gaps, or entries outside"
	);
	Ok(())
}
