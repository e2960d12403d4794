//! What a tenant may change of an open contract: a higher incentive, the address of the job.

use crate::{Config, Contracts, Error, Event, Pallet};
use frame_support::ensure;
use greenhour_types::{Balance, Contract, ContractId, Day, HourMask, SpecUri};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	/// Adds `amount` to the incentive of each of `hours`, none of which has started.
	pub(crate) fn do_top_up(
		who: &T::AccountId,
		contract: ContractId,
		day: Day,
		hours: HourMask,
		amount: Balance,
	) -> DispatchResult {
		ensure!(!hours.is_empty() && amount > 0, Error::<T>::NothingToAdd);
		let mut open = Self::open_day(contract, day, hours)?;
		Self::ensure_tenant(who, &open.contract)?;
		ensure!(Self::none_started(day, hours), Error::<T>::WrongPhase);
		let total = amount.checked_mul(hours.count().into());
		let total = total.ok_or(Error::<T>::Overflow)?;
		let held = open.contract.held.checked_add(total);
		open.contract.held = held.ok_or(Error::<T>::Overflow)?;
		for hour in hours.hours() {
			let entry = open.page.incentive.get_mut(hour.index());
			let entry = entry.ok_or(Error::<T>::HoursNotBought)?;
			*entry = entry.checked_add(amount).ok_or(Error::<T>::Overflow)?;
		}
		Self::hold_payment(who, total)?;
		Self::write_open(open);
		Self::deposit_event(Event::IncentiveAdded {
			contract,
			day,
			hours,
			amount,
		});
		Ok(())
	}

	/// Changes where the job specification is, before the first hour that is open starts.
	pub(crate) fn do_set_spec(
		who: &T::AccountId,
		contract: ContractId,
		spec_uri: SpecUri,
	) -> DispatchResult {
		let mut record = Self::open_contract(contract)?;
		Self::ensure_tenant(who, &record)?;
		let first = record.days.first().copied().ok_or(Error::<T>::WrongPhase)?;
		let page = Self::open_day(contract, first, HourMask::EMPTY)?.page;
		let pending = Self::none_started(first, page.hours);
		ensure!(pending, Error::<T>::WrongPhase);
		record.spec_uri = spec_uri.clone();
		Contracts::<T>::insert(contract, record);
		Self::deposit_event(Event::SpecSet { contract, spec_uri });
		Ok(())
	}

	fn ensure_tenant(who: &T::AccountId, contract: &Contract<T::AccountId>) -> DispatchResult {
		ensure!(contract.tenant == *who, Error::<T>::NotTenant);
		Ok(())
	}
}
