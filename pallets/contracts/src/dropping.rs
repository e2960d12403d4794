//! Drop: a device gives hours back before they start, so that another can serve them.

use crate::{
	open_day::OpenDay,
	share::Share,
	split::{drop_penalty, Penalty},
	Config, ContractDays, DroppedHours, Error, Event, Pallet,
};
use frame_support::ensure;
use greenhour_traits::{BoundHours, CapacityPools, ClosingPrices, DeviceRegistry, Slashed};
use greenhour_types::{
	Assignment, ContractId, Day, DeviceId, HourMask, HourOfDay, MilliGpu, OfferId,
};
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	/// Takes hours off a device that won't serve them, at half of their price.
	pub(crate) fn do_drop_hours(
		who: &T::AccountId,
		contract: ContractId,
		device: DeviceId,
		day: Day,
		hours: HourMask,
	) -> DispatchResult {
		ensure!(!hours.is_empty(), Error::<T>::NothingToDrop);
		Self::ensure_operator(who, device)?;
		let (mut open, mut assignment) = Self::open_assigned(contract, device, day)?;
		let unsettled = assignment.unsettled();
		ensure!(unsettled.contains_all(hours), Error::<T>::AlreadySettled);
		// From the start on it would be a miss.
		ensure!(Self::none_started(day, hours), Error::<T>::WrongPhase);
		let offer = assignment.offer;
		let penalty = Self::penalty_of_drop(&open, &assignment, hours)?;
		let slashed = T::Devices::slash(
			device,
			penalty.slash,
			penalty.compensation,
			&open.contract.tenant,
		)?;
		Self::remember_dropped(contract, day, device, hours)?;
		Self::each_equal_units(&assignment, day, hours, T::Capacity::release)?;
		for hour in hours.hours() {
			let units = take_from(&mut assignment, hour).ok_or(Error::<T>::Overflow)?;
			add_to_unassigned(&mut open, hour, units).ok_or(Error::<T>::Overflow)?;
		}
		Self::write_settled(&mut open, device, assignment, hours)?;
		ContractDays::<T>::insert(open.key(), open.page);
		Self::announce_drop(contract, device, day, hours, offer, slashed);
		Ok(())
	}

	fn announce_drop(
		contract: ContractId,
		device: DeviceId,
		day: Day,
		hours: HourMask,
		offer: OfferId,
		slashed: Slashed,
	) {
		let Slashed {
			compensation,
			burned,
		} = slashed;
		Self::deposit_event(Event::HoursDropped {
			contract,
			device,
			day,
			hours,
			offer,
			compensation,
			burned,
		});
	}

	/// What dropping all units of these hours costs.
	fn penalty_of_drop(
		open: &OpenDay<T::AccountId>,
		assignment: &Assignment,
		hours: HourMask,
	) -> Result<Penalty, DispatchError> {
		let mut sum = Penalty::default();
		for of_day in hours.hours() {
			let hour = open.day.hour(of_day).ok_or(Error::<T>::HoursNotBought)?;
			let units = assignment.units_at(of_day);
			let Share { price, .. } = open.share_of(of_day, units);
			let closing = T::Prices::closing_cost(open.contract.pool, hour, units).unwrap_or(0);
			let penalty = drop_penalty(price, closing);
			sum.slash = sum.slash.saturating_add(penalty.slash);
			sum.compensation = sum.compensation.saturating_add(penalty.compensation);
		}
		Ok(sum)
	}

	/// The device never serves these hours of the contract again.
	fn remember_dropped(
		contract: ContractId,
		day: Day,
		device: DeviceId,
		hours: HourMask,
	) -> DispatchResult {
		DroppedHours::<T>::try_mutate(contract, day, |dropped| {
			if let Some((_, known)) = dropped.iter_mut().find(|(by, _)| *by == device) {
				*known = known.union(hours);
				return Ok(());
			}
			let added = dropped.try_push((device, hours));
			added.map_err(|_| Error::<T>::TooManyDrops.into())
		})
	}

	/// Tells the pool about `hours` of an assignment; hours with equal units go in one message.
	pub(crate) fn each_equal_units(
		assignment: &Assignment,
		day: Day,
		hours: HourMask,
		tell: impl Fn(BoundHours) -> DispatchResult,
	) -> DispatchResult {
		let mut rest = hours;
		while let Some(first) = rest.first() {
			let units = assignment.units_at(first);
			let equal = rest.filter(|hour| assignment.units_at(hour) == units);
			tell(BoundHours {
				offer: assignment.offer,
				day,
				hours: equal,
				units,
			})?;
			rest = rest.difference(equal);
		}
		Ok(())
	}
}

/// Takes an hour off an assignment and returns its units.
fn take_from(assignment: &mut Assignment, hour: HourOfDay) -> Option<MilliGpu> {
	let entry = assignment.units.get_mut(hour.index())?;
	let units = core::mem::take(entry);
	assignment.hours = assignment.hours.difference(HourMask::single(hour));
	Some(units)
}

fn add_to_unassigned<AccountId>(
	open: &mut OpenDay<AccountId>,
	hour: HourOfDay,
	units: MilliGpu,
) -> Option<()> {
	let entry = open.page.unassigned.get_mut(hour.index())?;
	*entry = entry.checked_add(units)?;
	Some(())
}
