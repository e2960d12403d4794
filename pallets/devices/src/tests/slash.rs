//! What a miss takes from a bond. The rate is 4 GCD for one GHR.

use crate::{mock::*, Bonds, Error, Event, Unbondings};
use frame_support::{assert_noop, assert_ok};
use greenhour_traits::{DeviceRegistry, Slashed};
use greenhour_types::{
	units::{GCD, GHR},
	Balance, DeviceId,
};
use sp_runtime::DispatchError;

fn slash(gcd: Balance, compensation: Balance, beneficiary: u64) -> Result<Slashed, DispatchError> {
	Devices::slash(DeviceId(0), gcd, compensation, &beneficiary)
}

#[test]
fn a_slash_pays_the_beneficiary_and_burns_the_rest() {
	Ext::default().execute(|| {
		let device = registered();
		let issuance = Balances::total_issuance();
		let given = Slashed {
			compensation: GHR,
			burned: 2 * GHR,
		};
		assert_eq!(slash(12 * GCD, 4 * GCD, TENANT), Ok(given));
		assert_eq!(Bonds::<Test>::get(device), Some(MIN_BOND - 3 * GHR));
		assert_eq!(held(OWNER), MIN_BOND - 3 * GHR);
		assert_eq!(Balances::free_balance(TENANT), 1_001 * GHR);
		assert_eq!(Balances::total_issuance(), issuance - 2 * GHR);
		System::assert_last_event(
			Event::<Test>::BondSlashed {
				device,
				beneficiary: TENANT,
				compensation: GHR,
				burned: 2 * GHR,
			}
			.into(),
		);
	});
}

#[test]
fn a_slash_is_rounded_up_and_the_compensation_down() {
	Ext::default().execute(|| {
		registered();
		// 1 planck of GCD at 3 planck per GHR is a third of a GHR.
		assert_ok!(Devices::set_ghr_rate(RuntimeOrigin::root(), 3, START + 1));
		let third_down = GHR / 3;
		let given = Slashed {
			compensation: third_down,
			burned: 1,
		};
		assert_eq!(slash(1, 1, TENANT), Ok(given));
	});
}

#[test]
fn a_small_bond_gives_what_it_has_the_beneficiary_first() {
	Ext::default().execute(|| {
		let device = registered();
		let given = Slashed {
			compensation: 8 * GHR,
			burned: 2 * GHR,
		};
		assert_eq!(slash(400 * GCD, 32 * GCD, TENANT), Ok(given));
		assert_eq!(Bonds::<Test>::get(device), Some(0));
		assert_eq!(slash(400 * GCD, 32 * GCD, TENANT), Ok(Slashed::default()));
	});
}

#[test]
fn a_compensation_is_never_more_than_the_slash() {
	Ext::default().execute(|| {
		registered();
		let given = Slashed {
			compensation: GHR,
			burned: 0,
		};
		assert_eq!(slash(4 * GCD, 12 * GCD, TENANT), Ok(given));
	});
}

#[test]
fn the_largest_amounts_take_just_the_bond() {
	Ext::default().execute(|| {
		registered();
		let given = Slashed {
			compensation: MIN_BOND,
			burned: 0,
		};
		assert_eq!(slash(Balance::MAX, Balance::MAX, TENANT), Ok(given));
	});
}

#[test]
fn a_slash_of_zero_takes_nothing() {
	Ext::default().execute(|| {
		registered();
		assert_eq!(slash(0, 0, TENANT), Ok(Slashed::default()));
		assert_eq!(held(OWNER), MIN_BOND);
	});
}

#[test]
fn a_slash_leaves_the_bonds_of_the_owners_other_devices() {
	Ext::default().execute(|| {
		registered();
		assert_ok!(registration(2).submit());
		assert_ok!(slash(Balance::MAX, 0, TENANT));
		assert_eq!(held(OWNER), MIN_BOND);
		assert_eq!(Bonds::<Test>::get(DeviceId(1)), Some(MIN_BOND));
	});
}

#[test]
fn settlement_uses_the_last_rate_even_when_it_has_expired() {
	Ext::default().execute(|| {
		registered();
		Now::set(START + 10 * MAX_LIFE);
		let given = Slashed {
			compensation: GHR,
			burned: 2 * GHR,
		};
		assert_eq!(slash(12 * GCD, 4 * GCD, TENANT), Ok(given));
	});
}

#[test]
fn what_a_beneficiary_can_not_receive_is_burned() {
	Ext::default().execute(|| {
		registered();
		// 0.02 GCD is half the existential deposit.
		let given = Slashed {
			compensation: 0,
			burned: GHR,
		};
		assert_eq!(slash(4 * GCD, GCD / 50, PAUPER), Ok(given));
		assert_eq!(Balances::free_balance(PAUPER), 0);
		assert_eq!(held(OWNER), MIN_BOND - GHR);
		// Above the deposit the payment creates the account.
		let given = Slashed {
			compensation: GHR,
			burned: 0,
		};
		assert_eq!(slash(4 * GCD, 4 * GCD, PAUPER), Ok(given));
		assert_eq!(Balances::free_balance(PAUPER), GHR);
	});
}

#[test]
fn an_owner_who_is_his_own_tenant_gets_just_the_compensation() {
	Ext::default().execute(|| {
		registered();
		let before = Balances::free_balance(OWNER);
		let given = Slashed {
			compensation: GHR,
			burned: 2 * GHR,
		};
		assert_eq!(slash(12 * GCD, 4 * GCD, OWNER), Ok(given));
		assert_eq!(Balances::free_balance(OWNER), before + GHR);
		assert_eq!(held(OWNER), MIN_BOND - 3 * GHR);
	});
}

#[test]
fn a_withdrawn_device_answers_until_its_bond_is_released() {
	Ext::default().execute(|| {
		let device = registered();
		let owner = || RuntimeOrigin::signed(OWNER);
		assert_ok!(Devices::withdraw(owner(), device));
		let given = Slashed {
			compensation: 0,
			burned: GHR,
		};
		assert_eq!(slash(4 * GCD, 0, TENANT), Ok(given));
		assert_eq!(held(OWNER), MIN_BOND - GHR);
		Now::set(START + BOND_RELEASE);
		assert_ok!(Devices::release_bond(owner(), device));
		assert_eq!(slash(4 * GCD, 0, TENANT), Ok(Slashed::default()));
		assert_eq!(Balances::free_balance(OWNER), 999 * GHR);
	});
}

#[test]
fn what_was_asked_back_pays_when_the_bond_is_not_enough() {
	Ext::default().execute(|| {
		let device = registered();
		let owner = || RuntimeOrigin::signed(OWNER);
		assert_ok!(Devices::add_bond(owner(), device, 5 * GHR));
		assert_ok!(Devices::unbond(owner(), device, 5 * GHR));
		AllHeard::set(Vec::new());
		// 12 GHR: all of the bond, and two of the five.
		let given = Slashed {
			compensation: 0,
			burned: 12 * GHR,
		};
		assert_eq!(slash(48 * GCD, 0, TENANT), Ok(given));
		assert_eq!(Bonds::<Test>::get(device), Some(0));
		let left = Unbondings::<Test>::get(device).map(|unbonding| unbonding.amount);
		assert_eq!(left, Some(3 * GHR));
		assert_eq!(AllHeard::get(), [Heard::Bond(device, OWNER, 0)]);
	});
}

#[test]
fn fraud_burns_all_that_is_held() {
	Ext::default().execute(|| {
		let device = registered();
		assert_ok!(Devices::withdraw(RuntimeOrigin::signed(OWNER), device));
		assert_ok!(slash(Balance::MAX, 0, TENANT));
		assert_eq!(held(OWNER), 0);
		// The owner tidies up.
		Now::set(START + BOND_RELEASE);
		assert_ok!(Devices::release_bond(RuntimeOrigin::signed(OWNER), device));
		assert_eq!(Unbondings::<Test>::get(device), None);
	});
}

#[test]
fn slash_fails_when_there_is_no_such_device() {
	Ext::default().execute(|| {
		assert_noop!(slash(GCD, 0, TENANT), Error::<Test>::NotFound);
	});
}

#[test]
fn slash_fails_when_there_has_never_been_a_rate() {
	Ext::default().without_governed_values().execute(|| {
		registered();
		assert_noop!(slash(GCD, 0, TENANT), Error::<Test>::RateMissing);
	});
}
