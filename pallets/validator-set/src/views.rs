//! What wallets ask. Each reads at most all candidates.

use crate::{
	types::{AccountView, CandidateView, ElectionView},
	Active, Backings, Bonds, Candidates, Config, Pallet, Planned, SessionFacts,
};
use alloc::vec::Vec;
use core::cmp::Reverse;

impl<T: Config> Pallet<T> {
	pub(crate) fn view_candidates() -> Vec<CandidateView<T::AccountId>> {
		let today = Self::today();
		let mut candidates: Vec<_> = Candidates::<T>::iter()
			.map(|(account, candidacy)| CandidateView {
				candidacy: candidacy.id,
				bond: Bonds::<T>::get(&account).map_or(0, |bond| bond.amount),
				backing: candidacy.backing,
				next: candidacy.next.on(today).cloned(),
				eligible: Self::bond_if_fit(&account, today).is_some(),
				account,
			})
			.collect();
		candidates.sort_by_key(|candidate| (Reverse(candidate.backing), candidate.candidacy));
		candidates
	}

	pub(crate) fn view_next_election() -> Option<ElectionView<T::AccountId>> {
		let today = Self::today();
		Self::count(Self::fit_members(today), today)
	}

	pub(crate) fn view_status_of(account: T::AccountId) -> AccountView<T::AccountId> {
		let bond = Bonds::<T>::get(&account);
		let is = |member: &crate::types::Member<T::AccountId>| member.account == account;
		let active = Active::<T>::get().iter().any(is);
		AccountView {
			candidacy: Candidates::<T>::get(&account),
			backing: Backings::<T>::get(&account),
			has_keys: T::Sessions::keys_of(&account).is_some(),
			active,
			planned: Planned::<T>::get().map_or(active, |planned| planned.iter().any(is)),
			releasable: bond
				.as_ref()
				.is_some_and(|bond| Self::ensure_releasable(&account, bond).is_ok()),
			bond,
		}
	}
}
