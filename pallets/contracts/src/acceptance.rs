//! Accept: who may take which hours, and when.

use crate::{
	binding::Binding, open_day::OpenDay, Assignments, Config, ContractDays, Error, Event, Pallet,
};
use frame_support::ensure;
use greenhour_traits::{CapacityPools, DeviceRegistry, HourClock, SeedSource};
use greenhour_types::{
	draw::is_drawn, units::MIN_ORDER, ContractId, Day, DayPage, DeviceId, HourMask, HourOfDay,
	HourPhase, MilliGpu, Offer, OfferId, PoolId,
};
use sp_runtime::{DispatchError, DispatchResult};

/// An offer that wants hours, and the page of the pool on which the draw is weighed.
struct Candidate {
	offer: OfferId,
	record: Offer,
	page: Option<DayPage>,
}

impl<T: Config> Pallet<T> {
	/// Binds the hours to the open offer of the device.
	pub(crate) fn do_accept(
		who: &T::AccountId,
		contract: ContractId,
		device: DeviceId,
		day: Day,
		hours: HourMask,
		units: MilliGpu,
	) -> DispatchResult {
		ensure!(
			!hours.is_empty() && !units.is_zero(),
			Error::<T>::NothingToBind
		);
		let mut open = Self::open_day(contract, day, hours)?;
		let pool = open.contract.pool;
		let (offer, record) = Self::offer_for(who, device, pool)?;
		if let Some(bound) = Assignments::<T>::get((device, day, contract)) {
			ensure!(bound.offer == offer, Error::<T>::OfferMismatch);
			ensure!(
				bound.hours.intersection(hours).is_empty(),
				Error::<T>::AlreadyBound
			);
		}
		let dropped = Self::dropped_by(contract, day, device);
		let again = !dropped.intersection(hours).is_empty();
		ensure!(!again, Error::<T>::HoursDropped);
		let candidate = Candidate {
			offer,
			record,
			page: T::Capacity::page(pool, day),
		};
		for hour in hours.hours() {
			Self::ensure_may_accept(&open, &candidate, hour, units)?;
		}
		let binding = Binding {
			device,
			offer,
			hours,
			units,
		};
		Self::bind(&mut open, &binding)?;
		ContractDays::<T>::insert(open.key(), open.page);
		Self::deposit_event(Event::HoursAccepted {
			contract,
			device,
			day,
			hours,
			units,
			offer,
		});
		Ok(())
	}

	/// The open offer of `device` in `pool`, for its operator only.
	fn offer_for(
		who: &T::AccountId,
		device: DeviceId,
		pool: PoolId,
	) -> Result<(OfferId, Offer), DispatchError> {
		Self::ensure_operator(who, device)?;
		let id = T::Capacity::offer_of(device).ok_or(Error::<T>::NoOpenOffer)?;
		let offer = T::Capacity::offer(id).ok_or(Error::<T>::NoOpenOffer)?;
		ensure!(offer.pool == pool, Error::<T>::PoolMismatch);
		Ok((id, offer))
	}

	/// Is `who` the operator of the device?
	pub(crate) fn ensure_operator(who: &T::AccountId, device: DeviceId) -> DispatchResult {
		let record = T::Devices::device(device).ok_or(Error::<T>::DeviceNotFound)?;
		ensure!(record.operator == *who, Error::<T>::NotOperator);
		Ok(())
	}

	/// May the offer take `units` of this hour of the contract now?
	fn ensure_may_accept(
		open: &OpenDay<T::AccountId>,
		candidate: &Candidate,
		of_day: HourOfDay,
		units: MilliGpu,
	) -> DispatchResult {
		let hour = open.day.hour(of_day).ok_or(Error::<T>::HoursNotBought)?;
		match T::Clock::phase_of(hour) {
			Some(HourPhase::FirstRefusal) => Self::ensure_drawn(open, candidate, of_day)?,
			Some(HourPhase::Assignment) => (),
			_ => return Err(Error::<T>::WrongPhase.into()),
		}
		let unassigned = open.page.unassigned_at(of_day);
		ensure!(unassigned >= units, Error::<T>::InsufficientUnassigned);
		// Else devices could splinter a contract, for free.
		ensure!(
			units >= MIN_ORDER.min(unassigned),
			Error::<T>::UnitsBelowMinimum
		);
		let free = T::Capacity::free_units(candidate.offer, hour);
		ensure!(free >= units, Error::<T>::InsufficientFreeUnits);
		Ok(())
	}

	/// Is the offer among those with first refusal of this hour?
	fn ensure_drawn(
		open: &OpenDay<T::AccountId>,
		candidate: &Candidate,
		of_day: HourOfDay,
	) -> DispatchResult {
		let hour = open.day.hour(of_day).ok_or(Error::<T>::HoursNotBought)?;
		let seed = T::Seeds::seed(open.contract.pool, hour).ok_or(Error::<T>::SeedNotReady)?;
		let frozen_at = T::Seeds::frozen_at(hour).ok_or(Error::<T>::SeedNotReady)?;
		let record = &candidate.record;
		ensure!(record.created_at < frozen_at, Error::<T>::OfferTooNew);
		let page = candidate.page.as_ref().ok_or(Error::<T>::NotDrawn)?;
		let units = record.units_at(open.day, of_day);
		let offered = page.at(of_day).offered;
		let drawn = is_drawn(&seed, open.id, hour, candidate.offer, units, offered);
		ensure!(drawn, Error::<T>::NotDrawn);
		Ok(())
	}
}
