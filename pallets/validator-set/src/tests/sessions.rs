//! What sessions and offences hear.

use crate::{mock::*, RecordOf, ValidatorCount, ValidatorRecord, Validators};
use frame_support::traits::Get;
use pallet_session::{historical, SessionManager};
use proptest::prelude::*;
use sp_runtime::traits::Convert;

type Historical = dyn Fn(u32) -> Option<Vec<(u64, ValidatorRecord)>>;

fn historical_genesis() -> Box<Historical> {
	Box::new(<ValidatorSet as historical::SessionManager<_, _>>::new_session_genesis)
}

fn historical_new_session() -> Box<Historical> {
	Box::new(<ValidatorSet as historical::SessionManager<_, _>>::new_session)
}

#[test]
fn both_sessions_of_the_genesis_get_the_set() {
	Ext::default().with_validators(&[1, 2]).execute(|| {
		for session in [0, 1] {
			let validators = <ValidatorSet as SessionManager<u64>>::new_session_genesis(session);
			assert_eq!(validators, Some(vec![1, 2]));
			let with_records = vec![(1, ValidatorRecord), (2, ValidatorRecord)];
			assert_eq!(historical_genesis()(session), Some(with_records));
		}
	});
}

#[test]
fn an_empty_genesis_leaves_the_choice_to_sessions() {
	Ext::default().execute(|| {
		assert_eq!(
			<ValidatorSet as SessionManager<u64>>::new_session_genesis(0),
			None
		);
		assert_eq!(historical_genesis()(0), None);
		assert_eq!(ValidatorCount::<Test>::get(), 0);
	});
}

#[test]
fn an_account_outside_the_set_has_no_record() {
	Ext::default().with_validators(&[1, 2]).execute(|| {
		assert_eq!(RecordOf::<Test>::convert(1), Some(ValidatorRecord));
		assert_eq!(RecordOf::<Test>::convert(3), None);
		assert_eq!(ValidatorCount::<Test>::get(), 2);
	});
}

proptest! {
	#[test]
	fn no_later_session_changes_the_set(sessions in prop::collection::vec(any::<u32>(), 1..50)) {
		Ext::default().with_validators(&[4, 2]).execute(|| {
			for session in sessions {
				assert_eq!(<ValidatorSet as SessionManager<u64>>::new_session(session), None);
				assert_eq!(historical_new_session()(session), None);
				<ValidatorSet as SessionManager<u64>>::start_session(session);
				<ValidatorSet as SessionManager<u64>>::end_session(session);
				assert_eq!(Validators::<Test>::get().into_inner(), [4, 2]);
			}
		});
	}
}
