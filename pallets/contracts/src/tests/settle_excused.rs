use crate::{mock::*, Assignments, Error, Event};
use frame_support::{assert_noop, assert_ok};
use greenhour_traits::Deliveries;
use greenhour_types::{units::GCD_ASSET, ContractId, Day, DeviceId, HourPhase};
use sp_runtime::DispatchResult;

const DEVICE: DeviceId = DeviceId(0);

fn excuse(contract: ContractId, hours: &[u8]) -> DispatchResult {
	Contracts::settle_excused(contract, DEVICE, DAY, mask(hours))
}

/// Device 0 serves 300 of 300 units in hours 8 and 9, paid 1,001 each and 70 on top.
fn bound() -> ContractId {
	World::add_offer(0, 500);
	let contract = buy(300, &[8, 9], 1_001);
	let tenant = RuntimeOrigin::signed(TENANT);
	assert_ok!(Contracts::top_up(tenant, contract, DAY, mask(&[8, 9]), 70));
	for hour in [8, 9] {
		World::advance_to(hour, HourPhase::Assignment);
		assert_ok!(accept(contract, 0, &[hour], 300));
	}
	World::advance_to(8, HourPhase::Delivery);
	contract
}

#[test]
fn an_excused_hour_refunds_all_but_the_fee_and_slashes_nobody() {
	Ext.run(|| {
		let contract = bound();
		let (free, bonds) = (gcd(TENANT), World::get().bonds);
		assert_ok!(excuse(contract, &[8]));
		// 5 % of 1,001 is 50.05, rounded up; the incentive pays no fee.
		assert_eq!(gcd(TENANT), free + 1_001 - 51 + 70);
		assert_eq!(World::get().bonds, bonds);
		assert!(World::get().credited.is_empty());
		System::assert_has_event(
			Event::HourExcused {
				contract,
				device: DEVICE,
				hour: at(8),
				refunded: 1_020,
				fee: 51,
			}
			.into(),
		);
		World::advance_to(9, HourPhase::Settled);
		assert_ok!(excuse(contract, &[9]));
		assert_eq!((held(TENANT), gcd(TENANT)), (0, FUNDS - 102));
		assert_eq!(Assignments::<Test>::iter().count(), 0);
		assert_eq!(World::get().obligations[&0], 0);
	});
}

#[test]
fn what_is_excused_is_neither_missed_nor_delivered_later() {
	Ext.run(|| {
		let contract = bound();
		assert_ok!(excuse(contract, &[8]));
		assert_noop!(excuse(contract, &[8]), Error::<Test>::AlreadySettled);
		World::advance_to(8, HourPhase::Settlement);
		let paid = Contracts::settle_delivered(contract, DEVICE, DAY, mask(&[8]));
		assert_noop!(paid, Error::<Test>::AlreadySettled);
		World::advance_to(8, HourPhase::Settled);
		let origin = RuntimeOrigin::signed(STRANGER);
		let missed = Contracts::settle_missed(origin, contract, DEVICE, DAY);
		assert_noop!(missed, Error::<Test>::NothingDue);
	});
}

#[test]
fn a_blocked_tenant_is_refunded_when_he_can_receive_again() {
	Ext.run(|| {
		let contract = bound();
		let team = || RuntimeOrigin::signed(ASSET_TEAM);
		assert_ok!(Assets::block(team(), GCD_ASSET, TENANT));
		World::advance_to(9, HourPhase::Delivery);
		assert_ok!(excuse(contract, &[8, 9]));
		assert_eq!(Assignments::<Test>::iter().count(), 0);
		assert_eq!(held(TENANT), 2_142 + DEPOSIT - 102);
		assert_ok!(Assets::thaw(team(), GCD_ASSET, TENANT));
		assert_ok!(Contracts::close(RuntimeOrigin::signed(STRANGER), contract));
		assert_eq!((held(TENANT), gcd(TENANT)), (0, FUNDS - 102));
	});
}

#[test]
fn a_void_hour_pays_nobody_and_may_be_excused() {
	Ext.run(|| {
		let contract = bound();
		World::change(|world| world.void.insert(at(8).0));
		World::advance_to(8, HourPhase::Settlement);
		let paid = Contracts::settle_delivered(contract, DEVICE, DAY, mask(&[8]));
		assert_noop!(paid, Error::<Test>::HourVoid);
		assert_ok!(excuse(contract, &[8]));
	});
}

#[test]
fn nobody_pays_for_an_excused_hour_that_is_void() {
	Ext.run(|| {
		let contract = bound();
		World::advance_to(9, HourPhase::Settlement);
		World::change(|world| world.void.insert(at(8).0));
		assert_ok!(excuse(contract, &[8]));
		assert!(System::events().iter().any(|record| matches!(
			record.event,
			RuntimeEvent::Contracts(Event::HourExcused { fee: 0, .. })
		)));
	});
}

#[test]
fn excuse_fails_before_the_start_and_for_hours_that_are_not_bound() {
	Ext.run(|| {
		let contract = bound();
		assert_noop!(excuse(contract, &[8, 9]), Error::<Test>::WrongPhase);
		assert_noop!(excuse(contract, &[]), Error::<Test>::NothingDue);
		assert_noop!(excuse(contract, &[7]), Error::<Test>::AlreadySettled);
		let result = excuse(ContractId(8), &[8]);
		assert_noop!(result, Error::<Test>::ContractNotFound);
		let result = Contracts::settle_excused(contract, DeviceId(4), DAY, mask(&[8]));
		assert_noop!(result, Error::<Test>::AssignmentNotFound);
		let result = Contracts::settle_excused(contract, DEVICE, Day(9), mask(&[8]));
		assert_noop!(result, Error::<Test>::AssignmentNotFound);
	});
}
