//! What holds after every block.

use crate::{
	rules, BindingProposals, Bindings, Bonds, ClaimKeys, Config, DeviceClasses, Devices, GhrRate,
	GpuClasses, HoldReason, MeterKeys, NextDeviceId, ObligationCounts, Operators, Pallet,
	Transfers, Unbondings, UnitValue,
};
use alloc::collections::BTreeMap;
use frame_support::{ensure, traits::fungible::InspectHold};
use greenhour_types::{Balance, Device, DeviceFacts, DeviceId, DeviceKind, DeviceStatus};
use sp_runtime::TryRuntimeError;

/// Checks all invariants of the README.
///
/// **Errors**: the first one that does not hold, in words.
pub fn check<T: Config>() -> Result<(), TryRuntimeError> {
	check_bonds::<T>()?;
	check_ids::<T>()?;
	check_keys::<T>()?;
	check_pairs::<T>()?;
	check_sales::<T>()?;
	check_governed::<T>()?;
	for (device, record) in Devices::<T>::iter() {
		check_device::<T>(device, record)?;
	}
	Ok(())
}

fn is_live<T: Config>(device: DeviceId) -> bool {
	Pallet::<T>::live_device(device).is_ok()
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
		let asked_back = Unbondings::<T>::get(device).map(|unbonding| unbonding.amount);
		let sum = bonded.entry(record.owner).or_default();
		for part in [bond, asked_back].into_iter().flatten() {
			*sum = sum.checked_add(part).ok_or("bonds do not fit a balance")?;
		}
	}
	for (owner, sum) in bonded {
		let held = T::Currency::balance_on_hold(&HoldReason::Bond.into(), &owner);
		ensure!(
			held == sum,
			"bonds differ from what is held on an owner's account"
		);
	}
	for (device, count) in ObligationCounts::<T>::iter() {
		ensure!(count > 0, "a device is listed with no obligation");
		ensure!(
			Bonds::<T>::contains_key(device) || Unbondings::<T>::contains_key(device),
			"nothing answers for an obligation"
		);
	}
	Ok(())
}

fn check_ids<T: Config>() -> Result<(), TryRuntimeError> {
	let next = NextDeviceId::<T>::get();
	let devices = Devices::<T>::iter_keys().count();
	ensure!(
		u32::try_from(devices) == Ok(next.0),
		"ids of devices are not dense"
	);
	ensure!(
		Devices::<T>::iter_keys().all(|device| device < next),
		"an id is above the counter"
	);
	ensure!(
		Bonds::<T>::iter_keys().all(|device| device < next),
		"nothing has a bond"
	);
	ensure!(
		Unbondings::<T>::iter_keys().all(|device| device < next),
		"nothing has a bond to release"
	);
	Ok(())
}

/// Each meter key serves the one attested device that names it, each operator one device that works.
fn check_keys<T: Config>() -> Result<(), TryRuntimeError> {
	for (key, device) in MeterKeys::<T>::iter() {
		let owned = Devices::<T>::get(device).is_some_and(|record| {
			record.meter_key == key
				&& record.kind != DeviceKind::ComputeOnly
				&& record.status != DeviceStatus::Registered
		});
		ensure!(owned, "a meter key serves a device that never was attested");
	}
	for (operator, device) in Operators::<T>::iter() {
		let speaks =
			Pallet::<T>::live_device(device).is_ok_and(|record| record.operator == operator);
		ensure!(speaks, "an operator is taken and speaks for nothing");
	}
	Ok(())
}

fn check_pairs<T: Config>() -> Result<(), TryRuntimeError> {
	for (device, partner) in Bindings::<T>::iter() {
		ensure!(
			Bindings::<T>::get(partner) == Some(device),
			"a device is bound to one that is not bound to it"
		);
		let own = Pallet::<T>::live_device(device)?;
		let other = Pallet::<T>::live_device(partner)?;
		let one_each = matches!(
			(own.kind, other.kind),
			(DeviceKind::EnergyOnly, DeviceKind::ComputeOnly)
				| (DeviceKind::ComputeOnly, DeviceKind::EnergyOnly)
		);
		ensure!(one_each, "a pair is not one of energy and one of compute");
		ensure!(own.zone == other.zone, "a pair stands in two zones");
	}
	ensure!(
		BindingProposals::<T>::iter_keys()
			.all(|device| is_live::<T>(device) && !Bindings::<T>::contains_key(device)),
		"a device that is bound or withdrawn wants to be bound"
	);
	Ok(())
}

fn check_sales<T: Config>() -> Result<(), TryRuntimeError> {
	for (device, offer) in Transfers::<T>::iter() {
		let record = Pallet::<T>::live_device(device)?;
		ensure!(offer.to != record.owner, "a device is offered to its owner");
	}
	ensure!(
		ClaimKeys::<T>::iter_keys().all(is_live::<T>),
		"a device that is withdrawn can be claimed"
	);
	Ok(())
}

fn check_governed<T: Config>() -> Result<(), TryRuntimeError> {
	let rates = [GhrRate::<T>::get(), UnitValue::<T>::get()];
	ensure!(
		rates.iter().flatten().all(|rate| rate.value > 0),
		"a governed rate is zero"
	);
	ensure!(
		GpuClasses::<T>::iter_values().all(|class| class.class_index > 0),
		"a class index is zero"
	);
	ensure!(
		DeviceClasses::<T>::iter_values().all(|terms| Pallet::<T>::ensure_terms(&terms).is_ok()),
		"the terms of a class are out of range"
	);
	Ok(())
}

fn check_device<T: Config>(
	device: DeviceId,
	record: Device<T::AccountId>,
) -> Result<(), TryRuntimeError> {
	if record.status != DeviceStatus::Withdrawn {
		ensure!(
			Operators::<T>::get(&record.operator) == Some(device),
			"an operator speaks for another"
		);
	}
	if let Some(result) = record.status.result() {
		ensure!(
			record.kind == DeviceKind::ComputeOnly
				|| MeterKeys::<T>::get(record.meter_key) == Some(device),
			"a meter key is not its device's"
		);
		ensure!(
			result.benchmark <= record.gpu_nameplate,
			"a benchmark is above the nameplate"
		);
	}
	if let DeviceStatus::Suspended { cause, kept } = record.status {
		ensure!(
			kept.is_none() || cause == greenhour_types::SuspensionCause::Owner,
			"an owner can end what he did not begin"
		);
	}
	let facts = DeviceFacts {
		kind: record.kind,
		class: record.class,
		gpu_class: record.gpu_class,
		zone: record.zone,
		meter_key: record.meter_key,
		commitment: record.commitment,
		gpu_nameplate: record.gpu_nameplate,
		solar_nameplate_w: record.solar_nameplate_w,
		energy_cap: record.energy_cap,
		site: record.site,
	};
	ensure!(
		rules::check_facts(&facts).is_ok(),
		"the facts of a device do not fit its kind, or a key has a second spelling"
	);
	Ok(())
}
