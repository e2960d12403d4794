//! Purchases: the payment is held and the contract opens.

use crate::{
	split::HOURS, Config, ContractDays, Contracts, Error, Event, NextContractId, Pallet,
	PoolContracts,
};
use alloc::vec::Vec;
use frame_support::ensure;
use greenhour_traits::{ContractBook, HourPrices, ProofIntake};
use greenhour_types::{
	Balance, Contract, ContractDay, ContractId, ContractTerms, Day, HourMask, HourOfDay, MilliGpu,
	PoolId, MAX_CONTRACT_DAYS,
};
use sp_runtime::DispatchError;

/// What all days cost together; `None` when the purchase is malformed or the sum does not fit.
fn total_of(units: MilliGpu, days: &[HourPrices]) -> Option<Balance> {
	let count = u32::try_from(days.len()).ok()?;
	let ascending = days.windows(2).all(|pair| match pair {
		[first, second] => first.hours.day < second.hours.day,
		_ => false,
	});
	let whole = days.iter().all(|day| {
		let outside = HourMask::FULL.difference(day.hours.hours);
		!day.hours.hours.is_empty() && outside.hours().all(|hour| paid_at(day, hour) == 0)
	});
	if units.is_zero() || count == 0 || count > MAX_CONTRACT_DAYS || !ascending || !whole {
		return None;
	}
	let mut prices = days.iter().flat_map(|day| day.paid.iter().copied());
	prices
		.try_fold(0, Balance::checked_add)
		.filter(|total| *total > 0)
}

fn paid_at(day: &HourPrices, hour: HourOfDay) -> Balance {
	day.paid.get(hour.index()).copied().unwrap_or(0)
}

/// The day of a new contract: nobody serves a unit of it yet.
fn unserved(day: &HourPrices, units: MilliGpu) -> ContractDay {
	let mut unassigned = [MilliGpu::ZERO; HOURS];
	for hour in day.hours.hours.hours() {
		if let Some(entry) = unassigned.get_mut(hour.index()) {
			*entry = units;
		}
	}
	ContractDay {
		hours: day.hours.hours,
		paid: day.paid,
		unassigned,
		refunded: HourMask::EMPTY,
		open_assignments: 0,
	}
}

impl<T: Config> ContractBook<T::AccountId> for Pallet<T> {
	fn open(
		tenant: &T::AccountId,
		pool: PoolId,
		units: MilliGpu,
		terms: ContractTerms,
		days: Vec<HourPrices>,
	) -> Result<ContractId, DispatchError> {
		// Else it would block units that nobody could be paid for.
		let provable = T::Proofs::is_open(terms.verification, pool.gpu_class);
		ensure!(provable, Error::<T>::NotProvable);
		let held = total_of(units, &days).ok_or(Error::<T>::InvalidPurchase)?;
		let contract = NextContractId::<T>::get();
		let next = contract.next().ok_or(Error::<T>::IdsExhausted)?;
		Self::hold_payment(tenant, held)?;
		NextContractId::<T>::put(next);
		let mut count: u32 = 0;
		for day in &days {
			count = count.saturating_add(1);
			ContractDays::<T>::insert(contract, day.hours.day, unserved(day, units));
			PoolContracts::<T>::insert((pool, day.hours.day, contract), ());
		}
		let tenant = tenant.clone();
		let record = Contract {
			tenant: tenant.clone(),
			pool,
			units,
			terms,
			held,
			days: count,
		};
		Contracts::<T>::insert(contract, record);
		Self::deposit_event(Event::ContractOpened {
			contract,
			tenant,
			pool,
			units,
			held,
		});
		Ok(contract)
	}
}

impl<T: Config> Pallet<T> {
	/// The open contract, or `ContractNotFound`.
	pub(crate) fn contract(id: ContractId) -> Result<Contract<T::AccountId>, DispatchError> {
		Ok(Contracts::<T>::get(id).ok_or(Error::<T>::ContractNotFound)?)
	}

	/// The day of an open contract with all of `hours`, or `HoursNotBought`.
	pub(crate) fn contract_day(
		id: ContractId,
		day: Day,
		hours: HourMask,
	) -> Result<ContractDay, DispatchError> {
		let page = ContractDays::<T>::get(id, day).ok_or(Error::<T>::HoursNotBought)?;
		ensure!(page.hours.contains_all(hours), Error::<T>::HoursNotBought);
		Ok(page)
	}
}
