use crate::{mock::*, PurchaseDays};
use frame_support::assert_ok;
use greenhour_traits::ClosingPrices;
use greenhour_types::{Balance, Day, Hour, MilliGpu, PoolId, ZoneId};

const NOON: Hour = Hour(2 * 24 + 12);

fn buy_noon(units: u32) {
	let origin = RuntimeOrigin::signed(TENANT);
	let days = PurchaseDays::truncate_from(vec![hours(2, 1 << 12)]);
	assert_ok!(HourMarket::buy(
		origin,
		POOL,
		days,
		MilliGpu(units),
		terms(),
		no_uri(),
		Balance::MAX
	));
}

#[test]
fn the_closing_cost_comes_from_the_units_left_and_the_lead_at_the_close() {
	Ext::execute(|| {
		// The sale closes an hour ahead: A = 20,000 + 500. Left 10,000: ln(20,500 / 10,150) =
		// 0.7029, below one, so the floor of 500 planck a unit holds.
		assert_eq!(
			HourMarket::closing_cost(POOL, NOON, MilliGpu(1_000)),
			Some(500_000)
		);
		// Left 1,000: ln(20,500 / 1,150) = 2.880663.
		buy_noon(4_500);
		World::next_block();
		buy_noon(4_500);
		assert_eq!(
			HourMarket::closing_cost(POOL, NOON, MilliGpu(1_000)),
			Some(1_440_332)
		);
		assert_eq!(HourMarket::closing_cost(POOL, NOON, MilliGpu(0)), Some(0));
	});
}

#[test]
fn the_closing_cost_stays_after_the_hour() {
	Ext::execute(|| {
		buy_noon(4_500);
		World::next_block();
		buy_noon(4_500);
		let before = HourMarket::closing_cost(POOL, NOON, MilliGpu(700));
		World::move_to(clock_params().start_of(Hour(NOON.0 + 100)).expect("set"));
		assert_eq!(HourMarket::closing_cost(POOL, NOON, MilliGpu(700)), before);
		assert!(before.is_some());
	});
}

#[test]
fn an_hour_without_page_or_curve_has_no_closing_cost() {
	Ext::execute(|| {
		assert_eq!(HourMarket::closing_cost(POOL, Hour(0), MilliGpu(1)), None);
		assert_eq!(
			HourMarket::closing_cost(POOL, Hour(u32::MAX), MilliGpu(1)),
			None
		);
		let pool = PoolId {
			zone: ZoneId(77),
			..POOL
		};
		World::open_page(pool, Day(3), 10_000);
		assert_eq!(
			HourMarket::closing_cost(pool, Hour(3 * 24), MilliGpu(1)),
			None
		);
	});
}
