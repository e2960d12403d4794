//! Who is in the next set.

use crate::{
	rules::{governed_set, next_set, without, Incumbent, Limits},
	types::{CandidacyId, ElectionView, Mode},
	Active, Approved, Bonds, Called, Candidates, Config, CurrentMode, Event, LastElection, Pallet,
	Planned, SeatNumbers, SessionFacts,
};
use alloc::{collections::BTreeMap, vec::Vec};
use core::cmp::Reverse;
use frame_support::traits::Get;
use greenhour_math::election::{elect, Candidate};
use greenhour_traits::PogcsWeights;
use greenhour_types::{Balance, Day};

/// A candidate that can be elected.
struct Standing<AccountId> {
	account: AccountId,
	id: CandidacyId,
	bond: Balance,
	backing: Balance,
	next: Option<AccountId>,
}

impl<T: Config> Pallet<T> {
	/// The members of the set that was announced last, in order of accounts.
	pub(crate) fn announced_members() -> Vec<T::AccountId> {
		let members = Planned::<T>::get().unwrap_or_else(Active::<T>::get);
		members.into_iter().map(|member| member.account).collect()
	}

	/// The members of the session that is planned now. Holds the election when it is due.
	pub(crate) fn plan_members() -> Vec<T::AccountId> {
		let today = Self::today();
		let members = Self::fit_members(today);
		match CurrentMode::<T>::get() {
			Mode::Governed => Self::governed_members(&members, today),
			Mode::Open if Self::is_election_due(today) => {
				let set = Self::hold_election(members.clone(), today);
				set.unwrap_or(members)
			}
			Mode::Open => members,
		}
	}

	/// The announced members without those that have no session keys, which the session leaves out
	/// anyway, and without offenders, as far as the minimum allows: smaller bonds go first.
	pub(crate) fn fit_members(today: Day) -> Vec<T::AccountId> {
		let members: Vec<_> = Self::announced_members()
			.into_iter()
			.filter(|account| T::Sessions::keys_of(account).is_some())
			.collect();
		let mut barred: Vec<_> = members
			.iter()
			.filter_map(|account| {
				let bond = Bonds::<T>::get(account).filter(|bond| bond.is_barred(today))?;
				Some((bond.amount, account.clone()))
			})
			.collect();
		barred.sort();
		let barred: Vec<_> = barred.into_iter().map(|(_, account)| account).collect();
		let limits = Self::limits();
		without(members, &barred, limits.minimum)
	}

	pub(crate) fn limits() -> Limits {
		let numbers = SeatNumbers::<T>::get();
		Limits::of_a_day(numbers.seats, numbers.minimum)
	}

	/// The bond of an account that could serve on this day: one with enough bond and with session keys
	/// that isn't barred.
	pub(crate) fn bond_if_fit(account: &T::AccountId, today: Day) -> Option<Balance> {
		let bond = Bonds::<T>::get(account)?;
		let fit = bond.amount >= T::MinBond::get()
			&& !bond.is_barred(today)
			&& T::Sessions::keys_of(account).is_some();
		fit.then_some(bond.amount)
	}

	fn governed_members(members: &[T::AccountId], today: Day) -> Vec<T::AccountId> {
		let approved = Approved::<T>::get().into_iter();
		let approved = approved.filter(|account| {
			Candidates::<T>::contains_key(account) && Self::bond_if_fit(account, today).is_some()
		});
		governed_set(members, approved.collect(), Self::limits().minimum)
	}

	fn is_election_due(today: Day) -> bool {
		Called::<T>::get() || LastElection::<T>::get().is_none_or(|last| last < today)
	}

	/// Elects, and says who is in the set then. `None`, and no election is held, if all backing together
	/// does not fit.
	pub(crate) fn hold_election(
		members: Vec<T::AccountId>,
		today: Day,
	) -> Option<Vec<T::AccountId>> {
		Called::<T>::kill();
		LastElection::<T>::put(today);
		let ElectionView {
			quota,
			total,
			exhausted,
			elected,
			set,
		} = Self::count(members, today)?;
		Self::deposit_event(Event::ElectionHeld {
			day: today,
			quota,
			total,
			exhausted,
			elected,
		});
		Some(set)
	}

	/// Counts the backing. Reads all candidates, and no backer.
	pub(crate) fn count(
		members: Vec<T::AccountId>,
		today: Day,
	) -> Option<ElectionView<T::AccountId>> {
		let standing = Self::standing(today);
		let places: BTreeMap<_, _> = standing
			.iter()
			.enumerate()
			.map(|(place, candidate)| (&candidate.account, place))
			.collect();
		let candidates: Vec<_> = standing
			.iter()
			.map(|candidate| Candidate {
				backing: candidate.backing,
				next: candidate
					.next
					.as_ref()
					.and_then(|next| places.get(next).copied()),
			})
			.collect();
		let numbers = SeatNumbers::<T>::get();
		// Half, rounded up, of what all devices weigh.
		let least_total = T::Weights::total_weight().div_ceil(2);
		let election = elect(&candidates, numbers.seats, least_total).ok()?;
		let incumbents = members.into_iter().map(|account| {
			let place = places.get(&account).and_then(|place| standing.get(*place));
			Incumbent {
				backing: place.map(|candidate| candidate.backing),
				account,
			}
		});
		let incumbents = incumbents.collect();
		let elected: Vec<_> = election
			.elected
			.iter()
			.filter_map(|elected| standing.get(elected.candidate))
			.map(|candidate| candidate.account.clone())
			.collect();
		let set = next_set(incumbents, &elected, Self::limits());
		Some(ElectionView {
			quota: election.quota,
			total: election.total,
			exhausted: election.exhausted,
			elected,
			set,
		})
	}

	/// Those that can be elected; of equal backing the one with the larger bond, then the older
	/// candidacy, comes first. So no account number decides a tie.
	fn standing(today: Day) -> Vec<Standing<T::AccountId>> {
		let mut standing: Vec<_> = Candidates::<T>::iter()
			.filter_map(|(account, candidacy)| {
				Some(Standing {
					bond: Self::bond_if_fit(&account, today)?,
					id: candidacy.id,
					backing: candidacy.backing,
					next: candidacy.next.on(today).cloned(),
					account,
				})
			})
			.collect();
		standing.sort_by_key(|candidate| (Reverse(candidate.bond), candidate.id));
		standing
	}
}
