use crate::{mock::*, ClaimEnd, ClaimState, Claims, Error, Event};
use frame_support::{assert_noop, assert_ok};
use greenhour_traits::OpenClaims;
use greenhour_types::{ContractId, HourMask, VerificationMode};
use sp_runtime::DispatchError;

const CONFIRMED: VerificationMode = VerificationMode::TenantConfirmed;
const AUDITED: VerificationMode = VerificationMode::Audited;

fn objected(hours: &[u8]) -> ContractId {
	let contract = bought(CONFIRMED);
	World::advance_to(at(3), HOUR);
	assert_ok!(claim(contract, hours));
	assert_ok!(object(contract, hours));
	events();
	contract
}

#[test]
fn delivered_pays_and_takes_the_stake() {
	Ext.run(|| {
		let contract = objected(&[2, 3]);
		let (tenant, owner, all) = (gcd(TENANT), gcd(OWNER), issuance());
		assert_ok!(judge(contract, &[2, 3], true));
		assert_eq!(World::bought(contract).delivered, mask(&[2, 3]));
		// 2 * 100,001: half of it is whole.
		assert_eq!(gcd(TENANT), tenant - 2 * STAKE);
		assert_eq!(gcd(OWNER), owner + STAKE);
		assert_eq!(issuance(), all - STAKE - 2 * 50_001);
		assert_eq!((held(TENANT), held(OPERATOR)), (0, 0));
		assert_eq!(
			events(),
			[
				Event::StakeLost {
					who: TENANT,
					burned: STAKE,
					paid: STAKE,
					to: OWNER,
				},
				Event::ClaimsEnded {
					contract,
					device: DEVICE,
					day: DAY,
					hours: mask(&[2, 3]),
					end: ClaimEnd::JudgedDelivered,
				}
			]
		);
	});
}

#[test]
fn undelivered_returns_the_stake_and_slashes_the_bond() {
	Ext.run(|| {
		let contract = objected(&[2, 3]);
		let tenant = gcd(TENANT);
		assert_ok!(judge(contract, &[3], false));
		assert_eq!((gcd(TENANT), held(TENANT)), (tenant, STAKE));
		// A tenth of the share, rounded up, all of it burned.
		assert_eq!(World::get().bond, FUNDS - 100_001);
		assert_eq!(Disputes::claimed(contract, DEVICE, DAY), mask(&[2]));
		let record = Claims::<Test>::get(contract, (DEVICE, DAY)).expect("one is open");
		assert_eq!(record[&3].state, ClaimState::Refused);
		assert_eq!(
			events(),
			[Event::HoursRefused {
				contract,
				device: DEVICE,
				day: DAY,
				hours: mask(&[3]),
				kept: mask(&[3]),
				auditor: AUDITOR,
				penalty: 100_001,
			}]
		);
		// The money window of the hour is 48 h; then it is a miss, though another hour waits.
		World::advance_to(at(3), 49 * HOUR);
		assert_eq!(
			World::settle_missed(contract).intersection(mask(&[2, 3])),
			mask(&[3])
		);
	});
}

#[test]
fn a_refusal_after_the_claim_deadline_ends_the_record() {
	Ext.run(|| {
		let contract = objected(&[3]);
		World::wait(24 * HOUR);
		assert_ok!(judge(contract, &[3], false));
		assert!(Claims::<Test>::iter().next().is_none());
		assert_eq!((held(TENANT), held(OPERATOR)), (0, 0));
		assert!(matches!(
			events()[..],
			[Event::HoursRefused {
				kept: HourMask::EMPTY,
				..
			}]
		));
	});
}

#[test]
fn a_verdict_after_the_money_window_still_pays() {
	Ext.run(|| {
		let contract = objected(&[3]);
		World::wait(VERDICT - 1);
		assert_eq!(
			World::settle_missed(contract).intersection(mask(&[3])),
			HourMask::EMPTY
		);
		assert_ok!(judge(contract, &[3], true));
		assert_eq!(World::bought(contract).delivered, mask(&[3]));
	});
}

#[test]
fn auditors_judge_every_claim_of_audited_contracts() {
	Ext.run(|| {
		let contract = bought(AUDITED);
		World::advance_to(at(3), HOUR);
		assert_ok!(claim(contract, &[1, 2, 3]));
		assert_ok!(judge(contract, &[1], true));
		assert_ok!(judge(contract, &[2], false));
		assert_eq!(World::bought(contract).delivered, mask(&[1]));
		assert_eq!(Disputes::claimed(contract, DEVICE, DAY), mask(&[3]));
		assert_eq!(World::get().bond, FUNDS - 100_001);
	});
}

#[test]
fn only_auditors_judge_what_waits_for_them() {
	Ext.run(|| {
		let contract = bought(CONFIRMED);
		World::advance_to(at(3), HOUR);
		assert_noop!(judge(contract, &[1], true), Error::<Test>::ClaimNotFound);
		assert_ok!(claim(contract, &[1, 2]));
		assert_noop!(judge(contract, &[1], true), Error::<Test>::NotDisputed);
		assert_ok!(object(contract, &[1]));
		assert_noop!(judge(contract, &[], true), Error::<Test>::NoHours);
		assert_noop!(judge(contract, &[1, 2], false), Error::<Test>::NotDisputed);
		assert_noop!(
			judge(contract, &[1, 3], false),
			Error::<Test>::ClaimNotFound
		);
		let origin = RuntimeOrigin::signed(STRANGER);
		assert_noop!(
			Disputes::judge(origin, contract, DEVICE, DAY, mask(&[1]), true),
			DispatchError::BadOrigin
		);
		World::wait(VERDICT);
		assert_noop!(judge(contract, &[1], true), Error::<Test>::OutsideWindow);
		assert_noop!(judge(contract, &[1], false), Error::<Test>::OutsideWindow);
	});
}

#[test]
fn an_auditor_does_not_judge_his_own_cause() {
	Ext.run(|| {
		let contract = objected(&[1]);
		World::change(|world| world.operator = AUDITOR);
		assert_noop!(
			judge(contract, &[1], true),
			Error::<Test>::ConflictOfInterest
		);
		World::change(|world| {
			world.operator = OPERATOR;
			world.contracts.get_mut(&contract.0).expect("bought").tenant = AUDITOR;
		});
		assert_noop!(
			judge(contract, &[1], false),
			Error::<Test>::ConflictOfInterest
		);
	});
	// Who claimed, and is operator no more.
	Ext.run(|| {
		let contract = bought(AUDITED);
		World::advance_to(at(3), HOUR);
		World::change(|world| world.operator = AUDITOR);
		let origin = RuntimeOrigin::signed(AUDITOR);
		assert_ok!(Disputes::claim_hours(
			origin,
			contract,
			DEVICE,
			DAY,
			mask(&[1]),
			[8; 32]
		));
		World::change(|world| world.operator = OPERATOR);
		assert_noop!(
			judge(contract, &[1], true),
			Error::<Test>::ConflictOfInterest
		);
	});
}

#[test]
fn a_verdict_that_cannot_slash_changes_nothing() {
	Ext.run(|| {
		let contract = objected(&[1]);
		World::change(|world| world.refuse_slash = true);
		assert_noop!(judge(contract, &[1], false), DispatchError::Unavailable);
		World::change(|world| {
			world.refuse_slash = false;
			world.bond = 7;
		});
		// A bond that is too small gives what it has.
		assert_ok!(judge(contract, &[1], false));
		assert_eq!(World::get().bond, 0);
		assert!(matches!(
			events()[..],
			[Event::HoursRefused { penalty: 7, .. }]
		));
	});
}

#[test]
fn a_lost_stake_that_the_owner_cannot_receive_is_burned() {
	Ext.run(|| {
		let contract = objected(&[1]);
		block(OWNER, true);
		let all = issuance();
		assert_ok!(judge(contract, &[1], true));
		assert_eq!(issuance(), all - STAKE - 50_001);
		assert!(matches!(
			events()[..],
			[
				Event::StakeLost {
					burned: STAKE,
					paid: 0,
					..
				},
				Event::ClaimsEnded { .. }
			]
		));
	});
}
