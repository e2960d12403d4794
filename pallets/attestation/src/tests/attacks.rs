//! Attacks, by name; what remains possible is in the README.

use crate::{
	mock::*, Auditors, EndorserId, Endorsers, Error, PlaceParty, PlaceVerdict, Revocable,
	Revocables,
};
use frame_support::{assert_noop, assert_ok};
use greenhour_types::{units::GHR, AttestationTier, Balance, DeviceId};

fn tier(device: DeviceId) -> Option<AttestationTier> {
	World::standing(device).map(|it| it.0)
}

/// GHR of accounts, held or free.
fn worth(accounts: &[u64]) -> Balance {
	accounts.iter().map(Balances::total_balance_of).sum()
}

trait TotalBalance {
	fn total_balance_of(who: &u64) -> Balance;
}

impl TotalBalance for Balances {
	fn total_balance_of(who: &u64) -> Balance {
		<Self as frame_support::traits::fungible::Inspect<u64>>::total_balance(who)
	}
}

/// A second box at the same metering point gets no second audit, under whatever owner; it stays a
/// device of tier 1 that has no weight, and takes one of the few slots of its cell.
#[test]
fn two_boxes_on_one_roof() {
	Ext::default().run(|| {
		let honest = audited(1);
		let second = enrolled();
		let third = enrolled_of(RIVAL, 0);
		for box_ in [second, third] {
			audit(box_, facts(1));
			assert_eq!(tier(box_), Some(AttestationTier::Tier1));
			let complete = Attestation::complete_audit(RuntimeOrigin::signed(OWNER), box_);
			assert_noop!(complete, Error::<Test>::PlaceTaken);
		}
		// The cell has two slots; a fourth box finds none.
		let fourth = World::register(OWNER);
		assert_noop!(
			Paper::of(fourth).enrol(),
			Error::<Test>::MaxDevicesPerCellExceeded
		);
		assert_eq!(tier(honest), Some(AttestationTier::Tier2));
		// One pair is allowed, a second binding of the same device is none.
		World::bind(honest, second);
		let stranger = RuntimeOrigin::signed(STRANGER);
		assert_ok!(Attestation::complete_audit(stranger, second));
		World::bind(honest, third);
		let complete = Attestation::complete_audit(RuntimeOrigin::signed(RIVAL), third);
		assert_noop!(complete, Error::<Test>::PlaceTaken);
	});
}

/// Key and papers of an enrolled device on a second machine, a second spelling of the key, and the key
/// after its device has retired.
#[test]
fn cloned_key() {
	Ext::default().run(|| {
		let device = enrolled();
		let clone = World::register(RIVAL);
		// The papers as they are: they name another device and another meter.
		let (endorsement, possession) = Paper::of(device).seal();
		let rival = || RuntimeOrigin::signed(RIVAL);
		let enrol = Attestation::enrol(rival(), clone, Box::new(endorsement), possession, Some(0));
		assert_noop!(enrol, Error::<Test>::IdentityKeyUsed);
		// An endorser who errs, or sells two boxes with one key.
		let mut paper = Paper::of(clone);
		paper.element = Paper::of(device).element;
		paper.endorsement.identity_key = key(paper.element);
		assert_noop!(paper.enrol(), Error::<Test>::IdentityKeyUsed);
		// The third tag of SEC1 would be another spelling of the same point.
		let mut spelling = paper;
		spelling.endorsement.identity_key.0[0] = 5;
		assert_noop!(spelling.enrol(), Error::<Test>::PossessionInvalid);
		World::retire(device);
		assert_noop!(paper.enrol(), Error::<Test>::IdentityKeyUsed);
		// A key known to be copied is revoked, and with it the device that came first.
		let victim = enrolled();
		let item = Revocable::IdentityKey(key(Paper::of(victim).element));
		let items = Revocables::truncate_from(vec![item]);
		assert_ok!(Attestation::revoke(RuntimeOrigin::root(), items));
		assert_ok!(Attestation::reappraise(
			RuntimeOrigin::signed(STRANGER),
			victim
		));
		assert_eq!(tier(victim), None);
	});
}

/// An endorsement again, for another device, on another chain, under another domain.
#[test]
fn replayed_endorsement() {
	Ext::default().run(|| {
		let device = World::register(OWNER);
		let (endorsement, possession) = Paper::of(device).seal();
		let enrol = |device, cell| {
			let signed = RuntimeOrigin::signed(RIVAL);
			Attestation::enrol(signed, device, Box::new(endorsement), possession, cell)
		};
		let other = World::register(RIVAL);
		assert_noop!(enrol(other, Some(0)), Error::<Test>::EndorsementInvalid);
		assert_ok!(enrol(device, Some(0)));
		assert_noop!(enrol(device, Some(0)), Error::<Test>::EndorsementReplayed);
		// An older one after a newer one, which may have lowered the benchmark.
		let mut newer = Paper::of(device);
		newer.endorsement.number = 7;
		newer.cell = None;
		assert_ok!(newer.enrol());
		newer.endorsement.number = 6;
		assert_noop!(newer.enrol(), Error::<Test>::EndorsementReplayed);

		let foreign = Paper::of(other);
		let (mut endorsement, _) = foreign.seal();
		let digest =
			crate::statement::endorsement_digest([1; 32], other, foreign.meter_key, &endorsement);
		endorsement.signature = sign(ROOT, &digest);
		let signed = RuntimeOrigin::signed(RIVAL);
		let enrol = Attestation::enrol(signed, other, Box::new(endorsement), possession, Some(0));
		assert_noop!(enrol, Error::<Test>::EndorsementInvalid);
		// A proof of possession is no endorsement, even of an identity key that is a root.
		let digest =
			crate::statement::endorsement_digest(genesis(), other, foreign.meter_key, &endorsement);
		let proof = crate::statement::possession_digest(genesis(), other, digest, Some(0));
		endorsement.signature = sign(ROOT, &proof);
		let signed = RuntimeOrigin::signed(RIVAL);
		let enrol = Attestation::enrol(signed, other, Box::new(endorsement), possession, Some(0));
		assert_noop!(enrol, Error::<Test>::EndorsementInvalid);
	});
}

/// As many auditors as a zone needs, and an owner, invent devices. They can't invent more than their
/// bonds allow; when they are found, each fake burns money of theirs, and judging themselves pays less
/// than it costs.
#[test]
fn auditor_collusion() {
	let gang = [OWNER, RIVAL, AUDITORS[0], AUDITORS[1], AUDITORS[2]];
	let zone = crate::Zone {
		statements_needed: 2,
		cells: 30,
		devices_per_cell: 1,
		..Default::default()
	};
	Ext::default().zone(zone).run(|| {
		let before = worth(&gang);
		let fakes: Vec<_> = (0..20u8)
			.map(|at| (at, enrolled_of(OWNER, at.into())))
			.collect();
		for (at, fake) in &fakes {
			audit(*fake, facts(*at + 1));
			assert_eq!(tier(*fake), Some(AttestationTier::Tier2));
		}
		// The bonds are used up: the 21st finds no auditor of the gang with both.
		let one_more = enrolled_of(OWNER, 20);
		let stated = state(AUDITORS[0], one_more, facts(99));
		assert_noop!(stated, Error::<Test>::InsufficientBond);

		// Found by an honest auditor within the window, and by anyone with a bond after it.
		let (_, first) = fakes[0];
		let mut nothing = facts(0);
		nothing.tier = AttestationTier::Tier0;
		assert_ok!(dissent(AUDITORS[4], first, nothing));
		let upheld = Some(crate::verdicts::hash_of(&nothing));
		assert_ok!(Attestation::resolve_audit(
			RuntimeOrigin::root(),
			first,
			upheld
		));
		assert_eq!(before - worth(&gang), 2 * STAKE);

		World::advance(CONFLICT);
		let (_, second) = fakes[1];
		let signed = RuntimeOrigin::signed(STRANGER);
		assert_ok!(Attestation::dispute_place(signed, second, None));
		let winner = PlaceParty::Challenger;
		let verdict = PlaceVerdict {
			winner,
			auditors_pay: true,
		};
		assert_ok!(Attestation::resolve_place(
			RuntimeOrigin::root(),
			second,
			verdict
		));
		assert_eq!(before - worth(&gang), 4 * STAKE);
		// And a tenth of the bond of the device.
		assert_eq!(
			World::slashed(second).map(|it| it.0),
			Some(DEVICE_BOND / 10)
		);

		// The gang challenges itself to get its stakes out early: it burns half of them.
		let (_, third) = fakes[2];
		let signed = RuntimeOrigin::signed(RIVAL);
		assert_ok!(Attestation::dispute_place(signed, third, None));
		assert_ok!(Attestation::resolve_place(
			RuntimeOrigin::root(),
			third,
			verdict
		));
		assert_eq!(before - worth(&gang), 5 * STAKE);
		let cost = 2 * STAKE + DEVICE_BOND / 10;
		println!(
			"a fake that is found costs {} GHR of {} GHR that its device needs as a bond",
			cost / GHR,
			DEVICE_BOND / GHR,
		);
		let bond = |who| Auditors::<Test>::get(who).map_or(0, |auditor| auditor.bond);
		assert_eq!(bond(AUDITORS[0]), BOND - 3 * STAKE);
	});
}

/// Who stole the key of an endorser whose window is over, or of an intermediate, endorses nobody; what
/// was endorsed before ends with the window and not later, whatever the endorsement says.
#[test]
fn expired_endorser() {
	Ext::default().run(|| {
		let root_until = Endorsers::<Test>::get(EndorserId(0))
			.expect("a root")
			.valid_until;
		World::advance_to(root_until - 10 * DAY);
		let device = World::register(OWNER);
		let mut paper = Paper::of(device);
		paper.endorsement.valid_until = root_until + 1_000 * DAY;
		assert_ok!(paper.enrol());
		assert_eq!(
			World::standing(device),
			Some((AttestationTier::Tier1, root_until))
		);
		let mut chained = Paper::of(World::register(OWNER));
		chained.endorser = 150;
		chained.endorsement.intermediate = Some(certificate(ROOT, 150));

		// No call is needed to end it.
		World::advance_to(root_until);
		assert_eq!(World::standing(device), None);
		let late = Paper::of(World::register(OWNER));
		assert_noop!(late.enrol(), Error::<Test>::Expired);
		// Backdated: the window of the endorsement looks right, that of the root is over.
		let mut backdated = late;
		backdated.endorsement.valid_from = START;
		assert_noop!(backdated.enrol(), Error::<Test>::Expired);
		assert_noop!(chained.enrol(), Error::<Test>::Expired);
		let reappraised = Attestation::reappraise(RuntimeOrigin::signed(STRANGER), device);
		assert_ok!(reappraised);
		assert_eq!(World::standing(device), None);
	});
}
