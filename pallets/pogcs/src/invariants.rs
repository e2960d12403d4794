//! What holds after every block.

use crate::{
	AllTotals, Claimable, Config, Expiring, ExpiryHours, Listed, ListedCount, OwnerWeights, Pallet,
	Stakes,
};
use alloc::collections::BTreeMap;
use frame_support::{
	ensure,
	traits::{
		fungible::Inspect as _,
		tokens::{Fortitude, Preservation},
		Get,
	},
};
use greenhour_math::pogcs::device_weight_down;
use greenhour_traits::HourClock;
use greenhour_types::{AttestationTier, Balance, Hour};
use sp_runtime::TryRuntimeError;

/// Checks all invariants of the README.
///
/// **Errors**: the first one that does not hold, in words.
pub fn check<T: Config>() -> Result<(), TryRuntimeError> {
	check_stakes::<T>()?;
	check_sums::<T>()?;
	check_list::<T>()?;
	check_expiry::<T>()?;
	check_pot::<T>()
}

fn check_stakes<T: Config>() -> Result<(), TryRuntimeError> {
	for stake in Stakes::<T>::iter_values() {
		ensure!(
			stake.bond.total() > 0 || stake.result.is_some(),
			"a device without bond and result is kept"
		);
		ensure!(
			stake.bond.total() > 0 || (stake.green.is_empty() && stake.credit == 0),
			"a device without a bond kept what it had delivered"
		);
		if stake.weight == 0 {
			continue;
		}
		let tier = stake.result.map(|result| result.tier);
		ensure!(
			tier >= Some(AttestationTier::Tier2),
			"a device below tier 2 weighs something"
		);
		ensure!(!stake.green.is_empty(), "a stake alone weighs something");
		ensure!(
			stake.weight <= device_weight_down(stake.bond.matured, Balance::MAX),
			"a device weighs more than its matured bond can carry"
		);
		ensure!(
			stake.weight >= T::MinWeight::get(),
			"a device weighs less than the smallest weight"
		);
	}
	Ok(())
}

fn check_sums<T: Config>() -> Result<(), TryRuntimeError> {
	let mut owners = BTreeMap::new();
	let mut total: Balance = 0;
	for stake in Stakes::<T>::iter_values().filter(|stake| stake.weight > 0) {
		let sum: &mut Balance = owners.entry(stake.owner).or_default();
		*sum = sum.saturating_add(stake.weight);
		total = total.saturating_add(stake.weight);
	}
	let kept: BTreeMap<_, _> = OwnerWeights::<T>::iter().collect();
	ensure!(
		kept == owners,
		"devices do not sum to the weights of their owners"
	);
	ensure!(
		AllTotals::<T>::get().weight == total,
		"devices do not sum to the total weight"
	);
	Ok(())
}

fn check_list<T: Config>() -> Result<(), TryRuntimeError> {
	let count = ListedCount::<T>::get();
	ensure!(
		Listed::<T>::iter_keys().all(|place| place < count),
		"a place lies beyond the list"
	);
	for place in 0..count {
		let stake = Listed::<T>::get(place).and_then(Stakes::<T>::get);
		ensure!(
			stake.and_then(|stake| stake.place) == Some(place),
			"a place and its device do not agree"
		);
	}
	let listed = Stakes::<T>::iter_values().filter(|stake| stake.place.is_some());
	ensure!(
		u32::try_from(listed.count()) == Ok(count),
		"a device is listed nowhere"
	);
	ensure!(
		Stakes::<T>::iter_values().all(|stake| stake.weight == 0 || stake.place.is_some()),
		"a device that weighs something is not listed"
	);
	Ok(())
}

fn check_expiry<T: Config>() -> Result<(), TryRuntimeError> {
	let totals = AllTotals::<T>::get();
	let mut expected: BTreeMap<Hour, Expiring> = BTreeMap::new();
	let mut earning: Balance = 0;
	for stake in Stakes::<T>::iter_values().filter(|stake| stake.weight > 0) {
		let is_closed = Some(stake.expires_in) <= totals.closed;
		let expiring = expected.entry(stake.expires_in).or_default();
		expiring.devices = expiring.devices.saturating_add(1);
		if !is_closed {
			expiring.weight = expiring.weight.saturating_add(stake.weight);
			earning = earning.saturating_add(stake.weight);
		}
		let expires_at = stake.result.map(|result| result.expires_at);
		let hour = expires_at.and_then(|at| T::Clock::params().hour_at(at));
		ensure!(
			hour.unwrap_or(Hour(u32::MAX)) == stake.expires_in,
			"a device earns until another hour than its result"
		);
	}
	for (hour, mut expiring) in ExpiryHours::<T>::iter() {
		ensure!(
			expiring.per_weight.is_some() == (Some(hour) <= totals.closed),
			"an hour of expiry is closed early or late"
		);
		ensure!(
			expiring.per_weight <= Some(totals.per_weight),
			"an hour was closed at a later reading"
		);
		expiring.per_weight = None;
		ensure!(
			expected.remove(&hour) == Some(expiring),
			"devices do not sum to the hour in which they expire"
		);
	}
	ensure!(expected.is_empty(), "a device expires in no hour");
	ensure!(
		totals.earning == earning && earning <= totals.weight,
		"devices do not sum to the weight that earns"
	);
	Ok(())
}

fn check_pot<T: Config>() -> Result<(), TryRuntimeError> {
	let totals = AllTotals::<T>::get();
	let owed = Claimable::<T>::iter_values().fold(0, Balance::saturating_add);
	ensure!(owed == totals.owed, "owners do not sum to what is owed");
	ensure!(
		Claimable::<T>::iter_values().all(|amount| amount > 0),
		"an owner is owed nothing"
	);
	let shares = Stakes::<T>::iter_values()
		.map(|stake| Pallet::<T>::share_of(&stake, &totals))
		.fold(0, Balance::saturating_add);
	ensure!(
		shares <= totals.allotted,
		"devices earned more than was allotted"
	);
	let payable = T::Currency::reducible_balance(
		&Pallet::<T>::pot_account(),
		Preservation::Preserve,
		Fortitude::Polite,
	);
	ensure!(
		totals.allotted.saturating_add(owed) <= payable,
		"the pot does not hold what it owes"
	);
	Ok(())
}
