use crate::{mock::*, ContractDays, Error, Event};
use frame_support::{assert_noop, assert_ok};
use greenhour_traits::{ContractBook, HourPrices};
use greenhour_types::{
	Balance, ContractId, ContractTerms, Day, HourMask, MilliGpu, SpecUri, VerificationMode,
};
use sp_runtime::{DispatchError, TokenError};

fn open(days: Vec<HourPrices>) -> Result<ContractId, DispatchError> {
	Contracts::open(&TENANT, POOL, terms(), SpecUri::default(), days)
}

#[test]
fn open_fails_while_nothing_takes_what_shows_delivery() {
	for verification in [
		VerificationMode::Receipt,
		VerificationMode::Work,
		VerificationMode::Audited,
		VerificationMode::TenantConfirmed,
	] {
		Ext.run(|| {
			let terms = ContractTerms {
				verification,
				..terms()
			};
			let buy = || {
				let days = vec![prices(DAY, &[1], 400, 300)];
				Contracts::open(&TENANT, POOL, terms, SpecUri::default(), days)
			};
			World::change(|world| world.closed_modes.push(verification));
			assert_noop!(buy(), Error::<Test>::NotProvable);
			World::change(|world| world.closed_modes.clear());
			assert_ok!(buy());
		});
	}
}

#[test]
fn open_holds_payment_and_deposit_and_lists_the_demand() {
	Ext.run(|| {
		World::advance_to(0, greenhour_types::HourPhase::Delivery);
		let now = World::get().now;
		let days = vec![
			prices(DAY, &[1, 2], 400, 300),
			prices(Day(6), &[0], 700, 50),
		];
		let id = open(days).expect("the tenant can pay");
		let held_now = 650 + 2 * DEPOSIT;
		assert_eq!((held(TENANT), gcd(TENANT)), (held_now, FUNDS - held_now));
		let contract = crate::Contracts::<Test>::get(id).expect("opened");
		assert_eq!((contract.held, contract.rewards), (held_now, 2 * DEPOSIT));
		assert_eq!(contract.tenant, TENANT);
		assert_eq!(contract.days.to_vec(), [DAY, Day(6)]);
		let page = page_of(id).expect("bought");
		assert_eq!((page.hours, page.bought_at), (mask(&[1, 2]), now));
		assert_eq!(page.unassigned_at(at(1).of_day()), MilliGpu(400));
		assert_eq!(page.units_at(at(1).of_day()), MilliGpu(400));
		assert_eq!(page.unassigned_at(at(3).of_day()), MilliGpu(0));
		let demand: Vec<_> = ContractDays::<Test>::iter_key_prefix((POOL, Day(6))).collect();
		assert_eq!(demand, [id]);
		let facts = <Contracts as ContractBook<u64>>::contract(id).expect("opened");
		assert_eq!((facts.tenant, facts.pool), (TENANT, POOL));
		System::assert_last_event(
			Event::ContractOpened {
				contract: id,
				tenant: TENANT,
				pool: POOL,
				held: held_now,
				deposit: 2 * DEPOSIT,
			}
			.into(),
		);
	});
}

#[test]
fn hours_of_a_day_may_differ_in_units() {
	Ext.run(|| {
		let mut day = prices(DAY, &[1, 2], 400, 300);
		day.order.units[2] = MilliGpu(100);
		let id = open(vec![day]).expect("the tenant can pay");
		let page = page_of(id).expect("bought");
		assert_eq!(page.units_at(at(1).of_day()), MilliGpu(400));
		assert_eq!(page.units_at(at(2).of_day()), MilliGpu(100));
	});
}

#[test]
fn open_leaves_the_minimum_balance_free() {
	Ext.run(|| {
		let most = FUNDS - MIN_GCD - DEPOSIT;
		assert_noop!(
			open(vec![prices(DAY, &[1], 100, most + 1)]),
			TokenError::FundsUnavailable
		);
		assert_ok!(open(vec![prices(DAY, &[1], 100, most)]));
		assert_eq!((held_beside(TENANT), gcd(TENANT)), (most, MIN_GCD));
	});
}

#[test]
fn two_contracts_share_one_hold() {
	Ext.run(|| {
		let first = buy(100, &[1], 10);
		let second = buy(100, &[1], 20);
		assert_ne!(first, second);
		assert_eq!(held(TENANT), 30 + 2 * DEPOSIT);
	});
}

#[test]
fn open_fails_for_a_malformed_purchase() {
	Ext.run(|| {
		let day = |day| prices(Day(day), &[1], 100, 10);
		let mut outside = day(5);
		outside.paid[2] = 1;
		let mut free = prices(DAY, &[1, 2], 100, 10);
		free.paid[2] = 0;
		let nine: Vec<HourPrices> = (0..9).map(day).collect();
		let malformed = [
			vec![prices(DAY, &[1], 0, 10)],
			vec![],
			vec![day(5), day(5)],
			vec![day(6), day(5)],
			vec![prices(DAY, &[], 100, 10)],
			vec![prices(DAY, &[1], 100, 0)],
			vec![outside],
			vec![free],
			vec![prices(DAY, &[1, 2], 100, Balance::MAX)],
			nine,
		];
		for days in malformed {
			assert_noop!(open(days), Error::<Test>::InvalidPurchase);
		}
		let most = vec![prices(DAY, &[1], 100, Balance::MAX)];
		assert_noop!(open(most), Error::<Test>::Overflow);
	});
}

#[test]
fn open_fails_when_the_tenant_cannot_pay() {
	Ext.run(|| {
		let days = vec![prices(DAY, &[1], 100, Balance::MAX - DEPOSIT)];
		assert_noop!(open(days), TokenError::FundsUnavailable);
		let days = vec![prices(DAY, &[1], 100, 1)];
		let nobody = 4_242;
		let result = Contracts::open(&nobody, POOL, terms(), SpecUri::default(), days);
		assert_noop!(result, TokenError::FundsUnavailable);
	});
}

/// Writes: so many events of the block came before.
fn set_event_count(events: u32) {
	let key = frame_support::storage::storage_prefix(b"System", b"EventCount");
	frame_support::storage::unhashed::put(&key, &events);
	assert_eq!(System::event_count(), events);
}

#[test]
fn open_fails_when_the_block_has_no_id_left() {
	Ext.run(|| {
		let days = || vec![prices(DAY, &[1], 100, 1)];
		set_event_count(1 << 20);
		assert_noop!(open(days()), Error::<Test>::IdUnavailable);
		set_event_count((1 << 20) - 1);
		assert_ok!(open(days()));
		// Block 0 counts no events.
		set_event_count(0);
		System::set_block_number(0);
		assert_noop!(open(days()), Error::<Test>::IdUnavailable);
		System::set_block_number(2);
	});
}

#[test]
fn eight_days_of_24_hours_can_be_bought_at_once() {
	Ext.run(|| {
		let all: Vec<u8> = (0..24).collect();
		let days = (5..13).map(|day| prices(Day(day), &all, u32::MAX, 1));
		let id = open(days.collect()).expect("the tenant can pay");
		assert_eq!(held(TENANT), 192 + 8 * DEPOSIT);
		let page = Contracts::day(id, Day(12)).expect("bought");
		assert_eq!(page.hours, HourMask::FULL);
	});
}
