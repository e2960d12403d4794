//! Random sequences of legal and illegal trades; the invariants hold after each.

use crate::{mock::*, PoolParams, PurchaseDays};
use frame_support::storage::with_storage_layer;
use greenhour_types::{
	Balance, ContractId, ContractTerms, Day, DayMask, DayUnits, Hour, HourMask, MilliGpu,
};
use proptest::prelude::*;
use sp_runtime::DispatchResult;

/// One step of a sequence.
#[derive(Clone, Debug)]
enum Action {
	Buy {
		days: Vec<(u32, u32)>,
		units: u32,
		share: u16,
		slack: i128,
	},
	Cheapest {
		first: u32,
		length: u32,
		hours: u32,
		units: u32,
	},
	Allocate {
		first: u32,
		length: u32,
		total: u64,
		cap: u32,
	},
	Extend {
		contract: u64,
		day: u32,
		bits: u32,
		units: u32,
	},
	SellBack {
		contract: u64,
		part: u32,
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
	let mask = || prop_oneof![3 => 0u32..0x0100_0000, 1 => Just(1 << 23)];
	let units = || prop_oneof![4 => 90u32..3_000, 1 => Just(0), 1 => Just(u32::MAX)];
	let slack = || prop_oneof![4 => Just(0i128), 1 => Just(-1), 1 => 1i128..1_000];
	let price = prop_oneof![Just(0u128), 1u128..1 << 60, Just(u128::MAX)];
	let window = || (40u32..260, 0u32..200);
	prop_oneof![
		6 => (prop::collection::vec((2u32..12, mask()), 0..4), units(), 0u16..10_100, slack())
			.prop_map(|(days, units, share, slack)| Action::Buy { days, units, share, slack }),
		2 => (window(), 0u32..30, units())
			.prop_map(|((first, length), hours, units)| Action::Cheapest { first, length, hours, units }),
		2 => (window(), 0u64..200_000, units())
			.prop_map(|((first, length), total, cap)| Action::Allocate { first, length, total, cap }),
		3 => (0u64..8, 2u32..10, mask(), units())
			.prop_map(|(contract, day, bits, units)| Action::Extend { contract, day, bits, units }),
		6 => (0u64..8, 1u32..=100, slack())
			.prop_map(|(contract, part, slack)| Action::SellBack { contract, part, slack }),
		1 => (0u64..1 << 44, 0u64..1 << 36, price).prop_map(|(immediate, per_hour, unit_price)| {
			Action::Params { immediate, per_hour, unit_price }
		}),
		1 => (2u32..10, any::<u32>()).prop_map(|(day, units)| Action::Reopen { day, units }),
		4 => (0u64..200_000).prop_map(|ms| Action::Pass { ms }),
	]
}

fn signed() -> RuntimeOrigin {
	RuntimeOrigin::signed(TENANT)
}

/// Does the action; every trade must do what its quote says.
fn perform(action: Action) {
	match action {
		Action::Buy {
			mut days,
			units,
			share,
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
			buy(
				PurchaseDays::truncate_from(days),
				MilliGpu(units),
				share,
				slack,
			);
		}
		Action::Cheapest {
			first,
			length,
			hours,
			units,
		} => cheapest(Hour(first), Hour(first + length), hours, MilliGpu(units)),
		Action::Allocate {
			first,
			length,
			total,
			cap,
		} => allocate(Hour(first), Hour(first + length), total, MilliGpu(cap)),
		Action::Extend {
			contract,
			day,
			bits,
			units,
		} => {
			let more = orders(&[order(day, bits, units)]);
			let _ = with_storage_layer(|| {
				HourMarket::extend(signed(), ContractId(contract), more, Balance::MAX)
			});
		}
		Action::SellBack {
			contract,
			part,
			slack,
		} => sell_back(contract, part, slack),
		Action::Params {
			immediate,
			per_hour,
			unit_price,
		} => {
			let params = PoolParams {
				immediate,
				per_hour,
				unit_price,
				green_premium: 700,
			};
			let _ = HourMarket::set_pool_params(RuntimeOrigin::root(), POOL, params);
		}
		// Only a page of which nothing is sold can be opened again.
		Action::Reopen { day, units } => {
			let page = World::page_of(Day(day));
			if page.hours.iter().all(|hour| hour.sold.is_zero()) {
				World::open_page(POOL, Day(day), units);
			}
		}
		Action::Pass { ms } => World::pass(ms),
	}
}

/// A quoted trade succeeds exactly within its limit, one without a quote never.
fn matches_quote(quote: Option<Balance>, slack: i128, result: DispatchResult) {
	match quote {
		None => assert!(result.is_err(), "traded without a quote"),
		Some(total) => {
			let affordable = slack >= 0 && total <= WEALTH;
			assert_eq!(result.is_ok(), affordable, "{result:?} with slack {slack}");
		}
	}
}

fn limit(quote: Option<Balance>, slack: i128) -> Balance {
	quote.map_or(Balance::MAX, |total| total.saturating_add_signed(slack))
}

fn buy(days: PurchaseDays, units: MilliGpu, share: u16, slack: i128) {
	let quote = HourMarket::quote(POOL, days.clone(), units, share).map(|quote| quote.total);
	// The floor price holds for every unit of every hour.
	assert_ne!(quote, Some(0));
	let terms = ContractTerms {
		min_green_share: share,
		..terms()
	};
	let max = limit(quote, slack);
	let before = World::opened().len();
	let result =
		with_storage_layer(|| HourMarket::buy(signed(), POOL, days, units, terms, no_uri(), max));
	assert_eq!(World::opened().len() - before, usize::from(result.is_ok()));
	matches_quote(quote, slack, result);
}

fn cheapest(first: Hour, deadline: Hour, hours: u32, units: MilliGpu) {
	let quote = HourMarket::quote_cheapest(POOL, first, deadline, hours, units, 8_000);
	if let Some(quote) = &quote {
		let chosen: u32 = quote.days.iter().map(|day| day.order.hours().count()).sum();
		assert_eq!(chosen, hours);
	}
	let total = quote.map(|quote| quote.total);
	let max = limit(total, 0);
	let result = with_storage_layer(|| {
		HourMarket::buy_cheapest(
			signed(),
			POOL,
			first,
			deadline,
			hours,
			units,
			terms(),
			no_uri(),
			max,
		)
	});
	matches_quote(total, 0, result);
}

fn allocate(first: Hour, deadline: Hour, total: u64, cap: MilliGpu) {
	let quote = HourMarket::allocate(POOL, first, deadline, total, cap, 8_000);
	let Some(quote) = quote else { return };
	let days: Vec<DayUnits> = quote.days.iter().map(|day| day.order).collect();
	let units = || days.iter().flat_map(|order| order.units);
	assert_eq!(units().map(|units| u64::from(units.0)).sum::<u64>(), total);
	assert!(units().all(|units| units.is_zero() || (100..=cap.0).contains(&units.0)));
	let max = quote.total;
	let result = with_storage_layer(|| {
		HourMarket::buy_volume(signed(), POOL, orders(&days), terms(), no_uri(), max)
	});
	matches_quote(Some(max), 0, result);
}

/// Gives a hundredth part of each hour of the contract back.
fn sell_back(contract: u64, part: u32, slack: i128) {
	let ledger = Ledger::now();
	let Some(opened) = ledger.contracts.get(&contract) else {
		return;
	};
	let days: Vec<DayUnits> = opened
		.days
		.iter()
		.map(|(day, bought)| DayUnits {
			day: *day,
			units: bought
				.units
				.map(|units| MilliGpu((u64::from(units.0) * u64::from(part) / 100) as u32)),
		})
		.filter(|order| !order.hours().is_empty())
		.collect();
	let given = orders(&days);
	let quote = HourMarket::quote_sell_back(ContractId(contract), given.clone());
	let total = quote.as_ref().map(|quote| quote.total);
	let min = total.map_or(0, |total| total.saturating_add_signed(-slack));
	let result =
		with_storage_layer(|| HourMarket::sell_back(signed(), ContractId(contract), given, min));
	let after = Ledger::now();
	match quote {
		None => assert!(result.is_err(), "given back without a quote"),
		Some(quote) => {
			assert_eq!(result.is_ok(), slack >= 0 || quote.total == 0, "{result:?}");
			// At least a twentieth of what was paid is lost.
			if result.is_ok() {
				let lost = after.lost(TENANT) - ledger.lost(TENANT);
				assert!(quote.total <= 19 * lost, "{} for {lost}", quote.total);
			}
		}
	}
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(200))]

	#[test]
	fn trades_do_what_their_quotes_say(sequence in prop::collection::vec(actions(), 1..40)) {
		Ext::execute(|| {
			for action in sequence {
				let described = format!("{action:?}");
				perform(action);
				if let Err(broken) = crate::invariants::check::<Test>() {
					panic!("after {described}: {broken:?}");
				}
				check_world();
			}
		});
	}

	#[test]
	fn buying_in_parts_costs_at_least_the_whole(
		first in 100u32..5_000,
		second in 100u32..3_000,
		bits in 1u32..0x0100_0000,
	) {
		let days = || PurchaseDays::truncate_from(vec![hours(5, bits)]);
		let total = |units: &[u32]| {
			let mut total = 0;
			Ext::execute(|| {
				for part in units {
					let part = MilliGpu(*part);
					let quote = HourMarket::quote(POOL, days(), part, 8_000).expect("on sale");
					total += quote.total;
					buy(days(), part, 8_000, 0);
				}
			});
			total
		};
		let (whole, parts) = (total(&[first + second]), total(&[first, second]));
		prop_assert!(parts >= whole);
		// Two planck for each hour: the second rounding of the curve and of the premium.
		prop_assert!(parts - whole <= 2 * Balance::from(bits.count_ones()));
	}

	#[test]
	fn giving_back_in_parts_is_worth_at_most_the_whole(
		units in 200u32..8_000,
		part in 1u32..8_000,
		other in 0u32..2_000,
	) {
		let part = part.min(units - 100);
		let refund = |parts: &[u32]| {
			let mut total = 0;
			Ext::execute(|| {
				buy(PurchaseDays::truncate_from(vec![hours(5, 1)]), MilliGpu(units), 8_000, 0);
				World::pass(60_000);
				if other >= 100 {
					let masks = PurchaseDays::truncate_from(vec![hours(5, 1)]);
					buy(masks, MilliGpu(other), 0, 0);
				}
				for part in parts {
					let given = orders(&[order(5, 1, *part)]);
					let quote = HourMarket::quote_sell_back(ContractId(0), given.clone());
					total += quote.expect("held for an hour").total;
					let origin = RuntimeOrigin::signed(TENANT);
					assert!(HourMarket::sell_back(origin, ContractId(0), given, 0).is_ok());
				}
			});
			total
		};
		// One planck: what is paid for the rest is rounded up when a part leaves.
		prop_assert!(refund(&[part, units - part]) <= refund(&[units]) + 1);
	}
}
