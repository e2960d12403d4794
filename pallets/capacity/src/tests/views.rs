use super::{bound, offer, sell};
use crate::{mock::*, DeviceHour, OfferHour, PoolHour};
use frame_support::assert_ok;
use greenhour_traits::CapacityPools;
use greenhour_types::{Day, DeviceId, Hour, MilliGpu, OfferId, Template};

/// Noon of day 2.
const NOON: Hour = Hour(2 * 24 + 12);

/// 700 of 1,000 units are sold at noon, 600 were bound, 200 of those released.
fn served_at_noon() -> OfferId {
	let id = offer(0, 1_000, 2, 9);
	assert_ok!(sell(0, NOON, 700));
	advance_to(Hour(NOON.0 - 1));
	assert_ok!(Capacity::bind(bound(id, NOON, 600)));
	assert_ok!(Capacity::release(bound(id, NOON, 200)));
	id
}

#[test]
fn offer_hours_tells_what_is_promised_assigned_locked_and_free() {
	Ext::execute(|| {
		let id = served_at_noon();
		let hours = Capacity::offer_hours(id, Day(2)).expect("known");
		assert_eq!(hours[10], OfferHour::default());
		let expected = OfferHour {
			offered: MilliGpu(1_000),
			assigned: MilliGpu(400),
			released: MilliGpu(200),
			free: MilliGpu(400),
		};
		assert_eq!(hours[12], expected);
		assert_eq!(hours[13].free, MilliGpu(1_000));
		assert_eq!(Capacity::offer_hours(OfferId(9), Day(2)), None);
	});
}

#[test]
fn next_hours_crosses_midnight() {
	Ext::execute(|| {
		let id = served_at_noon();
		let template = Template::flat(MilliGpu(300));
		let origin = RuntimeOrigin::signed(owner_of(0));
		assert_ok!(Capacity::change_offer(origin, id, template));
		let hours = Capacity::next_hours(DeviceId(0)).expect("it offers");
		let expected = DeviceHour {
			hour: NOON,
			offered: MilliGpu(1_000),
			assigned: MilliGpu(400),
		};
		assert_eq!(hours[1], expected);
		for (ahead, hour) in (0u32..).zip(hours) {
			assert_eq!(hour.hour, Hour(NOON.0 - 1 + ahead));
			let offered = if hour.hour.day() == Day(2) {
				1_000
			} else {
				300
			};
			assert_eq!(hour.offered, MilliGpu(offered), "{}", hour.hour);
		}
		assert_eq!(Capacity::next_hours(DeviceId(1)), None);
	});
}

#[test]
fn pool_day_tells_what_is_online_in_progress_and_exiting() {
	Ext::execute(|| {
		served_at_noon();
		offer(1, 300, 2, 2);
		let hours = Capacity::pool_day(pool_of(0), Day(2)).expect("open");
		let expected = PoolHour {
			online: MilliGpu(900),
			in_progress: MilliGpu(400),
			exiting: MilliGpu(300),
		};
		assert_eq!(hours[13].exiting, MilliGpu(300));
		assert_eq!(
			hours[12],
			PoolHour {
				online: MilliGpu(600),
				exiting: MilliGpu(0),
				..expected
			}
		);
		// The last open day is compared with the supply of the first that is not.
		let last = Capacity::pool_day(pool_of(0), Day(9)).expect("open");
		assert_eq!(last[5].exiting, MilliGpu(1_000));
		assert_eq!(Capacity::pool_day(pool_of(0), Day(10)), None);
	});
}

#[test]
fn remaining_falls_with_sales_and_time() {
	Ext::execute(|| {
		served_at_noon();
		let remaining = Capacity::remaining(pool_of(0), Day(2)).expect("open");
		// 11:00, and the sale of noon has closed.
		assert_eq!(remaining[12], MilliGpu(0));
		assert_eq!(remaining[13], MilliGpu(1_000));
		assert_ok!(sell(0, NOON.next(), 999));
		let remaining = Capacity::remaining(pool_of(0), Day(2)).expect("open");
		assert_eq!(remaining[13], MilliGpu(1));
		advance_to(NOON);
		let remaining = Capacity::remaining(pool_of(0), Day(2)).expect("open");
		assert_eq!(remaining[13], MilliGpu(0));
		assert_eq!(Capacity::remaining(pool_of(0), Day(10)), None);
	});
}
