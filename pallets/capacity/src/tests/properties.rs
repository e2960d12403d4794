//! Random sequences of legal and illegal actions; the invariants hold after each.

use super::mask;
use crate::{mock::*, Cursor};
use frame_support::{
	storage::with_storage_layer,
	weights::{Weight, WeightMeter},
};
use greenhour_traits::{BoundHours, CapacityPools, HourClock};
use greenhour_types::{Day, DeviceId, Hour, HourMask, MilliGpu, OfferId, Template};
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
	End {
		offer: u32,
	},
	Sell {
		zone: u32,
		lead: u32,
		units: u32,
	},
	Bind {
		offer: u32,
		lead: u32,
		units: u32,
	},
	Deliver {
		offer: u32,
		ago: u32,
		units: u32,
	},
	Pass {
		hours: u32,
		steps: u64,
	},
}

fn actions() -> impl Strategy<Value = Action> {
	let device = prop_oneof![0u32..4, 100u32..102, Just(UNKNOWN_DEVICE)];
	let units = || prop_oneof![Just(0u32), 1u32..1_500, Just(u32::MAX)];
	prop_oneof![
		4 => (device, [0u16..1_200, 0..1_200, 0..1_200], 0u32..12, 0u32..12)
			.prop_map(|(device, units, first, days)| Action::Create { device, units, first, days }),
		1 => (0u32..12).prop_map(|offer| Action::End { offer }),
		4 => (0u32..3, 0u32..220, units())
			.prop_map(|(zone, lead, units)| Action::Sell { zone, lead, units }),
		4 => (0u32..12, 0u32..4, units())
			.prop_map(|(offer, lead, units)| Action::Bind { offer, lead, units }),
		2 => (0u32..12, 0u32..30, units())
			.prop_map(|(offer, ago, units)| Action::Deliver { offer, ago, units }),
		6 => (0u32..40, prop_oneof![Just(u64::MAX), 0u64..20])
			.prop_map(|(hours, steps)| Action::Pass { hours, steps }),
	]
}

fn bound(offer: u32, hour: Hour, units: u32) -> BoundHours {
	let hours = HourMask::single(hour.of_day());
	BoundHours {
		offer: OfferId(offer),
		day: hour.day(),
		hours,
		units: MilliGpu(units),
	}
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
			let mut template = Template::default();
			for (hour, entry) in template.0.iter_mut().enumerate() {
				*entry = MilliGpu(u32::from(units[hour % 3]));
			}
			let first = Day((now.day().0 + first).saturating_sub(1));
			let origin = RuntimeOrigin::signed(owner_of(device));
			let last = Day(first.0 + days);
			Capacity::create_offer(origin, DeviceId(device), template, first, last).is_ok()
		}
		Action::End { offer } => {
			let device =
				crate::Offers::<Test>::get(OfferId(offer)).map_or(0, |offer| offer.device.0);
			Capacity::end_offer(RuntimeOrigin::signed(operator_of(device)), OfferId(offer)).is_ok()
		}
		Action::Sell { zone, lead, units } => {
			let hours = mask(Hour(now.0 + lead));
			legal(|| Capacity::sell(pool_of(zone * 100), hours, MilliGpu(units)))
		}
		Action::Bind { offer, lead, units } => {
			legal(|| Capacity::bind(bound(offer, Hour(now.0 + lead), units)))
		}
		Action::Deliver { offer, ago, units } => {
			legal(|| Capacity::mark_delivered(bound(offer, Hour(now.0 - ago), units)))
		}
		Action::Pass { hours, steps } => {
			let limit = Weight::from_parts(2_800_000_000, u64::MAX).saturating_mul(steps);
			advance_to_within(Hour(now.0 + hours), limit);
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

proptest! {
	#![proptest_config(ProptestConfig::with_cases(200))]

	#[test]
	fn invariants_hold_after_every_action(sequence in prop::collection::vec(actions(), 1..60)) {
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
}

/// The sequences above reach every kind of action in its legal form.
#[test]
fn sequences_reach_every_legal_action() {
	use proptest::{strategy::ValueTree, test_runner::TestRunner};
	let mut runner = TestRunner::deterministic();
	let mut legal_actions = std::collections::BTreeSet::new();
	for _ in 0..60 {
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
	assert_eq!(legal_actions.len(), 6, "{legal_actions:?}");
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
