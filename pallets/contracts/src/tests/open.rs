use crate::{mock::*, ContractDays, Error, Event, NextContractId, PoolContracts};
use frame_support::{assert_noop, assert_ok};
use greenhour_traits::{ContractBook, HourPrices};
use greenhour_types::{Balance, ContractId, Day, HourMask, MilliGpu};
use sp_runtime::{DispatchError, TokenError};

fn open(units: u32, days: Vec<HourPrices>) -> Result<ContractId, DispatchError> {
	Contracts::open(&TENANT, POOL, MilliGpu(units), terms(), days)
}

#[test]
fn open_fails_while_no_circuit_takes_the_proofs_that_the_terms_ask_for() {
	Ext.run(|| {
		World::change(|world| world.closed_modes.push(terms().verification));
		let refused = open(400, vec![prices(DAY, &[1], 300)]);
		assert_noop!(refused, Error::<Test>::NotProvable);
	});
}

#[test]
fn open_holds_the_payment_and_lists_the_demand() {
	Ext.run(|| {
		let days = vec![prices(DAY, &[1, 2], 300), prices(Day(6), &[0], 50)];
		let id = open(400, days).expect("the tenant can pay");
		assert_eq!((held(TENANT), gcd(TENANT)), (650, FUNDS - 650));
		let contract = crate::Contracts::<Test>::get(id).expect("opened");
		assert_eq!(
			(contract.held, contract.days, contract.tenant),
			(650, 2, TENANT)
		);
		let page = ContractDays::<Test>::get(id, DAY).expect("bought");
		assert_eq!(page.hours, mask(&[1, 2]));
		assert_eq!(page.unassigned_at(at(1).of_day()), MilliGpu(400));
		assert_eq!(page.unassigned_at(at(3).of_day()), MilliGpu(0));
		assert!(PoolContracts::<Test>::contains_key((POOL, Day(6), id)));
		System::assert_last_event(
			Event::ContractOpened {
				contract: id,
				tenant: TENANT,
				pool: POOL,
				units: MilliGpu(400),
				held: 650,
			}
			.into(),
		);
	});
}

#[test]
fn open_leaves_the_minimum_balance_free() {
	Ext.run(|| {
		let most = FUNDS - MIN_GCD;
		assert_noop!(
			open(1, vec![prices(DAY, &[1], most + 1)]),
			TokenError::FundsUnavailable
		);
		assert_ok!(open(1, vec![prices(DAY, &[1], most)]));
		assert_eq!((held(TENANT), gcd(TENANT)), (most, MIN_GCD));
	});
}

#[test]
fn two_contracts_share_one_hold() {
	Ext.run(|| {
		let first = buy(100, &[1], 10);
		let second = buy(100, &[1], 20);
		assert_ne!(first, second);
		assert_eq!(held(TENANT), 30);
	});
}

#[test]
fn open_fails_for_a_malformed_purchase() {
	Ext.run(|| {
		let day = |day| prices(Day(day), &[1], 10);
		let mut outside = day(5);
		outside.paid[2] = 1;
		let nine: Vec<HourPrices> = (0..9).map(day).collect();
		let malformed = [
			(0, vec![day(5)]),
			(100, vec![]),
			(100, vec![day(5), day(5)]),
			(100, vec![day(6), day(5)]),
			(100, vec![prices(DAY, &[], 10)]),
			(100, vec![prices(DAY, &[1], 0)]),
			(100, vec![outside]),
			(100, vec![prices(DAY, &[1, 2], Balance::MAX)]),
			(100, nine),
		];
		for (units, days) in malformed {
			assert_noop!(open(units, days), Error::<Test>::InvalidPurchase);
		}
	});
}

#[test]
fn open_fails_when_the_tenant_cannot_pay() {
	Ext.run(|| {
		let days = vec![prices(DAY, &[1], Balance::MAX)];
		assert_noop!(open(100, days), TokenError::FundsUnavailable);
		let days = vec![prices(DAY, &[1], 1)];
		let nobody = 4_242;
		let result = Contracts::open(&nobody, POOL, MilliGpu(1), terms(), days);
		assert_noop!(result, TokenError::FundsUnavailable);
	});
}

#[test]
fn open_fails_when_the_ids_are_exhausted() {
	Ext.run(|| {
		NextContractId::<Test>::put(ContractId(u64::MAX));
		let days = vec![prices(DAY, &[1], 1)];
		assert_noop!(open(100, days), Error::<Test>::IdsExhausted);
	});
}

#[test]
fn eight_days_of_24_hours_can_be_bought_at_once() {
	Ext.run(|| {
		let all: Vec<u8> = (0..24).collect();
		let days = (5..13).map(|day| prices(Day(day), &all, 1)).collect();
		let id = open(u32::MAX, days).expect("the tenant can pay");
		assert_eq!(held(TENANT), 192);
		let page = ContractDays::<Test>::get(id, Day(12)).expect("bought");
		assert_eq!(page.hours, HourMask::FULL);
	});
}
