//! The only code that moves money: from the tenant's hold to pot, tenant, caller or nobody.

use crate::{open_day::OpenDay, split::reward_down, Config, Error, Event, HoldReason, Pallet};
use frame_support::{
	storage::with_storage_layer,
	traits::{
		fungibles::hold::Mutate as _,
		tokens::{Fortitude, Precision, Restriction},
		Get,
	},
};
use greenhour_traits::IncomeRouter;
use greenhour_types::{units::GCD_ASSET, Balance, Contract, ContractId, OfferId};
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	fn reason() -> T::RuntimeHoldReason {
		HoldReason::ContractPayment.into()
	}

	/// Holds `amount` on the account of `tenant`, who keeps the minimum balance of GCD beside it.
	pub(crate) fn hold_payment(tenant: &T::AccountId, amount: Balance) -> DispatchResult {
		T::Assets::hold(GCD_ASSET, &Self::reason(), tenant, amount)
	}

	/// Moves what a position earned to the pot, and burns the fee; both leave the hold.
	pub(crate) fn pay_income(
		contract: &mut Contract<T::AccountId>,
		offer: OfferId,
		earned: Balance,
		fee: Balance,
	) -> DispatchResult {
		Self::burn_fee(contract, fee)?;
		Self::pay_from_hold(contract, &T::Income::pot(), earned)?;
		T::Income::credit(offer, earned)
	}

	/// Burns a protocol fee from the hold.
	pub(crate) fn burn_fee(contract: &mut Contract<T::AccountId>, fee: Balance) -> DispatchResult {
		let rest = contract.held.checked_sub(fee);
		contract.held = rest.ok_or(Error::<T>::Overflow)?;
		if fee > 0 {
			let (exact, force) = (Precision::Exact, Fortitude::Force);
			let tenant = &contract.tenant;
			T::Assets::burn_held(GCD_ASSET, &Self::reason(), tenant, fee, exact, force)?;
		}
		Ok(())
	}

	/// Releases `amount` to the tenant; stays held until the contract closes when his account
	/// can't receive it, so that nobody else waits for him.
	pub(crate) fn refund(
		id: ContractId,
		contract: &mut Contract<T::AccountId>,
		amount: Balance,
	) -> DispatchResult {
		let rest = contract
			.held
			.checked_sub(amount)
			.ok_or(Error::<T>::Overflow)?;
		let tenant = contract.tenant.clone();
		if with_storage_layer(|| Self::release(&tenant, amount)).is_ok() {
			contract.held = rest;
		} else {
			Self::deposit_event(Event::RefundPostponed {
				contract: id,
				tenant,
				amount,
			});
		}
		Ok(())
	}

	/// Releases `amount` to the tenant.
	///
	/// **Errors**: those of the asset pallet, when his account can't receive it.
	pub(crate) fn release(tenant: &T::AccountId, amount: Balance) -> Result<(), DispatchError> {
		if amount > 0 {
			let reason = Self::reason();
			T::Assets::release(GCD_ASSET, &reason, tenant, amount, Precision::Exact)?;
		}
		Ok(())
	}

	/// Rewards `who` for the call that settled the last of an assignment, or of the unserved units of a
	/// day, from the settlement deposit. `price` is what that call settled.
	///
	/// The tenant gets nothing, since the rest is his anyway; neither does an account that can't
	/// receive it.
	pub(crate) fn reward(open: &mut OpenDay<T::AccountId>, who: &T::AccountId, price: Balance) {
		let left = open.contract.rewards;
		let amount = reward_down(T::SettlementReward::get(), left, price);
		if amount == 0 || *who == open.contract.tenant {
			return;
		}
		let mut paid = open.contract.clone();
		paid.rewards = left.saturating_sub(amount);
		if with_storage_layer(|| Self::pay_from_hold(&mut paid, who, amount)).is_err() {
			return;
		}
		open.contract = paid;
		Self::deposit_event(Event::SettlementRewarded {
			contract: open.id,
			who: who.clone(),
			amount,
		});
	}

	fn pay_from_hold(
		contract: &mut Contract<T::AccountId>,
		to: &T::AccountId,
		amount: Balance,
	) -> DispatchResult {
		let rest = contract.held.checked_sub(amount);
		contract.held = rest.ok_or(Error::<T>::Overflow)?;
		if amount > 0 {
			T::Assets::transfer_on_hold(
				GCD_ASSET,
				&Self::reason(),
				&contract.tenant,
				to,
				amount,
				Precision::Exact,
				Restriction::Free,
				Fortitude::Force,
			)?;
		}
		Ok(())
	}
}
