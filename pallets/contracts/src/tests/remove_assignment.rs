use crate::{mock::*, Assignments, Error, Event};
use frame_support::{assert_noop, assert_ok};
use greenhour_traits::Deliveries;
use greenhour_types::{ContractId, DeviceId, HourPhase};
use sp_runtime::{DispatchError, DispatchResult};

const DEVICE: DeviceId = DeviceId(0);

fn remove(contract: ContractId) -> DispatchResult {
	let origin = RuntimeOrigin::signed(STRANGER);
	Contracts::remove_assignment(origin, contract, DEVICE, DAY)
}

/// Device 0 has delivered hour 8 of hours 8 and 9; hour 9 has no device.
fn delivered() -> ContractId {
	World::add_offer(0, 500);
	let contract = buy(300, &[8, 9], 900);
	World::advance_to(8, HourPhase::Assignment);
	assert_ok!(accept(contract, 0, &[8], 300));
	World::advance_to(8, HourPhase::Settlement);
	assert_ok!(Contracts::settle_delivered(
		contract,
		DEVICE,
		DAY,
		mask(&[8])
	));
	contract
}

#[test]
fn a_settled_record_is_freed_after_its_money_windows() {
	Ext.run(|| {
		let contract = delivered();
		assert_noop!(remove(contract), Error::<Test>::AssignmentNeeded);
		World::advance_to(8, HourPhase::Settled);
		assert_ok!(remove(contract));
		assert!(!Assignments::<Test>::contains_key((DEVICE, DAY, contract)));
		System::assert_last_event(
			Event::AssignmentRemoved {
				contract,
				device: DEVICE,
				day: DAY,
			}
			.into(),
		);
		assert_noop!(remove(contract), Error::<Test>::AssignmentNotFound);
	});
}

#[test]
fn a_settled_record_is_freed_once_its_contract_is_closed() {
	Ext.run(|| {
		let contract = delivered();
		World::advance_to(9, HourPhase::Delivery);
		assert_ok!(Contracts::close(RuntimeOrigin::signed(STRANGER), contract));
		assert_eq!(Contracts::assignment(contract, DEVICE, DAY), None);
		assert_ok!(remove(contract));
	});
}

#[test]
fn a_removed_record_cannot_be_replayed_into() {
	Ext.run(|| {
		let contract = delivered();
		World::advance_to(8, HourPhase::Settled);
		assert_ok!(remove(contract));
		// The device may serve a later hour of the day in a new record.
		World::advance_to(9, HourPhase::Assignment);
		assert_noop!(accept(contract, 0, &[8, 9], 300), Error::<Test>::WrongPhase);
		assert_ok!(accept(contract, 0, &[9], 300));
		World::advance_to(9, HourPhase::Settlement);
		let result = Contracts::settle_delivered(contract, DEVICE, DAY, mask(&[8]));
		assert_noop!(result, Error::<Test>::AlreadySettled);
		assert_ok!(Contracts::settle_delivered(
			contract,
			DEVICE,
			DAY,
			mask(&[9])
		));
	});
}

#[test]
fn a_record_with_an_unsettled_hour_stays() {
	Ext.run(|| {
		let contract = delivered();
		World::advance_to(9, HourPhase::Assignment);
		assert_ok!(accept(contract, 0, &[9], 300));
		World::advance_to(9, HourPhase::Settled);
		assert_noop!(remove(contract), Error::<Test>::Unresolved);
	});
}

#[test]
fn remove_fails_for_unknown_records_and_unsigned() {
	Ext.run(|| {
		let contract = delivered();
		assert_noop!(remove(ContractId(8)), Error::<Test>::AssignmentNotFound);
		let result = Contracts::remove_assignment(RuntimeOrigin::none(), contract, DEVICE, DAY);
		assert_noop!(result, DispatchError::BadOrigin);
	});
}
