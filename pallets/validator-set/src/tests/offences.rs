use crate::{mock::*, Bonds, Error, Event, SlashedParts};
use frame_support::{assert_noop, assert_ok, traits::fungible::InspectHold};
use greenhour_types::{units::GHR, Balance, Day};
use pallet_session::DisabledValidators;
use sp_runtime::Perbill;

fn bond_of(who: u64) -> Balance {
	let bond = Bonds::<Test>::get(who).expect("bonded").amount;
	let on_hold = Balances::balance_on_hold(
		&RuntimeHoldReason::ValidatorSet(crate::HoldReason::ValidatorBond),
		&who,
	);
	assert_eq!(bond, on_hold);
	bond
}

fn disabled() -> Vec<u64> {
	let validators = Session::validators();
	let disabled = DisabledValidators::<Test>::get().into_iter();
	disabled
		.map(|(index, _)| validators[index as usize])
		.collect()
}

#[test]
fn an_offender_is_slashed_disabled_and_leaves_the_set() {
	Ext::default().execute(|| {
		next_session();
		let issuance = Balances::total_issuance();
		assert!(report(&evidence(2), 7, 20));
		assert_eq!(bond_of(2), MIN_BOND / 10 * 8);
		assert_eq!(Balances::total_issuance(), issuance - MIN_BOND / 5);
		assert_eq!(disabled(), vec![2]);
		let event = Event::OffenderSlashed {
			offender: 2,
			session: 1,
			fraction: Perbill::from_percent(20),
			amount: MIN_BOND / 5,
			barred_until: Day(START.0 + COOL_OFF_DAYS),
		};
		System::assert_has_event(event.into());
		// Still in the set that runs, out of that which is planned next.
		next_session();
		assert_eq!((active(), disabled()), (vec![1, 2, 3, 4], vec![2]));
		next_session();
		assert_eq!((active(), disabled()), (vec![1, 3, 4], vec![]));
	});
}

#[test]
fn an_offence_takes_the_least_part_at_least_and_the_bond_at_most() {
	Ext::default().execute(|| {
		assert!(report(&evidence(1), 7, 0));
		assert_eq!(bond_of(1), MIN_BOND / 100 * 95);
		assert!(report(&evidence(2), 7, 100));
		assert_eq!(bond_of(2), 0);
	});
}

#[test]
fn offences_of_one_session_take_the_largest_part_not_the_sum() {
	Ext::default().execute(|| {
		let found = evidence(1);
		assert!(report(&found, 7, 20));
		assert!(report(&found, 8, 10));
		assert_eq!(bond_of(1), MIN_BOND / 100 * 80);
		assert!(report(&found, 9, 50));
		assert_eq!(bond_of(1), MIN_BOND / 100 * 50);
		// The same report again is known.
		assert!(!report(&found, 9, 50));
		assert_eq!(SlashedParts::<Test>::get(0, 1), Perbill::from_percent(50));
		// Another session is another offence.
		next_session();
		assert!(report(&evidence(1), 10, 20));
		assert_eq!(bond_of(1), MIN_BOND / 100 * 30);
	});
}

#[test]
fn a_later_bond_is_not_slashed() {
	Ext::default().execute(|| {
		assert_ok!(ValidatorSet::add_bond(
			RuntimeOrigin::signed(1),
			9 * MIN_BOND
		));
		assert!(report(&evidence(1), 7, 50));
		assert_eq!(bond_of(1), 10 * MIN_BOND - MIN_BOND / 2);
	});
}

#[test]
fn an_offender_stays_disabled_when_the_set_changes() {
	Ext::default().with_minimum(4).execute(|| {
		// The minimum keeps the offender in.
		assert!(report(&evidence(1), 7, 10));
		two_sessions();
		assert_eq!((active(), disabled()), (vec![1, 2, 3, 4], vec![1]));
		// Another one comes: the session pallet starts with nobody disabled, and the offender goes.
		register_keys(3, 33);
		two_sessions();
		assert!(Changed::get());
		assert_eq!((active(), disabled()), (vec![1, 2, 3, 4], vec![1]));
	});
}

#[test]
fn governance_pardons() {
	Ext::default().execute(|| {
		let pardon = |who| ValidatorSet::pardon(RuntimeOrigin::root(), who);
		assert_noop!(pardon(1), Error::<Test>::NotBarred);
		assert_noop!(pardon(70), Error::<Test>::NotFound);
		assert!(report(&evidence(1), 7, 10));
		assert_ok!(ValidatorSet::add_bond(RuntimeOrigin::signed(1), MIN_BOND));
		back_with(50, GHR, 1);
		election_of_next_day();
		assert_eq!(active(), vec![2, 3, 4]);
		assert_ok!(pardon(1));
		System::assert_last_event(Event::OffenderPardoned { offender: 1 }.into());
		election_of_next_day();
		assert_eq!(active(), vec![1, 2, 3, 4]);
	});
}

#[test]
fn an_offender_can_be_elected_after_the_cool_off() {
	Ext::default().execute(|| {
		assert!(report(&evidence(1), 7, 10));
		assert_ok!(ValidatorSet::add_bond(RuntimeOrigin::signed(1), MIN_BOND));
		back_with(50, GHR, 1);
		days_later(COOL_OFF_DAYS - 1);
		two_sessions();
		assert_eq!(active(), vec![2, 3, 4]);
		election_of_next_day();
		assert_eq!(active(), vec![1, 2, 3, 4]);
	});
}

#[test]
fn an_offence_of_a_forgotten_session_cannot_be_proved() {
	Ext::default().execute(|| {
		next_session();
		let found = evidence(1);
		for _ in 0..UNBONDING_DAYS + 3 {
			days_later(1);
			next_session();
		}
		assert!(!report(&found, 7, 10));
		assert_eq!(bond_of(1), MIN_BOND);
		assert!(SlashedParts::<Test>::iter().next().is_none());
	});
}
