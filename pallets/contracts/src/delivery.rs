//! Hours that were shown to be delivered, or that nobody is to blame for.

use crate::{
	open_day::OpenDay,
	share::Share,
	split::{delivered, fee_up, DeliveredSplit, HOURS},
	Assignments, Config, ContractDays, Contracts, Error, Event, Pallet,
};
use frame_support::{ensure, storage::with_storage_layer, traits::Get};
use greenhour_traits::{
	AssignmentFacts, CapacityPools, Deliveries, HourClock, OpenClaims, SettledHours,
	SettlementListener, Shown,
};
use greenhour_types::{Assignment, Balance, ContractId, Day, DeviceId, HourMask, HourPhase};
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Deliveries for Pallet<T> {
	fn assignment(contract: ContractId, device: DeviceId, day: Day) -> Option<AssignmentFacts> {
		let assignment = Assignments::<T>::get((device, day, contract))?;
		let record = Contracts::<T>::get(contract)?;
		let page = ContractDays::<T>::get((record.pool, day, contract))?;
		let mut shares = [0; HOURS];
		for hour in assignment.hours.hours() {
			let share = Share::of_down(&page, hour, assignment.units_at(hour));
			*shares.get_mut(hour.index())? = share.price;
		}
		Some(AssignmentFacts {
			pool: record.pool,
			offer: assignment.offer,
			units: assignment.units,
			shares,
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

	fn settle_excused(
		contract: ContractId,
		device: DeviceId,
		day: Day,
		hours: HourMask,
	) -> DispatchResult {
		with_storage_layer(|| Self::do_settle_excused(contract, device, day, hours))
	}
}

impl<T: Config> Pallet<T> {
	/// The day and the assignment, all of whose `hours` are unsettled.
	fn open_unsettled(
		contract: ContractId,
		device: DeviceId,
		day: Day,
		hours: HourMask,
	) -> Result<(OpenDay<T::AccountId>, Assignment), DispatchError> {
		ensure!(!hours.is_empty(), Error::<T>::NothingDue);
		let (open, assignment) = Self::open_assigned(contract, device, day)?;
		let unsettled = assignment.unsettled().contains_all(hours);
		ensure!(unsettled, Error::<T>::AlreadySettled);
		Ok((open, assignment))
	}

	fn do_settle_delivered(
		contract: ContractId,
		device: DeviceId,
		day: Day,
		hours: HourMask,
	) -> Result<Balance, DispatchError> {
		let (mut open, mut assignment) = Self::open_unsettled(contract, device, day, hours)?;
		Self::ensure_in_time(&open, device, hours)?;
		let void = hours.filter(|hour| day.hour(hour).is_none_or(T::Clock::is_void));
		ensure!(void.is_empty(), Error::<T>::HourVoid);
		let mut sum = DeliveredSplit::default();
		for of_day in hours.hours() {
			let hour = day.hour(of_day).ok_or(Error::<T>::Overflow)?;
			let share = open.share_of(of_day, assignment.units_at(of_day));
			let total = share.total().ok_or(Error::<T>::Overflow)?;
			let DeliveredSplit { earned, fee } = delivered(total, T::ProtocolFee::get());
			sum.earned = sum.earned.checked_add(earned).ok_or(Error::<T>::Overflow)?;
			sum.fee = sum.fee.checked_add(fee).ok_or(Error::<T>::Overflow)?;
			Self::deposit_event(Event::HourDelivered {
				contract,
				device,
				hour,
				share: share.price,
				incentive: share.incentive,
				earned,
				fee,
			});
		}
		Self::pay_income(&mut open.contract, assignment.offer, sum.earned, sum.fee)?;
		let shown = if open.contract.terms.verification.is_by_receipt() {
			Shown::ByReceipt
		} else {
			Shown::ByWord
		};
		Self::each_equal_units(&assignment, day, hours, |bound| {
			T::Capacity::mark_delivered(bound, shown)
		})?;
		T::Listener::settled(&SettledHours {
			contract,
			device,
			day,
			hours,
			units: assignment.units,
			fee_burned: sum.fee,
			by_receipt: shown == Shown::ByReceipt,
		});
		assignment.delivered = assignment.delivered.union(hours);
		Self::write_settled(&mut open, device, assignment, hours)?;
		Self::resolve_or_write(open)?;
		Ok(sum.earned)
	}

	/// Every hour is in its money window, or past it and claimed.
	fn ensure_in_time(
		open: &OpenDay<T::AccountId>,
		device: DeviceId,
		hours: HourMask,
	) -> DispatchResult {
		let over = Self::from_phase_on(open.day, hours, HourPhase::Settlement);
		ensure!(over == hours, Error::<T>::WrongPhase);
		let late = Self::from_phase_on(open.day, hours, HourPhase::Settled);
		let claimed = Self::claimed(open, device, late);
		ensure!(claimed == late, Error::<T>::WrongPhase);
		Ok(())
	}

	/// Those of `hours` with an open claim that may pay after their money window; none where receipts show
	/// delivery.
	fn claimed(open: &OpenDay<T::AccountId>, device: DeviceId, hours: HourMask) -> HourMask {
		if hours.is_empty() || open.contract.terms.verification.is_by_receipt() {
			return HourMask::EMPTY;
		}
		T::Claims::claimed(open.id, device, open.day).intersection(hours)
	}

	fn do_settle_excused(
		contract: ContractId,
		device: DeviceId,
		day: Day,
		hours: HourMask,
	) -> DispatchResult {
		let (mut open, mut assignment) = Self::open_unsettled(contract, device, day, hours)?;
		ensure!(Self::all_started(day, hours), Error::<T>::WrongPhase);
		let (mut refunds, mut fees): (Balance, Balance) = (0, 0);
		for of_day in hours.hours() {
			let hour = day.hour(of_day).ok_or(Error::<T>::Overflow)?;
			let share = open.share_of(of_day, assignment.units_at(of_day));
			// A chain that stood still is nobody's fault.
			let fee = if T::Clock::is_void(hour) {
				0
			} else {
				fee_up(share.price, T::ProtocolFee::get())
			};
			let total = share.total().ok_or(Error::<T>::Overflow)?;
			let refunded = total.saturating_sub(fee);
			refunds = refunds.checked_add(refunded).ok_or(Error::<T>::Overflow)?;
			fees = fees.checked_add(fee).ok_or(Error::<T>::Overflow)?;
			Self::deposit_event(Event::HourExcused {
				contract,
				device,
				hour,
				refunded,
				fee,
			});
		}
		Self::burn_fee(&mut open.contract, fees)?;
		Self::refund(contract, &mut open.contract, refunds)?;
		assignment.missed = assignment.missed.union(hours);
		Self::write_settled(&mut open, device, assignment, hours)?;
		Self::resolve_or_write(open)?;
		Ok(())
	}
}
