//! Units of a contract bound to a device: what accept and assign have in common.

use crate::{open_day::OpenDay, split::HOURS, Assignments, Config, DroppedHours, Error, Pallet};
use frame_support::ensure;
use greenhour_traits::{BoundHours, CapacityPools, DeviceRegistry, Obligations};
use greenhour_types::{
	Assignment, Balance, ContractDay, ContractId, Day, DeviceId, HourMask, MilliGpu, OfferId,
};
use sp_runtime::DispatchResult;

/// Units of some hours of a contract day that go to one device.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Binding {
	pub(crate) device: DeviceId,
	pub(crate) offer: OfferId,
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
	/// Writes assignment, offer, obligation and counts of one binding; the caller writes the day.
	///
	/// The caller has checked phases, pool and offer, and rolls back when this fails.
	///
	/// **Errors** `InsufficientBond`, `InsufficientUnassigned`, `HoursNotBought`, `Overflow`, and
	/// those of the registry and the pool.
	pub(crate) fn bind(open: &mut OpenDay<T::AccountId>, binding: &Binding) -> DispatchResult {
		let Binding {
			device,
			offer,
			hours,
			units,
		} = *binding;
		let day = open.day;
		Self::ensure_answers_for(open, binding)?;
		let key = (device, day, open.id);
		let bound = Assignments::<T>::get(key);
		if bound.is_none() {
			// Without a record the device owes nothing here yet.
			open.page.open_assignments = open.page.open_assignments.saturating_add(1);
			T::Devices::add(device)?;
		}
		let mut assignment = bound.unwrap_or_else(|| binding.empty_assignment());
		let fresh = hours.difference(assignment.hours);
		binding
			.take_from(&mut open.page)
			.ok_or(Error::<T>::InsufficientUnassigned)?;
		binding
			.give_to(&mut assignment)
			.ok_or(Error::<T>::Overflow)?;
		T::Capacity::bind(BoundHours {
			offer,
			day,
			hours,
			units,
		})?;
		Self::count_unsettled(offer, day, fresh);
		Assignments::<T>::insert(key, assignment);
		Ok(())
	}

	/// Is the bond of the device worth what missing all of these units could cost?
	fn ensure_answers_for(open: &OpenDay<T::AccountId>, binding: &Binding) -> DispatchResult {
		let mut worst: Balance = 0;
		for of_day in binding.hours.hours() {
			let hour = open.day.hour(of_day).ok_or(Error::<T>::HoursNotBought)?;
			let share = open.share_of(of_day, binding.units);
			let terms = Self::miss_terms(open.contract.pool, hour, binding.units, share);
			worst = worst.saturating_add(terms.slash);
		}
		let answers = T::Devices::bond_value_down(binding.device) >= worst;
		ensure!(answers, Error::<T>::InsufficientBond);
		Ok(())
	}

	/// Hours of a contract day that the device dropped, and never serves again.
	pub(crate) fn dropped_by(contract: ContractId, day: Day, device: DeviceId) -> HourMask {
		DroppedHours::<T>::get(contract, day)
			.iter()
			.find(|(by, _)| *by == device)
			.map_or(HourMask::EMPTY, |(_, hours)| *hours)
	}
}
