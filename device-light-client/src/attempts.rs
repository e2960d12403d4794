//! When to try an action again.
//!
//! Finality takes some blocks, so an action that was just submitted still looks undone; one that
//! keeps failing must not cost a fee at every block.

use std::collections::BTreeMap;

/// Blocks before an action that nobody reported about is tried again.
const PATIENCE: u64 = 8;
/// Longest wait between two attempts, in blocks.
const MAX_WAIT: u64 = 64;

#[derive(Debug, Clone, Copy)]
struct Attempt {
	count: u32,
	next: u64,
}

/// What was tried, and when it may be tried again.
#[derive(Debug)]
pub struct Attempts<Id> {
	tried: BTreeMap<Id, Attempt>,
}

impl<Id> Default for Attempts<Id> {
	fn default() -> Self {
		Self {
			tried: BTreeMap::new(),
		}
	}
}

impl<Id: Ord> Attempts<Id> {
	/// May `id` be tried at `block`?
	pub fn is_due(&self, id: &Id, block: u64) -> bool {
		self.tried
			.get(id)
			.is_none_or(|attempt| block >= attempt.next)
	}

	/// May `id` be tried at `block`? If so, counts the attempt: the wait after each one is twice
	/// that before.
	pub fn start(&mut self, id: Id, block: u64) -> bool {
		let attempt = self
			.tried
			.entry(id)
			.or_insert(Attempt { count: 0, next: 0 });
		if block < attempt.next {
			return false;
		}
		let wait = PATIENCE.saturating_mul(1u64.checked_shl(attempt.count).unwrap_or(u64::MAX));
		*attempt = Attempt {
			count: attempt.count.saturating_add(1),
			next: block + wait.min(MAX_WAIT),
		};
		true
	}

	/// How often `id` was tried.
	pub fn count(&self, id: &Id) -> u32 {
		self.tried.get(id).map_or(0, |attempt| attempt.count)
	}

	/// News of the attempt: if the action still looks due, the next attempt need not wait as long.
	pub fn answered(&mut self, id: &Id, block: u64) {
		if let Some(attempt) = self.tried.get_mut(id) {
			let wait = 1u64
				.checked_shl(attempt.count)
				.unwrap_or(u64::MAX)
				.min(MAX_WAIT);
			attempt.next = attempt.next.min(block.saturating_add(wait));
		}
	}

	/// Forgets actions that were last tried so long ago that they are over.
	pub fn forget_before(&mut self, block: u64) {
		self.tried
			.retain(|_, attempt| attempt.next.saturating_add(MAX_WAIT) >= block);
	}
}

#[cfg(test)]
mod tests {
	use proptest::prelude::*;

	use super::*;

	#[test]
	fn second_attempt_waits_and_third_waits_longer() {
		let mut attempts = Attempts::default();
		let tried: Vec<u64> = (0..60)
			.filter(|block| attempts.start("a", *block))
			.collect();
		assert_eq!(tried, [0, 8, 24, 56]);
		assert_eq!(attempts.count(&"a"), 4);
		assert!(attempts.start("b", 1), "another action is free");
	}

	#[test]
	fn news_of_an_attempt_shortens_the_wait() {
		let mut attempts = Attempts::default();
		assert!(attempts.start("a", 0));
		attempts.answered(&"a", 1);
		assert!(!attempts.start("a", 2));
		assert!(attempts.start("a", 3));
	}

	#[test]
	fn old_actions_are_forgotten() {
		let mut attempts = Attempts::default();
		assert!(attempts.start("a", 0));
		attempts.forget_before(10);
		assert_eq!(attempts.count(&"a"), 1);
		attempts.forget_before(1_000);
		assert_eq!(attempts.count(&"a"), 0);
	}

	proptest! {
		#[test]
		fn attempts_never_come_faster_than_every_second_block(news in proptest::collection::vec(any::<bool>(), 200)) {
			let mut attempts = Attempts::default();
			let mut last = None;
			for (block, heard) in (0u64..).zip(news) {
				if attempts.start((), block) {
					prop_assert!(last.is_none_or(|last| block >= last + 2));
					last = Some(block);
				}
				if heard {
					attempts.answered(&(), block);
				}
			}
		}
	}
}
