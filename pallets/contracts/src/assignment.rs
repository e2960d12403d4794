//! Assign: units that nobody accepted go to offers picked by hash, who must serve or miss.

use crate::{
	binding::Binding, open_day::OpenDay, AssignAttempts, Assignments, Config, ContractDays, Error,
	Event, Pallet,
};
use frame_support::{ensure, storage::with_storage_layer};
use greenhour_traits::{CapacityPools, HourClock, SeedSource};
use greenhour_types::{
	draw::assign_index, units::MIN_ORDER, ContractId, Day, Hour, HourMask, HourOfDay, HourPhase,
	MilliGpu, OfferId,
};
use sp_runtime::DispatchError;

/// Offers that one call picks at most.
pub(crate) const MAX_PICKS: u32 = 8;

/// One hour of a contract whose units are given away.
struct OpenHour<AccountId> {
	open: OpenDay<AccountId>,
	hour: Hour,
	of_day: HourOfDay,
}

impl<AccountId> OpenHour<AccountId> {
	fn unassigned(&self) -> MilliGpu {
		self.open.page.unassigned_at(self.of_day)
	}
}

impl<T: Config> Pallet<T> {
	/// Gives away unassigned units of one hour and returns the picks made, at most [`MAX_PICKS`].
	pub(crate) fn do_assign(
		contract: ContractId,
		day: Day,
		hour: u8,
	) -> Result<u32, DispatchError> {
		let mut given = Self::open_hour(contract, day, hour)?;
		let pool = given.open.contract.pool;
		let seed = T::Seeds::seed(pool, given.hour).ok_or(Error::<T>::SeedNotReady)?;
		let offers = T::Capacity::offer_count(pool);
		ensure!(offers > 0, Error::<T>::NoOffers);
		let mut attempts = AssignAttempts::<T>::get(contract, day);
		let tried = attempts
			.get_mut(given.of_day.index())
			.ok_or(Error::<T>::HoursNotBought)?;
		let mut picks: u32 = 0;
		while picks < MAX_PICKS && !given.unassigned().is_zero() {
			let picked = assign_index(&seed, contract, given.hour, *tried, offers)
				.and_then(|index| T::Capacity::offer_at(pool, index));
			if let Some(offer) = picked {
				Self::give(&mut given, offer);
			}
			*tried = tried.saturating_add(1);
			picks = picks.saturating_add(1);
		}
		Self::deposit_event(Event::AssignTried {
			contract,
			hour: given.hour,
			attempts: *tried,
			unassigned: given.unassigned(),
		});
		AssignAttempts::<T>::insert(contract, day, attempts);
		ContractDays::<T>::insert(given.open.key(), given.open.page);
		Ok(picks)
	}

	/// The hour, when it is in its assignment phase and has units that nobody serves and that any
	/// device of the pool can serve.
	fn open_hour(
		contract: ContractId,
		day: Day,
		hour: u8,
	) -> Result<OpenHour<T::AccountId>, DispatchError> {
		let of_day = HourOfDay::new(hour).ok_or(Error::<T>::HoursNotBought)?;
		let open = Self::open_day(contract, day, HourMask::single(of_day))?;
		// Nobody is made to deliver what his offer does not promise.
		let consent = open.contract.terms.need_consent();
		ensure!(!consent, Error::<T>::ConsentNeeded);
		let hour = day.hour(of_day).ok_or(Error::<T>::HoursNotBought)?;
		let phase = T::Clock::phase_of(hour);
		ensure!(phase == Some(HourPhase::Assignment), Error::<T>::WrongPhase);
		let given = OpenHour { open, hour, of_day };
		let nothing = given.unassigned().is_zero();
		ensure!(!nothing, Error::<T>::NothingUnassigned);
		Ok(given)
	}

	/// Binds what `offer` has free, up to what is open; nothing when it can't serve or answer for it.
	fn give(given: &mut OpenHour<T::AccountId>, offer: OfferId) {
		let Some(record) = T::Capacity::offer(offer) else {
			return;
		};
		let (contract, day, device) = (given.open.id, given.open.day, record.device);
		let hours = HourMask::single(given.of_day);
		let units = T::Capacity::free_units(offer, given.hour).min(given.unassigned());
		// A device serves one contract day through one offer, so that one position earns.
		let other_offer = Assignments::<T>::get((device, day, contract))
			.is_some_and(|assignment| assignment.offer != offer);
		let dropped = Self::dropped_by(contract, day, device).contains_all(hours);
		// Splinters would cost more to settle than they are worth, to whoever gets them and to the tenant.
		let splinter = units < MIN_ORDER.min(given.unassigned());
		if units.is_zero() || splinter || other_offer || dropped {
			return;
		}
		let binding = Binding {
			device,
			offer,
			hours,
			units,
		};
		let mut bound = given.open.clone();
		if with_storage_layer(|| Self::bind(&mut bound, &binding)).is_err() {
			return;
		}
		given.open = bound;
		Self::deposit_event(Event::HoursAssigned {
			contract,
			device,
			day,
			hours,
			units,
			offer,
		});
	}
}
