//! Random chains of whatever the other pallets may tell.

use crate::{mock::*, AllTotals, Event, Stakes};
use frame_support::traits::fungible::Inspect as _;
use greenhour_traits::DeviceListener;
use greenhour_types::{
	units::{GCD, GHR},
	AttestationTier, Balance, DeviceId, Hour,
};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// Something that happens.
#[derive(Clone, Debug)]
enum Step {
	Bond(u32, Balance),
	Attest(u32, AttestationTier, u32),
	Suspend(u32),
	Sell(u32, u64),
	Settle(u32, u32, Balance, bool),
	Refresh(u32),
	Claim(u64),
	Budget(Balance),
	Fund(Balance),
	Rate(Option<Balance>),
	Void,
	Pass(u32),
}

fn tier() -> impl Strategy<Value = AttestationTier> {
	prop_oneof![
		Just(AttestationTier::Tier0),
		Just(AttestationTier::Tier1),
		Just(AttestationTier::Tier2),
		Just(AttestationTier::Tier3),
		Just(AttestationTier::Tier3),
	]
}

fn step() -> impl Strategy<Value = Step> {
	let device = || 0..8u32;
	prop_oneof![
		3 => (device(), prop_oneof![Just(0), 1..200 * GHR, Just(BOND)]).prop_map(|(device, bond)| Step::Bond(device, bond)),
		3 => (device(), tier(), 1..400u32).prop_map(|(device, tier, hours)| Step::Attest(device, tier, hours)),
		1 => device().prop_map(Step::Suspend),
		1 => (device(), 1..4u64).prop_map(|(device, to)| Step::Sell(device, to)),
		6 => (device(), 0..5_000_000u32, 0..200 * GCD, prop::bool::weighted(0.9))
			.prop_map(|(device, units, fee, by_receipt)| Step::Settle(device, units, fee, by_receipt)),
		3 => device().prop_map(Step::Refresh),
		1 => (1..4u64).prop_map(Step::Claim),
		1 => (0..100 * GHR).prop_map(Step::Budget),
		1 => (1..1_000 * GHR).prop_map(Step::Fund),
		1 => prop::option::of(1..10 * GCD).prop_map(Step::Rate),
		1 => Just(Step::Void),
		5 => prop_oneof![Just(1), 1..30u32, 160..900u32].prop_map(Step::Pass),
	]
}

fn apply(step: &Step) {
	match *step {
		Step::Bond(device, bond) => {
			let owner = Stakes::<Test>::get(DeviceId(device))
				.map_or(u64::from(device % 3 + 1), |stake| stake.owner);
			set_bond(device, owner, bond);
		}
		Step::Attest(device, tier, hours) => attest(device, tier, hours),
		Step::Suspend(device) => suspend(device),
		Step::Sell(device, to) => Pogcs::owner_changed(DeviceId(device), &0, &to),
		Step::Settle(device, units, fee, by_receipt) => settle_with(device, units, fee, by_receipt),
		Step::Refresh(device) => {
			let _ = Pogcs::refresh(RuntimeOrigin::signed(9), DeviceId(device));
		}
		Step::Claim(owner) => {
			let _ = Pogcs::claim(RuntimeOrigin::signed(owner));
		}
		Step::Budget(per_hour) => set_budget(per_hour),
		Step::Fund(amount) => fund(amount),
		Step::Rate(rate) => GhrRate::set(rate),
		Step::Void => VoidHours::mutate(|hours| hours.push(Hour(present()))),
		Step::Pass(hours) => {
			Now::mutate(|now| *now += u64::from(hours) * HOUR);
			(0..3).for_each(|_| block());
		}
	}
}

/// Sums of what events told since the last call: credits, and incentives, by device.
fn told(credits: &mut BTreeMap<u32, Balance>, paid: &mut BTreeMap<u32, Balance>) {
	for record in System::events() {
		let RuntimeEvent::Pogcs(event) = record.event else {
			continue;
		};
		match event {
			Event::GreenCounted { device, credit, .. } => {
				*credits.entry(device.0).or_default() += credit
			}
			Event::IncentiveCredited { device, amount, .. } => {
				*paid.entry(device.0).or_default() += amount
			}
			_ => {}
		}
	}
	System::reset_events();
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(128))]

	#[test]
	fn invariants_hold_and_no_device_is_paid_more_than_the_cap_of_its_fees(
		steps in prop::collection::vec(step(), 1..120)
	) {
		Ext::default().with_pot(100 * GHR).execute(|| {
			set_budget(10 * GHR);
			let (mut fees, mut credits, mut paid) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
			for step in steps {
				if let (Step::Settle(device, _, fee, true), Some(rate)) = (&step, GhrRate::get()) {
					*fees.entry(*device).or_insert(0) += fee * GHR / rate;
				}
				apply(&step);
				check();
				told(&mut credits, &mut paid);
				for (device, amount) in &paid {
					let fee = fees.get(device).copied().unwrap_or(0);
					assert!(*amount <= fee * 4 / 5, "device {device} got {amount} for {fee}");
					assert!(*amount <= credits[device]);
				}
			}
			let claimed: Balance = (1..4).map(|owner| Balances::balance(&owner)).sum();
			let total: Balance = paid.values().sum();
			assert_eq!(claimed + AllTotals::<Test>::get().owed, total);
		});
	}

	/// What a device weighs follows from what happened to it, not from who refreshed it when.
	#[test]
	fn refreshing_more_often_changes_no_weight(
		steps in prop::collection::vec(step(), 1..80), extra in 1..8usize,
	) {
		let run = |extra: usize| {
			let mut stakes = BTreeMap::new();
			Ext::default().execute(|| {
				for (count, step) in steps.iter().enumerate() {
					apply(step);
					for device in (0..8).filter(|device| extra > 0 && (count + device) % extra == 0) {
						apply(&Step::Refresh(u32::try_from(device).expect("small")));
					}
				}
				(0..8).for_each(|device| apply(&Step::Refresh(device)));
				stakes = Stakes::<Test>::iter()
					.map(|(device, stake)| (device.0, (stake.owner, stake.bond, stake.green, stake.weight)))
					.collect();
			});
			stakes
		};
		prop_assert_eq!(run(0), run(extra));
	}
}
