//! Which days and hours an offer covers. Pure.

use greenhour_types::{Day, Hour};

/// The first and last day of an offer, and where it starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Span {
	/// First day with an hour on sale.
	pub(crate) first_day: Day,
	/// First hour of that day that is offered.
	pub(crate) first_hour_of_day: u8,
	/// Last day, included.
	pub(crate) last_day: Day,
}

/// Why a span can't be offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SpanFault {
	/// It starts before today, is reversed, or all its hours are closed.
	Invalid,
	/// It ends too late.
	TooLong,
}

/// What of the days `first_day` to `last_day` can be offered.
///
/// `closed` is the latest hour whose sale has closed; `max_days` counts from today, included.
pub(crate) fn offered_span(
	first_day: Day,
	last_day: Day,
	today: Day,
	closed: Hour,
	max_days: u32,
) -> Result<Span, SpanFault> {
	if first_day < today {
		return Err(SpanFault::Invalid);
	}
	if last_day.0.saturating_sub(today.0) >= max_days {
		return Err(SpanFault::TooLong);
	}
	let first_open = closed.next();
	let (first_day, first_hour_of_day) = if first_day > first_open.day() {
		(first_day, 0)
	} else {
		(first_open.day(), first_open.of_day().get())
	};
	if last_day < first_day {
		return Err(SpanFault::Invalid);
	}
	Ok(Span {
		first_day,
		first_hour_of_day,
		last_day,
	})
}

#[cfg(test)]
mod tests {
	use super::*;

	/// Today is day 2, 09:00; the sale of 10:00 has closed.
	fn span(first_day: u32, last_day: u32) -> Result<Span, SpanFault> {
		offered_span(Day(first_day), Day(last_day), Day(2), Hour(58), 30)
	}

	#[test]
	fn today_starts_with_the_first_hour_on_sale() {
		let expected = Span {
			first_day: Day(2),
			first_hour_of_day: 11,
			last_day: Day(4),
		};
		assert_eq!(span(2, 4), Ok(expected));
	}

	#[test]
	fn later_days_start_at_midnight() {
		let expected = Span {
			first_day: Day(3),
			first_hour_of_day: 0,
			last_day: Day(3),
		};
		assert_eq!(span(3, 3), Ok(expected));
	}

	#[test]
	fn a_day_that_is_closed_to_its_end_is_left_out() {
		// 23:00 of day 2 has closed, then 00:00 of day 3.
		for (closed, first_hour_of_day) in [(71, 0), (72, 1)] {
			let span = offered_span(Day(2), Day(3), Day(2), Hour(closed), 30);
			let expected = Span {
				first_day: Day(3),
				first_hour_of_day,
				last_day: Day(3),
			};
			assert_eq!(span, Ok(expected));
		}
		let only_today = offered_span(Day(2), Day(2), Day(2), Hour(71), 30);
		assert_eq!(only_today, Err(SpanFault::Invalid));
	}

	#[test]
	fn the_past_and_reversed_spans_are_refused() {
		assert_eq!(span(1, 4), Err(SpanFault::Invalid));
		assert_eq!(span(5, 4), Err(SpanFault::Invalid));
	}

	#[test]
	fn the_last_day_is_bounded() {
		assert!(span(2, 31).is_ok());
		assert_eq!(span(2, 32), Err(SpanFault::TooLong));
		assert_eq!(span(2, u32::MAX), Err(SpanFault::TooLong));
	}
}
