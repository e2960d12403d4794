//! The budget, its shares, and what owners claim.

use crate::{
	AllTotals, Claimable, Config, Error, Event, ExpiryHours, HourlyBudget, Pallet, Stake, Totals,
};
use frame_support::{
	ensure,
	traits::{
		fungible::{Inspect as _, Mutate as _},
		tokens::{Fortitude, Preservation},
		Get,
	},
};
use greenhour_math::pogcs::{accrued_down, per_weight_down};
use greenhour_traits::HourClock;
use greenhour_types::{Balance, DeviceId, Hour};
use sp_runtime::{traits::AccountIdConversion, DispatchResult};

/// Most hours that one block closes: enough to catch up after an outage, since hours are longer than
/// blocks.
const HOURS_PER_BLOCK: u32 = 2;

impl<T: Config> Pallet<T> {
	/// The account that holds what incentives are paid from.
	pub(crate) fn pot_account() -> T::AccountId {
		T::PalletId::get().into_account_truncating()
	}

	/// Planck of GHR in the pot that nobody has earned yet.
	fn unallotted(totals: &Totals) -> Balance {
		let payable = T::Currency::reducible_balance(
			&Self::pot_account(),
			Preservation::Preserve,
			Fortitude::Polite,
		);
		payable
			.saturating_sub(totals.allotted)
			.saturating_sub(totals.owed)
	}

	/// Closes hours that are over, in order, a few a block.
	pub(crate) fn close_hours() {
		let Some(last_over) = T::Clock::current_hour().and_then(|hour| hour.0.checked_sub(1))
		else {
			return;
		};
		let mut totals = AllTotals::<T>::get();
		let Some(closed) = totals.closed else {
			// The first block: nothing has weighed in the hours before.
			totals.closed = Some(Hour(last_over));
			return AllTotals::<T>::put(totals);
		};
		let first = closed.0.saturating_add(1);
		let last = last_over.min(closed.0.saturating_add(HOURS_PER_BLOCK));
		if first > last {
			return;
		}
		for hour in first..=last {
			Self::close_hour(Hour(hour), &mut totals);
		}
		AllTotals::<T>::put(totals);
	}

	/// Takes what expires in `hour` out of what earns, then shares the budget of the hour.
	fn close_hour(hour: Hour, totals: &mut Totals) {
		totals.closed = Some(hour);
		ExpiryHours::<T>::mutate_extant(hour, |expiring| {
			totals.earning = totals.earning.saturating_sub(expiring.weight);
			expiring.weight = 0;
			expiring.per_weight = Some(totals.per_weight);
		});
		let amount = HourlyBudget::<T>::get()
			.filter(|budget| hour < budget.until && !T::Clock::is_void(hour))
			.map_or(0, |budget| budget.per_hour.min(Self::unallotted(totals)));
		// Nobody weighs anything, or the reading is at its end: the pot keeps it.
		let Ok(share) = per_weight_down(amount, totals.earning) else {
			return;
		};
		let Some(per_weight) = totals.per_weight.checked_add(share).filter(|_| share > 0) else {
			return;
		};
		totals.per_weight = per_weight;
		totals.allotted = totals.allotted.saturating_add(amount);
		Self::deposit_event(Event::BudgetAllotted {
			hour,
			amount,
			weight: totals.earning,
		});
	}

	/// Planck of GHR that the device's weight has earned since its last refresh, up to the expiry of its
	/// result.
	pub(crate) fn share_of(stake: &Stake<T::AccountId>, totals: &Totals) -> Balance {
		if stake.weight == 0 {
			return 0;
		}
		let until = ExpiryHours::<T>::get(stake.expires_in)
			.and_then(|expiring| expiring.per_weight)
			.unwrap_or(totals.per_weight);
		let earned = until.saturating_sub(stake.per_weight);
		accrued_down(stake.weight, earned)
			.unwrap_or(0)
			.min(totals.allotted)
	}

	/// Assigns the device's share: as much as its credit allows to its owner, the rest back to the pot.
	pub(crate) fn settle_share(
		device: DeviceId,
		stake: &mut Stake<T::AccountId>,
		totals: &mut Totals,
	) {
		let share = Self::share_of(stake, totals);
		stake.per_weight = totals.per_weight;
		totals.allotted = totals.allotted.saturating_sub(share);
		let amount = share.min(stake.credit);
		if amount == 0 {
			return;
		}
		stake.credit = stake.credit.saturating_sub(amount);
		totals.owed = totals.owed.saturating_add(amount);
		// No sum of parts exceeds the total, which the pot holds.
		Claimable::<T>::mutate(&stake.owner, |owed| *owed = owed.saturating_add(amount));
		Self::deposit_event(Event::IncentiveCredited {
			device,
			owner: stake.owner.clone(),
			amount,
		});
	}

	/// Takes the device's weight out of the hour in which its result expires.
	pub(crate) fn leave_expiry(stake: &Stake<T::AccountId>, totals: &mut Totals) {
		if stake.weight == 0 {
			return;
		}
		ExpiryHours::<T>::mutate_exists(stake.expires_in, |entry| {
			let Some(expiring) = entry.as_mut() else {
				return;
			};
			if expiring.per_weight.is_none() {
				expiring.weight = expiring.weight.saturating_sub(stake.weight);
				totals.earning = totals.earning.saturating_sub(stake.weight);
			}
			expiring.devices = expiring.devices.saturating_sub(1);
			if expiring.devices == 0 {
				*entry = None;
			}
		});
	}

	/// Puts the device's weight into the hour in which its result expires.
	pub(crate) fn join_expiry(stake: &mut Stake<T::AccountId>, totals: &mut Totals) {
		let Some(result) = stake.result.filter(|_| stake.weight > 0) else {
			return;
		};
		// Not closed: a device that weighs has not expired.
		stake.expires_in = T::Clock::params()
			.hour_at(result.expires_at)
			.unwrap_or(Hour(u32::MAX));
		ExpiryHours::<T>::mutate(stake.expires_in, |entry| {
			let expiring = entry.get_or_insert_default();
			expiring.weight = expiring.weight.saturating_add(stake.weight);
			expiring.devices = expiring.devices.saturating_add(1);
		});
		totals.earning = totals.earning.saturating_add(stake.weight);
	}

	pub(crate) fn do_claim(owner: T::AccountId) -> DispatchResult {
		let amount = Claimable::<T>::get(&owner);
		ensure!(amount > 0, Error::<T>::NothingToClaim);
		T::Currency::transfer(&Self::pot_account(), &owner, amount, Preservation::Preserve)?;
		Claimable::<T>::remove(&owner);
		AllTotals::<T>::mutate(|totals| totals.owed = totals.owed.saturating_sub(amount));
		Self::deposit_event(Event::IncentiveClaimed { owner, amount });
		Ok(())
	}
}
