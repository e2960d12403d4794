//! What always holds; see the README for the list.

use crate::{
	closing::unserved, split::share_down, AssignAttempts, Assignments, Config, ContractDays,
	Contracts, HoldReason, NextContractId, PoolContracts, UnsettledHours,
};
use alloc::collections::BTreeMap;
use frame_support::{ensure, traits::fungibles::hold::Inspect as _};
use greenhour_types::{
	units::GCD_ASSET, Assignment, Balance, Contract, ContractDay, ContractId, Day, HourMask,
	MilliGpu, OfferId,
};
use sp_runtime::TryRuntimeError;

/// What the assignments of one contract day add up to.
#[derive(Default)]
struct DaySum {
	/// Assignments with unsettled hours.
	open: u32,
	/// Units bound in each hour.
	units: BTreeMap<u8, u32>,
	/// Planck of GCD in shares that are not settled.
	unsettled: Balance,
}

type DaySums = BTreeMap<(ContractId, Day), DaySum>;

/// Checks every invariant of the pallet.
///
/// **Errors**: the text of the first invariant that does not hold.
pub fn check<T: Config>() -> Result<(), TryRuntimeError> {
	holds_match_contracts::<T>()?;
	days_belong_to_contracts::<T>()?;
	assignments_are_well_formed::<T>()?;
	let sums = sums_of_assignments::<T>()?;
	days_match_their_assignments::<T>(&sums)?;
	holds_cover_what_is_open::<T>(&sums)?;
	counts_match_assignments::<T>()
}

fn holds_match_contracts<T: Config>() -> Result<(), TryRuntimeError> {
	let next = NextContractId::<T>::get();
	let mut held: BTreeMap<T::AccountId, Balance> = BTreeMap::new();
	for (id, contract) in Contracts::<T>::iter() {
		ensure!(id < next, "a contract has an id that was never given");
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

fn days_belong_to_contracts<T: Config>() -> Result<(), TryRuntimeError> {
	for (id, contract) in Contracts::<T>::iter() {
		let mut days: u32 = 0;
		for day in ContractDays::<T>::iter_key_prefix(id) {
			days = days.saturating_add(1);
			let listed = PoolContracts::<T>::contains_key((contract.pool, day, id));
			ensure!(listed, "a contract day is not listed in its pool");
		}
		ensure!(
			days == contract.days,
			"a contract has another number of days than it says"
		);
	}
	for (id, day) in ContractDays::<T>::iter_keys() {
		ensure!(
			Contracts::<T>::contains_key(id),
			"a day of a closed contract is left"
		);
		let page = ContractDays::<T>::get(id, day).ok_or("the day was just listed")?;
		ensure!(!page.hours.is_empty(), "a contract day has no hours");
		ensure!(
			page.hours.contains_all(page.refunded),
			"an hour was refunded but never bought"
		);
	}
	for (_, day, id) in PoolContracts::<T>::iter_keys() {
		ensure!(
			ContractDays::<T>::contains_key(id, day),
			"open demand of no contract day"
		);
	}
	for (id, day) in AssignAttempts::<T>::iter_keys() {
		ensure!(
			ContractDays::<T>::contains_key(id, day),
			"attempts of no contract day"
		);
	}
	Ok(())
}

fn assignments_are_well_formed<T: Config>() -> Result<(), TryRuntimeError> {
	for ((_, _, id), assignment) in Assignments::<T>::iter() {
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
		let orphan = !Contracts::<T>::contains_key(id);
		ensure!(
			!orphan || assignment.unsettled().is_empty(),
			"a closed contract is unsettled"
		);
	}
	Ok(())
}

fn sums_of_assignments<T: Config>() -> Result<DaySums, TryRuntimeError> {
	let mut sums = DaySums::new();
	for ((_, day, id), assignment) in Assignments::<T>::iter() {
		let (Some(contract), Some(page)) =
			(Contracts::<T>::get(id), ContractDays::<T>::get(id, day))
		else {
			continue;
		};
		ensure!(
			page.hours.contains_all(assignment.hours),
			"a device is bound to an unsold hour"
		);
		add_assignment(
			sums.entry((id, day)).or_default(),
			&contract,
			&page,
			&assignment,
		)?;
	}
	Ok(sums)
}

fn add_assignment<AccountId>(
	sum: &mut DaySum,
	contract: &Contract<AccountId>,
	page: &ContractDay,
	assignment: &Assignment,
) -> Result<(), TryRuntimeError> {
	let unsettled = assignment.unsettled();
	sum.open = sum.open.saturating_add(u32::from(!unsettled.is_empty()));
	for hour in assignment.hours.hours() {
		let units = sum.units.entry(hour.get()).or_default();
		*units = units
			.checked_add(assignment.units_at(hour).0)
			.ok_or("units overflow")?;
	}
	for hour in unsettled.hours() {
		let share = share_down(
			page.paid_at(hour),
			assignment.units_at(hour),
			contract.units,
		);
		sum.unsettled = sum.unsettled.checked_add(share).ok_or("shares overflow")?;
	}
	Ok(())
}

fn days_match_their_assignments<T: Config>(sums: &DaySums) -> Result<(), TryRuntimeError> {
	let none = DaySum::default();
	for (id, day, page) in ContractDays::<T>::iter() {
		let contract = Contracts::<T>::get(id).ok_or("checked above")?;
		let sum = sums.get(&(id, day)).unwrap_or(&none);
		ensure!(
			sum.open == page.open_assignments,
			"open assignments are miscounted"
		);
		for hour in HourMask::FULL.hours() {
			let bound = MilliGpu(sum.units.get(&hour.get()).copied().unwrap_or(0));
			let all = bound
				.checked_add(page.unassigned_at(hour))
				.ok_or("units overflow")?;
			let bought = if page.hours.contains(hour) {
				contract.units
			} else {
				MilliGpu::ZERO
			};
			ensure!(
				all <= bought,
				"more units are bound or open than were bought"
			);
		}
	}
	Ok(())
}

fn holds_cover_what_is_open<T: Config>(sums: &DaySums) -> Result<(), TryRuntimeError> {
	for (id, contract) in Contracts::<T>::iter() {
		let mut open: Balance = 0;
		for (day, page) in ContractDays::<T>::iter_prefix(id) {
			let shares = sums.get(&(id, day)).map_or(0, |sum| sum.unsettled);
			open = open.checked_add(shares).ok_or("shares overflow")?;
			for hour in unserved(&page).hours() {
				let units = page.unassigned_at(hour);
				let share = share_down(page.paid_at(hour), units, contract.units);
				open = open.checked_add(share).ok_or("shares overflow")?;
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
