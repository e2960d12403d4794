//! Entry policies and caps.

use super::{offer, sell};
use crate::{mock::*, ClassCaps, Entry, Error, Event, Owners, PoolPolicy, UnitCap, ZoneCaps};
use frame_support::{assert_noop, assert_ok};
use greenhour_types::{
	AttestationTier, Day, DeviceId, GpuClassId, Hour, MilliGpu, OfferId, Template, ZoneId,
};
use sp_runtime::{DispatchError, DispatchResult};

fn set_entry(entry: Entry) {
	let policy = PoolPolicy {
		entry,
		..Default::default()
	};
	set_policy(policy);
}

fn set_policy(policy: PoolPolicy) {
	let origin = RuntimeOrigin::root();
	assert_ok!(Capacity::set_policy(origin, pool_of(0), Some(policy)));
}

fn limited(per_owner: u32, of_pool: u32) -> Entry {
	Entry::Limited {
		max_units_per_owner: MilliGpu(per_owner),
		max_units: MilliGpu(of_pool),
	}
}

fn create(device: u32, units: u32) -> DispatchResult {
	Capacity::create_offer(
		RuntimeOrigin::signed(owner_of(device)),
		DeviceId(device),
		Template::flat(MilliGpu(units)),
		Day(3),
		Day(9),
	)
}

fn change(device: u32, offer: OfferId, units: u32) -> DispatchResult {
	let template = Template::flat(MilliGpu(units));
	Capacity::change_offer(RuntimeOrigin::signed(owner_of(device)), offer, template)
}

#[test]
fn a_policy_asks_for_a_tier() {
	Ext::execute(|| {
		set_policy(PoolPolicy {
			min_tier: AttestationTier::Tier2,
			..Default::default()
		});
		assert_noop!(create(0, 500), Error::<Test>::TierTooLow);
		World::withdraw(1);
		assert_noop!(create(1, 500), Error::<Test>::TierTooLow);
		World::set_tier(0, AttestationTier::Tier3);
		assert_ok!(create(0, 500));
		// It fell: no growth, but less is fine.
		World::set_tier(0, AttestationTier::Tier1);
		assert_noop!(change(0, OfferId(0), 501), Error::<Test>::TierTooLow);
		assert_ok!(change(0, OfferId(0), 400));
	});
}

#[test]
fn a_policy_asks_for_a_bond_whatever_is_offered() {
	Ext::execute(|| {
		World::set_bond(0, 1_000);
		set_policy(PoolPolicy {
			min_bond_value: 10_001,
			..Default::default()
		});
		assert_noop!(create(0, 100), Error::<Test>::InsufficientBond);
		World::set_bond(0, 1_001);
		assert_ok!(create(0, 100));
	});
}

#[test]
fn a_limited_pool_takes_so_many_units_of_an_owner() {
	Ext::execute(|| {
		set_entry(limited(1_500, 9_000));
		// Devices 40 and 41 have one owner.
		assert_ok!(create(40, 1_000));
		assert_noop!(create(41, 501), Error::<Test>::MaxUnitsPerOwnerExceeded);
		assert_ok!(create(41, 500));
		assert_ok!(create(0, 1_100));
		let record = Owners::<Test>::get(pool_of(0), owner_of(40));
		assert_eq!(record.peaks, MilliGpu(1_500));
	});
}

#[test]
fn a_limited_pool_takes_so_many_units() {
	Ext::execute(|| {
		set_entry(limited(9_000, 2_000));
		assert_ok!(create(0, 1_000));
		assert_ok!(create(1, 900));
		assert_noop!(create(2, 101), Error::<Test>::MaxUnitsExceeded);
		assert_noop!(
			change(0, OfferId(0), 1_101),
			Error::<Test>::InsufficientBond
		);
		World::set_bond(0, 2_000);
		assert_noop!(
			change(0, OfferId(0), 1_101),
			Error::<Test>::MaxUnitsExceeded
		);
		assert_ok!(change(0, OfferId(0), 1_100));
	});
}

#[test]
fn a_place_is_free_once_the_offer_that_had_it_is_over() {
	Ext::execute(|| {
		set_entry(limited(9_000, 1_000));
		let first = offer(0, 1_000, 2, 2);
		assert_noop!(create(1, 100), Error::<Test>::MaxUnitsExceeded);
		// The same device can go on, although the roll has not reached its offer yet.
		advance_to_within(
			Hour(3 * 24),
			frame_support::weights::Weight::from_parts(3_300_000_000, u64::MAX),
		);
		assert_eq!(crate::OpenOfferOf::<Test>::get(DeviceId(0)), Some(first));
		assert_noop!(create(1, 100), Error::<Test>::MaxUnitsExceeded);
		let second = offer(0, 1_000, 3, 5);
		assert_ok!(Capacity::end_offer(
			RuntimeOrigin::signed(owner_of(0)),
			second
		));
		advance_to(Hour(4 * 24));
		offer(1, 1_000, 4, 5);
	});
}

#[test]
fn a_policy_leaves_open_offers_and_what_shrinks() {
	Ext::execute(|| {
		let id = offer(0, 1_000, 2, 9);
		offer(40, 1_000, 2, 9);
		set_entry(limited(500, 1_000));
		assert_noop!(create(1, 100), Error::<Test>::MaxUnitsExceeded);
		assert_ok!(change(0, id, 900));
		advance_to(Hour(3 * 24));
		// Some hours more, none above the peak: takes no place of another.
		let mut template = Template::flat(MilliGpu(500));
		template.0[3] = MilliGpu(900);
		let origin = RuntimeOrigin::signed(owner_of(0));
		assert_ok!(Capacity::change_offer(origin, id, template));
		// Without a policy everybody may come again.
		assert_ok!(Capacity::set_policy(
			RuntimeOrigin::root(),
			pool_of(0),
			None
		));
		offer(1, 100, 4, 9);
	});
}

#[test]
fn a_class_cap_spans_zones_and_a_zone_cap_its_pools() {
	Ext::execute(|| {
		offer(0, 1_000, 2, 9);
		let (class, root) = (GpuClassId(1), RuntimeOrigin::root);
		let max = Some(MilliGpu(1_900));
		assert_ok!(Capacity::set_class_cap(root(), class, max));
		System::assert_last_event(
			Event::ClassCapSet {
				gpu_class: class,
				max,
			}
			.into(),
		);
		// Zone 1.
		assert_noop!(create(100, 901), Error::<Test>::MaxUnitsExceeded);
		assert_ok!(create(100, 900));
		let cap = UnitCap {
			max: MilliGpu(1_900),
			used: 1_900,
		};
		assert_eq!(ClassCaps::<Test>::get(class), Some(cap));
		assert_ok!(Capacity::set_class_cap(root(), class, None));
		assert_ok!(Capacity::set_zone_cap(
			root(),
			ZoneId(1),
			Some(MilliGpu(1_000))
		));
		assert_eq!(
			ZoneCaps::<Test>::get(ZoneId(1)).map(|cap| cap.used),
			Some(900)
		);
		assert_noop!(create(101, 101), Error::<Test>::MaxUnitsExceeded);
		assert_ok!(create(101, 100));
		assert_ok!(create(1, 1_000));
	});
}

#[test]
fn only_governance_sets_policies_and_caps() {
	Ext::execute(|| {
		let origin = || RuntimeOrigin::signed(owner_of(0));
		let refused = Capacity::set_policy(origin(), pool_of(0), None);
		assert_noop!(refused, DispatchError::BadOrigin);
		let refused = Capacity::set_class_cap(origin(), GpuClassId(1), None);
		assert_noop!(refused, DispatchError::BadOrigin);
		let refused = Capacity::set_zone_cap(origin(), ZoneId(0), None);
		assert_noop!(refused, DispatchError::BadOrigin);
	});
}

#[test]
fn a_pause_gives_its_place_up_once_it_holds() {
	Ext::execute(|| {
		set_entry(limited(9_000, 1_000));
		let id = offer(0, 1_000, 2, 20);
		assert_ok!(sell(0, Hour(5 * 24 + 3), 1_000));
		assert_ok!(Capacity::pause_offer(
			RuntimeOrigin::signed(owner_of(0)),
			id
		));
		// Until day 6 it still serves.
		assert_noop!(create(1, 100), Error::<Test>::MaxUnitsExceeded);
		advance_to(Hour(6 * 24));
		offer(1, 900, 6, 9);
		assert_noop!(change(0, id, 101), Error::<Test>::MaxUnitsExceeded);
		assert_ok!(change(0, id, 100));
	});
}

#[test]
fn an_earlier_template_that_is_over_takes_no_room_while_the_roll_is_behind() {
	Ext::execute(|| {
		set_entry(limited(1_000, 1_000));
		let id = offer(0, 1_000, 2, 20);
		assert_ok!(change(0, id, 600));
		// Enough to open a page, not to forget the template of day 2.
		let some = frame_support::weights::Weight::from_parts(3_300_000_000, u64::MAX);
		advance_to_within(Hour(3 * 24), some);
		assert!(super::record_of(id).before.is_some());
		assert_noop!(
			change(0, id, 1_001),
			Error::<Test>::MaxUnitsPerOwnerExceeded
		);
		assert_ok!(change(0, id, 900));
	});
}
