//! Attacks by name; the README says what remains possible and what it costs.

use crate::{mock::*, Bonds, Candidates, Error, Event};
use frame_support::{assert_noop, assert_ok, traits::fungible::Inspect};
use greenhour_types::{units::GHR, Balance};
use std::collections::BTreeSet;

fn signed(who: u64) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

/// Twelve seats, and an honest candidate for each, in a ring in which each names a stronger one.
fn honest_candidates(backing: Balance) {
	for who in 10..22 {
		let next = (who > 10).then(|| who - 1);
		stand(who, MIN_BOND, next);
	}
	assert_ok!(ValidatorSet::set_next(signed(10), Some(21)));
	for who in 10..22 {
		back_with(who + 40, backing / 12 + u128::from(21 - who), who);
	}
}

/// Seats of 1 to 12 after as many days as the attack needs, with the newcomers of each day.
fn seats_after_days(days: u32, attackers: &BTreeSet<u64>) -> (usize, usize) {
	for _ in 0..days {
		election_of_next_day();
	}
	let set = active();
	let won = set.iter().filter(|who| attackers.contains(who)).count();
	(won, set.len())
}

#[test]
fn set_takeover_by_one_owner_with_many_devices() {
	println!("share  seats won  of  quotas of the share");
	for per_cent in [9_u128, 28, 33] {
		Ext::default().with_validators(1..=6).execute(|| {
			assert_ok!(ValidatorSet::set_seats(RuntimeOrigin::root(), 12, 4));
			let total = 1_000_000 * GHR;
			honest_candidates(total / 100 * (100 - per_cent));
			// The attacker's owners, each with many devices, back as many candidates as have room.
			let attackers: BTreeSet<u64> = (30..36).collect();
			for who in &attackers {
				stand(*who, MIN_BOND, (*who > 30).then(|| who - 1));
			}
			assert_ok!(ValidatorSet::set_next(signed(30), Some(35)));
			for who in &attackers {
				let share = total / 100 * per_cent / 6 + u128::from(36 - who);
				back_with(who + 40, share, *who);
			}
			let (won, of) = seats_after_days(6, &attackers);
			let quotas = per_cent * 13 / 100;
			println!("{per_cent:>4} %  {won:>9}  {of:>2}  {quotas:>19}");
			assert_eq!((won as u128, of), (quotas, 12));
		});
	}
}

#[test]
fn backing_by_dust_devices() {
	let won_with = |owners: u64, weight: Balance| {
		let mut won = (0, 0);
		Ext::default().execute(|| {
			for who in [10, 11] {
				stand(who, MIN_BOND, None);
			}
			back_with(50, 10 * GHR, 10);
			for owner in 60..60 + owners {
				back_with(owner, weight, 11);
			}
			election_of_next_day();
			let elected = active();
			won = (
				usize::from(elected.contains(&11)),
				usize::from(elected.contains(&10)),
			);
			// Nothing that an election reads is larger for it.
			assert_eq!(Candidates::<Test>::count(), 6);
		});
		won
	};
	// Dust counts for what it weighs together, in one hand or in many.
	assert_eq!(won_with(1, 40 * GHR), won_with(40, GHR));
	assert_eq!(won_with(40, 1), (0, 1));
	// What weighs nothing can't back at all, so it leaves nothing behind.
	Ext::default().execute(|| {
		assert_noop!(ValidatorSet::back(signed(60), 1), Error::<Test>::NoWeight);
	});
}

#[test]
fn candidates_flooding() {
	Ext::default().execute(|| {
		// One who is backed and one who isn't stand before the flood.
		stand(10, MIN_BOND, None);
		back_with(50, 5 * GHR, 10);
		stand(11, 2 * MIN_BOND, None);
		for who in 30..48 {
			stand(who, MIN_BOND, None);
		}
		assert_eq!(Candidates::<Test>::count(), MAX_CANDIDATES);
		// To push out one who is backed, the flood must bond more than that.
		register_keys(60, 60);
		assert_ok!(ValidatorSet::become_candidate(
			signed(60),
			MIN_BOND + 1,
			None
		));
		for who in [10, 11] {
			assert!(Candidates::<Test>::contains_key(who));
		}
		// And an honest one who comes late pushes out the flood, not the other way round.
		register_keys(12, 12);
		assert_ok!(ValidatorSet::become_candidate(
			signed(12),
			MIN_BOND + 2,
			None
		));
		assert!(Candidates::<Test>::contains_key(12));
		election_of_next_day();
		assert!(active().contains(&10));
		// What the flood holds is locked for as long as any bond.
		assert_ok!(ValidatorSet::leave(signed(30)));
		assert_noop!(
			ValidatorSet::release_bond(signed(30)),
			Error::<Test>::StillBonded
		);
	});
}

#[test]
fn unbacked_candidates_fill_no_open_seats() {
	Ext::default().execute(|| {
		assert_ok!(ValidatorSet::set_seats(RuntimeOrigin::root(), 12, 2));
		for who in 30..40 {
			stand(who, 50 * MIN_BOND, None);
		}
		for _ in 0..5 {
			election_of_next_day();
		}
		assert_eq!(active(), vec![1, 2, 3, 4]);
	});
}

#[test]
fn taking_all_seats_while_most_back_nobody() {
	Ext::default().execute(|| {
		// Ten owners of equal weight, of whom one backs its own candidates.
		for owner in 50..60 {
			weigh(owner, 100 * GHR);
		}
		for who in 10..14 {
			stand(who, MIN_BOND, (who > 10).then(|| who - 1));
		}
		assert_ok!(ValidatorSet::back(signed(50), 13));
		// It is all backing, and still below the quota of half of all weight: 500 / 5 + 1.
		let view = ValidatorSet::next_election().expect("fits");
		assert_eq!((view.total, view.quota), (100 * GHR, 100 * GHR + 1));
		assert!(view.elected.is_empty());
		assert_ok!(ValidatorSet::back(signed(51), 13));
		assert_eq!(
			ValidatorSet::next_election().expect("fits").elected,
			vec![13]
		);
	});
}

#[test]
fn bribing_a_declared_next_at_the_last_moment() {
	Ext::default().execute(|| {
		// 10 has two quotas and names 11; the attacker 12 has nothing of its own.
		for (who, next) in [(11, None), (12, None), (10, Some(11))] {
			stand(who, MIN_BOND, next);
		}
		back_with(50, 90 * GHR, 10);
		days_later(1);
		assert_ok!(ValidatorSet::set_next(signed(10), Some(12)));
		let elected = || ValidatorSet::next_election().expect("fits").elected;
		assert_eq!(elected(), vec![10, 11]);
		// A whole day passes on which everybody can see it, and the backer goes.
		days_later(1);
		assert_eq!(elected(), vec![10, 11]);
		assert_ok!(ValidatorSet::back(signed(50), 11));
		days_later(1);
		assert_eq!(elected(), vec![11]);
		// To leave and to stand again names another next at once, but has no backer any more.
		assert_ok!(ValidatorSet::leave(signed(11)));
		assert_ok!(ValidatorSet::become_candidate(signed(11), 0, Some(12)));
		assert!(elected().is_empty());
	});
}

#[test]
fn bribing_declared_next_cycles() {
	Ext::default().execute(|| {
		// A cycle of three, the last of which is bribed to close a second cycle through the attacker.
		stand(12, MIN_BOND, None);
		stand(11, MIN_BOND, Some(12));
		stand(10, MIN_BOND, Some(11));
		stand(20, MIN_BOND, Some(10));
		assert_ok!(ValidatorSet::set_next(signed(12), Some(20)));
		for (who, weight) in [(10, 30), (11, 20), (12, 10), (20, 5)] {
			back_with(who + 40, weight * GHR, who);
		}
		days_later(2);
		let view = ValidatorSet::next_election().expect("fits");
		// 65 / 5 + 1 planck: 10 with 30 and 11 with 37 take a seat each, then 12 has 34, and 20 has 26.
		assert_eq!(view.elected, vec![10, 11, 12, 20]);
		let taken = view.quota * view.elected.len() as u128;
		assert_eq!(taken + view.exhausted, view.total);
	});
}

#[test]
fn leaving_before_an_offence_is_reported() {
	Ext::default().execute(|| {
		next_session();
		let found = evidence(1);
		// It offends and leaves; two days later it is out of the set.
		assert_ok!(ValidatorSet::leave(signed(1)));
		election_of_next_day();
		assert!(!active().contains(&1));
		// On the last day on which the bond is held, the report comes.
		days_later(UNBONDING_DAYS - 1);
		next_session();
		assert_noop!(
			ValidatorSet::release_bond(signed(1)),
			Error::<Test>::StillBonded
		);
		assert!(report(&found, 7, 100));
		assert_eq!(Bonds::<Test>::get(1).map(|bond| bond.amount), Some(0));
		// It is barred, and the record stays until it is not.
		days_later(1);
		assert_noop!(
			ValidatorSet::release_bond(signed(1)),
			Error::<Test>::StillBonded
		);
		days_later(COOL_OFF_DAYS);
		assert_ok!(ValidatorSet::release_bond(signed(1)));
		assert_eq!(Balances::balance(&1), 100_000 * GHR - MIN_BOND);
	});
}

#[test]
fn chilled_and_re_bonded_offender() {
	Ext::default().execute(|| {
		back_with(50, GHR, 1);
		assert!(report(&evidence(1), 7, 50));
		assert_ok!(ValidatorSet::leave(signed(1)));
		// It comes back with a larger bond and with its backer.
		assert_ok!(ValidatorSet::become_candidate(
			signed(1),
			9 * MIN_BOND,
			None
		));
		assert_ok!(ValidatorSet::back(signed(50), 1));
		assert!(ValidatorSet::next_election()
			.expect("fits")
			.elected
			.is_empty());
		for _ in 0..COOL_OFF_DAYS - 1 {
			election_of_next_day();
			assert!(!active().contains(&1));
		}
		// Nor can it take the bond away and begin anew with a clean record.
		assert_ok!(ValidatorSet::leave(signed(1)));
		assert_noop!(
			ValidatorSet::release_bond(signed(1)),
			Error::<Test>::StillBonded
		);
		assert_ok!(ValidatorSet::become_candidate(signed(1), 0, None));
		assert_ok!(ValidatorSet::back(signed(50), 1));
		election_of_next_day();
		assert!(active().contains(&1));
	});
}

#[test]
fn changing_keys_to_escape_a_report() {
	Ext::default().execute(|| {
		next_session();
		let found = evidence(1);
		// The keys are changed at once: no proof of the running session fits any more.
		register_keys(1, 91);
		assert!(!report(&found, 7, 50));
		// But with the next session the root that was made beforehand counts.
		next_session();
		assert!(report(&found, 7, 50));
		// And the new keys are in the root of the session in which they first count.
		next_session();
		let found = evidence(91);
		next_session();
		assert!(report(&found, 8, 60));
	});
}

#[test]
fn signalling_changes_every_session() {
	Ext::default().execute(|| {
		// Joining, leaving, backing and bonding as often as one likes changes authorities once a day.
		next_session();
		stand(10, MIN_BOND, None);
		let mut changes = 0;
		for number in 0..20 {
			if number % 2 == 0 {
				back_with(50, GHR + number, 10);
			} else {
				assert_ok!(ValidatorSet::stop_backing(signed(50)));
			}
			assert_ok!(ValidatorSet::add_bond(signed(1), 1));
			next_session();
			changes += u32::from(Changed::get());
		}
		assert_eq!(changes, 0);
		System::assert_has_event(
			Event::BondAdded {
				candidate: 1,
				amount: 1,
				bond: MIN_BOND + 1,
			}
			.into(),
		);
	});
}
