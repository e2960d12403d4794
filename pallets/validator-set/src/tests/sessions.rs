use crate::{mock::*, Active, Event, OldestSession, Planned};
use frame_support::{
	assert_ok,
	traits::{Get, KeyOwnerProofSystem},
};
use greenhour_types::{units::GHR, Day};
use pallet_session::{historical::HistoricalSessions, SessionManager as _};
use parity_scale_codec::Encode;
use sp_runtime::key_types::DUMMY;

#[test]
fn no_change_is_signalled_while_the_set_is_the_same() {
	Ext::default().execute(|| {
		stand(10, MIN_BOND, None);
		for _ in 0..5 {
			next_session();
			assert!(!Changed::get());
			assert!(Planned::<Test>::get().is_none());
		}
		// Not even for an election that changes nothing.
		back_with(50, GHR, 1);
		for _ in 0..3 {
			election_of_next_day();
			assert!(!Changed::get());
		}
		assert_eq!(active(), vec![1, 2, 3, 4]);
	});
}

#[test]
fn a_change_is_planned_one_session_before_it_counts() {
	Ext::default().execute(|| {
		stand(10, MIN_BOND, None);
		back_with(50, GHR, 10);
		next_session();
		assert_eq!(active(), vec![1, 2, 3, 4]);
		let planned: Vec<_> = Planned::<Test>::get().expect("a change").into_inner();
		let accounts: Vec<_> = planned.iter().map(|member| member.account).collect();
		assert_eq!(accounts, vec![2, 3, 4, 10]);
		let event = Event::SetPlanned {
			session: 2,
			members: planned,
		};
		System::assert_has_event(event.into());
		next_session();
		assert!(Changed::get());
		assert_eq!(active(), vec![2, 3, 4, 10]);
	});
}

#[test]
fn new_keys_of_a_member_are_announced() {
	Ext::default().execute(|| {
		next_session();
		register_keys(2, 22);
		two_sessions();
		assert!(Changed::get());
		assert_eq!(active(), vec![1, 2, 3, 4]);
		next_session();
		assert!(!Changed::get());
		// So that the root of a later session proves who holds them.
		let found = evidence(22);
		next_session();
		assert!(report(&found, 1, 10));
	});
}

#[test]
fn the_root_of_a_session_proves_the_bond_at_its_announcement() {
	Ext::default().execute(|| {
		assert_ok!(ValidatorSet::add_bond(
			RuntimeOrigin::signed(1),
			5 * MIN_BOND
		));
		next_session();
		let key = 1_u64.encode();
		let found = evidence(1);
		let exposure = || {
			let proof = found.proof().clone();
			Historical::check_proof((DUMMY, &key[..]), proof).map(|(_, exposure)| exposure.bond)
		};
		assert_eq!(exposure(), Some(MIN_BOND));
		next_session();
		assert_eq!(exposure(), Some(MIN_BOND));
		// Somebody else changes the set: all exposures are taken anew, for the session planned then.
		stand(10, MIN_BOND, None);
		back_with(50, GHR, 10);
		ValidatorSet::back(RuntimeOrigin::signed(50), 10).expect_err("backs already");
		back_with(51, GHR / 2, 1);
		election_of_next_day();
		let bond = |who| {
			let active = Active::<Test>::get();
			let member = active.iter().find(|member| member.account == who);
			member.map(|member| member.exposure.bond)
		};
		assert_eq!((bond(1), bond(10)), (Some(6 * MIN_BOND), Some(MIN_BOND)));
		// The former session is still proved with what was announced for it.
		assert_eq!(exposure(), Some(MIN_BOND));
	});
}

#[test]
fn the_count_is_that_of_the_running_session() {
	Ext::default().execute(|| {
		let count = <crate::ValidatorCount<Test> as Get<u32>>::get;
		assert_eq!(count(), 4);
		assert_ok!(ValidatorSet::leave(RuntimeOrigin::signed(1)));
		days_later(1);
		next_session();
		assert_eq!(count(), 4);
		next_session();
		assert_eq!(count(), 3);
	});
}

#[test]
fn a_member_without_keys_is_left_out() {
	Ext::default().with_minimum(4).execute(|| {
		assert_ok!(Session::purge_keys(RuntimeOrigin::signed(3)));
		two_sessions();
		// Below the minimum: nobody can take part without keys.
		assert_eq!(active(), vec![1, 2, 4]);
		assert!(Changed::get());
	});
}

#[test]
fn nobody_with_keys_leaves_the_former_set() {
	Ext::default().with_validators([1, 2]).execute(|| {
		for who in [1, 2] {
			pallet_session::NextKeys::<Test>::remove(who);
		}
		assert_eq!(ValidatorSet::new_session(9), None);
		for who in [1, 2] {
			register_keys(who, who);
		}
	});
}

#[test]
fn sessions_are_forgotten_when_bonds_are_free() {
	Ext::default().execute(|| {
		// Three sessions a day.
		for _ in 0..UNBONDING_DAYS + 2 {
			for _ in 0..3 {
				next_session();
			}
			days_later(1);
		}
		assert_eq!(OldestSession::<Test>::get(), 0);
		assert!(HistoricalSessions::<Test>::contains_key(0));
		next_session();
		// The first day is over: its three sessions and that of the genesis can't be proved any more.
		assert_eq!(ValidatorSet::today(), Day(START.0 + UNBONDING_DAYS + 2));
		assert_eq!(OldestSession::<Test>::get(), 4);
		assert!(!HistoricalSessions::<Test>::contains_key(3));
		assert!(HistoricalSessions::<Test>::contains_key(4));
	});
}
