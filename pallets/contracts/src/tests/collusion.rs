//! Tenants, providers and callers in one hand: no path through fees, slashes, compensation, incentives
//! and rewards makes money.

use super::script::{apply, start, steps, Step};
use crate::{mock::*, Event};
use frame_support::assert_ok;
use greenhour_traits::{ContractBook, Deliveries, HourRefunds};
use greenhour_types::{Balance, ContractId, DayMask, DayUnits, DeviceId, HourPhase, MilliGpu};
use proptest::prelude::*;

pub(super) fn settle_missed(who: u64, contract: ContractId, device: u32) {
	let origin = RuntimeOrigin::signed(who);
	assert_ok!(Contracts::settle_missed(
		origin,
		contract,
		DeviceId(device),
		DAY
	));
}

pub(super) fn refund_unserved(who: u64, contract: ContractId) {
	let origin = RuntimeOrigin::signed(who);
	assert_ok!(Contracts::refund_unserved(origin, contract, DAY));
}

/// What the tenant, every device, whoever holds their positions, and the stranger have together.
pub(super) fn colluders() -> Balance {
	let world = World::get();
	let bonds: Balance = world.bonds.values().sum();
	let paid = world.compensated.get(&TENANT).copied().unwrap_or(0);
	gcd(TENANT) + held(TENANT) + gcd(POT) + gcd(STRANGER) + bonds + paid
}

#[test]
fn self_dealing_of_tenant_and_provider() {
	// Each end of an hour: what both have together falls by what is burned.
	let ends: [(fn(ContractId), Balance); 6] = [
		// 5 % of price and incentive.
		(|contract| deliver(contract), 2_000),
		// 1.25 times the price at the close, less a compensation of a quarter that stays in the family.
		(|contract| miss_it(contract), 75_000 - 7_500),
		// Half the price, less the same compensation.
		(|contract| drop_it(contract), 15_000 - 7_500),
		// The fee of the price.
		(|contract| excuse(contract), 1_500),
		// Nobody served it, and nobody had to.
		(|contract| refund_unserved_later(contract), 0),
		// The market keeps a tenth.
		(|contract| give_it_back(contract), 3_000),
	];
	for (end, burned) in ends {
		Ext.run(|| {
			World::add_offer(0, 300);
			World::change(|world| world.closing = Some(200));
			let wealth = colluders();
			let contract = buy(300, &[8], 30_000);
			let tenant = RuntimeOrigin::signed(TENANT);
			assert_ok!(Contracts::top_up(tenant, contract, DAY, mask(&[8]), 10_000));
			end(contract);
			assert!(!crate::Contracts::<Test>::contains_key(contract));
			assert_eq!(wealth - colluders(), burned);
		});
	}
}

fn accept_all(contract: ContractId) {
	World::advance_to(8, HourPhase::Assignment);
	assert_ok!(accept(contract, 0, &[8], 300));
}

fn deliver(contract: ContractId) {
	accept_all(contract);
	World::advance_to(8, HourPhase::Settlement);
	let paid = Contracts::settle_delivered(contract, DeviceId(0), DAY, mask(&[8]));
	assert_eq!(paid, Ok(38_000));
}

fn miss_it(contract: ContractId) {
	accept_all(contract);
	World::advance_to(8, HourPhase::Settled);
	// The reward stays in the family too.
	settle_missed(STRANGER, contract, 0);
}

fn drop_it(contract: ContractId) {
	accept_all(contract);
	assert_ok!(drop_hours(contract, 0, &[8]));
	refund_unserved_later(contract);
}

fn excuse(contract: ContractId) {
	accept_all(contract);
	World::advance_to(8, HourPhase::Delivery);
	assert_ok!(Contracts::settle_excused(
		contract,
		DeviceId(0),
		DAY,
		mask(&[8])
	));
}

fn refund_unserved_later(contract: ContractId) {
	World::advance_to(8, HourPhase::Delivery);
	refund_unserved(STRANGER, contract);
}

fn give_it_back(contract: ContractId) {
	let hours = mask(&[8]);
	let mut refunded = [0; 24];
	refunded[8] = 27_000;
	let order = DayUnits::flat(DayMask { day: DAY, hours }, MilliGpu(300));
	let given = HourRefunds { order, refunded };
	assert_ok!(Contracts::give_back(contract, given));
}

#[test]
fn reward_farming() {
	// Calling at each hour earns what calling once does.
	for early in [false, true] {
		Ext.run(|| {
			let hours: Vec<u8> = (0..24).collect();
			let contract = buy(100, &hours, 1_000);
			for hour in 0..24 {
				World::advance_to(hour, HourPhase::Delivery);
				if early || hour == 23 {
					refund_unserved(STRANGER, contract);
				}
			}
			assert_eq!(gcd(STRANGER), MIN_GCD + REWARD);
		});
	}
	// A device that misses or drops to settle itself pays more than it earns, however cheap the hour.
	for price in [1, 4, 7, 40, 1_000] {
		for drops in [false, true] {
			Ext.run(|| {
				World::add_offer(0, 100);
				let contract = buy(100, &[8], price);
				let wealth = || gcd(STRANGER) + World::get().bonds[&0];
				let before = wealth();
				World::advance_to(8, HourPhase::Assignment);
				assert_ok!(accept(contract, 0, &[8], 100));
				if drops {
					assert_ok!(drop_hours(contract, 0, &[8]));
					World::advance_to(8, HourPhase::Delivery);
					refund_unserved(STRANGER, contract);
				} else {
					World::advance_to(8, HourPhase::Settled);
					settle_missed(STRANGER, contract, 0);
				}
				assert!(wealth() < before, "{price} {drops}");
			});
		}
	}
	// Many rewards end with the deposit, the tenant earns none of his own, and a caller without an
	// account for it settles all the same.
	Ext.run(|| {
		let contract = buy(1_000, &[8], 1_000_000);
		World::advance_to(8, HourPhase::Assignment);
		for id in 0..10 {
			World::add_offer(id, 100);
			assert_ok!(accept(contract, id, &[8], 100));
		}
		World::advance_to(8, HourPhase::Settled);
		settle_missed(TENANT, contract, 0);
		let nobody = 4_242;
		settle_missed(nobody, contract, 1);
		assert_eq!(gcd(nobody), 0);
		assert_eq!(held(TENANT), 800_000 + DEPOSIT);
		(2..10).for_each(|id| settle_missed(STRANGER, contract, id));
		assert_eq!(gcd(STRANGER), MIN_GCD + DEPOSIT);
		assert_eq!((held(TENANT), gcd(TENANT)), (0, FUNDS - DEPOSIT));
	});
}

/// What the other tenant paid to positions and callers, and was not paid by bonds.
fn paid_by_victims() -> Balance {
	let mut theirs = std::collections::BTreeSet::new();
	let mut paid = 0;
	for record in System::events() {
		let RuntimeEvent::Contracts(event) = record.event else {
			continue;
		};
		match event {
			Event::ContractOpened {
				contract, tenant, ..
			} if tenant == OTHER_TENANT => {
				theirs.insert(contract);
			}
			Event::HourDelivered {
				contract, earned, ..
			} if theirs.contains(&contract) => paid += earned,
			Event::SettlementRewarded {
				contract, amount, ..
			} if theirs.contains(&contract) => paid += amount,
			_ => {}
		}
	}
	paid
}

/// Every penalty burns more than it pays out, unless the bond is used up.
fn assert_penalties_burn() {
	for record in System::events() {
		let (compensation, burned) = match record.event {
			RuntimeEvent::Contracts(
				Event::HourMissed {
					compensation,
					burned,
					..
				}
				| Event::HoursDropped {
					compensation,
					burned,
					..
				},
			) => (compensation, burned),
			_ => continue,
		};
		let used_up = World::get().bonds.values().any(|bond| *bond == 0);
		assert!(used_up || burned >= compensation && burned > 0);
	}
}

proptest! {
	#![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

	// One tenant, every provider and every caller collude; the other tenant only buys and is served.
	#[test]
	fn self_dealing_in_any_order_gains_only_what_others_pay_for_delivered_hours(
		steps in steps(),
		alone: bool,
	) {
		Ext.run(|| {
			start();
			let before = colluders();
			for step in &steps {
				match step {
					Step::Buy(purchase) if alone => {
						let own = Step::Buy(purchase.by_first_tenant());
						apply(&own);
					}
					step => apply(step),
				}
				let gain = colluders().saturating_sub(before);
				let allowed = paid_by_victims();
				assert!(gain <= allowed, "{gain} of {allowed} after {step:?}");
				assert!(!alone || allowed == 0);
			}
			assert_penalties_burn();
		});
	}
}
