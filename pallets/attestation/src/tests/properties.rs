//! Random scripts of every call and hook, legal or not, by parties who may act together. After each
//! step: the invariants, the registry knows what the evidence led to, and no money was made. At the end
//! everything that was committed comes free again.

use crate::{
	appraisal::appraise, mock::*, verdicts::hash_of, Auditors, Audits, EndorserId, Evidences,
	ModelId, OpenAudits, PlaceDisputes, PlaceParty, PlaceVerdict, Places, Revocable, Revocables,
};
use frame_support::storage::with_storage_layer;
use greenhour_traits::{AttestationResults, ChallengeOutcomes, DeviceRegistry};
use greenhour_types::{units::GHR, AttestationTier, DeviceId, SuspensionCause};
use proptest::prelude::*;
use sp_runtime::DispatchError;

const DEVICES: u32 = 5;

#[derive(Clone, Debug)]
enum Step {
	Wait(u64),
	Enrol(u32, u16),
	Renew(u32),
	State(usize, u32, u8),
	Audit(usize, u32, u8),
	Contest(u32),
	Streak(u32),
	Dissent(usize, u32, u8),
	Resolve(u32, usize),
	Close(u32),
	Complete(u32),
	Claim(u32, u16),
	Release(u32),
	Dispute(bool, u32, Option<u32>),
	Verdict(u32, bool, bool),
	Settle(u32),
	Answer(u32, u64),
	Miss(u32),
	Convict(u32),
	Pardon(u32),
	Suspend(u32, bool),
	Resume(u32),
	Retire(u32, bool),
	Bind(u32, u32),
	Unbind(u32),
	Revoke(u8, u32),
	Reinstate(u8, u32),
	Reappraise(u32),
	Bond(usize),
	Unbond(usize, u8),
	Withdraw(usize),
	Rotate,
	Member(usize),
	Needed(u32),
	Rate(bool),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
	let device = || 0..DEVICES;
	let who = || 0..AUDITORS.len();
	let wait = prop_oneof![
		16 => 1..3 * DAY, 4 => Just(CONFLICT), 3 => Just(DISPUTE), 1 => Just(180 * DAY),
		1 => Just(UNBONDING),
	];
	let step = prop_oneof![
		5 => wait.prop_map(Step::Wait),
		6 => (device(), 0..4u16).prop_map(|(id, cell)| Step::Enrol(id, cell)),
		2 => device().prop_map(Step::Renew),
		6 => (who(), device(), 1..4u8).prop_map(|(by, id, at)| Step::State(by, id, at)),
		14 => (who(), device(), 1..4u8).prop_map(|(by, id, at)| Step::Audit(by, id, at)),
		8 => (who(), device(), 1..5u8).prop_map(|(by, id, at)| Step::Dissent(by, id, at)),
		6 => device().prop_map(Step::Contest),
		4 => device().prop_map(Step::Streak),
		3 => (device(), 0..5usize).prop_map(|(id, at)| Step::Resolve(id, at)),
		3 => device().prop_map(Step::Close),
		2 => device().prop_map(Step::Complete),
		2 => (device(), 0..5u16).prop_map(|(id, cell)| Step::Claim(id, cell)),
		2 => device().prop_map(Step::Release),
		3 => (any::<bool>(), device(), prop::option::of(device()))
			.prop_map(|(by, id, claimant)| Step::Dispute(by, id, claimant)),
		2 => (device(), any::<bool>(), any::<bool>())
			.prop_map(|(id, holder, pay)| Step::Verdict(id, holder, pay)),
		2 => device().prop_map(Step::Settle),
		6 => (device(), 0..3 * DAY).prop_map(|(id, ago)| Step::Answer(id, ago)),
		1 => device().prop_map(Step::Miss),
		1 => device().prop_map(Step::Convict),
		1 => device().prop_map(Step::Pardon),
		2 => (device(), any::<bool>()).prop_map(|(id, owner)| Step::Suspend(id, owner)),
		2 => device().prop_map(Step::Resume),
		1 => (device(), any::<bool>()).prop_map(|(id, quiet)| Step::Retire(id, quiet)),
		2 => (device(), device()).prop_map(|(one, other)| Step::Bind(one, other)),
		1 => device().prop_map(Step::Unbind),
		1 => (0..3u8, device()).prop_map(|(what, id)| Step::Revoke(what, id)),
		2 => (0..3u8, device()).prop_map(|(what, id)| Step::Reinstate(what, id)),
		3 => device().prop_map(Step::Reappraise),
		1 => who().prop_map(Step::Bond),
		2 => (who(), any::<u8>()).prop_map(|(by, part)| Step::Unbond(by, part)),
		2 => who().prop_map(Step::Withdraw),
		1 => Just(Step::Rotate),
		1 => who().prop_map(Step::Member),
		1 => (1..3u32).prop_map(Step::Needed),
		1 => any::<bool>().prop_map(Step::Rate),
	];
	prop::collection::vec(step, 1..120)
}

fn revocable(what: u8, device: DeviceId) -> Revocables {
	let item = match what {
		0 => Revocable::Endorser(EndorserId(0)),
		1 => Revocable::IdentityKey(Paper::of(device).endorsement.identity_key),
		_ => Revocable::Model(ModelId(5)),
	};
	Revocables::truncate_from(vec![item])
}

/// Facts that fit the present key of the zone.
fn current(place: u8) -> crate::AuditFacts {
	let rule = crate::Zones::<Test>::get(ZONE).expect("a zone");
	let mut facts = facts(place);
	facts.key_epoch = rule.key_epoch;
	let name = |epoch: u32| [u8::try_from(epoch % 20).expect("small") * 10 + place; 32];
	facts.place = name(rule.key_epoch);
	if Attestation::is_rekeying(&rule) {
		facts.former_place = Some(name(rule.key_epoch - 1));
	}
	// Rounded, so that auditors agree on different days.
	facts.expires_at = World::time() / CONFLICT * CONFLICT + 180 * DAY;
	facts
}

fn disputed_facts(device: DeviceId, at: usize) -> Option<[u8; 32]> {
	let disputed = OpenAudits::<Test>::get(device)
		.filter(|audit| audit.disputed_at.is_some())
		.or_else(|| Audits::<Test>::get(device))?;
	disputed
		.statements
		.get(at)
		.map(|statement| hash_of(&statement.facts))
}

fn post(result: frame_support::dispatch::DispatchResultWithPostInfo) -> Result<(), DispatchError> {
	result.map(|_| ()).map_err(|failed| failed.error)
}

fn apply(step: Step) -> Result<(), DispatchError> {
	let root = RuntimeOrigin::root;
	let signed = RuntimeOrigin::signed;
	let stranger = || signed(STRANGER);
	match step {
		Step::Wait(by) => World::advance(by),
		Step::Enrol(id, cell) => {
			let mut paper = Paper::of(DeviceId(id));
			paper.cell = Some(cell);
			return paper.enrol();
		}
		Step::Renew(id) => {
			let mut paper = Paper::of(DeviceId(id));
			paper.cell = None;
			let last = Evidences::<Test>::get(DeviceId(id)).map_or(0, |it| it.enrolment.number);
			paper.endorsement.number = last + 1;
			return paper.enrol();
		}
		Step::State(by, id, at) => return state(AUDITORS[by], DeviceId(id), current(at)),
		Step::Audit(by, id, at) => {
			for next in 0..AUDITORS.len() {
				let auditor = AUDITORS[(by + next) % AUDITORS.len()];
				let _ = with_storage_layer(|| state(auditor, DeviceId(id), current(at)));
			}
		}
		// The owner of an audit that waits disputes the place of who stands there.
		Step::Contest(id) => {
			let audit = OpenAudits::<Test>::get(DeviceId(id)).ok_or("nothing waits")?;
			let place = audit.statements.first().expect("a statement").facts;
			let names = [Some(place.place), place.former_place];
			let place = names
				.into_iter()
				.flatten()
				.find_map(|it| Places::<Test>::get((ZONE, it)));
			let holder = place.ok_or("nobody stands there")?.first;
			let owner = <World as DeviceRegistry<u64>>::device(DeviceId(id))
				.expect("it is")
				.owner;
			let signed = signed(owner);
			return Attestation::dispute_place(signed, holder, Some(DeviceId(id)));
		}
		Step::Streak(id) => {
			for _ in 0..32 {
				World::advance(DAY);
				<Attestation as ChallengeOutcomes>::answered(DeviceId(id), World::time());
			}
		}
		Step::Dissent(by, id, at) => return dissent(AUDITORS[by], DeviceId(id), current(at)),
		Step::Resolve(id, at) => {
			let upheld = disputed_facts(DeviceId(id), at);
			return Attestation::resolve_audit(root(), DeviceId(id), upheld);
		}
		Step::Close(id) => return post(Attestation::close_audit(stranger(), DeviceId(id))),
		Step::Complete(id) => return Attestation::complete_audit(stranger(), DeviceId(id)),
		Step::Claim(id, cell) => {
			return Attestation::claim_cell(signed(OPERATOR), DeviceId(id), cell)
		}
		Step::Release(id) => return post(Attestation::release_place(stranger(), DeviceId(id))),
		Step::Dispute(rival, id, claimant) => {
			let who = signed(if rival { RIVAL } else { OWNER });
			return Attestation::dispute_place(who, DeviceId(id), claimant.map(DeviceId));
		}
		Step::Verdict(id, holder, auditors_pay) => {
			let winner = if holder {
				PlaceParty::Holder
			} else {
				PlaceParty::Challenger
			};
			let verdict = PlaceVerdict {
				winner,
				auditors_pay,
			};
			return Attestation::resolve_place(root(), DeviceId(id), verdict);
		}
		Step::Settle(id) => return Attestation::settle_place(stranger(), DeviceId(id)),
		Step::Answer(id, ago) => {
			<Attestation as ChallengeOutcomes>::answered(DeviceId(id), World::time() - ago);
		}
		Step::Miss(id) => <Attestation as ChallengeOutcomes>::missed(DeviceId(id)),
		Step::Convict(id) => <Attestation as ChallengeOutcomes>::convicted(DeviceId(id)),
		Step::Pardon(id) => return Attestation::pardon(root(), DeviceId(id)),
		Step::Suspend(id, owner) => {
			// The registry lets an owner suspend what is not suspended, and end his own suspension.
			let suspended = World::suspension(DeviceId(id)).is_some();
			return match owner {
				false => World::suspend(DeviceId(id), SuspensionCause::Inconsistent),
				true if suspended => Err("suspended by others".into()),
				true => World::suspend(DeviceId(id), SuspensionCause::Owner),
			};
		}
		Step::Resume(id) => {
			if World::suspension(DeviceId(id)) == Some(SuspensionCause::Owner) {
				World::resume(DeviceId(id));
			}
		}
		Step::Retire(id, quiet) => match quiet {
			true => World::retire_quietly(DeviceId(id)),
			false => World::retire(DeviceId(id)),
		},
		Step::Bind(one, other) if one != other => {
			World::unbind(DeviceId(one));
			World::unbind(DeviceId(other));
			World::bind(DeviceId(one), DeviceId(other));
		}
		Step::Bind(..) => {}
		Step::Unbind(id) => World::unbind(DeviceId(id)),
		Step::Revoke(what, id) => {
			return Attestation::revoke(root(), revocable(what, DeviceId(id)))
		}
		Step::Reinstate(what, id) => {
			return Attestation::reinstate(root(), revocable(what, DeviceId(id)))
		}
		Step::Reappraise(id) => return post(Attestation::reappraise(stranger(), DeviceId(id))),
		Step::Bond(by) => return Attestation::bond_auditor(signed(AUDITORS[by]), 20 * GHR),
		Step::Unbond(by, part) => {
			let amount = BOND * u128::from(part) / 255;
			return Attestation::unbond_auditor(signed(AUDITORS[by]), amount);
		}
		Step::Withdraw(by) => return Attestation::withdraw_unbonded(signed(AUDITORS[by])),
		Step::Rotate => return Attestation::rotate_zone_key(root(), ZONE),
		Step::Member(by) => {
			let member = !is_member(AUDITORS[by]);
			return Attestation::set_zone_auditor(root(), ZONE, AUDITORS[by], member);
		}
		Step::Needed(needed) => return Attestation::set_zone(root(), ZONE, needed, 4, 2),
		Step::Rate(expired) => World::expire_rate(expired),
	}
	Ok(())
}

/// Five devices of two owners, three of them enrolled.
fn start() {
	for id in 0..DEVICES {
		let device = World::register(if id % 2 == 0 { OWNER } else { RIVAL });
		let mut paper = Paper::of(device);
		paper.cell = u16::try_from(id).ok();
		if id < 3 {
			paper.enrol().expect("valid");
		}
	}
}

/// The registry shows no more than the evidence gave.
fn registry_agrees() {
	for id in (0..DEVICES).map(DeviceId) {
		let disputed = PlaceDisputes::<Test>::contains_key(id);
		assert_eq!(World::owed(id), u32::from(disputed));
		let Some((tier, expires_at)) = World::standing(id) else {
			continue;
		};
		let evidence = Evidences::<Test>::get(id).expect("a result without evidence");
		let result = evidence.result.expect("a result that was withdrawn");
		assert_eq!((result.tier, result.expires_at), (tier, expires_at));
		// Revocations apart, which `reappraise` enforces, the evidence still gives as much.
		let rule = Attestation::challenge_rule();
		let now = appraise(&evidence, false, &rule, World::time()).expect("evidence is there");
		assert!(now.tier >= tier, "{now:?} {result:?}");
	}
}

/// Ends everything that can end.
fn end() {
	let stranger = || RuntimeOrigin::signed(STRANGER);
	World::expire_rate(false);
	World::advance(MAX_ENDORSEMENT + DISPUTE);
	for id in (0..DEVICES).map(DeviceId) {
		if PlaceDisputes::<Test>::contains_key(id) {
			Attestation::settle_place(stranger(), id).expect("a default verdict");
		}
		check();
	}
	World::advance(DISPUTE + CONFLICT);
	for id in (0..DEVICES).map(DeviceId) {
		let _ = Attestation::close_audit(stranger(), id);
		let _ = Attestation::release_place(stranger(), id);
		check();
	}
	assert_eq!(OpenAudits::<Test>::iter().count(), 0);
	assert_eq!(Audits::<Test>::iter().count(), 0);
	assert_eq!(Places::<Test>::iter().count(), 0);
	assert_eq!(crate::Cells::<Test>::iter().count(), 0);
	assert!(Auditors::<Test>::iter().all(|(_, auditor)| auditor.committed == 0));
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(150))]

	#[test]
	fn no_script_breaks_an_invariant(script in steps()) {
		Ext::default().build().execute_with(|| {
			start();
			let mut issuance = Balances::total_issuance();
			for step in script {
				let told = format!("{step:?}");
				let _ = with_storage_layer(|| apply(step));
				crate::invariants::check::<Test>()
					.unwrap_or_else(|broken| panic!("{told}: {broken:?}"));
				registry_agrees();
				assert!(Balances::total_issuance() <= issuance, "{told} made money");
				issuance = Balances::total_issuance();
			}
			end();
		});
	}
}

/// The scripts reach what they are meant to reach.
#[test]
fn scripts_reach_audits_disputes_and_the_highest_tier() {
	use proptest::{strategy::ValueTree, test_runner::TestRunner};
	let mut runner = TestRunner::deterministic();
	let (mut passed, mut disputed, mut contested, mut trusted) = (0, 0, 0, 0);
	for _ in 0..150 {
		let script = steps().new_tree(&mut runner).expect("a script").current();
		Ext::default().build().execute_with(|| {
			start();
			for step in script {
				let _ = with_storage_layer(|| apply(step));
				let tier = |id| World::standing(DeviceId(id)).map(|it| it.0);
				passed +=
					usize::from((0..DEVICES).any(|id| tier(id) >= Some(AttestationTier::Tier2)));
				trusted +=
					usize::from((0..DEVICES).any(|id| tier(id) == Some(AttestationTier::Tier3)));
				disputed +=
					usize::from(Audits::<Test>::iter().any(|it| it.1.disputed_at.is_some()));
				contested += usize::from(OpenAudits::<Test>::iter().any(|it| it.1.contests));
			}
		});
	}
	println!("steps with an audit in force {passed}, disputed {disputed}, a claim {contested}, tier 3 {trusted}");
	assert!(passed > 1_000 && disputed > 100 && contested > 50 && trusted > 50);
}
