//! Random sequences of legal and illegal actions; the invariants hold after each.

use super::{bound, order, sell};
use crate::{lottery::midnight, mock::*, Cursor, Entry, PoolPolicy};
use frame_support::{
	storage::with_storage_layer,
	weights::{Weight, WeightMeter},
};
use greenhour_traits::{CapacityPools, HourClock, Shown};
use greenhour_types::{
	AttestationTier, Day, DeviceId, GpuClassId, Hour, MilliGpu, OfferId, Template, ZoneId,
};
use proptest::prelude::*;

/// One step of a sequence.
#[derive(Clone, Debug)]
enum Action {
	Create {
		device: u32,
		units: [u16; 3],
		first: u32,
		days: u32,
	},
	Change {
		offer: u32,
		units: [u16; 3],
	},
	Pause {
		offer: u32,
	},
	End {
		offer: u32,
	},
	Withdraw {
		offer: u32,
		bond: u32,
	},
	Hold {
		offer: u32,
		allowed: bool,
	},
	Sell {
		zone: u32,
		lead: u32,
		units: u32,
	},
	TakeBack {
		zone: u32,
		lead: u32,
		units: u32,
	},
	Bind {
		offer: u32,
		lead: u32,
		units: u32,
	},
	Release {
		offer: u32,
		lead: u32,
		units: u32,
	},
	Deliver {
		offer: u32,
		ago: u32,
		units: u32,
	},
	Policy {
		zone: u32,
		entry: u8,
		units: u32,
	},
	Cap {
		of_class: bool,
		max: Option<u32>,
	},
	Enter {
		device: u32,
	},
	Discard {
		device: u32,
	},
	SellDevice {
		device: u32,
		to: u32,
	},
	Pass {
		hours: u32,
		steps: u64,
	},
}

fn device() -> impl Strategy<Value = u32> {
	prop_oneof![0u32..4, 40u32..42, 100u32..102, Just(UNKNOWN_DEVICE)]
}

fn units() -> impl Strategy<Value = u32> {
	prop_oneof![Just(0u32), 1u32..1_500, Just(u32::MAX)]
}

fn entries() -> impl Strategy<Value = [u16; 3]> {
	let entry = || prop_oneof![Just(0u16), 50u16..1_200];
	[entry(), entry(), entry()]
}

fn actions() -> impl Strategy<Value = Action> {
	prop_oneof![
		5 => (device(), entries(), 0u32..12, 0u32..12)
			.prop_map(|(device, units, first, days)| Action::Create { device, units, first, days }),
		3 => (0u32..12, entries()).prop_map(|(offer, units)| Action::Change { offer, units }),
		1 => (0u32..12).prop_map(|offer| Action::Pause { offer }),
		1 => (0u32..12).prop_map(|offer| Action::End { offer }),
		1 => (0u32..12, prop_oneof![0u32..1_200, Just(1_100u32)])
			.prop_map(|(offer, bond)| Action::Withdraw { offer, bond }),
		1 => (0u32..12, any::<bool>()).prop_map(|(offer, allowed)| Action::Hold { offer, allowed }),
		5 => (0u32..3, 0u32..220, units())
			.prop_map(|(zone, lead, units)| Action::Sell { zone, lead, units }),
		1 => (0u32..3, 0u32..220, units())
			.prop_map(|(zone, lead, units)| Action::TakeBack { zone, lead, units }),
		5 => (0u32..12, 0u32..4, units())
			.prop_map(|(offer, lead, units)| Action::Bind { offer, lead, units }),
		3 => (0u32..12, 0u32..4, units())
			.prop_map(|(offer, lead, units)| Action::Release { offer, lead, units }),
		3 => (0u32..12, 0u32..4, units())
			.prop_map(|(offer, ago, units)| Action::Deliver { offer, ago, units }),
		2 => (0u32..2, 0u8..6, 0u32..3_000)
			.prop_map(|(zone, entry, units)| Action::Policy { zone, entry, units }),
		1 => (any::<bool>(), proptest::option::of(0u32..4_000))
			.prop_map(|(of_class, max)| Action::Cap { of_class, max }),
		3 => prop_oneof![0u32..3, 40u32..42].prop_map(|device| Action::Enter { device }),
		3 => (0u32..3).prop_map(|device| Action::Discard { device }),
		2 => (0u32..3, prop_oneof![0u32..4, 40u32..42])
			.prop_map(|(device, to)| Action::SellDevice { device, to }),
		6 => (prop_oneof![3 => 0u32..4, 1 => 0u32..40], prop_oneof![Just(u64::MAX), 0u64..20])
			.prop_map(|(hours, steps)| Action::Pass { hours, steps }),
	]
}

fn template(units: [u16; 3]) -> Template {
	let mut template = Template::default();
	for (hour, entry) in template.0.iter_mut().enumerate() {
		*entry = MilliGpu(u32::from(units[hour % 3]));
	}
	template
}

/// The operator of an offer's device.
fn speaker(offer: u32) -> RuntimeOrigin {
	let record = crate::Offers::<Test>::get(OfferId(offer));
	RuntimeOrigin::signed(operator_of(record.map_or(0, |offer| offer.device.0)))
}

/// Does the action; gives whether it was legal.
fn perform(action: Action) -> bool {
	let now = World::current_hour().expect("set");
	match action {
		Action::Create {
			device,
			units,
			first,
			days,
		} => {
			let first = Day((now.day().0 + first).saturating_sub(1));
			let origin = RuntimeOrigin::signed(owner_of(device));
			let last = Day(first.0 + days);
			let device = DeviceId(device);
			legal(|| Capacity::create_offer(origin, device, template(units), first, last))
		}
		Action::Change { offer, units } => {
			legal(|| Capacity::change_offer(speaker(offer), OfferId(offer), template(units)))
		}
		Action::Pause { offer } => legal(|| Capacity::pause_offer(speaker(offer), OfferId(offer))),
		Action::End { offer } => legal(|| Capacity::end_offer(speaker(offer), OfferId(offer))),
		Action::Withdraw { offer, bond } => {
			if let Some(record) = crate::Offers::<Test>::get(OfferId(offer)) {
				World::set_bond(record.device.0, bond);
			}
			let anybody = RuntimeOrigin::signed(STRANGER);
			let withdraw = || Capacity::withdraw_unbacked(anybody, OfferId(offer));
			legal(|| withdraw().map(|_| ()).map_err(|refused| refused.error))
		}
		Action::Hold { offer, allowed } => {
			World::sell_position(OfferId(offer), allowed);
			true
		}
		Action::Sell { zone, lead, units } => legal(|| sell(zone * 100, Hour(now.0 + lead), units)),
		Action::SellDevice { device, to } => {
			let to = owner_of(to);
			let sold = to != owner_of(device);
			if sold {
				World::sell_device(device, to);
			}
			sold
		}
		Action::TakeBack { zone, lead, units } => {
			let order = order(Hour(now.0 + lead), units);
			legal(|| Capacity::take_back(pool_of(zone * 100), &order))
		}
		Action::Bind { offer, lead, units } => {
			legal(|| Capacity::bind(bound(OfferId(offer), Hour(now.0 + lead), units)))
		}
		Action::Release { offer, lead, units } => {
			legal(|| Capacity::release(bound(OfferId(offer), Hour(now.0 + lead), units)))
		}
		Action::Deliver { offer, ago, units } => legal(|| {
			Capacity::mark_delivered(
				bound(OfferId(offer), Hour(now.0 - ago), units),
				Shown::ByReceipt,
			)
		}),
		Action::Policy { zone, entry, units } => {
			let (max_units_per_owner, max_units) = (MilliGpu(units / 2), MilliGpu(units));
			let entry = match entry {
				0 => None,
				1 => Some(Entry::Open),
				2 => Some(Entry::Limited {
					max_units_per_owner,
					max_units,
				}),
				_ => Some(Entry::Lottery {
					max_units_per_owner,
					max_units,
				}),
			};
			let policy = entry.map(|entry| PoolPolicy {
				min_tier: AttestationTier::Tier1,
				min_bond_value: 10,
				entry,
			});
			let pool = pool_of(zone * 100);
			legal(|| Capacity::set_policy(RuntimeOrigin::root(), pool, policy))
		}
		Action::Cap { of_class, max } => legal(|| {
			let max = max.map(MilliGpu);
			if of_class {
				Capacity::set_class_cap(RuntimeOrigin::root(), GpuClassId(1), max)
			} else {
				Capacity::set_zone_cap(RuntimeOrigin::root(), ZoneId(0), max)
			}
		}),
		Action::Enter { device } => {
			let origin = RuntimeOrigin::signed(operator_of(device));
			legal(|| Capacity::enter_lottery(origin, DeviceId(device)))
		}
		Action::Discard { device } => {
			let origin = RuntimeOrigin::signed(STRANGER);
			let discard = Capacity::discard_ticket(origin, DeviceId(device));
			discard.is_ok()
		}
		Action::Pass { hours, steps } => {
			let hour = Hour(now.0 + hours);
			let round = midnight(hour.day()).expect("not so late");
			World::set_seed(round, [hour.day().0 as u8; 32]);
			let limit = Weight::from_parts(2_800_000_000, u64::MAX).saturating_mul(steps);
			advance_to_within(hour, limit);
			steps > 0
		}
	}
}

/// As a call would: an error leaves nothing behind. The capability promises that by itself.
fn legal(write: impl FnOnce() -> sp_runtime::DispatchResult) -> bool {
	let root = || sp_io::storage::root(sp_runtime::StateVersion::V1);
	let before = root();
	let result = write();
	assert!(
		result.is_ok() || before == root(),
		"a refused write left something behind"
	);
	result.is_ok()
}

/// What the draws of an hour weigh: units of offers, and of two pools.
type Weighed = (Hour, Vec<(OfferId, MilliGpu)>, [MilliGpu; 2]);

/// What the draws of hours that have closed and not started weigh.
fn drawn_from() -> Vec<Weighed> {
	let now = World::current_hour().expect("set");
	let closed = clock_params()
		.latest_closed_hour(World::now())
		.expect("set");
	let of_hour = |hour: Hour| {
		let (day, of_day) = (hour.day(), hour.of_day());
		let offers =
			crate::Offers::<Test>::iter().map(|(id, offer)| (id, offer.units_at(day, of_day)));
		let mut offers: Vec<_> = offers.filter(|(_, units)| !units.is_zero()).collect();
		offers.sort_unstable();
		let pools = [0, 100].map(|device| Capacity::page(pool_of(device), day));
		let pools = pools.map(|page| page.unwrap_or_default().at(of_day).offered);
		(hour, offers, pools)
	};
	(now.0 + 1..=closed.0)
		.map(|hour| of_hour(Hour(hour)))
		.collect()
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(150))]

	#[test]
	fn invariants_hold_after_every_action(sequence in prop::collection::vec(actions(), 1..80)) {
		Ext::execute(|| {
			for action in sequence {
				let described = format!("{action:?}");
				let (before, passes) = (drawn_from(), matches!(action, Action::Pass { .. }));
				perform(action);
				if !passes {
					assert_eq!(drawn_from(), before, "the draw changed after {described}");
				}
				if let Err(broken) = crate::invariants::check::<Test>() {
					panic!("after {described}: {broken:?}");
				}
			}
		});
	}
}

/// The sequences above reach every kind of action in its legal form.
#[test]
fn sequences_reach_every_legal_action() {
	use proptest::{strategy::ValueTree, test_runner::TestRunner};
	let mut runner = TestRunner::deterministic();
	let mut legal_actions = std::collections::BTreeSet::new();
	for _ in 0..100 {
		let sequence = prop::collection::vec(actions(), 60)
			.new_tree(&mut runner)
			.expect("a sequence")
			.current();
		Ext::execute(|| {
			for action in sequence {
				let kind = format!("{action:?}").split(' ').next().map(String::from);
				if perform(action) {
					legal_actions.insert(kind);
				}
			}
		});
	}
	assert_eq!(legal_actions.len(), 17, "{legal_actions:?}");
}

/// The roll reaches the same state whatever weight each block gives it.
#[test]
fn a_roll_in_small_steps_ends_where_a_roll_at_once_does() {
	let end_of_roll = |limit: Weight| {
		let mut end = None;
		Ext::execute(|| {
			for (device, first, last) in [(0, 2, 5), (1, 4, 20), (100, 2, 3), (200, 11, 13)] {
				super::offer(device, 700, first, last);
			}
			advance_to_within(Hour(8 * 24 + 7), limit);
			let mut meter = WeightMeter::new();
			with_storage_layer::<(), sp_runtime::DispatchError, _>(|| {
				Capacity::roll(&mut meter);
				Ok(())
			})
			.expect("nothing fails");
			let mut pages: Vec<_> = crate::DayPages::<Test>::iter().collect();
			pages.sort_by_key(|(pool, day, _)| (*pool, *day));
			end = Some((Cursor::<Test>::get(), pages));
		});
		end.expect("ran")
	};
	let at_once = end_of_roll(Weight::MAX);
	for steps in 1..30 {
		let limit = Weight::from_parts(2_800_000_000, u64::MAX / 100).saturating_mul(steps);
		assert_eq!(end_of_roll(limit), at_once, "with {steps} steps");
	}
}
