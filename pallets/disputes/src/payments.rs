//! The only code that moves money: GCD on hold, to its owner, the other side, or nobody.

use crate::{
	rules::{lost_stake, LostStake},
	Config, Error, Event, HoldReason, Pallet, Postponed,
};
use frame_support::{
	ensure,
	storage::with_storage_layer,
	traits::{
		fungibles::hold::Mutate as _,
		tokens::{Fortitude, Precision, Restriction},
		Get,
	},
};
use greenhour_types::{units::GCD_ASSET, Balance, Moment};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	/// Holds `amount` on the account of `who`, who keeps the minimum balance of GCD beside it.
	pub(crate) fn hold(reason: HoldReason, who: &T::AccountId, amount: Balance) -> DispatchResult {
		T::Assets::hold(GCD_ASSET, &reason.into(), who, amount)
	}

	fn release(reason: HoldReason, who: &T::AccountId, amount: Balance) -> DispatchResult {
		with_storage_layer(|| {
			T::Assets::release(GCD_ASSET, &reason.into(), who, amount, Precision::Exact).map(|_| ())
		})
	}

	/// Returns `amount` to `who`; it stays held for later when his account can't receive it, so that
	/// nobody else waits for him.
	pub(crate) fn give_back(
		reason: HoldReason,
		who: &T::AccountId,
		amount: Balance,
	) -> DispatchResult {
		if amount == 0 || Self::release(reason, who, amount).is_ok() {
			return Ok(());
		}
		Postponed::<T>::try_mutate(who, reason, |sum| {
			*sum = sum.checked_add(amount).ok_or(Error::<T>::Overflow)?;
			Ok::<_, Error<T>>(())
		})?;
		Self::deposit_event(Event::ReturnPostponed {
			who: who.clone(),
			reason,
			amount,
		});
		Ok(())
	}

	/// Returns `amount` to `payer`, less the reward of a settler who earned one.
	///
	/// A reward that the settler can't receive stays with the payer.
	pub(crate) fn give_back_less_reward(
		reason: HoldReason,
		payer: &T::AccountId,
		amount: Balance,
		settler: Option<&T::AccountId>,
	) -> DispatchResult {
		let reward = T::SettleReward::get().min(amount);
		let paid = settler.filter(|settler| {
			*settler != payer && reward > 0 && Self::pay(reason, payer, settler, reward).is_ok()
		});
		let Some(settler) = paid else {
			return Self::give_back(reason, payer, amount);
		};
		Self::deposit_event(Event::SettlerRewarded {
			settler: settler.clone(),
			payer: payer.clone(),
			reward,
		});
		Self::give_back(reason, payer, amount.saturating_sub(reward))
	}

	/// The settler, if he earned a reward: a market hour after `due_at`, in which those who gain by
	/// settling had their time.
	pub(crate) fn rewarded(
		settler: &T::AccountId,
		due_at: Moment,
		hour_length_ms: u64,
		now: Moment,
	) -> Option<&T::AccountId> {
		(now >= due_at.saturating_add(hour_length_ms)).then_some(settler)
	}

	/// Takes a lost stake of an objection: half is burned, rounded up, the rest goes to `to`, or is burned
	/// too when he can't receive it.
	pub(crate) fn forfeit(who: &T::AccountId, stake: Balance, to: &T::AccountId) -> DispatchResult {
		let reason = HoldReason::Objection;
		let LostStake { paid, .. } = lost_stake(stake);
		let paid = if paid > 0 && Self::pay(reason, who, to, paid).is_ok() {
			paid
		} else {
			0
		};
		let burned = stake.saturating_sub(paid);
		if burned > 0 {
			let (exact, force) = (Precision::Exact, Fortitude::Force);
			T::Assets::burn_held(GCD_ASSET, &reason.into(), who, burned, exact, force)?;
		}
		Self::deposit_event(Event::StakeLost {
			who: who.clone(),
			burned,
			paid,
			to: to.clone(),
		});
		Ok(())
	}

	/// Moves `amount` from the hold of `from` to the free balance of `to`, or nothing.
	fn pay(
		reason: HoldReason,
		from: &T::AccountId,
		to: &T::AccountId,
		amount: Balance,
	) -> DispatchResult {
		with_storage_layer(|| {
			T::Assets::transfer_on_hold(
				GCD_ASSET,
				&reason.into(),
				from,
				to,
				amount,
				Precision::Exact,
				Restriction::Free,
				Fortitude::Force,
			)
			.map(|_| ())
		})
	}

	/// Returns what `who` could not receive.
	///
	/// **Errors**: those of the asset pallet, when his account still can't.
	pub(crate) fn do_release_postponed(who: T::AccountId, reason: HoldReason) -> DispatchResult {
		let amount = Postponed::<T>::get(&who, reason);
		ensure!(amount > 0, Error::<T>::NothingPostponed);
		Self::release(reason, &who, amount)?;
		Postponed::<T>::remove(&who, reason);
		Self::deposit_event(Event::PostponedReleased {
			who,
			reason,
			amount,
		});
		Ok(())
	}
}
