//! A contract and one of its days, loaded to be changed.

use crate::{share::Share, Assignments, Config, ContractDays, Contracts, Error, Pallet};
use frame_support::ensure;
use greenhour_types::{
	Assignment, Balance, Contract, ContractDay, ContractId, Day, DeviceId, HourMask, HourOfDay,
	MilliGpu, PoolId,
};
use sp_runtime::DispatchError;

/// An open contract and one of its days.
#[derive(Clone, Debug)]
pub(crate) struct OpenDay<AccountId> {
	pub(crate) id: ContractId,
	pub(crate) contract: Contract<AccountId>,
	pub(crate) day: Day,
	pub(crate) page: ContractDay,
}

impl<AccountId> OpenDay<AccountId> {
	/// Key of the day in storage.
	pub(crate) fn key(&self) -> (PoolId, Day, ContractId) {
		(self.contract.pool, self.day, self.id)
	}

	/// What falls to `units` of `hour`.
	pub(crate) fn share_of(&self, hour: HourOfDay, units: MilliGpu) -> Share {
		Share::of_down(&self.page, hour, units)
	}

	/// What falls to the units of each of `hours` that no device serves; `None` when it does not fit.
	pub(crate) fn unserved_share(&self, hours: HourMask) -> Option<Share> {
		hours.hours().try_fold(Share::default(), |sum, hour| {
			let units = self.page.unassigned_at(hour);
			sum.checked_add(self.share_of(hour, units))
		})
	}

	/// Takes `amount` off what the contract holds.
	pub(crate) fn held_less(&self, amount: Balance) -> Option<Balance> {
		self.contract.held.checked_sub(amount)
	}
}

impl<T: Config> Pallet<T> {
	/// The open contract, or `ContractNotFound`.
	pub(crate) fn open_contract(id: ContractId) -> Result<Contract<T::AccountId>, DispatchError> {
		Ok(Contracts::<T>::get(id).ok_or(Error::<T>::ContractNotFound)?)
	}

	/// An open contract and its day, which has all of `hours`, or `HoursNotBought`.
	pub(crate) fn open_day(
		id: ContractId,
		day: Day,
		hours: HourMask,
	) -> Result<OpenDay<T::AccountId>, DispatchError> {
		let contract = Self::open_contract(id)?;
		let page = ContractDays::<T>::get((contract.pool, day, id));
		let page = page.ok_or(Error::<T>::HoursNotBought)?;
		ensure!(page.hours.contains_all(hours), Error::<T>::HoursNotBought);
		Ok(OpenDay {
			id,
			contract,
			day,
			page,
		})
	}

	/// An open contract, its day, and what of it is bound to the device.
	///
	/// **Errors** `ContractNotFound`, `AssignmentNotFound`.
	pub(crate) fn open_assigned(
		id: ContractId,
		device: DeviceId,
		day: Day,
	) -> Result<(OpenDay<T::AccountId>, Assignment), DispatchError> {
		let contract = Self::open_contract(id)?;
		let assignment = Assignments::<T>::get((device, day, id));
		let assignment = assignment.ok_or(Error::<T>::AssignmentNotFound)?;
		let page = ContractDays::<T>::get((contract.pool, day, id));
		let open = OpenDay {
			id,
			contract,
			day,
			page: page.ok_or(Error::<T>::HoursNotBought)?,
		};
		Ok((open, assignment))
	}

	/// Writes the contract and the day as they are now.
	pub(crate) fn write_open(open: OpenDay<T::AccountId>) {
		ContractDays::<T>::insert(open.key(), open.page);
		Contracts::<T>::insert(open.id, open.contract);
	}
}

/// Hours with units that no device serves and that are not refunded.
pub(crate) fn unserved(page: &ContractDay) -> HourMask {
	let open = page.hours.difference(page.refunded);
	open.filter(|hour| !page.unassigned_at(hour).is_zero())
}
