//! Laws of who goes and who comes.

use crate::rules::{governed_set, next_set, without, Incumbent, Limits};
use proptest::prelude::*;
use std::collections::BTreeSet;

fn incumbent(account: u32, backing: impl Into<Option<u128>>) -> Incumbent<u32> {
	Incumbent {
		account,
		backing: backing.into(),
	}
}

fn limits(seats: usize, minimum: usize, changes: usize) -> Limits {
	Limits {
		seats,
		minimum,
		changes,
	}
}

#[test]
fn the_lowest_backing_goes_first_and_the_first_elected_comes_first() {
	let members =
		[(1, 50), (2, 10), (3, 30), (4, 20)].map(|(who, backing)| incumbent(who, backing));
	let members = members.to_vec();
	// 9 is elected before 8; only one seat changes.
	let set = next_set(members.clone(), &[1, 9, 8], limits(4, 1, 1));
	assert_eq!(set, vec![1, 3, 4, 9]);
	let set = next_set(members.clone(), &[1, 9, 8], limits(4, 1, 2));
	assert_eq!(set, vec![1, 3, 8, 9]);
	// An open seat is filled before anybody goes.
	let set = next_set(members, &[9, 8], limits(5, 1, 2));
	assert_eq!(set, vec![1, 3, 4, 8, 9]);
}

#[test]
fn one_who_left_goes_before_others_and_without_a_successor() {
	let members = vec![incumbent(1, None), incumbent(2, 10), incumbent(3, 0)];
	assert_eq!(
		next_set(members.clone(), &[9], limits(3, 1, 1)),
		vec![2, 3, 9]
	);
	assert_eq!(next_set(members.clone(), &[], limits(3, 1, 1)), vec![2, 3]);
	assert_eq!(next_set(members, &[], limits(3, 3, 1)), vec![1, 2, 3]);
}

#[test]
fn fewer_seats_take_members_away_step_by_step() {
	let members: Vec<_> = (1..=6).map(|who| incumbent(who, u128::from(who))).collect();
	assert_eq!(
		next_set(members.clone(), &[], limits(3, 1, 1)),
		vec![2, 3, 4, 5, 6]
	);
	assert_eq!(next_set(members, &[1], limits(3, 1, 9)), vec![1, 5, 6]);
}

#[test]
fn the_minimum_keeps_the_unfit_with_the_larger_bonds() {
	assert_eq!(without(vec![1, 2, 3, 4], &[3, 1], 1), vec![2, 4]);
	assert_eq!(without(vec![1, 2, 3, 4], &[3, 1], 3), vec![1, 2, 4]);
	assert_eq!(without(vec![1, 2], &[1, 2], 2), vec![1, 2]);
	assert_eq!(without(vec![1, 2], &[1, 2], 7), vec![1, 2]);
}

#[test]
fn an_approved_list_below_the_minimum_is_filled_with_former_members() {
	assert_eq!(governed_set(&[1, 2, 3], vec![9, 8], 2), vec![8, 9]);
	assert_eq!(governed_set(&[1, 2, 3], vec![9], 2), vec![1, 9]);
	assert_eq!(governed_set(&[1, 2, 3], vec![], 9), vec![1, 2, 3]);
	assert!(governed_set::<u32>(&[], vec![], 9).is_empty());
}

proptest! {
	#[test]
	fn an_election_changes_a_third_of_the_seats_at_most(
		members in prop::collection::btree_map(0_u32..30, prop::option::of(0_u128..50), 0..20),
		elected in prop::collection::btree_set(0_u32..40, 0..20),
		seats in 1_u32..20,
		minimum in 1_u32..20,
	) {
		let minimum = minimum.min(seats);
		let limits = Limits::of_a_day(seats, minimum);
		prop_assert!(limits.changes * 3 <= seats as usize || limits.changes == 1);
		// Whoever is elected can be: it has backing.
		let former: BTreeSet<_> = members.keys().copied().collect();
		let elected: Vec<_> = elected
			.into_iter()
			.filter(|who| members.get(who).is_none_or(Option::is_some))
			.take(seats as usize)
			.collect();
		let incumbents = members.iter().map(|(who, backing)| incumbent(*who, *backing)).collect();
		let set = next_set(incumbents, &elected, limits);
		let new: BTreeSet<_> = set.iter().copied().collect();
		prop_assert_eq!(&set, &new.iter().copied().collect::<Vec<_>>());
		let came = new.difference(&former).count();
		let went = former.difference(&new).count();
		prop_assert!(came.max(went) <= limits.changes);
		prop_assert!(new.len() >= former.len().min(minimum as usize));
		prop_assert!(new.len() <= former.len().max(seats as usize));
		prop_assert!(new.difference(&former).all(|who| elected.contains(who)));
		// Nobody who was elected goes.
		prop_assert!(former.difference(&new).all(|who| !elected.contains(who)));
		// Day after day, all who are elected come in.
		let mut set = set;
		for _ in 0..40 {
			let members = set.iter().map(|who| {
				incumbent(*who, members.get(who).copied().unwrap_or(Some(0)))
			});
			set = next_set(members.collect(), &elected, limits);
		}
		prop_assert!(elected.iter().all(|who| set.contains(who)));
	}
}
