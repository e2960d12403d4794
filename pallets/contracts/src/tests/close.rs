use crate::{
	mock::*, AssignAttempts, ContractDays, Error, Event, NextContractId, PoolContracts, WeightInfo,
};
use frame_support::{assert_noop, assert_ok, dispatch::DispatchResultWithPostInfo};
use greenhour_traits::Deliveries;
use greenhour_types::{
	units::GCD_ASSET, ContractId, ContractTerms, DeviceId, HourPhase, VerificationMode,
};
use sp_runtime::{DispatchError, TokenError};

fn close(contract: ContractId) -> DispatchResultWithPostInfo {
	Contracts::close(RuntimeOrigin::signed(STRANGER), contract)
}

/// Device 0 serves 100 of 300 units in hour 8, paid 1,001, and has been paid for it.
fn settled() -> ContractId {
	World::add_offer(0, 100);
	let contract = buy(300, &[8], 1_001);
	World::advance_to(8, HourPhase::Assignment);
	assert_ok!(accept(contract, 0, &[8], 100));
	assert_ok!(Contracts::assign(
		RuntimeOrigin::signed(STRANGER),
		contract,
		DAY,
		8
	));
	World::advance_to(8, HourPhase::Settlement);
	assert_ok!(Contracts::settle_delivered(
		contract,
		DeviceId(0),
		DAY,
		mask(&[8])
	));
	contract
}

#[test]
fn close_releases_the_rest_and_removes_the_contract() {
	Ext.run(|| {
		let contract = settled();
		let info = close(contract).expect("everything is settled");
		assert_eq!(info.actual_weight, Some(<() as WeightInfo>::close(1)));
		// 333 were delivered; what nobody served and the dust come back.
		assert_eq!((held(TENANT), gcd(TENANT)), (0, FUNDS - 333));
		assert!(!crate::Contracts::<Test>::contains_key(contract));
		assert_eq!(ContractDays::<Test>::iter().count(), 0);
		assert_eq!(PoolContracts::<Test>::iter().count(), 0);
		assert_eq!(AssignAttempts::<Test>::iter().count(), 0);
		System::assert_last_event(
			Event::ContractClosed {
				contract,
				tenant: TENANT,
				released: 668,
			}
			.into(),
		);
	});
}

#[test]
fn the_fee_of_units_that_needed_consent_cannot_be_avoided_by_closing() {
	let green = ContractTerms {
		min_green_share: 1,
		..terms()
	};
	let work = ContractTerms {
		verification: VerificationMode::Work,
		..terms()
	};
	for least in [green, work] {
		Ext.run(|| {
			World::add_offer(0, 5_000);
			let contract = buy_on(least, 1_000, &[8], 3_000);
			World::advance_to(8, HourPhase::Delivery);
			assert_noop!(close(contract), Error::<Test>::Unresolved);
			let origin = RuntimeOrigin::signed(STRANGER);
			assert_ok!(Contracts::refund_unserved(origin, contract, DAY));
			assert_ok!(close(contract));
			// The fee is 5 % of 3,000 and is burned.
			assert_eq!((held(TENANT), gcd(TENANT)), (0, FUNDS - 150));
		});
	}
}

#[test]
fn the_dust_of_one_hour_comes_back() {
	Ext.run(|| {
		(0..3).for_each(|id| {
			World::add_offer(id, 100);
		});
		let contract = buy(300, &[8], 1_001);
		World::advance_to(8, HourPhase::Assignment);
		for id in 0..3 {
			assert_ok!(accept(contract, id, &[8], 100));
		}
		World::advance_to(8, HourPhase::Settlement);
		for id in 0..3 {
			assert_ok!(Contracts::settle_delivered(
				contract,
				DeviceId(id),
				DAY,
				mask(&[8])
			));
		}
		// 1,001 - 3 * 333.
		assert_eq!(held(TENANT), 2);
		assert_ok!(close(contract));
		assert_eq!(gcd(TENANT), FUNDS - 999);
	});
}

#[test]
fn close_fails_while_an_hour_is_unsettled() {
	Ext.run(|| {
		World::add_offer(0, 500);
		let contract = buy(300, &[8], 1_001);
		World::advance_to(8, HourPhase::Assignment);
		assert_ok!(accept(contract, 0, &[8], 300));
		for phase in [
			HourPhase::Delivery,
			HourPhase::Settlement,
			HourPhase::Settled,
		] {
			World::advance_to(8, phase);
			assert_noop!(close(contract), Error::<Test>::Unresolved);
		}
		let origin = RuntimeOrigin::signed(STRANGER);
		assert_ok!(Contracts::settle_missed(origin, contract, DeviceId(0), DAY));
		assert_ok!(close(contract));
	});
}

#[test]
fn close_fails_while_units_can_still_find_a_device() {
	Ext.run(|| {
		let contract = buy(300, &[8, 9], 1_001);
		World::advance_to(8, HourPhase::Delivery);
		assert_noop!(close(contract), Error::<Test>::Unresolved);
		World::advance_to(9, HourPhase::Assignment);
		assert_noop!(close(contract), Error::<Test>::Unresolved);
		World::advance_to(9, HourPhase::Delivery);
		assert_ok!(close(contract));
		assert_eq!(gcd(TENANT), FUNDS);
	});
}

#[test]
fn close_waits_for_a_blocked_tenant() {
	Ext.run(|| {
		let contract = settled();
		let team = || RuntimeOrigin::signed(ASSET_TEAM);
		assert_ok!(Assets::block(team(), GCD_ASSET, TENANT));
		assert_noop!(close(contract), TokenError::CannotCreate);
		assert_ok!(Assets::thaw(team(), GCD_ASSET, TENANT));
		assert_ok!(close(contract));
	});
}

#[test]
fn closed_is_closed_and_the_id_is_not_used_again() {
	Ext.run(|| {
		let contract = settled();
		assert_ok!(close(contract));
		assert_noop!(close(contract), Error::<Test>::ContractNotFound);
		assert_noop!(close(ContractId(u64::MAX)), Error::<Test>::ContractNotFound);
		assert_eq!(buy(100, &[20], 10), ContractId(contract.0 + 1));
		assert_eq!(NextContractId::<Test>::get(), ContractId(contract.0 + 2));
	});
}

#[test]
fn close_fails_unsigned() {
	Ext.run(|| {
		let contract = settled();
		let result = Contracts::close(RuntimeOrigin::none(), contract);
		assert_noop!(result, DispatchError::BadOrigin);
	});
}
