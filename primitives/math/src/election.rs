//! Seats for candidates by full Droop quotas, with transfer to a declared next.
//!
//! Each backer backs one candidate; each candidate declares at most one other, its *next*. Backing
//! that its candidate can't use goes to the first candidate along the chain of nexts that is still
//! in the count: the surplus of a candidate that is elected, and all that a candidate has when it is
//! eliminated. Where the chain ends, comes back to where it was, or *falls* twice, the backing is
//! *exhausted*. A chain falls where one who was eliminated names a weaker one: see
//! [false friends](#false-friends).
//!
//! | term | meaning |
//! |---|---|
//! | tally | what a candidate has: its own backing and what was transferred to it |
//! | total | all backing, or a least total that the caller gives, whichever is more |
//! | quota | backing that a seat takes: `floor(total / (seats + 1)) + 1` (Droop) |
//! | surplus | what an elected candidate has above the quota |
//! | continuing | neither elected nor eliminated yet |
//! | weaker | with less backing of its own, not counting transfers; of equals the later in the list |
//!
//! The count is the single transferable vote with indirect transfers (the rule of Gove, 1895), with
//! three changes: **a seat always takes a full quota**, so seats are left open where backing is
//! exhausted; a whole tally moves, never a fraction of votes, so nothing is rounded; and chains fall
//! once at most.
//!
//! # Laws
//!
//! Say that a group of candidates is *closed* when no chain of nexts of a candidate outside leads
//! into it, and *linked* when each of its members names the next stronger one, and the strongest the
//! weakest. With `B` the own backing of the group, `T` that of all and `q` the quota:
//!
//! 1. **Bound**: a closed group wins at most `floor(B / q)` seats, which is less than
//!    `B / T * (seats + 1)`, however it splits its backing.
//! 2. **Representation**: a linked group of `n` wins at least `min(n, floor(B / q))` seats.
//! 3. **Conservation**: seats times quota, plus what is exhausted, plus the tallies of those still
//!    continuing when the last seat is taken, is all backing.
//! 4. A candidate whose own backing reaches the quota is elected, and more backing of its own does
//!    not change that.
//! 5. The order of the candidates matters for ties only.
//!
//! What it does not promise:
//!
//! - Monotony, as no rule with transfers does: more backing for a candidate that needs transfers can
//!   cost it a seat, because it raises the quota and changes who is eliminated first.
//! - A share for those who are not linked: their transfers are exhausted, and seats stay open.
//!
//! # False friends
//!
//! Whoever is in a chain sends on what passes through, not only what its own backers gave. If every
//! chain led through everybody, one bribed candidate of a ring in which each names a *weaker* one
//! would take all the ring has: the weaker are eliminated first, so that all later transfers run
//! through them, and past the bribed one. (In a simulation, 28 % of the backing and one bribe took 20
//! of 21 seats.) Where each names a *stronger* one, transfers stop at a candidate that is still
//! continuing. So the chain of one who is eliminated goes down once at most: enough for a ring to
//! close. Those who were elected send on freely, because each has a full quota behind it.
//!
//! **Source**: H. R. Droop, "On methods of electing representatives", 1881; W. H. Gove,
//! Massachusetts House bill on proportional representation, 1895.

use crate::MathError;
use alloc::{collections::BTreeSet, vec, vec::Vec};

/// Most candidates of one election: the time of a count grows with their square.
pub const MAX_CANDIDATES: usize = 1_024;

/// Who stands for election.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Candidate {
	/// What the backers of this candidate weigh together.
	pub backing: u128,
	/// Place in the list of the candidate that gets what this one can't use.
	pub next: Option<usize>,
}

/// One who is elected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Elected {
	/// Place in the list of candidates.
	pub candidate: usize,
	/// Its tally when it was elected: the quota or more.
	pub tally: u128,
}

/// The result of a count.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Election {
	/// Those elected, at most as many as there are seats; the first elected first.
	pub elected: Vec<Elected>,
	/// Backing that one seat takes; more than `total / (seats + 1)`.
	pub quota: u128,
	/// Backing of all candidates together.
	pub total: u128,
	/// Backing that no chain of nexts leads on.
	pub exhausted: u128,
	/// Tallies of the candidates that are still continuing: zero unless every seat is taken.
	pub continuing: u128,
}

/// The Droop quota: backing that at most `seats` candidates can have each.
///
/// **Rounding**: down, then one more, so that `(seats + 1) * quota > total`.
///
/// **Errors** `Overflow`: the quota of no seats does not fit.
pub fn droop_quota(total: u128, seats: u32) -> Result<u128, MathError> {
	let shares = u128::from(seats)
		.checked_add(1)
		.ok_or(MathError::Overflow)?;
	total
		.checked_div(shares)
		.ok_or(MathError::DivisionByZero)?
		.checked_add(1)
		.ok_or(MathError::Overflow)
}

/// Elects at most `seats` of the candidates.
///
/// The quota is that of all backing, or of `least_total` where that is more: so that few backers are not
/// enough for all seats while most back nobody. Of equal tallies, that of the earlier candidate in the
/// list counts as the larger. A next that is out of the list, or the candidate itself, is none. Time:
/// the square of the candidates.
///
/// ```
/// # use greenhour_math::election::{elect, Candidate};
/// let candidate = |backing, next| Candidate { backing, next };
/// // Quota 100 / 3 + 1 = 34. The first has 60 and passes 26 to the second, which has 34 then.
/// let candidates = [candidate(60, Some(1)), candidate(8, None), candidate(32, None)];
/// let election = elect(&candidates, 2, 0)?;
/// let seats: Vec<_> = election.elected.iter().map(|elected| elected.candidate).collect();
/// assert_eq!((election.quota, seats), (34, vec![0, 1]));
/// # Ok::<(), greenhour_math::MathError>(())
/// ```
///
/// **Errors** `ArgumentOutOfRange`: more than [`MAX_CANDIDATES`]. `Overflow`: the backing of all does
/// not fit.
pub fn elect(
	candidates: &[Candidate],
	seats: u32,
	least_total: u128,
) -> Result<Election, MathError> {
	if candidates.len() > MAX_CANDIDATES {
		return Err(MathError::ArgumentOutOfRange);
	}
	let mut count = Count::new(candidates)?;
	let total = count.sum();
	let quota = droop_quota(total.max(least_total), seats)?;
	let seats = usize::try_from(seats).unwrap_or(usize::MAX);
	let mut elected = Vec::new();
	while elected.len() < seats {
		let (Some((best, tally)), Some((last, least))) = (count.largest(), count.smallest()) else {
			break;
		};
		if tally >= quota {
			elected.push(Elected {
				candidate: best,
				tally,
			});
			count.leave(best, Standing::Elected, tally.saturating_sub(quota))?;
		} else {
			count.leave(last, Standing::Eliminated, least)?;
		}
	}
	Ok(Election {
		elected,
		quota,
		total,
		exhausted: count.exhausted,
		continuing: count.sum(),
	})
}

/// Where a candidate stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
	/// In the count, with this tally.
	Continuing(u128),
	Elected,
	Eliminated,
}

/// A count under way.
struct Count<'a> {
	candidates: &'a [Candidate],
	standings: Vec<Standing>,
	exhausted: u128,
}

impl<'a> Count<'a> {
	/// **Errors** `Overflow`: the sum of all backing does not fit; no sum of the count exceeds it.
	fn new(candidates: &'a [Candidate]) -> Result<Self, MathError> {
		let backing = candidates.iter().map(|candidate| candidate.backing);
		backing
			.clone()
			.try_fold(0_u128, u128::checked_add)
			.ok_or(MathError::Overflow)?;
		Ok(Self {
			candidates,
			standings: backing.map(Standing::Continuing).collect(),
			exhausted: 0,
		})
	}

	fn sum(&self) -> u128 {
		self.continuing()
			.fold(0, |sum: u128, (_, tally)| sum.saturating_add(tally))
	}

	fn continuing(&self) -> impl Iterator<Item = (usize, u128)> + '_ {
		let standings = self.standings.iter().enumerate();
		standings.filter_map(|(place, standing)| match standing {
			Standing::Continuing(tally) => Some((place, *tally)),
			_ => None,
		})
	}

	/// The continuing candidate with the largest tally, the earlier of equals.
	fn largest(&self) -> Option<(usize, u128)> {
		self.continuing()
			.max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(&a.0)))
	}

	/// The continuing candidate with the smallest tally, the later of equals.
	fn smallest(&self) -> Option<(usize, u128)> {
		self.continuing()
			.min_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(&a.0)))
	}

	/// Takes a candidate out and passes `amount` of its tally on.
	fn leave(&mut self, place: usize, to: Standing, amount: u128) -> Result<(), MathError> {
		if let Some(standing) = self.standings.get_mut(place) {
			*standing = to;
		}
		let heir = self.heir(place);
		let sum = match heir.and_then(|heir| self.standings.get_mut(heir)) {
			Some(Standing::Continuing(tally)) => tally,
			_ => &mut self.exhausted,
		};
		*sum = sum.checked_add(amount).ok_or(MathError::Overflow)?;
		Ok(())
	}

	/// The first continuing candidate along the chain of nexts of `place`.
	fn heir(&self, place: usize) -> Option<usize> {
		let mut seen = vec![false; self.candidates.len()];
		let mut fell = false;
		let mut at = place;
		loop {
			let visited = seen.get_mut(at)?;
			if core::mem::replace(visited, true) {
				return None;
			}
			let next = self.candidates.get(at)?.next?;
			let falls =
				*self.standings.get(at)? == Standing::Eliminated && self.is_weaker(next, at);
			if falls && core::mem::replace(&mut fell, true) {
				return None;
			}
			if matches!(self.standings.get(next)?, Standing::Continuing(_)) {
				return Some(next);
			}
			at = next;
		}
	}

	/// Is `a` weaker than `b`?
	fn is_weaker(&self, a: usize, b: usize) -> bool {
		let strength = |place: usize| {
			let candidate = self.candidates.get(place);
			let backing = candidate.map(|candidate| candidate.backing);
			(backing, core::cmp::Reverse(place))
		};
		strength(a) < strength(b)
	}
}

/// Most seats that a closed group with this backing can win; see the laws of this module.
///
/// **Errors** as [`droop_quota`].
pub fn seats_bound_down(backing: u128, total: u128, seats: u32) -> Result<u128, MathError> {
	backing
		.checked_div(droop_quota(total, seats)?)
		.ok_or(MathError::DivisionByZero)
}

/// Is the group closed: does no chain of nexts of a candidate outside lead into it?
///
/// A chain that enters does so at one step, so it is enough to look at single nexts.
pub fn is_closed(candidates: &[Candidate], group: &BTreeSet<usize>) -> bool {
	candidates
		.iter()
		.enumerate()
		.filter(|(place, _)| !group.contains(place))
		.all(|(_, candidate)| candidate.next.is_none_or(|next| !group.contains(&next)))
}

#[cfg(test)]
mod tests {
	use super::*;

	fn candidate(backing: u128, next: impl Into<Option<usize>>) -> Candidate {
		Candidate {
			backing,
			next: next.into(),
		}
	}

	fn seats_of(candidates: &[Candidate], seats: u32) -> Vec<usize> {
		let election = elect(candidates, seats, 0).expect("in range");
		let elected = election.elected.iter();
		elected.map(|elected| elected.candidate).collect()
	}

	#[test]
	fn a_seat_takes_a_full_quota() {
		// 90 / 4 + 1 = 23: nobody but the first has it, and nothing is passed on.
		let alone = [30, 22, 20, 18].map(|backing| candidate(backing, None));
		assert_eq!(seats_of(&alone, 3), [0]);
		// With nexts: the last passes 18 to the third (38), whose surplus of 15 goes to the second.
		let linked = [
			candidate(30, 1),
			candidate(22, 0),
			candidate(20, 1),
			candidate(18, 2),
		];
		// The first is elected with 30 and passes 7 to the second: 29. Then 6 go by way of the first
		// back to the second, which is elected: exhausted. The last is eliminated: 38 for the third.
		assert_eq!(seats_of(&linked, 3), [0, 1, 2]);
		let election = elect(&linked, 3, 0).expect("in range");
		assert_eq!(election.exhausted, 6 + 15);
	}

	#[test]
	fn a_cycle_of_nexts_ends() {
		// Quota 100 / 3 + 1 = 34.
		let cycle = [
			candidate(12, 1),
			candidate(11, 2),
			candidate(11, 0),
			candidate(66, 3),
		];
		// The cycle gathers its 34 on its first; the surplus of the last, its own next, is exhausted.
		assert_eq!(seats_of(&cycle, 2), [3, 0]);
		assert_eq!(elect(&cycle, 2, 0).map(|e| e.exhausted), Ok(32));
	}

	#[test]
	fn the_chain_skips_those_who_are_out() {
		// 120 / 3 + 1 = 41. The first passes 39 to the second, which goes before the third and passes
		// them on.
		let chain = [candidate(80, 1), candidate(0, 2), candidate(40, None)];
		assert_eq!(seats_of(&chain, 2), [0, 2]);
		// Of equal tallies the later goes first.
		let equal = [
			candidate(30, 2),
			candidate(30, None),
			candidate(30, 3),
			candidate(30, 0),
		];
		// Quota 120 / 2 + 1 = 61. The last leaves 30 to the first, then the third leaves 30 (by way of
		// the last) to the first.
		assert_eq!(seats_of(&equal, 1), [0]);
	}

	#[test]
	fn nobody_without_backing_is_elected() {
		assert!(seats_of(&[candidate(0, None); 5], 3).is_empty());
		assert!(seats_of(&[], 3).is_empty());
		assert!(seats_of(&[candidate(9, None)], 0).is_empty());
		assert_eq!(seats_of(&[candidate(1, None), candidate(0, 0)], 3), [0]);
	}

	#[test]
	fn few_backers_do_not_take_all_seats() {
		let few = [candidate(10, None), candidate(5, None)];
		assert_eq!(
			elect(&few, 3, 0).map(|e| (e.quota, e.elected.len())),
			Ok((4, 2))
		);
		// 24 / 4 + 1 = 7, though only 15 are given.
		assert_eq!(
			elect(&few, 3, 24).map(|e| (e.quota, e.elected.len())),
			Ok((7, 1))
		);
		assert_eq!(elect(&few, 3, u128::MAX).map(|e| e.elected.len()), Ok(0));
	}

	#[test]
	fn a_next_out_of_the_list_is_none() {
		let candidates = [candidate(10, 7), candidate(1, usize::MAX)];
		let election = elect(&candidates, 1, 0).expect("in range");
		// Quota 11 / 2 + 1 = 6.
		assert_eq!((election.elected.len(), election.exhausted), (1, 4));
	}

	#[test]
	fn what_does_not_fit_is_refused() {
		let huge = [candidate(u128::MAX, None), candidate(1, None)];
		assert_eq!(elect(&huge, 1, 0), Err(MathError::Overflow));
		assert_eq!(droop_quota(u128::MAX, 0), Err(MathError::Overflow));
		assert_eq!(droop_quota(u128::MAX, u32::MAX), Ok((u128::MAX >> 32) + 1));
		let many = vec![candidate(1, None); MAX_CANDIDATES + 1];
		assert_eq!(elect(&many, 1, 0), Err(MathError::ArgumentOutOfRange));
	}

	#[test]
	fn groups_are_closed_or_not() {
		let candidates = [candidate(1, 1), candidate(1, None), candidate(1, 0)];
		let closed = |group: &[usize]| is_closed(&candidates, &group.iter().copied().collect());
		assert!(closed(&[2]) && closed(&[0, 2]) && closed(&[0, 1, 2]));
		assert!(!closed(&[1]) && !closed(&[0]) && !closed(&[0, 1]));
	}
}
