//! What counts, and for how much.

use crate::{mock::*, Event, Stakes};
use greenhour_types::{
	units::{GCD, GHR},
	AttestationTier, Balance, ContractId, DeviceId,
};
use std::collections::BTreeMap;

/// Planck of GCD that count for the device in this hour.
fn value(device: u32) -> Balance {
	let stake = Stakes::<Test>::get(DeviceId(device)).expect("known");
	stake.green.value_down(present(), 720).expect("a half-life") >> 32
}

/// Value counted for `units` and a fee, by a device of this tier.
fn counted(tier: AttestationTier, units: u32, fee: Balance, by_receipt: bool) -> Balance {
	let mut counted = 0;
	Ext::default().execute(|| {
		register(1, 10, BOND);
		attest(1, tier, 1_000);
		settle_with(1, units, fee, by_receipt);
		// The sum is below what was added by two units of 2^-32.
		counted = value(1) + 1;
	});
	counted
}

#[test]
fn hours_count_for_their_value_at_the_index() {
	// 2,000 units at 1 GCD are worth 2 GCD, for a fee of 0.04.
	assert_eq!(
		counted(AttestationTier::Tier3, 2_000, 40_000, true),
		2 * GCD
	);
}

#[test]
fn hours_count_for_half_in_tier_2_and_for_nothing_below() {
	assert_eq!(counted(AttestationTier::Tier2, 2_000, 40_000, true), GCD);
	assert_eq!(counted(AttestationTier::Tier1, 2_000, 40_000, true), 1);
	assert_eq!(counted(AttestationTier::Tier0, 2_000, 40_000, true), 1);
}

#[test]
fn hours_sold_below_the_index_count_for_what_was_paid() {
	assert_eq!(
		counted(AttestationTier::Tier3, 2_000, 10_000, true),
		GCD / 2
	);
	assert_eq!(counted(AttestationTier::Tier3, 2_000, 0, true), 1);
}

#[test]
fn hours_sold_above_the_index_count_for_no_more() {
	assert_eq!(
		counted(AttestationTier::Tier3, 2_000, 400_000, true),
		2 * GCD
	);
}

#[test]
fn hours_that_somebody_vouched_for_do_not_count() {
	assert_eq!(counted(AttestationTier::Tier3, 2_000, 40_000, false), 1);
}

#[test]
fn a_class_without_a_price_counts_for_nothing() {
	Ext::default().execute(|| {
		ClassIndex::set(BTreeMap::new());
		register(1, 10, BOND);
		settle(1, GCD);
		assert_eq!(value(1), 0);
		assert_eq!(crate::ListedCount::<Test>::get(), 0);
	});
}

#[test]
fn an_unknown_device_and_one_without_a_bond_count_for_nothing() {
	Ext::default().execute(|| {
		settle(9, GCD);
		assert!(Stakes::<Test>::get(DeviceId(9)).is_none());
		register(1, 10, BOND);
		set_bond(1, 10, 0);
		settle(1, GCD);
		assert_eq!(value(1), 0);
	});
}

#[test]
fn an_expired_device_counts_for_nothing() {
	Ext::default().execute(|| {
		register(1, 10, BOND);
		attest(1, AttestationTier::Tier3, 3);
		jump(3);
		settle(1, GCD);
		assert_eq!(value(1), 0);
	});
}

#[test]
fn only_named_hours_count_and_the_event_tells_value_and_credit() {
	Ext::default().execute(|| {
		GhrRate::set(Some(GCD / 2));
		register(1, 10, BOND);
		// The mock writes 77 units to hours that are not named.
		settle_with(1, 1_000, 20_000, true);
		System::assert_last_event(
			Event::GreenCounted {
				device: DeviceId(1),
				contract: ContractId(5),
				value: GCD,
				// 0.02 GCD are 0.04 GHR at half a GCD each; 80 % of them.
				credit: GHR * 32 / 1_000,
			}
			.into(),
		);
	});
}

#[test]
fn without_a_rate_hours_count_but_nothing_can_be_paid_for_them() {
	Ext::default().execute(|| {
		GhrRate::set(None);
		register(1, 10, BOND);
		settle(1, GCD);
		assert_eq!(value(1) + 1, GCD);
		assert_eq!(Stakes::<Test>::get(DeviceId(1)).expect("known").credit, 0);
	});
}

#[test]
fn the_largest_values_change_nothing_else() {
	Ext::default().execute(|| {
		ClassIndex::set(BTreeMap::from([(0, Balance::MAX)]));
		register(1, 10, BOND);
		settle_with(1, u32::MAX, Balance::MAX / GHR, true);
		settle(1, GCD);
		refresh(1);
		check();
	});
}
