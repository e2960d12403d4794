//! The end of days and contracts: nothing is left that anybody must clean up.

use crate::{
	open_day::{unserved, OpenDay},
	AssignAttempts, Config, ContractDays, Contracts, DroppedHours, Error, Event, Pallet,
};
use frame_support::{ensure, storage::with_storage_layer};
use greenhour_types::{Contract, ContractId};
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	/// Writes the contract and its day, or removes the day when nothing of it is open any more, and with
	/// the last day the contract. Returns whether the day is gone.
	pub(crate) fn resolve_or_write(open: OpenDay<T::AccountId>) -> Result<bool, DispatchError> {
		if !Self::is_resolved(&open) {
			Self::write_open(open);
			return Ok(false);
		}
		let key = open.key();
		let OpenDay {
			id,
			mut contract,
			day,
			..
		} = open;
		ContractDays::<T>::remove(key);
		AssignAttempts::<T>::remove(id, day);
		DroppedHours::<T>::remove(id, day);
		contract.days.retain(|open| *open != day);
		Self::deposit_event(Event::DayResolved { contract: id, day });
		Self::close_or_write(id, contract)?;
		Ok(true)
	}

	/// Is every hour started, every assignment settled and every unserved unit refunded?
	pub(crate) fn is_resolved(open: &OpenDay<T::AccountId>) -> bool {
		open.page.open_assignments == 0
			&& unserved(&open.page).is_empty()
			&& Self::all_started(open.day, open.page.hours)
	}

	/// Closes a contract without days; keeps it when the tenant can't receive the rest of the hold.
	fn close_or_write(id: ContractId, contract: Contract<T::AccountId>) -> DispatchResult {
		if !contract.days.is_empty() {
			Contracts::<T>::insert(id, contract);
			return Ok(());
		}
		if with_storage_layer(|| Self::release(&contract.tenant, contract.held)).is_ok() {
			Self::remove_contract(id, contract);
			return Ok(());
		}
		Self::deposit_event(Event::ClosePostponed {
			contract: id,
			tenant: contract.tenant.clone(),
			held: contract.held,
		});
		Contracts::<T>::insert(id, contract);
		Ok(())
	}

	/// Releases the rest of the hold of a contract that could not be released before.
	pub(crate) fn do_close(id: ContractId) -> DispatchResult {
		let contract = Self::open_contract(id)?;
		ensure!(contract.days.is_empty(), Error::<T>::Unresolved);
		Self::release(&contract.tenant, contract.held)?;
		Self::remove_contract(id, contract);
		Ok(())
	}

	fn remove_contract(id: ContractId, contract: Contract<T::AccountId>) {
		Contracts::<T>::remove(id);
		Self::deposit_event(Event::ContractClosed {
			contract: id,
			tenant: contract.tenant,
			released: contract.held,
		});
	}
}
