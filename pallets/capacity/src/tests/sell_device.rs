//! What a sale of a device does to its offer and its ticket.

use super::{bound, offer, sell};
use crate::{lottery::midnight, mock::*, Entry, Owners, PoolPolicy, Tickets};
use frame_support::{assert_noop, assert_ok};
use greenhour_traits::{CapacityPools, Shown};
use greenhour_types::{Day, DeviceId, Hour, MilliGpu, OfferId};

const BUYER: u64 = 77;

fn peaks(owner: u64) -> u32 {
	Owners::<Test>::get(pool_of(0), owner).peaks.0
}

#[test]
fn the_offer_of_a_device_that_is_sold_counts_for_the_buyer() {
	Ext::execute(|| {
		offer(0, 700, 3, 9);
		offer(40, 600, 3, 9);
		offer(41, 500, 3, 9);
		let seller = owner_of(40);
		assert_eq!(peaks(seller), 1_100);
		World::sell_device(40, BUYER);
		assert_eq!((peaks(seller), peaks(BUYER)), (500, 600));
		World::sell_device(0, BUYER);
		assert_eq!(peaks(BUYER), 1_300);
		// Nothing is left of who offers nothing.
		assert!(!Owners::<Test>::contains_key(pool_of(0), 1_000));
		// The buyer ends what the seller began, and the seller can't.
		let end = |who, id| Capacity::end_offer(RuntimeOrigin::signed(who), OfferId(id));
		assert_noop!(end(seller, 1), crate::Error::<Test>::NotAuthorized);
		assert_ok!(end(BUYER, 1));
		assert_eq!(peaks(BUYER), 700);
	});
}

#[test]
fn a_device_that_offers_nothing_changes_hands_without_a_trace() {
	Ext::execute(|| {
		World::sell_device(0, BUYER);
		assert_eq!(Owners::<Test>::iter().count(), 0);
		offer(0, 700, 3, 9);
		assert_eq!(peaks(BUYER), 700);
	});
}

#[test]
fn the_ticket_of_a_device_that_is_sold_counts_for_the_buyer() {
	Ext::execute(|| {
		let policy = PoolPolicy {
			entry: Entry::Lottery {
				max_units_per_owner: MilliGpu(2_000),
				max_units: MilliGpu(9_000),
			},
			..Default::default()
		};
		let root = RuntimeOrigin::root();
		assert_ok!(Capacity::set_policy(root, pool_of(0), Some(policy)));
		let enter = |device: u32| {
			let origin = RuntimeOrigin::signed(operator_of(device));
			Capacity::enter_lottery(origin, DeviceId(device))
		};
		assert_ok!(enter(0));
		assert_ok!(enter(1));
		let entered = |owner| {
			let record = Owners::<Test>::get(pool_of(0), owner);
			record.entered.0
		};
		let weight = Tickets::<Test>::get(DeviceId(0)).expect("entered").weight.0;
		World::sell_device(0, owner_of(1));
		assert_eq!(entered(owner_of(1)), 2 * weight);
		assert_eq!(entered(1_000), 0);
		// The buyer has no room for more: 1,100 units twice are above 2,000.
		assert_noop!(
			{
				World::sell_device(2, owner_of(1));
				enter(2)
			},
			crate::Error::<Test>::MaxUnitsPerOwnerExceeded
		);
		let round = midnight(Day(4)).expect("fits");
		advance_to(round);
		let anybody = RuntimeOrigin::signed(STRANGER);
		assert_ok!(Capacity::discard_ticket(anybody, DeviceId(0)));
		assert_eq!(entered(owner_of(1)), weight);
	});
}

#[test]
fn what_the_market_learned_from_the_seller_stays_his() {
	Ext::execute(|| {
		let id = offer(0, 1_000, 3, 9);
		let hour = Hour(3 * 24 + 5);
		assert_ok!(sell(0, hour, 1_000));
		advance_to(Hour(hour.0 - 1));
		assert_ok!(Capacity::bind(bound(id, hour, 1_000)));
		advance_to(hour.next());
		let delivered = bound(id, hour, 500);
		assert_ok!(Capacity::mark_delivered(delivered, Shown::ByReceipt));
		let seller = owner_of(0);
		let learned = |owner| {
			let record = Owners::<Test>::get(pool_of(0), owner);
			record.counted.at(hour.day(), hour.of_day()).0
		};
		assert_eq!(learned(seller), 100);
		World::sell_device(0, BUYER);
		assert_eq!((learned(seller), learned(BUYER)), (100, 0));
	});
}
