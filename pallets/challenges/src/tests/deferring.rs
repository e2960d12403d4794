//! Challenges that a device answers by serving.

use crate::{mock::*, Challenges as Open, DeferralOrder, Deferrals, Error, Event};
use frame_support::{assert_noop, assert_ok, dispatch::DispatchResultWithPostInfo};
use greenhour_types::{ContractId, DeviceId, Hour, HourMask, MilliGpu, VerificationMode};

const RECEIPT: VerificationMode = VerificationMode::Receipt;

fn defer(device: DeviceId, contracts: &[u64]) -> DispatchResultWithPostInfo {
	let contracts: Vec<ContractId> = contracts.iter().map(|id| ContractId(*id)).collect();
	let operator = RuntimeOrigin::signed(operator_of(device));
	Challenges::defer_challenge(operator, device, contracts.try_into().expect("few"))
}

/// A challenged device that serves 2 units, as many as it needs, under contracts 1 and 2 together.
fn serving() -> DeviceId {
	let device = fleet(7, 3..4)[0];
	assign(ContractId(1), device, HOUR, 1, RECEIPT);
	assign(ContractId(2), device, HOUR, 1, VerificationMode::Work);
	next_block();
	device
}

fn hour() -> HourMask {
	HourMask::single(HOUR.of_day())
}

/// Lets the money window of [`HOUR`] pass.
fn pass_window() {
	Now::mutate(|now| *now += 49 * 3_600_000);
	next_block();
	next_block();
}

#[test]
fn receipts_of_the_hour_answer_a_deferred_challenge() {
	Ext::execute(|| {
		let device = serving();
		let moment = Now::get() - 6_000;
		assert_ok!(defer(device, &[1, 2]));
		System::assert_last_event(
			Event::ChallengeDeferred {
				device,
				round: 1,
				hour: HOUR,
				needed: MilliGpu(2),
			}
			.into(),
		);
		settle(device, HOUR.day(), hour(), 1);
		assert_eq!(world(|world| world.answered.len()), 0);
		settle(device, HOUR.day(), hour(), 1);
		assert_eq!(world(|world| world.answered.clone()), [(device, moment)]);
		assert_eq!(Deferrals::<Test>::iter().count(), 0);
		world(|world| world.devices.clear());
		pass_window();
		assert_eq!(world(|world| world.missed.len()), 0);
		assert_eq!(DeferralOrder::<Test>::iter().count(), 0);
	});
}

#[test]
fn a_receipt_answers_an_open_challenge_of_its_hour() {
	Ext::execute(|| {
		let device = serving();
		settle(device, HOUR.day(), hour(), 1);
		settle(device, HOUR.day().next(), hour(), 2);
		let other = HourMask::single(Hour(HOUR.0 + 1).of_day());
		settle(device, HOUR.day(), other, 2);
		assert!(Open::<Test>::contains_key(device));
		settle(device, HOUR.day(), hour(), 2);
		assert_eq!(world(|world| world.answered.len()), 1);
	});
}

#[test]
fn hours_that_are_paid_by_word_answer_nothing() {
	Ext::execute(|| {
		let device = serving();
		let mut by_word = paid(device, HOUR.day(), hour(), 4);
		by_word.by_receipt = false;
		<Challenges as greenhour_traits::SettlementListener>::settled(&by_word);
		assert!(Open::<Test>::contains_key(device));
		assert_eq!(world(|world| world.answered.len()), 0);
	});
}

#[test]
fn a_deferral_without_receipts_is_a_miss() {
	Ext::execute(|| {
		let device = serving();
		assert_ok!(defer(device, &[1, 2]));
		settle(device, HOUR.day(), hour(), 1);
		pass_window();
		assert_eq!(world(|world| world.missed.first().copied()), Some(device));
		assert_eq!(Deferrals::<Test>::iter().count(), 0);
	});
}

#[test]
fn nobody_is_to_blame_for_a_void_hour() {
	Ext::execute(|| {
		let device = serving();
		assert_ok!(defer(device, &[1, 2]));
		VoidHours::mutate(|hours| hours.insert(HOUR));
		world(|world| world.devices.clear());
		Now::mutate(|now| *now += 49 * 3_600_000);
		next_block();
		assert!(events().contains(&Event::ChallengeExcused { device, round: 1 }));
		assert_eq!(world(|world| world.missed.len()), 0);
	});
}

#[test]
fn nobody_is_to_blame_for_proofs_that_were_not_taken() {
	Ext::execute(|| {
		let device = serving();
		assert_ok!(defer(device, &[1, 2]));
		ClosedHours::mutate(|hours| hours.insert(HOUR));
		world(|world| world.devices.clear());
		Now::mutate(|now| *now += 49 * 3_600_000);
		next_block();
		assert!(events().contains(&Event::ChallengeExcused { device, round: 1 }));
	});
}

#[test]
fn a_device_is_challenged_once_in_an_hour_that_it_serves() {
	Ext::execute(|| {
		let device = serving();
		assert_ok!(defer(device, &[1, 2]));
		blocks(20);
		assert!(!Open::<Test>::contains_key(device));
		Now::mutate(|now| *now += 3_600_000);
		blocks(2);
		assert!(Open::<Test>::contains_key(device));
	});
}

#[test]
fn too_little_or_other_work_is_no_reason() {
	Ext::execute(|| {
		let device = serving();
		assign(ContractId(3), device, HOUR, 9, VerificationMode::Audited);
		assign(ContractId(4), device, Hour(HOUR.0 + 1), 9, RECEIPT);
		for (contracts, error) in [
			(&[1][..], Error::<Test>::InsufficientUnits),
			(&[], Error::<Test>::InsufficientUnits),
			(&[1, 1], Error::<Test>::ContractsUnordered),
			(&[2, 1], Error::<Test>::ContractsUnordered),
			(&[3], Error::<Test>::NotAssigned),
			(&[4], Error::<Test>::NotAssigned),
			(&[5], Error::<Test>::NotAssigned),
		] {
			assert_noop!(defer(device, contracts), error);
		}
		blocks(COMMIT + 1);
		assert_noop!(defer(device, &[1, 2]), Error::<Test>::Expired);
	});
}
