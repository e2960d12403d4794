//! The physical bound.

use crate::{mock::*, EnergyDays, Error, Event, SunCeilings};
use frame_support::{assert_noop, assert_ok};
use greenhour_math::physical::{Inconsistency, OffGrid, SiteLimits};
use greenhour_traits::PhysicalBound;
use greenhour_types::{Day, DeviceId, Hour, MilliGpu, SuspensionCause, WattHours, ZoneId};
use sp_runtime::Permill;

/// 4 units need 40 Wh an hour here; the site feeds 100.
const LIMITS: SiteLimits = SiteLimits {
	min_wh_per_gpu_hour: 10_000,
	gpu_nameplate: 4,
	wh_per_hour: 100,
	off_grid: None,
};

fn metered_device(limits: SiteLimits) -> DeviceId {
	let device = enrol(7, 1);
	world(|world| world.limits.insert(device, limits));
	blocks(1);
	device
}

fn meter(device: DeviceId, hour: u32, wh: u64, units: u32) {
	Challenges::metered(device, Hour(hour), WattHours(wh), MilliGpu(units));
}

fn bond(device: DeviceId) -> u128 {
	world(|world| world.bonds[&device])
}

fn inconsistencies() -> Vec<Inconsistency> {
	let cause = |event| match event {
		Event::MeteringInconsistent { cause, .. } => Some(cause),
		_ => None,
	};
	events().into_iter().filter_map(cause).collect()
}

#[test]
fn what_is_possible_costs_nothing() {
	Ext::execute(|| {
		let device = metered_device(LIMITS);
		(24..48).for_each(|hour| meter(device, hour, 40, 4));
		assert_eq!((bond(device), inconsistencies()), (BOND, vec![]));
	});
}

#[test]
fn claims_without_energy_cost_a_part_of_the_bond_and_the_tier() {
	Ext::execute(|| {
		let device = metered_device(LIMITS);
		meter(device, 30, 39, 4);
		System::assert_has_event(
			Event::MeteringInconsistent {
				device,
				hour: Hour(30),
				cause: Inconsistency::EnergyBelowClaim,
				burned: BOND / 10,
			}
			.into(),
		);
		assert_eq!(bond(device), BOND - BOND / 10);
		let suspended = world(|world| world.suspended.clone());
		assert_eq!(suspended, [(device, SuspensionCause::Inconsistent)]);
	});
}

#[test]
fn receipts_of_one_hour_share_its_energy() {
	Ext::execute(|| {
		let device = metered_device(LIMITS);
		meter(device, 30, 40, 3);
		meter(device, 30, 40, 1);
		assert_eq!(inconsistencies(), []);
		meter(device, 30, 90, 1);
		assert_eq!(inconsistencies(), [Inconsistency::UnitsAboveNameplate]);
	});
}

#[test]
fn more_energy_than_the_site_feeds_is_found() {
	Ext::execute(|| {
		let device = metered_device(LIMITS);
		meter(device, 30, 101, 1);
		assert_eq!(inconsistencies(), [Inconsistency::EnergyAboveSupply]);
	});
}

#[test]
fn a_day_off_the_grid_has_only_its_sun_and_storage() {
	Ext::execute(|| {
		let site = OffGrid {
			solar_w: 100,
			storage_wh: 50,
			sun_milli_hours: None,
		};
		let device = metered_device(SiteLimits {
			off_grid: Some(site),
			..LIMITS
		});
		let ceiling = |sun| Challenges::set_sun_ceiling(RuntimeOrigin::root(), ZoneId(1), sun);
		assert_ok!(ceiling(Some(5_000)));
		// 5 hours of full sun and the storage: 550 Wh.
		(24..29).for_each(|hour| meter(device, hour, 100, 4));
		assert_eq!(inconsistencies(), []);
		meter(device, 29, 50, 4);
		assert_eq!(inconsistencies(), []);
		meter(device, 30, 40, 4);
		assert_eq!(inconsistencies(), [Inconsistency::EnergyAboveSupply]);
		assert_noop!(ceiling(Some(24_001)), Error::<Test>::MaxSunExceeded);
		assert_ok!(ceiling(None));
		assert_eq!(SunCeilings::<Test>::get(ZoneId(1)), None);
	});
}

#[test]
fn a_day_is_punished_once() {
	Ext::execute(|| {
		let device = metered_device(LIMITS);
		meter(device, 30, 1, 4);
		meter(device, 31, 1, 4);
		assert_eq!(bond(device), BOND - BOND / 10);
		meter(device, 60, 1, 4);
		assert!(bond(device) < BOND - BOND / 10);
	});
}

#[test]
fn four_days_are_kept_and_an_older_one_is_not_mixed_in() {
	Ext::execute(|| {
		let device = metered_device(LIMITS);
		(0..12).for_each(|day| meter(device, day * 24, 40, 4));
		assert_eq!(EnergyDays::<Test>::iter().count(), 4);
		meter(device, 7 * 24, 40, 4);
		let kept = EnergyDays::<Test>::get(device, 3).expect("kept");
		assert_eq!(kept.day, Day(11));
	});
}

#[test]
fn nothing_is_asked_of_a_device_without_limits() {
	Ext::execute(|| {
		let device = enrol(7, 1);
		meter(device, 30, 0, u32::MAX);
		meter(device, 30, 0, u32::MAX);
		assert_eq!(bond(device), BOND);
	});
}

#[test]
fn governance_sets_what_a_contradiction_costs() {
	Ext::execute(|| {
		let device = metered_device(LIMITS);
		let share = Permill::from_percent(50);
		assert_ok!(Challenges::set_violation_share(
			RuntimeOrigin::root(),
			share
		));
		System::assert_last_event(Event::ViolationShareSet { share }.into());
		meter(device, 30, 1, 4);
		assert_eq!(bond(device), BOND / 2);
		assert_noop!(
			Challenges::set_violation_share(RuntimeOrigin::signed(7), share),
			sp_runtime::DispatchError::BadOrigin
		);
	});
}
