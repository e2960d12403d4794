//! Random sequences of purchases, bindings, settlements and closes, legal or not, in running time;
//! invariants after each step, and at the end every planck of every hour is accounted for.

use crate::{mock::*, split::share_down, Event};
use frame_support::{dispatch::DispatchResultWithPostInfo, storage::with_storage_layer};
use greenhour_traits::{ContractBook, Deliveries, HourClock, HourPrices, HourRefunds};
use greenhour_types::{
	units::GCD_ASSET, Balance, ContractId, Day, DayMask, DayUnits, DeviceId, Hour, HourMask,
	HourPhase, MilliGpu, SpecUri,
};
use proptest::prelude::*;
use sp_runtime::DispatchResult;
use std::collections::{BTreeMap, BTreeSet};

/// Where time starts: 19:00, so that most sequences cross midnight.
const FIRST: Hour = Hour(5 * 24 + 19);

/// One step; picks name an assignment or contract day that exists, mostly.
#[derive(Clone, Debug)]
enum Step {
	Wait(u64),
	Buy(Purchase),
	Accept(u16, u32, u32, u32),
	Assign(u16, u8),
	Deliver(u16, u32),
	SettleMissed(u16),
	RefundUnserved(u16),
	Close(u16),
	Drop(u16, u32),
	Excuse(u16, u32),
	TopUp(u16, u32, Balance),
	Extend(u16, Purchase),
	GiveBack(u16, u32, u32, u8),
	Claim(u32, u32),
	Block(bool),
	Thaw(bool),
	Void(u8),
}

/// Hours that a tenant buys: bit `n` of `hours` is the hour `first + n`.
#[derive(Clone, Debug)]
struct Purchase {
	other: bool,
	units: u32,
	first: u8,
	hours: u32,
	price: Balance,
	terms: u8,
}

fn purchases() -> impl Strategy<Value = Purchase> {
	let units = prop_oneof![6 => 1u32..600, 1 => Just(0), 1 => Just(u32::MAX)];
	let price = prop_oneof![
		4 => 1u128..10_000,
		4 => 1u128..FUNDS / 50,
		1 => Just(0),
		1 => Just(Balance::MAX),
	];
	(any::<bool>(), units, 1u8..8, 0u32..1 << 8, price, 0u8..10).prop_map(
		|(other, units, first, hours, price, terms)| Purchase {
			other,
			units,
			first,
			hours,
			price,
			terms,
		},
	)
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
	let pick = || any::<u16>();
	let units = prop_oneof![6 => 1u32..600, 1 => Just(0), 1 => Just(u32::MAX)];
	let step = prop_oneof![
		10 => (1u64..50_000).prop_map(Step::Wait),
		5 => purchases().prop_map(Step::Buy),
		10 => (pick(), 0u32..5, 0u32..1 << 24, units)
			.prop_map(|(pick, device, hours, units)| Step::Accept(pick, device, hours, units)),
		6 => (pick(), 0u8..25).prop_map(|(pick, hour)| Step::Assign(pick, hour)),
		4 => (pick(), 0u32..1 << 24).prop_map(|(pick, hours)| Step::Deliver(pick, hours)),
		8 => pick().prop_map(Step::SettleMissed),
		3 => pick().prop_map(Step::RefundUnserved),
		1 => pick().prop_map(Step::Close),
		3 => (pick(), 0u32..1 << 24).prop_map(|(pick, hours)| Step::Drop(pick, hours)),
		1 => (pick(), 0u32..1 << 24).prop_map(|(pick, hours)| Step::Excuse(pick, hours)),
		3 => (pick(), 0u32..1 << 24, prop_oneof![4 => 0u128..100_000, 1 => Just(Balance::MAX)])
			.prop_map(|(pick, hours, amount)| Step::TopUp(pick, hours, amount)),
		2 => (pick(), purchases()).prop_map(|(pick, more)| Step::Extend(pick, more)),
		3 => (pick(), 0u32..1 << 24, prop_oneof![4 => 1u32..600, 1 => Just(u32::MAX)], 0u8..=101)
			.prop_map(|(pick, hours, units, part)| Step::GiveBack(pick, hours, units, part)),
		1 => (0u32..5, 0u32..1 << 24).prop_map(|(device, hours)| Step::Claim(device, hours)),
		2 => any::<bool>().prop_map(Step::Block),
		2 => any::<bool>().prop_map(Step::Thaw),
		2 => (0u8..16).prop_map(Step::Void),
	];
	prop::collection::vec(step, 1..150)
}

fn tenant(other: bool) -> u64 {
	if other {
		OTHER_TENANT
	} else {
		TENANT
	}
}

/// The entry of `open` that `pick` names; one pick in eight names none.
fn entry<K: Copy>(open: &[K], pick: u16) -> Option<K> {
	let index = usize::from(pick / 8).checked_rem(open.len())?;
	open.get(index).copied().filter(|_| !pick.is_multiple_of(8))
}

fn picked(pick: u16) -> (ContractId, DeviceId, Day) {
	let open: Vec<_> = crate::Assignments::<Test>::iter_keys().collect();
	let wild = (
		DeviceId(u32::from(pick % 5)),
		DAY,
		ContractId(u64::from(pick % 7)),
	);
	let (device, day, contract) = entry(&open, pick).unwrap_or(wild);
	(contract, device, day)
}

fn picked_day(pick: u16) -> (ContractId, Day) {
	let open: Vec<_> = crate::ContractDays::<Test>::iter_keys().collect();
	let wild = (POOL, DAY, ContractId(u64::from(pick % 7)));
	let (_, day, contract) = entry(&open, pick).unwrap_or(wild);
	(contract, day)
}

/// Those of `hours` of `day` that are in one of `phases`.
fn in_phase(day: Day, hours: HourMask, phases: &[HourPhase]) -> HourMask {
	hours.filter(|hour| {
		let phase = World::phase_of(day.hour(hour).expect("a small day"));
		phase.is_some_and(|phase| phases.contains(&phase))
	})
}

/// `due`, or `wild` when nothing is due and one time in eight.
fn aim(due: HourMask, wild: u32) -> HourMask {
	let anything = HourMask::new(wild & HourMask::FULL.bits()).expect("24 bits");
	if due.is_empty() || wild.is_multiple_of(8) {
		anything
	} else {
		due
	}
}

/// What the market would sell.
fn bought(purchase: &Purchase) -> Vec<HourPrices> {
	let Purchase {
		units,
		first,
		hours,
		price,
		..
	} = *purchase;
	let current = World::current_hour().expect("hour zero is set");
	let mut days: BTreeMap<Day, Vec<u8>> = BTreeMap::new();
	for offset in (0..8).filter(|bit| hours >> bit & 1 == 1) {
		let hour = Hour(current.0 + u32::from(first) + offset);
		// The market sells nothing after the sale has closed.
		if World::phase_of(hour) == Some(HourPhase::OnSale) {
			days.entry(hour.day())
				.or_default()
				.push(hour.of_day().get());
		}
	}
	days.iter()
		.map(|(day, hours)| prices(*day, hours, units, price))
		.collect()
}

fn buy_step(purchase: &Purchase) -> DispatchResult {
	let terms = match purchase.terms {
		0 | 1 => green_terms(),
		2 | 3 => confirmed_terms(),
		_ => terms(),
	};
	let days = bought(purchase);
	let tenant = tenant(purchase.other);
	Contracts::open(&tenant, POOL, terms, SpecUri::default(), days).map(|_| ())
}

/// The market takes hours on sale back, and pays `part` percent of their share.
fn give_back_step(pick: u16, wild: u32, units: u32, part: u8) -> DispatchResult {
	let (contract, day) = picked_day(pick);
	let page = Contracts::day(contract, day);
	let (Some(page), Some(wild)) = (page, HourMask::new(wild)) else {
		return Ok(());
	};
	let hours = in_phase(day, page.hours, &[HourPhase::OnSale]).intersection(wild);
	let mut order = DayUnits::flat(DayMask { day, hours }, MilliGpu(units));
	let mut refunded = [0; 24];
	for hour in hours.hours() {
		let bought = page.units_at(hour);
		// One time in two as many as there are.
		if part.is_multiple_of(2) {
			order.units[hour.index()] = bought;
		}
		let share = share_down(page.paid_at(hour), order.at(hour), bought);
		refunded[hour.index()] = share / 100 * Balance::from(part);
	}
	Contracts::give_back(contract, HourRefunds { order, refunded })
}

fn drop_step(pick: u16, wild: u32) -> DispatchResult {
	let (contract, device, day) = picked(pick);
	let unsettled = Contracts::assignment(contract, device, day)
		.map_or(HourMask::EMPTY, |facts| facts.unsettled);
	let phases = [HourPhase::FirstRefusal, HourPhase::Assignment];
	let hours = aim(in_phase(day, unsettled, &phases), wild);
	let origin = RuntimeOrigin::signed(operator(device.0));
	Contracts::drop_hours(origin, contract, device, day, hours)
}

fn excuse_step(pick: u16, wild: u32) -> DispatchResult {
	let (contract, device, day) = picked(pick);
	let unsettled = Contracts::assignment(contract, device, day)
		.map_or(HourMask::EMPTY, |facts| facts.unsettled);
	let hours = aim(in_phase(day, unsettled, &[HourPhase::Delivery]), wild);
	Contracts::settle_excused(contract, device, day, hours)
}

fn top_up_step(pick: u16, wild: u32, amount: Balance) -> DispatchResult {
	let (contract, day) = picked_day(pick);
	let record = crate::Contracts::<Test>::get(contract);
	let tenant = record.map_or(STRANGER, |record| record.tenant);
	let hours = page_hours(contract, day);
	let phases = [
		HourPhase::OnSale,
		HourPhase::FirstRefusal,
		HourPhase::Assignment,
	];
	let hours = aim(in_phase(day, hours, &phases), wild);
	Contracts::top_up(RuntimeOrigin::signed(tenant), contract, day, hours, amount)
}

fn page_hours(contract: ContractId, day: Day) -> HourMask {
	Contracts::day(contract, day).map_or(HourMask::EMPTY, |page| page.hours)
}

fn accept_step(pick: u16, device: u32, wild: u32, units: u32) -> DispatchResultWithPostInfo {
	let (contract, day) = picked_day(pick);
	let open = page_hours(contract, day);
	let phases = [HourPhase::FirstRefusal, HourPhase::Assignment];
	let hours = aim(in_phase(day, open, &phases), wild);
	let origin = RuntimeOrigin::signed(operator(device));
	Contracts::accept(
		origin,
		contract,
		DeviceId(device),
		day,
		hours,
		MilliGpu(units),
	)
}

fn assign_step(pick: u16, wild: u8) -> DispatchResultWithPostInfo {
	let (contract, day) = picked_day(pick);
	let open = in_phase(day, HourMask::FULL, &[HourPhase::Assignment]).first();
	let hour = open
		.filter(|_| !wild.is_multiple_of(8))
		.map_or(wild, |hour| hour.get());
	Contracts::assign(RuntimeOrigin::signed(STRANGER), contract, day, hour)
}

fn deliver_step(pick: u16, wild: u32) -> DispatchResult {
	let (contract, device, day) = picked(pick);
	let unsettled = Contracts::assignment(contract, device, day)
		.map_or(HourMask::EMPTY, |facts| facts.unsettled);
	let hours = aim(in_phase(day, unsettled, &[HourPhase::Settlement]), wild);
	Contracts::settle_delivered(contract, device, day, hours).map(|_| ())
}

fn without_info(result: DispatchResultWithPostInfo) -> DispatchResult {
	result.map(|_| ()).map_err(|failed| failed.error)
}

/// Applies `step` as a runtime would: a refused call writes nothing.
fn apply(step: &Step) {
	let origin = RuntimeOrigin::signed(STRANGER);
	let team = RuntimeOrigin::signed(ASSET_TEAM);
	let _ = with_storage_layer(|| match *step {
		Step::Wait(ms) => {
			World::change(|world| world.now += ms);
			Ok(())
		}
		Step::Buy(ref purchase) => buy_step(purchase),
		Step::Accept(pick, device, hours, units) => {
			without_info(accept_step(pick, device, hours, units))
		}
		Step::Assign(pick, hour) => without_info(assign_step(pick, hour)),
		Step::Deliver(pick, hours) => deliver_step(pick, hours),
		Step::SettleMissed(pick) => {
			let (contract, device, day) = picked(pick);
			without_info(Contracts::settle_missed(origin, contract, device, day))
		}
		Step::RefundUnserved(pick) => {
			let (contract, day) = picked_day(pick);
			without_info(Contracts::refund_unserved(origin, contract, day))
		}
		Step::Close(pick) => {
			let open: Vec<ContractId> = crate::Contracts::<Test>::iter_keys().collect();
			Contracts::close(origin, entry(&open, pick).unwrap_or(ContractId(9)))
		}
		Step::Drop(pick, hours) => drop_step(pick, hours),
		Step::Excuse(pick, hours) => excuse_step(pick, hours),
		Step::TopUp(pick, hours, amount) => top_up_step(pick, hours, amount),
		Step::Extend(pick, ref more) => Contracts::extend(picked_day(pick).0, bought(more)),
		Step::GiveBack(pick, hours, units, part) => give_back_step(pick, hours, units, part),
		Step::Claim(device, hours) => {
			let hours = HourMask::new(hours).expect("24 bits");
			for day in [DAY.0, DAY.0 + 1] {
				World::change(|world| world.claimed.insert((device, day), hours));
			}
			Ok(())
		}
		Step::Block(other) => Assets::block(team, GCD_ASSET, tenant(other)),
		Step::Thaw(other) => Assets::thaw(team, GCD_ASSET, tenant(other)),
		Step::Void(hour) => {
			World::change(|world| world.void.insert(FIRST.0 + u32::from(hour)));
			Ok(())
		}
	});
}

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

/// A world with four devices, at the start of time.
fn start() {
	World::advance_to_hour(FIRST, HourPhase::FirstRefusal);
	World::change(|world| world.closing = Some(7));
	for (id, units) in [(0, 500), (1, 300), (2, 50), (3, 1_000)] {
		World::add_offer(id, units);
	}
	// Enough for cheap hours only.
	World::change(|world| world.bonds.insert(2, 20_000));
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
	for _ in 0..200 {
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
