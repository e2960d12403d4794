//! Who makes room when the list of candidates is full.
//!
//! A list that is full of candidates that nobody backs must not keep others out, or whoever bonds the
//! minimum often enough would close the election. So the strongest stay, and strength is bond and
//! backing together: both are planck of GHR.

use crate::{Active, Approved, Bonds, Candidates, Config, Error, Pallet, Planned};
use alloc::collections::BTreeSet;
use frame_support::{ensure, traits::Get};
use greenhour_types::Balance;
use sp_runtime::DispatchError;

impl<T: Config> Pallet<T> {
	/// Is the account a member of the running or the next set?
	pub(crate) fn is_member(account: &T::AccountId) -> bool {
		let is = |member: &crate::types::Member<T::AccountId>| member.account == *account;
		Active::<T>::get().iter().any(is)
			|| Planned::<T>::get().is_some_and(|planned| planned.iter().any(is))
	}

	/// `None` while the list has room; else the weakest candidate.
	///
	/// **Errors** as [`Self::weakest`].
	pub(crate) fn weakest_if_full(bond: Balance) -> Result<Option<T::AccountId>, DispatchError> {
		if Candidates::<T>::count() < T::MaxCandidates::get() {
			return Ok(None);
		}
		Self::weakest(bond).map(Some)
	}

	/// The weakest candidate outside of the sets and the approved list, the latest of equals. Reads all
	/// candidates.
	///
	/// **Errors** `MaxCandidatesExceeded`: it is not weaker than `bond`.
	pub(crate) fn weakest(bond: Balance) -> Result<T::AccountId, DispatchError> {
		let mut safe: BTreeSet<_> = Approved::<T>::get().into_iter().collect();
		let planned = Planned::<T>::get().unwrap_or_default();
		let members = Active::<T>::get().into_iter().chain(planned);
		safe.extend(members.map(|member| member.account));
		let weakest = Candidates::<T>::iter()
			.filter(|(account, _)| !safe.contains(account))
			.map(|(account, candidacy)| {
				let bonded = Bonds::<T>::get(&account).map_or(0, |bond| bond.amount);
				let strength = bonded.saturating_add(candidacy.backing);
				(strength, core::cmp::Reverse(candidacy.id), account)
			})
			.min();
		let (strength, _, account) = weakest.ok_or(Error::<T>::MaxCandidatesExceeded)?;
		ensure!(bond > strength, Error::<T>::MaxCandidatesExceeded);
		Ok(account)
	}
}
