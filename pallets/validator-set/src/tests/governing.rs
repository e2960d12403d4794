use crate::{mock::*, Error, Event, Mode, SeatNumbers, Seats};
use frame_support::{assert_noop, assert_ok, BoundedVec};
use greenhour_types::units::GHR;
use sp_runtime::DispatchError;

fn root() -> RuntimeOrigin {
	RuntimeOrigin::root()
}

fn approve(validators: &[u64]) {
	let list = BoundedVec::truncate_from(validators.to_vec());
	assert_ok!(ValidatorSet::approve(root(), list));
}

#[test]
fn the_governed_set_is_the_approved_list() {
	Ext::default().governed().execute(|| {
		for who in 10..13 {
			stand(who, MIN_BOND, None);
		}
		approve(&[12, 1, 10, 11]);
		let validators = vec![12, 1, 10, 11];
		System::assert_last_event(Event::ValidatorsApproved { validators }.into());
		two_sessions();
		assert_eq!(active(), vec![1, 10, 11, 12]);
		// Backing does not matter.
		back_with(50, GHR, 2);
		election_of_next_day();
		assert_eq!(active(), vec![1, 10, 11, 12]);
	});
}

#[test]
fn the_approved_must_be_bonded_candidates_with_keys() {
	Ext::default().governed().with_minimum(1).execute(|| {
		stand(10, MIN_BOND, None);
		pallet_session::NextKeys::<Test>::remove(10);
		register_keys(11, 11);
		approve(&[1, 10, 11, 12]);
		two_sessions();
		assert_eq!(active(), vec![1]);
	});
}

#[test]
fn a_list_that_is_too_short_keeps_members() {
	Ext::default().governed().with_minimum(3).execute(|| {
		approve(&[]);
		two_sessions();
		assert_eq!(active(), vec![1, 2, 3]);
		stand(10, MIN_BOND, None);
		approve(&[10]);
		two_sessions();
		assert_eq!(active(), vec![1, 2, 10]);
	});
}

#[test]
fn the_switch_to_open_and_back() {
	Ext::default().governed().execute(|| {
		stand(10, MIN_BOND, None);
		back_with(50, GHR, 10);
		two_sessions();
		assert_eq!(active(), vec![1, 2, 3, 4]);
		assert_ok!(ValidatorSet::set_mode(root(), Mode::Open));
		// No day has been elected on yet, so the next session elects.
		two_sessions();
		assert_eq!(active(), vec![2, 3, 4, 10]);
		assert_ok!(ValidatorSet::set_mode(root(), Mode::Governed));
		System::assert_last_event(
			Event::ModeSet {
				mode: Mode::Governed,
			}
			.into(),
		);
		two_sessions();
		assert_eq!(active(), vec![1, 2, 3, 4]);
	});
}

#[test]
fn governance_alone_governs() {
	Ext::default().execute(|| {
		let signed = RuntimeOrigin::signed(1);
		let refused = DispatchError::BadOrigin;
		assert_noop!(ValidatorSet::set_mode(signed.clone(), Mode::Open), refused);
		let list = BoundedVec::new();
		assert_noop!(ValidatorSet::approve(signed.clone(), list), refused);
		assert_noop!(ValidatorSet::set_seats(signed.clone(), 3, 2), refused);
		assert_noop!(ValidatorSet::set_reward(signed.clone(), 1), refused);
		assert_noop!(ValidatorSet::pardon(signed, 1), refused);
	});
}

#[test]
fn seats_lie_between_the_constants() {
	Ext::default().execute(|| {
		for (seats, minimum) in [(MAX_VALIDATORS + 1, 1), (3, 4), (3, 0), (0, 0)] {
			assert_noop!(
				ValidatorSet::set_seats(root(), seats, minimum),
				Error::<Test>::InvalidSeats
			);
		}
		let seats = Seats {
			seats: 2,
			minimum: 1,
		};
		assert_ok!(ValidatorSet::set_seats(root(), 2, 1));
		System::assert_last_event(Event::SeatsSet { seats }.into());
		assert_eq!(SeatNumbers::<Test>::get(), seats);
		// One member above the seats goes each day.
		election_of_next_day();
		assert_eq!(active().len(), 3);
		election_of_next_day();
		election_of_next_day();
		assert_eq!(active().len(), 2);
	});
}

#[test]
fn a_list_names_nobody_twice() {
	Ext::default().execute(|| {
		let list = BoundedVec::truncate_from(vec![1, 2, 1]);
		assert_noop!(
			ValidatorSet::approve(root(), list),
			Error::<Test>::Duplicate
		);
	});
}
