use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok, dispatch::DispatchResultWithPostInfo};
use greenhour_types::{units::GCD_ASSET, ContractId, Day, HourPhase};
use sp_runtime::DispatchError;

fn refund(contract: ContractId) -> DispatchResultWithPostInfo {
	Contracts::refund_unserved(RuntimeOrigin::signed(STRANGER), contract, DAY)
}

/// 300 units in hours 8 and 9, paid 1,001 each, of which device 0 serves 100 in hour 8.
fn partly_served() -> ContractId {
	World::add_offer(0, 100);
	let contract = buy(300, &[8, 9], 1_001);
	World::advance_to(8, HourPhase::FirstRefusal);
	assert_ok!(accept(contract, 0, &[8], 100));
	World::advance_to(8, HourPhase::Delivery);
	contract
}

#[test]
fn units_that_nobody_serves_are_refunded_once_the_hour_starts() {
	Ext.run(|| {
		let contract = partly_served();
		assert_ok!(refund(contract));
		// 1,001 * 200 / 300 = 667.3, down.
		assert_eq!(
			(held_beside(TENANT), gcd(TENANT)),
			(2_002 - 667, FUNDS - DEPOSIT - 2_002 + 667)
		);
		let page = page_of(contract).expect("open");
		assert_eq!(page.refunded, mask(&[8]));
		System::assert_last_event(
			Event::UnservedRefunded {
				contract,
				day: DAY,
				hours: mask(&[8]),
				refunded: 667,
				fee: 0,
			}
			.into(),
		);
	});
}

#[test]
fn each_hour_is_refunded_once() {
	Ext.run(|| {
		let contract = partly_served();
		assert_ok!(refund(contract));
		assert_noop!(refund(contract), Error::<Test>::NothingDue);
		World::advance_to(9, HourPhase::Settled);
		assert_ok!(refund(contract));
		assert_eq!(held_beside(TENANT) + REWARD, 2_002 - 667 - 1_001);
		assert_noop!(refund(contract), Error::<Test>::NothingDue);
	});
}

#[test]
fn nothing_is_refunded_before_the_hour_starts() {
	Ext.run(|| {
		let contract = partly_served();
		for phase in [
			HourPhase::OnSale,
			HourPhase::FirstRefusal,
			HourPhase::Assignment,
		] {
			World::advance_to(8, phase);
			assert_noop!(refund(contract), Error::<Test>::NothingDue);
		}
	});
}

#[test]
fn a_refunded_hour_can_be_given_to_nobody() {
	Ext.run(|| {
		let contract = partly_served();
		assert_ok!(refund(contract));
		World::add_offer(1, 500);
		assert_noop!(accept(contract, 1, &[8], 200), Error::<Test>::WrongPhase);
	});
}

#[test]
fn a_blocked_tenant_gets_the_refund_at_the_close() {
	Ext.run(|| {
		let contract = partly_served();
		assert_ok!(Assets::block(
			RuntimeOrigin::signed(ASSET_TEAM),
			GCD_ASSET,
			TENANT
		));
		assert_ok!(refund(contract));
		assert_eq!(held_beside(TENANT), 2_002);
		System::assert_has_event(
			Event::RefundPostponed {
				contract,
				tenant: TENANT,
				amount: 667,
			}
			.into(),
		);
	});
}

#[test]
fn refund_fails_for_unknown_contracts_and_days() {
	Ext.run(|| {
		let contract = partly_served();
		assert_noop!(refund(ContractId(5)), Error::<Test>::ContractNotFound);
		let origin = RuntimeOrigin::signed(STRANGER);
		let result = Contracts::refund_unserved(origin, contract, Day(u32::MAX));
		assert_noop!(result, Error::<Test>::HoursNotBought);
		let result = Contracts::refund_unserved(RuntimeOrigin::root(), contract, DAY);
		assert_noop!(result, DispatchError::BadOrigin);
	});
}
