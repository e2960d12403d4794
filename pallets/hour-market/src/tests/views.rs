use crate::{mock::*, PriceView, PurchaseDays};
use frame_support::{assert_noop, assert_ok};
use greenhour_types::{Balance, Day, Hour, HourPhase, MilliGpu};

fn masks() -> PurchaseDays {
	PurchaseDays::truncate_from(vec![hours(2, 0b11 << 15), hours(9, 0x00ff_ffff)])
}

#[test]
fn a_quote_is_what_buy_takes_in_the_same_block() {
	Ext::execute(|| {
		let units = MilliGpu(1_234);
		let quote = HourMarket::quote(POOL, masks(), units, 8_000).expect("on sale");
		let buy = |max| {
			HourMarket::buy(
				RuntimeOrigin::signed(TENANT),
				POOL,
				masks(),
				units,
				terms(),
				no_uri(),
				max,
			)
		};
		assert_noop!(buy(quote.total - 1), crate::Error::<Test>::MaxCostExceeded);
		assert_ok!(buy(quote.total));
		let paid: Vec<[Balance; 24]> = World::opened()[0]
			.days
			.values()
			.map(|day| day.paid)
			.collect();
		let quoted: Vec<[Balance; 24]> = quote.days.iter().map(|day| day.cost).collect();
		assert_eq!(paid, quoted);
		assert_eq!(quote.total, quoted.iter().flatten().sum::<Balance>());
		assert_eq!(quote.settlement_deposit, 2 * DEPOSIT);
	});
}

#[test]
fn a_quote_changes_nothing() {
	Ext::execute(|| {
		let first = HourMarket::quote(POOL, masks(), MilliGpu(5_000), 0);
		assert_eq!(HourMarket::quote(POOL, masks(), MilliGpu(5_000), 0), first);
		assert!(World::opened().is_empty());
	});
}

#[test]
fn there_is_no_quote_where_buy_refuses() {
	Ext::execute(|| {
		let none = [
			HourMarket::quote(POOL, masks(), MilliGpu(99), 0),
			HourMarket::quote(POOL, masks(), MilliGpu(10_001), 0),
			HourMarket::quote(POOL, PurchaseDays::default(), MilliGpu(100), 0),
			HourMarket::quote(
				POOL,
				PurchaseDays::truncate_from(vec![hours(2, 1)]),
				MilliGpu(100),
				0,
			),
		];
		assert_eq!(none, [None, None, None, None]);
	});
}

#[test]
fn the_curve_shows_every_hour_of_the_day() {
	Ext::execute(|| {
		let day = HourMarket::curve(POOL, Day(2)).expect("open");
		assert_eq!(day.len(), 24);
		// It is 09:00.
		let phases: Vec<HourPhase> = day[8..12].iter().map(|hour| hour.phase).collect();
		use HourPhase::{Delivery, FirstRefusal, OnSale, Settlement};
		assert_eq!(phases, [Settlement, Delivery, FirstRefusal, OnSale]);
		assert_eq!(day[10].price, None);
		assert_eq!(
			(day[11].hour, day[11].units_left),
			(Hour(2 * 24 + 11), MilliGpu(10_000))
		);
		// ln(21,000 / 10,150) is below one: the floor, 500 planck for each of 1,000 units. In an hour
		// the sale has closed.
		let floor = PriceView {
			units_in_block: MilliGpu(8_000),
			gpu_hour: 500_000,
			green_gpu_hour: 550_000,
			gpu_hour_in_an_hour: None,
			demand: 21_000,
		};
		assert_eq!(day[11].price, Some(floor));
		// 182 hours ahead, A = 111,000: ln(111,000 / 10,150) = 2.3920564, and in an hour
		// ln(110,500 / 10,150) = 2.3875416.
		let later = HourMarket::curve(POOL, Day(9)).expect("open");
		let above = PriceView {
			units_in_block: MilliGpu(8_000),
			gpu_hour: 1_196_029,
			green_gpu_hour: 1_315_632,
			gpu_hour_in_an_hour: Some(1_193_771),
			demand: 111_000,
		};
		assert_eq!(later[23].price, Some(above));
	});
}

#[test]
fn a_day_without_page_has_no_curve() {
	Ext::execute(|| {
		assert_eq!(HourMarket::curve(POOL, Day(10)), None);
		assert_eq!(HourMarket::curve(POOL, Day(u32::MAX)), None);
	});
}
