//! Roots and revocations.

use crate::{mock::*, EndorserId, Error, P256Key, Revocable, Revocables};
use frame_support::{assert_noop, assert_ok};
use greenhour_traits::AttestationResults;
use greenhour_types::SuspensionCause;
use sp_runtime::{traits::BadOrigin, DispatchError};

fn root() -> RuntimeOrigin {
	RuntimeOrigin::root()
}

fn revoke(item: Revocable) {
	let items = Revocables::truncate_from(vec![item, item]);
	assert_ok!(Attestation::revoke(root(), items));
}

fn reappraise(device: greenhour_types::DeviceId) -> Result<(), DispatchError> {
	let stranger = RuntimeOrigin::signed(STRANGER);
	Attestation::reappraise(stranger, device)
		.map(|_| ())
		.map_err(|failed| failed.error)
}

#[test]
fn only_governance_keeps_the_tables() {
	Ext::default().run(|| {
		let owner = || RuntimeOrigin::signed(OWNER);
		let id = EndorserId(0);
		assert_noop!(Attestation::add_endorser(owner(), key(9), 0, 1), BadOrigin);
		assert_noop!(Attestation::pause_endorser(owner(), id, true), BadOrigin);
		assert_noop!(
			Attestation::revoke(owner(), Revocables::default()),
			BadOrigin
		);
		assert_noop!(
			Attestation::reinstate(owner(), Revocables::default()),
			BadOrigin
		);
		assert_noop!(Attestation::set_zone(owner(), ZONE, 1, 1, 1), BadOrigin);
		assert_noop!(Attestation::rotate_zone_key(owner(), ZONE), BadOrigin);
		assert_noop!(
			Attestation::set_zone_auditor(owner(), ZONE, OWNER, true),
			BadOrigin
		);
		let device = enrolled();
		assert_noop!(Attestation::pardon(owner(), device), BadOrigin);
		assert_noop!(Attestation::resolve_audit(owner(), device, None), BadOrigin);
	});
}

#[test]
fn a_root_is_a_point_with_a_window() {
	Ext::default().run(|| {
		let add = |key, from, until| Attestation::add_endorser(root(), key, from, until);
		assert_noop!(add(P256Key([0; 33]), 0, 1), Error::<Test>::KeyNotCanonical);
		assert_noop!(add(key(9), 1, 1), Error::<Test>::WindowEmpty);
		assert_ok!(add(key(9), 1, 2));
		let unknown = Attestation::pause_endorser(root(), EndorserId(2), true);
		assert_noop!(unknown, Error::<Test>::EndorserNotFound);
	});
}

#[test]
fn whatever_an_enrolment_rests_on_can_be_revoked_and_reinstated() {
	let chain = key(150);
	let items = |element| {
		[
			Revocable::Endorser(EndorserId(0)),
			Revocable::Intermediate(chain),
			Revocable::IdentityKey(key(element)),
			Revocable::Model(crate::ModelId(5)),
		]
	};
	for which in 0..4 {
		Ext::default().run(|| {
			let device = World::register(OWNER);
			let mut paper = Paper::of(device);
			paper.endorser = 150;
			paper.endorsement.intermediate = Some(certificate(ROOT, 150));
			assert_ok!(paper.enrol());
			let before = World::standing(device);
			assert!(before.is_some());

			let item = items(paper.element)[which];
			revoke(item);
			assert_ok!(reappraise(device));
			assert_eq!(World::standing(device), None);
			assert_eq!(World::suspension(device), Some(SuspensionCause::Revoked));
			assert_noop!(reappraise(device), Error::<Test>::NothingDue);
			paper.endorsement.number = 2;
			paper.cell = None;
			assert_noop!(paper.enrol(), Error::<Test>::Revoked);

			let back = Revocables::truncate_from(vec![item]);
			assert_ok!(Attestation::reinstate(root(), back));
			assert_ok!(reappraise(device));
			assert_eq!(World::standing(device), before);
		});
	}
}

#[test]
fn others_are_untouched_by_a_revocation() {
	Ext::default().run(|| {
		let device = enrolled();
		revoke(Revocable::IdentityKey(key(99)));
		revoke(Revocable::Intermediate(key(99)));
		revoke(Revocable::Endorser(EndorserId(1)));
		revoke(Revocable::Model(crate::ModelId(6)));
		assert_noop!(reappraise(device), Error::<Test>::NothingDue);
	});
}

#[test]
fn who_enforces_a_revocation_pays_no_fee() {
	Ext::default().run(|| {
		let device = enrolled();
		revoke(Revocable::Endorser(EndorserId(0)));
		let done = Attestation::reappraise(RuntimeOrigin::signed(STRANGER), device);
		assert_eq!(
			done.expect("changed").pays_fee,
			frame_support::dispatch::Pays::No
		);
	});
}

#[test]
fn a_pause_leaves_what_is_enrolled() {
	Ext::default().run(|| {
		let device = enrolled();
		assert_ok!(Attestation::pause_endorser(root(), EndorserId(0), true));
		assert_noop!(reappraise(device), Error::<Test>::NothingDue);
		assert!(World::standing(device).is_some());
	});
}
