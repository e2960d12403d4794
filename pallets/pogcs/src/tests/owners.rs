//! Sums by owner, and devices that are sold.

use crate::{mock::*, Event, OwnerWeights};
use greenhour_types::{
	units::{GCD, GHR},
	DeviceId,
};

fn sell(device: u32, from: u64, to: u64) {
	use greenhour_traits::DeviceListener;
	Pogcs::owner_changed(DeviceId(device), &from, &to);
}

#[test]
fn an_owner_weighs_what_his_devices_weigh_together() {
	Ext::default().execute(|| {
		for (device, owner) in [(1, 10), (2, 10), (3, 20)] {
			register(device, owner, BOND);
			settle(device, 200 * GCD);
		}
		advance(169);
		assert_eq!(OwnerWeights::<Test>::get(10), weight(1) + weight(2));
		assert_eq!(OwnerWeights::<Test>::get(20), weight(3));
		assert!(weight(3) > 0);
	});
}

#[test]
fn a_sold_device_takes_its_weight_along() {
	Ext::default().execute(|| {
		register(1, 10, BOND);
		settle(1, 200 * GCD);
		advance(169);
		let before = weight(1);
		sell(1, 10, 20);
		System::assert_has_event(
			Event::WeightMoved {
				device: DeviceId(1),
				from: 10,
				to: 20,
				weight: before,
			}
			.into(),
		);
		assert_eq!(weight(1), before);
		assert_eq!(OwnerWeights::<Test>::get(10), 0);
		assert_eq!(OwnerWeights::<Test>::get(20), before);
	});
}

#[test]
fn what_a_device_earned_before_a_sale_stays_with_the_seller() {
	Ext::default()
		.with_pot(1_000 * GHR)
		.with_refresh_per_block(0)
		.execute(|| {
			set_budget(GHR);
			register(1, 10, BOND);
			settle(1, 10_000 * GCD);
			jump(169);
			refresh(1);
			jump(10);
			sell(1, 10, 20);
			jump(5);
			refresh(1);
			assert!(owed(10).abs_diff(10 * GHR) <= 1);
			assert!(owed(20).abs_diff(5 * GHR) <= 1);
		});
}

#[test]
fn a_device_that_weighs_nothing_can_be_sold() {
	Ext::default().execute(|| {
		register(1, 10, BOND);
		sell(1, 10, 20);
		sell(9, 10, 20);
		settle(1, 200 * GCD);
		advance(169);
		assert_eq!(OwnerWeights::<Test>::get(20), weight(1));
		assert!(weight(1) > 0);
	});
}

#[test]
fn a_device_sold_to_its_owner_stays_his() {
	Ext::default().execute(|| {
		register(1, 10, BOND);
		settle(1, 200 * GCD);
		advance(169);
		let before = weight(1);
		sell(1, 10, 10);
		assert_eq!(OwnerWeights::<Test>::get(10), before);
	});
}
