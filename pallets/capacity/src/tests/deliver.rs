use super::{bound, offer, page_at, sell};
use crate::{mock::*, Error, Owners, ProvenPeaks};
use frame_support::{assert_noop, assert_ok};
use greenhour_traits::{CapacityPools, Shown};
use greenhour_types::{Day, DeviceId, Hour, MilliGpu, OfferId, Template};

/// Sells, binds and delivers units of each offer in one hour: the chain is two hours before it and
/// then an hour after it.
fn serve(hour: Hour, served: &[(OfferId, u32)], sold: u32) {
	advance_to(Hour(hour.0 - 2));
	assert_ok!(sell(0, hour, sold));
	advance_to(Hour(hour.0 - 1));
	for (offer, units) in served {
		assert_ok!(Capacity::bind(bound(*offer, hour, *units)));
	}
	advance_to(hour.next());
	for (offer, units) in served {
		assert_ok!(Capacity::mark_delivered(
			bound(*offer, hour, *units),
			Shown::ByReceipt
		));
	}
}

/// Noon of day 2.
const NOON: Hour = Hour(2 * 24 + 12);

#[test]
fn mark_delivered_counts_up_to_what_is_accepted() {
	Ext::execute(|| {
		let id = offer(0, 1_000, 2, 9);
		serve(NOON, &[(id, 600)], 700);
		assert_eq!(page_at(NOON).delivered, MilliGpu(600));
		let refused = Capacity::mark_delivered(bound(id, NOON, 1), Shown::ByReceipt);
		assert_noop!(refused, Error::<Test>::InsufficientUnits);
		let refused = Capacity::mark_delivered(bound(OfferId(7), NOON, 1), Shown::ByReceipt);
		assert_noop!(refused, Error::<Test>::OfferNotFound);
	});
}

#[test]
fn learning_counts_a_tenth_of_the_sold_units_for_each_owner() {
	Ext::execute(|| {
		let (a, b) = (offer(0, 1_000, 2, 9), offer(1, 1_000, 2, 9));
		// Devices 40 and 41 have one owner.
		let (c, d) = (offer(40, 1_000, 2, 9), offer(41, 1_000, 2, 9));
		serve(NOON, &[(a, 600), (b, 50), (c, 100), (d, 100)], 1_009);
		let page = page_at(NOON);
		assert_eq!(page.delivered, MilliGpu(850));
		// 100 of the first, all 50 of the second, 100 of the third and fourth together.
		assert_eq!((page.counted, page.owners), (MilliGpu(250), 3));
	});
}

#[test]
fn learning_counts_parts_of_an_hour_only_up_to_the_same_tenth() {
	Ext::execute(|| {
		let id = offer(0, 1_000, 2, 9);
		advance_to(Hour(NOON.0 - 2));
		assert_ok!(sell(0, NOON, 1_000));
		advance_to(Hour(NOON.0 - 1));
		assert_ok!(Capacity::bind(bound(id, NOON, 1_000)));
		advance_to(NOON.next());
		for _ in 0..20 {
			assert_ok!(Capacity::mark_delivered(
				bound(id, NOON, 30),
				Shown::ByReceipt
			));
		}
		let page = page_at(NOON);
		assert_eq!((page.counted, page.owners), (MilliGpu(100), 1));
	});
}

/// Attack: tenant and device in one hand vouch for each other, to move what the pool learns and what the
/// device may offer.
#[test]
fn delivery_by_word_teaches_and_proves_nothing() {
	Ext::execute(|| {
		let id = offer(0, 1_000, 2, 9);
		assert_ok!(sell(0, NOON, 1_000));
		advance_to(Hour(NOON.0 - 1));
		assert_ok!(Capacity::bind(bound(id, NOON, 1_000)));
		advance_to(NOON.next());
		assert_ok!(Capacity::mark_delivered(
			bound(id, NOON, 400),
			Shown::ByWord
		));
		let page = page_at(NOON);
		assert_eq!(page.delivered, MilliGpu(400));
		assert_eq!((page.counted, page.owners), (MilliGpu(0), 0));
		assert!(!ProvenPeaks::<Test>::contains_key(DeviceId(0)));
	});
}

#[test]
fn hours_whose_money_is_final_teach_and_prove_nothing() {
	Ext::execute(|| {
		let id = offer(0, 1_000, 2, 9);
		assert_ok!(sell(0, NOON, 1_000));
		advance_to(Hour(NOON.0 - 1));
		assert_ok!(Capacity::bind(bound(id, NOON, 1_000)));
		// The money window is two hours long.
		advance_to(Hour(NOON.0 + 3));
		assert_ok!(Capacity::mark_delivered(
			bound(id, NOON, 400),
			Shown::ByReceipt
		));
		let page = page_at(NOON);
		assert_eq!(page.delivered, MilliGpu(400));
		assert_eq!((page.counted, page.owners), (MilliGpu(0), 0));
		assert!(!ProvenPeaks::<Test>::contains_key(DeviceId(0)));
	});
}

#[test]
fn records_of_owners_are_removed_once_their_money_is_final() {
	Ext::execute(|| {
		let id = offer(0, 1_000, 2, 2);
		serve(Hour(2 * 24 + 23), &[(id, 600)], 700);
		// The offer has ended, its money is not final.
		let record = Owners::<Test>::get(pool_of(0), owner_of(0));
		assert_eq!(
			(record.peaks, record.counted.days().len()),
			(MilliGpu(0), 1)
		);
		advance_to(Hour(3 * 24 + 23));
		assert_eq!(Owners::<Test>::iter().count(), 1);
		advance_to(Hour(4 * 24));
		assert_eq!(Owners::<Test>::iter().count(), 0);
		assert_eq!(ProvenPeaks::<Test>::iter().count(), 1);
		assert_eq!(crate::OfferEnds::<Test>::iter().count(), 0);
	});
}

#[test]
fn what_a_withdrawn_device_has_proved_is_removed_with_its_last_offer() {
	Ext::execute(|| {
		let id = offer(0, 1_000, 2, 2);
		serve(Hour(2 * 24 + 23), &[(id, 600)], 700);
		World::withdraw(0);
		advance_to(Hour(4 * 24));
		assert_eq!(ProvenPeaks::<Test>::iter().count(), 0);
	});
}

/// Offers a device's template on the last day that its attestation result covers.
fn largest_offer(device: u32, units: u32) -> bool {
	frame_support::storage::with_transaction(|| {
		let result = Capacity::create_offer(
			RuntimeOrigin::signed(owner_of(device)),
			DeviceId(device),
			Template::flat(MilliGpu(units)),
			Day(20),
			Day(20),
		);
		sp_runtime::TransactionOutcome::Rollback(Ok::<_, sp_runtime::DispatchError>(result.is_ok()))
	})
	.expect("rolled back")
}

#[test]
fn seven_proven_days_raise_the_limit_and_unsold_hours_do_not_shrink_it() {
	Ext::execute(|| {
		World::set_bond(0, 5_000);
		let id = offer(0, 1_200, 2, 12);
		let served = |day: u32| Hour(day * 24 + 12);
		for day in 3..9 {
			serve(served(day), &[(id, 1_100)], 1_150);
		}
		assert_ok!(Capacity::end_offer(RuntimeOrigin::signed(owner_of(0)), id));
		advance_to(Hour(10 * 24));
		// Six proven days: 1.2 x the benchmark, whatever was delivered.
		assert!(largest_offer(0, 1_200));
		assert!(!largest_offer(0, 1_201));

		let id = offer(0, 1_200, 10, 14);
		serve(served(10), &[(id, 1_190)], 1_190);
		advance_to(Hour(15 * 24));
		// Seven, of which the best hour had 1,190 units: 1.2 x 1,190 = 1,428.
		assert!(largest_offer(0, 1_428));
		assert!(!largest_offer(0, 1_429));
		// Nothing was sold since day 10, and nothing is for days to come.
		advance_to(Hour(19 * 24));
		assert!(largest_offer(0, 1_428));
		// A device that is not attested may offer nothing, whatever it has proved.
		let after = ATTESTED_UNTIL.0 + 1;
		let refused = Capacity::create_offer(
			RuntimeOrigin::signed(owner_of(0)),
			DeviceId(0),
			Template::flat(MilliGpu(100)),
			Day(after),
			Day(after),
		);
		assert_noop!(refused, Error::<Test>::OfferLimitExceeded);
	});
}
