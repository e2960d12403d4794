//! The refresh a few devices a block.

use crate::{mock::*, Cursor, Event, Listed, ListedCount};
use frame_support::{traits::Hooks, weights::Weight};
use greenhour_types::{
	units::{GCD, GHR},
	AttestationTier, DeviceId,
};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// Devices `1..=count` of as many owners that weigh something, all up to date.
fn fleet(count: u32) {
	for device in 1..=count {
		register(device, u64::from(device), BOND);
		settle(device, 100 * GCD);
	}
	jump(169);
	(1..=count).for_each(refresh);
}

/// Devices whose weight changed since the last call.
fn changed() -> Vec<u32> {
	let events = System::events();
	System::reset_events();
	events
		.into_iter()
		.filter_map(|record| match record.event {
			RuntimeEvent::Pogcs(Event::WeightChanged { device, .. }) => Some(device.0),
			_ => None,
		})
		.collect()
}

#[test]
fn a_round_refreshes_each_device_once() {
	Ext::default().with_refresh_per_block(0).execute(|| {
		fleet(10);
		RefreshPerBlock::set(3);
		Cursor::<Test>::kill();
		changed();
		let mut visited = vec![];
		// One hour passes with each block, so each visit shows.
		for _ in 0..3 {
			advance(1);
			visited.extend(changed());
		}
		assert_eq!(visited, vec![10, 9, 8, 7, 6, 5, 4, 3, 2]);
		advance(1);
		assert_eq!(changed(), vec![1, 10, 9]);
	});
}

#[test]
fn who_leaves_takes_nobody_out_of_the_round() {
	Ext::default().with_refresh_per_block(0).execute(|| {
		fleet(10);
		RefreshPerBlock::set(1);
		Cursor::<Test>::kill();
		changed();
		let mut visited = vec![];
		// Each device leaves when it has been visited, so that the last one of the list moves to its place.
		for _ in 0..10 {
			advance(1);
			let device = changed()[0];
			visited.push(device);
			suspend(device);
			changed();
		}
		visited.sort_unstable();
		assert_eq!(visited, (1..=10).collect::<Vec<_>>());
	});
}

#[test]
fn the_load_of_a_block_does_not_depend_on_the_fleet() {
	let loads = [1, 10, 100].map(|count| {
		let mut load = (Weight::zero(), 0);
		Ext::default().execute(|| {
			fleet(count);
			changed();
			Now::mutate(|now| *now += HOUR);
			load.0 = Pogcs::on_initialize(1);
			Pogcs::on_finalize(1);
			load.1 = changed().len();
		});
		load
	});
	assert_eq!(loads.map(|load| load.1), [1, 4, 4]);
	assert_eq!(loads[0].0, loads[2].0);
	assert_eq!(loads[1].0, loads[2].0);
}

#[test]
fn a_block_refreshes_no_more_than_its_weight_allows() {
	Ext::default().execute(|| {
		assert_eq!(Pogcs::devices_per_block(), 4);
		// The end of a block without devices, and two devices.
		ServiceWeight::set(Weight::from_parts(150_000_000 * 3, 1_048_576));
		assert_eq!(Pogcs::devices_per_block(), 2);
		ServiceWeight::set(Weight::from_parts(u64::MAX, 8_192 * 2));
		assert_eq!(Pogcs::devices_per_block(), 1);
		ServiceWeight::set(Weight::zero());
		assert_eq!(Pogcs::devices_per_block(), 0);
		ServiceWeight::set(Weight::from_parts(50_000_000_000, 1_048_576));
	});
}

#[test]
fn a_device_that_waits_for_its_bond_is_found_when_it_has_matured() {
	Ext::default().execute(|| {
		register(1, 10, BOND);
		settle(1, 100 * GCD);
		advance(168);
		assert_eq!((weight(1), ListedCount::<Test>::get()), (0, 1));
		advance(1);
		assert!(weight(1) > 0);
	});
}

#[test]
fn dust_is_not_kept_in_the_list() {
	Ext::default().execute(|| {
		register(1, 10, GHR / 10);
		settle(1, 100 * GCD);
		advance(170);
		assert_eq!(weight(1), 0);
		assert_eq!(ListedCount::<Test>::get(), 0);
	});
}

#[test]
fn an_expired_device_is_found_within_a_round() {
	Ext::default().with_refresh_per_block(0).execute(|| {
		fleet(9);
		attest(5, AttestationTier::Tier3, 1);
		jump(1);
		RefreshPerBlock::set(3);
		(0..3).for_each(|_| block());
		assert_eq!(weight(5), 0);
		assert_eq!(ListedCount::<Test>::get(), 8);
		assert!(!Listed::<Test>::iter_values().any(|device| device == DeviceId(5)));
	});
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(24))]

	/// Whoever comes and goes meanwhile, nobody waits longer than for two rounds.
	#[test]
	fn nobody_is_left_out_of_a_round(
		churn in prop::collection::vec(prop::collection::vec(1..=24u32, 0..4), 20..80),
		per_block in 1..5u32,
	) {
		Ext::default().with_refresh_per_block(0).execute(|| {
			fleet(24);
			RefreshPerBlock::set(per_block);
			changed();
			let mut since: BTreeMap<u32, u32> = (1..=24).map(|device| (device, 0)).collect();
			for devices in churn {
				// An hour a block, so that each visit changes the weight.
				advance(1);
				since.values_mut().for_each(|blocks| *blocks += 1);
				for device in changed() {
					since.insert(device, 0);
				}
				for device in devices {
					if weight(device) > 0 {
						suspend(device);
						since.remove(&device);
					} else {
						attest(device, AttestationTier::Tier3, 87_600);
						since.insert(device, 0);
					}
				}
				changed();
				let most = 2 * 24u32.div_ceil(per_block) + 1;
				assert!(since.values().all(|blocks| *blocks <= most), "{since:?}");
			}
		});
	}
}
