use crate::{mock::*, Collection, Error, Event};
use frame_support::{assert_noop, assert_ok, traits::tokens::nonfungibles_v2::Inspect};
use greenhour_traits::IncomeRouter;
use greenhour_types::OfferId;
use sp_runtime::ModuleError;

fn collection() -> u32 {
	Collection::<Test>::get().expect("created at genesis")
}

#[test]
fn issue_gives_the_owner_an_item_with_the_facts_of_the_offer() {
	Ext::default().run(|| {
		assert_ok!(issue(OfferId(7), &seller()));
		assert_eq!(Nfts::owner(collection(), 7), Some(seller()));
		let fact = |key: &str| <Nfts as Inspect<_>>::attribute(&collection(), &7, key.as_bytes());
		assert_eq!(fact("device"), Some(b"5".to_vec()));
		assert_eq!(fact("gpu_class"), Some(b"1".to_vec()));
		assert_eq!(fact("zone"), Some(b"2".to_vec()));
		assert_eq!(fact("first_day"), Some(b"1".to_vec()));
		assert_eq!(fact("last_day"), Some(b"4".to_vec()));
		let by_hour = fact("milli_gpu_by_hour").expect("written");
		assert_eq!(by_hour.split(|byte| *byte == b',').count(), 24);
		System::assert_last_event(
			Event::PositionIssued {
				offer: OfferId(7),
				owner: seller(),
			}
			.into(),
		);
	});
}

#[test]
fn issue_takes_no_deposit_from_owner_or_pot() {
	Ext::default().run(|| {
		assert_ok!(issue(OfferId(7), &seller()));
		assert_eq!(Balances::free_balance(seller()), 1_000_000);
		assert_eq!(Balances::free_balance(Positions::pot()), 0);
	});
}

#[test]
fn issue_fails_when_the_position_exists() {
	Ext::default().run(|| {
		assert_ok!(issue(OfferId(7), &seller()));
		assert_noop!(
			issue(OfferId(7), &buyer()),
			pallet_nfts::Error::<Test>::AlreadyExists
		);
	});
}

#[test]
fn issue_fails_without_a_collection() {
	Ext::default().build().execute_with(|| {
		Collection::<Test>::kill();
		assert_noop!(
			issue(OfferId(7), &seller()),
			Error::<Test>::CollectionMissing
		);
	});
}

#[test]
fn the_holder_cannot_change_a_fact() {
	use frame_support::BoundedVec;
	use pallet_nfts::AttributeNamespace;
	Ext::default().run(|| {
		assert_ok!(issue(OfferId(7), &seller()));
		let result = Nfts::set_attribute(
			RuntimeOrigin::signed(seller()),
			collection(),
			Some(7),
			AttributeNamespace::CollectionOwner,
			BoundedVec::truncate_from(b"device".to_vec()),
			BoundedVec::truncate_from(b"6".to_vec()),
		);
		assert!(matches!(
			result,
			Err(sp_runtime::DispatchError::Module(ModuleError { .. }))
		));
		let fact = <Nfts as Inspect<_>>::attribute(&collection(), &7, b"device");
		assert_eq!(fact, Some(b"5".to_vec()));
	});
}
