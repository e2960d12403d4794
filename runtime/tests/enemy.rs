//! What an enemy can do: every call of the runtime with zeros, with the largest values and with
//! what belongs to somebody else. Nothing panics, nobody gains, refused calls leave no trace, and
//! what a stranger may do at all is listed in `open_calls`.

mod common;

#[path = "enemy/calls.rs"]
mod calls; // Every call, with arguments that an enemy would choose.
#[path = "enemy/ids.rs"]
mod ids; // What exists and belongs to somebody else.
#[path = "enemy/open_calls.rs"]
mod open_calls; // What a stranger may do, and why.
#[path = "enemy/trial.rs"]
mod trial; // A call is made, judged and taken back.
#[path = "enemy/wealth.rs"]
mod wealth; // Who owns what.
#[path = "enemy/world.rs"]
mod world; // A chain on which much is going on.
#[path = "enemy/writer.rs"]
mod writer; // Writes arguments as the type registry says.

use calls::{is_ours, Attempt, Catalog, Mode, Name, PalletCalls};
use frame_support::traits::GetCallMetadata;
use greenhour_runtime::{
	genesis_presets::LOCAL, Clock, Executive, Hash, Runtime, RuntimeCall, UncheckedExtrinsic,
};
use greenhour_traits::HourClock;
use greenhour_types::{Hour, HourPhase};
use ids::Ids;
use open_calls::{OPEN_CALLS, SPEND_ALL};
use sp_keyring::Sr25519Keyring::{self, Bob, Dave};
use sp_runtime::{transaction_validity::TransactionSource, ApplyExtrinsicResult};
use std::collections::{BTreeMap, BTreeSet};
use trial::{taken_back, Caller, Trial, COLLECTIONS};
use wealth::Wealth;
use world::{contract, settle_all, World, OPERATOR, OWNER, TENANT};

/// Owns money and nothing else.
const STRANGER: Sr25519Keyring = Dave;
/// Draws of [`Mode::Others`] for each call of a pallet of ours, and of the SDK.
const DRAWS: (u32, u32) = (128, 24);

/// What was tried of one pallet.
#[derive(Default)]
struct Tally {
	calls: BTreeSet<String>,
	accepted: u32,
	refused: u32,
}

impl Tally {
	fn count(&mut self, accepted: bool) {
		if accepted {
			self.accepted += 1;
		} else {
			self.refused += 1;
		}
	}
}

fn modes(pallet: &PalletCalls) -> impl Iterator<Item = Mode> {
	let draws = if is_ours(pallet.index) {
		DRAWS.0
	} else {
		DRAWS.1
	};
	[Mode::Zero, Mode::Max]
		.into_iter()
		.chain((0..draws).map(Mode::Others))
}

/// Who makes a call of this mode, beside the stranger.
fn callers(pallet: &PalletCalls, mode: Mode) -> Vec<Caller> {
	let mut callers: Vec<_> = [OWNER, OPERATOR, TENANT].map(Caller::Party).into();
	if !matches!(mode, Mode::Others(_)) {
		callers.push(Caller::Nobody);
	}
	// Governance can set numbers, but takes nothing from anybody.
	if is_ours(pallet.index) {
		callers.push(Caller::Root);
	}
	callers
}

#[test]
fn nothing_panics_nobody_gains_and_refused_calls_leave_no_trace() {
	let mut world = World::new();
	let (catalog, ids) = (Catalog::read(), Ids::at(world.chain.now_ms()));
	let said: Vec<_> = world.said.iter().map(|(_, call)| call.clone()).collect();
	let mut tallies = BTreeMap::new();
	let mut opened = BTreeSet::new();
	world.chain.state(|| {
		let trial = Trial::begin(STRANGER);
		for pallet in &catalog.pallets {
			let tally = try_pallet(&trial, &catalog, &ids, pallet, &mut opened);
			tallies.insert(pallet.name.as_str(), tally);
		}
		for call in said.into_iter().chain([world.receipt]) {
			let attempt = Attempt::repeat(call);
			if trial.judge(&attempt, Caller::Stranger) {
				opened.insert(attempt.names[0].clone());
			}
		}
	});
	every_call_was_tried(&tallies);
	let listed: BTreeSet<Name> = OPEN_CALLS
		.iter()
		.map(|(pallet, call)| ((*pallet).to_owned(), (*call).to_owned()))
		.collect();
	let news: Vec<_> = opened.difference(&listed).collect();
	assert!(news.is_empty(), "may a stranger do this? {news:?}");
	// A list with more in it than is possible hides what becomes possible.
	let olds: Vec<_> = listed.difference(&opened).collect();
	assert!(olds.is_empty(), "never succeeded: {olds:?}");
}

/// Tries every call of a pallet; `opened` gets those that succeed for the stranger.
fn try_pallet(
	trial: &Trial,
	catalog: &Catalog,
	ids: &Ids,
	pallet: &PalletCalls,
	opened: &mut BTreeSet<Name>,
) -> Tally {
	let mut tally = Tally::default();
	for call in &pallet.calls {
		tally.calls.insert(call.name.clone());
		for mode in modes(pallet) {
			let Some(attempt) = catalog.attempt(ids, pallet, call, mode) else {
				// A runtime without tasks has no value for its argument.
				assert_eq!(call.name, "do_task", "no arguments for a call");
				continue;
			};
			let accepted = trial.judge(&attempt, Caller::Stranger);
			if accepted {
				opened.insert(attempt.names[0].clone());
			}
			tally.count(accepted);
			for caller in callers(pallet, mode) {
				tally.count(trial.judge(&attempt, caller));
			}
		}
	}
	tally
}

/// Prints the tallies; they name every call that the runtime names.
fn every_call_was_tried(tallies: &BTreeMap<&str, Tally>) {
	for (pallet, tally) in tallies {
		let Tally {
			calls,
			accepted,
			refused,
		} = tally;
		let (count, tried) = (calls.len(), accepted + refused);
		println!("{pallet:>14}: {count} calls, {tried} tries, {accepted} ok, {refused} refused");
		let calls: BTreeSet<&str> = calls.iter().map(String::as_str).collect();
		let named = RuntimeCall::get_call_names(pallet).iter().copied();
		assert_eq!(calls, named.collect::<BTreeSet<_>>(), "calls of {pallet}");
	}
	let pallets: BTreeSet<&str> = tallies.keys().copied().collect();
	let named = RuntimeCall::get_module_names().iter().copied();
	assert_eq!(pallets, named.collect::<BTreeSet<_>>(), "pallets");
}

#[test]
fn no_call_enters_the_pool_unsigned() {
	let mut chain = common::Chain::start(LOCAL);
	chain.block([]);
	let (catalog, ids) = (Catalog::read(), Ids::at(chain.now_ms()));
	let calls = every_call(&catalog, &ids, 4);
	chain.state(|| {
		for attempt in calls {
			let bare = UncheckedExtrinsic::new_bare(attempt.call.clone());
			assert!(!enters_the_pool(bare), "{}", attempt.describe());
		}
	});
}

/// Every call in every mode, with this many draws: those of our pallets first, those that may give
/// all money away last.
fn every_call(catalog: &Catalog, ids: &Ids, draws: u32) -> Vec<Attempt> {
	let modes: Vec<_> = [Mode::Zero, Mode::Max]
		.into_iter()
		.chain((0..draws).map(Mode::Others))
		.collect();
	let mut attempts = Vec::new();
	for pallet in &catalog.pallets {
		for call in &pallet.calls {
			let made = modes
				.iter()
				.filter_map(|mode| catalog.attempt(ids, pallet, call, *mode))
				.map(|attempt| {
					(
						attempt.is_any_of(SPEND_ALL),
						!is_ours(pallet.index),
						attempt,
					)
				});
			attempts.extend(made);
		}
	}
	attempts.sort_by_key(|(spends, others, _)| (*spends, *others));
	attempts.into_iter().map(|(.., attempt)| attempt).collect()
}

/// Would a node take this transaction from somebody else?
fn enters_the_pool(transaction: UncheckedExtrinsic) -> bool {
	let source = TransactionSource::External;
	taken_back(|| Executive::validate_transaction(source, transaction, Hash::zero())).is_ok()
}

#[test]
fn after_a_stranger_tried_everything_in_blocks_the_market_goes_on() {
	let mut world = World::new();
	let (catalog, ids) = (Catalog::read(), Ids::at(world.chain.now_ms()));
	let before = world.chain.state(|| Wealth::now(COLLECTIONS));
	let mut calls: Vec<RuntimeCall> = every_call(&catalog, &ids, 16)
		.into_iter()
		.map(|attempt| attempt.call)
		.collect();
	calls.extend(world.said.drain(..).map(|(_, call)| call));
	let (mut included, mut succeeded) = (0, 0);
	let mut count = |results: &[ApplyExtrinsicResult]| {
		included += results.iter().filter(|result| result.is_ok()).count();
		let success = |result: &&ApplyExtrinsicResult| matches!(result, Ok(Ok(())));
		succeeded += results.iter().filter(success).count();
	};
	for calls in calls.chunks(100) {
		let valid = |call: &&RuntimeCall| enters_the_pool(common::sign(STRANGER, (*call).clone()));
		let mut calls: Vec<_> = world
			.chain
			.state(|| calls.iter().filter(valid).cloned().collect());
		// What doesn't fit into a block goes into the next one.
		for _ in 0..3 {
			let sent = calls.iter().cloned().map(|call| (STRANGER, call));
			let results = world.chain.block(sent);
			count(&results);
			let mut results = results.into_iter();
			calls.retain(|_| results.next().is_some_and(|result| result.is_err()));
		}
	}
	println!(
		"{} tried, {included} included, {succeeded} succeeded",
		calls.len()
	);
	assert!(included > calls.len() * 9 / 10, "few calls reached a block");

	// The invariants of our pallets are checked after each of these blocks.
	let last_hour_settles = || Clock::phase_of(Hour(29)) == Some(HourPhase::Settled);
	world.chain.until(200, last_hour_settles);
	let settle = settle_all().into_iter().map(|call| (Bob, call));
	world.chain.block(settle);
	world.chain.state(|| {
		let open = pallet_contracts::Contracts::<Runtime>::contains_key(contract());
		assert!(!open, "the contract of the tenant can be closed");
		judge_end(&before, &Wealth::now(COLLECTIONS));
		#[cfg(feature = "try-runtime")]
		check_every_pallet();
	});
}

/// The stranger paid for his tries; others lost no GCD and no item, and GHR only as bonds and fees.
fn judge_end(before: &Wealth, after: &Wealth) {
	assert!(after.adds_up(), "something belongs to nobody");
	// Who settles for others is paid from deposits; the contracts of this world have four days.
	let rewards = 4 * <Runtime as pallet_contracts::Config>::SettlementDeposit::get();
	for who in after.everybody(before) {
		let (had, has) = (before.of(who), after.of(who));
		if *who == STRANGER.to_account_id() {
			assert!(has.ghr < had.ghr, "trying costs fees");
			let gained = has.gcd > had.gcd.saturating_add(rewards) || has.items > had.items;
			assert!(!gained, "{has:?}");
		} else {
			let lost = has.gcd.saturating_add(rewards) < had.gcd || has.items < had.items;
			assert!(!lost, "{who} had {had:?} and has {has:?}");
		}
	}
}

/// What the pallets of the SDK check about themselves, too.
#[cfg(feature = "try-runtime")]
fn check_every_pallet() {
	use frame_support::traits::{TryState, TryStateSelect};
	let number = greenhour_runtime::System::block_number();
	let result = greenhour_runtime::AllPalletsWithSystem::try_state(number, TryStateSelect::All);
	assert_eq!(result, Ok(()));
}
