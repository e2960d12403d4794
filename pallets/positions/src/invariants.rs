//! What always holds; see the README for the list.

use crate::{Claimable, Collection, Config, Pallet, TotalClaimable};
use frame_support::{ensure, traits::tokens::nonfungibles_v2::Inspect as _};
use greenhour_types::Balance;
use sp_runtime::TryRuntimeError;

/// Checks every invariant of the pallet.
///
/// **Errors**: the text of the first invariant that does not hold.
pub fn check<T: Config>() -> Result<(), TryRuntimeError> {
	ledger_sums_to_its_total::<T>()?;
	pot_covers_the_ledger::<T>()?;
	collection_belongs_to_the_pot::<T>()
}

fn ledger_sums_to_its_total<T: Config>() -> Result<(), TryRuntimeError> {
	let mut sum: Balance = 0;
	for (_, owed) in Claimable::<T>::iter() {
		ensure!(owed > 0, "a claimable entry is zero");
		sum = sum.checked_add(owed).ok_or("claimable entries overflow")?;
	}
	ensure!(
		sum == TotalClaimable::<T>::get(),
		"claimable entries do not sum to their total"
	);
	Ok(())
}

fn pot_covers_the_ledger<T: Config>() -> Result<(), TryRuntimeError> {
	ensure!(
		Pallet::<T>::payable() >= TotalClaimable::<T>::get(),
		"the pot can't pay what it owes and stay alive"
	);
	Ok(())
}

fn collection_belongs_to_the_pot<T: Config>() -> Result<(), TryRuntimeError> {
	let collection = Collection::<T>::get().ok_or("the collection was never created")?;
	ensure!(
		T::Items::collection_owner(&collection) == Some(Pallet::<T>::pot_account()),
		"the collection does not belong to the pot"
	);
	Ok(())
}
