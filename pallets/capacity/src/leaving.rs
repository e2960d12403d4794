//! An offer leaves early: its device ends it, or anybody withdraws it once nothing backs it.

use crate::{
	admission::Present, changing::Change, pages, promise, Config, Error, Event, Offers, Pallet,
};
use frame_support::ensure;
use greenhour_traits::{DeviceRegistry, HourClock, PositionIssuer};
use greenhour_types::{
	Day, Device, DeviceId, DeviceStatus, MilliGpu, Offer, OfferId, OfferState, SuspensionCause,
	Template,
};
use sp_runtime::{DispatchError, DispatchResult};

/// Tenths of its peak that the bond of an offer must cover so that nobody but its device can end it.
///
/// Less than the ten that growing needs: a bond that was just enough must not fall to whoever watches
/// for the next rate of GHR, or for the first slash.
const BACKED_TENTHS: u64 = 8;

/// How an offer can leave now.
struct Departure {
	/// The offer without an earlier template whose days are over.
	current: Offer,
	/// The first day that it need not serve.
	from: Day,
	/// The day before.
	last_day: Day,
	present: Present,
}

impl<T: Config> Pallet<T> {
	/// Writes: lets an offer end as early as it can, for its device.
	pub(crate) fn do_end_offer(who: &T::AccountId, id: OfferId) -> DispatchResult {
		let (stored, device) = Self::open_offer_of_caller(who, id)?;
		let departure = Self::departure_of(&stored)?;
		Self::leave(id, &stored, &device, departure, false)
	}

	/// Writes: lets an offer end as early as it can, because nothing backs it.
	pub(crate) fn do_withdraw_unbacked(id: OfferId) -> DispatchResult {
		let stored = Offers::<T>::get(id).ok_or(Error::<T>::OfferNotFound)?;
		ensure!(stored.state != OfferState::Ended, Error::<T>::AlreadyEnding);
		let device = T::Devices::device(stored.device).ok_or(Error::<T>::DeviceNotFound)?;
		let departure = Self::departure_of(&stored)?;
		ensure!(
			!Self::is_backed(&departure, &device)?,
			Error::<T>::OfferBacked
		);
		// What an owner does and undoes in one block takes nobody's say.
		let is_forced = !Self::is_paused(stored.device, &device);
		Self::leave(id, &stored, &device, departure, is_forced)
	}

	/// Does the offer lack backing only because the owner of the device paused it, or his other half of the site,
	/// while the result still holds? Somebody else's half can be paused to end what it is held for.
	fn is_paused(id: DeviceId, device: &Device<T::AccountId>) -> bool {
		let now = T::Clock::now();
		let paused = |device: &Device<T::AccountId>| match device.status {
			DeviceStatus::Suspended {
				cause: SuspensionCause::Owner,
				kept: Some(result),
			} => result.expires_at > now,
			_ => false,
		};
		let other = T::Devices::bound_to(id).and_then(T::Devices::device);
		let own = other.filter(|other| other.owner == device.owner);
		paused(device) || own.is_some_and(|other| paused(&other))
	}

	/// How an open offer can leave now.
	fn departure_of(stored: &Offer) -> Result<Departure, Error<T>> {
		let present = Present::now::<T>()?;
		let supply = Self::supply_up_to_date(stored.pool, &present)?;
		let current = promise::folded(stored, present.today);
		let nothing = Template::default();
		let free = present.first_free_day();
		let from = pages::first_possible_day::<T>(&current, &nothing, free, supply.next_day);
		let last_day = promise::previous(from).ok_or(Error::<T>::Overflow)?;
		ensure!(last_day < current.last_day, Error::<T>::AlreadyEnding);
		Ok(Departure {
			current,
			from,
			last_day,
			present,
		})
	}

	/// Could the device still promise what is left of an offer, and does its bond stand behind it?
	///
	/// While a rate has expired, no bond covers anything, and bonds count as large enough.
	fn is_backed(
		departure: &Departure,
		device: &Device<T::AccountId>,
	) -> Result<bool, DispatchError> {
		let Departure {
			current,
			from,
			present,
			..
		} = departure;
		let peak = promise::peak_from(current, *from);
		let until = Self::end_of(current.last_day)?;
		let limit = Self::limit_of(current.device, device, until, present.today);
		let rates_valid = T::Devices::bond_covers(current.device, MilliGpu::ZERO);
		let covered = T::Devices::bond_covers(current.device, backed_part_down(peak));
		Ok(peak <= limit && (covered || !rates_valid))
	}

	/// Writes: shortens an offer, or ends it when it never started.
	fn leave(
		id: OfferId,
		stored: &Offer,
		device: &Device<T::AccountId>,
		departure: Departure,
		is_forced: bool,
	) -> DispatchResult {
		let Departure {
			current,
			from,
			last_day,
			..
		} = departure;
		let never_started = last_day < current.first_day;
		Self::apply_change(Change {
			id,
			owner: &device.owner,
			shrinks: !promise::peak_from(&current, from).is_zero(),
			stored,
			current: &current,
			next: promise::shortened(&current, last_day),
			from,
			is_forced,
		})?;
		if !never_started {
			Self::deposit_event(Event::OfferShortened {
				offer: id,
				last_day,
			});
			return Ok(());
		}
		Self::retire_offer(id)?;
		// Without a position nothing refers to an offer that never had a day.
		if T::Positions::withdraw(id, &device.owner)? {
			Offers::<T>::remove(id);
		}
		Ok(())
	}
}

/// What of a peak the bond must cover, rounded down.
fn backed_part_down(peak: MilliGpu) -> MilliGpu {
	let part = u64::from(peak.0)
		.saturating_mul(BACKED_TENTHS)
		.checked_div(10);
	let part = part.and_then(|part| u32::try_from(part).ok());
	MilliGpu(part.unwrap_or(peak.0))
}
