use crate::{mock::*, Collection, Event, ShrinkAllowed};
use frame_support::assert_ok;
use greenhour_traits::{PositionConsent, PositionIssuer};
use greenhour_types::OfferId;
use pallet_nfts::{Attribute, Collection as Collections, Item, ItemConfigOf};

const OFFER: OfferId = OfferId(7);

fn collection() -> u32 {
	Collection::<Test>::get().expect("created at genesis")
}

fn is_issued() -> bool {
	Positions::holder_of(OFFER).is_some()
}

fn transfer_to_buyer() {
	let seller = RuntimeOrigin::signed(seller());
	assert_ok!(Nfts::transfer(seller, collection(), OFFER.0, buyer()));
}

#[test]
fn withdraw_leaves_nothing_of_a_position_that_its_owner_holds() {
	Ext::default().run(|| {
		assert_ok!(issue(OfferId(6), &seller()));
		let before = Collections::<Test>::get(collection());
		assert_ok!(issue(OFFER, &seller()));
		let seller_signs = RuntimeOrigin::signed(seller());
		assert_ok!(Positions::allow_shrink(seller_signs, OFFER, true));
		assert_eq!(Positions::withdraw(OFFER, &seller()), Ok(true));
		System::assert_last_event(
			Event::PositionWithdrawn {
				offer: OFFER,
				owner: seller(),
			}
			.into(),
		);
		assert!(!is_issued());
		assert_eq!(
			Attribute::<Test>::iter_prefix((collection(), Some(7))).count(),
			0
		);
		assert!(!Item::<Test>::contains_key(collection(), 7));
		assert!(!ItemConfigOf::<Test>::contains_key(collection(), 7));
		assert!(!ShrinkAllowed::<Test>::contains_key(OFFER));
		assert_eq!(Collections::<Test>::get(collection()), before);
		assert!(Positions::holder_of(OfferId(6)).is_some());
		// It can't be withdrawn twice, and its number earns for nobody.
		assert_eq!(Positions::withdraw(OFFER, &seller()), Ok(false));
		assert!(Positions::may_shrink(OFFER, &buyer()));
	});
}

#[test]
fn withdraw_leaves_a_position_that_somebody_else_holds() {
	Ext::default().run(|| {
		assert_ok!(issue(OFFER, &seller()));
		transfer_to_buyer();
		assert_eq!(Positions::withdraw(OFFER, &seller()), Ok(false));
		assert_eq!(Positions::holder_of(OFFER), Some(buyer()));
	});
}

#[test]
fn withdraw_leaves_a_position_that_has_earned_or_is_about_to() {
	Ext::default().run(|| {
		assert_ok!(issue(OFFER, &seller()));
		MockContracts::has_unsettled(|_, _| true);
		assert_eq!(Positions::withdraw(OFFER, &seller()), Ok(false));
		MockContracts::has_unsettled(|_, _| false);
		assert_ok!(earn(OFFER, 50_000));
		assert_eq!(Positions::withdraw(OFFER, &seller()), Ok(false));
		assert!(is_issued());
	});
}

#[test]
fn withdraw_leaves_a_position_that_can_not_be_burned_and_all_its_facts() {
	Ext::default().run(|| {
		assert_ok!(issue(OFFER, &seller()));
		use frame_support::traits::tokens::nonfungibles_v2::Transfer;
		assert_ok!(<Nfts as Transfer<_>>::disable_transfer(&collection(), &7));
		let facts = || Attribute::<Test>::iter_prefix((collection(), Some(7))).count();
		let before = facts();
		assert!(before >= 6);
		assert_eq!(Positions::withdraw(OFFER, &seller()), Ok(false));
		assert!(is_issued());
		assert_eq!(facts(), before);
	});
}
