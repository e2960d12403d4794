//! What always holds; see the README for the list.

use crate::{
	open_day::unserved, share::Share, AssignAttempts, Assignments, Config, ContractDays, Contracts,
	DroppedHours, HoldReason, Pallet, UnsettledHours,
};
use alloc::collections::BTreeMap;
use frame_support::{ensure, traits::fungibles::hold::Inspect as _};
use greenhour_types::{
	units::GCD_ASSET, Assignment, Balance, ContractDay, ContractId, Day, HourMask, HourOfDay,
	MilliGpu, OfferId,
};
use sp_runtime::{traits::UniqueSaturatedInto, TryRuntimeError};

/// What the assignments of one contract day add up to.
#[derive(Default)]
struct DaySum {
	/// Assignments.
	open: u32,
	/// Units bound in each hour.
	units: BTreeMap<u8, u32>,
	/// Shares that are not settled.
	unsettled: Share,
}

type DaySums = BTreeMap<(ContractId, Day), DaySum>;
type Pages = BTreeMap<(ContractId, Day), ContractDay>;

/// Checks every invariant of the pallet.
///
/// **Errors**: the text of the first invariant that does not hold.
pub fn check<T: Config>() -> Result<(), TryRuntimeError> {
	holds_match_contracts::<T>()?;
	let pages = pages::<T>();
	days_belong_to_contracts::<T>(&pages)?;
	days_are_well_formed::<T>(&pages)?;
	assignments_are_well_formed::<T>(&pages)?;
	let sums = sums_of_assignments::<T>(&pages)?;
	days_match_their_assignments::<T>(&pages, &sums)?;
	holds_cover_what_is_open::<T>(&pages, &sums)?;
	counts_match_assignments::<T>()
}

fn pages<T: Config>() -> Pages {
	ContractDays::<T>::iter()
		.map(|((_, day, id), page)| ((id, day), page))
		.collect()
}

fn holds_match_contracts<T: Config>() -> Result<(), TryRuntimeError> {
	let block = frame_system::Pallet::<T>::block_number().unique_saturated_into();
	let next = ContractId::opened_in(block, frame_system::Pallet::<T>::event_count());
	let mut held: BTreeMap<T::AccountId, Balance> = BTreeMap::new();
	for (id, contract) in Contracts::<T>::iter() {
		let given = next.is_none_or(|next| id < next);
		ensure!(given, "a contract has an id that was never given");
		let sum = held.entry(contract.tenant).or_default();
		*sum = sum.checked_add(contract.held).ok_or("holds overflow")?;
	}
	for (tenant, sum) in held {
		let reason = HoldReason::ContractPayment.into();
		let on_hold = T::Assets::balance_on_hold(GCD_ASSET, &reason, &tenant);
		ensure!(
			sum == on_hold,
			"the contracts of a tenant do not sum to his hold"
		);
	}
	Ok(())
}

fn days_belong_to_contracts<T: Config>(pages: &Pages) -> Result<(), TryRuntimeError> {
	let mut listed = 0usize;
	for (id, contract) in Contracts::<T>::iter() {
		let days = contract.days.iter();
		let ascending = days.clone().zip(days.skip(1)).all(|(a, b)| a < b);
		ensure!(ascending, "the days of a contract are not ascending");
		for day in &contract.days {
			let key = (contract.pool, *day, id);
			let has_page = ContractDays::<T>::contains_key(key);
			ensure!(has_page, "a day of a contract has no record in its pool");
		}
		listed = listed.saturating_add(contract.days.len());
		ensure!(
			!contract.days.is_empty() || contract.held > 0,
			"a contract without days or money is left"
		);
	}
	// Each listed day has its record, so that equal numbers leave no record unlisted.
	let records = ContractDays::<T>::iter_keys().count();
	ensure!(records == listed, "a record of a day is in no contract");
	let attempts = AssignAttempts::<T>::iter_keys().all(|key| pages.contains_key(&key));
	ensure!(attempts, "attempts of no contract day");
	for (id, day, dropped) in DroppedHours::<T>::iter() {
		let page = pages.get(&(id, day)).ok_or("drops of no contract day")?;
		let bought = dropped
			.iter()
			.all(|(_, hours)| page.hours.contains_all(*hours));
		ensure!(bought, "an hour was dropped but never bought");
	}
	Ok(())
}

fn days_are_well_formed<T: Config>(pages: &Pages) -> Result<(), TryRuntimeError> {
	for ((id, day), page) in pages {
		ensure!(!page.hours.is_empty(), "a contract day has no hours");
		ensure!(
			page.hours.contains_all(page.refunded),
			"an hour was refunded but never bought"
		);
		ensure!(
			Pallet::<T>::all_started(*day, page.refunded),
			"an hour was refunded before it started"
		);
		for hour in HourMask::FULL.hours() {
			hour_is_well_formed(page, hour)?;
		}
		let open =
			Pallet::<T>::open_day(*id, *day, HourMask::EMPTY).map_err(|_| "checked above")?;
		let resolved = Pallet::<T>::is_resolved(&open);
		ensure!(!resolved, "nothing of a day is open, and it is still there");
	}
	Ok(())
}

fn hour_is_well_formed(page: &ContractDay, hour: HourOfDay) -> Result<(), TryRuntimeError> {
	let bought = page.hours.contains(hour);
	ensure!(
		bought != page.units_at(hour).is_zero() && bought == (page.paid_at(hour) > 0),
		"hours, units and prices of a day differ"
	);
	ensure!(
		bought || page.incentive_at(hour) == 0,
		"an incentive for an hour that was not bought"
	);
	ensure!(
		page.unassigned_at(hour) <= page.units_at(hour),
		"more units are without a device than were bought"
	);
	Ok(())
}

fn assignments_are_well_formed<T: Config>(pages: &Pages) -> Result<(), TryRuntimeError> {
	for ((device, day, id), assignment) in Assignments::<T>::iter() {
		let Assignment {
			hours,
			delivered,
			missed,
			..
		} = assignment;
		ensure!(
			delivered.intersection(missed).is_empty(),
			"an hour is delivered and missed"
		);
		ensure!(
			hours.contains_all(delivered.union(missed)),
			"an hour settled but was not bound"
		);
		let positive = HourMask::FULL
			.hours()
			.all(|hour| hours.contains(hour) != assignment.units_at(hour).is_zero());
		ensure!(positive, "units and hours of an assignment differ");
		ensure!(
			!assignment.unsettled().is_empty(),
			"an assignment with nothing unsettled is left"
		);
		let page = pages.get(&(id, day)).ok_or("an assignment of no day")?;
		ensure!(
			page.hours.contains_all(hours),
			"a device is bound to an unsold hour"
		);
		let dropped = Pallet::<T>::dropped_by(id, day, device);
		ensure!(
			dropped.intersection(hours).is_empty(),
			"a device serves an hour that it dropped"
		);
	}
	Ok(())
}

fn sums_of_assignments<T: Config>(pages: &Pages) -> Result<DaySums, TryRuntimeError> {
	let mut sums = DaySums::new();
	for ((_, day, id), assignment) in Assignments::<T>::iter() {
		let page = pages.get(&(id, day)).ok_or("checked above")?;
		add_assignment(sums.entry((id, day)).or_default(), page, &assignment)?;
	}
	Ok(sums)
}

fn add_assignment(
	sum: &mut DaySum,
	page: &ContractDay,
	assignment: &Assignment,
) -> Result<(), TryRuntimeError> {
	sum.open = sum.open.saturating_add(1);
	for hour in assignment.hours.hours() {
		let units = sum.units.entry(hour.get()).or_default();
		*units = units
			.checked_add(assignment.units_at(hour).0)
			.ok_or("units overflow")?;
	}
	for hour in assignment.unsettled().hours() {
		let share = Share::of_down(page, hour, assignment.units_at(hour));
		sum.unsettled = sum.unsettled.checked_add(share).ok_or("shares overflow")?;
	}
	Ok(())
}

fn days_match_their_assignments<T: Config>(
	pages: &Pages,
	sums: &DaySums,
) -> Result<(), TryRuntimeError> {
	let none = DaySum::default();
	for ((id, day), page) in pages {
		let sum = sums.get(&(*id, *day)).unwrap_or(&none);
		ensure!(
			sum.open == page.open_assignments,
			"open assignments are miscounted"
		);
		for hour in page.hours.hours() {
			let bound = MilliGpu(sum.units.get(&hour.get()).copied().unwrap_or(0));
			let all = bound
				.checked_add(page.unassigned_at(hour))
				.ok_or("units overflow")?;
			ensure!(
				all <= page.units_at(hour),
				"more units are bound or open than were bought"
			);
			// Settled units leave their assignment with it, and nothing settles before the start.
			let started = Pallet::<T>::all_started(*day, HourMask::single(hour));
			ensure!(
				started || all == page.units_at(hour),
				"units of an hour to come are lost"
			);
		}
	}
	Ok(())
}

fn holds_cover_what_is_open<T: Config>(
	pages: &Pages,
	sums: &DaySums,
) -> Result<(), TryRuntimeError> {
	for (id, contract) in Contracts::<T>::iter() {
		let mut open = contract.rewards;
		for day in contract.days {
			let page = pages.get(&(id, day)).ok_or("checked above")?;
			let unsettled = sums.get(&(id, day)).map(|sum| sum.unsettled);
			let shares = unserved(page)
				.hours()
				.map(|hour| Share::of_down(page, hour, page.unassigned_at(hour)))
				.chain(unsettled);
			for share in shares {
				let total = share.total().and_then(|total| open.checked_add(total));
				open = total.ok_or("shares overflow")?;
			}
		}
		ensure!(
			contract.held >= open,
			"the hold of a contract does not cover what is open"
		);
	}
	Ok(())
}

fn counts_match_assignments<T: Config>() -> Result<(), TryRuntimeError> {
	let mut counts: BTreeMap<(OfferId, Day, u8), u32> = BTreeMap::new();
	for ((_, day, _), assignment) in Assignments::<T>::iter() {
		for hour in assignment.unsettled().hours() {
			let count = counts
				.entry((assignment.offer, day, hour.get()))
				.or_default();
			*count = count.saturating_add(1);
		}
	}
	for (offer, day, stored) in UnsettledHours::<T>::iter() {
		ensure!(
			stored.iter().any(|count| *count > 0),
			"an empty entry of unsettled hours"
		);
		for hour in HourMask::FULL.hours() {
			let count = counts.remove(&(offer, day, hour.get())).unwrap_or(0);
			let matches = stored.get(hour.index()) == Some(&count);
			ensure!(matches, "unsettled hours of an offer are miscounted");
		}
	}
	ensure!(
		counts.is_empty(),
		"unsettled hours of an offer are not counted"
	);
	Ok(())
}
