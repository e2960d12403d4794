//! The dense lists and the queue of their changes.

use crate::{
	mock::*, types::Change, ActiveCount, ActiveDevices, Changes, Event, Listings, OwnerCounts,
};
use greenhour_traits::DeviceListener;
use greenhour_types::{AttestationResult, DeviceId, MilliGpu};

fn listed() -> Vec<u32> {
	(0..ActiveCount::<Test>::get())
		.map(|index| ActiveDevices::<Test>::get(index).expect("dense").0)
		.collect()
}

#[test]
fn an_attested_device_is_listed_when_its_change_is_old_enough() {
	Ext::execute(|| {
		blocks(1);
		enrol(7, 1);
		blocks(DELAY);
		assert_eq!(listed(), [0; 0]);
		next_block();
		assert_eq!(listed(), [1]);
		assert_eq!(OwnerCounts::<Test>::get(7), 1);
		assert!(events().contains(&Event::ChangesApplied { until: 1 }));
	});
}

#[test]
fn a_device_that_leaves_gives_its_index_to_the_last() {
	Ext::execute(|| {
		fleet(7, 1..4);
		fleet(8, 4..6);
		Challenges::result_changed(DeviceId(1), None);
		Challenges::apply_changes(0);
		assert_eq!(listed(), [5, 2, 3, 4]);
		assert_eq!(
			(OwnerCounts::<Test>::get(7), OwnerCounts::<Test>::get(8)),
			(2, 2)
		);
		assert!(!Listings::<Test>::contains_key(DeviceId(1)));
	});
}

#[test]
fn a_sold_device_moves_to_the_list_of_its_new_owner() {
	Ext::execute(|| {
		let devices = fleet(7, 1..3);
		Challenges::owner_changed(devices[0], &7, &8);
		assert_eq!(OwnerCounts::<Test>::get(8), 0);
		Challenges::apply_changes(0);
		assert_eq!(
			(OwnerCounts::<Test>::get(7), OwnerCounts::<Test>::get(8)),
			(1, 1)
		);
		assert_eq!(listed(), [2, 1]);
	});
}

#[test]
fn a_device_that_is_not_listed_is_sold_without_a_change() {
	Ext::execute(|| {
		Challenges::owner_changed(DeviceId(1), &7, &8);
		assert_eq!(Changes::<Test>::iter().count(), 0);
	});
}

#[test]
fn a_renewal_changes_nothing() {
	Ext::execute(|| {
		let devices = fleet(7, 1..2);
		Challenges::result_changed(devices[0], Some(result()));
		Challenges::bond_changed(devices[0], &7, 5);
		assert_eq!(Changes::<Test>::iter().count(), 0);
	});
}

#[test]
fn a_device_without_gpus_is_never_listed() {
	Ext::execute(|| {
		let device = enrol(7, 1);
		Challenges::result_changed(
			device,
			Some(AttestationResult {
				benchmark: MilliGpu(0),
				..result()
			}),
		);
		Challenges::apply_changes(0);
		assert_eq!(listed(), [0; 0]);
		assert_eq!(Listings::<Test>::iter().count(), 0);
	});
}

#[test]
fn leaving_and_coming_back_at_once_keeps_the_order_of_changes() {
	Ext::execute(|| {
		let devices = fleet(7, 1..4);
		Challenges::result_changed(devices[0], None);
		Challenges::result_changed(devices[0], Some(result()));
		let queued: Vec<Change<u64>> = (3..5)
			.map(|n| Changes::<Test>::get(n).expect("queued"))
			.collect();
		assert_eq!(queued[0].terms, None);
		assert_eq!(queued[1].terms, Some(terms(7)));
		Challenges::apply_changes(0);
		assert_eq!(listed(), [3, 2, 1]);
	});
}

#[test]
fn a_block_applies_sixteen_changes() {
	Ext::execute(|| {
		for id in 0..40 {
			enrol(u64::from(id), id);
		}
		let applied: Vec<u32> = (0..4).map(|_| Challenges::apply_changes(0)).collect();
		assert_eq!(applied, [16, 16, 8, 0]);
	});
}

#[test]
fn an_expired_device_leaves_when_it_is_drawn() {
	Ext::execute(|| {
		let expired = AttestationResult {
			expires_at: Now::get(),
			..result()
		};
		let device = fleet(7, 1..2)[0];
		Challenges::result_changed(device, Some(expired));
		Challenges::apply_changes(0);
		assert_eq!(listed(), [1]);
		next_block();
		assert!(!events()
			.iter()
			.any(|event| matches!(event, Event::RoundDrawn { .. })));
		blocks(DELAY + 1);
		assert_eq!(listed(), [0; 0]);
	});
}

#[test]
fn a_renewal_on_other_terms_keeps_the_place() {
	Ext::execute(|| {
		let devices = fleet(7, 1..4);
		let larger = AttestationResult {
			benchmark: MilliGpu(100),
			..result()
		};
		Challenges::result_changed(devices[0], Some(larger));
		Challenges::apply_changes(0);
		assert_eq!(listed(), [1, 2, 3]);
		let place = Listings::<Test>::get(devices[0]).place.expect("listed");
		assert_eq!(place.terms.benchmark, MilliGpu(100));
	});
}
