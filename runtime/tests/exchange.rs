//! The exchange on the real runtime: flexible jobs, hours sold back, devices that drop out, offers that
//! change, and a chain that stands still for a day.

mod common;

use common::{
	opened,
	sites::{mask, offered, ok, until_phase, Site, GOOD, GPU, LAZY, POOL},
	Chain,
};
use greenhour_runtime::{
	currency::GCD, Clock, Contracts, HourMarket, Runtime, RuntimeCall, RuntimeEvent,
};
use greenhour_traits::{CapacityPools, ContractBook, HourClock, SeedSource};
use greenhour_types::{
	Balance, ContractTerms, Day, DayMask, DayPage, DayUnits, Hour, HourMask, HourPhase, JobKind,
	MilliGpu, OfferId, Template, VerificationMode,
};
use parity_scale_codec::Encode;
use sp_keyring::Sr25519Keyring::{Bob, Charlie, Dave, Eve};

/// The hour before midnight.
const LAST: Hour = Hour(23);
const MONEY: Balance = 1_000_000 * GCD;

fn terms() -> ContractTerms {
	ContractTerms {
		kind: JobKind::Rendering,
		spec_hash: [9; 32],
		min_green_share: 0,
		verification: VerificationMode::Receipt,
	}
}

fn buy(hour: Hour, units: MilliGpu) -> RuntimeCall {
	let day = DayMask {
		day: hour.day(),
		hours: mask(&[hour]),
	};
	RuntimeCall::HourMarket(pallet_hour_market::Call::buy {
		pool: POOL,
		days: vec![day].try_into().expect("one day"),
		units,
		terms: terms(),
		spec_uri: Default::default(),
		max_cost: 100 * GCD,
	})
}

fn contract(call: pallet_contracts::Call<Runtime>) -> RuntimeCall {
	RuntimeCall::Contracts(call)
}

fn page(chain: &mut Chain, day: Day) -> DayPage {
	chain.state(|| greenhour_runtime::Capacity::page(POOL, day).expect("the day is open"))
}

fn accept(site: Site, hour: Hour, units: MilliGpu) -> RuntimeCall {
	contract(pallet_contracts::Call::accept {
		contract: opened(0),
		device: site.device,
		day: hour.day(),
		hours: mask(&[hour]),
		units,
	})
}

fn until_drawn(chain: &mut Chain, hour: Hour) {
	chain.until(200, || {
		Clock::phase_of(hour) == Some(HourPhase::FirstRefusal)
			&& greenhour_runtime::Randomness::seed(POOL, hour).is_some()
	});
}

/// Units of the contract that a device serves in an hour.
fn bound(chain: &mut Chain, site: Site, hour: Hour) -> MilliGpu {
	let key = (site.device, hour.day(), opened(0));
	chain.state(|| {
		pallet_contracts::Assignments::<Runtime>::get(key)
			.map_or(MilliGpu::ZERO, |bound| bound.units_at(hour.of_day()))
	})
}

#[test]
fn a_flexible_job_takes_the_cheapest_hours_and_gives_back_what_it_does_not_need() {
	let mut chain = offered();
	// Somebody else makes the early hours dear.
	let early = DayMask {
		day: Day(1),
		hours: HourMask::new(0xfff).expect("24 bits"),
	};
	let rush = RuntimeCall::HourMarket(pallet_hour_market::Call::buy {
		pool: POOL,
		days: vec![early].try_into().expect("one day"),
		units: MilliGpu(1_500),
		terms: terms(),
		spec_uri: Default::default(),
		max_cost: 1_000 * GCD,
	});
	ok(chain.block([(Bob, rush)]));
	let flexible = RuntimeCall::HourMarket(pallet_hour_market::Call::buy_cheapest {
		pool: POOL,
		first: Hour(24),
		deadline: Hour(48),
		hours: 4,
		units: MilliGpu(400),
		terms: terms(),
		spec_uri: Default::default(),
		max_cost: 100 * GCD,
	});
	ok(chain.block([(Charlie, flexible)]));
	let id = opened(1);
	let day = chain
		.state(|| Contracts::day(id, Day(1)))
		.expect("four hours");
	assert_eq!(day.hours.count(), 4);
	assert!(
		day.hours.intersection(early.hours).is_empty(),
		"the dear hours are left out"
	);
	let paid: Balance = day.paid.iter().sum();
	let deposit = chain.state(|| Contracts::settlement_deposit(1));
	assert_eq!(chain.gcd(Charlie), MONEY - paid - deposit);

	// An hour of market time later two of the four go back, for less than they cost.
	let all: Vec<_> = day.hours.hours().collect();
	let kept = all[0];
	let orders = vec![DayUnits::flat(
		DayMask {
			day: Day(1),
			hours: day.hours.difference(HourMask::single(kept)),
		},
		MilliGpu(400),
	)];
	let sell_back = RuntimeCall::HourMarket(pallet_hour_market::Call::sell_back {
		contract: id,
		orders: orders.clone().try_into().expect("one day"),
		min_refund: 0,
	});
	let early = chain.block([(Charlie, sell_back.clone())]);
	assert!(early[0].as_ref().expect("valid").is_err(), "held too short");
	for _ in 0..20 {
		chain.block([]);
	}
	let quoted = chain
		.state(|| HourMarket::quote_sell_back(id, orders.try_into().expect("one day")))
		.expect("the hours are on sale");
	let issued = chain.state(|| greenhour_runtime::Assets::total_supply(1));
	ok(chain.block([(Charlie, sell_back)]));
	let left = chain
		.state(|| Contracts::day(id, Day(1)))
		.expect("one hour");
	assert_eq!(left.hours, HourMask::single(kept));
	let back = chain.gcd(Charlie) - (MONEY - paid - deposit);
	let burned = issued - chain.state(|| greenhour_runtime::Assets::total_supply(1));
	let price_of_kept = left.paid_at(kept);
	assert_eq!(back + burned + price_of_kept, paid, "not a planck is lost");
	assert!(
		burned * 20 >= back,
		"giving back costs a twentieth at least"
	);
	// The quote was of one block earlier; prices fall with time.
	assert!(back <= quoted.total);
}

#[test]
fn a_device_that_drops_out_is_replaced_without_touching_the_contract() {
	let mut chain = offered();
	ok(chain.block([(Charlie, buy(LAST, GPU))]));
	until_drawn(&mut chain, LAST);
	ok(chain.block([(GOOD.operator, accept(GOOD, LAST, GPU))]));
	let before = chain.state(|| Contracts::day(opened(0), LAST.day()));
	let bond = chain.state(|| pallet_devices::Bonds::<Runtime>::get(GOOD.device));

	let drop_out = contract(pallet_contracts::Call::drop_hours {
		contract: opened(0),
		device: GOOD.device,
		day: LAST.day(),
		hours: mask(&[LAST]),
	});
	ok(chain.block([(GOOD.operator, drop_out)]));
	assert!(chain.state(|| pallet_devices::Bonds::<Runtime>::get(GOOD.device)) < bond);
	let again = chain.block([(GOOD.operator, accept(GOOD, LAST, GPU))]);
	assert!(
		again[0].as_ref().expect("valid").is_err(),
		"it gave that up"
	);

	// Anyone gives the units to the other device, which must serve or miss.
	until_phase(&mut chain, LAST, HourPhase::Assignment);
	let assign = contract(pallet_contracts::Call::assign {
		contract: opened(0),
		day: LAST.day(),
		hour: LAST.of_day().get(),
	});
	ok(chain.block([(Bob, assign)]));
	assert_eq!(bound(&mut chain, LAZY, LAST), GPU);
	assert_eq!(bound(&mut chain, GOOD, LAST), MilliGpu::ZERO);
	let after = chain.state(|| Contracts::day(opened(0), LAST.day()));
	let money = |day: Option<greenhour_types::ContractDay>| day.map(|day| (day.paid, day.units));
	assert_eq!(money(before), money(after));
}

#[test]
fn an_offer_whose_position_was_sold_shrinks_with_the_holders_consent_only() {
	let mut chain = offered();
	let collection = chain
		.state(pallet_positions::Collection::<Runtime>::get)
		.expect("the genesis made the collection");
	let transfer = pallet_nfts::Call::transfer {
		collection,
		item: OfferId(0).0,
		dest: sp_runtime::MultiAddress::Id(Dave.to_account_id()),
	};
	ok(chain.block([(Eve, RuntimeCall::Nfts(transfer))]));
	let smaller = RuntimeCall::Capacity(pallet_capacity::Call::change_offer {
		offer: OfferId(0),
		template: Template::flat(MilliGpu(500)),
	});
	let refused = chain.block([(Eve, smaller.clone())]);
	assert!(refused[0].as_ref().expect("valid").is_err());
	let allow = RuntimeCall::Positions(pallet_positions::Call::allow_shrink {
		offer: OfferId(0),
		allowed: true,
	});
	ok(chain.block([(Dave, allow)]));
	ok(chain.block([(Eve, smaller)]));
	let noon = Hour(12).of_day();
	assert_eq!(page(&mut chain, Day(2)).at(noon).offered, MilliGpu(1_500));
	// Today and tomorrow have hours whose sale has closed, or keep what they promised.
	assert_eq!(
		page(&mut chain, Day(0)).at(LAST.of_day()).offered,
		MilliGpu(2_000)
	);
}

#[test]
fn a_chain_that_stands_still_for_a_day_refunds_everybody_and_goes_on() {
	let mut chain = offered();
	let tomorrow = Hour(30);
	ok(chain.block([(Charlie, buy(LAST, GPU)), (Charlie, buy(tomorrow, GPU))]));
	until_drawn(&mut chain, LAST);
	ok(chain.block([(GOOD.operator, accept(GOOD, LAST, GPU))]));
	let bond = chain.state(|| pallet_devices::Bonds::<Runtime>::get(GOOD.device));
	chain.stand_still(24 * 60_000);
	// The roll catches up within a few blocks, and days that entered the horizon are open.
	for _ in 0..5 {
		chain.block([]);
	}
	let now = chain.state(Clock::current_hour).expect("time has started");
	assert!(now >= Hour(46), "a day has passed: {now}");
	let last_open = Day(now.day().0 + 7);
	assert_eq!(page(&mut chain, last_open).hours.len(), 24);

	let settle = contract(pallet_contracts::Call::settle_missed {
		contract: opened(0),
		device: GOOD.device,
		day: LAST.day(),
	});
	let refund = contract(pallet_contracts::Call::refund_unserved {
		contract: opened(1),
		day: tomorrow.day(),
	});
	ok(chain.block([(Bob, settle), (Bob, refund)]));
	let voided = chain.events().iter().any(|event| {
		matches!(
			event,
			RuntimeEvent::Contracts(pallet_contracts::Event::HourVoided { .. })
		)
	});
	assert!(voided, "an hour without blocks is nobody's fault");
	assert_eq!(
		chain.state(|| pallet_devices::Bonds::<Runtime>::get(GOOD.device)),
		bond
	);
	// Bob got a reward of each deposit, the tenant everything else.
	let reward = <Runtime as pallet_contracts::Config>::SettlementReward::get();
	assert_eq!(chain.gcd(Charlie), MONEY - 2 * reward);
	assert_eq!(chain.gcd(Bob), MONEY + 2 * reward);
	assert_eq!(
		chain.state(|| pallet_contracts::Contracts::<Runtime>::iter().count()),
		0
	);

	// And the market sells again.
	let next = Hour(now.0 + 3);
	ok(chain.block([(Charlie, buy(next, GPU))]));
}

#[test]
fn a_light_client_can_check_every_view_of_the_exchange() {
	let mut chain = offered();
	ok(chain.block([(Charlie, buy(LAST, GPU))]));
	until_drawn(&mut chain, LAST);
	ok(chain.block([(GOOD.operator, accept(GOOD, LAST, GPU))]));
	let day = LAST.day().next();
	let (first, deadline) = (day.hour(LAST.of_day()), day.next().hour(LAST.of_day()));
	let all_day = vec![DayMask {
		day,
		hours: HourMask::FULL,
	}];
	let sold_back = vec![DayUnits::flat(
		DayMask {
			day: LAST.day(),
			hours: mask(&[LAST]),
		},
		GPU,
	)];
	let window = (POOL, first.expect("small"), deadline.expect("small"));
	let units = MilliGpu(500);
	let asked = [
		("curve", (POOL, day).encode()),
		("pool_day", (POOL, day).encode()),
		("remaining", (POOL, day).encode()),
		("quote", (POOL, all_day, units, 0u16).encode()),
		("quote_cheapest", (window, 4u32, units, 0u16).encode()),
		("allocate", (window, 4_000u64, units, 0u16).encode()),
		("quote_sell_back", (opened(0), sold_back).encode()),
		("contract_hours", opened(0).encode()),
		("assignments_of", (GOOD.device, LAST.day()).encode()),
		("offer_hours", (OfferId(0), day).encode()),
		("next_hours", GOOD.device.encode()),
		("claimable", Charlie.to_account_id().encode()),
	];
	for (view, arguments) in asked {
		let (answer, bytes) = chain.proved_answer(&format!("ExchangeApi_{view}"), &arguments);
		println!("{view}: {} bytes, proved by {bytes}", answer.len());
		// Units of an hour whose sale has closed can't be sold back, and nobody earned yet.
		let says_nothing = matches!(view, "quote_sell_back" | "claimable");
		assert!(says_nothing || answer.len() > 1, "{view} answers");
		assert!(bytes < 16_384, "{view} needs {bytes} bytes of proof");
	}
}
