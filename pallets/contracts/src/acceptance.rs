//! Accept: who may take which hours, and when.

use crate::{binding::Binding, Assignments, Config, Error, Event, Pallet};
use frame_support::ensure;
use greenhour_traits::{CapacityPools, DeviceRegistry, HourClock, SeedSource};
use greenhour_types::{
	draw::is_drawn, units::MIN_ORDER, ContractId, Day, DeviceId, Hour, HourMask, HourPhase,
	MilliGpu, Offer, OfferId, PoolId,
};
use sp_runtime::{DispatchError, DispatchResult};

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
		let pool = Self::contract(contract)?.pool;
		let page = Self::contract_day(contract, day, hours)?;
		let (offer, record) = Self::offer_for(who, device, pool)?;
		if let Some(bound) = Assignments::<T>::get((device, day, contract)) {
			ensure!(bound.offer == offer, Error::<T>::OfferMismatch);
			ensure!(
				bound.hours.intersection(hours).is_empty(),
				Error::<T>::AlreadyBound
			);
		}
		for of_day in hours.hours() {
			let hour = day.hour(of_day).ok_or(Error::<T>::HoursNotBought)?;
			Self::ensure_may_accept(contract, offer, &record, hour)?;
			let unassigned = page.unassigned_at(of_day);
			ensure!(unassigned >= units, Error::<T>::InsufficientUnassigned);
			// Else devices could splinter a contract, for free.
			ensure!(
				units >= MIN_ORDER.min(unassigned),
				Error::<T>::UnitsBelowMinimum
			);
			let free = T::Capacity::free_units(offer, hour);
			ensure!(free >= units, Error::<T>::InsufficientFreeUnits);
		}
		Self::bind(&Binding {
			contract,
			device,
			offer,
			day,
			hours,
			units,
		})?;
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
		let record = T::Devices::device(device).ok_or(Error::<T>::DeviceNotFound)?;
		ensure!(record.operator == *who, Error::<T>::NotOperator);
		let id = T::Capacity::offer_of(device).ok_or(Error::<T>::NoOpenOffer)?;
		let offer = T::Capacity::offer(id).ok_or(Error::<T>::NoOpenOffer)?;
		ensure!(offer.pool == pool, Error::<T>::PoolMismatch);
		Ok((id, offer))
	}

	/// May `offer` take `hour` of `contract` now?
	fn ensure_may_accept(
		contract: ContractId,
		offer: OfferId,
		record: &Offer,
		hour: Hour,
	) -> DispatchResult {
		match T::Clock::phase_of(hour) {
			Some(HourPhase::FirstRefusal) => {
				let pool = record.pool;
				let seed = T::Seeds::seed(pool, hour).ok_or(Error::<T>::SeedNotReady)?;
				let frozen_at = T::Seeds::frozen_at(hour).ok_or(Error::<T>::SeedNotReady)?;
				ensure!(record.created_at < frozen_at, Error::<T>::OfferTooNew);
				let offers = T::Capacity::draw_count(pool, hour);
				let drawn = is_drawn(&seed, contract, hour, offer, offers);
				ensure!(drawn, Error::<T>::NotDrawn);
				Ok(())
			}
			Some(HourPhase::Assignment) => Ok(()),
			_ => Err(Error::<T>::WrongPhase.into()),
		}
	}
}
