use crate::{mock::*, types::EndCause, Bonds, Candidates, Error, Event};
use frame_support::{assert_noop, assert_ok, traits::fungible::Inspect};
use greenhour_types::{units::GHR, Day};

fn signed(who: u64) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

#[test]
fn candidate_bonds_and_names_a_next() {
	Ext::default().execute(|| {
		register_keys(10, 10);
		assert_ok!(ValidatorSet::become_candidate(
			signed(10),
			MIN_BOND,
			Some(1)
		));
		let candidacy = Candidates::<Test>::get(10).expect("a candidate");
		assert_eq!(candidacy.next.on(START), Some(&1));
		assert_eq!(Balances::balance(&10), 100_000 * GHR - MIN_BOND);
		let event = Event::CandidacyStarted {
			candidacy: candidacy.id,
			candidate: 10,
			bond: MIN_BOND,
			next: Some(1),
		};
		System::assert_last_event(event.into());
		assert_ok!(ValidatorSet::add_bond(signed(10), GHR));
		assert_eq!(
			Bonds::<Test>::get(10).map(|b| b.amount),
			Some(MIN_BOND + GHR)
		);
	});
}

#[test]
fn candidacy_fails_without_keys_bond_or_a_valid_next() {
	Ext::default().execute(|| {
		let stand = |who, bond, next| ValidatorSet::become_candidate(signed(who), bond, next);
		assert_noop!(stand(10, MIN_BOND, None), Error::<Test>::KeysNotRegistered);
		register_keys(10, 10);
		assert_noop!(
			stand(10, MIN_BOND - 1, None),
			Error::<Test>::InsufficientBond
		);
		assert_noop!(stand(10, MIN_BOND, Some(10)), Error::<Test>::InvalidNext);
		assert_noop!(stand(10, MIN_BOND, Some(11)), Error::<Test>::InvalidNext);
		assert_noop!(
			stand(10, u128::MAX, None),
			sp_runtime::TokenError::FundsUnavailable
		);
		assert_ok!(stand(10, MIN_BOND, None));
		assert_noop!(stand(10, MIN_BOND, None), Error::<Test>::AlreadyCandidate);
		assert_noop!(
			ValidatorSet::add_bond(signed(11), GHR),
			Error::<Test>::NotCandidate
		);
		assert_noop!(
			ValidatorSet::add_bond(signed(10), 0),
			Error::<Test>::ZeroAmount
		);
		assert_noop!(
			ValidatorSet::set_next(signed(11), None),
			Error::<Test>::NotCandidate
		);
		assert_noop!(
			ValidatorSet::set_next(signed(10), Some(10)),
			Error::<Test>::InvalidNext
		);
		assert_noop!(ValidatorSet::leave(signed(11)), Error::<Test>::NotCandidate);
	});
}

#[test]
fn another_next_counts_from_the_day_after_tomorrow() {
	Ext::default().execute(|| {
		stand(10, MIN_BOND, Some(1));
		assert_ok!(ValidatorSet::set_next(signed(10), Some(2)));
		let counts_from = Day(START.0 + 2);
		let event = Event::NextSet {
			candidate: 10,
			next: Some(2),
			counts_from,
		};
		System::assert_last_event(event.into());
		let next = |day| {
			let candidacy = Candidates::<Test>::get(10).expect("a candidate");
			candidacy.next.on(day).copied()
		};
		assert_eq!(next(Day(START.0 + 1)), Some(1));
		assert_eq!(next(counts_from), Some(2));
		// A change of the change starts the notice again, and what counted still does.
		days_later(1);
		assert_ok!(ValidatorSet::set_next(signed(10), None));
		assert_eq!(next(counts_from), Some(1));
		assert_eq!(next(Day(START.0 + 3)), None);
	});
}

#[test]
fn bond_of_one_who_left_is_released_after_28_days() {
	Ext::default().execute(|| {
		stand(10, MIN_BOND, None);
		let release = || ValidatorSet::release_bond(signed(10));
		assert_noop!(release(), Error::<Test>::StillCandidate);
		assert_ok!(ValidatorSet::leave(signed(10)));
		System::assert_has_event(
			Event::CandidacyEnded {
				candidacy: crate::types::CandidacyId(4),
				candidate: 10,
				cause: EndCause::Left,
				unbonds_on: Day(START.0 + UNBONDING_DAYS),
			}
			.into(),
		);
		days_later(UNBONDING_DAYS - 1);
		assert_noop!(release(), Error::<Test>::StillBonded);
		days_later(1);
		assert_ok!(release());
		assert_eq!(Balances::balance(&10), 100_000 * GHR);
		assert_noop!(release(), Error::<Test>::NotFound);
	});
}

#[test]
fn one_who_comes_back_brings_the_former_bond() {
	Ext::default().execute(|| {
		stand(10, MIN_BOND, None);
		back_with(50, GHR, 10);
		assert_ok!(ValidatorSet::leave(signed(10)));
		days_later(UNBONDING_DAYS);
		assert_ok!(ValidatorSet::become_candidate(signed(10), 0, None));
		assert_noop!(
			ValidatorSet::release_bond(signed(10)),
			Error::<Test>::StillCandidate
		);
		let candidacy = Candidates::<Test>::get(10).expect("a candidate");
		assert_eq!((candidacy.id.0, candidacy.backing), (5, 0));
		assert_eq!(
			Bonds::<Test>::get(10).map(|bond| bond.amount),
			Some(MIN_BOND)
		);
	});
}

#[test]
fn bond_of_a_member_stays_until_its_service_is_long_over() {
	Ext::default().execute(|| {
		// The minimum of two lets one of four go a day.
		assert_ok!(ValidatorSet::leave(signed(1)));
		days_later(UNBONDING_DAYS + 1);
		let release = || ValidatorSet::release_bond(signed(1));
		assert_noop!(release(), Error::<Test>::StillMember);
		two_sessions();
		assert_eq!(active(), vec![2, 3, 4]);
		let served_until = ValidatorSet::today();
		System::assert_has_event(
			Event::ServiceEnded {
				validator: 1,
				day: served_until,
			}
			.into(),
		);
		assert_noop!(release(), Error::<Test>::StillBonded);
		days_later(UNBONDING_DAYS - 1);
		assert_noop!(release(), Error::<Test>::StillBonded);
		days_later(1);
		assert_ok!(release());
	});
}

#[test]
fn a_full_list_takes_one_who_is_stronger_than_the_weakest() {
	Ext::default().execute(|| {
		for who in 10..30 {
			stand(who, MIN_BOND, None);
		}
		back_with(50, GHR, 29);
		register_keys(30, 30);
		let stand = |bond| ValidatorSet::become_candidate(signed(30), bond, None);
		// As strong as the weakest is not enough.
		assert_noop!(stand(MIN_BOND), Error::<Test>::MaxCandidatesExceeded);
		assert_ok!(stand(MIN_BOND + 1));
		// 29 is backed and the members are safe: 28 is the latest of the weakest.
		assert!(!Candidates::<Test>::contains_key(28));
		assert!((1..=4).all(Candidates::<Test>::contains_key));
		assert_eq!(Candidates::<Test>::count(), MAX_CANDIDATES);
		// It never validated, so its bond is free at once.
		assert_ok!(ValidatorSet::release_bond(signed(28)));
	});
}
