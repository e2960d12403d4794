//! The main job on the real runtime, with real proofs: hours are offered, bought, accepted, proved,
//! paid and claimed; an hour that nobody proved is refunded and its device slashed.

mod common;

use common::{
	opened,
	sites::{mask, offered, ok, until_phase, Site, BOND, GOOD, GPU, LAZY, POOL},
	Chain,
};
use greenhour_circuits::{receipt::Summary, DeviceKeys, ReceiptWitness, SoftwareMeter};
use greenhour_prover::ReceiptProver;
use greenhour_runtime::{
	currency::{GCD, GHR, MILLI_GHR},
	Clock, Contracts, Runtime, RuntimeCall, RuntimeEvent,
};
use greenhour_traits::{ContractBook, HourClock, SeedSource};
use greenhour_types::{
	receipt::{Receipt, ReceiptInputs, RECEIPT_CIRCUIT, RECEIPT_V1},
	Balance, ContractTerms, Day, DayMask, DeviceId, Hour, HourPhase, JobKind, OfferId,
	VerificationMode,
};
use sp_keyring::Sr25519Keyring::{Bob, Charlie, Eve};
use sp_runtime::DispatchError;

/// The last hour of day 0 and the first two of day 1.
const LAST: Hour = Hour(23);
const FIRST: Hour = Hour(24);
const SECOND: Hour = Hour(25);

fn buy(hours: &[Hour]) -> RuntimeCall {
	let of_day = |day| -> Vec<Hour> { hours.iter().copied().filter(|h| h.day() == day).collect() };
	let days: Vec<DayMask> = [Day(0), Day(1)]
		.into_iter()
		.map(|day| DayMask {
			day,
			hours: mask(&of_day(day)),
		})
		.filter(|day| !day.hours.is_empty())
		.collect();
	RuntimeCall::HourMarket(pallet_hour_market::Call::buy {
		pool: POOL,
		days: days.try_into().expect("two days"),
		units: GPU,
		spec_uri: Default::default(),
		terms: ContractTerms {
			kind: JobKind::Inference,
			spec_hash: [9; 32],
			min_green_share: 5_000,
			verification: VerificationMode::Receipt,
		},
		max_cost: 100 * GCD,
	})
}

fn accept(site: Site, hour: Hour) -> RuntimeCall {
	RuntimeCall::Contracts(pallet_contracts::Call::accept {
		contract: opened(0),
		device: site.device,
		day: hour.day(),
		hours: mask(&[hour]),
		units: GPU,
	})
}

fn settle_missed(site: Site, day: Day) -> RuntimeCall {
	RuntimeCall::Contracts(pallet_contracts::Call::settle_missed {
		contract: opened(0),
		device: site.device,
		day,
	})
}

/// A prover with the development keys, which are kept for the next run.
fn prover() -> ReceiptProver {
	ReceiptProver::development(std::path::Path::new(env!("CARGO_TARGET_TMPDIR")))
		.expect("development keys can be made")
}

/// A receipt of this hour as the device makes it: `total_wh` of which all are green.
fn prove(
	chain: &mut Chain,
	prover: &ReceiptProver,
	site: Site,
	hour: Hour,
	wh: u32,
) -> RuntimeCall {
	let (contract, day, hours) = (opened(0), hour.day(), mask(&[hour]));
	let terms = chain
		.state(|| {
			pallet_receipts::Pallet::<Runtime>::receipt_terms(contract, site.device, day, hours)
		})
		.expect("the hour is bound and its seed known");
	let genesis_hash = chain.state(|| greenhour_runtime::System::block_hash(0)).0;
	let keys = DeviceKeys::from_seed(&site.seed);
	let meter = SoftwareMeter::from_seed(&site.seed);
	let mut counted = [(0, 0); 24];
	counted[hour.of_day().index()] = (wh, wh);
	let metered = meter.first_day(day, &counted);
	let summary = Summary::new(&metered, day, hours, &terms.rules).expect("units fit");
	let signature = meter
		.sign(&genesis_hash, site.device, day, hours, &metered)
		.expect("an hour");
	let inputs = ReceiptInputs {
		genesis_hash,
		version: RECEIPT_V1,
		hours,
		day,
		contract,
		position: terms.position,
		device: site.device,
		challenge: terms.challenge,
		result_commitment: [3; 32],
		device_commitment: terms.device_commitment,
		meter_key: keys.meter_key.compressed(),
		rules: terms.rules,
		total_wh: summary.total_wh,
		green_wh: summary.green_wh,
		facts: summary.facts,
	};
	let witness = ReceiptWitness {
		keys,
		metered,
		signature,
	};
	let proof = prover
		.prove_receipt(&inputs, &witness)
		.expect("the statement is true");
	let receipt = Receipt::new(&inputs, proof);
	let Receipt {
		contract,
		device,
		day,
		hours,
		facts,
		total_wh,
		result_commitment,
		proof,
	} = receipt;
	RuntimeCall::Receipts(pallet_receipts::Call::submit_receipts {
		circuit: RECEIPT_CIRCUIT,
		version: RECEIPT_V1,
		receipts: vec![Receipt {
			contract,
			device,
			day,
			hours,
			facts: facts.try_into().expect("at most 24 hours"),
			total_wh,
			result_commitment,
			proof,
		}]
		.try_into()
		.expect("one receipt"),
	})
}

fn paid(chain: &mut Chain, hour: Hour) -> Balance {
	chain.state(|| {
		pallet_contracts::ContractDays::<Runtime>::get((POOL, hour.day(), opened(0)))
			.expect("the hour is bought")
			.paid_at(hour.of_day())
	})
}

fn bond(chain: &mut Chain, site: Site) -> Balance {
	chain.state(|| pallet_devices::Bonds::<Runtime>::get(site.device).unwrap_or_default())
}

/// Two devices on offer; Charlie buys three hours over midnight.
fn market() -> Chain {
	let mut chain = offered();
	ok(chain.block([(Charlie, buy(&[LAST, FIRST, SECOND]))]));
	chain
}

#[test]
fn hours_are_sold_proved_paid_and_claimed_and_a_miss_is_refunded_and_slashed() {
	let prover = prover();
	let mut chain = market();
	let money = 1_000_000 * GCD;
	let prices = [LAST, FIRST, SECOND].map(|hour| paid(&mut chain, hour));
	let cost: Balance = prices.iter().sum();
	assert!(cost > GCD && cost < 10 * GCD, "three GPU-hours for {cost}");
	let deposit = Contracts::settlement_deposit(2);
	assert_eq!(
		chain.gcd(Charlie),
		money - cost - deposit,
		"the cost is held"
	);

	// First refusal: the operators accept, and it costs them nothing.
	for (hour, site) in [(LAST, GOOD), (FIRST, LAZY)] {
		chain.until(200, || {
			Clock::phase_of(hour) == Some(HourPhase::FirstRefusal)
				&& greenhour_runtime::Randomness::seed(POOL, hour).is_some()
		});
		let before = chain.ghr(site.operator);
		ok(chain.block([(site.operator, accept(site, hour))]));
		assert_eq!(chain.ghr(site.operator), before, "accepting is free");
	}

	// Before the hour is over nothing can be proved; then the receipt pays the position's holder.
	until_phase(&mut chain, LAST, HourPhase::Settlement);
	let receipt = prove(&mut chain, &prover, GOOD, LAST, 700);
	let before = chain.ghr(GOOD.operator);
	ok(chain.block([(GOOD.operator, receipt.clone())]));
	assert_eq!(chain.ghr(GOOD.operator), before, "proving is free");
	let fee = protocol_fee_up(prices[0]);
	let owed = chain.state(|| pallet_positions::Claimable::<Runtime>::get(Eve.to_account_id()));
	assert_eq!(owed, prices[0] - fee);

	// The same receipt again is refused, and costs its sender.
	let refused = chain.block([(Bob, receipt)]);
	assert!(refused[0]
		.as_ref()
		.expect("the transaction is valid")
		.is_err());
	assert_eq!(
		chain.state(|| pallet_positions::Claimable::<Runtime>::get(Eve.to_account_id())),
		owed
	);

	// Anybody can have Eve paid.
	let claim = pallet_positions::Call::claim {
		account: Eve.to_account_id(),
	};
	ok(chain.block([(Bob, RuntimeCall::Positions(claim))]));
	assert_eq!(chain.gcd(Eve), money + owed);

	// Nobody served the second hour of day 1, which asked for green energy: its price less the fee goes
	// back once it runs.
	until_phase(&mut chain, SECOND, HourPhase::Delivery);
	let refund = pallet_contracts::Call::refund_unserved {
		contract: opened(0),
		day: SECOND.day(),
	};
	let before = chain.gcd(Charlie);
	ok(chain.block([(Bob, RuntimeCall::Contracts(refund))]));
	let fee = protocol_fee_up(prices[2]);
	assert_eq!(chain.gcd(Charlie), before + prices[2] - fee);

	// The lazy device proved nothing: when the money window of its hour is over anybody settles.
	until_phase(&mut chain, FIRST, HourPhase::Settled);
	let before = chain.gcd(Charlie);
	let bonded = bond(&mut chain, LAZY);
	ok(chain.block([(Bob, settle_missed(LAZY, FIRST.day()))]));
	// That was the last open hour, so what is left of the deposit comes back as well.
	let rewards = 2 * <Runtime as pallet_contracts::Config>::SettlementReward::get();
	assert_eq!(chain.gcd(Charlie), before + prices[1] + deposit - rewards);
	// 1 GHR is worth 1 GCD here: at least one and a half times the price is gone.
	let slashed = bonded - bond(&mut chain, LAZY);
	assert!(
		slashed >= prices[1] * 3 / 2 * GHR / GCD,
		"slashed {slashed}"
	);
	assert_eq!(bond(&mut chain, GOOD), BOND);
	let events = chain.events();
	assert!(events.iter().any(|event| matches!(
		event,
		RuntimeEvent::Devices(pallet_devices::Event::BondSlashed {
			device: DeviceId(1),
			..
		})
	)));

	// The contract ended by itself: everything that was paid is earned, burned or back.
	assert_eq!(chain.gcd(Charlie), money - prices[0] - fee - rewards);
	assert!(chain.state(|| pallet_contracts::Contracts::<Runtime>::get(opened(0)).is_none()));
}

/// The protocol fee of a delivered share, rounded up.
fn protocol_fee_up(share: Balance) -> Balance {
	let fee = <Runtime as pallet_contracts::Config>::ProtocolFee::get();
	fee.mul_ceil(share)
}

#[test]
fn a_proof_for_another_device_or_with_more_energy_pays_nothing() {
	let prover = prover();
	let mut chain = market();
	chain.until(200, || {
		Clock::phase_of(LAST) == Some(HourPhase::FirstRefusal)
			&& greenhour_runtime::Randomness::seed(POOL, LAST).is_some()
	});
	ok(chain.block([(GOOD.operator, accept(GOOD, LAST))]));
	until_phase(&mut chain, LAST, HourPhase::Settlement);
	let honest = prove(&mut chain, &prover, GOOD, LAST, 700);
	let forge = |change: fn(&mut pallet_receipts::types::ReceiptOf)| {
		let mut call = honest.clone();
		if let RuntimeCall::Receipts(pallet_receipts::Call::submit_receipts { receipts, .. }) =
			&mut call
		{
			receipts.iter_mut().for_each(change);
		}
		call
	};
	let forged = [
		forge(|receipt| receipt.device = LAZY.device),
		forge(|receipt| receipt.contract.0 += 1),
		forge(|receipt| receipt.total_wh += 1),
		forge(|receipt| {
			receipt
				.facts
				.iter_mut()
				.for_each(|facts| facts.max_units.0 += 1)
		}),
		forge(|receipt| receipt.hours = mask(&[Hour(22)])),
	];
	let before = chain.ghr(Bob);
	let results = chain.block(forged.map(|call| (Bob, call)));
	for result in results {
		assert!(
			matches!(result, Ok(Err(DispatchError::Module(_)))),
			"{result:?}"
		);
	}
	assert!(
		before - chain.ghr(Bob) > 5 * MILLI_GHR,
		"whoever forges pays"
	);
	assert_eq!(
		chain.state(|| pallet_positions::Claimable::<Runtime>::get(Eve.to_account_id())),
		0
	);
	ok(chain.block([(Bob, honest)]));
	assert!(chain.state(|| pallet_positions::Claimable::<Runtime>::get(Eve.to_account_id())) > 0);
}

#[test]
fn a_position_can_be_sold_in_pallet_nfts_and_later_income_goes_to_the_buyer() {
	let prover = prover();
	let mut chain = market();
	let collection = chain
		.state(pallet_positions::Collection::<Runtime>::get)
		.expect("the genesis made the collection");
	let item = OfferId(0).0;
	let set_price = pallet_nfts::Call::set_price {
		collection,
		item,
		price: Some(5 * GHR),
		whitelisted_buyer: None,
	};
	ok(chain.block([(Eve, RuntimeCall::Nfts(set_price))]));
	let buy_item = pallet_nfts::Call::buy_item {
		collection,
		item,
		bid_price: 5 * GHR,
	};
	ok(chain.block([(Bob, RuntimeCall::Nfts(buy_item))]));
	chain.until(200, || {
		Clock::phase_of(LAST) == Some(HourPhase::FirstRefusal)
			&& greenhour_runtime::Randomness::seed(POOL, LAST).is_some()
	});
	ok(chain.block([(GOOD.operator, accept(GOOD, LAST))]));
	until_phase(&mut chain, LAST, HourPhase::Settlement);

	// A past hour is open, so the position can't move.
	let transfer = pallet_nfts::Call::transfer {
		collection,
		item,
		dest: sp_runtime::MultiAddress::Id(Charlie.to_account_id()),
	};
	let locked = chain.block([(Bob, RuntimeCall::Nfts(transfer.clone()))]);
	assert!(locked[0]
		.as_ref()
		.expect("the transaction is valid")
		.is_err());

	let receipt = prove(&mut chain, &prover, GOOD, LAST, 700);
	ok(chain.block([(GOOD.operator, receipt)]));
	assert!(chain.state(|| pallet_positions::Claimable::<Runtime>::get(Bob.to_account_id())) > 0);
	assert_eq!(
		chain.state(|| pallet_positions::Claimable::<Runtime>::get(Eve.to_account_id())),
		0
	);
	ok(chain.block([(Bob, RuntimeCall::Nfts(transfer))]));
}
