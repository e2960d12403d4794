//! An offer changes its template or pauses (how it leaves early: `leaving`).
//!
//! Hours that are sold stay promised, so none of these fails because something is sold: it takes
//! effect later. It does on the first day from which on no hour has closed and no open page would be
//! left with fewer units than are sold. That day is at most the first beyond the horizon.

use crate::{
	admission::{Growth, Present},
	pages, promise, supply, Config, Error, OfferEnds, Offers, Pallet, Supplies,
};
use frame_support::ensure;
use greenhour_traits::PositionConsent;
use greenhour_types::{Day, Device, Offer, OfferId, OfferState, Template};
use sp_runtime::{DispatchError, DispatchResult};

/// What an offer is, and what it is to become from a day on.
pub(crate) struct Change<'a, AccountId> {
	pub(crate) id: OfferId,
	/// Owner of the device.
	pub(crate) owner: &'a AccountId,
	/// As stored.
	pub(crate) stored: &'a Offer,
	/// Without an earlier template whose days are over.
	pub(crate) current: &'a Offer,
	pub(crate) next: Offer,
	pub(crate) from: Day,
	/// Does the holder of the position lose something?
	pub(crate) shrinks: bool,
	/// May it shrink without his consent?
	pub(crate) is_forced: bool,
}

impl<T: Config> Pallet<T> {
	/// The offer, if it is open and the caller speaks for its device.
	pub(crate) fn open_offer_of_caller(
		who: &T::AccountId,
		id: OfferId,
	) -> Result<(Offer, Device<T::AccountId>), Error<T>> {
		let offer = Offers::<T>::get(id).ok_or(Error::<T>::OfferNotFound)?;
		let device = Self::device_of_caller(who, offer.device)?;
		ensure!(offer.state != OfferState::Ended, Error::<T>::AlreadyEnding);
		Ok((offer, device))
	}

	/// Writes: gives an offer another template, empty for a pause, and tells from which day on.
	pub(crate) fn do_change_offer(
		who: &T::AccountId,
		id: OfferId,
		template: Template,
	) -> Result<Day, DispatchError> {
		let (stored, device) = Self::open_offer_of_caller(who, id)?;
		let present = Present::now::<T>()?;
		let supply = Self::supply_up_to_date(stored.pool, &present)?;
		let current = promise::folded(&stored, present.today);
		ensure!(current.before.is_none(), Error::<T>::ChangePending);
		let grows = promise::exceeds(&template, &current.template);
		let shrinks = promise::exceeds(&current.template, &template);
		ensure!(grows || shrinks, Error::<T>::NothingChanges);
		let free = present.first_free_day();
		let from = pages::first_possible_day::<T>(&current, &template, free, supply.next_day);
		let from = from.max(current.first_day);
		ensure!(from <= current.last_day, Error::<T>::NothingChanges);
		let growth = Growth {
			device: current.device,
			record: &device,
			last_day: current.last_day,
			from: promise::peak(&current),
			to: template.peak(),
			counted: promise::peak(&stored),
		};
		let by_ticket = grows && Self::ensure_may_grow(&growth, &supply, present.today)?;
		Self::apply_change(Change {
			id,
			owner: &device.owner,
			next: promise::changed(&current, template, from),
			stored: &stored,
			current: &current,
			from,
			shrinks,
			is_forced: false,
		})?;
		if by_ticket {
			Self::use_ticket(stored.device)?;
		}
		Ok(from)
	}

	/// Writes: puts the next state of an offer in place of the current one.
	pub(crate) fn apply_change(change: Change<'_, T::AccountId>) -> DispatchResult {
		let Change {
			id,
			owner,
			stored,
			current,
			next,
			from,
			shrinks,
			is_forced,
		} = change;
		if shrinks {
			ensure!(
				is_forced || T::Positions::may_shrink(id, owner),
				Error::<T>::ConsentNeeded
			);
			T::Positions::consent_used(id);
		}
		let mut supply = Supplies::<T>::get(next.pool).ok_or(Error::<T>::PoolNotFound)?;
		pages::replace_offer::<T>(current, &next, from, supply.next_day)?;
		supply::part::<T>(&mut supply, current)?;
		supply::join::<T>(&mut supply, &next)?;
		let (before, after) = (promise::peak(stored), promise::peak(&next));
		Self::count_peak(&mut supply, next.pool, owner, before, after)?;
		Supplies::<T>::insert(next.pool, supply);
		promise::ends(stored).for_each(|day| OfferEnds::<T>::remove(day, id));
		promise::ends(&next).for_each(|day| OfferEnds::<T>::insert(day, id, ()));
		Offers::<T>::insert(id, next);
		Ok(())
	}
}
