//! Standing for election, and the bonds of those who do or did.

use crate::{
	types::{Bond, Candidacy, CandidacyId, EndCause, Next},
	Bonds, Candidates, Config, Error, Event, HoldReason, NextCandidacyId, Pallet, SessionFacts,
};
use frame_support::{
	ensure,
	traits::{fungible::MutateHold, tokens::Precision::BestEffort, Get},
};
use greenhour_traits::HourClock;
use greenhour_types::{Balance, Day, Hour};
use sp_runtime::{DispatchError, DispatchResult};

/// Days from declaring another next to the first election that counts it: one whole day lies between.
pub(crate) const NEXT_NOTICE_DAYS: u32 = 2;

/// This many days later.
pub(crate) fn days_after(day: Day, days: u32) -> Day {
	Day(day.0.saturating_add(days))
}

impl<T: Config> Pallet<T> {
	/// The day of the current block; the first one before hour zero is known.
	pub(crate) fn today() -> Day {
		T::Clock::current_hour().map_or(Day(0), Hour::day)
	}

	/// Starts a candidacy. Says whether the list was full.
	pub(crate) fn do_become_candidate(
		who: T::AccountId,
		bond: Balance,
		next: Option<T::AccountId>,
	) -> Result<bool, DispatchError> {
		ensure!(
			!Candidates::<T>::contains_key(&who),
			Error::<T>::AlreadyCandidate
		);
		ensure!(
			T::Sessions::keys_of(&who).is_some(),
			Error::<T>::KeysNotRegistered
		);
		Self::ensure_next(&who, next.as_ref())?;
		let record = Bonds::<T>::get(&who).unwrap_or_default();
		let amount = record
			.amount
			.checked_add(bond)
			.ok_or(Error::<T>::Overflow)?;
		ensure!(amount >= T::MinBond::get(), Error::<T>::InsufficientBond);
		let weakest = Self::weakest_if_full(amount)?;
		let displaced = weakest.is_some();
		if let Some(weakest) = weakest {
			Self::end_candidacy(weakest, EndCause::Displaced)?;
		}
		Self::start_candidacy(who, record, bond, next)?;
		Ok(displaced)
	}

	/// Holds `more` and writes the records of a candidacy.
	pub(crate) fn start_candidacy(
		who: T::AccountId,
		record: Bond,
		more: Balance,
		next: Option<T::AccountId>,
	) -> DispatchResult {
		let id = NextCandidacyId::<T>::get();
		let following = id.0.checked_add(1).ok_or(Error::<T>::Overflow)?;
		let amount = record
			.amount
			.checked_add(more)
			.ok_or(Error::<T>::Overflow)?;
		T::Currency::hold(&HoldReason::ValidatorBond.into(), &who, more)?;
		NextCandidacyId::<T>::put(CandidacyId(following));
		let bond = Bond {
			amount,
			unbonds_on: None,
			..record
		};
		Bonds::<T>::insert(&who, bond);
		let candidacy = Candidacy {
			id,
			backing: 0,
			next: Next {
				former: None,
				announced: next.clone(),
				counts_from: Day(0),
			},
		};
		Candidates::<T>::insert(&who, candidacy);
		Self::deposit_event(Event::CandidacyStarted {
			candidacy: id,
			candidate: who,
			bond: amount,
			next,
		});
		Ok(())
	}

	/// Is `next` none, or another account that is a candidate?
	fn ensure_next(who: &T::AccountId, next: Option<&T::AccountId>) -> DispatchResult {
		if let Some(next) = next {
			let valid = next != who && Candidates::<T>::contains_key(next);
			ensure!(valid, Error::<T>::InvalidNext);
		}
		Ok(())
	}

	pub(crate) fn do_add_bond(candidate: T::AccountId, amount: Balance) -> DispatchResult {
		ensure!(amount > 0, Error::<T>::ZeroAmount);
		ensure!(
			Candidates::<T>::contains_key(&candidate),
			Error::<T>::NotCandidate
		);
		let record = Bonds::<T>::get(&candidate).ok_or(Error::<T>::NotFound)?;
		let bond = record
			.amount
			.checked_add(amount)
			.ok_or(Error::<T>::Overflow)?;
		T::Currency::hold(&HoldReason::ValidatorBond.into(), &candidate, amount)?;
		let record = Bond {
			amount: bond,
			..record
		};
		Bonds::<T>::insert(&candidate, record);
		Self::deposit_event(Event::BondAdded {
			candidate,
			amount,
			bond,
		});
		Ok(())
	}

	pub(crate) fn do_set_next(
		candidate: T::AccountId,
		next: Option<T::AccountId>,
	) -> DispatchResult {
		let mut candidacy = Candidates::<T>::get(&candidate).ok_or(Error::<T>::NotCandidate)?;
		Self::ensure_next(&candidate, next.as_ref())?;
		let today = Self::today();
		let counts_from = days_after(today, NEXT_NOTICE_DAYS);
		candidacy.next = Next {
			former: candidacy.next.on(today).cloned(),
			announced: next.clone(),
			counts_from,
		};
		Candidates::<T>::insert(&candidate, candidacy);
		Self::deposit_event(Event::NextSet {
			candidate,
			next,
			counts_from,
		});
		Ok(())
	}

	pub(crate) fn do_leave(candidate: T::AccountId) -> DispatchResult {
		Self::end_candidacy(candidate, EndCause::Left)
	}

	/// Removes a candidacy. Who is displaced without ever having been a validator gets the bond back
	/// at once.
	pub(crate) fn end_candidacy(candidate: T::AccountId, cause: EndCause) -> DispatchResult {
		let candidacy = Candidates::<T>::take(&candidate).ok_or(Error::<T>::NotCandidate)?;
		let mut bond = Bonds::<T>::get(&candidate).ok_or(Error::<T>::NotFound)?;
		let today = Self::today();
		let unbonds_on = match cause {
			EndCause::Left => days_after(today, T::UnbondingDays::get()),
			EndCause::Displaced => today,
		};
		bond.unbonds_on = Some(unbonds_on);
		Bonds::<T>::insert(&candidate, bond);
		Self::deposit_event(Event::CandidacyEnded {
			candidacy: candidacy.id,
			candidate,
			cause,
			unbonds_on,
		});
		Ok(())
	}

	pub(crate) fn do_release_bond(account: T::AccountId) -> DispatchResult {
		let bond = Bonds::<T>::get(&account).ok_or(Error::<T>::NotFound)?;
		Self::ensure_releasable(&account, &bond)?;
		Bonds::<T>::remove(&account);
		let reason = HoldReason::ValidatorBond.into();
		let amount = T::Currency::release(&reason, &account, bond.amount, BestEffort)?;
		Self::deposit_event(Event::BondReleased { account, amount });
		Ok(())
	}

	/// Can nothing that the account did as a validator be proved any more?
	pub(crate) fn ensure_releasable(account: &T::AccountId, bond: &Bond) -> DispatchResult {
		let unbonds_on = bond.unbonds_on.ok_or(Error::<T>::StillCandidate)?;
		ensure!(!Self::is_member(account), Error::<T>::StillMember);
		let today = Self::today();
		let served = bond
			.served_until
			.map_or(Day(0), |day| days_after(day, T::UnbondingDays::get()));
		ensure!(
			today >= unbonds_on.max(served) && !bond.is_barred(today),
			Error::<T>::StillBonded
		);
		Ok(())
	}
}
