//! Ways to earn without work, and what each of them costs.

use crate::{mock::*, Error, PurchaseDays};
use frame_support::{assert_noop, assert_ok, storage::with_storage_layer};
use greenhour_math::HourObservation;
use greenhour_traits::ClosingPrices;
use greenhour_types::{Balance, ContractId, Day, DayUnits, Hour, MilliGpu};
use proptest::prelude::*;
use sp_runtime::DispatchResult;

const ATTACKER: u64 = 66;
/// Another account of his.
const ACCOMPLICE: u64 = 67;
/// Midnight of day 5, well above the floor once some of it is sold.
const MIDNIGHT: Hour = Hour(5 * 24);

fn midnight(units: u32) -> DayUnits {
	order(5, 1, units)
}

/// Buys at midnight of day 5; returns the contract and what it cost.
fn buy_as(tenant: u64, units: u32) -> (ContractId, Balance) {
	let bought = orders(&[midnight(units)]);
	let cost = HourMarket::quote_volume(POOL, bought.clone(), 0)
		.expect("on sale")
		.total;
	let plain = greenhour_types::ContractTerms {
		min_green_share: 0,
		..terms()
	};
	let origin = RuntimeOrigin::signed(tenant);
	assert_ok!(HourMarket::buy_volume(
		origin,
		POOL,
		bought,
		plain,
		no_uri(),
		cost
	));
	let contract = Ledger::now().contracts.len() as u64 - 1;
	(ContractId(contract), cost)
}

fn sell_back_as(tenant: u64, contract: ContractId, units: u32) -> Balance {
	let given = orders(&[midnight(units)]);
	let refund = HourMarket::quote_sell_back(contract, given.clone())
		.expect("held for an hour")
		.total;
	let origin = RuntimeOrigin::signed(tenant);
	assert_ok!(HourMarket::sell_back(origin, contract, given, refund));
	refund
}

fn pass_an_hour() {
	World::pass(clock_params().hour_length_ms);
}

/// What both accounts lost for ever, less nothing that they got.
fn lost() -> Balance {
	let ledger = Ledger::now();
	ledger.lost(ATTACKER) + ledger.lost(ACCOMPLICE)
}

/// Prices step at no boundary: just before a market hour begins an hour costs at least what it costs just
/// after, and who holds it over the boundary gets at most 95 % of the lower price.
#[test]
fn buying_and_selling_around_the_hour_boundary() {
	Ext::execute(|| {
		World::change_page(Day(5), |page| page.hours[0].offered = MilliGpu(5_000));
		let boundary = clock_params().start_of(Hour(58)).expect("set");
		World::move_to(boundary - 1);
		let (contract, paid) = buy_as(ATTACKER, 4_000);
		let dearer = HourMarket::quote_volume(POOL, orders(&[midnight(1_000)]), 0).expect("left");
		World::move_to(boundary);
		World::next_block();
		let after = HourMarket::quote_volume(POOL, orders(&[midnight(1_000)]), 0).expect("left");
		assert!(after.total <= dearer.total);
		// At the boundary itself it is held for a millisecond.
		let given = orders(&[midnight(4_000)]);
		let origin = RuntimeOrigin::signed(ATTACKER);
		assert_noop!(
			HourMarket::sell_back(origin, contract, given, 0),
			Error::<Test>::HoldingTooShort
		);
		pass_an_hour();
		let refund = sell_back_as(ATTACKER, contract, 4_000);
		assert!(refund * 100 <= paid * 95, "{refund} of {paid}");
		assert_eq!(lost(), paid - refund);
	});
}

/// Others' purchases, or one's own through another account, raise the price of what is held. What is
/// paid back is bounded by what was paid.
#[test]
fn pump_and_sell_back() {
	Ext::execute(|| {
		let (cheap, first) = buy_as(ATTACKER, 3_000);
		World::next_block();
		let (dear, second) = buy_as(ACCOMPLICE, 5_000);
		pass_an_hour();
		let refund = sell_back_as(ATTACKER, cheap, 3_000);
		// By the curve it would be worth more than all that was paid for it.
		assert!(second * 3 / 5 > first);
		assert!(refund * 100 <= first * 95, "{refund} of {first}");
		let rest = sell_back_as(ACCOMPLICE, dear, 5_000);
		assert!(rest * 100 <= second * 95, "{rest} of {second}");
		assert_eq!(lost(), first + second - refund - rest);
	});
}

/// What contracts bought in parts at one moment cost, and what is lost when they are given back.
fn cost_and_loss(parts: &[u32], last_first: bool) -> (Balance, Balance) {
	let mut outcome = (0, 0);
	Ext::execute(|| {
		let mut contracts = Vec::new();
		let mut paid = 0;
		for part in parts {
			let (contract, cost) = buy_as(ATTACKER, *part);
			contracts.push((contract, *part));
			paid += cost;
			// Blocks of one moment: time lowers prices for everybody.
			World::next_block();
		}
		if last_first {
			contracts.reverse();
		}
		pass_an_hour();
		for (contract, part) in contracts {
			sell_back_as(ATTACKER, contract, part);
			World::next_block();
		}
		outcome = (paid, lost());
	});
	outcome
}

/// The same units cost the same in one contract or many, and are worth no more when they come back in the
/// order in which they were bought. Who gives the dearest back first pays the smaller charges on these,
/// and the larger ones on the cheaper: still the charge of the hour as it is, here 13 % and more.
#[test]
fn splitting_orders_over_blocks_and_contracts() {
	let (whole, whole_lost) = cost_and_loss(&[6_000], false);
	for parts in [
		&[3_000, 3_000][..],
		&[100; 60],
		&[5_900, 100],
		&[100, 5_900],
	] {
		let roundings = parts.len() as Balance * 2;
		let (paid, lost) = cost_and_loss(parts, false);
		assert!(paid >= whole && paid <= whole + roundings, "{parts:?}");
		assert!(
			lost + roundings >= whole_lost,
			"{parts:?}: {lost} for {whole_lost}"
		);
		let (_, lost) = cost_and_loss(parts, true);
		assert!(lost * 100 >= paid * 13, "{parts:?}: {lost} of {paid}");
	}
}

/// Who buys the hours of his own devices pays the protocol fee of each unit, which the contracts pallet
/// burns at delivery; who gives them back pays more. Nothing that he does moves an anchor.
#[test]
fn wash_trading() {
	Ext::execute(|| {
		let mut paid = 0;
		for _ in 0..20 {
			let (contract, cost) = buy_as(ATTACKER, 5_000);
			pass_an_hour();
			sell_back_as(ATTACKER, contract, 5_000);
			paid += cost;
			// No evidence is left of it.
			assert_eq!(World::page_of(Day(5)).hours[0].implied, 0);
		}
		// At 5,000 to 10,000 of 10,000 unsold the charge is 20 % of what was paid, and the curve falls
		// with time.
		assert!(lost() * 100 >= paid * 19, "{} of {paid}", lost());
		// The price that slashes and compensations are taken from is that of the units left.
		let closing = HourMarket::closing_cost(POOL, MIDNIGHT, MilliGpu(1_000));
		assert_eq!(closing, Some(500_000));
	});
}

/// One block sells at most a quarter of an hour or 8 GPUs, whoever asks in however many calls.
#[test]
fn draining_a_block() {
	Ext::execute(|| {
		World::change_page(Day(5), |page| page.hours[0].offered = MilliGpu(100_000));
		let mut sold = 0;
		for tenant in 0..30 {
			let units = 1_000 + tenant * 50;
			let bought = orders(&[midnight(units as u32)]);
			let origin = RuntimeOrigin::signed(tenant);
			let result = with_storage_layer(|| {
				HourMarket::buy_volume(origin, POOL, bought, terms(), no_uri(), Balance::MAX)
			});
			match result {
				Ok(()) => sold += units,
				Err(cause) => assert_eq!(cause, Error::<Test>::BlockLimitExceeded.into()),
			}
		}
		assert!((25_000 - 2_450..=25_000).contains(&sold), "{sold}");
		// Nor does one large order get through; the next block sells as much again.
		assert_noop!(buy_volume(26_000), Error::<Test>::BlockLimitExceeded);
		World::next_block();
		assert_ok!(buy_volume(25_000));
		assert_noop!(buy_volume(100), Error::<Test>::BlockLimitExceeded);
	});
}

fn buy_volume(units: u32) -> DispatchResult {
	let origin = RuntimeOrigin::signed(ATTACKER);
	let bought = orders(&[midnight(units)]);
	HourMarket::buy_volume(origin, POOL, bought, terms(), no_uri(), Balance::MAX)
}

#[test]
fn selling_back_what_was_never_bought_or_is_bound() {
	Ext::execute(|| {
		let (contract, _) = buy_as(ATTACKER, 1_000);
		let (other, _) = buy_as(ACCOMPLICE, 5_000);
		pass_an_hour();
		let give = |contract, order: DayUnits| {
			let origin = RuntimeOrigin::signed(ATTACKER);
			HourMarket::sell_back(origin, contract, orders(&[order]), 0)
		};
		// More than the contract has, another hour, another day, another's contract, no contract.
		for (contract, order, cause) in [
			(contract, midnight(1_001), Error::<Test>::UnitsNotBought),
			(contract, midnight(u32::MAX), Error::<Test>::UnitsNotBought),
			(contract, order(5, 2, 1_000), Error::<Test>::UnitsNotBought),
			(contract, order(6, 1, 1_000), Error::<Test>::HoursNotBought),
			(other, midnight(1_000), Error::<Test>::NotAuthorized),
			(
				ContractId(99),
				midnight(1_000),
				Error::<Test>::ContractNotFound,
			),
		] {
			assert_noop!(give(contract, order), cause);
		}
		// What a device serves stays.
		assign(contract, &midnight(600));
		assert_noop!(
			give(contract, midnight(1_000)),
			Error::<Test>::UnitsNotBought
		);
		assert_ok!(give(contract, midnight(400)));
		assert_noop!(give(contract, midnight(100)), Error::<Test>::UnitsNotBought);
	});
}

/// A limit from an older state stops a trade that has become dearer, or worth less.
#[test]
fn stale_quote() {
	Ext::execute(|| {
		World::change_page(Day(5), |page| page.hours[0].offered = MilliGpu(12_000));
		let days = || PurchaseDays::truncate_from(vec![hours(5, 1)]);
		let (contract, _) = buy_as(TENANT, 4_000);
		pass_an_hour();
		let buy_quote = HourMarket::quote(POOL, days(), MilliGpu(1_000), 0).expect("on sale");
		let given = orders(&[midnight(2_000)]);
		let sell_quote = HourMarket::quote_sell_back(contract, given.clone()).expect("held");
		// The attacker buys first, to sell back dearer.
		let (theirs, _) = buy_as(ATTACKER, 6_000);
		let plain = greenhour_types::ContractTerms {
			min_green_share: 0,
			..terms()
		};
		let origin = RuntimeOrigin::signed(TENANT);
		assert_noop!(
			HourMarket::buy(
				origin.clone(),
				POOL,
				days(),
				MilliGpu(1_000),
				plain,
				no_uri(),
				buy_quote.total
			),
			Error::<Test>::MaxCostExceeded
		);
		pass_an_hour();
		sell_back_as(ATTACKER, theirs, 6_000);
		// Two hours later the curve is lower and more is unsold.
		World::pass(30 * 60_000);
		assert_noop!(
			HourMarket::sell_back(origin, contract, given, sell_quote.total),
			Error::<Test>::RefundBelowMinimum
		);
		assert!(lost() > 0);
	});
}

/// What learning takes midnight of day 5 to show.
fn taken() -> HourObservation {
	let page = World::page_of(Day(5));
	let hour = (MIDNIGHT, &page.hours[0]);
	crate::evidence::observation(&clock_params(), &MARKET, &page.market, Hour(0), hour)
		.expect("in range")
}

/// Buys all that is left of midnight, an hour later gives it back, and says what is learned then.
fn empty_and_give_back() -> HourObservation {
	let entry = World::page_of(Day(5)).hours[0];
	let (contract, _) = buy_as(ATTACKER, entry.offered.0 - entry.sold.0);
	assert!(World::page_of(Day(5)).hours[0].sold_out_at.is_some());
	assert!(taken().unmet > 0);
	pass_an_hour();
	sell_back_as(ATTACKER, contract, entry.offered.0 - entry.sold.0);
	World::next_block();
	taken()
}

/// Who owns an hour's devices may want it to look scarce: he buys what is left of it and gives it back.
/// What others bought while all demand was still to come is evidence as it was before.
#[test]
fn emptying_an_hour_and_giving_it_back() {
	Ext::execute(|| {
		// The demand of the opening of the page, at any lead: 18,700 + 500 * 168.
		World::change_page(Day(5), |page| {
			page.market.immediate = 102_700;
			page.market.per_hour = 0;
		});
		buy_as(TENANT, 5_000);
		World::next_block();
		let before = taken();
		// With 1,300 in reserve: 104,000 ln(10,150 / 5,150).
		assert_eq!(before.implied, 70_561);
		for _ in 0..5 {
			let after = empty_and_give_back();
			assert_eq!((after.unmet, after.expected), (0, before.expected));
			assert!(before.implied.abs_diff(after.implied) <= 2, "{after:?}");
		}
		assert!(lost() > 0);
	});
}

/// Where others bought later, at a smaller demand, it can be raised to what they would have implied when
/// the page opened, by any number of rounds, and each of them costs a tenth of what the emptied half does.
#[test]
fn emptying_an_hour_that_others_bought_late() {
	Ext::execute(|| {
		buy_as(TENANT, 5_000);
		World::next_block();
		let before = taken();
		// 63 hours ahead: 51,500 ln(10,150 / 5,150).
		assert_eq!(before.implied, 34_941);
		for _ in 0..5 {
			let after = empty_and_give_back();
			assert_eq!((after.unmet, after.expected), (0, before.expected));
			// 104,000 over 51,500 of it; pro rata alone leaves three times as much.
			assert!(after.implied <= 70_561, "{after:?}");
			assert!(World::page_of(Day(5)).hours[0].implied > 100_000);
		}
		// 5 % and 20 % of 0 to 50 % that are unsold.
		assert!(lost() * 10 >= Ledger::now().paid[&ATTACKER]);
	});
}

/// Giving units back to buy the last ones again shows no more than the hour could have sold at all.
#[test]
fn emptying_an_hour_again_and_again() {
	Ext::execute(|| {
		World::change_page(Day(5), |page| page.hours[0].offered = MilliGpu(8_000));
		buy_as(ACCOMPLICE, 4_000);
		World::next_block();
		let (contract, _) = buy_as(ATTACKER, 4_000);
		let once = taken();
		for _ in 0..20 {
			pass_an_hour();
			sell_back_as(ATTACKER, contract, 400);
			let again = orders(&[midnight(400)]);
			let origin = RuntimeOrigin::signed(ATTACKER);
			assert_ok!(HourMarket::extend(origin, contract, again, Balance::MAX));
		}
		let often = taken();
		// 104,000 ln(8,150 / 150) is what all units imply at most.
		assert!(
			once.implied <= often.implied && often.implied <= 415_494,
			"{often:?}"
		);
		// The last sale counts: 43 hours ahead 18,700 + 500 * 43 were still to come.
		assert_eq!(often.unmet, 40_200);
		assert!(lost() > 0);
	});
}

/// The same washing with another tenant's units in the hour, cheaper or dearer than what comes back: what
/// is learned of him lies between nothing and what he would have implied when the page opened.
#[test]
fn wash_trading_beside_others() {
	for first in [true, false] {
		Ext::execute(|| {
			if first {
				buy_as(TENANT, 3_000);
				World::next_block();
			}
			let (mut contract, _) = buy_as(ATTACKER, 4_000);
			World::next_block();
			if !first {
				buy_as(TENANT, 3_000);
			}
			for _ in 0..10 {
				pass_an_hour();
				sell_back_as(ATTACKER, contract, 4_000);
				// 104,000 ln(10,150 / 7,150).
				let shown = taken().implied;
				assert!((1..=36_437).contains(&shown), "{shown}");
				// At least as much as a unit on the floor stands for.
				assert!(shown >= 2 * 3_000, "{shown}");
				contract = buy_as(ATTACKER, 4_000).0;
				World::next_block();
			}
			assert!(lost() > 0);
		});
	}
}

/// One move of somebody who only wants money back.
#[derive(Clone, Debug)]
enum Move {
	Buy { accomplice: bool, units: u32 },
	SellBack { contract: u64, units: u32 },
	Pass { ms: u64 },
}

fn moves() -> impl Strategy<Value = Move> {
	prop_oneof![
		3 => (any::<bool>(), 100u32..8_000)
			.prop_map(|(accomplice, units)| Move::Buy { accomplice, units }),
		4 => (0u64..10, 1u32..8_000)
			.prop_map(|(contract, units)| Move::SellBack { contract, units }),
		2 => (0u64..150_000).prop_map(|ms| Move::Pass { ms }),
	]
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(150))]

	#[test]
	fn no_path_of_purchases_and_returns_profits(path in prop::collection::vec(moves(), 1..40)) {
		Ext::execute(|| {
			for step in path {
				match step {
					Move::Buy { accomplice, units } => {
						let tenant = if accomplice { ACCOMPLICE } else { ATTACKER };
						let origin = RuntimeOrigin::signed(tenant);
						let bought = orders(&[midnight(units)]);
						let _ = with_storage_layer(|| HourMarket::buy_volume(
							origin, POOL, bought, terms(), no_uri(), Balance::MAX,
						));
					}
					Move::SellBack { contract, units } => {
						let owner = Ledger::now().contracts.get(&contract).map(|one| one.tenant);
						let origin = RuntimeOrigin::signed(owner.unwrap_or(ATTACKER));
						let given = orders(&[midnight(units)]);
						let _ = with_storage_layer(|| {
							HourMarket::sell_back(origin, ContractId(contract), given, 0)
						});
					}
					Move::Pass { ms } => World::pass(ms),
				}
			}
			// Whatever came back, at least a nineteenth of it was burned.
			let ledger = Ledger::now();
			let refunded = Ledger::total(&ledger.refunded);
			assert!(Ledger::total(&ledger.burned) * 19 >= refunded);
			assert_eq!(lost(), Ledger::total(&ledger.burned));
		});
	}
}
