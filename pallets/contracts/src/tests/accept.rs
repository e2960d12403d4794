use crate::{mock::*, Assignments, Error, Event, UnsettledHours};
use frame_support::{assert_noop, assert_ok, dispatch::Pays};
use greenhour_types::{
	draw::is_drawn, ContractId, Day, DeviceId, HourMask, HourPhase, MilliGpu, OfferId, PoolId,
};
use sp_runtime::DispatchError;

/// Device 0 offers 500 units; a contract of 400 units in hours 8 and 9; hour 8 can be accepted.
fn first_refusal() -> ContractId {
	World::add_offer(0, 500);
	let contract = buy(400, &[8, 9], 1_000);
	World::advance_to(8, HourPhase::FirstRefusal);
	contract
}

#[test]
fn accept_binds_units_to_the_device_and_costs_nothing() {
	Ext.run(|| {
		let contract = first_refusal();
		let info = accept(contract, 0, &[8], 300).expect("drawn, as the only offer");
		assert_eq!(info.pays_fee, Pays::No);
		let assignment = Assignments::<Test>::get((DeviceId(0), DAY, contract)).expect("bound");
		assert_eq!(
			(assignment.offer, assignment.hours),
			(OfferId(1_000), mask(&[8]))
		);
		assert_eq!(assignment.units_at(at(8).of_day()), MilliGpu(300));
		let page = page_of(contract).expect("open");
		assert_eq!(page.unassigned_at(at(8).of_day()), MilliGpu(100));
		assert_eq!(page.open_assignments, 1);
		assert_eq!(UnsettledHours::<Test>::get(OfferId(1_000), DAY)[8], 1);
		let world = World::get();
		assert_eq!(world.obligations[&0], 1);
		assert_eq!(world.bound[&(1_000, at(8).0)], 300);
		// Nothing moved yet.
		assert_eq!(held_beside(TENANT), 2_000);
		System::assert_last_event(
			Event::HoursAccepted {
				contract,
				device: DeviceId(0),
				day: DAY,
				hours: mask(&[8]),
				units: MilliGpu(300),
				offer: OfferId(1_000),
			}
			.into(),
		);
	});
}

#[test]
fn a_second_hour_joins_the_same_assignment_and_obligation() {
	Ext.run(|| {
		let contract = first_refusal();
		assert_ok!(accept(contract, 0, &[8], 400));
		World::advance_to(9, HourPhase::FirstRefusal);
		assert_ok!(accept(contract, 0, &[9], 200));
		let assignment = Assignments::<Test>::get((DeviceId(0), DAY, contract)).expect("bound");
		assert_eq!(assignment.hours, mask(&[8, 9]));
		assert_eq!(World::get().obligations[&0], 1);
	});
}

#[test]
fn two_devices_share_an_hour() {
	Ext.run(|| {
		let contract = first_refusal();
		World::add_offer(1, 500);
		assert_ok!(accept(contract, 0, &[8], 150));
		assert_ok!(accept(contract, 1, &[8], 250));
		let page = page_of(contract).expect("open");
		assert_eq!(page.unassigned_at(at(8).of_day()), MilliGpu(0));
		assert_eq!(page.open_assignments, 2);
	});
}

#[test]
fn an_undrawn_device_waits_for_the_assignment_phase() {
	Ext.run(|| {
		let contract = first_refusal();
		(1..12).for_each(|id| {
			World::add_offer(id, 500);
		});
		let seed = World::get().seed.expect("set");
		let (units, offered) = (MilliGpu(500), MilliGpu(6_000));
		let drawn = |id| {
			let offer = OfferId(1_000 + id);
			is_drawn(&seed, contract, at(8), offer, units, offered)
		};
		let undrawn = (0..12)
			.find(|id| !drawn(*id))
			.expect("12 offers, 2 drawn on average");
		assert_noop!(
			accept(contract, undrawn, &[8], 100),
			Error::<Test>::NotDrawn
		);
		World::advance_to(8, HourPhase::Assignment);
		assert_ok!(accept(contract, undrawn, &[8], 100));
	});
}

#[test]
fn an_offer_of_half_the_pool_is_always_drawn() {
	Ext.run(|| {
		let contract = first_refusal();
		(1..12).for_each(|id| {
			World::add_offer(id, 45);
		});
		assert_ok!(accept(contract, 0, &[8], 100));
	});
}

#[test]
fn an_offer_made_after_the_draw_froze_waits_for_the_assignment_phase() {
	Ext.run(|| {
		let contract = first_refusal();
		let offer = World::add_offer(1, 500);
		World::change(|world| {
			world.offers.get_mut(&offer.0).expect("added").created_at = FROZEN_AT;
		});
		assert_noop!(accept(contract, 1, &[8], 1), Error::<Test>::OfferTooNew);
		World::advance_to(8, HourPhase::Assignment);
		assert_ok!(accept(contract, 1, &[8], 100));
	});
}

#[test]
fn accept_fails_before_the_draw_is_ready() {
	Ext.run(|| {
		let contract = first_refusal();
		World::change(|world| world.seed = None);
		assert_noop!(accept(contract, 0, &[8], 100), Error::<Test>::SeedNotReady);
	});
}

#[test]
fn accept_fails_outside_of_its_phases() {
	Ext.run(|| {
		let contract = first_refusal();
		for phase in [
			HourPhase::OnSale,
			HourPhase::Delivery,
			HourPhase::Settlement,
			HourPhase::Settled,
		] {
			World::advance_to(8, phase);
			assert_noop!(accept(contract, 0, &[8], 100), Error::<Test>::WrongPhase);
		}
		// One hour of the mask that is still on sale spoils it.
		World::advance_to(8, HourPhase::FirstRefusal);
		assert_noop!(accept(contract, 0, &[8, 9], 100), Error::<Test>::WrongPhase);
	});
}

#[test]
fn accept_fails_for_anybody_but_the_operator() {
	Ext.run(|| {
		let contract = first_refusal();
		World::add_offer(1, 500);
		for who in [STRANGER, TENANT, operator(1), 200] {
			let origin = RuntimeOrigin::signed(who);
			let (hours, units) = (mask(&[8]), MilliGpu(1));
			let result = Contracts::accept(origin, contract, DeviceId(0), DAY, hours, units);
			assert_noop!(result, Error::<Test>::NotOperator);
		}
		let (hours, units) = (mask(&[8]), MilliGpu(1));
		let root = RuntimeOrigin::root();
		let result = Contracts::accept(root, contract, DeviceId(0), DAY, hours, units);
		assert_noop!(result, DispatchError::BadOrigin);
	});
}

#[test]
fn accept_fails_for_unknown_contracts_days_and_devices() {
	Ext.run(|| {
		let contract = first_refusal();
		for unknown in [ContractId(1), ContractId(u64::MAX)] {
			assert_noop!(accept(unknown, 0, &[8], 1), Error::<Test>::ContractNotFound);
		}
		assert_noop!(
			accept(contract, 0, &[7], 100),
			Error::<Test>::HoursNotBought
		);
		for device in [77, u32::MAX] {
			let result = Contracts::accept(
				RuntimeOrigin::signed(operator(0)),
				contract,
				DeviceId(device),
				DAY,
				mask(&[8]),
				MilliGpu(1),
			);
			assert_noop!(result, Error::<Test>::DeviceNotFound);
		}
		for day in [Day(0), Day(u32::MAX)] {
			let result = Contracts::accept(
				RuntimeOrigin::signed(operator(0)),
				contract,
				DeviceId(0),
				day,
				mask(&[8]),
				MilliGpu(1),
			);
			assert_noop!(result, Error::<Test>::HoursNotBought);
		}
	});
}

#[test]
fn accept_fails_for_no_hours_or_no_units() {
	Ext.run(|| {
		let contract = first_refusal();
		assert_noop!(accept(contract, 0, &[], 1), Error::<Test>::NothingToBind);
		assert_noop!(accept(contract, 0, &[8], 0), Error::<Test>::NothingToBind);
	});
}

#[test]
fn accept_fails_for_more_units_than_are_left_or_free() {
	Ext.run(|| {
		let contract = first_refusal();
		for units in [401, u32::MAX] {
			let result = accept(contract, 0, &[8], units);
			assert_noop!(result, Error::<Test>::InsufficientUnassigned);
		}
		World::add_offer(1, 100);
		World::advance_to(8, HourPhase::Assignment);
		let result = accept(contract, 1, &[8], 101);
		assert_noop!(result, Error::<Test>::InsufficientFreeUnits);
	});
}

#[test]
fn accept_fails_for_an_hour_that_the_device_serves_already() {
	Ext.run(|| {
		let contract = first_refusal();
		assert_ok!(accept(contract, 0, &[8], 100));
		assert_noop!(accept(contract, 0, &[8], 100), Error::<Test>::AlreadyBound);
	});
}

#[test]
fn accept_fails_when_the_bond_cannot_pay_for_a_miss() {
	Ext.run(|| {
		let contract = first_refusal();
		let bond = |planck| World::change(|world| world.bonds.insert(0, planck));
		// 300 of 400 units, paid 1,000: a share of 750, of which a miss costs one and a half.
		bond(1_124);
		let result = accept(contract, 0, &[8], 300);
		assert_noop!(result, Error::<Test>::InsufficientBond);
		// At 5 planck for a unit the sale closed at 1,500, of which a miss costs five quarters.
		World::change(|world| world.closing = Some(5));
		bond(1_874);
		let result = accept(contract, 0, &[8], 300);
		assert_noop!(result, Error::<Test>::InsufficientBond);
		bond(1_875);
		assert_ok!(accept(contract, 0, &[8], 300));
		World::advance_to(8, HourPhase::Settled);
		let origin = RuntimeOrigin::signed(STRANGER);
		assert_ok!(Contracts::settle_missed(origin, contract, DeviceId(0), DAY));
		assert_eq!(World::get().bonds[&0], 0);
	});
}

#[test]
fn before_a_closing_price_is_known_the_price_paid_sizes_the_bond() {
	Ext.run(|| {
		let contract = first_refusal();
		World::change(|world| world.bonds.insert(0, 1_125));
		assert_eq!(World::get().closing, None);
		assert_ok!(accept(contract, 0, &[8], 300));
	});
}

#[test]
fn a_device_may_consent_to_green_energy() {
	Ext.run(|| {
		World::add_offer(0, 500);
		let contract = buy_on(green_terms(), 400, &[8], 1_000);
		World::advance_to(8, HourPhase::Assignment);
		assert_ok!(accept(contract, 0, &[8], 300));
	});
}

#[test]
fn accept_fails_without_an_open_offer_in_the_pool() {
	Ext.run(|| {
		let contract = first_refusal();
		World::change(|world| {
			world.offers.get_mut(&1_000).expect("added").pool = PoolId::default();
		});
		assert_noop!(accept(contract, 0, &[8], 100), Error::<Test>::PoolMismatch);
		World::change(|world| world.list.clear());
		assert_noop!(accept(contract, 0, &[8], 100), Error::<Test>::NoOpenOffer);
	});
}

#[test]
fn one_contract_day_of_a_device_earns_for_one_position() {
	Ext.run(|| {
		let contract = first_refusal();
		assert_ok!(accept(contract, 0, &[8], 100));
		World::change(|world| {
			let renewed = world.offers[&1_000].clone();
			world.offers.insert(5_000, renewed);
			world.list = vec![5_000];
		});
		World::advance_to(9, HourPhase::FirstRefusal);
		assert_noop!(accept(contract, 0, &[9], 100), Error::<Test>::OfferMismatch);
	});
}

#[test]
fn accept_fails_when_the_device_takes_no_more_obligations() {
	Ext.run(|| {
		let contract = first_refusal();
		World::change(|world| world.refuse_obligations = true);
		// Calls roll back on the runtime; the mock calls the pallet directly.
		let result = frame_support::storage::with_storage_layer(|| {
			accept(contract, 0, &[8], 100).map_err(|failed| failed.error)
		});
		assert_noop!(result, DispatchError::Exhausted);
		assert_eq!(Assignments::<Test>::iter().count(), 0);
	});
}

#[test]
fn accept_at_the_end_of_time_is_refused() {
	Ext.run(|| {
		World::add_offer(0, 500);
		let result = Contracts::accept(
			RuntimeOrigin::signed(operator(0)),
			ContractId(u64::MAX),
			DeviceId(0),
			Day(u32::MAX),
			HourMask::FULL,
			MilliGpu(u32::MAX),
		);
		assert_noop!(result, Error::<Test>::ContractNotFound);
	});
}

#[test]
fn a_device_takes_the_smallest_order_or_all_that_is_left() {
	Ext.run(|| {
		let contract = first_refusal();
		World::advance_to(8, HourPhase::Assignment);
		assert_noop!(
			accept(contract, 0, &[8], 99),
			Error::<Test>::UnitsBelowMinimum
		);
		// Of 400 units 50 are left.
		assert_ok!(accept(contract, 0, &[8], 350));
		World::add_offer(1, 500);
		assert_noop!(
			accept(contract, 1, &[8], 49),
			Error::<Test>::UnitsBelowMinimum
		);
		assert_ok!(accept(contract, 1, &[8], 50));
	});
}
