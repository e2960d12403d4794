use crate::{mock::*, Assignments, DroppedHours, Error, Event, UnsettledHours, MAX_DROPS};
use frame_support::{assert_noop, assert_ok};
use greenhour_traits::Deliveries;
use greenhour_types::{Balance, ContractId, DeviceId, HourPhase, MilliGpu, OfferId};

const BOND: Balance = 1_000_000_000;

/// Device 0 serves 100 of 300 units in hours 8 and 9, paid 3,000 each, that closed at 1,100 for 100.
fn bound() -> ContractId {
	World::add_offer(0, 500);
	World::change(|world| world.closing = Some(11));
	let contract = buy(300, &[8, 9], 3_000);
	World::advance_to(8, HourPhase::FirstRefusal);
	assert_ok!(accept(contract, 0, &[8], 100));
	World::advance_to(8, HourPhase::Assignment);
	contract
}

#[test]
fn dropped_units_find_another_device_and_the_contract_does_not_change() {
	Ext.run(|| {
		let contract = bound();
		let held_before = held(TENANT);
		assert_ok!(drop_hours(contract, 0, &[8]));
		let page = page_of(contract).expect("open");
		assert_eq!(page.unassigned_at(at(8).of_day()), MilliGpu(300));
		assert_eq!(page.open_assignments, 0);
		assert!(!Assignments::<Test>::contains_key((
			DeviceId(0),
			DAY,
			contract
		)));
		assert_eq!(UnsettledHours::<Test>::get(OfferId(1_000), DAY), [0; 24]);
		let world = World::get();
		assert_eq!(world.obligations[&0], 0);
		assert_eq!(world.released[&(1_000, at(8).0)], 100);
		// Half of the share of 1,000; of it 1,100 - 1,000 to the tenant.
		assert_eq!(world.bonds[&0], BOND - 500);
		assert_eq!(world.compensated[&TENANT], 100);
		assert_eq!(held(TENANT), held_before);
		System::assert_last_event(
			Event::HoursDropped {
				contract,
				device: DeviceId(0),
				day: DAY,
				hours: mask(&[8]),
				offer: OfferId(1_000),
				compensation: 100,
				burned: 400,
			}
			.into(),
		);
		World::add_offer(1, 500);
		assert_ok!(accept(contract, 1, &[8], 300));
		World::advance_to(8, HourPhase::Settlement);
		let paid = Contracts::settle_delivered(contract, DeviceId(1), DAY, mask(&[8]));
		assert_eq!(paid, Ok(2_850));
	});
}

#[test]
fn dropped_units_are_assigned_too_but_never_to_who_dropped_them() {
	Ext.run(|| {
		let contract = bound();
		assert_ok!(drop_hours(contract, 0, &[8]));
		let again = accept(contract, 0, &[8], 100);
		assert_noop!(again, Error::<Test>::HoursDropped);
		let assign = || Contracts::assign(RuntimeOrigin::signed(STRANGER), contract, DAY, 8);
		assert_ok!(assign());
		assert_eq!(Assignments::<Test>::iter().count(), 0);
		World::add_offer(1, 500);
		assert_ok!(assign());
		let served = Assignments::<Test>::get((DeviceId(1), DAY, contract)).expect("assigned");
		assert_eq!(served.units_at(at(8).of_day()), MilliGpu(300));
		// Its other hours are still its to take.
		World::advance_to(9, HourPhase::Assignment);
		assert_ok!(accept(contract, 0, &[9], 100));
	});
}

#[test]
fn the_rest_of_an_assignment_stays_bound() {
	Ext.run(|| {
		let contract = bound();
		World::advance_to(9, HourPhase::FirstRefusal);
		assert_ok!(accept(contract, 0, &[9], 200));
		World::advance_to(9, HourPhase::Assignment);
		assert_ok!(drop_hours(contract, 0, &[9]));
		let rest = Assignments::<Test>::get((DeviceId(0), DAY, contract)).expect("hour 8");
		assert_eq!((rest.hours, rest.units[9]), (mask(&[8]), MilliGpu(0)));
		assert_eq!(World::get().obligations[&0], 1);
		World::advance_to(8, HourPhase::Settlement);
		let paid = Contracts::settle_delivered(contract, DeviceId(0), DAY, mask(&[8]));
		assert_eq!(paid, Ok(950));
		assert_eq!(World::get().obligations[&0], 0);
	});
}

#[test]
fn hours_of_unequal_units_are_released_each_as_it_was_bound() {
	Ext.run(|| {
		let contract = bound();
		World::advance_to(9, HourPhase::Assignment);
		assert_ok!(accept(contract, 0, &[9], 201));
		World::advance_to(8, HourPhase::Assignment);
		assert_ok!(drop_hours(contract, 0, &[8, 9]));
		let world = World::get();
		assert_eq!(world.released[&(1_000, at(8).0)], 100);
		assert_eq!(world.released[&(1_000, at(9).0)], 201);
		// 500 and half of 2,010; compensations of 100 and of 2,211 - 2,010.
		assert_eq!(world.bonds[&0], BOND - 1_505);
		assert_eq!(world.compensated[&TENANT], 301);
		assert_eq!(World::get().obligations[&0], 0);
		let dropped = DroppedHours::<Test>::get(contract, DAY);
		assert_eq!(dropped.to_vec(), [(DeviceId(0), mask(&[8, 9]))]);
	});
}

#[test]
fn dropping_the_last_unsettled_hour_ends_an_assignment_with_settled_ones() {
	Ext.run(|| {
		World::add_offer(0, 500);
		let contract = buy(300, &[8, 9], 3_000);
		for hour in [8, 9] {
			World::advance_to(hour, HourPhase::Assignment);
			assert_ok!(accept(contract, 0, &[hour], 300));
		}
		World::advance_to(8, HourPhase::Settlement);
		assert_ok!(Contracts::settle_delivered(
			contract,
			DeviceId(0),
			DAY,
			mask(&[8])
		));
		// Hours do not overlap here, so time runs back.
		World::advance_to(9, HourPhase::Assignment);
		assert_ok!(drop_hours(contract, 0, &[9]));
		assert_eq!(World::get().obligations[&0], 0);
		assert_eq!(Assignments::<Test>::iter().count(), 0);
		World::advance_to(9, HourPhase::Delivery);
		let origin = RuntimeOrigin::signed(STRANGER);
		assert_ok!(Contracts::refund_unserved(origin, contract, DAY));
		assert_eq!(DroppedHours::<Test>::iter().count(), 0);
		assert!(!crate::Contracts::<Test>::contains_key(contract));
	});
}

#[test]
fn a_drop_after_the_start_is_a_miss() {
	Ext.run(|| {
		let contract = bound();
		for phase in [
			HourPhase::Delivery,
			HourPhase::Settlement,
			HourPhase::Settled,
		] {
			World::advance_to(8, phase);
			let result = drop_hours(contract, 0, &[8]);
			assert_noop!(result, Error::<Test>::WrongPhase);
		}
		let origin = RuntimeOrigin::signed(STRANGER);
		assert_ok!(Contracts::settle_missed(origin, contract, DeviceId(0), DAY));
		assert_eq!(World::get().bonds[&0], BOND - 1_500);
	});
}

#[test]
fn drop_fails_for_others_and_for_hours_that_are_not_bound() {
	Ext.run(|| {
		let contract = bound();
		World::add_offer(1, 500);
		let fails = |id, hours: &[u8], error: Error<Test>| {
			assert_noop!(drop_hours(contract, id, hours), error);
		};
		fails(0, &[], Error::NothingToDrop);
		fails(0, &[9], Error::AlreadySettled);
		fails(0, &[8, 9], Error::AlreadySettled);
		fails(0, &[7], Error::AlreadySettled);
		fails(1, &[8], Error::AssignmentNotFound);
		fails(9, &[8], Error::DeviceNotFound);
		for who in [STRANGER, TENANT, operator(1), 200] {
			let origin = RuntimeOrigin::signed(who);
			let result = Contracts::drop_hours(origin, contract, DeviceId(0), DAY, mask(&[8]));
			assert_noop!(result, Error::<Test>::NotOperator);
		}
		let result = drop_hours(ContractId(5), 0, &[8]);
		assert_noop!(result, Error::<Test>::ContractNotFound);
		assert_ok!(drop_hours(contract, 0, &[8]));
		fails(0, &[8], Error::AssignmentNotFound);
	});
}

#[test]
fn a_bounded_number_of_devices_may_drop_hours_of_a_day() {
	Ext.run(|| {
		let contract = buy(300, &[8], 3_000);
		World::advance_to(8, HourPhase::Assignment);
		for id in 0..MAX_DROPS {
			World::add_offer(id, 100);
			assert_ok!(accept(contract, id, &[8], 100));
			assert_ok!(drop_hours(contract, id, &[8]));
		}
		World::add_offer(MAX_DROPS, 100);
		assert_ok!(accept(contract, MAX_DROPS, &[8], 100));
		let result = drop_hours(contract, MAX_DROPS, &[8]);
		assert_noop!(result, Error::<Test>::TooManyDrops);
	});
}
