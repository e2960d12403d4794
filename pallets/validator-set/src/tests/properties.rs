//! Random calls, changes of weight, offences and sessions: the invariants hold after each.

use crate::{mock::*, Active, Candidates, Mode, SeatNumbers};
use frame_support::BoundedVec;
use greenhour_types::units::GHR;
use proptest::prelude::*;
use std::collections::BTreeSet;

#[derive(Clone, Debug)]
enum Action {
	Keys(u64, bool),
	Stand(u64, u64, Option<u64>),
	AddBond(u64, u64),
	SetNext(u64, Option<u64>),
	Leave(u64),
	Release(u64),
	Back(u64, u64),
	StopBacking(u64),
	Weigh(u64, u64),
	Mode(bool),
	Approve(Vec<u64>),
	Seats(u32, u32),
	Pardon(u64),
	Call,
	Report(u64, u64, u32),
	Days(u32),
	Session,
}

fn actions() -> impl Strategy<Value = Action> {
	let who = || 1_u64..30;
	let owner = || 40_u64..50;
	let next = || prop::option::of(1_u64..30);
	prop_oneof![
		2 => (who(), prop::bool::weighted(0.8)).prop_map(|(who, has)| Action::Keys(who, has)),
		6 => (who(), 0_u64..300, next()).prop_map(|(who, bond, next)| Action::Stand(who, bond, next)),
		1 => (who(), 0_u64..300).prop_map(|(who, amount)| Action::AddBond(who, amount)),
		2 => (who(), next()).prop_map(|(who, next)| Action::SetNext(who, next)),
		2 => who().prop_map(Action::Leave),
		2 => who().prop_map(Action::Release),
		5 => (owner(), who()).prop_map(|(owner, who)| Action::Back(owner, who)),
		1 => owner().prop_map(Action::StopBacking),
		5 => (owner(), 0_u64..100).prop_map(|(owner, weight)| Action::Weigh(owner, weight)),
		1 => prop::bool::weighted(0.8).prop_map(Action::Mode),
		1 => prop::collection::vec(who(), 0..8).prop_map(Action::Approve),
		1 => (0_u32..13, 0_u32..8).prop_map(|(seats, minimum)| Action::Seats(seats, minimum)),
		1 => who().prop_map(Action::Pardon),
		1 => Just(Action::Call),
		2 => (who(), 0_u64..4, 0_u32..101).prop_map(|(w, slot, part)| Action::Report(w, slot, part)),
		3 => (0_u32..20).prop_map(Action::Days),
		8 => Just(Action::Session),
	]
}

fn apply(action: Action) {
	let signed = RuntimeOrigin::signed;
	let ghr = |amount: u64| u128::from(amount) * GHR;
	let _ = match action {
		Action::Keys(who, true) => {
			register_keys(who, who);
			Ok(())
		}
		Action::Keys(who, false) => Session::purge_keys(signed(who)),
		Action::Stand(who, bond, next) => {
			let result = ValidatorSet::become_candidate(signed(who), ghr(bond), next);
			result.map(|_| ()).map_err(|error| error.error)
		}
		Action::AddBond(who, amount) => ValidatorSet::add_bond(signed(who), ghr(amount)),
		Action::SetNext(who, next) => ValidatorSet::set_next(signed(who), next),
		Action::Leave(who) => ValidatorSet::leave(signed(who)),
		Action::Release(who) => ValidatorSet::release_bond(signed(who)),
		Action::Back(owner, who) => ValidatorSet::back(signed(owner), who),
		Action::StopBacking(owner) => ValidatorSet::stop_backing(signed(owner)),
		Action::Weigh(owner, weight) => {
			weigh(owner, ghr(weight));
			Ok(())
		}
		Action::Mode(open) => {
			let mode = if open { Mode::Open } else { Mode::Governed };
			ValidatorSet::set_mode(RuntimeOrigin::root(), mode)
		}
		Action::Approve(list) => {
			ValidatorSet::approve(RuntimeOrigin::root(), BoundedVec::truncate_from(list))
		}
		Action::Seats(seats, minimum) => {
			ValidatorSet::set_seats(RuntimeOrigin::root(), seats, minimum)
		}
		Action::Pardon(who) => ValidatorSet::pardon(RuntimeOrigin::root(), who),
		Action::Call => ValidatorSet::call_election(RuntimeOrigin::root()),
		Action::Report(who, slot, part) => {
			if Session::validators().contains(&who) && Session::load_keys(&who).is_some() {
				report(&evidence(who), slot, part);
			}
			Ok(())
		}
		Action::Days(days) => {
			days_later(days);
			Ok(())
		}
		Action::Session => {
			session_keeps_the_set();
			Ok(())
		}
	};
}

/// A session, with what it promises about the set.
fn session_keeps_the_set() {
	let before = accounts();
	let with_keys = |set: &BTreeSet<u64>| {
		let with_keys = set.iter().filter(|who| Session::load_keys(who).is_some());
		with_keys.count()
	};
	let could_stay = with_keys(&before);
	next_session();
	let planned: BTreeSet<u64> = ValidatorSet::announced_members().into_iter().collect();
	let minimum = SeatNumbers::<Test>::get().minimum as usize;
	// Nobody but those without keys goes below the minimum; a set of nobody is not announced.
	if could_stay > 0 {
		assert!(planned.len() >= could_stay.min(minimum));
	}
	assert!(Candidates::<Test>::count() <= MAX_CANDIDATES);
}

/// The set that was announced last.
fn accounts() -> BTreeSet<u64> {
	assert!(Active::<Test>::get().len() <= MAX_VALIDATORS as usize);
	ValidatorSet::announced_members().into_iter().collect()
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(200))]

	#[test]
	fn any_sequence_keeps_the_invariants(sequence in prop::collection::vec(actions(), 1..120)) {
		let mut chain = Ext::default().build();
		for action in sequence {
			let described = format!("{action:?}");
			chain.execute_with(|| {
				apply(action);
				crate::invariants::check::<Test>()
			})
			.unwrap_or_else(|error| panic!("{described}: {error:?}"));
		}
	}
}
