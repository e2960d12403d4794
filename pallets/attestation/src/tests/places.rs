//! Metering points.

use crate::{mock::*, Error, Evidences, Place, Places};
use frame_support::{assert_noop, assert_ok};
use greenhour_types::{AttestationTier, DeviceId};

fn place(number: u8) -> Option<Place> {
	Places::<Test>::get((ZONE, [number; 32]))
}

fn rotate() -> sp_runtime::DispatchResult {
	Attestation::rotate_zone_key(RuntimeOrigin::root(), ZONE)
}

fn release(device: DeviceId) -> Result<(), sp_runtime::DispatchError> {
	let stranger = RuntimeOrigin::signed(STRANGER);
	Attestation::release_place(stranger, device)
		.map(|_| ())
		.map_err(|failed| failed.error)
}

/// A pair at place 1: the second is bound to the first.
fn pair() -> (DeviceId, DeviceId) {
	let first = audited(1);
	let second = enrolled();
	World::bind(first, second);
	audit(second, facts(1));
	(first, second)
}

#[test]
fn a_bound_pair_shares_a_place_and_a_third_does_not() {
	Ext::default().run(|| {
		let (first, second) = pair();
		assert_eq!(
			place(1),
			Some(Place {
				first,
				second: Some(second)
			})
		);
		let third = enrolled();
		World::bind(first, third);
		audit(third, facts(1));
		assert_eq!(
			World::standing(third).map(|it| it.0),
			Some(AttestationTier::Tier1)
		);
	});
}

#[test]
fn whoever_stays_keeps_the_place() {
	Ext::default().run(|| {
		let (first, second) = pair();
		World::retire(first);
		assert_eq!(
			place(1),
			Some(Place {
				first: second,
				second: None
			})
		);
		World::retire(second);
		assert_eq!(place(1), None);
	});
}

#[test]
fn the_second_leaves_when_the_binding_ends() {
	Ext::default().run(|| {
		let (first, second) = pair();
		assert_noop!(release(second), Error::<Test>::NothingDue);
		World::unbind(first);
		assert_noop!(release(first), Error::<Test>::NothingDue);
		assert_ok!(release(second));
		assert_eq!(World::standing(second), None);
		assert!(World::standing(first).is_some());
		assert_eq!(
			place(1),
			Some(Place {
				first,
				second: None
			})
		);
	});
}

#[test]
fn a_device_moves_by_a_new_audit() {
	Ext::default().run(|| {
		let device = audited(1);
		World::advance(CONFLICT);
		audit(device, facts(2));
		assert_eq!(place(1), None);
		assert_eq!(
			place(2),
			Some(Place {
				first: device,
				second: None
			})
		);
	});
}

#[test]
fn while_a_zone_changes_its_key_each_place_is_named_under_both() {
	Ext::default().run(|| {
		let holder = audited(1);
		let device = enrolled();
		assert_ok!(rotate());
		assert_noop!(rotate(), Error::<Test>::TooEarly);
		let old = facts(2);
		assert_noop!(
			state(AUDITORS[2], device, old),
			Error::<Test>::KeyEpochMismatch
		);
		let mut new = facts(11);
		new.key_epoch = 1;
		assert_noop!(
			state(AUDITORS[2], device, new),
			Error::<Test>::FormerPlaceMismatch
		);
		// The same point under both keys: it is taken, whatever it is called now.
		new.former_place = Some([1; 32]);
		assert_ok!(state(AUDITORS[2], device, new));
		assert_ok!(state(AUDITORS[3], device, new));
		assert_eq!(
			World::standing(device).map(|it| it.0),
			Some(AttestationTier::Tier1)
		);
		// The holder moves to the new name of its place.
		World::advance(CONFLICT);
		let mut renewed = facts(11);
		renewed.key_epoch = 1;
		renewed.former_place = Some([1; 32]);
		audit(holder, renewed);
		assert_eq!(place(1), None);
		assert_eq!(
			place(11),
			Some(Place {
				first: holder,
				second: None
			})
		);
		// When no audit under the old key can be in force, the new name suffices.
		World::advance_to(START + MAX_AUDIT);
		let mut last = facts(12);
		last.key_epoch = 1;
		let other = enrolled_of(OWNER, 1);
		audit(other, last);
		assert_eq!(
			World::standing(other).map(|it| it.0),
			Some(AttestationTier::Tier2)
		);
		assert_ok!(rotate());
	});
}

#[test]
fn cells_are_numbered_anew_with_the_key() {
	Ext::default().run(|| {
		let device = enrolled();
		assert_ok!(rotate());
		assert_ok!(Attestation::claim_cell(
			RuntimeOrigin::signed(OWNER),
			device,
			0
		));
		let cell = Evidences::<Test>::get(device)
			.and_then(|it| it.cell)
			.expect("a slot");
		assert_eq!(cell.key_epoch, 1);
	});
}

#[test]
fn retirement_frees_the_place_without_the_owner() {
	Ext::default().run(|| {
		let device = audited(1);
		World::retire_quietly(device);
		assert!(place(1).is_some());
		assert_ok!(release(device));
		assert_eq!(place(1), None);
	});
}
