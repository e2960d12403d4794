use crate::{mock::*, Quote};
use frame_support::assert_ok;
use greenhour_math::{hour_curve::DELTA, HourCurve, HourState};
use greenhour_types::{Balance, Day, Hour, HourMask, MilliGpu};
use proptest::prelude::*;

fn allocate(first: u32, deadline: u32, total: u64, cap: u32) -> Option<Quote> {
	HourMarket::allocate(POOL, Hour(first), Hour(deadline), total, MilliGpu(cap), 0)
}

/// Units by hour, of those that have any.
fn units(quote: &Quote) -> Vec<u32> {
	let all = quote.days.iter().flat_map(|day| day.order.units);
	all.filter(|units| !units.is_zero())
		.map(|units| units.0)
		.collect()
}

#[test]
fn a_volume_job_can_buy_what_it_was_allocated() {
	Ext::execute(|| {
		let quote = allocate(8 * 24, 10 * 24, 100_000, 8_000).expect("on sale");
		assert_eq!(units(&quote).iter().sum::<u32>(), 100_000);
		assert_eq!(quote.settlement_deposit, 2 * DEPOSIT);
		let days: Vec<_> = quote.days.iter().map(|day| day.order).collect();
		let terms = greenhour_types::ContractTerms {
			min_green_share: 0,
			..terms()
		};
		assert_ok!(HourMarket::buy_volume(
			RuntimeOrigin::signed(TENANT),
			POOL,
			orders(&days),
			terms,
			no_uri(),
			quote.total
		));
		assert_eq!(World::opened()[0].held, quote.total);
	});
}

#[test]
fn no_hour_gets_more_than_the_cap_or_less_than_the_smallest_order() {
	Ext::execute(|| {
		for (total, cap) in [
			(100, 100),
			(150, 150),
			(1_000, 120),
			(2_555, 130),
			(2_401, 101),
		] {
			let quote = allocate(9 * 24, 10 * 24, total, cap).expect("on sale");
			let units = units(&quote);
			assert_eq!(u64::from(units.iter().sum::<u32>()), total);
			assert!(
				units.iter().all(|units| (100..=cap).contains(units)),
				"{units:?}"
			);
		}
	});
}

#[test]
fn a_total_that_leaves_too_little_for_one_hour_is_lifted_or_refused() {
	Ext::execute(|| {
		// Two hours of at most 120: 200 to 240 fit, and up to 120 in one.
		for (total, fits) in [
			(99, false),
			(100, true),
			(120, true),
			(121, false),
			(199, false),
			(200, true),
			(201, true),
			(240, true),
			(241, false),
		] {
			let quote = allocate(9 * 24, 9 * 24 + 2, total, 120);
			assert_eq!(quote.is_some(), fits, "{total}");
		}
	});
}

#[test]
fn there_is_no_allocation_where_no_hours_are() {
	Ext::execute(|| {
		assert_eq!(allocate(40, 50, 100, 100), None);
		assert_eq!(allocate(60, 60, 100, 100), None);
		assert_eq!(allocate(60, 1_000, 100, 100), None);
		assert_eq!(allocate(60, 70, 100, 99), None);
		assert_eq!(allocate(60, 70, u64::MAX, u32::MAX), None);
		assert_eq!(allocate(60, 70, 0, u32::MAX), None);
	});
}

/// What the smallest steps at the lowest price cost, 10 units at a time.
fn greedy(states: &mut [HourState], total: u64, cap: u64) -> Balance {
	let mut taken = vec![0; states.len()];
	let mut cost = 0;
	for _ in 0..total / 10 {
		let next = |state: &HourState| {
			let curve = HourCurve::new(*state).expect("in range");
			curve.cost_up(10).unwrap_or(Balance::MAX)
		};
		let open = (0..states.len()).filter(|index| taken[*index] + 10 <= cap);
		let best = open
			.min_by_key(|index| next(&states[*index]))
			.expect("room");
		cost += next(&states[best]);
		states[best].units_left -= 10;
		taken[best] += 10;
	}
	cost
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(30))]

	#[test]
	fn the_dither_costs_a_volume_job_little(
		raised in 0u32..0x0100_0000,
		offered in prop::collection::vec(500u32..8_000, 24),
		part in 20u64..80,
	) {
		Ext::execute(|| {
			World::change_page(Day(9), |page| {
				page.market.raised = HourMask::new(raised).expect("24 bits");
				for (hour, offered) in page.hours.iter_mut().zip(&offered) {
					hour.offered = MilliGpu(*offered);
				}
			});
			let cap = 4_000;
			let room: u64 = offered.iter().map(|units| u64::from(*units).min(cap)).sum();
			let total = room * part / 1_000 * 10;
			let quote = allocate(9 * 24, 10 * 24, total, cap as u32).expect("on sale");
			let page = World::page_of(Day(9));
			let mut states: Vec<HourState> = HourMask::FULL
				.hours()
				.map(|of_day| {
					let lead = u64::from(9 * 24 + u32::from(of_day.get()) - FIRST_HOUR.0);
					crate::pricing::state_of(&page, of_day, lead, 1).expect("in range")
				})
				.collect();
			assert!(states.iter().all(|state| state.units_left + DELTA > 0));
			let best = greedy(&mut states, total, cap);
			// Of 5 % up or down.
			assert!(
				quote.total * 1_000 <= best * 1_020,
				"{} instead of {best}",
				quote.total
			);
		});
	}
}
