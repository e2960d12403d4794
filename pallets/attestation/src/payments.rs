//! The only code that moves money: bonds of auditors and challengers, to who was right, or to nobody.

use crate::{Config, Event, HoldReason, Pallet};
use frame_support::{
	storage::with_storage_layer,
	traits::{
		fungible::MutateHold,
		tokens::{Fortitude::Force, Precision::Exact, Restriction::Free},
		Get,
	},
};
use greenhour_types::Balance;
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	/// Takes what an auditor committed to a statement: `WinnerShare` of it, rounded down, goes in equal
	/// parts to `winners`; the rest is burned.
	pub(crate) fn slash_auditor(
		auditor: &T::AccountId,
		stake: Balance,
		winners: &[T::AccountId],
	) -> DispatchResult {
		let mut record = Self::auditor(auditor)?;
		let paid = Self::forfeit(HoldReason::AuditorBond, auditor, stake, winners)?;
		record.committed = record.committed.saturating_sub(stake);
		record.bond = record.bond.saturating_sub(stake);
		Self::put_auditor(auditor, record);
		Self::deposit_event(Event::AuditorSlashed {
			auditor: auditor.clone(),
			paid,
			burned: stake.saturating_sub(paid),
		});
		Ok(())
	}

	/// Takes the bond of a challenger who was wrong; a part goes to the owner of the device.
	pub(crate) fn slash_challenger(
		challenger: &T::AccountId,
		bond: Balance,
		owner: &T::AccountId,
	) -> DispatchResult {
		let reason = HoldReason::PlaceDispute;
		let paid = Self::forfeit(reason, challenger, bond, core::slice::from_ref(owner))?;
		Self::deposit_event(Event::ChallengerSlashed {
			challenger: challenger.clone(),
			paid,
			burned: bond.saturating_sub(paid),
		});
		Ok(())
	}

	/// Pays `WinnerShare` of `amount` in equal parts, each rounded down, and burns the rest; what was
	/// paid. Who can't receive gets nothing, and his part is burned: nobody's verdict waits for him.
	fn forfeit(
		reason: HoldReason,
		from: &T::AccountId,
		amount: Balance,
		winners: &[T::AccountId],
	) -> Result<Balance, DispatchError> {
		let reason = reason.into();
		let count = Balance::try_from(winners.len()).unwrap_or(Balance::MAX);
		let pot = T::WinnerShare::get().mul_floor(amount);
		let each = pot.checked_div(count).unwrap_or(0);
		let mut paid: Balance = 0;
		for winner in winners.iter().filter(|_| each > 0) {
			let moved = with_storage_layer(|| {
				T::Currency::transfer_on_hold(&reason, from, winner, each, Exact, Free, Force)
			});
			if moved.is_ok() {
				paid = paid.saturating_add(each);
			}
		}
		let burned = amount.saturating_sub(paid);
		if burned > 0 {
			T::Currency::burn_held(&reason, from, burned, Exact, Force)?;
		}
		Ok(paid)
	}
}
