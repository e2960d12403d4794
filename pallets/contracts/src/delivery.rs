//! Hours that a receipt proved.

use crate::{
	phases::hours_where,
	split::{delivered, share_down, DeliveredSplit},
	Assignments, Config, Contracts, Error, Event, Pallet,
};
use frame_support::{ensure, storage::with_storage_layer, traits::Get};
use greenhour_traits::{AssignmentFacts, BoundHours, CapacityPools, Deliveries, HourClock};
use greenhour_types::{Assignment, Balance, ContractId, Day, DeviceId, HourMask, HourPhase};
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Deliveries for Pallet<T> {
	fn assignment(contract: ContractId, device: DeviceId, day: Day) -> Option<AssignmentFacts> {
		let record = Contracts::<T>::get(contract)?;
		let assignment = Assignments::<T>::get((device, day, contract))?;
		Some(AssignmentFacts {
			pool: record.pool,
			offer: assignment.offer,
			units: assignment.units,
			unsettled: assignment.unsettled(),
			delivered: assignment.delivered,
			terms: record.terms,
		})
	}

	fn settle_delivered(
		contract: ContractId,
		device: DeviceId,
		day: Day,
		hours: HourMask,
	) -> Result<Balance, DispatchError> {
		with_storage_layer(|| Self::do_settle_delivered(contract, device, day, hours))
	}
}

impl<T: Config> Pallet<T> {
	fn do_settle_delivered(
		contract: ContractId,
		device: DeviceId,
		day: Day,
		hours: HourMask,
	) -> Result<Balance, DispatchError> {
		let mut record = Self::contract(contract)?;
		let mut assignment =
			Assignments::<T>::get((device, day, contract)).ok_or(Error::<T>::AssignmentNotFound)?;
		ensure!(!hours.is_empty(), Error::<T>::NothingDue);
		ensure!(
			assignment.unsettled().contains_all(hours),
			Error::<T>::AlreadySettled
		);
		ensure!(
			Self::all_in(day, hours, HourPhase::Settlement),
			Error::<T>::WrongPhase
		);
		let void = hours_where(hours, |hour| day.hour(hour).is_none_or(T::Clock::is_void));
		ensure!(void.is_empty(), Error::<T>::HourVoid);
		let page = Self::contract_day(contract, day, hours)?;
		let mut sum = DeliveredSplit::default();
		for of_day in hours.hours() {
			let hour = day.hour(of_day).ok_or(Error::<T>::Overflow)?;
			let share = share_down(
				page.paid_at(of_day),
				assignment.units_at(of_day),
				record.units,
			);
			let DeliveredSplit { earned, fee } = delivered(share, T::ProtocolFee::get());
			sum.earned = sum.earned.checked_add(earned).ok_or(Error::<T>::Overflow)?;
			sum.fee = sum.fee.checked_add(fee).ok_or(Error::<T>::Overflow)?;
			Self::deposit_event(Event::HourDelivered {
				contract,
				device,
				hour,
				earned,
				fee,
			});
		}
		assignment.delivered = assignment.delivered.union(hours);
		Self::pay_income(&mut record, assignment.offer, sum.earned, sum.fee)?;
		Contracts::<T>::insert(contract, record);
		Self::mark_delivered(&assignment, day, hours)?;
		Self::write_settled(contract, device, day, assignment, hours)?;
		Ok(sum.earned)
	}

	/// Tells the pool what was delivered; hours with equal units go in one message.
	fn mark_delivered(assignment: &Assignment, day: Day, hours: HourMask) -> DispatchResult {
		let mut rest = hours;
		while let Some(first) = rest.first() {
			let units = assignment.units_at(first);
			let equal = hours_where(rest, |hour| assignment.units_at(hour) == units);
			let bound = BoundHours {
				offer: assignment.offer,
				day,
				hours: equal,
				units,
			};
			T::Capacity::mark_delivered(bound)?;
			rest = rest.difference(equal);
		}
		Ok(())
	}
}
