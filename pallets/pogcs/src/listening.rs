//! What settlement and the registry tell, and what others may ask.

use crate::{AllTotals, Config, Event, OwnerWeights, Pallet, Stake, Stakes};
use frame_support::traits::Get;
use greenhour_math::pogcs::{counted_value_down, refusal_threshold_down, PaidUnits};
use greenhour_traits::{
	DeviceListener, HourClock, PogcsRates, PogcsWeights, SettledHours, SettlementListener,
};
use greenhour_types::{AttestationResult, Balance, DeviceId};

impl<T: Config> Pallet<T> {
	/// Planck of GCD for which the hours count, before the tier is looked at; nothing without a price for
	/// the class of the device.
	fn value_of(hours: &SettledHours) -> Balance {
		let units = hours.hours.hours().fold(0u64, |sum, hour| {
			let units = hours.units.get(hour.index()).map_or(0, |units| units.0);
			sum.saturating_add(u64::from(units))
		});
		T::Rates::class_index(hours.device)
			.and_then(|class_index| {
				let paid = PaidUnits {
					units,
					class_index,
					fee_burned: hours.fee_burned,
					fee_parts: T::ProtocolFee::get().deconstruct(),
				};
				counted_value_down(&paid).ok()
			})
			.unwrap_or_default()
	}

	/// Planck of GHR that incentives may pay for a fee; nothing while GHR has no rate.
	fn credit_for(fee_burned: Balance) -> Balance {
		T::IncentiveCap::get().mul_floor(T::Rates::ghr_down(fee_burned).unwrap_or_default())
	}

	/// The chance of first refusal of the device among all that weigh, in 2^-64, when `k` are expected to be
	/// drawn: see [`refusal_threshold_down`]. Zero while nothing weighs anything.
	pub fn refusal_threshold(device: DeviceId, k: u32) -> u64 {
		let (weight, total) = (Self::weight_of_device(device), Self::total_weight());
		refusal_threshold_down(weight, total, k).unwrap_or_default()
	}
}

impl<T: Config> SettlementListener for Pallet<T> {
	/// Counts the hours, if a receipt shows them and the device is of tier 2 or 3 now. Its weight follows
	/// with its next refresh, so that a settlement pays for little more than a read and a write.
	fn settled(hours: &SettledHours) {
		let Some(mut stake) = Stakes::<T>::get(hours.device).filter(|_| hours.by_receipt) else {
			return;
		};
		let Some(grade) = stake
			.grade(T::Clock::now())
			.filter(|_| stake.bond.total() > 0)
		else {
			return;
		};
		let value = grade.of_down(Self::value_of(hours));
		let present = Self::present_hour().0;
		// A sum at its end counts no more.
		let Ok(green) = stake.green.add_down(value, present, T::HalfLife::get()) else {
			return;
		};
		let credit = Self::credit_for(hours.fee_burned);
		if value == 0 && credit == 0 {
			return;
		}
		stake.green = green;
		stake.credit = stake.credit.saturating_add(credit);
		if value > 0 {
			Self::list(hours.device, &mut stake);
		}
		Stakes::<T>::insert(hours.device, stake);
		Self::deposit_event(Event::GreenCounted {
			device: hours.device,
			contract: hours.contract,
			value,
			credit,
		});
	}
}

impl<T: Config> DeviceListener<T::AccountId> for Pallet<T> {
	/// Cuts a bond at once, and lets what was added mature.
	fn bond_changed(device: DeviceId, owner: &T::AccountId, bond: Balance) {
		let mut stake = Stakes::<T>::get(device).unwrap_or_else(|| Stake::new(owner.clone()));
		if stake.owner != *owner {
			Self::owner_changed(device, &stake.owner, owner);
			stake = Stakes::<T>::get(device).unwrap_or_else(|| Stake::new(owner.clone()));
		}
		stake.bond = stake
			.bond
			.set(bond, Self::present_hour(), T::Maturity::get());
		Self::deposit_event(Event::BondSet {
			device,
			owner: owner.clone(),
			matured: stake.bond.matured,
			maturing: stake.bond.maturing,
			matures_in: stake.bond.matures_in,
		});
		Self::bring_up_to_date(device, stake);
	}

	fn owner_changed(device: DeviceId, _from: &T::AccountId, to: &T::AccountId) {
		if let Some(stake) = Stakes::<T>::get(device) {
			Self::move_to_owner(device, stake, to);
		}
	}

	fn result_changed(device: DeviceId, result: Option<AttestationResult>) {
		if let Some(mut stake) = Stakes::<T>::get(device) {
			stake.result = result;
			Self::bring_up_to_date(device, stake);
		}
	}
}

impl<T: Config> PogcsWeights<T::AccountId> for Pallet<T> {
	fn weight_of_device(device: DeviceId) -> Balance {
		Stakes::<T>::get(device).map_or(0, |stake| stake.weight)
	}

	fn weight_of(owner: &T::AccountId) -> Balance {
		OwnerWeights::<T>::get(owner)
	}

	fn total_weight() -> Balance {
		AllTotals::<T>::get().weight
	}
}
