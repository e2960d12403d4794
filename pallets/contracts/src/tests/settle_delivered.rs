use crate::{mock::*, Assignments, Error, Event, UnsettledHours};
use frame_support::{assert_noop, assert_ok};
use greenhour_traits::Deliveries;
use greenhour_types::{units::GCD_ASSET, Balance, ContractId, Day, DeviceId, HourPhase, OfferId};
use sp_runtime::DispatchError;

const DEVICE: DeviceId = DeviceId(0);

/// Device 0 serves `units` of 300 units in hours 8 and 9, paid 1,001 each; hour 8 is over.
fn over(units: u32) -> ContractId {
	World::add_offer(0, 500);
	let contract = buy(300, &[8, 9], 1_001);
	for hour in [8, 9] {
		World::advance_to(hour, HourPhase::FirstRefusal);
		assert_ok!(accept(contract, 0, &[hour], units));
	}
	World::advance_to(8, HourPhase::Settlement);
	contract
}

fn settle(contract: ContractId, hours: &[u8]) -> Result<Balance, DispatchError> {
	Contracts::settle_delivered(contract, DEVICE, DAY, mask(hours))
}

#[test]
fn a_delivered_hour_pays_the_position_and_burns_the_fee() {
	Ext.run(|| {
		let contract = over(300);
		let supply = Assets::total_supply(GCD_ASSET);
		// 5 % of 1,001 is 50.05, rounded up to 51.
		assert_eq!(settle(contract, &[8]), Ok(950));
		assert_eq!(held_beside(TENANT), 1_001);
		assert_eq!(gcd(POT), MIN_GCD + 950);
		assert_eq!(Assets::total_supply(GCD_ASSET), supply - 51);
		assert_eq!(World::get().credited[&1_000], 950);
		assert_eq!(World::get().delivered[&(1_000, at(8).0)], 300);
		// Who weighs devices hears of it, and of what was burned.
		let heard = World::get().heard;
		assert_eq!(heard, [((contract.0, 0, at(8).0), 300)].into());
		assert_eq!(World::get().heard_fees, 51);
		let facts = Contracts::assignment(contract, DEVICE, DAY).expect("bound");
		assert_eq!((facts.delivered, facts.unsettled), (mask(&[8]), mask(&[9])));
		assert_eq!(UnsettledHours::<Test>::get(OfferId(1_000), DAY)[8], 0);
		System::assert_has_event(
			Event::HourDelivered {
				contract,
				device: DEVICE,
				hour: at(8),
				share: 1_001,
				incentive: 0,
				earned: 950,
				fee: 51,
			}
			.into(),
		);
	});
}

#[test]
fn a_share_rounds_down_and_the_dust_stays_held() {
	Ext.run(|| {
		let contract = over(100);
		// 1,001 / 3 = 333.67, down to 333; the fee of 16.65 goes up to 17.
		assert_eq!(settle(contract, &[8]), Ok(316));
		assert_eq!(held_beside(TENANT), 2_002 - 333);
	});
}

#[test]
fn the_last_hour_ends_the_obligation_and_frees_every_record() {
	Ext.run(|| {
		let contract = over(300);
		assert_ok!(settle(contract, &[8]));
		assert_eq!(World::get().obligations[&0], 1);
		World::advance_to(9, HourPhase::Settlement);
		assert_ok!(settle(contract, &[9]));
		assert_eq!(World::get().obligations[&0], 0);
		assert_eq!(Assignments::<Test>::iter().count(), 0);
		assert_eq!(page_of(contract), None);
		// The deposit is back as well: nobody had to settle for others.
		assert_eq!((held(TENANT), gcd(TENANT)), (0, FUNDS - 2_002));
	});
}

#[test]
fn the_incentive_falls_to_delivered_units_and_pays_the_fee() {
	Ext.run(|| {
		let contract = over(100);
		let tenant = RuntimeOrigin::signed(TENANT);
		World::advance_to(8, HourPhase::Assignment);
		assert_ok!(Contracts::top_up(tenant, contract, DAY, mask(&[8]), 500));
		World::advance_to(8, HourPhase::Settlement);
		// 333 of the price and 166 of the incentive; the fee of 24.95 goes up to 25.
		assert_eq!(settle(contract, &[8]), Ok(474));
		assert_eq!(gcd(POT), MIN_GCD + 474);
		// The other two thirds come back with the price of units that nobody served, without fee; hour 9
		// has started too.
		let free = gcd(TENANT);
		let origin = RuntimeOrigin::signed(TENANT);
		assert_ok!(Contracts::refund_unserved(origin, contract, DAY));
		assert_eq!(gcd(TENANT), free + 667 + 333 + 667);
	});
}

#[test]
fn two_hours_settle_at_once_with_unequal_units() {
	Ext.run(|| {
		World::add_offer(0, 500);
		let contract = buy(300, &[8, 9], 600);
		for (hour, units) in [(8, 300), (9, 100)] {
			World::advance_to(hour, HourPhase::Assignment);
			assert_ok!(accept(contract, 0, &[hour], units));
		}
		World::advance_to(9, HourPhase::Settlement);
		// 570 + 190.
		assert_eq!(settle(contract, &[8, 9]), Ok(760));
		assert_eq!(World::get().delivered[&(1_000, at(8).0)], 300);
		assert_eq!(World::get().delivered[&(1_000, at(9).0)], 100);
	});
}

#[test]
fn two_hours_settle_at_once_with_equal_units() {
	Ext.run(|| {
		let contract = over(300);
		World::advance_to(9, HourPhase::Settlement);
		assert_eq!(settle(contract, &[8, 9]), Ok(1_900));
		assert_eq!(World::get().delivered[&(1_000, at(9).0)], 300);
		assert_eq!(World::get().obligations[&0], 0);
	});
}

#[test]
fn settle_fails_in_a_void_hour_which_is_refunded() {
	Ext.run(|| {
		let contract = over(300);
		World::change(|world| world.void.insert(at(8).0));
		assert_noop!(settle(contract, &[8]), Error::<Test>::HourVoid);
		// A void hour in the mask spoils it.
		World::advance_to(9, HourPhase::Settlement);
		assert_noop!(settle(contract, &[8, 9]), Error::<Test>::HourVoid);
		assert_eq!(settle(contract, &[9]), Ok(950));
		World::advance_to(9, HourPhase::Settled);
		let origin = RuntimeOrigin::signed(STRANGER);
		assert_ok!(Contracts::settle_missed(origin, contract, DEVICE, DAY));
		assert_eq!((held(TENANT), gcd(TENANT)), (0, FUNDS - 1_001 - REWARD));
	});
}

#[test]
fn a_replay_is_refused_for_ever() {
	Ext.run(|| {
		let contract = over(300);
		assert_ok!(settle(contract, &[8]));
		assert_noop!(settle(contract, &[8]), Error::<Test>::AlreadySettled);
		assert_noop!(settle(contract, &[8, 9]), Error::<Test>::AlreadySettled);
		World::advance_to(9, HourPhase::Settlement);
		assert_ok!(settle(contract, &[9]));
		// Everything was settled, so that nothing is left to replay into.
		for hours in [&[8][..], &[9], &[8, 9]] {
			assert_noop!(settle(contract, hours), Error::<Test>::ContractNotFound);
		}
		assert_eq!(Contracts::assignment(contract, DEVICE, DAY), None);
	});
}

#[test]
fn a_replay_into_a_later_assignment_is_refused() {
	Ext.run(|| {
		World::add_offer(0, 500);
		let contract = buy(300, &[8, 20], 900);
		World::advance_to(8, HourPhase::Assignment);
		assert_ok!(accept(contract, 0, &[8], 300));
		World::advance_to(8, HourPhase::Settlement);
		assert_ok!(settle(contract, &[8]));
		assert_noop!(settle(contract, &[8]), Error::<Test>::AssignmentNotFound);
		World::advance_to(20, HourPhase::Assignment);
		assert_noop!(
			accept(contract, 0, &[8, 20], 300),
			Error::<Test>::WrongPhase
		);
		assert_ok!(accept(contract, 0, &[20], 300));
		// Even if time could run back.
		World::advance_to(8, HourPhase::Settlement);
		assert_noop!(settle(contract, &[8]), Error::<Test>::AlreadySettled);
		World::advance_to(20, HourPhase::Settlement);
		assert_ok!(settle(contract, &[20]));
	});
}

#[test]
fn a_claim_pays_after_the_money_window_and_nothing_else_does() {
	Ext.run(|| {
		World::add_offer(0, 500);
		let contract = buy_on(confirmed_terms(), 300, &[8, 9], 1_001);
		for hour in [8, 9] {
			World::advance_to(hour, HourPhase::Assignment);
			assert_ok!(accept(contract, 0, &[hour], 300));
		}
		World::advance_to(9, HourPhase::Settled);
		World::change(|world| world.claimed.insert((0, DAY.0), mask(&[8])));
		assert_noop!(settle(contract, &[8, 9]), Error::<Test>::WrongPhase);
		assert_eq!(settle(contract, &[8]), Ok(950));
		assert_noop!(settle(contract, &[9]), Error::<Test>::WrongPhase);
	});
}

#[test]
fn a_claim_is_nothing_where_receipts_show_delivery() {
	Ext.run(|| {
		let contract = over(300);
		World::change(|world| world.claimed.insert((0, DAY.0), mask(&[8])));
		World::advance_to(8, HourPhase::Settled);
		assert_noop!(settle(contract, &[8]), Error::<Test>::WrongPhase);
	});
}

#[test]
fn settle_fails_outside_of_the_money_window() {
	Ext.run(|| {
		let contract = over(300);
		for phase in [
			HourPhase::Assignment,
			HourPhase::Delivery,
			HourPhase::Settled,
		] {
			World::advance_to(8, phase);
			assert_noop!(settle(contract, &[8]), Error::<Test>::WrongPhase);
		}
		World::advance_to(8, HourPhase::Settlement);
		assert_noop!(settle(contract, &[8, 9]), Error::<Test>::WrongPhase);
	});
}

#[test]
fn settle_fails_for_hours_that_are_not_bound() {
	Ext.run(|| {
		let contract = over(300);
		assert_noop!(settle(contract, &[7]), Error::<Test>::AlreadySettled);
		assert_noop!(settle(contract, &[]), Error::<Test>::NothingDue);
	});
}

#[test]
fn settle_fails_for_another_contract_device_or_day() {
	Ext.run(|| {
		let contract = over(300);
		let other = buy(300, &[8], 1_001);
		assert_noop!(settle(other, &[8]), Error::<Test>::AssignmentNotFound);
		assert_noop!(
			settle(ContractId(99), &[8]),
			Error::<Test>::ContractNotFound
		);
		let result = Contracts::settle_delivered(contract, DeviceId(1), DAY, mask(&[8]));
		assert_noop!(result, Error::<Test>::AssignmentNotFound);
		let result = Contracts::settle_delivered(contract, DEVICE, Day(6), mask(&[8]));
		assert_noop!(result, Error::<Test>::AssignmentNotFound);
	});
}

#[test]
fn a_frozen_or_blocked_tenant_does_not_stop_the_payment() {
	Ext.run(|| {
		let contract = over(300);
		let team = || RuntimeOrigin::signed(ASSET_TEAM);
		assert_ok!(Assets::freeze(team(), GCD_ASSET, TENANT));
		assert_ok!(settle(contract, &[8]));
		assert_ok!(Assets::block(team(), GCD_ASSET, TENANT));
		World::advance_to(9, HourPhase::Settlement);
		assert_ok!(settle(contract, &[9]));
		assert_eq!(gcd(POT), MIN_GCD + 1_900);
	});
}

#[test]
fn a_tenant_who_spent_all_he_could_still_pays_and_lives() {
	Ext.run(|| {
		let contract = over(300);
		// The free balance can't go below the minimum while something is held.
		let origin = RuntimeOrigin::signed(TENANT);
		let rest = gcd(TENANT) - MIN_GCD;
		assert!(Assets::transfer(origin.clone(), GCD_ASSET, STRANGER, rest + 1).is_err());
		assert_ok!(Assets::transfer(origin, GCD_ASSET, STRANGER, rest));
		assert_ok!(settle(contract, &[8]));
		World::advance_to(9, HourPhase::Settlement);
		assert_ok!(settle(contract, &[9]));
		assert_eq!((gcd(TENANT), held(TENANT)), (MIN_GCD + DEPOSIT, 0));
	});
}

#[test]
fn the_facts_of_an_assignment_are_those_of_contract_and_device() {
	Ext.run(|| {
		World::add_offer(0, 500);
		let contract = buy_on(green_terms(), 300, &[8], 1_001);
		World::advance_to(8, HourPhase::FirstRefusal);
		assert_ok!(accept(contract, 0, &[8], 120));
		let facts = Contracts::assignment(contract, DEVICE, DAY).expect("bound");
		assert_eq!((facts.pool, facts.offer), (POOL, OfferId(1_000)));
		assert_eq!(facts.units[8].0, 120);
		// 1,001 * 120 / 300 = 400.4, down.
		assert_eq!((facts.shares[8], facts.shares[9]), (400, 0));
		assert_eq!(facts.terms.min_green_share, 6_000);
		assert_eq!(Contracts::assignment(contract, DEVICE, Day(6)), None);
		assert_eq!(Contracts::assignment(contract, DeviceId(4), DAY), None);
	});
}
