//! Slots in cells.

use crate::{mock::*, Cells, Error, Revocable, Revocables};
use frame_support::{assert_noop, assert_ok};
use greenhour_traits::ChallengeOutcomes;
use greenhour_types::DeviceId;

fn release(device: DeviceId) -> Result<(), sp_runtime::DispatchError> {
	let stranger = RuntimeOrigin::signed(STRANGER);
	Attestation::release_place(stranger, device)
		.map(|_| ())
		.map_err(|failed| failed.error)
}

#[test]
fn a_cell_has_so_many_slots() {
	Ext::default().run(|| {
		let first = enrolled();
		enrolled();
		let device = World::register(OWNER);
		let paper = Paper::of(device);
		assert_noop!(paper.enrol(), Error::<Test>::MaxDevicesPerCellExceeded);
		World::retire(first);
		assert_ok!(paper.enrol());
	});
}

#[test]
fn owner_and_operator_move_a_device_and_nobody_else() {
	Ext::default().run(|| {
		let device = enrolled();
		let claim = |who, cell| Attestation::claim_cell(RuntimeOrigin::signed(who), device, cell);
		assert_noop!(claim(STRANGER, 1), Error::<Test>::NotAuthorized);
		assert_noop!(claim(OWNER, 4), Error::<Test>::CellNotFound);
		assert_ok!(claim(OWNER, 1));
		assert_ok!(claim(OPERATOR, 2));
		let counts = [0, 1, 2].map(|cell| Cells::<Test>::get((ZONE, 0, cell)));
		assert_eq!(counts, [0, 0, 1]);
		assert!(World::standing(device).is_some());
	});
}

#[test]
fn a_device_whose_endorsement_expired_loses_its_slot_a_dispute_window_later() {
	Ext::default().run(|| {
		let device = enrolled();
		World::advance(365 * DAY + DISPUTE - 1);
		assert_noop!(release(device), Error::<Test>::NothingDue);
		World::advance(1);
		assert_ok!(release(device));
		assert_eq!(Cells::<Test>::get((ZONE, 0, 0)), 0);
		assert_noop!(release(device), Error::<Test>::NothingDue);
		let mut paper = Paper::of(device);
		paper.endorsement.number = 2;
		assert_ok!(paper.enrol());
	});
}

#[test]
fn a_convicted_device_gives_way() {
	Ext::default().run(|| {
		let device = enrolled();
		assert_noop!(release(device), Error::<Test>::NothingDue);
		<Attestation as ChallengeOutcomes>::convicted(device);
		assert_ok!(release(device));
		assert_eq!(Cells::<Test>::get((ZONE, 0, 0)), 0);
	});
}

#[test]
fn a_revoked_device_keeps_its_slot_until_its_endorsement_would_have_expired() {
	Ext::default().run(|| {
		let device = enrolled();
		let item = Revocables::truncate_from(vec![Revocable::Model(crate::ModelId(5))]);
		assert_ok!(Attestation::revoke(RuntimeOrigin::root(), item));
		assert_noop!(release(device), Error::<Test>::NothingDue);
	});
}

#[test]
fn a_retired_device_of_which_nobody_heard_is_forgotten_by_anyone() {
	Ext::default().run(|| {
		let device = enrolled();
		World::retire_quietly(device);
		assert_ok!(release(device));
		assert_eq!(Cells::<Test>::get((ZONE, 0, 0)), 0);
		assert_noop!(release(device), Error::<Test>::NotEnrolled);
	});
}
