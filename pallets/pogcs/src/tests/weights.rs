//! What devices weigh.

use crate::{mock::*, Event, Stakes};
use frame_support::{assert_noop, assert_ok};
use greenhour_math::pogcs::refusal_threshold_down;
use greenhour_traits::PogcsWeights;
use greenhour_types::{
	units::{GCD, GHR},
	AttestationTier, DeviceId,
};

/// A device of tier 3 whose bond counts, with so much value.
fn busy(device: u32, owner: u64, bond: u128, value: u128) {
	register(device, owner, bond);
	advance(169);
	settle(device, value);
	refresh(device);
}

#[test]
fn a_device_at_par_weighs_its_bond() {
	Ext::default().execute(|| {
		// 1,038.7 GCD * 0.04621 GHR = 48 GHR.
		busy(1, 10, BOND, 1_038_736_204);
		assert!(weight(1).abs_diff(BOND) < GHR / 1_000, "{}", weight(1));
		System::assert_last_event(
			Event::WeightChanged {
				device: DeviceId(1),
				owner: 10,
				weight: weight(1),
				owner_weight: weight(1),
				total_weight: weight(1),
			}
			.into(),
		);
		assert_eq!(Pogcs::weight_of_device(DeviceId(1)), weight(1));
		assert_eq!(Pogcs::weight_of(&10), weight(1));
		assert_eq!(Pogcs::total_weight(), weight(1));
	});
}

#[test]
fn a_quarter_of_the_value_weighs_half() {
	Ext::default().execute(|| {
		for (device, value) in [(1, 400 * GCD), (2, 100 * GCD)] {
			register(device, 10, BOND);
			settle(device, value);
		}
		advance(169);
		refresh(1);
		refresh(2);
		assert!(weight(2) > GHR);
		// The sums differ from four to one by a few units of 2^-32 planck.
		assert!(weight(1).abs_diff(2 * weight(2)) <= 2);
	});
}

#[test]
fn what_was_delivered_halves_in_thirty_days() {
	Ext::default().execute(|| {
		busy(1, 10, BOND, 400 * GCD);
		let before = weight(1);
		jump(720);
		refresh(1);
		// The square root of a half: 0.70710678.
		assert!(weight(1).abs_diff(before * 70_710_678 / 100_000_000) < before / 10_000_000);
		jump(720);
		refresh(1);
		assert!(weight(1).abs_diff(before / 2) <= 1);
	});
}

#[test]
fn a_device_that_stands_still_ends_at_nothing() {
	Ext::default().execute(|| {
		busy(1, 10, BOND, 400 * GCD);
		jump(720 * 40);
		assert_eq!(weight(1), 0);
		assert_eq!(crate::ListedCount::<Test>::get(), 0);
	});
}

#[test]
fn an_expired_result_weighs_nothing_from_the_next_refresh_on() {
	Ext::default().with_refresh_per_block(0).execute(|| {
		busy(1, 10, BOND, 400 * GCD);
		attest(1, AttestationTier::Tier2, 5);
		let before = weight(1);
		jump(5);
		assert_eq!(weight(1), before);
		refresh(1);
		assert_eq!(weight(1), 0);
		assert_eq!(Pogcs::weight_of(&10), 0);
	});
}

#[test]
fn a_suspended_device_weighs_nothing_at_once() {
	Ext::default().execute(|| {
		busy(1, 10, BOND, 400 * GCD);
		suspend(1);
		assert_eq!(weight(1), 0);
	});
}

#[test]
fn refresh_fails_for_a_device_without_a_bond() {
	Ext::default().execute(|| {
		assert_noop!(
			Pogcs::refresh(RuntimeOrigin::signed(1), DeviceId(7)),
			crate::Error::<Test>::NotFound
		);
	});
}

#[test]
fn refreshing_a_device_a_thousand_times_changes_nothing() {
	Ext::default().with_pot(1_000 * GHR).execute(|| {
		set_budget(GHR);
		busy(1, 10, BOND, 400 * GCD);
		let before = (Stakes::<Test>::get(DeviceId(1)), owed(10));
		for _ in 0..1_000 {
			assert_ok!(Pogcs::refresh(RuntimeOrigin::signed(66), DeviceId(1)));
		}
		assert_eq!((Stakes::<Test>::get(DeviceId(1)), owed(10)), before);
	});
}

#[test]
fn the_chance_of_first_refusal_follows_the_weight() {
	Ext::default().execute(|| {
		assert_eq!(Pogcs::refusal_threshold(DeviceId(1), 2), 0);
		busy(1, 10, BOND, 400 * GCD);
		busy(2, 20, BOND, 400 * GCD);
		let threshold = refusal_threshold_down(weight(1), weight(1) + weight(2), 2);
		assert_eq!(Ok(Pogcs::refusal_threshold(DeviceId(1), 2)), threshold);
		assert_eq!(Pogcs::refusal_threshold(DeviceId(3), 2), 0);
	});
}

#[test]
fn views_tell_what_a_refresh_would() {
	Ext::default()
		.with_pot(1_000 * GHR)
		.with_refresh_per_block(0)
		.execute(|| {
			set_budget(GHR);
			busy(1, 10, BOND, 400 * GCD);
			jump(10);
			let (told_weight, told_share) = (
				Pogcs::weight_if_refreshed(DeviceId(1)),
				Pogcs::incentive_if_refreshed(DeviceId(1)),
			);
			refresh(1);
			assert_eq!(told_weight, Some(weight(1)));
			assert_eq!(told_share, Some(owed(10)));
			assert_eq!(Pogcs::weight_if_refreshed(DeviceId(2)), None);
		});
}
