use crate::{mock::*, Error, Event, HourTrade, PoolParams, PurchaseDays};
use frame_support::{assert_noop, assert_ok, storage::with_storage_layer};
use greenhour_math::{demand_at_up, HourCurve, HourState};
use greenhour_traits::HourClock;
use greenhour_types::{
	receipt::FIELD_MODULUS, Balance, ContractId, ContractTerms, Day, DayMask, Hour, MilliGpu,
	VerificationMode,
};
use sp_runtime::DispatchResult;

fn days(days: &[DayMask]) -> PurchaseDays {
	days.to_vec().try_into().expect("at most eight")
}

fn buy_with(terms: ContractTerms, masks: &[DayMask], units: u32, max: Balance) -> DispatchResult {
	let origin = RuntimeOrigin::signed(TENANT);
	HourMarket::buy(
		origin,
		POOL,
		days(masks),
		MilliGpu(units),
		terms,
		no_uri(),
		max,
	)
}

fn buy(masks: &[DayMask], units: u32) -> DispatchResult {
	buy_with(terms(), masks, units, Balance::MAX)
}

/// The cost by the curve itself, from the units left now and the lead in hours, and 8 % on top: 80 %
/// green at a premium of 10 %.
fn cost(units_left: u64, lead_hours: u64, units: u64) -> Balance {
	let demand = demand_at_up(20_000, MARKET.per_hour, lead_hours, 1).expect("in range");
	HourCurve::new(HourState {
		units_left,
		demand,
		unit_price: LOWERED,
	})
	.and_then(|curve| curve.cost_up(units))
	.map(|price| (price * 108).div_ceil(100))
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
		assert_eq!((opened[0].tenant, opened[0].pool), (TENANT, POOL));
		assert_eq!(opened[0].terms, terms());
		let [first, second] = [&opened[0].days[&Day(2)], &opened[0].days[&Day(3)]];
		assert_eq!([first.hours, second.hours], masks.map(|mask| mask.hours));
		assert_eq!(first.units[12..14], [MilliGpu(1_000); 2]);
		assert_eq!(first.paid[12..14], costs[..2]);
		assert_eq!(second.paid[0], costs[2]);
		assert_eq!(opened[0].held, total);
		let hours = [2 * 24 + 12, 2 * 24 + 13, 3 * 24].map(Hour);
		let trade = |(hour, amount)| HourTrade {
			hour,
			units: MilliGpu(1_000),
			amount,
		};
		System::assert_last_event(
			Event::HoursBought {
				contract: ContractId(0),
				tenant: TENANT,
				pool: POOL,
				hours: hours.into_iter().zip(costs).map(trade).collect(),
				cost: total,
			}
			.into(),
		);
	});
}

#[test]
fn a_sale_records_the_demand_that_it_implies() {
	Ext::execute(|| {
		// On the floor each unit stands for e: 2,718.28.
		assert_ok!(buy(&[hours(2, 1 << 12)], 1_000));
		assert_eq!(World::page_of(Day(2)).hours[12].implied, 2_718);
		// 175 hours ahead A = 107,500: A ln(10,150 / 9,150) = 11,149.88.
		assert_ok!(buy(&[hours(9, 1 << 16)], 1_000));
		assert_eq!(World::page_of(Day(9)).hours[16].implied, 11_149);
	});
}

#[test]
fn a_sale_that_empties_an_hour_implies_no_more_than_its_units() {
	Ext::execute(|| {
		// The first sale leaves 100 units, the second 99: less than the smallest order.
		World::change_page(Day(3), |page| page.hours[0].offered = MilliGpu(8_000));
		assert_ok!(buy(&[hours(3, 1)], 7_900));
		let entry = World::page_of(Day(3)).hours[0];
		// 15 hours ahead: 27,500 ln(8,150 / 250).
		assert_eq!((entry.implied, entry.sold_out_at), (95_818, None));
		World::change_page(Day(3), |page| page.hours[1].offered = MilliGpu(8_000));
		assert_ok!(buy(&[hours(3, 0b10)], 7_901));
		let entry = World::page_of(Day(3)).hours[1];
		// 16 hours ahead: 28,000 ln(8,150 / 249).
		assert_eq!(entry.implied, 97_672);
		assert_eq!(entry.sold_out_at, Some(World::now()));
	});
}

#[test]
fn the_same_hour_costs_more_after_each_sale() {
	Ext::execute(|| {
		for left in [10_000, 7_500, 5_000, 2_500] {
			World::next_block();
			assert_ok!(buy_with(
				terms(),
				&[hours(4, 1)],
				2_500,
				cost(left, 39, 2_500)
			));
		}
		let paid: Vec<Balance> = World::opened()
			.iter()
			.map(|opened| opened.days[&Day(4)].paid[0])
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
fn buy_fails_with_an_address_that_is_not_ascii() {
	Ext::execute(|| {
		let with_uri = |bytes: &[u8]| {
			let origin = RuntimeOrigin::signed(TENANT);
			let uri = bytes.to_vec().try_into().expect("short");
			let masks = days(&[hours(3, 1)]);
			HourMarket::buy(
				origin,
				POOL,
				masks,
				MilliGpu(100),
				terms(),
				uri,
				Balance::MAX,
			)
		};
		for bytes in ["https://ex\u{e4}mple".as_bytes(), b"a b", b"a\n", &[0]] {
			assert_noop!(with_uri(bytes), Error::<Test>::SpecUriNotAscii);
		}
		assert_ok!(with_uri(b"ipfs://QmSpec"));
		assert_eq!(World::opened()[0].spec_uri.as_slice(), b"ipfs://QmSpec");
	});
}

#[test]
fn buy_fails_beyond_what_one_block_sells() {
	Ext::execute(|| {
		// 10,000 are offered: a quarter is less than 8 GPUs.
		assert_noop!(
			buy(&[hours(3, 1)], 8_001),
			Error::<Test>::BlockLimitExceeded
		);
		assert_ok!(buy(&[hours(3, 1)], 7_950));
		assert_noop!(buy(&[hours(3, 1)], 100), Error::<Test>::BlockLimitExceeded);
		// Another hour, and the same one in the next block.
		assert_ok!(buy(&[hours(3, 0b10)], 100));
		World::next_block();
		assert_ok!(buy(&[hours(3, 1)], 2_050));
		World::change_page(Day(4), |page| page.hours[0].offered = MilliGpu(100_000));
		assert_noop!(
			buy(&[hours(4, 1)], 25_001),
			Error::<Test>::BlockLimitExceeded
		);
		assert_ok!(buy(&[hours(4, 1)], 25_000));
	});
}

#[test]
fn the_green_premium_is_paid_in_proportion_to_the_share() {
	Ext::execute(|| {
		// Up to five hours ahead 1,000 units are on the floor: 500 planck each.
		for (of_day, share, cost) in [
			(12, 0, 500_000),
			(13, 5_000, 525_000),
			(14, 10_000, 550_000),
		] {
			let terms = ContractTerms {
				min_green_share: share,
				..terms()
			};
			assert_ok!(buy_with(terms, &[hours(2, 1 << of_day)], 1_000, cost));
			assert_eq!(World::opened().last().map(|one| one.held), Some(cost));
		}
	});
}

#[test]
fn a_raised_hour_costs_a_tenth_more_than_a_lowered_one() {
	Ext::execute(|| {
		World::change_page(Day(2), |page| page.market.raised = hours(2, 1 << 13).hours);
		assert_ok!(buy(&[hours(2, 0b11 << 12)], 1_000));
		// 1,000 units at 500 and at 552.3, rounded up to 553; 8 % on top.
		let paid = World::opened()[0].days[&Day(2)].paid;
		assert_eq!(paid[12..14], [540_000, 597_240]);
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
		for _ in 0..2 {
			World::next_block();
			assert_ok!(buy(&[hours(5, 1 << 3)], 4_500));
		}
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
		World::open_page(pool, Day(3), 10_000);
		let origin = RuntimeOrigin::signed(TENANT);
		let masks = days(&[hours(3, 1)]);
		assert_noop!(
			HourMarket::buy(
				origin,
				pool,
				masks,
				MilliGpu(100),
				terms(),
				no_uri(),
				Balance::MAX
			),
			Error::<Test>::MarketNotSet
		);
	});
}

#[test]
fn buy_fails_when_the_tenant_can_not_pay() {
	Ext::execute(|| {
		let dear = PoolParams {
			unit_price: 1 << 62,
			..MARKET
		};
		assert_ok!(HourMarket::set_pool_params(
			RuntimeOrigin::root(),
			POOL,
			dear
		));
		World::open_page(POOL, Day(3), u32::MAX);
		let refused = with_storage_layer(|| buy(&[hours(3, 0x00ff_ffff)], u32::MAX / 4));
		assert_eq!(refused, Err("the tenant can't pay".into()));
		assert!(World::opened().is_empty());
	});
}

#[test]
fn a_purchase_needs_nothing_but_the_page() {
	Ext::execute(|| {
		let masks = || days(&[hours(3, 0xff)]);
		let before = HourMarket::quote(POOL, masks(), MilliGpu(500), 8_000);
		assert!(before.is_some());
		// All items of the pallet are gone; the page has what was latched.
		crate::Pools::<Test>::remove(POOL);
		crate::Learned::<Test>::remove(POOL);
		assert_eq!(
			HourMarket::quote(POOL, masks(), MilliGpu(500), 8_000),
			before
		);
		assert_ok!(buy(&[hours(3, 0xff)], 500));
	});
}
