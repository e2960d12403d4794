//! Pure rules: which members go, which come.

use alloc::{collections::BTreeSet, vec::Vec};

/// One of the set before an election.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incumbent<AccountId> {
	/// Who.
	pub account: AccountId,
	/// Own backing as a candidate; `None` for one that left or can't be elected.
	pub backing: Option<u128>,
}

/// How far one election may go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
	/// Most members.
	pub seats: usize,
	/// No member goes without a successor if fewer than this were left.
	pub minimum: usize,
	/// Seats that may change: be given to another, filled or left.
	pub changes: usize,
}

impl Limits {
	/// A third of the seats may change, rounded down, but at least one.
	pub fn of_a_day(seats: u32, minimum: u32) -> Self {
		let count = |value: u32| usize::try_from(value).unwrap_or(usize::MAX);
		Self {
			seats: count(seats),
			minimum: count(minimum),
			changes: count(seats.checked_div(3).unwrap_or(0).max(1)),
		}
	}
}

/// The set after an election: `members` with at most `limits.changes` seats changed.
///
/// Those elected come in the order in which they were elected. The members that were not elected go
/// when their seats are needed, in this order: those that can't be elected, then those with the least
/// backing. Members that can't be elected, and members above the number of seats, go without a
/// successor too, down to the minimum. A seat that nobody was elected to stays with its member.
///
/// **Shape**: in order of accounts, each once.
pub fn next_set<AccountId: Ord + Clone>(
	members: Vec<Incumbent<AccountId>>,
	elected: &[AccountId],
	limits: Limits,
) -> Vec<AccountId> {
	let lasting: BTreeSet<_> = elected.iter().collect();
	let mut set: BTreeSet<_> = members
		.iter()
		.map(|member| member.account.clone())
		.collect();
	let mut outgoing: Vec<_> = members
		.into_iter()
		.filter(|member| !lasting.contains(&member.account))
		.collect();
	// The first to go is last: `None` is less than any backing.
	outgoing.sort_by(|a, b| (b.backing, &b.account).cmp(&(a.backing, &a.account)));
	let mut changes = limits.changes;
	for account in elected {
		if changes == 0 {
			break;
		}
		if set.contains(account) {
			continue;
		}
		if set.len() >= limits.seats {
			match outgoing.pop() {
				Some(member) => set.remove(&member.account),
				None => break,
			};
		}
		set.insert(account.clone());
		changes = changes.saturating_sub(1);
	}
	while let Some(member) = outgoing.pop() {
		let must_go = member.backing.is_none() || set.len() > limits.seats;
		if changes == 0 || !must_go || set.len() <= limits.minimum {
			break;
		}
		set.remove(&member.account);
		changes = changes.saturating_sub(1);
	}
	set.into_iter().collect()
}

/// `members` without those of `unfit`, but no fewer than `minimum`: the last named stay.
pub fn without<AccountId: Ord + Clone>(
	members: Vec<AccountId>,
	unfit: &[AccountId],
	minimum: usize,
) -> Vec<AccountId> {
	let mut spare = members.len().saturating_sub(minimum);
	let mut gone = BTreeSet::new();
	for account in unfit {
		if spare > 0 && gone.insert(account) {
			spare = spare.saturating_sub(1);
		}
	}
	members
		.into_iter()
		.filter(|member| !gone.contains(member))
		.collect()
}

/// The approved list, filled up with members of the former set, in their order, to the minimum.
///
/// **Shape**: in order of accounts, each once.
pub fn governed_set<AccountId: Ord + Clone>(
	members: &[AccountId],
	approved: Vec<AccountId>,
	minimum: usize,
) -> Vec<AccountId> {
	let least = minimum.min(members.len());
	let mut set: BTreeSet<_> = approved.into_iter().collect();
	for member in members {
		if set.len() >= least {
			break;
		}
		set.insert(member.clone());
	}
	set.into_iter().collect()
}
