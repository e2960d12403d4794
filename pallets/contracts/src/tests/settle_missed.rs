use crate::{mock::*, Assignments, Error, Event, UnsettledHours, WeightInfo};
use frame_support::{assert_noop, assert_ok, dispatch::DispatchResultWithPostInfo};
use greenhour_traits::Deliveries;
use greenhour_types::{Balance, ContractId, ContractTerms, Day, DeviceId, HourPhase, OfferId};
use sp_runtime::DispatchError;

const DEVICE: DeviceId = DeviceId(0);
const BOND: Balance = 1_000_000_000;

fn settle(contract: ContractId) -> DispatchResultWithPostInfo {
	Contracts::settle_missed(RuntimeOrigin::signed(STRANGER), contract, DEVICE, DAY)
}

/// Device 0 serves 100 of 300 units in hours 8 and 9, paid 3,000 each; hour 8 passed its window.
fn past() -> ContractId {
	World::add_offer(0, 500);
	World::change(|world| world.closing = Some(11));
	let contract = buy(300, &[8, 9], 3_000);
	for hour in [8, 9] {
		World::advance_to(hour, HourPhase::FirstRefusal);
		assert_ok!(accept(contract, 0, &[hour], 100));
	}
	World::advance_to(8, HourPhase::Settled);
	contract
}

#[test]
fn a_missed_hour_refunds_the_tenant_and_slashes_the_device() {
	Ext.run(|| {
		let contract = past();
		let free = gcd(TENANT);
		let info = settle(contract).expect("hour 8 is due");
		assert_eq!(
			info.actual_weight,
			Some(<() as WeightInfo>::settle_missed(1))
		);
		// A share of 1,000 for 100 units that cost 1,100 at the close: slash max(1,500, 1,375),
		// compensation min(1,500, 100, 250).
		assert_eq!((gcd(TENANT), held_beside(TENANT)), (free + 1_000, 5_000));
		let world = World::get();
		assert_eq!(world.bonds[&0], BOND - 1_500);
		assert_eq!(world.compensated[&TENANT], 100);
		assert!(world.credited.is_empty());
		assert_eq!(UnsettledHours::<Test>::get(OfferId(1_000), DAY)[8], 0);
		System::assert_has_event(
			Event::HourMissed {
				contract,
				device: DEVICE,
				hour: at(8),
				refunded: 1_000,
				compensation: 100,
				burned: 1_400,
			}
			.into(),
		);
	});
}

#[test]
fn the_last_missed_hour_ends_the_obligation_and_frees_the_record() {
	Ext.run(|| {
		let contract = past();
		World::advance_to(9, HourPhase::Settled);
		assert_ok!(settle(contract));
		assert_eq!(World::get().obligations[&0], 0);
		assert_eq!(World::get().bonds[&0], BOND - 3_000);
		assert!(!Assignments::<Test>::contains_key((DEVICE, DAY, contract)));
		let page = page_of(contract).expect("200 units were served by nobody");
		assert_eq!(page.open_assignments, 0);
		System::assert_has_event(
			Event::AssignmentRemoved {
				contract,
				device: DEVICE,
				day: DAY,
			}
			.into(),
		);
	});
}

#[test]
fn a_void_hour_refunds_and_slashes_nobody() {
	Ext.run(|| {
		let contract = past();
		World::change(|world| world.void.insert(at(8).0));
		assert_ok!(settle(contract));
		assert_eq!(held_beside(TENANT), 5_000);
		assert_eq!(World::get().bonds[&0], BOND);
		System::assert_has_event(
			Event::HourVoided {
				contract,
				device: DEVICE,
				hour: at(8),
				refunded: 1_000,
			}
			.into(),
		);
	});
}

#[test]
fn an_hour_that_could_not_be_proved_refunds_and_slashes_nobody() {
	Ext.run(|| {
		let contract = past();
		World::change(|world| world.unprovable.insert(at(8).0));
		assert_ok!(settle(contract));
		assert_eq!(held_beside(TENANT), 5_000);
		assert_eq!(World::get().bonds[&0], BOND);
	});
}

#[test]
fn an_hour_can_be_proved_although_its_proof_could_have_stayed_away() {
	Ext.run(|| {
		let contract = past();
		World::change(|world| world.unprovable.insert(at(8).0));
		World::advance_to(8, HourPhase::Settlement);
		let hours = mask(&[8]);
		assert_ok!(Contracts::settle_delivered(contract, DEVICE, DAY, hours));
		World::advance_to(8, HourPhase::Settled);
		assert_noop!(settle(contract), Error::<Test>::NothingDue);
	});
}

#[test]
fn a_delivered_hour_is_never_missed() {
	Ext.run(|| {
		let contract = past();
		World::advance_to(8, HourPhase::Settlement);
		assert_ok!(Contracts::settle_delivered(
			contract,
			DEVICE,
			DAY,
			mask(&[8])
		));
		World::advance_to(8, HourPhase::Settled);
		assert_noop!(settle(contract), Error::<Test>::NothingDue);
		World::advance_to(9, HourPhase::Settled);
		assert_ok!(settle(contract));
		assert_eq!(World::get().bonds[&0], BOND - 1_500);
	});
}

#[test]
fn a_missed_hour_is_never_missed_again_nor_delivered() {
	Ext.run(|| {
		let contract = past();
		assert_ok!(settle(contract));
		assert_noop!(settle(contract), Error::<Test>::NothingDue);
		// Even if time could run back.
		World::advance_to(8, HourPhase::Settlement);
		let result = Contracts::settle_delivered(contract, DEVICE, DAY, mask(&[8]));
		assert_noop!(result, Error::<Test>::AlreadySettled);
	});
}

#[test]
fn a_bond_that_is_too_small_still_settles() {
	Ext.run(|| {
		let contract = past();
		World::change(|world| world.bonds.insert(0, 60));
		assert_ok!(settle(contract));
		assert_eq!(World::get().bonds[&0], 0);
		assert_eq!(World::get().compensated[&TENANT], 60);
		assert_eq!(held_beside(TENANT), 5_000);
	});
}

#[test]
fn without_a_closing_price_the_price_paid_decides() {
	Ext.run(|| {
		let contract = past();
		World::change(|world| world.closing = None);
		assert_ok!(settle(contract));
		assert_eq!(World::get().bonds[&0], BOND - 1_500);
		assert_eq!(World::get().compensated[&TENANT], 0);
	});
}

#[test]
fn the_largest_closing_price_does_not_wrap() {
	Ext.run(|| {
		let contract = past();
		World::change(|world| world.closing = Some(Balance::MAX));
		assert_ok!(settle(contract));
		assert_eq!(World::get().bonds[&0], 0);
		assert_eq!(World::get().compensated[&TENANT], 250);
	});
}

#[test]
fn the_last_miss_ends_the_day_and_the_contract_in_the_same_call() {
	Ext.run(|| {
		World::add_offer(0, 500);
		let contract = buy(300, &[8], 3_000);
		World::advance_to(8, HourPhase::FirstRefusal);
		assert_ok!(accept(contract, 0, &[8], 300));
		World::advance_to(8, HourPhase::Settled);
		let info = settle(contract).expect("hour 8 is due");
		let weight = <() as WeightInfo>::settle_missed(1) + <() as WeightInfo>::resolve();
		assert_eq!(info.actual_weight, Some(weight));
		assert_eq!(page_of(contract), None);
		assert!(!crate::Contracts::<Test>::contains_key(contract));
		// All but the reward of the caller is back.
		assert_eq!((held(TENANT), gcd(TENANT)), (0, FUNDS - REWARD));
		assert_eq!(gcd(STRANGER), MIN_GCD + REWARD);
		let released = DEPOSIT - REWARD;
		System::assert_last_event(
			Event::ContractClosed {
				contract,
				tenant: TENANT,
				released,
			}
			.into(),
		);
	});
}

#[test]
fn a_claimed_hour_is_not_missed_until_the_claim_is_decided() {
	Ext.run(|| {
		World::add_offer(0, 500);
		let contract = buy_on(confirmed_terms(), 300, &[8, 9], 3_000);
		for hour in [8, 9] {
			World::advance_to(hour, HourPhase::Assignment);
			assert_ok!(accept(contract, 0, &[hour], 300));
		}
		World::advance_to(9, HourPhase::Settled);
		let claim = |hours| World::change(|world| world.claimed.insert((0, DAY.0), mask(hours)));
		claim(&[8, 9]);
		assert_noop!(settle(contract), Error::<Test>::NothingDue);
		claim(&[8]);
		assert_ok!(settle(contract));
		assert_eq!(World::get().bonds[&0], BOND - 4_500);
		assert_noop!(settle(contract), Error::<Test>::NothingDue);
		claim(&[]);
		assert_ok!(settle(contract));
		assert_eq!(World::get().bonds[&0], BOND - 9_000);
	});
}

#[test]
fn an_hour_that_was_declared_is_not_missed_in_any_mode() {
	Ext.run(|| {
		World::add_offer(0, 500);
		let contract = buy(300, &[8], 3_000);
		World::advance_to(8, HourPhase::Assignment);
		assert_ok!(accept(contract, 0, &[8], 300));
		World::change(|world| world.claimed.insert((0, DAY.0), mask(&[8])));
		World::advance_to(8, HourPhase::Settled);
		assert_noop!(settle(contract), Error::<Test>::NothingDue);
		World::change(|world| world.claimed.clear());
		assert_ok!(settle(contract));
		assert_eq!(World::get().bonds[&0], BOND - 4_500);
	});
}

/// What a device owes when it delivered `hour` and the chain stood still for `void` hours after it.
fn slashed_after(terms: ContractTerms, void: &[u8]) -> Balance {
	let mut slashed = 0;
	Ext.run(|| {
		World::add_offer(0, 500);
		let contract = buy_on(terms, 300, &[8], 3_000);
		World::advance_to(8, HourPhase::Assignment);
		assert_ok!(accept(contract, 0, &[8], 300));
		for hour in void {
			World::change(|world| world.void.insert(at(*hour).0));
		}
		World::advance_to(8, HourPhase::Settled);
		assert_ok!(settle(contract));
		slashed = BOND - World::get().bonds[&0];
	});
	slashed
}

/// Attack, or misfortune: the chain stands still while a delivered hour should be proved or claimed.
#[test]
fn an_outage_after_a_full_hour() {
	// The money window is two hours; an eighth of it would do.
	assert_eq!(slashed_after(terms(), &[]), 4_500);
	assert_eq!(slashed_after(terms(), &[9]), 4_500);
	assert_eq!(slashed_after(terms(), &[9, 10]), 0);
	// Claims have the first of the two.
	assert_eq!(slashed_after(confirmed_terms(), &[10]), 4_500);
	assert_eq!(slashed_after(confirmed_terms(), &[9]), 0);
}

#[test]
fn a_closed_intake_excuses_nobody_who_needs_no_receipt() {
	Ext.run(|| {
		World::add_offer(0, 500);
		let contract = buy_on(confirmed_terms(), 300, &[8], 3_000);
		World::advance_to(8, HourPhase::Assignment);
		assert_ok!(accept(contract, 0, &[8], 300));
		World::change(|world| world.unprovable.insert(at(8).0));
		World::advance_to(8, HourPhase::Settled);
		assert_ok!(settle(contract));
		assert_eq!(World::get().bonds[&0], BOND - 4_500);
	});
}

#[test]
fn a_miss_returns_the_incentive() {
	Ext.run(|| {
		World::add_offer(0, 500);
		let contract = buy(300, &[8], 3_000);
		let tenant = RuntimeOrigin::signed(TENANT);
		assert_ok!(Contracts::top_up(tenant, contract, DAY, mask(&[8]), 900));
		World::advance_to(8, HourPhase::Assignment);
		assert_ok!(accept(contract, 0, &[8], 300));
		World::advance_to(8, HourPhase::Settled);
		assert_ok!(settle(contract));
		assert_eq!(gcd(TENANT), FUNDS - REWARD);
	});
}

#[test]
fn settle_missed_fails_before_the_money_window_is_over() {
	Ext.run(|| {
		let contract = past();
		for phase in [
			HourPhase::FirstRefusal,
			HourPhase::Delivery,
			HourPhase::Settlement,
		] {
			World::advance_to(8, phase);
			assert_noop!(settle(contract), Error::<Test>::NothingDue);
		}
	});
}

#[test]
fn settle_missed_fails_for_unknown_contracts_and_assignments() {
	Ext.run(|| {
		let contract = past();
		assert_noop!(settle(ContractId(7)), Error::<Test>::ContractNotFound);
		let origin = || RuntimeOrigin::signed(STRANGER);
		let result = Contracts::settle_missed(origin(), contract, DeviceId(9), DAY);
		assert_noop!(result, Error::<Test>::AssignmentNotFound);
		let result = Contracts::settle_missed(origin(), contract, DEVICE, Day(u32::MAX));
		assert_noop!(result, Error::<Test>::AssignmentNotFound);
		let result = Contracts::settle_missed(RuntimeOrigin::none(), contract, DEVICE, DAY);
		assert_noop!(result, DispatchError::BadOrigin);
	});
}
