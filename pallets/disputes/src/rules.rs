//! Pure rules: windows, stakes, and what is due when.

use crate::types::{ClaimState, ClaimedHour};
use greenhour_types::{
	Balance, ClockParams, Hour, HourOfDay, Moment, VerificationMode, HOURS_PER_DAY,
};
use sp_runtime::Permill;

/// How long the parties have, in ms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DisputeWindows {
	/// The tenant objects until this long after the claim.
	pub objection_ms: u64,
	/// Auditors judge until this long after they were asked.
	pub verdict_ms: u64,
}

impl DisputeWindows {
	/// Windows of so many market hours; an objection also fits into half of the money window.
	pub fn new(params: &ClockParams, objection_hours: u32, verdict_hours: u32) -> Self {
		let hour = params.hour_length_ms;
		let half = params.claim_window_ms();
		Self {
			objection_ms: hour.saturating_mul(objection_hours.into()).min(half),
			verdict_ms: hour.saturating_mul(verdict_hours.into()),
		}
	}
}

/// When `hour` can be claimed no more; `None` before hour zero is set or on overflow.
pub fn claim_deadline(params: &ClockParams, hour: Hour) -> Option<Moment> {
	params.end_of(hour)?.checked_add(params.claim_window_ms())
}

/// Can `hour` be claimed at `now`: is it over, and not half of its money window?
pub fn is_claimable(params: &ClockParams, hour: Hour, now: Moment) -> bool {
	let end = params.end_of(hour);
	let deadline = claim_deadline(params, hour);
	end.is_some_and(|end| now >= end) && deadline.is_some_and(|deadline| now < deadline)
}

/// Can the device of `hour` declare at `now` that it can't start?
pub fn is_declarable(params: &ClockParams, hour: Hour, now: Moment) -> bool {
	let since = params
		.start_of(hour)
		.and_then(|start| now.checked_sub(start));
	since.is_some_and(|since| since < params.windows.cannot_start_ms)
}

/// When a declaration of `declared_at` can be answered no more.
pub fn answer_deadline(params: &ClockParams, declared_at: Moment) -> Moment {
	declared_at.saturating_add(params.windows.cannot_start_ms)
}

/// When the contract of a specification published at `published_at` can have nothing open any more:
/// its hours lay within the horizon of sales, and their money windows and verdicts are over.
///
/// Until then its publisher removes it himself; whoever closes the contract could earn by it else,
/// before the publisher has time to.
pub fn spec_over(params: &ClockParams, published_at: Moment, windows: &DisputeWindows) -> Moment {
	let day_ms = params.hour_length_ms.saturating_mul(HOURS_PER_DAY.into());
	published_at
		.saturating_add(day_ms.saturating_mul(params.windows.horizon_days.into()))
		.saturating_add(params.windows.settle_ms)
		.saturating_add(windows.verdict_ms)
}

/// The share of `hour`; nothing where the device serves nothing.
pub fn share_at(shares: &[Balance; 24], hour: HourOfDay) -> Balance {
	shares.get(hour.index()).copied().unwrap_or_default()
}

/// A stake on an hour of this share: `max(rate * share, least)`, rounded up.
pub fn stake_up(share: Balance, rate: Permill, least: Balance) -> Balance {
	rate.mul_ceil(share).max(least)
}

/// What a stake becomes that is lost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LostStake {
	/// Planck burned.
	pub burned: Balance,
	/// Planck paid to the other side.
	pub paid: Balance,
}

/// Splits a lost stake: half is burned, rounded up, so that who loses to himself loses.
pub fn lost_stake(stake: Balance) -> LostStake {
	let paid = stake.checked_div(2).unwrap_or(0);
	LostStake {
		burned: stake.saturating_sub(paid),
		paid,
	}
}

/// What happens to a claimed hour that nobody speaks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
	/// It is paid or, when the chain stood still ([`WindowHours`]), excused.
	Pay,
	/// It is excused.
	Excuse,
	/// Its record goes.
	Free,
}

/// The market hours of an objection window: from the one it starts in to the last that is over when it
/// ends. What they are, and which of them count, never changes after the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WindowHours {
	/// The first.
	pub first: Hour,
	/// The last.
	pub last: Hour,
}

impl WindowHours {
	/// Those of the window from `start` to `end`, excluded; `None` when no hour is over in it, before
	/// hour zero is set, or on overflow.
	pub fn new(params: &ClockParams, start: Moment, end: Moment) -> Option<Self> {
		let first = params.hour_at(start)?;
		let last = Hour(params.hour_at(end)?.0.checked_sub(1)?);
		(first <= last).then_some(Self { first, last })
	}

	/// Did the chain stand still: are fewer than half of the hours among the `counted` ones?
	pub fn are_lost(&self, counted: u32) -> bool {
		let all = self.last.0.saturating_sub(self.first.0).saturating_add(1);
		counted < all.div_ceil(2)
	}
}

/// What happens to a claimed hour, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
	/// From when on.
	pub at: Moment,
	/// What.
	pub outcome: Outcome,
}

/// What happens to `claimed`, of which `deadline` is the claim deadline, unless somebody speaks.
pub fn due_of<AccountId>(
	claimed: &ClaimedHour<AccountId>,
	deadline: Moment,
	mode: VerificationMode,
	windows: &DisputeWindows,
) -> Due {
	let unjudged = |asked_at: Moment| Due {
		at: asked_at.saturating_add(windows.verdict_ms),
		outcome: Outcome::Excuse,
	};
	match &claimed.state {
		ClaimState::Open if mode == VerificationMode::Audited => unjudged(claimed.claimed_at),
		ClaimState::Open => Due {
			at: claimed.claimed_at.saturating_add(windows.objection_ms),
			outcome: Outcome::Pay,
		},
		ClaimState::Objected { objected_at, .. } => unjudged(*objected_at),
		ClaimState::Refused => Due {
			at: deadline,
			outcome: Outcome::Free,
		},
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;

	#[test]
	fn an_objection_fits_into_every_money_window() {
		// 12 market hours, or half of the 2 hours of the development chain.
		let windows = DisputeWindows::new(&ClockParams::PRODUCTION, 12, 168);
		assert_eq!(windows.objection_ms, 12 * 3_600_000);
		assert_eq!(windows.verdict_ms, 7 * 24 * 3_600_000);
		let windows = DisputeWindows::new(&ClockParams::DEVELOPMENT, 12, 168);
		assert_eq!(windows.objection_ms, 60_000);
	}

	#[test]
	fn an_unanswered_hour_is_still_running_in_every_preset() {
		for mut params in [ClockParams::PRODUCTION, ClockParams::DEVELOPMENT] {
			params.hour_zero_ms = Some(0);
			let hour = Hour(30);
			let last = params.start_of(hour).expect("set") + params.windows.cannot_start_ms - 1;
			assert!(is_declarable(&params, hour, last));
			assert!(!is_declarable(&params, hour, last + 1));
			assert!(answer_deadline(&params, last) < params.end_of(hour).expect("set"));
		}
	}

	#[test]
	fn an_hour_is_claimable_from_its_end_for_half_of_its_money_window() {
		let params = ClockParams::PRODUCTION;
		let end = params.end_of(Hour(30)).expect("set");
		let deadline = end + 24 * 3_600_000;
		let claimable =
			[end - 1, end, deadline - 1, deadline].map(|now| is_claimable(&params, Hour(30), now));
		assert_eq!(claimable, [false, true, true, false]);
	}

	#[test]
	fn the_hours_of_a_window_are_as_many_as_it_is_long() {
		let params = ClockParams {
			hour_zero_ms: Some(0),
			..ClockParams::PRODUCTION
		};
		let hour = params.hour_length_ms;
		let hours = |start, end| {
			WindowHours::new(&params, start, end).map(|hours| (hours.first.0, hours.last.0))
		};
		assert_eq!(hours(3 * hour, 15 * hour), Some((3, 14)));
		assert_eq!(hours(4 * hour - 1, 16 * hour - 1), Some((3, 14)));
		assert_eq!(hours(3 * hour, 4 * hour), Some((3, 3)));
		assert_eq!(hours(3 * hour, 4 * hour - 1), None);
		assert_eq!(
			WindowHours::new(&ClockParams::DEVELOPMENT, 0, 9 * hour),
			None
		);
	}

	#[test]
	fn fewer_than_half_of_the_hours_are_an_outage() {
		let twelve = WindowHours {
			first: Hour(3),
			last: Hour(14),
		};
		assert_eq!(
			[0, 5, 6, 12].map(|counted| twelve.are_lost(counted)),
			[true, true, false, false]
		);
		let three = WindowHours {
			first: Hour(3),
			last: Hour(5),
		};
		assert_eq!(
			[0, 1, 2].map(|counted| three.are_lost(counted)),
			[true, true, false]
		);
	}

	proptest! {
		#[test]
		fn stakes_round_up_and_lost_stakes_are_split_exactly(
			share in prop_oneof![0u128..1_000, any::<u64>().prop_map(u128::from)],
			least in 0u128..100_000,
		) {
			let rate = Permill::from_percent(10);
			let stake = stake_up(share, rate, least);
			prop_assert!(stake * 10 >= share && stake >= least);
			prop_assert!(stake == least || (stake - 1) * 10 < share);
			let LostStake { burned, paid } = lost_stake(stake);
			prop_assert_eq!(burned + paid, stake);
			prop_assert!(burned >= paid && burned - paid <= 1);
		}
	}
}
