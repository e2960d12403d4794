use crate::{mock::*, Event, Learned, LearnedState, PoolParams};
use greenhour_math::{learning::demand::MAX_STEP, DemandEstimate, PriceScale};
use greenhour_traits::LatchedMarket;
use greenhour_types::{
	capacity::SCALE_ONE, Day, Hour, HourMask, HourPage, MarketState, MilliGpu, PoolId, ZoneId,
};
use proptest::prelude::*;

/// An hour that sold all but 200 of what it offered, delivered by ten owners. When its page opened
/// that would have implied 110,000 ln(10,350 / 350) = 372,549 at noon.
fn page(implied: u64) -> HourPage {
	HourPage {
		offered: MilliGpu(10_200),
		sold: MilliGpu(10_000),
		accepted: MilliGpu(10_000),
		delivered: MilliGpu(10_000),
		implied,
		counted: MilliGpu(10_000),
		owners: 10,
		sold_out_at: None,
	}
}

fn market() -> MarketState {
	HourMarket::state_for(POOL, Day(3)).expect("traded")
}

fn learn(hours: &[(Hour, HourPage)]) {
	HourMarket::learn(POOL, &market(), hours);
}

fn learned() -> LearnedState {
	Learned::<Test>::get(POOL).expect("learned")
}

/// What the parameters expect at noon: 18,700 + 500 * (168 + 12).
const EXPECTED_AT_NOON: u64 = 108_700;

/// A pool that has been traded for a horizon.
fn traded_for_long() {
	Learned::<Test>::insert(POOL, LearnedState::starting(Hour(0)));
}

const NOON: Hour = Hour(9 * 24 + 12);

#[test]
fn a_pool_starts_with_what_governance_says() {
	Ext::execute(|| {
		let state = market();
		assert_eq!(state.immediate, MARKET.immediate);
		assert_eq!(state.per_hour, MARKET.per_hour);
		assert_eq!(state.unit_price, MARKET.unit_price);
		assert_eq!(state.scales, [SCALE_ONE; 24]);
		assert_eq!(state.green_premium, MARKET.green_premium);
		let other = PoolId {
			zone: ZoneId(77),
			..POOL
		};
		assert_eq!(HourMarket::state_for(other, Day(3)), None);
	});
}

#[test]
fn sales_as_expected_teach_nothing_new() {
	Ext::execute(|| {
		traded_for_long();
		learn(&[(NOON, page(EXPECTED_AT_NOON))]);
		assert_eq!(learned().demand[12].ln_scale, 0);
		assert_eq!(learned().demand[12].seen, 1);
		assert_eq!(learned().demand[11], DemandEstimate::default());
	});
}

#[test]
fn more_sales_than_expected_raise_the_scale_of_that_hour_of_day() {
	Ext::execute(|| {
		traded_for_long();
		learn(&[(NOON, page(10 * EXPECTED_AT_NOON))]);
		assert_eq!(learned().demand[12].ln_scale, MAX_STEP);
		// e^0.05 in 2^-16ths.
		assert_eq!(market().scales[12], 68_896);
		assert_eq!(market().scales[13], SCALE_ONE);
		System::assert_last_event(
			Event::DemandLearned {
				pool: POOL,
				hour: NOON,
				scale: 68_896,
			}
			.into(),
		);
		// A page that opens later is priced by it: 5 % more demand.
		World::open_page(POOL, Day(9), 10_000);
		let demand = |hour: usize| {
			let view = HourMarket::curve(POOL, Day(9)).expect("open");
			view[hour].price.clone().expect("on sale").demand
		};
		assert_eq!(demand(11), 20_000 + 500 * (9 * 24 + 11 - 57));
		let plain = 18_700 + 500 * (9 * 24 + 12 - 57);
		assert_eq!(demand(12), (plain * 68_896_u64).div_ceil(1 << 16) + 1_300);
	});
}

#[test]
fn each_hour_teaches_once() {
	Ext::execute(|| {
		traded_for_long();
		learn(&[(NOON, page(10 * EXPECTED_AT_NOON))]);
		let once = learned();
		learn(&[(NOON, page(10 * EXPECTED_AT_NOON))]);
		learn(&[(Hour(NOON.0 - 24), page(10 * EXPECTED_AT_NOON))]);
		assert_eq!(learned(), once);
	});
}

#[test]
fn a_young_pool_expects_what_could_come_since_it_is_traded() {
	Ext::execute(|| {
		// The first hour was on sale for no time: only immediate demand is expected, and five hours
		// later that of five hours.
		learn(&[(NOON, page(18_700))]);
		learn(&[(Hour(NOON.0 + 5), page(21_200))]);
		assert_eq!(learned().demand[12].recent[0].abs(), 0);
		assert_eq!(learned().demand[17].recent[0].abs(), 0);
		assert_eq!(learned().demand[17].seen, 1);
	});
}

#[test]
fn one_owner_teaches_a_tenth() {
	Ext::execute(|| {
		traded_for_long();
		let alone = HourPage {
			counted: MilliGpu(1_000),
			owners: 1,
			..page(2 * EXPECTED_AT_NOON)
		};
		let undelivered = HourPage {
			counted: MilliGpu(0),
			owners: 0,
			..page(2 * EXPECTED_AT_NOON)
		};
		// States the scale as it is.
		learn(&[(NOON, undelivered)]);
		assert_eq!(learned().demand[12].ln_scale, 0);
		assert_eq!(learned().demand[12].seen, 1);
		learn(&[(Hour(NOON.0 + 24), alone)]);
		assert_eq!(learned().demand[12].seen, 2);
	});
}

#[test]
fn an_outage_teaches_nothing() {
	Ext::execute(|| {
		traded_for_long();
		let unsold = HourPage {
			sold: MilliGpu(0),
			..page(0)
		};
		World::make_void(NOON);
		learn(&[(NOON, unsold)]);
		assert_eq!(learned().demand[12], DemandEstimate::default());
		assert_eq!(learned().next, NOON.next());
		// Nor later, when the hour is brought again; the next hour teaches.
		learn(&[(NOON, unsold), (NOON.next(), unsold)]);
		assert_eq!(learned().demand[12], DemandEstimate::default());
		assert_eq!(learned().demand[13].ln_scale, -MAX_STEP);
	});
}

/// Hours of one kind after another, at noon.
fn after_noons(noons: &[HourPage]) -> i32 {
	traded_for_long();
	for (day, noon) in (0..).zip(noons) {
		learn(&[(Hour(NOON.0 + 24 * day), *noon)]);
	}
	learned().demand[12].ln_scale
}

#[test]
fn hours_that_were_sold_and_not_delivered_hold_the_scale_where_it_is() {
	Ext::execute(|| {
		let undelivered = HourPage {
			counted: MilliGpu(0),
			owners: 0,
			..page(2 * EXPECTED_AT_NOON)
		};
		let unsold = HourPage {
			sold: MilliGpu(0),
			counted: MilliGpu(0),
			owners: 0,
			..page(0)
		};
		let mixed = [undelivered, undelivered, unsold].repeat(10);
		assert_eq!(after_noons(&[undelivered; 20]), 0);
		// Four of seven or more say that it is right; alone, the others lower it by 5 % each.
		assert_eq!(after_noons(&[unsold; 10]), -10 * MAX_STEP);
		assert_eq!(after_noons(&mixed), 0);
	});
}

#[test]
fn demand_after_an_hour_sold_out_is_not_missed() {
	Ext::execute(|| {
		traded_for_long();
		// 80 hours ahead 18,700 + 500 * 80 = 58,700 of 108,700 were still to come.
		let length = clock_params().hour_length_ms;
		let start = clock_params().start_of(NOON).expect("set");
		let sold_out = HourPage {
			offered: MilliGpu(10_050),
			sold_out_at: Some(start - 80 * length),
			..page(50_000)
		};
		learn(&[(NOON, sold_out)]);
		assert_eq!(learned().demand[12].recent[0], 0);
		// Units were offered later: it was on sale to the end.
		let more = HourPage {
			offered: MilliGpu(30_000),
			..sold_out
		};
		learn(&[(Hour(NOON.0 + 24), more)]);
		assert!(learned().demand[12].recent[1] < 0);
	});
}

#[test]
fn the_first_pages_of_a_pool_are_not_raised_by_coin() {
	Ext::execute(|| {
		assert!((0..64).all(|day| !raised(POOL, day)));
		Learned::<Test>::insert(POOL, LearnedState::starting(Hour(3 * 24 + 5)));
		let quiet = 3 + 2 * clock_params().windows.horizon_days;
		assert!((0..quiet).all(|day| !raised(POOL, day)));
		assert!((quiet..quiet + 64).any(|day| raised(POOL, day)));
		// What these days earn says nothing of prices.
		learn(&[(Hour(quiet * 24 - 1), page(100_000))]);
		assert_eq!(learned().trial, Default::default());
		learn(&[(Hour(quiet * 24), page(100_000))]);
		assert!(learned().trial.means[0] > 0);
	});
}

#[test]
fn nothing_is_learned_of_a_pool_without_parameters() {
	Ext::execute(|| {
		let other = PoolId {
			zone: ZoneId(77),
			..POOL
		};
		HourMarket::learn(other, &market(), &[(NOON, page(1))]);
		assert!(Learned::<Test>::get(other).is_none());
		learn(&[]);
		assert!(Learned::<Test>::get(POOL).is_none());
	});
}

#[test]
fn dearer_days_that_earn_more_raise_the_price_scale() {
	Ext::execute(|| {
		traded_for_long();
		let mut market = market();
		for day in 0..40u32 {
			let raised = day % 2 == 0;
			market.raised = if raised {
				HourMask::FULL
			} else {
				HourMask::EMPTY
			};
			// Raised days sell twice as much; a little noise of its own.
			let sold = if raised { 10_000 } else { 5_000 } + day % 3 * 100;
			let sales = HourPage {
				offered: MilliGpu(10_500),
				sold: MilliGpu(sold),
				counted: MilliGpu(sold),
				..page(u64::from(sold) * 10)
			};
			let hours: Vec<(Hour, HourPage)> = (0..24)
				.map(|of_day| (Hour(24_000 + day * 24 + of_day), sales))
				.collect();
			HourMarket::learn(POOL, &market, &hours);
		}
		let after = HourMarket::state_for(POOL, Day(3)).expect("traded");
		assert!(after.unit_price > MARKET.unit_price, "{after:?}");
		assert!(System::events().iter().any(|record| matches!(
			record.event,
			RuntimeEvent::HourMarket(Event::PriceScaleLearned { .. })
		)));
	});
}

#[test]
fn an_hour_that_sold_out_teaches_the_price_scale_nothing() {
	Ext::execute(|| {
		traded_for_long();
		let sold_out = HourPage {
			offered: MilliGpu(10_050),
			..page(100_000)
		};
		let later = Hour(NOON.0 + 24 * 20);
		learn(&[(later, sold_out)]);
		assert_eq!(learned().trial.means[12], 0);
		learn(&[(Hour(later.0 + 24), page(100_000))]);
		// ln 10 = 2.302585 for each of 10,000 units sold at 95 % of 526 or 105 %, over 10,200 offered.
		let mean = learned().trial.means[12] >> 16;
		assert!((1_128..=1_249).contains(&mean), "{mean}");
	});
}

/// Is the page of these raised?
fn raised(pool: PoolId, day: u32) -> bool {
	let market = HourMarket::state_for(pool, Day(day)).expect("traded");
	assert!([HourMask::FULL, HourMask::EMPTY].contains(&market.raised));
	!market.raised.is_empty()
}

#[test]
fn dither_bits_differ_by_pool_day_and_block() {
	Ext::execute(|| {
		let other = PoolId {
			zone: ZoneId(77),
			..POOL
		};
		crate::Pools::<Test>::insert(other, MARKET);
		traded_for_long();
		Learned::<Test>::insert(other, LearnedState::starting(Hour(0)));
		let bits = |pool| (20..84).map(|day| raised(pool, day)).collect::<Vec<_>>();
		let first = bits(POOL);
		assert!(first.contains(&true) && first.contains(&false));
		assert_ne!(first, bits(other));
		System::initialize(&2, &sp_core::H256::repeat_byte(9), &Default::default());
		assert_ne!(first, bits(POOL));
	});
}

#[test]
fn half_of_all_days_are_raised() {
	Ext::execute(|| {
		traded_for_long();
		// 10,000 coins: 5,000 and at most six standard deviations of 50.
		let count = (20..10_020u32).filter(|day| raised(POOL, *day)).count();
		assert!(count.abs_diff(5_000) < 300, "{count}");
	});
}

#[test]
fn what_a_pool_keeps_is_small() {
	use parity_scale_codec::MaxEncodedLen;
	assert_eq!(LearnedState::max_encoded_len(), 1_028);
}

/// Pages as other pallets might bring them, whatever they say.
fn any_page() -> impl Strategy<Value = HourPage> {
	(any::<[u32; 5]>(), any::<u64>(), any::<u32>()).prop_map(|(units, implied, owners)| HourPage {
		offered: MilliGpu(units[0]),
		sold: MilliGpu(units[1]),
		accepted: MilliGpu(units[2]),
		delivered: MilliGpu(units[3]),
		implied,
		counted: MilliGpu(units[4]),
		owners,
		sold_out_at: implied.checked_rem(3),
	})
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(50))]

	#[test]
	fn whatever_it_is_taught_a_pool_has_curves(
		pages in prop::collection::vec(any_page(), 1..200),
		first in 0u32..5_000,
	) {
		Ext::execute(|| {
			let hours: Vec<(Hour, HourPage)> = (first..).map(Hour).zip(pages).collect();
			for day in hours.chunk_by(|a, b| a.0.day() == b.0.day()) {
				HourMarket::learn(POOL, &market(), day);
				crate::invariants::check::<Test>().expect("invariants hold");
			}
			let price = market().unit_price;
			assert!((MARKET.unit_price / 2..=MARKET.unit_price * 2).contains(&price));
			assert!(market().scales.iter().all(|scale| (1 << 13..=8 << 16).contains(scale)));
			World::open_page(POOL, Day(8), 10_000);
			let params = PoolParams { unit_price: 1_000, ..MARKET };
			let origin = RuntimeOrigin::root();
			assert!(HourMarket::set_pool_params(origin, POOL, params).is_ok());
			assert_eq!(learned().price, PriceScale::default());
		});
	}
}
