use crate::{mock::*, Error, Event, HourTrade};
use frame_support::{assert_noop, assert_ok};
use greenhour_math::{sell_back::PREMIUM_ONE, sell_back_down, HourCurve, HourState, Return};
use greenhour_types::{Balance, ContractId, Day, DayUnits, Hour, MilliGpu};
use sp_runtime::DispatchResult;

/// 4,000 of 20,000 units at 14:00 of day 2, on the floor, and 4,000 at midnight of day 9, above it; an hour
/// ago.
fn open() {
	World::change_page(Day(2), |page| page.hours[14].offered = MilliGpu(20_000));
	let days = [order(2, 1 << 14, 4_000), order(9, 1, 4_000)];
	assert_ok!(HourMarket::buy_volume(
		RuntimeOrigin::signed(TENANT),
		POOL,
		orders(&days),
		terms(),
		no_uri(),
		Balance::MAX
	));
	World::pass(clock_params().hour_length_ms);
}

fn sell_back_as(tenant: u64, days: &[DayUnits], min: Balance) -> DispatchResult {
	let origin = RuntimeOrigin::signed(tenant);
	HourMarket::sell_back(origin, ContractId(0), orders(days), min)
}

fn sell_back(days: &[DayUnits]) -> DispatchResult {
	sell_back_as(TENANT, days, 0)
}

#[test]
fn sell_back_releases_the_refund_and_burns_the_rest() {
	Ext::execute(|| {
		open();
		let paid = 4_000 * 540;
		// 16,000 to 17,000 of 20,000 unsold: 5 % + 20 % * 82.5 % = 21.5 % of a quarter of what was paid.
		let refund = paid / 4 * 785 / 1_000;
		let given = [order(2, 1 << 14, 1_000)];
		let quote = HourMarket::quote_sell_back(ContractId(0), orders(&given)).expect("held");
		assert_eq!(quote.total, refund);
		assert_noop!(
			sell_back_as(TENANT, &given, refund + 1),
			Error::<Test>::RefundBelowMinimum
		);
		assert_ok!(sell_back_as(TENANT, &given, refund));
		assert_eq!(World::sold_at(Hour(62)), 3_000);
		let ledger = Ledger::now();
		let day = &ledger.contracts[&0].days[&Day(2)];
		assert_eq!(
			(day.units[14], day.paid[14]),
			(MilliGpu(3_000), paid * 3 / 4)
		);
		assert_eq!(ledger.refunded[&TENANT], refund);
		assert_eq!(ledger.burned[&TENANT], paid / 4 - refund);
		let trade = HourTrade {
			hour: Hour(62),
			units: MilliGpu(1_000),
			amount: refund,
		};
		System::assert_last_event(
			Event::HoursSoldBack {
				contract: ContractId(0),
				tenant: TENANT,
				hours: vec![trade],
				refund,
			}
			.into(),
		);
	});
}

#[test]
fn the_curve_counts_when_it_has_fallen_below_what_was_paid() {
	Ext::execute(|| {
		open();
		// Five days later the hour is 38 hours ahead: A = 39,000 instead of 99,500.
		World::pass(120 * 60_000);
		let page = World::page_of(Day(9));
		let curve = HourCurve::new(HourState {
			units_left: 6_000,
			demand: 20_000 + 500 * (9 * 24 - 57 - 1 - 120),
			unit_price: LOWERED,
		})
		.expect("in range");
		let worth = |paid| {
			sell_back_down(
				&curve,
				&Return {
					units: 4_000,
					bought: 4_000,
					paid,
					offered: 10_000,
					premium: PREMIUM_ONE / 100 * 108,
				},
			)
			.expect("in range")
		};
		let paid = World::opened()[0].days[&Day(9)].paid[0];
		assert!(worth(paid) == worth(2 * paid) && worth(paid) < worth(paid / 2) * 2);
		let given = orders(&[order(9, 1, 4_000)]);
		let quote = HourMarket::quote_sell_back(ContractId(0), given).expect("held");
		assert_eq!(quote.total, worth(paid));
		assert_eq!(page.at(Hour(0).of_day()).sold, MilliGpu(4_000));
	});
}

#[test]
fn implied_demand_falls_with_what_comes_back() {
	Ext::execute(|| {
		open();
		let before = World::page_of(Day(9)).hours[0].implied;
		assert_ok!(sell_back(&[order(9, 1, 1_000)]));
		assert_eq!(World::page_of(Day(9)).hours[0].implied, before * 3 / 4);
	});
}

#[test]
fn what_came_back_can_be_bought_again() {
	Ext::execute(|| {
		open();
		assert_ok!(sell_back(&[order(2, 1 << 14, 4_000), order(9, 1, 4_000)]));
		assert_eq!(World::opened()[0].held, 0);
		let again = orders(&[order(2, 1 << 14, 8_000)]);
		assert!(HourMarket::quote_volume(POOL, again, 0).is_some());
	});
}

#[test]
fn sell_back_fails_before_a_market_hour_has_passed() {
	Ext::execute(|| {
		open();
		// An hour of day 2 was bought a moment ago; day 9 is held for an hour.
		let more = orders(&[order(2, 1 << 20, 100)]);
		let origin = RuntimeOrigin::signed(TENANT);
		assert_ok!(HourMarket::extend(
			origin,
			ContractId(0),
			more,
			Balance::MAX
		));
		World::pass(59_999);
		assert_noop!(
			sell_back(&[order(2, 1 << 14, 4_000)]),
			Error::<Test>::HoldingTooShort
		);
		assert_ok!(sell_back(&[order(9, 1, 4_000)]));
		World::pass(1);
		assert_ok!(sell_back(&[order(2, 1 << 14, 4_000)]));
	});
}

#[test]
fn sell_back_fails_for_anybody_but_the_tenant() {
	Ext::execute(|| {
		open();
		let given = [order(2, 1 << 14, 1_000)];
		assert_noop!(
			sell_back_as(TENANT + 1, &given, 0),
			Error::<Test>::NotAuthorized
		);
	});
}

#[test]
fn sell_back_fails_from_the_moment_the_sale_closes() {
	Ext::execute(|| {
		open();
		let close = clock_params().sale_close_of(Hour(62)).expect("set");
		World::move_to(close - 1);
		assert_ok!(sell_back(&[order(2, 1 << 14, 1_000)]));
		World::move_to(close);
		assert_noop!(
			sell_back(&[order(2, 1 << 14, 1_000)]),
			Error::<Test>::HourNotOnSale
		);
	});
}

#[test]
fn sell_back_fails_when_an_hour_would_keep_less_than_the_smallest_order() {
	Ext::execute(|| {
		open();
		for left in [1, 99] {
			assert_noop!(
				sell_back(&[order(2, 1 << 14, 4_000 - left)]),
				Error::<Test>::RemainderBelowMinimum
			);
		}
		assert_ok!(sell_back(&[order(2, 1 << 14, 3_900)]));
		assert_ok!(sell_back(&[order(2, 1 << 14, 100)]));
	});
}

#[test]
fn sell_back_fails_with_orders_out_of_shape() {
	Ext::execute(|| {
		open();
		assert_noop!(sell_back(&[]), Error::<Test>::NoHours);
		assert_noop!(sell_back(&[order(2, 1 << 14, 0)]), Error::<Test>::NoHours);
		let twice = [order(9, 1, 1_000), order(9, 1, 1_000)];
		assert_noop!(sell_back(&twice), Error::<Test>::DaysNotAscending);
	});
}

#[test]
fn sell_back_goes_on_while_the_rates_are_expired() {
	Ext::execute(|| {
		open();
		World::expire_rates();
		assert_ok!(sell_back(&[order(2, 1 << 14, 1_000)]));
	});
}
