//! The budget and its shares.

use crate::{mock::*, AllTotals, Error, Event, ExpiryHours, Stakes};
use frame_support::{assert_noop, assert_ok, traits::fungible::Inspect as _};
use greenhour_types::{
	units::{GCD, GHR},
	AttestationTier, Balance, DeviceId, Hour,
};
use sp_runtime::{DispatchError, TokenError};

/// Devices of different owners with equal weight and credit that nothing here uses up; none is refreshed but
/// by the test.
fn equals(devices: u32, test: impl FnOnce()) {
	Ext::default()
		.with_pot(1_000_000 * GHR)
		.with_refresh_per_block(0)
		.execute(|| {
			for device in 1..=devices {
				register(device, u64::from(device) * 10, BOND);
				settle(device, 1_000_000 * GCD);
			}
			jump(169);
			(1..=devices).for_each(refresh);
			test();
		});
}

/// Owed up to a planck of rounding for each refresh of his device, of which there are at most two here.
fn is_owed(owner: u64, amount: Balance) -> bool {
	owed(owner) <= amount && amount - owed(owner) <= 2
}

#[test]
fn the_budget_is_shared_by_weight_hour_by_hour() {
	Ext::default()
		.with_pot(1_000_000 * GHR)
		.with_refresh_per_block(0)
		.execute(|| {
			// Both at the cap of two bonds, so that the second weighs three times the first.
			for (device, bond) in [(1, BOND), (2, 3 * BOND)] {
				register(device, u64::from(device) * 10, bond);
				settle(device, 100_000 * GCD);
			}
			jump(169);
			refresh(1);
			refresh(2);
			set_budget(100 * GHR);
			jump(3);
			refresh(1);
			refresh(2);
			assert!(is_owed(10, 75 * GHR), "{}", owed(10));
			assert!(is_owed(20, 225 * GHR), "{}", owed(20));
			System::assert_has_event(
				Event::BudgetAllotted {
					hour: Hour(present() - 1),
					amount: 100 * GHR,
					weight: AllTotals::<Test>::get().weight,
				}
				.into(),
			);
		});
}

#[test]
fn a_share_stops_at_the_expiry_though_nobody_touches_the_device() {
	equals(2, || {
		// Expires 30 minutes into the sixth hour from now: five whole hours are earned.
		let half = HOUR / 2;
		Now::mutate(|now| *now += half);
		attest(1, AttestationTier::Tier3, 5);
		Now::mutate(|now| *now -= half);
		set_budget(100 * GHR);
		jump(50);
		refresh(2);
		assert!(is_owed(20, (5 * 50 + 45 * 100) * GHR), "{}", owed(20));
		jump(1_000);
		refresh(1);
		assert!(is_owed(10, 5 * 50 * GHR), "{}", owed(10));
		assert_eq!(ExpiryHours::<Test>::iter().count(), 1);
	});
}

#[test]
fn an_expiry_at_the_full_hour_earns_the_hour_before() {
	equals(2, || {
		attest(1, AttestationTier::Tier3, 5);
		set_budget(100 * GHR);
		jump(9);
		refresh(1);
		assert!(is_owed(10, 5 * 50 * GHR), "{}", owed(10));
	});
}

#[test]
fn a_renewed_result_earns_without_a_gap() {
	equals(2, || {
		attest(1, AttestationTier::Tier3, 5);
		set_budget(100 * GHR);
		jump(3);
		attest(1, AttestationTier::Tier3, 5);
		jump(4);
		refresh(1);
		assert!(is_owed(10, 7 * 50 * GHR), "{}", owed(10));
	});
}

#[test]
fn a_result_renewed_late_does_not_earn_the_gap() {
	equals(2, || {
		attest(1, AttestationTier::Tier3, 5);
		set_budget(100 * GHR);
		jump(8);
		attest(1, AttestationTier::Tier3, 50);
		jump(2);
		refresh(1);
		assert!(is_owed(10, (5 + 2) * 50 * GHR), "{}", owed(10));
	});
}

#[test]
fn a_suspended_device_earns_nothing_more() {
	equals(2, || {
		set_budget(100 * GHR);
		jump(2);
		suspend(1);
		jump(2);
		attest(1, AttestationTier::Tier3, 50);
		refresh(2);
		assert!(is_owed(10, 2 * 50 * GHR));
		assert!(is_owed(20, (2 * 50 + 2 * 100) * GHR));
	});
}

#[test]
fn no_more_is_paid_than_the_cap_of_the_fee() {
	Ext::default()
		.with_pot(1_000_000 * GHR)
		.with_refresh_per_block(0)
		.execute(|| {
			register(1, 10, BOND);
			// 2 % of 1,000 GCD are 20 GCD, of which 16 can come back; a GHR is worth a GCD.
			settle(1, 1_000 * GCD);
			jump(169);
			refresh(1);
			set_budget(100 * GHR);
			jump(20);
			refresh(1);
			assert_eq!(owed(10), 16 * GHR);
			// The rest is in the pot again.
			assert!(AllTotals::<Test>::get().allotted <= 20);
			jump(20);
			refresh(1);
			assert_eq!(owed(10), 16 * GHR);
		});
}

#[test]
fn a_fee_burned_while_the_rate_is_expired_is_not_paid_back() {
	Ext::default().with_pot(1_000 * GHR).execute(|| {
		GhrRate::set(None);
		register(1, 10, BOND);
		settle(1, 1_000 * GCD);
		GhrRate::set(Some(GCD));
		set_budget(GHR);
		advance(200);
		assert!(weight(1) > 0);
		assert_eq!(owed(10), 0);
	});
}

#[test]
fn a_void_hour_pays_nothing() {
	equals(1, || {
		VoidHours::set(vec![Hour(present() + 1), Hour(present() + 2)]);
		set_budget(100 * GHR);
		jump(5);
		refresh(1);
		assert!(is_owed(10, 300 * GHR));
	});
}

#[test]
fn the_budget_ends_when_governance_said() {
	equals(1, || {
		let until = Hour(present() + 3);
		assert_ok!(Pogcs::set_budget(RuntimeOrigin::root(), 100 * GHR, until));
		System::assert_last_event(
			Event::BudgetSet {
				per_hour: 100 * GHR,
				until,
			}
			.into(),
		);
		jump(10);
		refresh(1);
		assert!(is_owed(10, 300 * GHR));
	});
}

#[test]
fn set_budget_fails_for_anyone_else_and_for_the_past() {
	Ext::default().execute(|| {
		assert_noop!(
			Pogcs::set_budget(RuntimeOrigin::signed(1), 1, Hour(u32::MAX)),
			DispatchError::BadOrigin
		);
		assert_noop!(
			Pogcs::set_budget(RuntimeOrigin::root(), 1, Hour(present())),
			Error::<Test>::Expired
		);
	});
}

#[test]
fn an_empty_pot_pays_what_it_has_and_no_more() {
	Ext::default()
		.with_pot(250 * GHR)
		.with_refresh_per_block(0)
		.execute(|| {
			register(1, 10, BOND);
			settle(1, 100_000 * GCD);
			jump(169);
			refresh(1);
			set_budget(100 * GHR);
			jump(10);
			refresh(1);
			assert!(is_owed(10, 250 * GHR));
			assert_ok!(Pogcs::claim(RuntimeOrigin::signed(10)));
			assert_eq!(Balances::balance(&Pogcs::pot()) / 2, DEPOSIT / 2);
			jump(10);
			refresh(1);
			assert!(owed(10) <= 1);
		});
}

#[test]
fn claim_pays_what_is_owed() {
	equals(1, || {
		set_budget(100 * GHR);
		jump(1);
		refresh(1);
		let amount = owed(10);
		System::assert_has_event(
			Event::IncentiveCredited {
				device: DeviceId(1),
				owner: 10,
				amount,
			}
			.into(),
		);
		assert_ok!(Pogcs::claim(RuntimeOrigin::signed(10)));
		assert_eq!(Balances::balance(&10), amount);
		assert_eq!(owed(10), 0);
		System::assert_last_event(Event::IncentiveClaimed { owner: 10, amount }.into());
		assert_noop!(
			Pogcs::claim(RuntimeOrigin::signed(10)),
			Error::<Test>::NothingToClaim
		);
	});
}

#[test]
fn who_cannot_receive_is_still_owed() {
	equals(1, || {
		// Below the existential deposit of an account that does not exist.
		set_budget(DEPOSIT / 2);
		jump(1);
		refresh(1);
		let amount = owed(10);
		assert!(amount > 0);
		assert_noop!(
			Pogcs::claim(RuntimeOrigin::signed(10)),
			DispatchError::Token(TokenError::BelowMinimum)
		);
		assert_eq!(owed(10), amount);
		jump(5);
		refresh(1);
		assert_ok!(Pogcs::claim(RuntimeOrigin::signed(10)));
	});
}

#[test]
fn after_an_outage_all_hours_are_closed_in_order() {
	equals(2, || {
		attest(1, AttestationTier::Tier3, 7);
		set_budget(100 * GHR);
		Now::mutate(|now| *now += 101 * HOUR);
		for _ in 0..50 {
			block();
			check();
		}
		assert!(AllTotals::<Test>::get().closed < Some(Hour(present() - 1)));
		block();
		assert_eq!(AllTotals::<Test>::get().closed, Some(Hour(present() - 1)));
		refresh(1);
		refresh(2);
		assert!(is_owed(10, 7 * 50 * GHR));
		assert!(is_owed(20, (7 * 50 + 94 * 100) * GHR));
	});
}

#[test]
fn how_often_a_device_is_refreshed_does_not_change_its_share() {
	let earned = |every: u32| {
		let mut earned = 0;
		equals(3, || {
			set_budget(100 * GHR);
			for _ in 0..120 / every {
				jump(every);
				// Only device 1: its weight decays with each refresh, that of the others stays.
				let stake = Stakes::<Test>::get(DeviceId(1)).expect("known");
				refresh(1);
				assert_eq!(stake.weight, weight(1), "capped: decay does not show");
			}
			earned = owed(10);
		});
		earned
	};
	assert!(earned(120).abs_diff(earned(1)) <= 120);
}
