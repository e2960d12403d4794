//! What holds after every block; see the README for the list.

use crate::{
	types::{CandidacyId, Member},
	Active, Approved, AuthoredBlocks, Backings, Bonds, Candidates, Config, FirstSessions,
	HoldReason, NextCandidacyId, OldestSession, Pallet, Planned, SeatNumbers, SlashedParts,
};
use alloc::{collections::BTreeMap, collections::BTreeSet, vec::Vec};
use frame_support::{
	ensure,
	traits::{fungible::InspectHold, Get},
};
use greenhour_types::Balance;
use sp_runtime::TryRuntimeError;

/// Checks all invariants of the README.
///
/// **Errors**: the first one that does not hold, in words.
pub fn check<T: Config>() -> Result<(), TryRuntimeError> {
	sets_are_well_formed::<T>()?;
	members_are_bonded::<T>()?;
	bonds_are_on_hold::<T>()?;
	candidates_are_bonded::<T>()?;
	backing_adds_up::<T>()?;
	history_is_in_order::<T>()
}

fn is_sorted<AccountId: Ord>(members: &[Member<AccountId>]) -> bool {
	let accounts: Vec<_> = members.iter().map(|member| &member.account).collect();
	let following = accounts.iter().skip(1);
	accounts.iter().zip(following).all(|(a, b)| a < b)
}

fn sets_are_well_formed<T: Config>() -> Result<(), TryRuntimeError> {
	ensure!(
		is_sorted(&Active::<T>::get()),
		"the active set is not in order of accounts, each once"
	);
	if let Some(planned) = Planned::<T>::get() {
		ensure!(
			is_sorted(&planned) && !planned.is_empty(),
			"the planned set is empty or not in order of accounts, each once"
		);
	}
	let approved = Approved::<T>::get();
	let distinct: BTreeSet<_> = approved.iter().collect();
	ensure!(
		distinct.len() == approved.len(),
		"an account is approved twice"
	);
	ensure!(
		Pallet::<T>::is_valid(SeatNumbers::<T>::get()),
		"minimum and seats are out of their order"
	);
	Ok(())
}

fn members_are_bonded<T: Config>() -> Result<(), TryRuntimeError> {
	let planned = Planned::<T>::get().unwrap_or_default();
	for member in planned {
		let bonded = Bonds::<T>::contains_key(&member.account);
		ensure!(bonded, "a planned member has no bond");
	}
	for member in Active::<T>::get() {
		let bond = Bonds::<T>::get(&member.account).ok_or("an active member has no bond")?;
		ensure!(
			bond.served_until.is_none(),
			"the service of an active member has ended"
		);
	}
	Ok(())
}

fn bonds_are_on_hold<T: Config>() -> Result<(), TryRuntimeError> {
	for (account, bond) in Bonds::<T>::iter() {
		let reason = HoldReason::ValidatorBond.into();
		ensure!(
			T::Currency::balance_on_hold(&reason, &account) == bond.amount,
			"a bond is not what is on hold"
		);
		ensure!(
			bond.unbonds_on.is_none() == Candidates::<T>::contains_key(&account),
			"a bond unbonds while its account is a candidate, or neither"
		);
	}
	Ok(())
}

fn candidates_are_bonded<T: Config>() -> Result<(), TryRuntimeError> {
	let following = NextCandidacyId::<T>::get();
	let mut ids = BTreeSet::new();
	for (account, candidacy) in Candidates::<T>::iter() {
		ensure!(
			Bonds::<T>::contains_key(&account),
			"a candidate has no bond record"
		);
		ensure!(
			candidacy.id < following && ids.insert(candidacy.id),
			"an id of a candidacy is used twice"
		);
		let next = candidacy.next;
		ensure!(
			next.announced.as_ref() != Some(&account) && next.former.as_ref() != Some(&account),
			"a candidate is its own next"
		);
	}
	let most = usize::try_from(T::MaxCandidates::get()).unwrap_or(usize::MAX);
	ensure!(ids.len() <= most, "there are too many candidates");
	Ok(())
}

fn backing_adds_up<T: Config>() -> Result<(), TryRuntimeError> {
	let mut totals = BTreeMap::<CandidacyId, Balance>::new();
	for (_, backing) in Backings::<T>::iter() {
		ensure!(backing.weight > 0, "an owner backs with nothing");
		let total = totals.entry(backing.candidacy).or_default();
		*total = total
			.checked_add(backing.weight)
			.ok_or("the backing of a candidacy overflows")?;
	}
	for (_, candidacy) in Candidates::<T>::iter() {
		let total = totals.get(&candidacy.id).copied().unwrap_or_default();
		ensure!(
			candidacy.backing == total,
			"the backing of a candidate is not the sum of its backers"
		);
	}
	Ok(())
}

fn history_is_in_order<T: Config>() -> Result<(), TryRuntimeError> {
	let days = FirstSessions::<T>::get();
	let following = days.iter().skip(1);
	ensure!(
		days.iter()
			.zip(following)
			.all(|(a, b)| a.0 < b.0 && a.1 <= b.1),
		"the days of the history are out of order"
	);
	let oldest = OldestSession::<T>::get();
	ensure!(
		SlashedParts::<T>::iter_keys().all(|(session, _)| session >= oldest),
		"a slash of a forgotten session is kept"
	);
	ensure!(
		AuthoredBlocks::<T>::iter_values().all(|blocks| blocks > 0),
		"an author of no block is kept"
	);
	Ok(())
}
