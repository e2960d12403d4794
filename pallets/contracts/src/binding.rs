//! Units of a contract bound to a device: what accept and assign have in common.

use crate::{split::HOURS, Assignments, Config, ContractDays, Error, Pallet};
use greenhour_traits::{BoundHours, CapacityPools, Obligations};
use greenhour_types::{
	Assignment, ContractDay, ContractId, Day, DeviceId, HourMask, MilliGpu, OfferId,
};
use sp_runtime::DispatchResult;

/// Units of some hours of a contract day that go to one device.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Binding {
	pub(crate) contract: ContractId,
	pub(crate) device: DeviceId,
	pub(crate) offer: OfferId,
	pub(crate) day: Day,
	pub(crate) hours: HourMask,
	pub(crate) units: MilliGpu,
}

impl Binding {
	/// An assignment of the same device that holds nothing yet.
	fn empty_assignment(&self) -> Assignment {
		Assignment {
			offer: self.offer,
			units: [MilliGpu::ZERO; HOURS],
			hours: HourMask::EMPTY,
			delivered: HourMask::EMPTY,
			missed: HourMask::EMPTY,
		}
	}

	/// Takes the units from those that nobody serves; `None` when there are fewer.
	fn take_from(&self, page: &mut ContractDay) -> Option<()> {
		for hour in self.hours.hours() {
			let left = page.unassigned.get_mut(hour.index())?;
			*left = left.checked_sub(self.units)?;
		}
		Some(())
	}

	/// Adds the units to those of the device; `None` when they don't fit.
	fn give_to(&self, assignment: &mut Assignment) -> Option<()> {
		for hour in self.hours.hours() {
			let bound = assignment.units.get_mut(hour.index())?;
			*bound = bound.checked_add(self.units)?;
		}
		assignment.hours = assignment.hours.union(self.hours);
		Some(())
	}
}

impl<T: Config> Pallet<T> {
	/// Writes contract day, assignment, offer, obligation and counts of one binding.
	///
	/// The caller has checked phases, pool and offer, and rolls back when this fails.
	pub(crate) fn bind(binding: &Binding) -> DispatchResult {
		let Binding {
			contract,
			device,
			offer,
			day,
			hours,
			units,
		} = *binding;
		let key = (device, day, contract);
		let mut page = Self::contract_day(contract, day, hours)?;
		let mut assignment =
			Assignments::<T>::get(key).unwrap_or_else(|| binding.empty_assignment());
		let nothing_was_open = assignment.unsettled().is_empty();
		let fresh = hours.difference(assignment.hours);
		binding
			.take_from(&mut page)
			.ok_or(Error::<T>::InsufficientUnassigned)?;
		binding
			.give_to(&mut assignment)
			.ok_or(Error::<T>::Overflow)?;
		if nothing_was_open {
			page.open_assignments = page.open_assignments.saturating_add(1);
			T::Devices::add(device)?;
		}
		T::Capacity::bind(BoundHours {
			offer,
			day,
			hours,
			units,
		})?;
		Self::count_unsettled(offer, day, fresh);
		ContractDays::<T>::insert(contract, day, page);
		Assignments::<T>::insert(key, assignment);
		Ok(())
	}
}
