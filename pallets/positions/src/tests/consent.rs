use crate::{mock::*, Collection, Error, Event, ShrinkAllowed};
use frame_support::{assert_noop, assert_ok};
use greenhour_traits::PositionConsent;
use greenhour_types::OfferId;
use sp_runtime::{AccountId32, DispatchResult};

fn allow(who: AccountId32, allowed: bool) -> DispatchResult {
	Positions::allow_shrink(RuntimeOrigin::signed(who), OfferId(0), allowed)
}

fn transfer(from: AccountId32, to: AccountId32) {
	let collection = Collection::<Test>::get().expect("created at genesis");
	assert_ok!(Nfts::transfer(
		RuntimeOrigin::signed(from),
		collection,
		0,
		to
	));
}

/// May the offer of the seller's device shrink?
fn may_shrink() -> bool {
	Positions::may_shrink(OfferId(0), &seller())
}

#[test]
fn an_owner_who_holds_his_position_needs_no_consent() {
	Ext::default().run(|| {
		assert_ok!(issue(OfferId(0), &seller()));
		assert!(may_shrink());
	});
}

#[test]
fn allow_shrink_by_the_holder_counts_once() {
	Ext::default().run(|| {
		assert_ok!(issue(OfferId(0), &seller()));
		transfer(seller(), buyer());
		assert!(!may_shrink());
		assert_ok!(allow(buyer(), true));
		System::assert_last_event(
			Event::ShrinkConsentSet {
				offer: OfferId(0),
				holder: buyer(),
				allowed: true,
			}
			.into(),
		);
		assert!(may_shrink());
		Positions::consent_used(OfferId(0));
		assert!(!may_shrink());
		assert_eq!(ShrinkAllowed::<Test>::iter().count(), 0);
	});
}

#[test]
fn allow_shrink_can_be_taken_back() {
	Ext::default().run(|| {
		assert_ok!(issue(OfferId(0), &seller()));
		transfer(seller(), buyer());
		assert_ok!(allow(buyer(), true));
		assert_ok!(allow(buyer(), false));
		assert!(!may_shrink());
		assert_eq!(ShrinkAllowed::<Test>::iter().count(), 0);
	});
}

#[test]
fn consent_is_void_after_a_transfer() {
	Ext::default().run(|| {
		assert_ok!(issue(OfferId(0), &seller()));
		transfer(seller(), buyer());
		assert_ok!(allow(buyer(), true));
		transfer(buyer(), stranger());
		assert!(!may_shrink());
		assert!(!Positions::shrink_allowed(OfferId(0)));
		// Nor can the former holder say anything any more.
		assert_noop!(allow(buyer(), true), Error::<Test>::NotHolder);
		assert_ok!(allow(stranger(), true));
		assert!(may_shrink());
	});
}

#[test]
fn nobody_can_object_for_a_burned_position() {
	Ext::default().run(|| {
		assert_ok!(issue(OfferId(0), &seller()));
		transfer(seller(), buyer());
		let collection = Collection::<Test>::get().expect("created at genesis");
		assert_ok!(Nfts::burn(RuntimeOrigin::signed(buyer()), collection, 0));
		assert!(may_shrink());
		assert_noop!(allow(buyer(), false), Error::<Test>::NotHolder);
	});
}

#[test]
fn allow_shrink_fails_for_anybody_but_the_holder() {
	Ext::default().run(|| {
		assert_ok!(issue(OfferId(0), &seller()));
		assert_noop!(allow(buyer(), true), Error::<Test>::NotHolder);
		transfer(seller(), buyer());
		assert_noop!(allow(seller(), true), Error::<Test>::NotHolder);
	});
}
