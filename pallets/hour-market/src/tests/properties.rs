//! Random sequences of legal and illegal purchases; the invariants hold after each.

use crate::{mock::*, PurchaseDays};
use greenhour_traits::HourClock;
use greenhour_types::{Balance, Day, DayMask, HourMask, MarketState, MilliGpu};
use proptest::prelude::*;

/// One step of a sequence.
#[derive(Clone, Debug)]
enum Action {
	Buy {
		days: Vec<(u32, u32)>,
		units: u32,
		slack: i128,
	},
	Params {
		immediate: u64,
		per_hour: u64,
		unit_price: u128,
	},
	Reopen {
		day: u32,
		units: u32,
	},
	Pass {
		ms: u64,
	},
}

fn actions() -> impl Strategy<Value = Action> {
	let mask = prop_oneof![3 => 0u32..0x0100_0000, 1 => Just(1 << 23)];
	let units = prop_oneof![4 => 90u32..3_000, 1 => Just(0), 1 => Just(u32::MAX)];
	let slack = prop_oneof![4 => Just(0i128), 1 => Just(-1), 1 => 1i128..1_000];
	let price = prop_oneof![Just(0u128), 1u128..1 << 64, Just(u128::MAX)];
	prop_oneof![
		8 => (prop::collection::vec((2u32..12, mask), 0..4), units, slack)
			.prop_map(|(days, units, slack)| Action::Buy { days, units, slack }),
		1 => (0u64..1 << 46, 0u64..1 << 38, price).prop_map(|(immediate, per_hour, unit_price)| {
			Action::Params { immediate, per_hour, unit_price }
		}),
		1 => (2u32..10, any::<u32>()).prop_map(|(day, units)| Action::Reopen { day, units }),
		2 => (0u64..600_000).prop_map(|ms| Action::Pass { ms }),
	]
}

/// Does the action; a purchase must do what its quote says.
fn perform(action: Action) {
	match action {
		Action::Buy {
			mut days,
			units,
			slack,
		} => {
			// Half of the sequences in order, the others as they come.
			if units % 2 == 0 {
				days.sort_unstable();
			}
			let days: Vec<DayMask> = days
				.into_iter()
				.map(|(day, bits)| DayMask {
					day: Day(day),
					hours: HourMask::new(bits).expect("24 bits"),
				})
				.collect();
			let days = PurchaseDays::truncate_from(days);
			buy(days, MilliGpu(units), slack);
		}
		Action::Params {
			immediate,
			per_hour,
			unit_price,
		} => {
			let params = MarketState {
				immediate,
				per_hour,
				unit_price,
			};
			let _ = HourMarket::set_pool_params(RuntimeOrigin::root(), POOL, params);
		}
		Action::Reopen { day, units } => World::open_page(POOL, Day(day), units),
		Action::Pass { ms } => World::move_to(World::now() + ms),
	}
}

fn buy(days: PurchaseDays, units: MilliGpu, slack: i128) {
	let quote = HourMarket::quote(POOL, days.clone(), units);
	let before = World::opened().len();
	let max = quote.as_ref().map_or(Balance::MAX, |quote| {
		quote.total.saturating_add_signed(slack)
	});
	let origin = RuntimeOrigin::signed(TENANT);
	let result = HourMarket::buy(origin, POOL, days, units, terms(), max);
	match quote {
		None => assert!(result.is_err(), "bought without a quote"),
		Some(quote) => {
			let affordable = slack >= 0 && quote.total <= WEALTH;
			assert_eq!(result.is_ok(), affordable, "{result:?} with slack {slack}");
			// The floor price holds for every unit of every hour.
			assert!(quote.total > 0);
		}
	}
	let opened = World::opened();
	assert_eq!(opened.len() - before, usize::from(result.is_ok()));
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(300))]

	#[test]
	fn purchases_do_what_their_quotes_say(sequence in prop::collection::vec(actions(), 1..40)) {
		Ext::execute(|| {
			for action in sequence {
				let described = format!("{action:?}");
				perform(action);
				if let Err(broken) = crate::invariants::check::<Test>() {
					panic!("after {described}: {broken:?}");
				}
			}
		});
	}

	#[test]
	fn buying_in_parts_costs_at_least_the_whole(
		first in 100u32..5_000,
		second in 100u32..5_000,
		bits in 1u32..0x0100_0000,
	) {
		let days = || PurchaseDays::truncate_from(vec![hours(5, bits)]);
		let total = |units: &[u32]| {
			let mut total = 0;
			Ext::execute(|| {
				for part in units {
					let quote = HourMarket::quote(POOL, days(), MilliGpu(*part)).expect("on sale");
					total += quote.total;
					buy(days(), MilliGpu(*part), 0);
				}
			});
			total
		};
		let (whole, parts) = (total(&[first + second]), total(&[first, second]));
		prop_assert!(parts >= whole);
		// One planck for each hour: the second rounding.
		prop_assert!(parts - whole <= Balance::from(bits.count_ones()));
	}
}
