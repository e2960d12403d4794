use greenhour_types::{
	AttestationTier, DeviceClass, DeviceKind, GpuClassId, PoolId, SiteFacts, WattHours, ZoneId,
};
use proptest::prelude::*;

use super::*;

const ZERO: Moment = 1_700_000_000_000;
const HOUR_MS: u64 = 60_000;

fn clock() -> ClockParams {
	ClockParams {
		hour_zero_ms: Some(ZERO),
		..ClockParams::DEVELOPMENT
	}
}

/// A time inside `hour`.
fn at(hour: u32) -> Moment {
	ZERO + u64::from(hour) * HOUR_MS + 1
}

fn offer(units: u32) -> (OfferId, Offer) {
	let offer = Offer {
		device: DeviceId(1),
		pool: PoolId::default(),
		template: Template::flat(MilliGpu(units)),
		first_day: Day(0),
		first_hour_of_day: 0,
		last_day: Day(6),
		before: None,
		created_at: 10,
		state: OfferState::Open { index: 0 },
	};
	(OfferId(4), offer)
}

fn facts(now: Moment) -> Facts {
	Facts {
		now,
		clock: clock(),
		device: DeviceId(1),
		record: Device {
			owner: [1; 32],
			operator: [2; 32],
			kind: DeviceKind::Combined,
			class: DeviceClass::HomeHub,
			gpu_class: GpuClassId(1),
			zone: ZoneId(1),
			meter_key: [0; 32],
			commitment: [0; 32],
			gpu_nameplate: MilliGpu(2_000),
			solar_nameplate_w: 5_000,
			energy_cap: WattHours(5_000),
			site: SiteFacts::default(),
			status: DeviceStatus::Active {
				tier: AttestationTier::Tier0,
				expires_at: ZERO + 5 * 24 * HOUR_MS,
				benchmark: MilliGpu(2_000),
			},
		},
		offer: Some(offer(1_000)),
		bound: BTreeMap::new(),
		demand: Vec::new(),
		class_energy: ClassEnergy::constant(300),
		counted: (0..9).map(|day| (Day(day), HourMask::FULL)).collect(),
		duties: Vec::new(),
	}
}

fn demand(contract: u64, hour: u32, unassigned: u32) -> Demand {
	Demand {
		contract: ContractId(contract),
		hour: Hour(hour),
		unassigned: MilliGpu(unassigned),
		min_green_share: 0,
		// Half of the pool: always drawn.
		draw: Some(Draw {
			seed: [0; 32],
			offered: MilliGpu(2_000),
		}),
	}
}

fn duty(contract: u64, day: u32, hours: u32, units: u32) -> Duty {
	let assignment = Assignment {
		offer: OfferId(4),
		units: [MilliGpu(units); 24],
		hours: HourMask::new(hours).unwrap(),
		delivered: HourMask::EMPTY,
		missed: HourMask::EMPTY,
	};
	Duty {
		contract: ContractId(contract),
		day: Day(day),
		assignment,
		min_green_share: 0,
	}
}

fn key(contract: u64, day: u32, hours: u32) -> ReceiptKey {
	ReceiptKey {
		contract: ContractId(contract),
		day: Day(day),
		hours: HourMask::new(hours).unwrap(),
	}
}

fn green(_: Hour, _: MilliGpu, _: u16) -> bool {
	true
}

#[test]
fn drawn_offer_accepts_what_it_has_room_for() {
	// Hour 25 is the one after hour 24: its sale is closed, the first half minute is refusal.
	let mut facts = facts(at(24));
	facts.demand = vec![demand(1, 25, 300), demand(2, 25, 900), demand(3, 25, 100)];
	let accepts = facts.accepts(green);
	let units: Vec<(u64, u32)> = accepts
		.iter()
		.map(|accept| (accept.contract.0, accept.units.0))
		.collect();
	assert_eq!(units, [(1, 300), (2, 700)]);
}

#[test]
fn bound_units_are_not_accepted_twice() {
	let mut facts = facts(at(24));
	facts.demand = vec![demand(1, 25, 800)];
	facts.bound.insert(Day(1), Template::flat(MilliGpu(600)));
	assert_eq!(facts.accepts(green)[0].units, MilliGpu(400));
	facts.bound.insert(Day(1), Template::flat(MilliGpu(1_000)));
	assert!(facts.accepts(green).is_empty());
}

#[test]
fn hour_of_a_contract_is_accepted_once() {
	let mut facts = facts(at(24));
	facts.demand = vec![demand(1, 25, 800), demand(2, 25, 100)];
	facts.duties = vec![duty(1, 1, 0b10, 200)];
	let contracts: Vec<u64> = facts
		.accepts(green)
		.iter()
		.map(|accept| accept.contract.0)
		.collect();
	assert_eq!(contracts, [2]);
}

#[test]
fn nothing_is_accepted_without_a_draw() {
	let mut facts = facts(at(24));
	facts.demand = vec![Demand {
		draw: None,
		..demand(1, 25, 300)
	}];
	assert!(facts.accepts(green).is_empty());
}

#[test]
fn undrawn_offer_accepts_nothing() {
	let mut facts = facts(at(24));
	let undrawn = (0..=255u8)
		.map(|byte| Draw {
			seed: [byte; 32],
			offered: MilliGpu(50_000),
		})
		.find(|draw| {
			let (units, offered) = (MilliGpu(1_000), draw.offered);
			!is_drawn(
				&draw.seed,
				ContractId(1),
				Hour(25),
				OfferId(4),
				units,
				offered,
			)
		})
		.unwrap();
	facts.demand = vec![Demand {
		draw: Some(undrawn),
		..demand(1, 25, 300)
	}];
	assert!(facts.accepts(green).is_empty());
}

#[test]
fn nothing_is_accepted_before_the_sale_closes_or_after_the_hour_starts() {
	for (now, expected) in [(at(24) - 2, 0), (at(24), 1), (at(25) - 2, 1), (at(25), 0)] {
		let mut facts = facts(now);
		facts.demand = vec![demand(1, 25, 300)];
		assert_eq!(facts.accepts(green).len(), expected, "at {now}");
	}
}

#[test]
fn contract_that_the_site_can_not_serve_is_left_to_others() {
	let mut facts = facts(at(24));
	facts.demand = vec![
		Demand {
			min_green_share: 5_000,
			..demand(1, 25, 300)
		},
		demand(2, 25, 300),
	];
	let accepts = facts.accepts(|_, _, share| share <= 4_999);
	assert_eq!(
		accepts
			.iter()
			.map(|accept| accept.contract.0)
			.collect::<Vec<_>>(),
		[2]
	);
}

#[test]
fn hours_are_proved_when_they_are_over_and_worked() {
	let mut facts = facts(at(26));
	// Hours 24 to 27 of the chain: bits 0 to 3 of day 1.
	facts.duties = vec![duty(7, 1, 0b1111, 500)];
	assert_eq!(
		facts.proofs(|_| true, &BTreeSet::new()),
		[key(7, 1, 0b0011)]
	);
	assert_eq!(
		facts.proofs(|hour| hour == Hour(25), &BTreeSet::new()),
		[key(7, 1, 0b0010)]
	);
	assert!(facts.proofs(|_| false, &BTreeSet::new()).is_empty());
}

#[test]
fn void_hours_are_not_proved() {
	let mut facts = facts(at(26));
	facts.duties = vec![duty(7, 1, 0b1111, 500)];
	facts.counted.insert(Day(1), HourMask::new(0b10).unwrap());
	assert_eq!(facts.proofs(|_| true, &BTreeSet::new()), [key(7, 1, 0b10)]);
	facts.counted.clear();
	assert!(facts.proofs(|_| true, &BTreeSet::new()).is_empty());
}

#[test]
fn queued_or_settled_hours_are_not_proved_again() {
	let mut facts = facts(at(26));
	facts.duties = vec![duty(7, 1, 0b1111, 500)];
	let queued = BTreeSet::from([key(7, 1, 0b01), key(8, 1, 0b10)]);
	assert_eq!(facts.proofs(|_| true, &queued), [key(7, 1, 0b10)]);
	facts.duties[0].assignment.delivered = HourMask::new(0b10).unwrap();
	assert!(facts.proofs(|_| true, &queued).is_empty());
}

#[test]
fn hours_past_their_money_window_are_not_proved() {
	let mut facts = facts(at(27));
	// The window is two hours: hour 24 ended at 25 and closed at 27.
	facts.duties = vec![duty(7, 1, 0b0111, 500)];
	assert_eq!(
		facts.proofs(|_| true, &BTreeSet::new()),
		[key(7, 1, 0b0110)]
	);
}

#[test]
fn receipts_are_submitted_until_the_chain_shows_them() {
	let mut facts = facts(at(25));
	facts.duties = vec![duty(7, 1, 0b11, 500)];
	assert_eq!(facts.verdict(&key(7, 1, 0b01)), Verdict::Submit);
	facts.duties[0].assignment.delivered = HourMask::new(0b01).unwrap();
	assert_eq!(facts.verdict(&key(7, 1, 0b01)), Verdict::Settled);
	assert!(matches!(facts.verdict(&key(7, 1, 0b11)), Verdict::Lost(_)));
	facts.duties.clear();
	assert_eq!(facts.verdict(&key(7, 1, 0b01)), Verdict::Settled);
}

#[test]
fn receipt_is_lost_when_the_money_window_closed_or_the_hour_was_missed() {
	let mut late = facts(at(27));
	late.duties = vec![duty(7, 1, 0b1, 500)];
	assert!(matches!(late.verdict(&key(7, 1, 0b1)), Verdict::Lost(_)));
	late.duties.clear();
	let gone = late.verdict(&key(7, 1, 0b1));
	assert!(
		matches!(gone, Verdict::Lost(_)),
		"what is no longer on the chain can't be judged"
	);
	let mut missed = facts(at(25));
	missed.duties = vec![duty(7, 1, 0b1, 500)];
	missed.duties[0].assignment.missed = HourMask::new(0b1).unwrap();
	assert!(matches!(missed.verdict(&key(7, 1, 0b1)), Verdict::Lost(_)));
}

#[test]
fn load_of_an_hour_sums_its_contracts() {
	let mut facts = facts(at(24));
	facts.duties = vec![
		duty(7, 1, 0b1, 500),
		duty(8, 1, 0b11, 300),
		duty(9, 2, 0b1, 100),
	];
	assert_eq!(facts.load(Hour(24)), MilliGpu(800));
	assert_eq!(facts.load(Hour(25)), MilliGpu(300));
	assert_eq!(facts.load(Hour(26)), MilliGpu::ZERO);
}

#[test]
fn offer_is_made_when_none_is_open_and_not_beyond_the_attestation() {
	let template = Template::flat(MilliGpu(500));
	let mut facts = facts(at(24 + 3));
	assert_eq!(facts.offer_due(template, 7), None, "one is open");
	facts.offer = None;
	let plan = facts.offer_due(template, 7).unwrap();
	// The attestation ends with day 4.
	assert_eq!((plan.first_day, plan.last_day), (Day(1), Day(4)));
	assert_eq!(facts.offer_due(template, 2).unwrap().last_day, Day(2));
	assert_eq!(
		facts.offer_due(Template::default(), 7),
		None,
		"nothing to offer"
	);
	facts.record.status = DeviceStatus::Registered;
	assert_eq!(facts.offer_due(template, 7), None, "not attested");
}

#[test]
fn ended_offer_is_followed_by_a_new_one() {
	let template = Template::flat(MilliGpu(500));
	let mut facts = facts(at(24));
	facts.offer = facts.offer.map(|(id, offer)| {
		(
			id,
			Offer {
				last_day: Day(0),
				..offer
			},
		)
	});
	assert!(facts.offer_due(template, 7).is_some());
}

#[test]
fn hours_over_are_listed_once_and_not_endlessly() {
	let facts = facts(at(100));
	assert_eq!(facts.hours_over(None, 48), [Hour(99)]);
	assert_eq!(facts.hours_over(Some(Hour(97)), 48), [Hour(98), Hour(99)]);
	assert_eq!(facts.hours_over(Some(Hour(99)), 48), []);
	assert_eq!(facts.hours_over(Some(Hour(2)), 48).len(), 48);
}

proptest! {
	#[test]
	fn accepted_units_never_exceed_the_offer_or_the_demand(
		units in 0u32..5_000, bound in 0u32..5_000,
		wanted in proptest::collection::vec(0u32..5_000, 0..6),
	) {
		let mut facts = facts(at(24));
		facts.offer = Some(offer(units));
		facts.bound.insert(Day(1), Template::flat(MilliGpu(bound)));
		facts.demand = wanted
			.iter()
			.enumerate()
			.map(|(index, wanted)| demand(index as u64, 25, *wanted))
			.collect();
		let accepts = facts.accepts(green);
		let sum: u32 = accepts.iter().map(|accept| accept.units.0).sum();
		prop_assert!(sum <= units.saturating_sub(bound));
		for accept in accepts {
			prop_assert!(accept.units.0 > 0);
			prop_assert!(accept.units.0 <= wanted[accept.contract.0 as usize]);
		}
	}

	#[test]
	fn every_due_hour_is_covered_by_exactly_one_receipt(
		hours in 0u32..1 << 24, delivered in 0u32..1 << 24, queued in 0u32..1 << 24, now in 24u32..52,
	) {
		let mut facts = facts(at(now));
		facts.duties = vec![duty(7, 1, hours, 500)];
		facts.duties[0].assignment.delivered = HourMask::new(delivered & hours).unwrap();
		let queue = BTreeSet::from([key(7, 1, queued)]);
		let due = facts.proofs(|_| true, &queue);
		prop_assert!(due.len() <= 1);
		for receipt in due {
			prop_assert_eq!(receipt.hours.bits() & (queued | delivered), 0);
			prop_assert!(HourMask::new(hours).unwrap().contains_all(receipt.hours));
			prop_assert_eq!(facts.verdict(&receipt), Verdict::Submit);
		}
	}
}
