use crate::{mock::*, Called, Error, Event, LastElection, Mode};
use frame_support::{assert_noop, assert_ok};
use greenhour_types::units::GHR;
use sp_runtime::DispatchError;

fn root() -> RuntimeOrigin {
	RuntimeOrigin::root()
}

#[test]
fn a_backed_candidate_is_elected_and_the_least_backed_member_goes() {
	Ext::default().execute(|| {
		for owner in 51..=54 {
			// Member 3 has the least.
			back_with(owner, u128::from(owner.abs_diff(53) + 1) * GHR, owner - 50);
		}
		stand(10, MIN_BOND, None);
		back_with(60, 9 * GHR, 10);
		election_of_next_day();
		assert_eq!(active(), vec![1, 2, 4, 10]);
		let day = ValidatorSet::today();
		// 3 + 2 + 1 + 2 + 9 = 17: a quota of 17 / 5 + 1 = 4. The surplus of 5 and all else is exhausted.
		let event = Event::ElectionHeld {
			day,
			quota: 17 * GHR / 5 + 1,
			total: 17 * GHR,
			exhausted: 17 * GHR - (17 * GHR / 5 + 1),
			elected: vec![10],
		};
		System::assert_has_event(event.into());
	});
}

#[test]
fn transfers_elect_those_who_name_each_other() {
	Ext::default().execute(|| {
		// 10 and 11 share 10 GHR; with their nexts they have two quotas of 24 / 5 + 1 less a bit.
		stand(10, MIN_BOND, None);
		stand(11, MIN_BOND, Some(10));
		assert_ok!(ValidatorSet::set_next(RuntimeOrigin::signed(10), Some(11)));
		back_with(60, 9 * GHR, 10);
		back_with(61, GHR, 11);
		back_with(62, 14 * GHR, 1);
		days_later(1);
		// The next of 10 does not count yet: its surplus is lost.
		assert_eq!(elected(), vec![1, 10]);
		days_later(1);
		assert_eq!(elected(), vec![1, 10, 11]);
	});
}

fn elected() -> Vec<u64> {
	let view = ValidatorSet::next_election().expect("fits");
	view.elected
}

#[test]
fn a_third_of_the_seats_changes_in_a_day() {
	Ext::default().with_validators(1..=9).execute(|| {
		for who in 10..19 {
			let next = if who == 10 { None } else { Some(who - 1) };
			stand(who, MIN_BOND, next);
			back_with(who + 40, GHR, who);
		}
		for gone in [3, 6, 9] {
			election_of_next_day();
			let newcomers = active().iter().filter(|who| **who >= 10).count();
			assert_eq!((active().len(), newcomers), (9, gone));
			// No second election on the same day.
			two_sessions();
			assert_eq!(active().iter().filter(|who| **who >= 10).count(), gone);
		}
	});
}

#[test]
fn an_election_that_is_called_comes_beside_that_of_the_day() {
	Ext::default().execute(|| {
		next_session();
		assert_eq!(LastElection::<Test>::get(), Some(START));
		stand(10, MIN_BOND, None);
		back_with(50, GHR, 10);
		two_sessions();
		assert_eq!(active(), vec![1, 2, 3, 4]);
		assert_noop!(
			ValidatorSet::call_election(RuntimeOrigin::signed(1)),
			DispatchError::BadOrigin
		);
		assert_ok!(ValidatorSet::call_election(root()));
		two_sessions();
		assert_eq!(active(), vec![2, 3, 4, 10]);
		assert!(!Called::<Test>::get());
		assert_ok!(ValidatorSet::set_mode(root(), Mode::Governed));
		assert_noop!(ValidatorSet::call_election(root()), Error::<Test>::NotOpen);
	});
}

#[test]
fn the_ineligible_are_not_elected() {
	Ext::default().execute(|| {
		for who in [10, 11] {
			stand(who, MIN_BOND, None);
			back_with(who + 40, GHR, who);
		}
		pallet_session::NextKeys::<Test>::remove(10);
		election_of_next_day();
		assert_eq!(active(), vec![2, 3, 4, 11]);
	});
}

#[test]
fn members_who_leave_stay_until_they_can_be_spared() {
	Ext::default().with_minimum(3).execute(|| {
		for who in 1..=4 {
			assert_ok!(ValidatorSet::leave(RuntimeOrigin::signed(who)));
		}
		election_of_next_day();
		assert_eq!(active().len(), 3);
		election_of_next_day();
		assert_eq!(active().len(), 3);
		// A successor sets one of them free each day.
		stand(10, MIN_BOND, None);
		back_with(50, GHR, 10);
		election_of_next_day();
		assert!(active().contains(&10) && active().len() == 4);
		election_of_next_day();
		assert!(active().contains(&10) && active().len() == 3);
	});
}

#[test]
fn a_tie_goes_to_the_larger_bond_not_to_an_account_number() {
	Ext::default().with_validators([1, 2]).execute(|| {
		stand(10, MIN_BOND, None);
		stand(11, MIN_BOND + 1, None);
		stand(12, MIN_BOND, None);
		for who in 10..13 {
			back_with(who + 40, 2 * GHR, who);
		}
		// Two seats, quota 6 / 3 + 1: nobody alone, so nobody.
		days_later(1);
		assert!(elected().is_empty());
		assert_ok!(ValidatorSet::set_next(RuntimeOrigin::signed(12), Some(11)));
		assert_ok!(ValidatorSet::set_next(RuntimeOrigin::signed(10), Some(11)));
		days_later(2);
		// 12 is the youngest of those with the smaller bond, and goes first.
		assert_eq!(elected(), vec![11]);
	});
}

#[test]
fn an_election_reads_no_backer() {
	Ext::default().build().execute_with(|| {
		stand(10, MIN_BOND, None);
		stand(11, MIN_BOND, Some(10));
		for owner in 1_000..3_000 {
			back_with(owner, u128::from(owner) * GHR, 10 + owner % 2);
		}
		let view = ValidatorSet::next_election();
		assert_eq!(
			view.as_ref().map(|view| view.elected.clone()),
			Some(vec![11, 10])
		);
		// The totals are all there is to it.
		let _ = crate::Backings::<Test>::clear(u32::MAX, None);
		assert_eq!(ValidatorSet::next_election(), view);
	});
}
