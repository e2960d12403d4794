//! What a device weighs, and the sums.

use crate::{AllTotals, Config, Event, OwnerWeights, Pallet, Stake, Stakes, Totals};
use frame_support::traits::Get;
use greenhour_math::pogcs::{device_weight_down, green_stake_down};
use greenhour_traits::{HourClock, WeightListener};
use greenhour_types::{Balance, DeviceId, Hour};

impl<T: Config> Pallet<T> {
	/// The hour of the block; hour 0 before hour zero is known.
	pub(crate) fn present_hour() -> Hour {
		T::Clock::current_hour().unwrap_or_default()
	}

	/// What the device weighs at this moment, in planck of GHR.
	pub(crate) fn weight_now(stake: &Stake<T::AccountId>) -> Balance {
		if stake.grade(T::Clock::now()).is_none() {
			return 0;
		}
		let hour = Self::present_hour();
		// Fails only for a half-life of nothing.
		let value = stake.green.value_down(hour.0, T::HalfLife::get());
		let green = green_stake_down(value.unwrap_or_default(), T::BondPerGcd::get());
		match device_weight_down(stake.bond.at(hour).matured, green) {
			weight if weight < T::MinWeight::get() => 0,
			weight => weight,
		}
	}

	/// Writes the stake with its share settled and its weight as it is now, in all sums and lists. Removes
	/// it when neither bond nor result is left.
	pub(crate) fn bring_up_to_date(device: DeviceId, mut stake: Stake<T::AccountId>) {
		let mut totals = AllTotals::<T>::get();
		let before = stake.weight;
		Self::settle_share(device, &mut stake, &mut totals);
		Self::leave_expiry(&stake, &mut totals);
		stake.bond = stake.bond.at(Self::present_hour());
		Self::forfeit_without_bond(device, &mut stake);
		stake.weight = Self::weight_now(&stake);
		Self::join_expiry(&mut stake, &mut totals);
		totals.weight = totals
			.weight
			.saturating_sub(before)
			.saturating_add(stake.weight);
		AllTotals::<T>::put(totals);
		Self::list_or_unlist(device, &mut stake);
		if before != stake.weight {
			let owner_weight = Self::add_to_owner(&stake.owner, before, stake.weight);
			Self::tell_weight(device, &stake, owner_weight, &totals);
		}
		Self::keep_or_remove(device, stake);
	}

	fn keep_or_remove(device: DeviceId, stake: Stake<T::AccountId>) {
		if stake.bond.total() == 0 && stake.result.is_none() {
			Stakes::<T>::remove(device);
		} else {
			Stakes::<T>::insert(device, stake);
		}
	}

	/// A device whose whole bond is gone starts anew: what it had delivered was vouched for by that bond.
	fn forfeit_without_bond(device: DeviceId, stake: &mut Stake<T::AccountId>) {
		let has_delivered = !stake.green.is_empty() || stake.credit > 0;
		if stake.bond.total() == 0 && has_delivered {
			stake.green = Default::default();
			stake.credit = 0;
			Self::deposit_event(Event::GreenForfeited { device });
		}
	}

	/// Replaces `before` by `after` in what `owner`'s devices weigh, which it gives back.
	fn add_to_owner(owner: &T::AccountId, before: Balance, after: Balance) -> Balance {
		let sum = OwnerWeights::<T>::get(owner)
			.saturating_sub(before)
			.saturating_add(after);
		if sum == 0 {
			OwnerWeights::<T>::remove(owner);
		} else {
			OwnerWeights::<T>::insert(owner, sum);
		}
		sum
	}

	fn tell_weight(
		device: DeviceId,
		stake: &Stake<T::AccountId>,
		owner_weight: Balance,
		totals: &Totals,
	) {
		Self::deposit_event(Event::WeightChanged {
			device,
			owner: stake.owner.clone(),
			weight: stake.weight,
			owner_weight,
			total_weight: totals.weight,
		});
		T::Listener::weight_changed(&stake.owner, owner_weight);
	}

	/// Gives the device to another owner, with its weight and its credit; what it has earned stays with the
	/// former owner.
	pub(crate) fn move_to_owner(
		device: DeviceId,
		mut stake: Stake<T::AccountId>,
		to: &T::AccountId,
	) {
		let mut totals = AllTotals::<T>::get();
		Self::settle_share(device, &mut stake, &mut totals);
		AllTotals::<T>::put(totals);
		let from = core::mem::replace(&mut stake.owner, to.clone());
		let weight = stake.weight;
		let from_weight = Self::add_to_owner(&from, weight, 0);
		let to_weight = Self::add_to_owner(to, 0, weight);
		if weight > 0 {
			T::Listener::weight_changed(&from, from_weight);
			T::Listener::weight_changed(to, to_weight);
		}
		Self::deposit_event(Event::WeightMoved {
			device,
			from,
			to: to.clone(),
			weight,
		});
		Self::bring_up_to_date(device, stake);
	}
}
