use crate::{mock::*, Backings, Candidates, Error, Event};
use frame_support::{assert_noop, assert_ok};
use greenhour_traits::WeightListener;
use greenhour_types::units::GHR;

fn signed(who: u64) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

fn backing_of(candidate: u64) -> u128 {
	Candidates::<Test>::get(candidate).map_or(0, |candidacy| candidacy.backing)
}

#[test]
fn an_owner_backs_one_candidate_with_all_its_weight() {
	Ext::default().execute(|| {
		back_with(50, 7 * GHR, 1);
		assert_eq!(backing_of(1), 7 * GHR);
		assert_ok!(ValidatorSet::back(signed(50), 2));
		assert_eq!((backing_of(1), backing_of(2)), (0, 7 * GHR));
		let candidacy = Candidates::<Test>::get(2).expect("a candidate").id;
		let event = Event::Backed {
			candidacy,
			owner: 50,
			candidate: 2,
			weight: 7 * GHR,
		};
		System::assert_last_event(event.into());
		assert_noop!(
			ValidatorSet::back(signed(50), 2),
			Error::<Test>::AlreadyBacking
		);
		assert_ok!(ValidatorSet::stop_backing(signed(50)));
		assert_eq!(backing_of(2), 0);
		assert_noop!(
			ValidatorSet::stop_backing(signed(50)),
			Error::<Test>::NotBacking
		);
	});
}

#[test]
fn backing_follows_the_weight() {
	Ext::default().execute(|| {
		back_with(50, 7 * GHR, 1);
		back_with(51, GHR, 1);
		weigh(50, 3 * GHR);
		assert_eq!(backing_of(1), 4 * GHR);
		weigh(50, 0);
		assert_eq!(backing_of(1), GHR);
		assert!(Backings::<Test>::get(50).is_none());
		// It must back again when its devices weigh something again.
		weigh(50, GHR);
		assert_eq!(backing_of(1), GHR);
		assert_noop!(ValidatorSet::back(signed(52), 1), Error::<Test>::NoWeight);
		assert_noop!(
			ValidatorSet::back(signed(50), 77),
			Error::<Test>::NotCandidate
		);
	});
}

#[test]
fn backing_of_a_candidate_that_has_gone_counts_for_nobody() {
	Ext::default().execute(|| {
		stand(10, MIN_BOND, None);
		for owner in 50..53 {
			back_with(owner, GHR, 10);
		}
		assert_ok!(ValidatorSet::leave(signed(10)));
		assert_ok!(ValidatorSet::become_candidate(signed(10), 0, None));
		assert_eq!(backing_of(10), 0);
		// One changes its mind, one changes its weight, one backs the same account again.
		assert_ok!(ValidatorSet::stop_backing(signed(50)));
		weigh(51, 2 * GHR);
		assert!(Backings::<Test>::get(51).is_none());
		assert_eq!(backing_of(10), 0);
		assert_ok!(ValidatorSet::back(signed(52), 10));
		assert_eq!(backing_of(10), GHR);
	});
}

#[test]
fn a_weight_of_one_who_backs_nobody_changes_nothing() {
	Ext::default().execute(|| {
		let before = sp_io::storage::root(sp_runtime::StateVersion::V1);
		ValidatorSet::weight_changed(&50, GHR);
		assert_eq!(before, sp_io::storage::root(sp_runtime::StateVersion::V1));
	});
}
