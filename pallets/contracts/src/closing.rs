//! The end of a contract: units nobody served, the rest of the hold, and old records.

use crate::{
	phases::hours_where,
	split::{fee_up, share_down},
	AssignAttempts, Assignments, Config, ContractDays, Contracts, Error, Event, Pallet,
	PoolContracts,
};
use alloc::vec::Vec;
use frame_support::{ensure, traits::Get};
use greenhour_types::{Balance, ContractDay, ContractId, Day, DeviceId, HourMask, HourPhase};
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	/// Refunds the unserved units of every hour of the day that has started, less the protocol fee
	/// when they could be served by consent only.
	pub(crate) fn do_refund_unserved(contract: ContractId, day: Day) -> DispatchResult {
		let mut record = Self::contract(contract)?;
		let mut page = Self::contract_day(contract, day, HourMask::EMPTY)?;
		let hours = Self::from_phase_on(day, unserved(&page), HourPhase::Delivery);
		ensure!(!hours.is_empty(), Error::<T>::NothingDue);
		let mut unserved: Balance = 0;
		for hour in hours.hours() {
			let share = share_down(page.paid_at(hour), page.unassigned_at(hour), record.units);
			unserved = unserved.checked_add(share).ok_or(Error::<T>::Overflow)?;
		}
		let by_consent_only = record.terms.need_consent();
		let fee = match by_consent_only {
			true => fee_up(unserved, T::ProtocolFee::get()),
			false => 0,
		};
		let refunded = unserved.saturating_sub(fee);
		Self::burn_fee(&mut record, fee)?;
		Self::refund(contract, &mut record, refunded)?;
		page.refunded = page.refunded.union(hours);
		Contracts::<T>::insert(contract, record);
		ContractDays::<T>::insert(contract, day, page);
		Self::deposit_event(Event::UnservedRefunded {
			contract,
			day,
			hours,
			refunded,
			fee,
		});
		Ok(())
	}

	/// Releases the rest of the hold and removes the contract; returns how many days it had.
	pub(crate) fn do_close(contract: ContractId) -> Result<u32, DispatchError> {
		let record = Self::contract(contract)?;
		let pages: Vec<(Day, ContractDay)> = ContractDays::<T>::iter_prefix(contract).collect();
		for (day, page) in &pages {
			ensure!(page.open_assignments == 0, Error::<T>::Unresolved);
			let open = unserved(page);
			// The fee of such units is due, and `refund_unserved` burns it.
			let fee_due = !open.is_empty() && record.terms.need_consent();
			ensure!(!fee_due, Error::<T>::Unresolved);
			// Nobody can be bound to an hour that has started.
			let started = Self::from_phase_on(*day, open, HourPhase::Delivery);
			ensure!(started == open, Error::<T>::Unresolved);
		}
		Self::release(&record.tenant, record.held)?;
		for (day, _) in pages {
			ContractDays::<T>::remove(contract, day);
			AssignAttempts::<T>::remove(contract, day);
			PoolContracts::<T>::remove((record.pool, day, contract));
		}
		Contracts::<T>::remove(contract);
		Self::deposit_event(Event::ContractClosed {
			contract,
			tenant: record.tenant,
			released: record.held,
		});
		Ok(record.days)
	}

	pub(crate) fn do_remove_assignment(
		contract: ContractId,
		device: DeviceId,
		day: Day,
	) -> DispatchResult {
		let key = (device, day, contract);
		let assignment = Assignments::<T>::get(key).ok_or(Error::<T>::AssignmentNotFound)?;
		ensure!(assignment.unsettled().is_empty(), Error::<T>::Unresolved);
		let free = !Contracts::<T>::contains_key(contract)
			|| Self::all_in(day, assignment.hours, HourPhase::Settled);
		ensure!(free, Error::<T>::AssignmentNeeded);
		Assignments::<T>::remove(key);
		Self::deposit_event(Event::AssignmentRemoved {
			contract,
			device,
			day,
		});
		Ok(())
	}
}

/// Hours with units that no device serves and that are not refunded.
pub(crate) fn unserved(page: &ContractDay) -> HourMask {
	let open = page.hours.difference(page.refunded);
	hours_where(open, |hour| !page.unassigned_at(hour).is_zero())
}
