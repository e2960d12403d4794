//! Who is challenged.

use crate::{
	mock::*, types::MAX_ROUND, ActiveCount, Challenges as Open, Cursors, Event, ProductSizes,
	Rounds,
};
use frame_support::{assert_noop, assert_ok};
use greenhour_types::{DeviceId, GpuClassId, MilliGpu};
use std::collections::{BTreeMap, BTreeSet};

/// The devices that the current block challenges.
fn drawn() -> Vec<DeviceId> {
	events()
		.into_iter()
		.find_map(|event| match event {
			Event::RoundDrawn { devices, .. } => Some(devices),
			_ => None,
		})
		.unwrap_or_default()
}

#[test]
fn a_block_challenges_the_drawn_device_and_nineteen_more_of_its_owner() {
	Ext::execute(|| {
		fleet(7, 0..50);
		next_block();
		let devices = drawn();
		let distinct: BTreeSet<DeviceId> = devices.iter().copied().collect();
		assert_eq!((devices.len(), distinct.len()), (20, 20));
		for device in devices {
			let challenge = Open::<Test>::get(device).expect("challenged");
			assert_eq!((challenge.round, challenge.hour), (1, HOUR));
			// Half of 4 units, a leaf each.
			assert_eq!((challenge.needed, challenge.leaves), (MilliGpu(2), 2));
		}
	});
}

#[test]
fn nobody_else_is_challenged_at_the_same_moment() {
	Ext::execute(|| {
		fleet(7, 0..5);
		fleet(8, 5..100);
		for _ in 0..30 {
			next_block();
			let owners: BTreeSet<bool> = drawn().iter().map(|device| device.0 < 5).collect();
			assert!(owners.len() <= 1);
		}
	});
}

#[test]
fn a_challenged_device_is_not_challenged_again() {
	Ext::execute(|| {
		fleet(7, 0..20);
		next_block();
		assert_eq!(drawn().len(), 20);
		next_block();
		assert_eq!(drawn().len(), 0);
		assert_eq!(Rounds::<Test>::iter().count(), 1);
	});
}

#[test]
fn owners_are_drawn_as_often_as_they_have_devices() {
	Ext::execute(|| {
		// 30 and 10 devices.
		fleet(7, 0..30);
		fleet(8, 30..40);
		let mut rounds = BTreeMap::<bool, u32>::new();
		for salt in 0..400 {
			Salt::set(salt);
			Open::<Test>::drain().for_each(drop);
			Rounds::<Test>::drain().for_each(drop);
			Cursors::<Test>::kill();
			next_block();
			*rounds.entry(drawn()[0].0 < 30).or_default() += 1;
		}
		// 300 expected, standard deviation 9.
		assert!((250..350).contains(&rounds[&true]), "{rounds:?}");
		Open::<Test>::drain().for_each(drop);
		Rounds::<Test>::drain().for_each(drop);
		Cursors::<Test>::kill();
	});
}

#[test]
fn every_device_of_a_large_owner_is_challenged_sooner_or_later() {
	Ext::execute(|| {
		fleet(7, 0..100);
		let mut seen = BTreeSet::new();
		for _ in 0..150 {
			next_block();
			seen.extend(drawn());
		}
		assert_eq!(seen.len(), 100);
	});
}

#[test]
fn an_empty_list_draws_nobody() {
	Ext::execute(|| {
		blocks(3);
		assert_eq!(drawn().len(), 0);
		assert_eq!(ActiveCount::<Test>::get(), 0);
	});
}

#[test]
fn nothing_is_drawn_without_a_seed() {
	Ext::execute(|| {
		fleet(7, 0..3);
		SeedsReady::set(false);
		blocks(3);
		assert_eq!(Rounds::<Test>::iter().count(), 0);
	});
}

#[test]
fn draws_pause_while_rounds_wait_for_authors() {
	Ext::execute(|| {
		fleet(7, 0..60);
		next_block();
		// Commitments can't be closed any more: no seed is young enough.
		ForcedSeed::set(None);
		let first = System::block_number();
		System::set_block_number(first + 256);
		SeedsReady::set(true);
		Cursors::<Test>::mutate(|cursors| {
			let cursors = cursors.as_mut().expect("started");
			(cursors.unseeded, cursors.unclosed) = (first, first);
		});
		next_block();
		assert_eq!(drawn().len(), 0);
		// 256 blocks are caught up with at 2 a block.
		blocks(300);
		assert!(!Rounds::<Test>::contains_key(first));
		assert!(Rounds::<Test>::iter().count() > 0);
	});
}

#[test]
fn products_have_the_size_of_their_class() {
	Ext::execute(|| {
		blocks(1);
		fleet(7, 0..1);
		let class = GpuClassId(1);
		assert_ok!(Challenges::set_product_size(
			RuntimeOrigin::root(),
			class,
			1_000
		));
		System::assert_last_event(
			Event::ProductSizeSet {
				gpu_class: class,
				leaves_per_unit: 1_000,
			}
			.into(),
		);
		next_block();
		assert_eq!(
			Open::<Test>::get(DeviceId(0)).expect("challenged").leaves,
			2_000
		);
		assert_noop!(
			Challenges::set_product_size(RuntimeOrigin::root(), class, 0),
			crate::Error::<Test>::SizeZero
		);
		assert_noop!(
			Challenges::set_product_size(RuntimeOrigin::signed(1), class, 5),
			sp_runtime::DispatchError::BadOrigin
		);
		assert_eq!(ProductSizes::<Test>::get(class), Some(1_000));
		assert_eq!(MAX_ROUND, 20);
	});
}
