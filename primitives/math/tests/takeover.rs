//! One owner against many: how many seats a share of the backing wins, however it is split.
//!
//! Printed with `cargo test -p greenhour-math --test takeover -- --nocapture`.

use greenhour_math::election::{elect, seats_bound_down, Candidate};
use proptest::prelude::*;
use std::collections::BTreeSet;

/// Planck that all backing weighs together.
const TOTAL: u128 = 1_000_000_000_000_000_000;
/// Most candidates.
const CANDIDATES: usize = 200;

/// How those who don't belong to the attacker name their nexts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Honest {
	/// Each names the next stronger one, the strongest the weakest.
	Linked,
	/// Nobody names anybody.
	Alone,
}

/// Splits `backing` so that each part is `steepness` per mille larger than the next one.
fn split(backing: u128, parts: usize, steepness: u128) -> Vec<u128> {
	let mut weights = vec![1_000_000_u128; parts];
	for place in 1..parts {
		weights[place] = (weights[place - 1] * 1_000 / (1_000 + steepness)).max(1);
	}
	let sum: u128 = weights.iter().sum();
	let mut shares: Vec<_> = weights
		.iter()
		.map(|weight| backing / sum * weight)
		.collect();
	shares[0] += backing - shares.iter().sum::<u128>();
	shares
}

/// `shares`, the strongest first, in a ring in which each names the next stronger one, or nobody anybody.
fn ring(shares: &[u128], offset: usize, linked: bool) -> impl Iterator<Item = Candidate> + '_ {
	let count = shares.len();
	shares
		.iter()
		.enumerate()
		.map(move |(place, backing)| Candidate {
			backing: *backing,
			next: linked.then_some(offset + (place + count - 1) % count),
		})
}

/// Seats of the attacker, who comes first in the list, and of all.
fn seats(attacker: &[u128], honest: &[u128], nexts: Honest, seats: u32) -> (usize, usize) {
	let candidates: Vec<_> = ring(attacker, 0, true)
		.chain(ring(honest, attacker.len(), nexts == Honest::Linked))
		.collect();
	let election = elect(&candidates, seats, 0).expect("fits");
	let won = election.elected.iter();
	let won = won
		.filter(|elected| elected.candidate < attacker.len())
		.count();
	(won, election.elected.len())
}

/// Seats of the attacker if the candidates with the most backing were simply taken.
fn seats_by_rank(attacker: &[u128], honest: &[u128], seats: usize) -> usize {
	let theirs = honest.iter().map(|share| (*share, false));
	let mut all: Vec<_> = attacker
		.iter()
		.map(|share| (*share, true))
		.chain(theirs)
		.collect();
	all.sort_by(|a, b| b.cmp(a));
	all.iter().take(seats).filter(|(_, mine)| *mine).count()
}

/// The best that an attacker with this share can do over all numbers of equal and unequal parts.
fn best_of_attacker(per_cent: u128, honest: &[u128], nexts: Honest, count: u32) -> [usize; 3] {
	let backing = TOTAL / 100 * per_cent;
	let (mut most, mut of, mut by_rank) = (0, 0, 0);
	for parts in 1..=(CANDIDATES - honest.len()) {
		for steepness in [0, 10, 100, 1_000] {
			let attacker = split(backing, parts, steepness);
			let (won, all) = seats(&attacker, honest, nexts, count);
			if won > most || of == 0 {
				(most, of) = (won, all);
			}
			by_rank = by_rank.max(seats_by_rank(&attacker, honest, count as usize));
		}
	}
	[most, of, by_rank]
}

#[test]
fn set_takeover_by_one_owner_with_many_devices() {
	println!("share  seats  honest   won by quota (of all elected)  won by rank");
	for count in [21_u32, 64] {
		for nexts in [Honest::Linked, Honest::Alone] {
			for per_cent in [9_u128, 28, 33] {
				let honest = split(TOTAL / 100 * (100 - per_cent), 120, 5);
				let [won, all, by_rank] = best_of_attacker(per_cent, &honest, nexts, count);
				println!(
					"{per_cent:>4} %  {count:>5}  {nexts:?}  {won:>4} of {all:<4}  {by_rank:>10}"
				);
				let share = per_cent * (u128::from(count) + 1);
				assert!(won as u128 <= share / 100);
				assert!(won as u128 <= share.div_ceil(100));
				// Those who are linked get all of theirs.
				if nexts == Honest::Linked {
					let least = (100 - per_cent) * (u128::from(count) + 1) / 100;
					assert!(all - won >= least as usize - 1);
				}
				// Nine per cent of the backing would take a third of 21 seats and more by rank alone.
				assert!(per_cent != 9 || count != 21 || by_rank * 3 >= 21);
			}
		}
	}
}

proptest! {
	#[test]
	fn no_split_wins_more_than_the_quotas(
		parts in prop::collection::vec(0_u128..1_000_000, 1..80),
		theirs in prop::collection::vec(0_u128..1_000_000, 1..120),
		linked: bool,
		count in 1_u32..65,
	) {
		let nexts = if linked { Honest::Linked } else { Honest::Alone };
		let (won, _) = seats(&parts, &theirs, nexts, count);
		let backing: u128 = parts.iter().sum();
		let total = backing + theirs.iter().sum::<u128>();
		prop_assert!(won as u128 <= seats_bound_down(backing, total, count).unwrap());
	}

	#[test]
	fn backing_by_dust_devices(
		backing in 1_u128..1_000_000_000_000,
		dust in 1_usize..100,
		theirs in prop::collection::vec(1_u128..1_000_000_000, 1..60),
		count in 1_u32..65,
	) {
		// However many candidates the dust is spread over, it wins no more than in one ring of
		// as many candidates as it has quotas.
		let spread = split(backing, dust, 0);
		let mut theirs = theirs;
		theirs.sort_by(|a, b| b.cmp(a));
		let (won, _) = seats(&spread, &theirs, Honest::Linked, count);
		let total = backing + theirs.iter().sum::<u128>();
		let quotas = seats_bound_down(backing, total, count).unwrap();
		prop_assert!(won as u128 <= quotas);
		prop_assert!(won as u128 >= quotas.min(dust as u128));
	}
}

/// Seats of an attacker with 28 % of the backing, when this many of 60 others name it: who comes before
/// them in their ring sends on through them.
fn seats_with_bribes(bribed: usize, to_stronger: bool) -> (u128, u128) {
	let count = 21;
	let mut honest = split(TOTAL / 100 * 72, 60, 5);
	if !to_stronger {
		honest.reverse();
	}
	let attacker = split(TOTAL / 100 * 28, 20, 0);
	let first = attacker.len();
	let mut candidates: Vec<_> = ring(&attacker, 0, true)
		.chain(ring(&honest, first, true))
		.collect();
	for place in (0..bribed).map(|number| first + number * honest.len() / bribed) {
		candidates[place].next = Some(place % first);
	}
	let election = elect(&candidates, count, 0).expect("fits");
	let won = election.elected.iter();
	let won = won.filter(|elected| elected.candidate < first).count();
	// The attacker, and all whose chains lead to it.
	let mut group: BTreeSet<usize> = (0..first).collect();
	while let Some(place) = (0..candidates.len()).find(|place| {
		!group.contains(place)
			&& candidates[*place]
				.next
				.is_some_and(|next| group.contains(&next))
	}) {
		group.insert(place);
	}
	let backing = group.iter().map(|place| candidates[*place].backing).sum();
	let bound = seats_bound_down(backing, election.total, count).expect("fits");
	(won as u128, bound)
}

#[test]
fn bribing_declared_nexts() {
	println!("28 % of the backing, 21 seats, 60 others in a ring");
	println!("bribed  each names a stronger one  each names a weaker one");
	for bribed in [0, 1, 3, 10, 30] {
		let (stronger, bound) = seats_with_bribes(bribed, true);
		let (weaker, same) = seats_with_bribes(bribed, false);
		println!("{bribed:>6}  {stronger:>25}  {weaker:>23}");
		assert!(weaker <= bound && stronger <= same);
		// Without a bribe the bound is that of its own backing; with one, the whole ring leads to it.
		assert_eq!((bound, same), if bribed == 0 { (6, 6) } else { (21, 21) });
		// A bribe moves less than a quota of those who were bribed, and what falls to them.
		assert!(stronger.max(weaker) <= 6 + bribed as u128);
	}
}

#[test]
fn bribing_declared_nexts_into_a_cycle() {
	// A bribe that closes a cycle through both groups: nothing is counted twice, and the count ends.
	let honest = [30, 20, 10];
	let attacker = [15, 10];
	let mut candidates: Vec<_> = ring(&attacker, 0, true)
		.chain(ring(&honest, 2, true))
		.collect();
	candidates[1].next = Some(2);
	candidates[4].next = Some(0);
	let election = elect(&candidates, 3, 0).unwrap();
	let taken = election.elected.len() as u128 * election.quota;
	assert_eq!(taken + election.exhausted + election.continuing, 85);
	// 85 / 4 + 1 = 22, three times.
	assert_eq!(taken, 66);
}
