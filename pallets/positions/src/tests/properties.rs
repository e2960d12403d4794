//! Random sequences of issues, credits, sales, burns and claims, checked after each step.

use crate::{invariants, mock::*, Claimable, Collection, TotalClaimable};
use greenhour_traits::PositionConsent;
use greenhour_types::{units::GCD_ASSET, Balance, OfferId};
use proptest::prelude::*;
use sp_runtime::AccountId32;

const OFFERS: u32 = 4;

#[derive(Clone, Debug)]
enum Step {
	Issue(u32, u8),
	Earn(u32, Balance),
	Transfer(u32, u8, u8),
	Burn(u32, u8),
	Claim(u8, u8),
	Lock(u32),
	Block(u8),
	Thaw(u8),
	Allow(u32, u8, bool),
	Shrink(u32),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
	let who = 1u8..=3;
	let offer = 0..OFFERS;
	let amount = prop_oneof![Just(0), 1u128..20_000, 1u128..1_000_000_000_000];
	let allow = (offer.clone(), who.clone(), any::<bool>());
	let step = prop_oneof![
		2 => (offer.clone(), who.clone()).prop_map(|(o, w)| Step::Issue(o, w)),
		6 => (offer.clone(), amount).prop_map(|(o, a)| Step::Earn(o, a)),
		3 => (offer.clone(), who.clone(), who.clone()).prop_map(|(o, a, b)| Step::Transfer(o, a, b)),
		1 => (offer, who.clone()).prop_map(|(o, w)| Step::Burn(o, w)),
		4 => (who.clone(), who.clone()).prop_map(|(a, b)| Step::Claim(a, b)),
		1 => (0..OFFERS + 1).prop_map(Step::Lock),
		1 => who.clone().prop_map(Step::Block),
		2 => who.prop_map(Step::Thaw),
		2 => allow.prop_map(|(o, w, allowed)| Step::Allow(o, w, allowed)),
		1 => (0..OFFERS).prop_map(Step::Shrink),
	];
	prop::collection::vec(step, 1..60)
}

/// Applies `step`; legal or not, it may not break anything.
fn apply(step: &Step) {
	let collection = Collection::<Test>::get().expect("created at genesis");
	let team = RuntimeOrigin::signed(asset_team());
	// Refused steps are part of the sequence: what counts is the state afterwards.
	let _ = match *step {
		Step::Issue(offer, who) => issue(OfferId(offer), &account(who)),
		Step::Earn(offer, amount) => {
			frame_support::storage::with_storage_layer(|| earn(OfferId(offer), amount))
		}
		Step::Transfer(offer, from, to) => Nfts::transfer(
			RuntimeOrigin::signed(account(from)),
			collection,
			offer,
			account(to),
		),
		Step::Burn(offer, who) => {
			Nfts::burn(RuntimeOrigin::signed(account(who)), collection, offer)
		}
		Step::Claim(caller, who) => {
			Positions::claim(RuntimeOrigin::signed(account(caller)), account(who))
		}
		Step::Lock(locked) => {
			MockContracts::has_unsettled(move |offer, _| offer == OfferId(locked));
			Ok(())
		}
		Step::Block(who) => Assets::block(team, GCD_ASSET, account(who)),
		Step::Thaw(who) => Assets::thaw(team, GCD_ASSET, account(who)),
		Step::Allow(offer, who, allowed) => {
			Positions::allow_shrink(RuntimeOrigin::signed(account(who)), OfferId(offer), allowed)
		}
		Step::Shrink(offer) => {
			Positions::consent_used(OfferId(offer));
			Ok(())
		}
	};
}

fn holder_of_each() -> Vec<Option<AccountId32>> {
	let collection = Collection::<Test>::get().expect("created at genesis");
	(0..OFFERS)
		.map(|offer| Nfts::owner(collection, offer))
		.collect()
}

proptest! {
	#![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

	#[test]
	fn money_is_conserved_and_goes_to_the_holder(steps in steps()) {
		Ext::default().run(|| {
			for step in &steps {
				let holders = holder_of_each();
				let owed = |who: &AccountId32| Claimable::<Test>::get(who) + gcd(who);
				let before: Vec<Balance> = (1..=3).map(|who| owed(&account(who))).collect();
				apply(step);
				assert_eq!(invariants::check::<Test>(), Ok(()), "after {step:?}");
				for (index, had) in before.into_iter().enumerate() {
					let who = account(u8::try_from(index + 1).expect("three people"));
					let gained = owed(&who) - had;
					let expected = match step {
						Step::Earn(offer, amount)
							if holders[*offer as usize].as_ref() == Some(&who) => *amount,
						_ => 0,
					};
					assert_eq!(gained, expected, "{who:?} after {step:?}");
				}
				for (offer, holder) in (0..OFFERS).zip(holder_of_each()) {
					// A holder who is not the owner must have allowed it, and nobody else can.
					let allowed = crate::ShrinkAllowed::<Test>::get(OfferId(offer));
					let may = holder.is_none() || holder == Some(account(1)) || holder == allowed;
					assert_eq!(Positions::may_shrink(OfferId(offer), &account(1)), may);
				}
				let held: Balance = (1..=3).map(|who| gcd(&account(who))).sum();
				let pot = MIN_GCD + TotalClaimable::<Test>::get();
				assert_eq!(Assets::total_supply(GCD_ASSET), held + pot);
			}
		});
	}
}
