//! Laws of random sequences: invariants after each step, and at the end every planck of every hour is
//! accounted for.

use super::script::{apply, start, steps};
use crate::{mock::*, Event};
use greenhour_types::{units::GCD_ASSET, Balance, ContractId};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// What the events say of one contract.
#[derive(Default)]
struct Account {
	paid: Balance,
	earned: Balance,
	fee: Balance,
	refunded: Balance,
	postponed: Balance,
	released: Balance,
	rewarded: Balance,
	deposits: Balance,
}

fn events() -> impl Iterator<Item = Event<Test>> {
	System::events()
		.into_iter()
		.filter_map(|record| match record.event {
			RuntimeEvent::Contracts(event) => Some(event),
			_ => None,
		})
}

fn accounts() -> BTreeMap<ContractId, Account> {
	let mut accounts: BTreeMap<ContractId, Account> = BTreeMap::new();
	for event in events() {
		match event {
			Event::ContractOpened {
				contract,
				held,
				deposit,
				..
			}
			| Event::ContractExtended {
				contract,
				held,
				deposit,
			} => {
				let account = accounts.entry(contract).or_default();
				account.paid += held;
				account.deposits += deposit;
			}
			Event::IncentiveAdded {
				contract,
				hours,
				amount,
				..
			} => {
				let account = accounts.entry(contract).or_default();
				account.paid += amount * Balance::from(hours.count());
			}
			Event::HoursGivenBack {
				contract,
				released,
				fee,
				..
			} => {
				let account = accounts.entry(contract).or_default();
				account.released += released;
				account.fee += fee;
			}
			Event::SettlementRewarded {
				contract, amount, ..
			} => accounts.entry(contract).or_default().rewarded += amount,
			Event::HourDelivered {
				contract,
				earned,
				fee,
				..
			} => {
				let account = accounts.entry(contract).or_default();
				account.earned += earned;
				account.fee += fee;
			}
			Event::HourMissed {
				contract, refunded, ..
			}
			| Event::HourVoided {
				contract, refunded, ..
			} => {
				accounts.entry(contract).or_default().refunded += refunded;
			}
			Event::UnservedRefunded {
				contract,
				refunded,
				fee,
				..
			}
			| Event::HourExcused {
				contract,
				refunded,
				fee,
				..
			} => {
				let account = accounts.entry(contract).or_default();
				account.refunded += refunded;
				account.fee += fee;
			}
			Event::RefundPostponed {
				contract, amount, ..
			} => {
				accounts.entry(contract).or_default().postponed += amount;
			}
			Event::ContractClosed {
				contract, released, ..
			} => {
				accounts.entry(contract).or_default().released += released;
			}
			_ => {}
		}
	}
	accounts
}

/// Of every contract: what was paid is earned, burned, refunded, released or still held.
fn assert_accounts_balance() {
	for (contract, account) in accounts() {
		let held = crate::Contracts::<Test>::get(contract).map_or(0, |record| record.held);
		let Account {
			paid,
			earned,
			fee,
			refunded,
			postponed,
			released,
			rewarded,
			deposits,
		} = account;
		let spent = earned + fee + refunded + released + rewarded - postponed;
		assert_eq!(paid, spent + held, "{contract}");
		assert!(rewarded <= deposits, "{contract} paid for settlements");
	}
}

/// What everybody has together: GCD free, held and in the pot, bonds, and what bonds paid.
fn joint_wealth() -> Balance {
	let world = World::get();
	let bonds: Balance = world.bonds.values().sum();
	let paid: Balance = world.compensated.values().sum();
	Assets::total_supply(GCD_ASSET) + bonds + paid
}

/// Was no device made to deliver green energy?
fn assert_green_needs_consent() {
	for event in events() {
		let Event::HoursAssigned { contract, .. } = event else {
			continue;
		};
		let record = crate::Contracts::<Test>::get(contract);
		assert!(
			record.is_none_or(|record| !record.terms.need_consent()),
			"{contract} was assigned"
		);
	}
}

/// Ends everything as strangers can, long after the last hour.
fn finish() {
	let origin = || RuntimeOrigin::signed(STRANGER);
	for who in [TENANT, OTHER_TENANT] {
		let team = RuntimeOrigin::signed(ASSET_TEAM);
		Assets::thaw(team, GCD_ASSET, who).expect("tenants have accounts");
	}
	World::change(|world| {
		world.now += 100 * 60_000;
		world.claimed.clear();
	});
	let open: Vec<_> = crate::Assignments::<Test>::iter_keys().collect();
	for (device, day, contract) in open {
		Contracts::settle_missed(origin(), contract, device, day).expect("an hour is unsettled");
	}
	let days: Vec<_> = crate::ContractDays::<Test>::iter_keys().collect();
	for (_, day, contract) in days {
		Contracts::refund_unserved(origin(), contract, day).expect("nothing else is open");
	}
	let open: Vec<ContractId> = crate::Contracts::<Test>::iter_keys().collect();
	for contract in open {
		Contracts::close(origin(), contract).expect("only blocked tenants kept it");
	}
}

fn assert_nothing_is_left() {
	assert_eq!((held(TENANT), held(OTHER_TENANT)), (0, 0));
	assert_eq!(crate::Assignments::<Test>::iter().count(), 0);
	assert_eq!(crate::ContractDays::<Test>::iter().count(), 0);
	assert_eq!(crate::AssignAttempts::<Test>::iter().count(), 0);
	assert_eq!(crate::DroppedHours::<Test>::iter().count(), 0);
	assert_eq!(crate::UnsettledHours::<Test>::iter().count(), 0);
	let fees: Balance = accounts().values().map(|account| account.fee).sum();
	let supply = 2 * FUNDS + 2 * MIN_GCD - fees;
	assert_eq!(Assets::total_supply(GCD_ASSET), supply);
	let accounts = [TENANT, OTHER_TENANT, POT, STRANGER];
	assert_eq!(accounts.into_iter().map(gcd).sum::<Balance>(), supply);
}

#[test]
fn the_sequences_reach_every_outcome() {
	use proptest::{strategy::ValueTree, test_runner::TestRunner};
	let mut runner = TestRunner::deterministic();
	let mut seen = BTreeSet::new();
	for _ in 0..500 {
		let steps = steps()
			.new_tree(&mut runner)
			.expect("steps can be drawn")
			.current();
		Ext.run(|| {
			start();
			steps.iter().for_each(apply);
			let names = events().map(|event| format!("{event:?}"));
			seen.extend(names.filter_map(|name| name.split_whitespace().next().map(String::from)));
		});
	}
	let all = [
		"ContractOpened",
		"HoursAccepted",
		"HoursAssigned",
		"AssignTried",
		"HourDelivered",
		"HourMissed",
		"HourVoided",
		"UnservedRefunded",
		"RefundPostponed",
		"ContractClosed",
		"AssignmentRemoved",
		"ContractExtended",
		"HoursGivenBack",
		"IncentiveAdded",
		"HoursDropped",
		"HourExcused",
		"SettlementRewarded",
		"DayResolved",
		"ClosePostponed",
	];
	for event in all {
		assert!(
			seen.contains(&format!("Event::{event}")),
			"{event} never happened: {seen:?}"
		);
	}
}

proptest! {
	#![proptest_config(ProptestConfig { cases: 192, ..ProptestConfig::default() })]

	#[test]
	fn every_planck_is_paid_once(steps in steps()) {
		Ext.run(|| {
			start();
			let mut wealth = joint_wealth();
			for step in &steps {
				apply(step);
				let now = joint_wealth();
				assert!(now <= wealth, "{step:?} made money");
				wealth = now;
				assert_eq!(check(), Ok(()), "after {step:?}");
				assert_accounts_balance();
			}
			assert_green_needs_consent();
			finish();
			assert_accounts_balance();
			assert_nothing_is_left();
		});
	}
}
