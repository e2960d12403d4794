//! Assign: units that nobody accepted go to offers picked by hash, who must serve or miss.

use crate::{binding::Binding, AssignAttempts, Assignments, Config, Error, Event, Pallet};
use frame_support::{ensure, storage::with_storage_layer};
use greenhour_traits::{CapacityPools, HourClock, SeedSource};
use greenhour_types::{
	draw::assign_index, ContractId, Day, Hour, HourMask, HourOfDay, HourPhase, MilliGpu, OfferId,
	PoolId,
};
use sp_runtime::DispatchError;

/// Offers that one call picks at most.
pub(crate) const MAX_PICKS: u32 = 8;

/// One hour of a contract whose units are given away.
struct OpenHour {
	contract: ContractId,
	pool: PoolId,
	hour: Hour,
	of_day: HourOfDay,
	unassigned: MilliGpu,
}

impl<T: Config> Pallet<T> {
	/// Gives away unassigned units of one hour and returns the picks made, at most [`MAX_PICKS`].
	pub(crate) fn do_assign(
		contract: ContractId,
		day: Day,
		hour: u8,
	) -> Result<u32, DispatchError> {
		let mut open = Self::open_hour(contract, day, hour)?;
		let seed = T::Seeds::seed(open.pool, open.hour).ok_or(Error::<T>::SeedNotReady)?;
		let offers = T::Capacity::offer_count(open.pool);
		ensure!(offers > 0, Error::<T>::NoOffers);
		let mut attempts = AssignAttempts::<T>::get(contract, day);
		let tried = attempts
			.get_mut(open.of_day.index())
			.ok_or(Error::<T>::HoursNotBought)?;
		let mut picks: u32 = 0;
		while picks < MAX_PICKS && !open.unassigned.is_zero() {
			let picked = assign_index(&seed, contract, open.hour, *tried, offers)
				.and_then(|index| T::Capacity::offer_at(open.pool, index));
			let given = picked.map_or(MilliGpu::ZERO, |offer| Self::give(&open, offer));
			open.unassigned = open.unassigned.saturating_sub(given);
			*tried = tried.saturating_add(1);
			picks = picks.saturating_add(1);
		}
		Self::deposit_event(Event::AssignTried {
			contract,
			hour: open.hour,
			attempts: *tried,
			unassigned: open.unassigned,
		});
		AssignAttempts::<T>::insert(contract, day, attempts);
		Ok(picks)
	}

	/// The hour, when it is in its assignment phase and has units that nobody serves and that any
	/// device of the pool can serve.
	fn open_hour(contract: ContractId, day: Day, hour: u8) -> Result<OpenHour, DispatchError> {
		let record = Self::contract(contract)?;
		let pool = record.pool;
		// Nobody is made to deliver what his offer does not promise.
		ensure!(!record.terms.need_consent(), Error::<T>::ConsentNeeded);
		let of_day = HourOfDay::new(hour).ok_or(Error::<T>::HoursNotBought)?;
		let page = Self::contract_day(contract, day, HourMask::single(of_day))?;
		let hour = day.hour(of_day).ok_or(Error::<T>::HoursNotBought)?;
		let phase = T::Clock::phase_of(hour);
		ensure!(phase == Some(HourPhase::Assignment), Error::<T>::WrongPhase);
		let unassigned = page.unassigned_at(of_day);
		ensure!(!unassigned.is_zero(), Error::<T>::NothingUnassigned);
		Ok(OpenHour {
			contract,
			pool,
			hour,
			of_day,
			unassigned,
		})
	}

	/// Binds what `offer` has free, up to what is open; zero when it can't serve or answer for it.
	fn give(open: &OpenHour, offer: OfferId) -> MilliGpu {
		let Some(record) = T::Capacity::offer(offer) else {
			return MilliGpu::ZERO;
		};
		let units = T::Capacity::free_units(offer, open.hour).min(open.unassigned);
		let (contract, device, day) = (open.contract, record.device, open.hour.day());
		// A device serves one contract day through one offer, so that one position earns.
		let other_offer = Assignments::<T>::get((device, day, contract))
			.is_some_and(|assignment| assignment.offer != offer);
		if units.is_zero() || other_offer {
			return MilliGpu::ZERO;
		}
		let hours = HourMask::single(open.of_day);
		let binding = Binding {
			contract,
			device,
			offer,
			day,
			hours,
			units,
		};
		if with_storage_layer(|| Self::bind(&binding)).is_err() {
			return MilliGpu::ZERO;
		}
		Self::deposit_event(Event::HoursAssigned {
			contract,
			device,
			day,
			hours,
			units,
			offer,
		});
		units
	}
}
