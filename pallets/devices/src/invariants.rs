//! What holds after every block.

use crate::{
	rules, Bonds, Config, Devices, GhrRate, HoldReason, MeterKeys, NextDeviceId, ObligationCounts,
	Operators, PlaceClaims, PlaceNullifiers, UnitValue,
};
use alloc::{collections::BTreeMap, vec::Vec};
use frame_support::{ensure, traits::fungible::InspectHold};
use greenhour_types::{Balance, Device, DeviceId, DeviceStatus};
use sp_runtime::TryRuntimeError;

/// Checks all invariants of the README.
///
/// **Errors**: the first one that does not hold, in words.
pub fn check<T: Config>() -> Result<(), TryRuntimeError> {
	check_bonds::<T>()?;
	check_identities::<T>()?;
	for (device, record) in Devices::<T>::iter() {
		check_device::<T>(device, &record)?;
	}
	let rates = [GhrRate::<T>::get(), UnitValue::<T>::get()];
	ensure!(
		rates.iter().flatten().all(|rate| rate.value > 0),
		"a governed rate is zero"
	);
	Ok(())
}

fn check_bonds<T: Config>() -> Result<(), TryRuntimeError> {
	let mut bonded = BTreeMap::<T::AccountId, Balance>::new();
	for (device, record) in Devices::<T>::iter() {
		let bond = Bonds::<T>::get(device);
		let withdrawn = record.status == DeviceStatus::Withdrawn;
		ensure!(
			bond.is_none() == withdrawn,
			"just devices that are not withdrawn have a bond"
		);
		let sum = bonded.entry(record.owner).or_default();
		*sum = sum
			.checked_add(bond.unwrap_or_default())
			.ok_or("bonds do not fit a balance")?;
	}
	for (owner, sum) in bonded {
		let held = T::Currency::balance_on_hold(&HoldReason::Bond.into(), &owner);
		ensure!(
			held == sum,
			"bonds differ from what is held on an owner's account"
		);
	}
	Ok(())
}

fn check_identities<T: Config>() -> Result<(), TryRuntimeError> {
	let devices = Devices::<T>::iter_keys().count();
	let next = NextDeviceId::<T>::get();
	ensure!(
		u32::try_from(devices) == Ok(next.0),
		"ids of devices are not dense"
	);
	check_keys_and_places::<T>()?;
	ensure!(
		PlaceClaims::<T>::iter_keys().all(|device| device < next),
		"nothing claims a place"
	);
	ensure!(
		Bonds::<T>::iter_keys().all(|device| device < next),
		"nothing has a bond"
	);
	for (device, count) in ObligationCounts::<T>::iter() {
		ensure!(count > 0, "a device is listed with no obligation");
		ensure!(
			Bonds::<T>::contains_key(device),
			"a device without a bond has an obligation"
		);
	}
	Ok(())
}

/// Keys and places belong to devices that are or were active, one of each to each.
fn check_keys_and_places<T: Config>() -> Result<(), TryRuntimeError> {
	let mut keyed: Vec<_> = MeterKeys::<T>::iter_values().collect();
	let mut placed: Vec<_> = PlaceNullifiers::<T>::iter_values().collect();
	keyed.sort_unstable();
	placed.sort_unstable();
	ensure!(keyed == placed, "a device has a meter key but no place");
	keyed.dedup();
	ensure!(keyed.len() == placed.len(), "a device has two meter keys");
	for (key, device) in MeterKeys::<T>::iter() {
		let owned = Devices::<T>::get(device).is_some_and(|record| {
			record.meter_key == key && record.status != DeviceStatus::Registered
		});
		ensure!(owned, "a meter key serves a device that never was active");
	}
	Ok(())
}

fn check_device<T: Config>(
	device: DeviceId,
	record: &Device<T::AccountId>,
) -> Result<(), TryRuntimeError> {
	ensure!(
		device < NextDeviceId::<T>::get(),
		"an id is above the counter"
	);
	ensure!(
		PlaceClaims::<T>::contains_key(device) == (record.status == DeviceStatus::Registered),
		"just devices that were never activated claim a place"
	);
	ensure!(
		Operators::<T>::get(&record.operator) == Some(device),
		"an operator speaks for another"
	);
	ensure!(
		rules::is_meter_key(&record.meter_key),
		"a meter key has a second spelling"
	);
	ensure!(
		rules::is_commitment(&record.commitment),
		"a commitment has a second spelling"
	);
	if let DeviceStatus::Active { benchmark, .. } = record.status {
		ensure!(
			MeterKeys::<T>::get(record.meter_key) == Some(device),
			"a meter key is not its device's"
		);
		ensure!(
			benchmark <= record.gpu_nameplate,
			"a benchmark is above the nameplate"
		);
	}
	Ok(())
}
