use crate::{mock::*, Error, Event, PurchaseDays};
use frame_support::{assert_noop, assert_ok};
use greenhour_math::{demand_at_up, HourCurve, HourState};
use greenhour_types::{
	receipt::FIELD_MODULUS, Balance, ContractId, ContractTerms, DayMask, Hour, MarketState,
	MilliGpu, VerificationMode,
};
use sp_runtime::DispatchResult;

fn days(days: &[DayMask]) -> PurchaseDays {
	days.to_vec().try_into().expect("at most eight")
}

fn buy_with(terms: ContractTerms, masks: &[DayMask], units: u32, max: Balance) -> DispatchResult {
	let origin = RuntimeOrigin::signed(TENANT);
	HourMarket::buy(origin, POOL, days(masks), MilliGpu(units), terms, max)
}

fn buy(masks: &[DayMask], units: u32) -> DispatchResult {
	buy_with(terms(), masks, units, Balance::MAX)
}

/// The cost by the curve itself, from the units left now and the lead in hours.
fn cost(units_left: u64, lead_hours: u64, units: u64) -> Balance {
	let demand = demand_at_up(MARKET.immediate, MARKET.per_hour, lead_hours, 1).expect("in range");
	HourCurve::new(HourState {
		units_left,
		demand,
		unit_price: MARKET.unit_price,
	})
	.and_then(|curve| curve.cost_up(units))
	.expect("in range")
}

#[test]
fn buy_sells_the_hours_and_opens_a_contract_with_their_costs() {
	Ext::execute(|| {
		// 12:00 and 13:00 of day 2, 3 and 4 hours ahead; 00:00 of day 3, 15 hours ahead.
		let masks = [hours(2, 0b11 << 12), hours(3, 1)];
		let costs = [
			cost(10_000, 3, 1_000),
			cost(10_000, 4, 1_000),
			cost(10_000, 15, 1_000),
		];
		let total: Balance = costs.iter().sum();
		assert_ok!(buy_with(terms(), &masks, 1_000, total));

		assert_eq!(World::sold_at(Hour(2 * 24 + 12)), 1_000);
		assert_eq!(World::sold_at(Hour(2 * 24 + 13)), 1_000);
		assert_eq!(World::sold_at(Hour(3 * 24)), 1_000);
		assert_eq!(World::sold_at(Hour(3 * 24 + 1)), 0);
		let opened = World::opened();
		assert_eq!(opened.len(), 1);
		assert_eq!(
			(opened[0].tenant, opened[0].pool, opened[0].units),
			(TENANT, POOL, MilliGpu(1_000))
		);
		assert_eq!(opened[0].terms, terms());
		assert_eq!(
			opened[0]
				.days
				.iter()
				.map(|day| day.hours)
				.collect::<Vec<_>>(),
			masks
		);
		assert_eq!(opened[0].days[0].paid[12..14], costs[..2]);
		assert_eq!(opened[0].days[1].paid[0], costs[2]);
		let paid: Balance = opened[0].days.iter().flat_map(|day| day.paid).sum();
		assert_eq!(paid, total);
		System::assert_last_event(
			Event::HoursBought {
				contract: ContractId(0),
				tenant: TENANT,
				pool: POOL,
				units: MilliGpu(1_000),
				cost: total,
			}
			.into(),
		);
	});
}

#[test]
fn the_same_hour_costs_more_after_each_sale() {
	Ext::execute(|| {
		for left in [10_000, 7_500, 5_000, 2_500] {
			assert_ok!(buy_with(
				terms(),
				&[hours(4, 1)],
				2_500,
				cost(left, 39, 2_500)
			));
		}
		let paid: Vec<Balance> = World::opened()
			.iter()
			.map(|opened| opened.days[0].paid[0])
			.collect();
		assert!(paid.is_sorted_by(|a, b| a < b), "{paid:?}");
		assert_noop!(buy(&[hours(4, 1)], 100), Error::<Test>::InsufficientUnits);
	});
}

#[test]
fn buy_fails_below_the_smallest_purchase() {
	Ext::execute(|| {
		for units in [0, 99] {
			assert_noop!(buy(&[hours(3, 1)], units), Error::<Test>::UnitsBelowMinimum);
		}
		assert_ok!(buy(&[hours(3, 1)], 100));
	});
}

#[test]
fn buy_fails_without_hours() {
	Ext::execute(|| {
		assert_noop!(buy(&[], 100), Error::<Test>::NoHours);
		assert_noop!(
			buy(&[hours(3, 1), hours(4, 0)], 100),
			Error::<Test>::NoHours
		);
	});
}

#[test]
fn buy_fails_when_days_repeat_or_descend() {
	Ext::execute(|| {
		for second in [3, 2] {
			let masks = [hours(3, 1), hours(second, 1 << 20)];
			assert_noop!(buy(&masks, 100), Error::<Test>::DaysNotAscending);
		}
	});
}

#[test]
fn buy_fails_with_a_green_share_above_one() {
	Ext::execute(|| {
		for share in [10_001, u16::MAX] {
			let terms = ContractTerms {
				min_green_share: share,
				..terms()
			};
			let refused = buy_with(terms, &[hours(3, 1)], 100, Balance::MAX);
			assert_noop!(refused, Error::<Test>::GreenShareOutOfRange);
		}
	});
}

#[test]
fn buy_fails_with_a_job_that_nothing_can_prove() {
	Ext::execute(|| {
		let by_work = |spec_hash| {
			let terms = ContractTerms {
				spec_hash,
				verification: VerificationMode::Work,
				..terms()
			};
			buy_with(terms, &[hours(3, 1)], 100, Balance::MAX)
		};
		for spec_hash in [[0xff; 32], FIELD_MODULUS] {
			let refused = by_work(spec_hash);
			assert_noop!(refused, Error::<Test>::JobNotCanonical);
		}
		assert_ok!(by_work([0x0f; 32]));
	});
}

#[test]
fn buy_fails_while_the_rates_are_expired() {
	Ext::execute(|| {
		World::expire_rates();
		assert_noop!(buy(&[hours(3, 1)], 100), Error::<Test>::RatesExpired);
	});
}

#[test]
fn buy_fails_without_a_page() {
	Ext::execute(|| {
		for day in [0, 10, u32::MAX] {
			assert_noop!(buy(&[hours(day, 1)], 100), Error::<Test>::PageNotOpen);
		}
	});
}

#[test]
fn buy_fails_from_the_moment_the_sale_closes() {
	Ext::execute(|| {
		let hour = Hour(2 * 24 + 15);
		let close = clock_params().sale_close_of(hour).expect("set");
		World::move_to(close - 1);
		assert_ok!(buy(&[hours(2, 1 << 15)], 100));
		World::move_to(close);
		// The first hour is on sale, the last is not: nothing is written.
		let masks = [hours(2, 0b11 << 15)];
		assert_noop!(buy(&masks, 100), Error::<Test>::HourNotOnSale);
		assert_eq!(World::sold_at(hour.next()), 0);
	});
}

#[test]
fn buy_fails_when_one_hour_has_too_few_units() {
	Ext::execute(|| {
		assert_ok!(buy(&[hours(5, 1 << 3)], 9_000));
		let masks = [hours(4, 1), hours(5, 0b11 << 3)];
		assert_noop!(buy(&masks, 1_001), Error::<Test>::InsufficientUnits);
		assert_noop!(buy(&masks, u32::MAX), Error::<Test>::InsufficientUnits);
		assert_ok!(buy(&masks, 1_000));
	});
}

#[test]
fn buy_fails_one_planck_below_the_cost() {
	Ext::execute(|| {
		let cost = cost(10_000, 15, 1_000);
		let refused = buy_with(terms(), &[hours(3, 1)], 1_000, cost - 1);
		assert_noop!(refused, Error::<Test>::MaxCostExceeded);
		assert_noop!(
			buy_with(terms(), &[hours(3, 1)], 1_000, 0),
			Error::<Test>::MaxCostExceeded
		);
		assert_eq!(World::sold_at(Hour(3 * 24)), 0);
		assert_ok!(buy_with(terms(), &[hours(3, 1)], 1_000, cost));
	});
}

#[test]
fn buy_fails_on_a_page_without_a_curve() {
	Ext::execute(|| {
		let pool = greenhour_types::PoolId {
			zone: greenhour_types::ZoneId(77),
			..POOL
		};
		World::open_page(pool, greenhour_types::Day(3), 10_000);
		let origin = RuntimeOrigin::signed(TENANT);
		let masks = days(&[hours(3, 1)]);
		assert_noop!(
			HourMarket::buy(origin, pool, masks, MilliGpu(100), terms(), Balance::MAX),
			Error::<Test>::MarketNotSet
		);
	});
}

#[test]
fn buy_fails_when_the_tenant_can_not_pay() {
	Ext::execute(|| {
		let dear = MarketState {
			unit_price: 1 << 64,
			..MARKET
		};
		assert_ok!(HourMarket::set_pool_params(
			RuntimeOrigin::root(),
			POOL,
			dear
		));
		World::open_page(POOL, greenhour_types::Day(3), u32::MAX);
		let refused = buy(&[hours(3, 0x00ff_ffff)], u32::MAX);
		assert_eq!(refused, Err("the tenant can't pay".into()));
		assert!(World::opened().is_empty());
	});
}
