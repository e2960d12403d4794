//! The laws of the election, over random candidates; the README of its module states them.

use greenhour_math::election::{
	droop_quota, elect, is_closed, seats_bound_down, Candidate, Election, MAX_CANDIDATES,
};
use proptest::prelude::*;
use std::collections::BTreeSet;

/// Most candidates that a chain lets stand.
const CANDIDATES: usize = 200;

/// Backing of every size, often equal, often zero.
fn backing() -> impl Strategy<Value = u128> {
	prop_oneof![
		4 => (0_u32..100, any::<u128>()).prop_map(|(bits, noise)| noise & ((1 << bits) - 1)),
		2 => 0_u128..20,
		1 => Just(0),
		1 => Just(1_000_000_000_000),
	]
}

/// Candidates with any nexts: chains, cycles, themselves, out of the list.
fn candidates(most: usize) -> impl Strategy<Value = Vec<Candidate>> {
	(1..=most).prop_flat_map(|count| {
		let next = prop_oneof![1 => Just(None), 4 => (0..count + 1).prop_map(Some)];
		let candidate = (backing(), next);
		let candidate = candidate.prop_map(|(backing, next)| Candidate { backing, next });
		prop::collection::vec(candidate, count)
	})
}

fn won(election: &Election, group: &BTreeSet<usize>) -> u128 {
	let elected = election.elected.iter();
	elected
		.filter(|elected| group.contains(&elected.candidate))
		.count() as u128
}

fn own_backing(candidates: &[Candidate], group: &BTreeSet<usize>) -> u128 {
	group.iter().map(|place| candidates[*place].backing).sum()
}

/// The group with all whose chains lead into it.
fn closure(candidates: &[Candidate], group: BTreeSet<usize>) -> BTreeSet<usize> {
	let mut group = group;
	loop {
		let entering: Vec<_> = (0..candidates.len())
			.filter(|place| !group.contains(place))
			.filter(|place| candidates[*place].next.is_some_and(|n| group.contains(&n)))
			.collect();
		if entering.is_empty() {
			return group;
		}
		group.extend(entering);
	}
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(512))]

	#[test]
	fn the_total_is_conserved(candidates in candidates(60), seats in 0_u32..40, least in backing()) {
		let election = elect(&candidates, seats, least).unwrap();
		let taken = election.elected.len() as u128 * election.quota;
		prop_assert!(election.elected.len() <= seats as usize);
		prop_assert_eq!(taken + election.exhausted + election.continuing, election.total);
		let total: u128 = candidates.iter().map(|candidate| candidate.backing).sum();
		prop_assert_eq!(election.total, total);
		prop_assert_eq!(election.quota, droop_quota(total.max(least), seats).unwrap());
		prop_assert!(election.elected.iter().all(|elected| elected.tally >= election.quota));
		let distinct: BTreeSet<_> = election.elected.iter().map(|e| e.candidate).collect();
		prop_assert_eq!(distinct.len(), election.elected.len());
	}

	#[test]
	fn a_closed_group_wins_no_more_than_its_quotas(
		candidates in candidates(40),
		seats in 1_u32..40,
		members in prop::collection::btree_set(0_usize..40, 1..8),
	) {
		let members = members.into_iter().filter(|place| *place < candidates.len()).collect();
		let group = closure(&candidates, members);
		prop_assert!(is_closed(&candidates, &group));
		let election = elect(&candidates, seats, 0).unwrap();
		let backing = own_backing(&candidates, &group);
		let bound = seats_bound_down(backing, election.total, seats).unwrap();
		prop_assert!(won(&election, &group) <= bound);
		// Less than the share times (seats + 1).
		if election.total > 0 && backing > 0 {
			prop_assert!(bound * election.total < backing * (u128::from(seats) + 1));
		}
	}

	#[test]
	fn a_linked_group_wins_its_quotas(
		mut candidates in candidates(40),
		seats in 1_u32..40,
		first in 0_usize..40,
		size in 1_usize..20,
	) {
		// A ring in which each names the next stronger one, whoever else leads into it.
		let first = first % candidates.len();
		let group: BTreeSet<_> = (first..candidates.len()).take(size).collect();
		let mut ring: Vec<_> = group.iter().copied().collect();
		ring.sort_by_key(|place| (candidates[*place].backing, std::cmp::Reverse(*place)));
		for (number, place) in ring.iter().enumerate() {
			candidates[*place].next = Some(ring[(number + 1) % ring.len()]);
		}
		let election = elect(&candidates, seats, 0).unwrap();
		let quotas = own_backing(&candidates, &group) / election.quota;
		prop_assert!(won(&election, &group) >= quotas.min(group.len() as u128));
	}

	#[test]
	fn an_own_quota_elects_and_more_of_it_does_not_hurt(
		mut candidates in candidates(40),
		seats in 1_u32..40,
		chosen in 0_usize..40,
		more in backing(),
	) {
		let chosen = chosen % candidates.len();
		let is_elected = |candidates: &[Candidate]| {
			let election = elect(candidates, seats, 0).unwrap();
			let has_quota = candidates[chosen].backing >= election.quota;
			(has_quota, election.elected.iter().any(|elected| elected.candidate == chosen))
		};
		let (had_quota, elected) = is_elected(&candidates);
		prop_assert!(elected || !had_quota);
		candidates[chosen].backing += more;
		let (has_quota, elected) = is_elected(&candidates);
		prop_assert!(has_quota || !had_quota);
		prop_assert!(elected || !has_quota);
	}

	#[test]
	fn the_order_of_the_list_matters_for_ties_only(
		candidates in candidates(40),
		seats in 1_u32..40,
		rotation in 0_usize..40,
		noise in prop::collection::vec(any::<u64>(), 40),
	) {
		// 64 random bits each: no two tallies are ever equal.
		let count = candidates.len();
		let distinct: Vec<_> = candidates
			.iter()
			.enumerate()
			.map(|(place, candidate)| Candidate {
				backing: 1 << (64 + place) | u128::from(noise[place]),
				..*candidate
			})
			.collect();
		let place_after = |place: usize| if place < count { (place + rotation) % count } else { place };
		let mut rotated = distinct.clone();
		for (place, candidate) in distinct.iter().enumerate() {
			rotated[place_after(place)] = Candidate {
				next: candidate.next.map(place_after),
				..*candidate
			};
		}
		let election = elect(&distinct, seats, 0).unwrap();
		let after = elect(&rotated, seats, 0).unwrap();
		let expected: Vec<_> = election.elected.iter().map(|e| place_after(e.candidate)).collect();
		let got: Vec<_> = after.elected.iter().map(|e| e.candidate).collect();
		prop_assert_eq!(expected, got);
		prop_assert_eq!(election.exhausted, after.exhausted);
	}

	#[test]
	fn the_quota_is_the_least_that_too_many_cannot_have(total: u128, seats in 1_u32..2_000) {
		let quota = droop_quota(total, seats).unwrap();
		let beaten = quota.checked_mul(u128::from(seats) + 1);
		prop_assert!(beaten.is_none_or(|sum| sum > total));
		prop_assert!((quota - 1) * (u128::from(seats) + 1) <= total);
	}
}

/// The method is not monotone, and nobody may rely on it.
#[test]
fn more_backing_can_cost_a_seat() {
	let seats_with = |backing: u128| {
		let candidate = |backing, next| Candidate { backing, next };
		let candidates = [
			candidate(backing, None),
			candidate(3, Some(0)),
			candidate(1, None),
		];
		let election = elect(&candidates, 2, 0).unwrap();
		let elected = election.elected.iter();
		elected.map(|elected| elected.candidate).collect::<Vec<_>>()
	};
	// Quota 5 / 3 + 1 = 2: the surplus of the second elects the first.
	assert_eq!(seats_with(1), vec![1, 0]);
	// Quota 6 / 3 + 1 = 3: the second has no surplus any more.
	assert_eq!(seats_with(2), vec![1]);
}

/// The worst case of the time: nobody is linked, nexts make chains as long as the list.
#[test]
fn the_count_takes_the_square_of_the_candidates() {
	let chain = |count: usize| -> Vec<_> {
		(0..count)
			.map(|place| Candidate {
				backing: 1_000 + place as u128,
				next: Some((place + 1) % count),
			})
			.collect()
	};
	for count in [CANDIDATES, MAX_CANDIDATES] {
		let started = std::time::Instant::now();
		let election = elect(&chain(count), 64, 0).unwrap();
		println!("{count} candidates: {:?}", started.elapsed());
		assert_eq!(election.elected.len(), 64);
	}
}
