use crate::{mock::*, Claimable, Error, Event, TotalClaimable};
use frame_support::{assert_noop, assert_ok};
use greenhour_traits::IncomeRouter;
use greenhour_types::{units::GCD_ASSET, OfferId};
use sp_runtime::{DispatchError, TokenError};

fn credited(amount: u128) {
	assert_ok!(issue(OfferId(0), &seller()));
	assert_ok!(earn(OfferId(0), amount));
}

#[test]
fn claim_pays_everything_that_is_owed() {
	Ext::default().run(|| {
		credited(30_000);
		assert_ok!(earn(OfferId(0), 12_345));
		assert_ok!(Positions::claim(RuntimeOrigin::signed(seller()), seller()));
		assert_eq!(gcd(&seller()), 42_345);
		assert_eq!(gcd(&Positions::pot()), MIN_GCD);
		assert!(!Claimable::<Test>::contains_key(seller()));
		assert_eq!(TotalClaimable::<Test>::get(), 0);
		System::assert_last_event(
			Event::IncomeClaimed {
				account: seller(),
				amount: 42_345,
			}
			.into(),
		);
	});
}

#[test]
fn claim_by_a_stranger_pays_the_account_that_is_owed() {
	Ext::default().run(|| {
		credited(30_000);
		assert_ok!(Positions::claim(
			RuntimeOrigin::signed(stranger()),
			seller()
		));
		assert_eq!((gcd(&seller()), gcd(&stranger())), (30_000, 0));
	});
}

#[test]
fn claim_fails_when_nothing_is_owed() {
	Ext::default().run(|| {
		let origin = RuntimeOrigin::signed(stranger());
		assert_noop!(
			Positions::claim(origin, stranger()),
			Error::<Test>::NothingToClaim
		);
	});
}

#[test]
fn claim_fails_the_second_time() {
	Ext::default().run(|| {
		credited(30_000);
		assert_ok!(Positions::claim(RuntimeOrigin::signed(seller()), seller()));
		let origin = RuntimeOrigin::signed(seller());
		assert_noop!(
			Positions::claim(origin, seller()),
			Error::<Test>::NothingToClaim
		);
	});
}

#[test]
fn claim_fails_for_root_and_for_nobody() {
	Ext::default().run(|| {
		credited(30_000);
		for origin in [RuntimeOrigin::root(), RuntimeOrigin::none()] {
			assert_noop!(Positions::claim(origin, seller()), DispatchError::BadOrigin);
		}
	});
}

#[test]
fn claim_below_the_minimum_waits_until_more_is_owed() {
	Ext::default().run(|| {
		credited(MIN_GCD - 1);
		let origin = RuntimeOrigin::signed(seller());
		assert_noop!(Positions::claim(origin, seller()), TokenError::BelowMinimum);
		assert_ok!(earn(OfferId(0), 1));
		assert_ok!(Positions::claim(RuntimeOrigin::signed(seller()), seller()));
		assert_eq!(gcd(&seller()), MIN_GCD);
	});
}

#[test]
fn claim_for_an_account_that_cannot_exist_leaves_it_owed() {
	Ext::default().with_insufficient_gcd().run(|| {
		let nobody = account(77);
		assert_ok!(issue(OfferId(0), &nobody));
		assert_ok!(earn(OfferId(0), 30_000));
		let origin = RuntimeOrigin::signed(stranger());
		assert_noop!(
			Positions::claim(origin, nobody.clone()),
			TokenError::CannotCreate
		);
		assert_eq!(Claimable::<Test>::get(nobody), 30_000);
	});
}

#[test]
fn a_blocked_account_is_credited_and_paid_once_it_is_free() {
	Ext::default().run(|| {
		credited(30_000);
		assert_ok!(Positions::claim(RuntimeOrigin::signed(seller()), seller()));
		let team = RuntimeOrigin::signed(asset_team());
		assert_ok!(Assets::block(team.clone(), GCD_ASSET, seller()));
		assert_ok!(earn(OfferId(0), 500));
		let origin = RuntimeOrigin::signed(seller());
		assert_noop!(
			Positions::claim(origin.clone(), seller()),
			TokenError::Blocked
		);
		assert_ok!(Assets::thaw(team, GCD_ASSET, seller()));
		assert_ok!(Positions::claim(origin, seller()));
		assert_eq!(gcd(&seller()), 30_500);
	});
}

#[test]
fn claim_of_one_account_leaves_the_others_alone() {
	Ext::default().run(|| {
		credited(30_000);
		assert_ok!(issue(OfferId(1), &buyer()));
		assert_ok!(earn(OfferId(1), 20_000));
		assert_ok!(Positions::claim(RuntimeOrigin::signed(seller()), seller()));
		assert_eq!(Claimable::<Test>::get(buyer()), 20_000);
		assert_eq!(TotalClaimable::<Test>::get(), 20_000);
	});
}
