//! What a block earns: governed, from a pot, paid when the session ends.

use crate::{AuthoredBlocks, Bonds, Config, Event, Pallet, RewardPerBlock, WeightInfo};
use alloc::vec::Vec;
use frame_support::{
	dispatch::DispatchClass,
	traits::{
		fungible::{Inspect, Mutate},
		tokens::{Fortitude::Polite, Preservation::Preserve},
		Get,
	},
};
use frame_system::pallet_prelude::BlockNumberFor;
use greenhour_types::Balance;
use sp_runtime::traits::AccountIdConversion;

impl<T: Config> pallet_authorship::EventHandler<T::AccountId, BlockNumberFor<T>> for Pallet<T> {
	fn note_author(author: T::AccountId) {
		AuthoredBlocks::<T>::mutate(author, |blocks| *blocks = blocks.saturating_add(1));
		// The authorship pallet charges nothing for its handlers.
		frame_system::Pallet::<T>::register_extra_weight_unchecked(
			T::WeightInfo::note_author(),
			DispatchClass::Mandatory,
		);
	}
}

impl<T: Config> Pallet<T> {
	/// The account from which authors are paid; anybody may add to it.
	pub fn pot() -> T::AccountId {
		T::PotId::get().into_account_truncating()
	}

	/// Pays all authors of the session, offenders nothing. A pot that is too small pays every block the
	/// same, rounded down.
	pub(crate) fn pay_authors() {
		let today = Self::today();
		let authored: Vec<_> = AuthoredBlocks::<T>::drain()
			.filter(|(author, _)| {
				!Bonds::<T>::get(author).is_some_and(|bond| bond.is_barred(today))
			})
			.collect();
		let blocks = authored
			.iter()
			.fold(0_u32, |sum, (_, blocks)| sum.saturating_add(*blocks));
		let per_block = Self::affordable_per_block_down(blocks);
		if per_block == 0 {
			return;
		}
		let pot = Self::pot();
		for (validator, blocks) in authored {
			let amount = per_block.saturating_mul(blocks.into());
			if T::Currency::transfer(&pot, &validator, amount, Preserve).is_ok() {
				Self::deposit_event(Event::AuthorRewarded {
					validator,
					blocks,
					amount,
				});
			}
		}
	}

	/// What each of `blocks` can be paid, rounded down.
	fn affordable_per_block_down(blocks: u32) -> Balance {
		let in_pot = T::Currency::reducible_balance(&Self::pot(), Preserve, Polite);
		let affordable = in_pot.checked_div(blocks.into()).unwrap_or(0);
		RewardPerBlock::<T>::get().min(affordable)
	}
}
