//! How hour zero becomes known.

use crate::{mock::*, Event, Params};
use greenhour_traits::HourClock;
use greenhour_types::{ClockParams, Hour, HourPhase};

#[test]
fn block_one_stands_at_day_zero_21_for_its_own_calls() {
	Ext::default().execute(|| {
		open_block_at(FIRST);
		assert_eq!(Params::<Test>::get().hour_zero_ms, None);
		assert_eq!(Clock::current_hour(), Some(Hour(21)));
		assert_eq!(Clock::phase_of(Hour(21)), Some(HourPhase::Delivery));
	});
}

#[test]
fn hour_zero_is_stored_at_the_end_of_block_one_and_announced() {
	Ext::default().execute(|| {
		block_at(FIRST);
		let hour_zero_ms = FIRST - 21 * 60_000;
		assert_eq!(Params::<Test>::get().hour_zero_ms, Some(hour_zero_ms));
		System::assert_last_event(Event::<Test>::HourZeroSet { hour_zero_ms }.into());
	});
}

#[test]
fn hour_zero_never_changes_afterwards() {
	Ext::default().execute(|| {
		block_at(FIRST);
		let params = Params::<Test>::get();
		block_at(FIRST + 3_600_000);
		assert_eq!(Params::<Test>::get(), params);
		assert_eq!(Clock::current_hour(), Some(Hour(81)));
	});
}

#[test]
fn a_genesis_may_fix_hour_zero() {
	Ext::default()
		.with_params(ClockParams::PRODUCTION)
		.execute(|| {
			block_at(FIRST);
			assert_eq!(Params::<Test>::get(), ClockParams::PRODUCTION);
			assert_eq!(Clock::current_hour(), Some(Hour(472_222)));
			assert!(!System::events().iter().any(|record| matches!(
				record.event,
				RuntimeEvent::Clock(Event::HourZeroSet { .. })
			)));
		});
}

#[test]
fn there_is_no_hour_before_the_first_timestamp() {
	Ext::default().execute(|| {
		assert_eq!(Clock::current_hour(), None);
		assert_eq!(Clock::phase_of(Hour(0)), None);
		assert!(!Clock::is_void(Hour(0)));
	});
}

#[test]
fn midnight_comes_three_hours_after_block_one() {
	Ext::default().execute(|| {
		block_at(FIRST);
		block_at(FIRST + 3 * 60_000 - 1);
		assert_eq!(Clock::current_hour(), Some(Hour(23)));
		block_at(FIRST + 3 * 60_000);
		let hour = Clock::current_hour().expect("hour zero is known");
		assert_eq!((hour.day().0, hour.of_day().get()), (1, 0));
	});
}
