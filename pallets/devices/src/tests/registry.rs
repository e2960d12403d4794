//! What other pallets hear: offer limits and bonds. The bond of 10 GHR is worth 40 GCD, enough for
//! 48 h of 1,666 units at half a GCD for a GPU-hour (39.984 GCD), not of 1,667 (40.008 GCD).

use crate::mock::*;
use frame_support::assert_ok;
use greenhour_traits::DeviceRegistry;
use greenhour_types::{units::GCD, AttestationTier, Balance, DeviceId, MilliGpu};

fn covers(units: u32) -> bool {
	Devices::bond_covers(DeviceId(0), MilliGpu(units))
}

fn limit(until: u64) -> MilliGpu {
	Devices::offer_limit(DeviceId(0), until)
}

#[test]
fn the_limit_is_1_2_times_the_benchmark_while_the_result_holds() {
	Ext::default().execute(|| {
		active();
		assert_eq!(limit(START), MilliGpu(1_200));
		assert_eq!(limit(START + 1_000), MilliGpu(1_200));
		assert_eq!(limit(START + 1_001), MilliGpu::ZERO);
		assert_eq!(limit(u64::MAX), MilliGpu::ZERO);
	});
}

#[test]
fn the_limit_is_zero_once_the_result_has_expired() {
	Ext::default().execute(|| {
		active();
		Now::set(START + 1_000);
		assert_eq!(limit(START), MilliGpu::ZERO);
		assert_eq!(limit(0), MilliGpu::ZERO);
	});
}

#[test]
fn only_active_devices_may_offer() {
	Ext::default().execute(|| {
		assert_eq!(limit(START), MilliGpu::ZERO);
		let device = registered();
		assert_eq!(limit(START), MilliGpu::ZERO);
		let endorser = RuntimeOrigin::signed(ENDORSER);
		let tier = AttestationTier::Tier0;
		assert_ok!(Devices::activate(
			endorser,
			device,
			tier,
			START + 9,
			MilliGpu(9)
		));
		assert_eq!(limit(START), MilliGpu(10));
		assert_ok!(Devices::withdraw(RuntimeOrigin::signed(OWNER), device));
		assert_eq!(limit(START), MilliGpu::ZERO);
	});
}

#[test]
fn the_bond_covers_what_it_is_worth() {
	Ext::default().execute(|| {
		active();
		assert!(covers(0));
		assert!(covers(1_666));
		assert!(!covers(1_667));
		assert!(!covers(u32::MAX));
		assert_ok!(Devices::add_bond(
			RuntimeOrigin::signed(OWNER),
			DeviceId(0),
			MIN_BOND
		));
		assert!(covers(1_667));
	});
}

#[test]
fn the_value_of_a_bond_follows_the_last_rate_and_the_slashes() {
	Ext::default().execute(|| {
		let device = active();
		let value = || Devices::bond_value_down(device);
		// 10 GHR at 4 GCD.
		assert_eq!(value(), 40 * GCD);
		assert_ok!(Devices::slash(device, 15 * GCD, 0, &TENANT));
		assert_eq!(value(), 25 * GCD);
		Now::set(START + MAX_LIFE);
		assert!(!covers(0));
		assert_eq!(value(), 25 * GCD);
		assert_eq!(Devices::bond_value_down(DeviceId(7)), 0);
		assert_ok!(Devices::slash(device, Balance::MAX, 0, &TENANT));
		assert_eq!(value(), 0);
	});
}

#[test]
fn a_bond_is_worth_nothing_before_there_is_a_rate() {
	Ext::default().without_governed_values().execute(|| {
		let device = registered();
		assert_eq!(Devices::bond_value_down(device), 0);
	});
}

#[test]
fn no_bond_covers_anything_at_an_expired_rate() {
	Ext::default().execute(|| {
		active();
		assert_ok!(Devices::set_ghr_rate(
			RuntimeOrigin::root(),
			RATE,
			START + 10
		));
		assert!(covers(1));
		Now::set(START + 10);
		assert!(!covers(1));
		assert!(!covers(0));
		assert_eq!(Devices::required_bond(GPU_CLASS, MilliGpu(1)), None);
	});
}

#[test]
fn no_bond_covers_anything_at_an_expired_unit_value() {
	Ext::default().execute(|| {
		active();
		assert_ok!(Devices::set_unit_value(
			RuntimeOrigin::root(),
			UNIT_VALUE,
			START + 10
		));
		Now::set(START + 10);
		assert!(!covers(1));
	});
}

#[test]
fn no_bond_covers_anything_without_rates() {
	Ext::default().without_governed_values().execute(|| {
		registered();
		assert!(!covers(0));
	});
}

#[test]
fn the_largest_values_cover_nothing_and_do_not_wrap() {
	Ext::default().execute(|| {
		active();
		assert_ok!(Devices::set_unit_value(
			RuntimeOrigin::root(),
			Balance::MAX,
			START + 1
		));
		assert!(!covers(1));
		assert_ok!(Devices::set_ghr_rate(RuntimeOrigin::root(), 1, START + 1));
		assert!(!covers(u32::MAX));
		assert_eq!(Devices::required_bond(GPU_CLASS, MilliGpu(u32::MAX)), None);
	});
}

#[test]
fn an_unknown_or_withdrawn_device_has_no_bond() {
	Ext::default().execute(|| {
		assert!(!covers(0));
		let device = registered();
		assert_ok!(Devices::withdraw(RuntimeOrigin::signed(OWNER), device));
		assert!(!covers(0));
	});
}
