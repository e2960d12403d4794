use crate::{mock::*, Claimable, Collection};
use frame_support::{assert_noop, assert_ok, traits::Locker};
use greenhour_types::{Hour, OfferId};
use pallet_nfts::Error as NftsError;
use sp_runtime::DispatchResult;

fn collection() -> u32 {
	Collection::<Test>::get().expect("created at genesis")
}

fn set_price(price: u128) -> DispatchResult {
	Nfts::set_price(
		RuntimeOrigin::signed(seller()),
		collection(),
		0,
		Some(price),
		None,
	)
}

fn buy(price: u128) -> DispatchResult {
	Nfts::buy_item(RuntimeOrigin::signed(buyer()), collection(), 0, price)
}

#[test]
fn a_sale_half_way_sends_later_income_to_the_buyer() {
	Ext::default().run(|| {
		assert_ok!(issue(OfferId(0), &seller()));
		assert_ok!(earn(OfferId(0), 40_000));
		assert_ok!(set_price(5_000));
		assert_ok!(buy(5_000));
		assert_ok!(earn(OfferId(0), 60_000));
		assert_eq!(Claimable::<Test>::get(seller()), 40_000);
		assert_eq!(Claimable::<Test>::get(buyer()), 60_000);
		assert_eq!(crate::Earned::<Test>::get(OfferId(0)), 100_000);
		assert_eq!(Balances::free_balance(seller()), 1_005_000);
		for who in [seller(), buyer()] {
			assert_ok!(Positions::claim(RuntimeOrigin::signed(stranger()), who));
		}
		assert_eq!((gcd(&seller()), gcd(&buyer())), (40_000, 60_000));
	});
}

#[test]
fn a_transfer_and_a_sale_back_move_the_income_each_time() {
	Ext::default().run(|| {
		assert_ok!(issue(OfferId(0), &seller()));
		let origin = RuntimeOrigin::signed(seller());
		assert_ok!(Nfts::transfer(origin, collection(), 0, buyer()));
		assert_ok!(earn(OfferId(0), 100));
		let origin = RuntimeOrigin::signed(buyer());
		assert_ok!(Nfts::transfer(origin, collection(), 0, seller()));
		assert_ok!(earn(OfferId(0), 50));
		assert_eq!(Claimable::<Test>::get(buyer()), 100);
		assert_eq!(Claimable::<Test>::get(seller()), 50);
	});
}

#[test]
fn stock_calls_cannot_move_a_position_with_an_unsettled_past_hour() {
	Ext::default().run(|| {
		assert_ok!(issue(OfferId(0), &seller()));
		assert_ok!(set_price(5_000));
		let origin = || RuntimeOrigin::signed(seller());
		assert_ok!(Nfts::approve_transfer(
			origin(),
			collection(),
			0,
			stranger(),
			None
		));
		MockContracts::has_unsettled(|offer, before| offer == OfferId(0) && before == START);
		let locked = NftsError::<Test>::ItemLocked;
		assert_noop!(buy(5_000), locked);
		let locked = NftsError::<Test>::ItemLocked;
		assert_noop!(Nfts::transfer(origin(), collection(), 0, buyer()), locked);
		let locked = NftsError::<Test>::ItemLocked;
		let delegate = RuntimeOrigin::signed(stranger());
		assert_noop!(
			Nfts::transfer(delegate, collection(), 0, stranger()),
			locked
		);
		let locked = NftsError::<Test>::ItemLocked;
		assert_noop!(Nfts::burn(origin(), collection(), 0), locked);
		MockContracts::has_unsettled(|_, _| false);
		assert_ok!(buy(5_000));
	});
}

#[test]
fn a_lock_holds_one_position_and_not_its_neighbour() {
	Ext::default().run(|| {
		assert_ok!(issue(OfferId(0), &seller()));
		assert_ok!(issue(OfferId(1), &seller()));
		MockContracts::has_unsettled(|offer, _| offer == OfferId(0));
		assert_ok!(Nfts::transfer(
			RuntimeOrigin::signed(seller()),
			collection(),
			1,
			buyer()
		));
	});
}

#[test]
fn items_of_other_collections_are_never_locked() {
	Ext::default().run(|| {
		MockContracts::has_unsettled(|_, _| true);
		assert!(Positions::is_locked(collection(), 0));
		assert!(!Positions::is_locked(collection() + 1, 0));
	});
}

#[test]
fn nothing_is_locked_before_market_time_begins() {
	Ext::default().run(|| {
		MockContracts::has_unsettled(|_, _| true);
		MockClock::set(None);
		assert!(!Positions::is_locked(collection(), 0));
		MockClock::set(Some(Hour(31)));
		assert!(Positions::is_locked(collection(), 0));
	});
}

#[test]
fn nobody_but_the_pot_can_mint_into_the_collection() {
	Ext::default().run(|| {
		let origin = RuntimeOrigin::signed(stranger());
		let result = Nfts::mint(origin, collection(), 9, stranger(), None);
		assert_noop!(result, NftsError::<Test>::NoPermission);
	});
}
