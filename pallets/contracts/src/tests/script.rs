//! Random sequences of every call and of what other pallets do, legal or not, in running time.

use crate::{mock::*, split::share_down};
use frame_support::{dispatch::DispatchResultWithPostInfo, storage::with_storage_layer};
use greenhour_traits::{ContractBook, Deliveries, HourClock, HourPrices, HourRefunds};
use greenhour_types::{
	units::GCD_ASSET, Balance, ContractId, Day, DayMask, DayUnits, DeviceId, Hour, HourMask,
	HourPhase, MilliGpu, SpecUri,
};
use proptest::prelude::*;
use sp_runtime::DispatchResult;
use std::collections::BTreeMap;

/// Where time starts: 19:00, so that most sequences cross midnight.
const FIRST: Hour = Hour(5 * 24 + 19);

/// One step; picks name an assignment or contract day that exists, mostly.
#[derive(Clone, Debug)]
pub(super) enum Step {
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
pub(super) struct Purchase {
	other: bool,
	units: u32,
	first: u8,
	hours: u32,
	price: Balance,
	terms: u8,
}

impl Purchase {
	/// The same by [`TENANT`].
	pub(super) fn by_first_tenant(&self) -> Self {
		Self {
			other: false,
			..self.clone()
		}
	}
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

/// Up to 150 steps.
pub(super) fn steps() -> impl Strategy<Value = Vec<Step>> {
	let pick = || any::<u16>();
	let units = prop_oneof![6 => 1u32..600, 1 => Just(0), 1 => Just(u32::MAX)];
	let step = prop_oneof![
		14 => (1u64..60_000).prop_map(Step::Wait),
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
		2 => (0u8..3).prop_map(Step::Void),
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
pub(super) fn apply(step: &Step) {
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
			let current = World::current_hour().expect("hour zero is set");
			World::change(|world| world.void.insert(current.0 + u32::from(hour)));
			Ok(())
		}
	});
}

/// A world with four devices, at the start of time.
pub(super) fn start() {
	World::advance_to_hour(FIRST, HourPhase::FirstRefusal);
	World::change(|world| world.closing = Some(7));
	for (id, units) in [(0, 500), (1, 300), (2, 50), (3, 1_000)] {
		World::add_offer(id, units);
	}
	// Enough for cheap hours only.
	World::change(|world| world.bonds.insert(2, 20_000));
}
