use crate::{mock::*, Collection};
use greenhour_traits::IncomeRouter;

#[test]
fn genesis_creates_a_collection_without_deposit_and_a_pot_that_lives() {
	Ext::default().run(|| {
		let collection = Collection::<Test>::get().expect("created");
		assert_eq!(Nfts::collection_owner(collection), Some(Positions::pot()));
		assert_eq!(Balances::free_balance(Positions::pot()), 0);
		assert_eq!(gcd(&Positions::pot()), MIN_GCD);
		assert_eq!(System::providers(&Positions::pot()), 1);
	});
}

#[test]
fn genesis_builds_when_gcd_is_not_sufficient() {
	Ext::default().with_insufficient_gcd().run(|| {
		assert_eq!(gcd(&Positions::pot()), MIN_GCD);
	});
}
