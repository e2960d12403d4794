use crate::{mock::*, types::CandidacyId};
use frame_support::assert_ok;
use greenhour_types::units::GHR;

#[test]
fn candidates_come_with_their_backing_the_largest_first() {
	Ext::default().execute(|| {
		stand(10, 2 * MIN_BOND, Some(1));
		back_with(50, GHR, 10);
		let views = ValidatorSet::candidates();
		let order: Vec<_> = views.iter().map(|view| view.account).collect();
		assert_eq!(order, vec![10, 1, 2, 3, 4]);
		let first = &views[0];
		assert_eq!((first.bond, first.backing), (2 * MIN_BOND, GHR));
		assert_eq!(
			(first.candidacy, first.next, first.eligible),
			(CandidacyId(4), Some(1), true)
		);
		pallet_session::NextKeys::<Test>::remove(10);
		assert!(!ValidatorSet::candidates()[0].eligible);
	});
}

#[test]
fn the_preview_is_the_election() {
	Ext::default().execute(|| {
		stand(10, MIN_BOND, None);
		back_with(50, GHR, 10);
		let view = ValidatorSet::next_election().expect("fits");
		assert_eq!(view.elected, vec![10]);
		election_of_next_day();
		assert_eq!(active(), view.set);
	});
}

#[test]
fn the_status_of_an_account_follows_its_path() {
	Ext::default().execute(|| {
		let status = || ValidatorSet::status_of(10);
		assert!(status().bond.is_none() && !status().has_keys && !status().planned);
		stand(10, MIN_BOND, None);
		assert!(status().bond.is_some() && status().has_keys && status().candidacy.is_some());
		back_with(10, GHR, 10);
		assert_eq!(status().backing.map(|backing| backing.weight), Some(GHR));
		days_later(1);
		next_session();
		assert!(status().planned && !status().active);
		next_session();
		assert!(status().planned && status().active);
		assert_ok!(ValidatorSet::leave(RuntimeOrigin::signed(10)));
		assert!(status().candidacy.is_none() && status().active && !status().releasable);
		election_of_next_day();
		assert!(!status().active);
		days_later(UNBONDING_DAYS);
		assert!(status().releasable);
	});
}
