//! Who gets what of the money of an hour: rules of values, without storage.

use greenhour_types::{Balance, MilliGpu};
use sp_runtime::{helpers_128bit::multiply_by_rational_with_rounding, Permill, Rounding};

/// Hours of a day, as the length of an array.
pub const HOURS: usize = 24;

/// The part of `paid` that falls to `units` of `of`, rounded down.
///
/// **Units**: planck of GCD. Zero when `of` is zero; never more than `paid`.
pub fn share_down(paid: Balance, units: MilliGpu, of: MilliGpu) -> Balance {
	if units >= of {
		return if of.is_zero() { 0 } else { paid };
	}
	multiply_by_rational_with_rounding(paid, units.0.into(), of.0.into(), Rounding::Down)
		.unwrap_or(0)
}

/// How a delivered share splits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DeliveredSplit {
	/// Credited to the position.
	pub earned: Balance,
	/// Burned.
	pub fee: Balance,
}

/// The protocol fee of a share, rounded up; never more than the share.
///
/// **Units**: planck of GCD.
pub fn fee_up(share: Balance, rate: Permill) -> Balance {
	rate.mul_ceil(share).min(share)
}

/// Splits a delivered share: the fee rounds up, the position earns the rest.
///
/// **Units**: planck of GCD.
pub fn delivered(share: Balance, rate: Permill) -> DeliveredSplit {
	let fee = fee_up(share, rate);
	DeliveredSplit {
		earned: share.saturating_sub(fee),
		fee,
	}
}

/// What a miss, or a drop, takes from the bond of the device.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Penalty {
	/// Taken from the bond, at the GHR rate of the device registry.
	pub slash: Balance,
	/// Of which the tenant gets this much beside the refund.
	pub compensation: Balance,
}

/// Terms of a miss for a share and the closing price of the same units.
///
/// `slash = max(1.5 * share, 1.25 * closing)`, rounded up, at least one planck;
/// `compensation = min(slash, max(0, closing - share), share / 4)`, rounded down. Saturating.
///
/// **Units**: planck of GCD.
pub fn miss(share: Balance, closing: Balance) -> Penalty {
	let by_share = share.saturating_add(share.div_ceil(2));
	let by_closing = closing.saturating_add(closing.div_ceil(4));
	let slash = by_share.max(by_closing).max(1);
	Penalty {
		slash,
		compensation: compensation_down(slash, share, closing),
	}
}

/// Terms of dropping units before their hour starts; `share` is rounded down.
///
/// `slash = share / 2`, rounded up, at least one planck; compensation as for a miss. Never more than a
/// miss of the same units.
///
/// **Units**: planck of GCD.
pub fn drop_penalty(share: Balance, closing: Balance) -> Penalty {
	let slash = share.div_ceil(2).max(1);
	Penalty {
		slash,
		compensation: compensation_down(slash, share, closing),
	}
}

fn compensation_down(slash: Balance, share: Balance, closing: Balance) -> Balance {
	let quarter = share.checked_div(4).unwrap_or(0);
	closing.saturating_sub(share).min(quarter).min(slash)
}

/// What the caller of a settlement gets: the fixed reward while the deposit lasts, and never more than
/// a quarter of the price that the call settled, rounded down.
///
/// **Units**: planck of GCD.
pub fn reward_down(fixed: Balance, left: Balance, price: Balance) -> Balance {
	let quarter = price.checked_div(4).unwrap_or(0);
	fixed.min(left).min(quarter)
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;

	#[test]
	fn a_third_of_a_hundred_is_thirty_three() {
		assert_eq!(share_down(100, MilliGpu(100), MilliGpu(300)), 33);
		assert_eq!(share_down(100, MilliGpu(300), MilliGpu(300)), 100);
		assert_eq!(share_down(100, MilliGpu(0), MilliGpu(300)), 0);
		assert_eq!(share_down(100, MilliGpu(5), MilliGpu(0)), 0);
	}

	#[test]
	fn the_fee_rounds_up_and_the_position_gets_the_rest() {
		// 5 % of 101 is 5.05.
		let split = delivered(101, Permill::from_percent(5));
		assert_eq!(split, DeliveredSplit { earned: 95, fee: 6 });
		assert_eq!(
			delivered(0, Permill::from_percent(5)),
			DeliveredSplit::default()
		);
	}

	#[test]
	fn a_miss_at_a_stable_price_compensates_nothing() {
		assert_eq!(
			miss(1_001, 1_001),
			Penalty {
				slash: 1_502,
				compensation: 0
			}
		);
	}

	#[test]
	fn a_miss_after_the_price_rose_compensates_at_most_a_quarter() {
		// closing 1,100: the difference counts; closing 4,000: a quarter of the share does.
		assert_eq!(
			miss(1_000, 1_100),
			Penalty {
				slash: 1_500,
				compensation: 100
			}
		);
		assert_eq!(
			miss(1_000, 4_000),
			Penalty {
				slash: 5_000,
				compensation: 250
			}
		);
	}

	#[test]
	fn a_share_of_nothing_is_not_given_up_for_nothing() {
		// Of an hour of one planck each of three devices has a share of zero.
		for penalty in [miss(0, 0), drop_penalty(0, 0), drop_penalty(0, 9)] {
			assert!(penalty.slash >= 1);
			assert_eq!(penalty.compensation, 0);
		}
		assert_eq!(drop_penalty(1_001, 1_100).slash, 501);
		assert_eq!(drop_penalty(1_001, 1_100).compensation, 99);
	}

	#[test]
	fn the_largest_values_do_not_wrap() {
		let most = Balance::MAX;
		assert_eq!(
			share_down(most, MilliGpu(u32::MAX), MilliGpu(u32::MAX)),
			most
		);
		assert!(share_down(most, MilliGpu(1), MilliGpu(u32::MAX)) < most);
		assert_eq!(miss(most, most).slash, most);
		let split = delivered(most, Permill::from_parts(1));
		assert_eq!(split.earned + split.fee, most);
	}

	proptest! {
		#[test]
		fn shares_never_sum_to_more_than_was_paid(
			paid: u128,
			parts in prop::collection::vec(1u32..1_000_000, 1..20),
		) {
			let of = MilliGpu(parts.iter().sum());
			let shares = parts.iter().map(|part| share_down(paid, MilliGpu(*part), of));
			let sum = shares.fold(0u128, |sum, share| sum.checked_add(share).expect("below paid"));
			prop_assert!(sum <= paid);
			// Each of the parts rounds by less than one planck.
			prop_assert!(paid - sum < 20);
		}

		#[test]
		fn nobody_gains_from_a_job_that_cannot_run(share: u64, closing: u64) {
			let terms = miss(share.into(), closing.into());
			prop_assert!(terms.slash > terms.compensation);
			prop_assert!(terms.slash >= u128::from(share) * 3 / 2);
			prop_assert!(terms.compensation <= u128::from(share) / 4);
		}

		#[test]
		fn dropping_costs_more_than_it_gives_and_less_than_missing(share: u64, closing: u64) {
			let (share, closing) = (share.into(), closing.into());
			let (dropped, missed) = (drop_penalty(share, closing), miss(share, closing));
			prop_assert!(dropped.slash > dropped.compensation);
			prop_assert!(dropped.slash <= missed.slash);
			prop_assert_eq!(dropped.compensation, missed.compensation);
		}

		#[test]
		fn no_reward_pays_for_the_penalty_that_earned_it(
			fixed: u64, left: u64, price: u64, closing: u64,
		) {
			let (fixed, left, price) = (fixed.into(), left.into(), price.into());
			let reward = reward_down(fixed, left, price);
			for penalty in [miss(price, closing.into()), drop_penalty(price, closing.into())] {
				prop_assert!(reward + penalty.compensation <= penalty.slash);
				prop_assert!(reward < penalty.slash);
			}
		}

		#[test]
		fn a_delivered_share_splits_without_rest(share: u128, parts in 0u32..1_000_000) {
			let split = delivered(share, Permill::from_parts(parts));
			prop_assert_eq!(split.earned.checked_add(split.fee), Some(share));
		}
	}
}
