//! The rules of a draw, as functions of values.

use crate::types::MAX_DRAW_AUTHORS;
use alloc::vec::Vec;
use greenhour_types::{ClockParams, Hour, HOURS_PER_DAY};

/// Draws that open at each end of a gap in the chain.
const OPENED_AT_EACH_END: u32 = 4;

/// The hours whose draws open when the sale of `latest` has closed and `last` was opened before,
/// ascending and at most eight: of a longer gap the first four and the last four.
///
/// Without a `last`, at the start of the chain, just `latest`.
pub(crate) fn hours_to_open(last: Option<Hour>, latest: Hour) -> Vec<Hour> {
	let Some(last) = last else {
		return alloc::vec![latest];
	};
	let first = last.0.saturating_add(1);
	let head_end = first.saturating_add(OPENED_AT_EACH_END);
	// The tail starts where the head ended or four hours before the end, whichever is later.
	let tail_start = head_end.max(
		latest
			.0
			.saturating_sub(OPENED_AT_EACH_END.saturating_sub(1)),
	);
	let head = first..head_end.min(latest.0.saturating_add(1));
	head.chain(tail_start..=latest.0)
		.filter(|hour| *hour > last.0)
		.map(Hour)
		.collect()
}

/// Distinct authors that a draw needs: half of the authorities rounded up, at most `most` and
/// [`MAX_DRAW_AUTHORS`], at least one.
pub(crate) fn authors_needed(most: u32, authorities: u32) -> u32 {
	let most = most.clamp(1, MAX_DRAW_AUTHORS);
	authorities.div_ceil(2).clamp(1, most)
}

/// The last block after which `needed` distinct authors made blocks, and that lies `delay` blocks or more before
/// `parent`, the latest; `None` when there is none.
///
/// `last_blocks` has the last block of each author, the latest first.
pub(crate) fn inputs_until(
	mut last_blocks: impl Iterator<Item = u32>,
	needed: u32,
	parent: u32,
	delay: u32,
) -> Option<u32> {
	let needed = usize::try_from(needed.checked_sub(1)?).ok()?;
	// The authors of later blocks are those before him in the list.
	let before_authors = last_blocks.nth(needed)?.checked_sub(1)?;
	Some(before_authors.min(parent.checked_sub(delay)?))
}

/// The first hour whose seed is still kept at `current`: receipts of an hour can come until
/// `late_receipt_ms` after its end, and a day is added for challenges drawn later than their hour.
pub(crate) fn oldest_kept(current: Hour, params: &ClockParams) -> Hour {
	let window = params
		.windows
		.late_receipt_ms
		.checked_div(params.hour_length_ms);
	let window = window
		.and_then(|hours| u32::try_from(hours).ok())
		.unwrap_or(u32::MAX);
	// One for the hour itself, one because the division rounds down.
	let kept = window
		.saturating_add(2)
		.saturating_add(u32::from(HOURS_PER_DAY));
	Hour(current.0.saturating_sub(kept))
}

#[cfg(test)]
mod tests {
	use super::*;

	fn opened(last: Option<u32>, latest: u32) -> Vec<u32> {
		hours_to_open(last.map(Hour), Hour(latest))
			.into_iter()
			.map(|hour| hour.0)
			.collect()
	}

	#[test]
	fn every_hour_is_opened_once_and_ends_of_a_long_gap_suffice() {
		assert_eq!(opened(None, 22), [22]);
		assert_eq!(opened(Some(22), 23), [23]);
		assert_eq!(opened(Some(22), 22), [0; 0]);
		assert_eq!(opened(Some(22), 21), [0; 0]);
		assert_eq!(opened(Some(10), 13), [11, 12, 13]);
		assert_eq!(opened(Some(10), 18), [11, 12, 13, 14, 15, 16, 17, 18]);
		assert_eq!(opened(Some(10), 19), [11, 12, 13, 14, 16, 17, 18, 19]);
		assert_eq!(
			opened(Some(10), 5_000),
			[11, 12, 13, 14, 4_997, 4_998, 4_999, 5_000]
		);
	}

	#[test]
	fn the_last_hours_of_the_counter_do_not_wrap() {
		let max = u32::MAX;
		assert_eq!(opened(Some(max - 2), max), [max - 1, max]);
		assert_eq!(opened(Some(max - 1), max), [max]);
		assert_eq!(opened(Some(max), max), [0; 0]);
	}

	#[test]
	fn half_of_the_authorities_is_enough_and_eight_are_always() {
		let needed: Vec<u32> = [0, 1, 2, 3, 4, 15, 16, 1_000]
			.map(|count| authors_needed(8, count))
			.to_vec();
		assert_eq!(needed, [1, 1, 1, 2, 2, 8, 8, 8]);
		assert_eq!(authors_needed(2, 1_000), 2);
		assert_eq!(authors_needed(0, 1_000), 1);
		assert_eq!(authors_needed(u32::MAX, u32::MAX), 8);
	}

	#[test]
	fn inputs_are_older_than_the_authors_that_are_needed() {
		let until = |needed, parent, delay| {
			inputs_until([100, 99, 90, 7].into_iter(), needed, parent, delay)
		};
		// The author of block 100 alone; then the delay decides.
		assert_eq!(until(1, 100, 0), Some(99));
		assert_eq!(until(1, 100, 16), Some(84));
		assert_eq!(until(3, 100, 4), Some(89));
		assert_eq!(until(4, 100, 16), Some(6));
		assert_eq!(until(5, 100, 16), None);
		assert_eq!(until(0, 100, 16), None);
		assert_eq!(until(1, 100, 101), None);
		assert_eq!(inputs_until([0].into_iter(), 1, 0, 0), None);
	}

	#[test]
	fn seeds_outlive_the_window_of_late_receipts() {
		let params = ClockParams::PRODUCTION;
		assert_eq!(oldest_kept(Hour(10_000), &params), Hour(10_000 - 720 - 26));
		assert_eq!(oldest_kept(Hour(10), &params), Hour(0));
	}
}
