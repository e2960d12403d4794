use crate::{mock::*, Claimable, Earned, Error, Event, TotalClaimable};
use frame_support::{assert_noop, assert_ok, traits::fungibles::Mutate};
use greenhour_traits::IncomeRouter;
use greenhour_types::{units::GCD_ASSET, Balance, OfferId};

#[test]
fn credit_writes_what_the_holder_is_owed() {
	Ext::default().run(|| {
		assert_ok!(issue(OfferId(4), &seller()));
		assert_ok!(earn(OfferId(4), 1));
		assert_ok!(earn(OfferId(4), 999));
		assert_eq!(Claimable::<Test>::get(seller()), 1_000);
		assert_eq!(TotalClaimable::<Test>::get(), 1_000);
		assert_eq!(Earned::<Test>::get(OfferId(4)), 1_000);
		System::assert_last_event(
			Event::IncomeCredited {
				offer: OfferId(4),
				holder: seller(),
				amount: 999,
			}
			.into(),
		);
	});
}

#[test]
fn credit_of_nothing_writes_nothing() {
	Ext::default().run(|| {
		assert_ok!(issue(OfferId(4), &seller()));
		let events = System::events().len();
		assert_ok!(Positions::credit(OfferId(4), 0));
		assert!(!Claimable::<Test>::contains_key(seller()));
		assert_eq!(System::events().len(), events);
	});
}

#[test]
fn credit_fails_when_the_pot_does_not_hold_it() {
	Ext::default().run(|| {
		assert_ok!(issue(OfferId(4), &seller()));
		// The pot's own minimum balance can't be owed to anybody.
		assert_noop!(Positions::credit(OfferId(4), 1), Error::<Test>::PotTooSmall);
		assert_ok!(earn(OfferId(4), 700));
		assert_noop!(Positions::credit(OfferId(4), 1), Error::<Test>::PotTooSmall);
	});
}

#[test]
fn credit_of_the_largest_amount_does_not_wrap() {
	Ext::default().run(|| {
		assert_ok!(issue(OfferId(4), &seller()));
		assert_ok!(earn(OfferId(4), 700));
		assert_noop!(
			Positions::credit(OfferId(4), Balance::MAX),
			Error::<Test>::Overflow
		);
	});
}

#[test]
fn income_of_a_burned_position_is_burned() {
	Ext::default().run(|| {
		assert_ok!(issue(OfferId(4), &seller()));
		assert_ok!(earn(OfferId(4), 700));
		let collection = crate::Collection::<Test>::get().expect("created at genesis");
		assert_ok!(Nfts::burn(RuntimeOrigin::signed(seller()), collection, 4));
		let issued = Assets::total_supply(GCD_ASSET);
		assert_ok!(earn(OfferId(4), 5_000));
		assert_eq!(Assets::total_supply(GCD_ASSET), issued);
		assert_eq!(Claimable::<Test>::get(seller()), 700);
		assert_eq!(Earned::<Test>::get(OfferId(4)), 700);
		System::assert_last_event(
			Event::IncomeBurned {
				offer: OfferId(4),
				amount: 5_000,
			}
			.into(),
		);
	});
}

#[test]
fn a_gift_to_the_pot_is_owed_to_nobody() {
	Ext::default().run(|| {
		assert_ok!(<Assets as Mutate<_>>::mint_into(
			GCD_ASSET,
			&Positions::pot(),
			5_000
		));
		assert_eq!(TotalClaimable::<Test>::get(), 0);
		let origin = RuntimeOrigin::signed(seller());
		assert_noop!(
			Positions::claim(origin, seller()),
			Error::<Test>::NothingToClaim
		);
	});
}
