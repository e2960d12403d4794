//! Enrolment by endorsement.

use crate::{mock::*, Cells, Error, Event, Evidences, ModelId};
use frame_support::{assert_noop, assert_ok};
use greenhour_types::{AttestationTier, MilliGpu};
use sp_runtime::DispatchError;

/// `change` spoils an endorsement before it is signed.
fn refused(change: impl FnOnce(&mut Paper), error: Error<Test>) {
	Ext::default().run(|| {
		let device = World::register(OWNER);
		let mut paper = Paper::of(device);
		change(&mut paper);
		assert_noop!(paper.enrol(), DispatchError::from(error));
	});
}

#[test]
fn an_endorsed_key_makes_tier_1() {
	Ext::default().run(|| {
		let device = World::register(OWNER);
		assert_ok!(Paper::of(device).enrol());
		let expires_at = World::time() + 365 * DAY;
		assert_eq!(
			World::standing(device),
			Some((AttestationTier::Tier1, expires_at))
		);
		let evidence = Evidences::<Test>::get(device).expect("enrolled");
		assert_eq!(
			evidence.enrolment.identity_key,
			key(Paper::of(device).element)
		);
		assert_eq!(Cells::<Test>::get((ZONE, 0, 0)), 1);
		let last = events().into_iter().rev().take(3).rev().collect::<Vec<_>>();
		assert!(matches!(
			last.as_slice(),
			[
				Event::CellTaken { .. },
				Event::DeviceEnrolled { .. },
				Event::ResultGranted { .. }
			]
		));
	});
}

#[test]
fn a_chain_of_two_is_as_good_and_no_longer_valid_than_its_shortest_link() {
	Ext::default().run(|| {
		let device = World::register(OWNER);
		let mut paper = Paper::of(device);
		paper.endorser = 150;
		let mut chain = certificate(ROOT, 150);
		chain.valid_until = World::time() + 100 * DAY;
		let digest = crate::statement::certificate_digest(genesis(), &chain);
		chain.signature = sign(ROOT, &digest);
		paper.endorsement.intermediate = Some(chain);
		assert_ok!(paper.enrol());
		let expires_at = World::time() + 100 * DAY;
		assert_eq!(
			World::standing(device),
			Some((AttestationTier::Tier1, expires_at))
		);
	});
}

#[test]
fn an_enrolment_never_lasts_longer_than_allowed() {
	Ext::default().run(|| {
		let device = World::register(OWNER);
		let mut paper = Paper::of(device);
		paper.endorsement.valid_until = World::time() + 3_000 * DAY;
		assert_ok!(paper.enrol());
		let expires_at = World::time() + MAX_ENDORSEMENT;
		assert_eq!(
			World::standing(device),
			Some((AttestationTier::Tier1, expires_at))
		);
	});
}

#[test]
fn enrol_fails_without_a_device() {
	refused(|paper| paper.device.0 += 1, Error::DeviceNotFound);
}

#[test]
fn enrol_fails_for_a_retired_device() {
	refused(|paper| World::retire(paper.device), Error::DeviceNotFound);
}

#[test]
fn enrol_fails_without_the_endorser() {
	refused(
		|paper| paper.endorsement.endorser.0 = 9,
		Error::EndorserNotFound,
	);
}

#[test]
fn enrol_fails_while_the_endorser_pauses() {
	let pause = |_: &mut Paper| {
		let id = crate::EndorserId(0);
		assert_ok!(Attestation::pause_endorser(RuntimeOrigin::root(), id, true));
	};
	refused(pause, Error::EndorserPaused);
}

#[test]
fn enrol_fails_outside_of_any_window() {
	refused(
		|paper| paper.endorsement.valid_until = World::time(),
		Error::Expired,
	);
	refused(
		|paper| paper.endorsement.valid_from = World::time() + 1,
		Error::Expired,
	);
	let late_chain = |paper: &mut Paper| {
		let mut chain = certificate(ROOT, 150);
		chain.valid_from = World::time() + 1;
		paper.endorsement.intermediate = Some(chain);
	};
	refused(late_chain, Error::Expired);
}

#[test]
fn enrol_fails_when_anyone_else_endorses() {
	refused(|paper| paper.endorser = 199, Error::EndorsementInvalid);
}

#[test]
fn enrol_fails_when_no_root_certified_the_intermediate() {
	let self_made = |paper: &mut Paper| {
		paper.endorser = 150;
		paper.endorsement.intermediate = Some(certificate(150, 150));
	};
	refused(self_made, Error::CertificateInvalid);
}

#[test]
fn enrol_fails_when_the_root_signs_for_its_intermediate() {
	let root_signs = |paper: &mut Paper| {
		paper.endorsement.intermediate = Some(certificate(ROOT, 150));
	};
	refused(root_signs, Error::EndorsementInvalid);
}

#[test]
fn enrol_fails_for_another_meter_than_the_registered_one() {
	refused(
		|paper| paper.meter_key = [99; 32],
		Error::EndorsementInvalid,
	);
}

#[test]
fn enrol_fails_without_possession_of_the_identity_key() {
	refused(|paper| paper.element += 1, Error::PossessionInvalid);
}

#[test]
fn enrol_fails_for_a_cell_that_the_device_did_not_sign() {
	Ext::default().run(|| {
		let device = World::register(OWNER);
		let (endorsement, possession) = Paper::of(device).seal();
		let stranger = RuntimeOrigin::signed(STRANGER);
		assert_noop!(
			Attestation::enrol(stranger, device, Box::new(endorsement), possession, Some(1)),
			Error::<Test>::PossessionInvalid
		);
	});
}

#[test]
fn enrol_fails_above_the_nameplate() {
	let above = |paper: &mut Paper| paper.endorsement.benchmark = MilliGpu(2_001);
	refused(above, Error::MaxBenchmarkExceeded);
}

#[test]
fn enrol_fails_without_a_place() {
	refused(|paper| paper.cell = None, Error::PlaceMissing);
	refused(|paper| paper.cell = Some(4), Error::CellNotFound);
}

#[test]
fn renewal_needs_a_higher_number_and_keeps_the_place() {
	Ext::default().run(|| {
		let device = enrolled();
		World::advance(300 * DAY);
		let mut paper = Paper::of(device);
		paper.cell = None;
		assert_noop!(paper.enrol(), Error::<Test>::EndorsementReplayed);
		paper.endorsement.number = 2;
		assert_ok!(paper.enrol());
		let expires_at = World::time() + 365 * DAY;
		assert_eq!(
			World::standing(device),
			Some((AttestationTier::Tier1, expires_at))
		);
		paper.endorsement.number = 3;
		paper.cell = Some(1);
		assert_noop!(paper.enrol(), Error::<Test>::PlaceHeld);
		assert_eq!(Cells::<Test>::get((ZONE, 0, 0)), 1);
	});
}

#[test]
fn a_device_may_get_a_new_secure_element_and_nobody_else_the_old_one() {
	Ext::default().run(|| {
		let device = enrolled();
		let mut paper = Paper::of(device);
		paper.endorsement.number = 2;
		paper.cell = None;
		paper.element = 77;
		paper.endorsement.identity_key = key(77);
		assert_ok!(paper.enrol());

		let other = World::register(OWNER);
		let mut paper = Paper::of(other);
		paper.element = Paper::of(device).element;
		paper.endorsement.identity_key = key(paper.element);
		assert_noop!(paper.enrol(), Error::<Test>::IdentityKeyUsed);
	});
}

#[test]
fn one_serial_number_is_one_device() {
	Ext::default().run(|| {
		let device = enrolled();
		let serial = Paper::of(device).endorsement.serial_nullifier;
		let other = World::register(OWNER);
		let mut paper = Paper::of(other);
		paper.endorsement.serial_nullifier = serial;
		assert_noop!(paper.enrol(), Error::<Test>::SerialUsed);
	});
}

#[test]
fn a_model_can_be_enrolled_by_its_number_only() {
	Ext::default().run(|| {
		let device = World::register(OWNER);
		let (mut endorsement, possession) = Paper::of(device).seal();
		endorsement.model = ModelId(6);
		let stranger = RuntimeOrigin::signed(STRANGER);
		assert_noop!(
			Attestation::enrol(stranger, device, Box::new(endorsement), possession, Some(0)),
			Error::<Test>::EndorsementInvalid
		);
	});
}

/// What enrolment writes here; the registry adds its own.
#[test]
fn enrolment_writes_four_entries_and_renewal_one() {
	Ext::default().build().execute_with(|| {
		let device = World::register(OWNER);
		let entries = || {
			crate::Evidences::<Test>::iter().count()
				+ crate::IdentityKeys::<Test>::iter().count()
				+ crate::SerialNullifiers::<Test>::iter().count()
				+ Cells::<Test>::iter().count()
		};
		assert_ok!(Paper::of(device).enrol());
		assert_eq!(entries(), 4);
		let root = sp_io::storage::root(sp_runtime::StateVersion::V1);
		let mut paper = Paper::of(device);
		paper.endorsement.number = 2;
		paper.cell = None;
		assert_ok!(paper.enrol());
		assert_eq!(entries(), 4);
		assert_ne!(root, sp_io::storage::root(sp_runtime::StateVersion::V1));
	});
}
