//! Random scripts of claims, objections, verdicts, declarations and publications, legal or not, in
//! running time. After each step: the invariants, and tenant, device and auditor together own no more
//! than before. At the end nothing is held, and every hour has settled once.

use crate::{mock::*, ClaimEnd, DeclarationEnd, Event};
use frame_support::storage::with_storage_layer;
use greenhour_traits::{HourClock, OpenClaims};
use greenhour_types::{Balance, ContractId, HourMask, HourPhase, VerificationMode};
use proptest::{prelude::*, strategy::ValueTree, test_runner::TestRunner};
use sp_runtime::DispatchResult;
use std::collections::{BTreeMap, BTreeSet};

/// Who may act together: both sides, the auditor, and the money between them.
const GANG: [u64; 8] = [
	TENANT, REFUNDS, OPERATOR, OPERATOR_2, OWNER, POT, AUDITOR, ESCROW,
];
/// Hours of each contract: the last of the day, so that windows cross midnight.
const HOURS: [u8; 4] = [20, 21, 22, 23];
const MODES: [VerificationMode; 4] = [
	VerificationMode::TenantConfirmed,
	VerificationMode::Audited,
	VerificationMode::Receipt,
	VerificationMode::Work,
];

/// The contract of mode `Receipt`.
const BY_RECEIPT: ContractId = ContractId(2);

/// One step. The first number names a contract, the second hours; most are aimed at hours for which
/// the step is legal.
#[derive(Clone, Debug)]
enum Step {
	Wait(u64),
	Claim(u64, u8),
	Confirm(u64, u8),
	Object(u64, u8),
	Judge(u64, u8, bool),
	Settle(u64, bool),
	Declare(u64, u8),
	Publish(u64, bool),
	SettleDeclared(u64, u8, bool),
	Remove(u64, bool),
	Miss(u64),
	Receipt(u8),
	Close(u64),
	Block(u8, bool),
	Release(u8),
	Rotate,
	Void(u8),
	Outage(u32),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
	let id = || prop_oneof![5 => Just(0u64), 3 => Just(1u64), 3 => Just(2u64), 1 => 3u64..5];
	let wait = prop_oneof![
		5 => 1u64..HOUR / 4,
		4 => 1u64..4 * HOUR,
		2 => Just(OBJECTION),
		1 => Just(24 * HOUR),
		1 => Just(VERDICT),
	];
	let step = prop_oneof![
		8 => wait.prop_map(Step::Wait),
		8 => (id(), any::<u8>()).prop_map(|(id, wild)| Step::Claim(id, wild)),
		2 => (id(), any::<u8>()).prop_map(|(id, wild)| Step::Confirm(id, wild)),
		4 => (id(), any::<u8>()).prop_map(|(id, wild)| Step::Object(id, wild)),
		4 => (id(), any::<u8>(), any::<bool>())
			.prop_map(|(id, wild, delivered)| Step::Judge(id, wild, delivered)),
		4 => (id(), any::<bool>()).prop_map(|(id, third)| Step::Settle(id, third)),
		5 => (id(), any::<u8>()).prop_map(|(id, wild)| Step::Declare(id, wild)),
		1 => (id(), any::<bool>()).prop_map(|(id, third)| Step::Publish(id, third)),
		4 => (id(), any::<u8>(), any::<bool>())
			.prop_map(|(id, wild, third)| Step::SettleDeclared(id, wild, third)),
		1 => (id(), any::<bool>()).prop_map(|(id, third)| Step::Remove(id, third)),
		2 => id().prop_map(Step::Miss),
		2 => any::<u8>().prop_map(Step::Receipt),
		1 => id().prop_map(Step::Close),
		1 => (0u8..4, any::<bool>()).prop_map(|(who, blocked)| Step::Block(who, blocked)),
		1 => (0u8..4).prop_map(Step::Release),
		1 => Just(Step::Rotate),
		1 => (20u8..24).prop_map(Step::Void),
		1 => (1u32..24).prop_map(Step::Outage),
	];
	prop::collection::vec(step, 1..100)
}

/// Who can be blocked.
fn blockable(who: u8) -> u64 {
	[TENANT, OPERATOR, OWNER, STRANGER][usize::from(who)]
}

fn third(third: bool) -> u64 {
	if third {
		STRANGER
	} else {
		TENANT
	}
}

/// A part of `due`, or anything one time in eight or when nothing is due.
fn aim(due: HourMask, wild: u8) -> HourMask {
	let any = HourMask::new(u32::from(wild) << 16).expect("24 bits");
	let part = due.intersection(any);
	if wild.is_multiple_of(8) || due.is_empty() {
		any
	} else if part.is_empty() {
		due
	} else {
		part
	}
}

fn in_phase(hours: HourMask, phase: HourPhase) -> HourMask {
	hours.filter(|of_day| {
		let hour = DAY.hour(of_day).expect("a small day");
		World::phase_of(hour) == Some(phase)
	})
}

fn unsettled(contract: ContractId) -> HourMask {
	let world = World::get();
	let bought = world.contracts.get(&contract.0);
	bought.map_or(HourMask::EMPTY, |bought| bought.unsettled())
}

fn claimed_hours(contract: ContractId) -> HourMask {
	crate::Claims::<Test>::get(contract, (DEVICE, DAY)).map_or(HourMask::EMPTY, |claim| {
		crate::types::hours_of(&claim, crate::ClaimedHour::is_open)
	})
}

fn declared_hours(contract: ContractId) -> HourMask {
	crate::Declarations::<Test>::get(contract, (DEVICE, DAY)).map_or(HourMask::EMPTY, |record| {
		crate::types::hours_of(&record, |_| true)
	})
}

fn first(hours: HourMask) -> u8 {
	hours.first().map_or(20, |hour| hour.get())
}

fn by_operator(contract: ContractId, hours: HourMask) -> DispatchResult {
	let origin = RuntimeOrigin::signed(World::get().operator);
	Disputes::claim_hours(origin, contract, DEVICE, DAY, hours, [8; 32])
}

fn declare_by_operator(contract: ContractId, hour: u8) -> DispatchResult {
	let origin = RuntimeOrigin::signed(World::get().operator);
	Disputes::cannot_start(origin, contract, DEVICE, at(hour))
}

fn list(hours: HourMask) -> Vec<u8> {
	hours.hours().map(|hour| hour.get()).collect()
}

/// Takes a step; whether it was legal is for the pallet to say.
fn take(step: &Step) {
	let contract = |id: &u64| ContractId(*id);
	let known = |id: &u64| World::get().contracts.contains_key(id);
	let done = with_storage_layer(|| -> DispatchResult {
		match step {
			Step::Wait(ms) => World::wait(*ms),
			Step::Claim(id, wild) => {
				let due = in_phase(unsettled(contract(id)), HourPhase::Settlement)
					.difference(claimed_hours(contract(id)));
				by_operator(contract(id), aim(due, *wild))?;
			}
			Step::Confirm(id, wild) => {
				confirm(contract(id), &list(aim(claimed_hours(contract(id)), *wild)))?;
			}
			Step::Object(id, wild) => {
				object(contract(id), &list(aim(claimed_hours(contract(id)), *wild)))?;
			}
			Step::Judge(id, wild, delivered) => {
				let hours = aim(claimed_hours(contract(id)), *wild);
				judge(contract(id), &list(hours), *delivered)?;
			}
			Step::Settle(id, by_third) => {
				settle(third(*by_third), contract(id)).map_err(|failed| failed.error)?;
			}
			Step::Declare(id, wild) => {
				let due = in_phase(unsettled(contract(id)), HourPhase::Delivery);
				declare_by_operator(contract(id), first(aim(due, *wild)))?;
			}
			Step::Publish(id, by_third) => publish(third(*by_third), contract(id))?,
			Step::SettleDeclared(id, wild, by_third) => {
				let hour = first(aim(declared_hours(contract(id)), *wild));
				settle_declared(third(*by_third), contract(id), hour)?;
			}
			Step::Remove(id, by_third) => {
				let origin = RuntimeOrigin::signed(third(*by_third));
				Disputes::remove_spec(origin, contract(id))?;
			}
			Step::Miss(id) if known(id) => {
				World::settle_missed(contract(id));
			}
			Step::Receipt(wild) => {
				let due = in_phase(unsettled(BY_RECEIPT), HourPhase::Settlement);
				let due = due.filter(|of_day| {
					let hour = DAY.hour(of_day).expect("a small day");
					!World::is_void(hour)
				});
				let hours = aim(due, *wild).intersection(due);
				if !hours.is_empty() {
					World::receipt(BY_RECEIPT, hours);
				}
			}
			Step::Close(id) if known(id) => {
				World::close(contract(id));
			}
			Step::Miss(_) | Step::Close(_) => {}
			Step::Block(who, blocked) => block(blockable(*who), *blocked),
			Step::Release(who) => {
				for reason in REASONS {
					let origin = RuntimeOrigin::signed(STRANGER);
					let _ = Disputes::release_postponed(origin, blockable(*who), reason);
				}
			}
			Step::Rotate => World::change(|world| {
				world.operator = OPERATOR + OPERATOR_2 - world.operator;
			}),
			Step::Void(hour) => void(*hour),
			Step::Outage(hours) => World::stand_still(*hours),
		}
		Ok(())
	});
	// The pallet refuses what is not legal; nothing of it may stay.
	let _ = done;
}

/// Makes an hour void that is not over; what is over was counted.
fn void(hour: u8) {
	if World::phase_of(at(hour)) < Some(HourPhase::Settlement) {
		World::change(|world| world.void.insert(at(hour).0));
	}
}

const REASONS: [crate::HoldReason; 4] = [
	crate::HoldReason::ClaimDeposit,
	crate::HoldReason::Objection,
	crate::HoldReason::CannotStart,
	crate::HoldReason::SpecDeposit,
];

/// What the gang owns, with the bond.
fn gang() -> Balance {
	GANG.map(gcd).iter().sum::<Balance>() + World::get().bond
}

/// What scripts have reached: events by name, and endings.
type Reached = BTreeMap<String, u32>;

/// The name of an event, from how it prints: `Event::Name { .. }`.
fn name_of(printed: &str) -> String {
	let name = printed.split(' ').next().unwrap_or_default();
	name.trim_start_matches("Event::").to_owned()
}

/// Counts what a step did; what strangers paid in rewards for work that they had left undone.
fn note(reached: &mut Reached, refused: &mut BTreeSet<(u64, u8)>) -> Balance {
	let mut rewards = 0;
	for event in events() {
		if let Event::SettlerRewarded {
			payer: STRANGER,
			reward,
			..
		} = event
		{
			rewards += reward;
		}
		let name = match &event {
			Event::ClaimsEnded { end, .. } => format!("{end:?}"),
			Event::DeclarationEnded { end, .. } => format!("{end:?} declaration"),
			other => name_of(&format!("{other:?}")),
		};
		*reached.entry(name).or_default() += 1;
		if let Event::HoursRefused {
			contract, hours, ..
		} = event
		{
			refused.extend(list(hours).into_iter().map(|hour| (contract.0, hour)));
		}
	}
	rewards
}

/// Ends everything as strangers would, long after.
fn settle_all() {
	for who in 0..4 {
		block(blockable(who), false);
	}
	World::wait(1_000 * HOUR);
	for id in 0..4 {
		let contract = ContractId(id);
		let _ = settle(STRANGER, contract);
		for hour in list(declared_hours(contract)) {
			settle_declared(STRANGER, contract, hour).expect("long due");
		}
		World::settle_missed(contract);
		assert_eq!(Disputes::claimed(contract, DEVICE, DAY), HourMask::EMPTY);
		assert!(World::close(contract), "every hour has settled");
		let origin = RuntimeOrigin::signed(STRANGER);
		let _ = Disputes::remove_spec(origin, contract);
	}
	for who in 0..4 {
		take(&Step::Release(who));
	}
}

fn run(script: &[Step], reached: &mut Reached) {
	Ext.run(|| {
		World::advance_to(at(HOURS[0]), 0);
		let hours = mask(&HOURS);
		for mode in MODES {
			World::buy(mode, hours);
		}
		let mut refused = BTreeSet::new();
		let mut before = (gang(), gcd(STRANGER));
		for step in script {
			take(step);
			check().unwrap_or_else(|broken| panic!("{broken:?} after {step:?}"));
			let after = (gang(), gcd(STRANGER));
			let rewards = note(reached, &mut refused);
			assert!(after.0 <= before.0 + rewards, "the gang won by {step:?}");
			assert!(after.1 + rewards >= before.1, "a stranger lost by {step:?}");
			before = after;
		}
		settle_all();
		note(reached, &mut refused);
		assert!(gang() <= before.0);

		assert_eq!(crate::Claims::<Test>::iter().count(), 0);
		assert_eq!(crate::Declarations::<Test>::iter().count(), 0);
		assert_eq!(crate::OpenHours::<Test>::iter().count(), 0);
		assert_eq!(crate::Publications::<Test>::iter().count(), 0);
		assert_eq!(crate::Specs::<Test>::iter().count(), 0);
		assert_eq!(crate::Postponed::<Test>::iter().count(), 0);
		let everybody = GANG.into_iter().chain([STRANGER]);
		assert_eq!(everybody.map(held).sum::<Balance>(), 0);
		for id in 0..4 {
			let bought = World::bought(ContractId(id));
			let (delivered, excused) = (bought.delivered, bought.excused);
			let counted = delivered.count() + excused.count() + bought.missed.count();
			assert_eq!(counted, 4, "an hour has settled twice");
			for hour in list(delivered.union(excused)) {
				assert!(
					!refused.contains(&(id, hour)),
					"a refused hour was not missed"
				);
			}
		}
		assert_eq!(gcd(ESCROW), MIN_GCD);
	});
}

proptest! {
	// Half of the default, so that `PROPTEST_CASES` still makes it longer.
	#![proptest_config(ProptestConfig {
		cases: ProptestConfig::default().cases / 2,
		..ProptestConfig::default()
	})]

	#[test]
	fn disputes_never_enrich_those_who_have_them_and_always_end(script in steps()) {
		run(&script, &mut Reached::new());
	}
}

#[test]
fn the_scripts_reach_every_ending() {
	let mut reached = Reached::new();
	let mut runner = TestRunner::deterministic();
	for _ in 0..150 {
		let script = steps().new_tree(&mut runner).expect("a script").current();
		run(&script, &mut reached);
	}
	let ends = [
		ClaimEnd::Confirmed,
		ClaimEnd::Unopposed,
		ClaimEnd::JudgedDelivered,
		ClaimEnd::Unjudged,
		ClaimEnd::Freed,
		ClaimEnd::Outage,
	];
	let declarations = [
		DeclarationEnd::Answered,
		DeclarationEnd::Excused,
		DeclarationEnd::Settled,
	];
	let names = [
		"HoursClaimed",
		"HoursObjected",
		"HoursRefused",
		"StakeLost",
		"SettlerRewarded",
		"CannotStartDeclared",
		"SpecPublished",
		"SpecRemoved",
		"ReturnPostponed",
		"PostponedReleased",
	];
	let wanted = ends
		.map(|end| format!("{end:?}"))
		.into_iter()
		.chain(declarations.map(|end| format!("{end:?} declaration")))
		.chain(names.map(str::to_owned));
	for name in wanted {
		assert!(
			reached.contains_key(&name),
			"no script reached {name}: {reached:?}"
		);
	}
}
