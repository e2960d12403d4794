//! What challenges have shown about a device, as a function of when they were answered.
//!
//! Time is cut in windows of equal length. Two counters, of the last window with an answer and of the
//! one before, tell until when enough answers are young enough, in constant space.

use frame_support::pallet_prelude::*;
use greenhour_types::Moment;
use parity_scale_codec::DecodeWithMemTracking;

/// What tier 3 asks of the answers of a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChallengeRule {
	/// Length of a window, ms; at least 1.
	pub window: Moment,
	/// Answers needed in the running window and the one before.
	pub answers: u32,
	/// How long no challenge may have been missed, ms.
	pub period: Moment,
	/// How long a miss suspends, ms.
	pub suspension: Moment,
}

impl ChallengeRule {
	fn window_of(&self, at: Moment) -> u64 {
		at.checked_div(self.window).unwrap_or(0)
	}

	/// When the window that is `ahead` of `window` starts.
	fn start_of(&self, window: u64, ahead: u64) -> Moment {
		window.saturating_add(ahead).saturating_mul(self.window)
	}
}

/// The answers of a device since its last miss. Moments are ms since the Unix epoch.
#[derive(
	Clone,
	Copy,
	Debug,
	Default,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct ChallengeHistory {
	/// First answer after the last miss or the last pause of more than a window.
	pub since: Moment,
	/// Window of the last answer.
	pub window: u64,
	/// Answers in it; counted up to what is needed.
	pub current: u32,
	/// Answers in the window before it; counted alike.
	pub previous: u32,
	/// The last miss; answers from before it count no more.
	pub missed_at: Moment,
	/// End of the suspension for a miss.
	pub suspended_until: Moment,
}

impl ChallengeHistory {
	/// Counts an answer; says whether that changed anything.
	///
	/// An answer that is older than the last miss, or than the window before the last answer, does not
	/// count.
	pub fn answer(&mut self, at: Moment, rule: &ChallengeRule) -> bool {
		let before = *self;
		let window = rule.window_of(at);
		let none = self.current == 0 && self.previous == 0;
		let one_more = |count: u32| count.saturating_add(1).min(rule.answers);
		if at <= self.missed_at {
			return false;
		}
		match window.checked_sub(self.window) {
			Some(0) if !none => self.current = one_more(self.current),
			Some(1) if !none => {
				self.previous = self.current;
				self.current = one_more(0);
				self.window = window;
			}
			Some(_) => {
				self.since = at;
				self.previous = 0;
				self.current = one_more(0);
				self.window = window;
			}
			None if window.saturating_add(1) == self.window => {
				self.previous = one_more(self.previous);
			}
			None => {}
		}
		*self != before
	}

	/// Counts a miss: the answers before it are gone. `suspends` says whether the device is suspended
	/// for it.
	pub fn miss(&mut self, now: Moment, suspends: bool, rule: &ChallengeRule) {
		self.current = 0;
		self.previous = 0;
		self.missed_at = now;
		if suspends {
			self.suspended_until = now.saturating_add(rule.suspension);
		}
	}

	/// Until when the answers suffice, exclusive; `None` when they do not suffice at `now`.
	pub fn suffices_until(&self, now: Moment, rule: &ChallengeRule) -> Option<Moment> {
		let until = if self.current >= rule.answers {
			rule.start_of(self.window, 2)
		} else if self.current.saturating_add(self.previous) >= rule.answers {
			rule.start_of(self.window, 1)
		} else {
			return None;
		};
		let long_enough = now >= self.since.saturating_add(rule.period);
		(long_enough && now < until).then_some(until)
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;

	const RULE: ChallengeRule = ChallengeRule {
		window: 100,
		answers: 3,
		period: 150,
		suspension: 50,
	};

	fn after(answers: &[Moment]) -> ChallengeHistory {
		let mut history = ChallengeHistory::default();
		for at in answers {
			history.answer(*at, &RULE);
		}
		history
	}

	#[test]
	fn answers_suffice_until_they_are_too_old() {
		// Windows 1, 1, 2: three answers until window 2 is over.
		let history = after(&[110, 120, 230]);
		assert_eq!(history.suffices_until(259, &RULE), None);
		assert_eq!(history.suffices_until(260, &RULE), Some(300));
		assert_eq!(history.suffices_until(300, &RULE), None);
		// Three in window 2 carry on through window 3.
		let history = after(&[110, 230, 240, 250]);
		assert_eq!(history.suffices_until(260, &RULE), Some(400));
	}

	#[test]
	fn a_pause_of_a_whole_window_starts_again() {
		let history = after(&[110, 120, 130, 310]);
		assert_eq!(
			(history.since, history.current, history.previous),
			(310, 1, 0)
		);
		let history = after(&[110, 120, 130, 299]);
		assert_eq!(
			(history.since, history.current, history.previous),
			(110, 1, 3)
		);
	}

	#[test]
	fn late_answers_count_for_their_window_only() {
		let mut history = after(&[110, 230]);
		assert!(history.answer(199, &RULE));
		assert_eq!((history.current, history.previous), (1, 2));
		assert!(!history.answer(99, &RULE));
	}

	#[test]
	fn a_miss_forgets_what_was_before() {
		let mut history = after(&[110, 120, 230]);
		history.miss(250, true, &RULE);
		assert_eq!(history.suspended_until, 300);
		assert!(!history.answer(250, &RULE));
		for at in [251, 252, 253] {
			assert!(history.answer(at, &RULE));
		}
		assert_eq!(history.suffices_until(400, &RULE), None);
		assert_eq!(history.since, 251);
	}

	#[test]
	fn counting_stops_where_more_changes_nothing() {
		let mut history = after(&[110, 120, 130]);
		assert!(!history.answer(140, &RULE));
	}

	/// The count that the two counters stand for: answers in the window of `now` and the one before.
	fn counted(answers: &[Moment], now: Moment) -> usize {
		let window = now / RULE.window;
		let young = |at: &&Moment| (*at / RULE.window) + 1 >= window;
		answers.iter().filter(young).count()
	}

	proptest! {
		#[test]
		fn two_counters_say_what_a_list_would(
			mut answers in prop::collection::vec(1..1_000u64, 1..30), later in 0..300u64,
		) {
			answers.sort_unstable();
			let history = after(&answers);
			let now = answers.last().expect("one at least") + later;
			let enough = counted(&answers, now) >= 3;
			let long = now >= history.since + RULE.period;
			prop_assert_eq!(history.suffices_until(now, &RULE).is_some(), enough && long);
			// No window without an answer lies between `since` and the last answer.
			let run: Vec<_> = answers.iter().filter(|at| **at >= history.since).collect();
			prop_assert!(run.windows(2).all(|pair| *pair[1] / 100 - *pair[0] / 100 <= 1));
		}

		#[test]
		fn one_more_answer_never_takes_anything_away(
			answers in prop::collection::vec(1..1_000u64, 0..30), more in 1..1_000u64,
			now in 1_000..1_200u64,
		) {
			let mut sorted = answers;
			sorted.sort_unstable();
			let history = after(&sorted);
			let mut richer = history;
			richer.answer(more.max(sorted.last().copied().unwrap_or(0)), &RULE);
			// Only a pause of a whole window takes the run away, and then it had run out.
			let until = |history: &ChallengeHistory| history.suffices_until(now, &RULE);
			prop_assert!(until(&richer) >= until(&history));
		}
	}
}
