//! Owners of devices back one candidate each, at a cost that no number of backers changes.

use crate::{
	types::{Backing, CandidacyId},
	Backings, Candidates, Config, Error, Event, Pallet,
};
use frame_support::ensure;
use greenhour_traits::{PogcsWeights, WeightListener};
use greenhour_types::Balance;
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_back(owner: T::AccountId, candidate: T::AccountId) -> DispatchResult {
		let candidacy = Candidates::<T>::get(&candidate)
			.ok_or(Error::<T>::NotCandidate)?
			.id;
		let weight = T::Weights::weight_of(&owner);
		ensure!(weight > 0, Error::<T>::NoWeight);
		if let Some(former) = Backings::<T>::get(&owner) {
			ensure!(former.candidacy != candidacy, Error::<T>::AlreadyBacking);
			Self::change_total(&former, 0);
		}
		let backing = Backing {
			candidate: candidate.clone(),
			candidacy,
			weight: 0,
		};
		Self::change_total(&backing, weight);
		Backings::<T>::insert(&owner, Backing { weight, ..backing });
		Self::deposit_event(Event::Backed {
			candidacy,
			owner,
			candidate,
			weight,
		});
		Ok(())
	}

	pub(crate) fn do_stop_backing(owner: T::AccountId) -> DispatchResult {
		let backing = Backings::<T>::get(&owner).ok_or(Error::<T>::NotBacking)?;
		Self::change_total(&backing, 0);
		Self::end_backing(owner, backing.candidacy);
		Ok(())
	}

	fn end_backing(owner: T::AccountId, candidacy: CandidacyId) {
		Backings::<T>::remove(&owner);
		Self::deposit_event(Event::BackingEnded { candidacy, owner });
	}

	/// Counts `weight` for the candidate in place of the weight of `backing`. Says whether the candidacy
	/// lasts; the backing of one that is over counts for nobody.
	fn change_total(backing: &Backing<T::AccountId>, weight: Balance) -> bool {
		let Some(mut candidacy) = Candidates::<T>::get(&backing.candidate) else {
			return false;
		};
		if candidacy.id != backing.candidacy {
			return false;
		}
		// The sum of all weights fits: none is more than the bonds of devices, which were issued.
		candidacy.backing = candidacy
			.backing
			.saturating_sub(backing.weight)
			.saturating_add(weight);
		Candidates::<T>::insert(&backing.candidate, candidacy);
		true
	}
}

impl<T: Config> WeightListener<T::AccountId> for Pallet<T> {
	/// A backer whose devices weigh nothing, or whose candidate has gone, backs nobody from then on.
	fn weight_changed(owner: &T::AccountId, weight: Balance) {
		let Some(backing) = Backings::<T>::get(owner) else {
			return;
		};
		if backing.weight == weight {
			return;
		}
		let counts = Self::change_total(&backing, weight);
		if weight == 0 || !counts {
			return Self::end_backing(owner.clone(), backing.candidacy);
		}
		let candidacy = backing.candidacy;
		Backings::<T>::insert(owner, Backing { weight, ..backing });
		Self::deposit_event(Event::BackingChanged {
			candidacy,
			owner: owner.clone(),
			weight,
		});
	}
}
