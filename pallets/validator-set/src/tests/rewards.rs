use crate::{mock::*, AuthoredBlocks, Event};
use frame_support::{
	assert_ok,
	traits::fungible::{Inspect, Mutate},
};
use greenhour_types::units::GHR;
use pallet_authorship::EventHandler;

const REWARD: u128 = 3 * GHR;

fn author(who: u64, blocks: u32) {
	for _ in 0..blocks {
		ValidatorSet::note_author(who);
	}
}

fn paid(who: u64) -> u128 {
	Balances::balance(&who) + MIN_BOND - 100_000 * GHR
}

#[test]
fn authors_are_paid_for_their_blocks_when_the_session_ends() {
	Ext::default().with_reward(REWARD).execute(|| {
		assert_ok!(Balances::mint_into(&ValidatorSet::pot(), 1_000 * GHR));
		author(1, 3);
		author(2, 1);
		assert_eq!(paid(1), 0);
		next_session();
		assert_eq!((paid(1), paid(2), paid(3)), (3 * REWARD, REWARD, 0));
		let event = Event::AuthorRewarded {
			validator: 1,
			blocks: 3,
			amount: 3 * REWARD,
		};
		System::assert_has_event(event.into());
		assert_eq!(AuthoredBlocks::<Test>::iter().count(), 0);
		next_session();
		assert_eq!(paid(1), 3 * REWARD);
	});
}

#[test]
fn a_pot_that_is_too_small_pays_every_block_the_same() {
	Ext::default().with_reward(REWARD).execute(|| {
		// 10 planck above what keeps the pot alive, for 4 blocks: 2 each.
		let pot = ValidatorSet::pot();
		assert_ok!(Balances::mint_into(&pot, EXISTENTIAL_DEPOSIT + 10));
		author(1, 3);
		author(2, 1);
		next_session();
		assert_eq!((paid(1), paid(2)), (6, 2));
		assert_eq!(Balances::balance(&pot), EXISTENTIAL_DEPOSIT + 2);
	});
}

#[test]
fn an_empty_pot_pays_nothing() {
	Ext::default().with_reward(REWARD).execute(|| {
		author(1, 3);
		next_session();
		assert_eq!(paid(1), 0);
		assert_eq!(AuthoredBlocks::<Test>::iter().count(), 0);
	});
}

#[test]
fn offenders_are_paid_nothing() {
	Ext::default().with_reward(REWARD).execute(|| {
		assert_ok!(Balances::mint_into(&ValidatorSet::pot(), 1_000 * GHR));
		author(1, 3);
		author(2, 1);
		assert!(report(&evidence(1), 7, 10));
		next_session();
		assert_eq!((paid(1), paid(2)), (0, REWARD));
	});
}

#[test]
fn what_governance_sets_is_paid_from_then_on() {
	Ext::default().execute(|| {
		assert_ok!(Balances::mint_into(&ValidatorSet::pot(), 1_000 * GHR));
		author(1, 1);
		next_session();
		assert_eq!(paid(1), 0);
		assert_ok!(ValidatorSet::set_reward(RuntimeOrigin::root(), GHR));
		System::assert_last_event(Event::RewardSet { per_block: GHR }.into());
		author(1, 2);
		next_session();
		assert_eq!(paid(1), 2 * GHR);
	});
}
