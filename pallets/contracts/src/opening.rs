//! Purchases: the payment is held, and the contract opens or grows.

use crate::{split::HOURS, Config, ContractDays, Contracts, Error, Event, Pallet};
use alloc::vec::Vec;
use frame_support::{ensure, traits::Get};
use greenhour_traits::{
	ContractBook, ContractFacts, HourClock, HourPrices, HourRefunds, OpenClaims, ProofIntake,
};
use greenhour_types::{
	Balance, Contract, ContractDay, ContractDayList, ContractId, ContractTerms, Day, HourMask,
	HourOfDay, MilliGpu, Moment, PoolId, SpecUri, MAX_CONTRACT_DAYS,
};
use sp_runtime::{traits::UniqueSaturatedInto, DispatchError, DispatchResult};

/// What all days cost together; `None` when the purchase is malformed or the sum does not fit.
fn total_of(days: &[HourPrices]) -> Option<Balance> {
	let count = u32::try_from(days.len()).ok()?;
	let ascending = days.windows(2).all(|pair| match pair {
		[first, second] => first.order.day < second.order.day,
		_ => false,
	});
	// Every hour with units has a price, or missing and dropping it would be free; no other has one.
	let whole = days.iter().all(|day| {
		let ordered = day.order.hours();
		let priced = HourMask::FULL.filter(|hour| paid_at(day, hour) > 0);
		!ordered.is_empty() && ordered == priced
	});
	if count == 0 || count > MAX_CONTRACT_DAYS || !ascending || !whole {
		return None;
	}
	let mut prices = days.iter().flat_map(|day| day.paid.iter().copied());
	prices.try_fold(0, Balance::checked_add)
}

fn paid_at(day: &HourPrices, hour: HourOfDay) -> Balance {
	day.paid.get(hour.index()).copied().unwrap_or(0)
}

/// A day without hours.
fn empty_day() -> ContractDay {
	ContractDay {
		hours: HourMask::EMPTY,
		units: [MilliGpu::ZERO; HOURS],
		paid: [0; HOURS],
		incentive: [0; HOURS],
		unassigned: [MilliGpu::ZERO; HOURS],
		refunded: HourMask::EMPTY,
		open_assignments: 0,
		bought_at: 0,
	}
}

/// Adds what was bought to a day: nobody serves a unit of it yet. `None` when it does not fit, or when
/// somebody is bound to one of the hours already.
fn add_to(page: &mut ContractDay, bought: &HourPrices, now: Moment) -> Option<()> {
	for hour in bought.order.hours().hours() {
		let untouched = page.unassigned_at(hour) == page.units_at(hour);
		if !untouched || page.refunded.contains(hour) {
			return None;
		}
		let units = page.units_at(hour).checked_add(bought.order.at(hour))?;
		*page.units.get_mut(hour.index())? = units;
		*page.unassigned.get_mut(hour.index())? = units;
		let paid = page.paid.get_mut(hour.index())?;
		*paid = paid.checked_add(paid_at(bought, hour))?;
	}
	page.hours = page.hours.union(bought.order.hours());
	page.bought_at = now;
	Some(())
}

impl<T: Config> ContractBook<T::AccountId> for Pallet<T> {
	fn contract(contract: ContractId) -> Option<ContractFacts<T::AccountId>> {
		let record = Contracts::<T>::get(contract)?;
		Some(ContractFacts {
			tenant: record.tenant,
			pool: record.pool,
			terms: record.terms,
		})
	}

	fn day(contract: ContractId, day: Day) -> Option<ContractDay> {
		let pool = Contracts::<T>::get(contract)?.pool;
		ContractDays::<T>::get((pool, day, contract))
	}

	fn settlement_deposit(days: u32) -> Balance {
		T::SettlementDeposit::get().saturating_mul(days.into())
	}

	fn open(
		tenant: &T::AccountId,
		pool: PoolId,
		terms: ContractTerms,
		spec_uri: SpecUri,
		days: Vec<HourPrices>,
	) -> Result<ContractId, DispatchError> {
		Self::ensure_provable(&terms, pool)?;
		let price = total_of(&days).ok_or(Error::<T>::InvalidPurchase)?;
		let contract = Self::fresh_id()?;
		let list: Vec<Day> = days.iter().map(|bought| bought.order.day).collect();
		let list = ContractDayList::try_from(list).map_err(|_| Error::<T>::InvalidPurchase)?;
		let rewards = Self::settlement_deposit(u32::try_from(list.len()).unwrap_or(u32::MAX));
		let held = price.checked_add(rewards).ok_or(Error::<T>::Overflow)?;
		Self::hold_payment(tenant, held)?;
		for bought in &days {
			let key = (pool, bought.order.day, contract);
			Self::write_bought(key, empty_day(), bought)?;
		}
		let record = Contract {
			tenant: tenant.clone(),
			pool,
			terms,
			spec_uri,
			held,
			rewards,
			days: list,
		};
		Contracts::<T>::insert(contract, record);
		Self::deposit_event(Event::ContractOpened {
			contract,
			tenant: tenant.clone(),
			pool,
			held,
			deposit: rewards,
		});
		Ok(contract)
	}

	fn extend(contract: ContractId, days: Vec<HourPrices>) -> DispatchResult {
		let mut record = Self::open_contract(contract)?;
		Self::ensure_provable(&record.terms, record.pool)?;
		let price = total_of(&days).ok_or(Error::<T>::InvalidPurchase)?;
		let mut added: u32 = 0;
		for bought in &days {
			let Err(place) = record.days.binary_search(&bought.order.day) else {
				continue;
			};
			let inserted = record.days.try_insert(place, bought.order.day);
			inserted.map_err(|_| Error::<T>::InvalidPurchase)?;
			added = added.saturating_add(1);
		}
		let deposit = Self::settlement_deposit(added);
		let held = price.checked_add(deposit).ok_or(Error::<T>::Overflow)?;
		let sum = |before: Balance, more: Balance| before.checked_add(more);
		record.held = sum(record.held, held).ok_or(Error::<T>::Overflow)?;
		record.rewards = sum(record.rewards, deposit).ok_or(Error::<T>::Overflow)?;
		Self::hold_payment(&record.tenant, held)?;
		for bought in &days {
			let key = (record.pool, bought.order.day, contract);
			let page = ContractDays::<T>::get(key).unwrap_or_else(empty_day);
			Self::write_bought(key, page, bought)?;
		}
		Contracts::<T>::insert(contract, record);
		Self::deposit_event(Event::ContractExtended {
			contract,
			held,
			deposit,
		});
		Ok(())
	}

	fn give_back(contract: ContractId, day: HourRefunds) -> DispatchResult {
		Self::do_give_back(contract, day)
	}
}

impl<T: Config> Pallet<T> {
	/// An id that no contract ever had: every contract that opens deposits an event, and what a failed call takes
	/// back it takes back together with its events.
	fn fresh_id() -> Result<ContractId, Error<T>> {
		let block = frame_system::Pallet::<T>::block_number().unique_saturated_into();
		// Block 0 counts no events.
		ensure!(block > 0, Error::<T>::IdUnavailable);
		let events = frame_system::Pallet::<T>::event_count();
		ContractId::opened_in(block, events).ok_or(Error::<T>::IdUnavailable)
	}

	/// Else a contract would block units that nobody could be paid for.
	fn ensure_provable(terms: &ContractTerms, pool: PoolId) -> DispatchResult {
		let mode = terms.verification;
		let provable = if mode.is_by_receipt() {
			T::Proofs::is_open(mode, pool.gpu_class)
		} else {
			T::Claims::are_taken(mode)
		};
		ensure!(provable, Error::<T>::NotProvable);
		Ok(())
	}

	/// Writes the day of a contract with what was bought of it now.
	fn write_bought(
		key: (PoolId, Day, ContractId),
		mut page: ContractDay,
		bought: &HourPrices,
	) -> DispatchResult {
		let added = add_to(&mut page, bought, T::Clock::now());
		added.ok_or(Error::<T>::InvalidPurchase)?;
		ContractDays::<T>::insert(key, page);
		Ok(())
	}
}
