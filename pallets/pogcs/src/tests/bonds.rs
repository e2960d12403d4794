//! When a bond counts.

use crate::{mock::*, Bond, Event, Stakes};
use greenhour_types::{units::GHR, AttestationTier, DeviceId, Hour};
use proptest::prelude::*;

fn bond(device: u32) -> Bond {
	Stakes::<Test>::get(DeviceId(device)).expect("known").bond
}

#[test]
fn a_bond_counts_after_seven_whole_days() {
	Ext::default().execute(|| {
		register(1, 10, BOND);
		settle(1, 1_000_000_000);
		advance(168);
		refresh(1);
		assert_eq!(weight(1), 0);
		advance(1);
		refresh(1);
		assert!(weight(1) > 0);
		assert_eq!(bond(1).matured, BOND);
	});
}

#[test]
fn what_is_added_matures_anew_and_what_has_matured_stays() {
	Ext::default().execute(|| {
		register(1, 10, BOND);
		advance(169);
		set_bond(1, 10, BOND + 7);
		assert_eq!((bond(1).matured, bond(1).maturing), (BOND, 7));
		System::assert_has_event(
			Event::BondSet {
				device: DeviceId(1),
				owner: 10,
				matured: BOND,
				maturing: 7,
				matures_in: Hour(START + 169 + 169),
			}
			.into(),
		);
		advance(100);
		// All that is maturing begins again.
		set_bond(1, 10, BOND + 9);
		advance(168);
		refresh(1);
		assert_eq!(bond(1).matured, BOND);
		advance(1);
		refresh(1);
		assert_eq!((bond(1).matured, bond(1).maturing), (BOND + 9, 0));
	});
}

#[test]
fn a_slash_takes_weight_at_once_and_from_what_has_matured_first() {
	Ext::default().execute(|| {
		register(1, 10, BOND);
		settle(1, 100_000_000_000);
		advance(169);
		set_bond(1, 10, 2 * BOND);
		let before = weight(1);
		// 48 of 96 GHR: all that has matured.
		set_bond(1, 10, BOND);
		assert!(before > 0);
		assert_eq!((bond(1).matured, bond(1).maturing), (0, BOND));
		assert_eq!(weight(1), 0);
	});
}

#[test]
fn a_slash_of_half_a_capped_bond_halves_its_weight() {
	Ext::default().execute(|| {
		register(1, 10, BOND);
		settle(1, 100_000_000_000);
		advance(169);
		refresh(1);
		let before = weight(1);
		set_bond(1, 10, BOND / 2);
		// G is far above two bonds: the weight is sqrt 2 bonds.
		assert!(weight(1).abs_diff(before / 2) <= 1);
	});
}

#[test]
fn a_device_whose_whole_bond_is_gone_starts_anew() {
	Ext::default().execute(|| {
		register(1, 10, BOND);
		settle(1, 100_000_000_000);
		advance(169);
		set_bond(1, 10, 0);
		System::assert_has_event(
			Event::GreenForfeited {
				device: DeviceId(1),
			}
			.into(),
		);
		set_bond(1, 10, BOND);
		advance(169);
		refresh(1);
		assert_eq!(weight(1), 0);
	});
}

#[test]
fn a_device_without_bond_and_result_leaves_nothing() {
	Ext::default().execute(|| {
		for keep_result in [false, true] {
			register(1, 10, BOND);
			settle(1, 100_000_000_000);
			advance(169);
			if keep_result {
				set_bond(1, 10, 0);
				suspend(1);
			} else {
				suspend(1);
				set_bond(1, 10, 0);
			}
			assert_eq!(Stakes::<Test>::iter().count(), 0);
			assert_eq!(crate::Listed::<Test>::iter().count(), 0);
			assert_eq!(crate::ExpiryHours::<Test>::iter().count(), 0);
		}
	});
}

#[test]
fn a_bond_set_by_another_owner_moves_the_device_first() {
	Ext::default().execute(|| {
		register(1, 10, BOND);
		settle(1, 100_000_000_000);
		advance(169);
		refresh(1);
		set_bond(1, 20, BOND);
		assert_eq!(crate::OwnerWeights::<Test>::get(10), 0);
		assert_eq!(crate::OwnerWeights::<Test>::get(20), weight(1));
		assert!(weight(1) > 0);
	});
}

#[test]
fn tier_1_weighs_nothing_whatever_its_bond() {
	Ext::default().execute(|| {
		register(1, 10, BOND);
		settle(1, 100_000_000_000);
		advance(169);
		attest(1, AttestationTier::Tier1, 1_000);
		assert_eq!(weight(1), 0);
		// What it had delivered with better evidence counts again when that is back.
		attest(1, AttestationTier::Tier2, 1_000);
		assert!(weight(1) > GHR);
	});
}

proptest! {
	#[test]
	fn no_planck_counts_before_it_has_been_there_for_seven_days(
		steps in prop::collection::vec((0..300u32, 0..1_000u128), 1..40)
	) {
		let mut bond = Bond::default();
		let mut hour = 1_000;
		// What the bond was at its least in the last seven days is all that may count.
		let mut history: Vec<(u32, u128)> = vec![(0, 0)];
		for (pause, total) in steps {
			hour += pause;
			bond = bond.set(total, Hour(hour), 168);
			history.push((hour, total));
			prop_assert_eq!(bond.total(), total);
			for later in [hour, hour + 168, hour + 169] {
				let from = later.saturating_sub(168);
				let began = history.iter().rposition(|(at, _)| *at < from).unwrap_or(0);
				let least = history[began..].iter().map(|(_, total)| *total).min().unwrap_or(0);
				prop_assert!(bond.at(Hour(later)).matured <= least, "in {}", later);
			}
			prop_assert_eq!(bond.at(Hour(hour + 169)).matured, total);
		}
	}
}
