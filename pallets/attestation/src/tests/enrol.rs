//! Enrolment by endorsement.

use crate::{mock::*, Error, Evidences};
use frame_support::{assert_noop, assert_ok};
use greenhour_types::AttestationTier;

#[test]
fn an_endorsed_key_makes_tier_1() {
	Ext::default().run(|| {
		let device = World::register(OWNER);
		assert_ok!(Paper::of(device).enrol());
		let expires_at = World::time() + 365 * DAY;
		assert_eq!(World::standing(device), Some((AttestationTier::Tier1, expires_at)));
		assert!(Evidences::<Test>::get(device).is_some());
	});
}

#[test]
fn enrol_fails_without_a_device() {
	Ext::default().run(|| {
		let device = World::register(OWNER);
		let mut paper = Paper::of(device);
		paper.device.0 += 1;
		assert_noop!(paper.enrol(), Error::<Test>::DeviceNotFound);
	});
}
