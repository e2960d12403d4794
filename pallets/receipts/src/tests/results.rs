//! Results come before the challenge that samples them.

use crate::{mock::*, CommittedResult, Error, Event, Results, MAX_RESULTS};
use frame_support::{assert_noop, assert_ok, dispatch::Pays};
use greenhour_types::{receipt::FIELD_MODULUS, ClockParams, ContractId, Hour, VerificationMode};

const RESULT: [u8; 32] = [7; 32];
const OTHER: [u8; 32] = [8; 32];

/// A device with hours 22 and 23 of a contract that samples the work; hour 23 is over.
fn execute(test: impl FnOnce()) {
	Ext::default().execute_assigned(|| {
		ask_for(CONTRACT, VerificationMode::Work, [5; 32]);
		test();
	});
}

fn commit(
	who: u64,
	of: &[u8],
	commitment: [u8; 32],
) -> frame_support::dispatch::DispatchResultWithPostInfo {
	let signed = RuntimeOrigin::signed(who);
	Receipts::commit_result(signed, CONTRACT, DEVICE, DAY, hours(of), commitment)
}

fn stored() -> Vec<CommittedResult> {
	Results::<Test>::get(DEVICE).to_vec()
}

/// The latest hour whose draw has opened.
fn latest_draw() -> u32 {
	let params = ClockParams::DEVELOPMENT;
	let opened = Now::get() + params.windows.sale_close_ms;
	u32::try_from(opened / HOUR_MS).expect("small")
}

#[test]
fn a_result_waits_for_a_draw_that_has_not_opened() {
	execute(|| {
		let info = commit(operator(DEVICE), &[22, 23], RESULT).expect("assigned");
		assert_eq!(info.pays_fee, Pays::No);
		let result = CommittedResult {
			contract: CONTRACT,
			day: DAY,
			hours: hours(&[22, 23]),
			commitment: RESULT,
			drawn_in: Hour(latest_draw() + 1),
		};
		assert_eq!(stored(), [result]);
		let device = DEVICE;
		System::assert_last_event(Event::ResultCommitted { device, result }.into());
		// No terms before the draw, and then with the result.
		let terms = || Receipts::receipt_terms(CONTRACT, DEVICE, DAY, hours(&[22, 23]));
		assert_eq!(terms(), None);
		Now::mutate(|now| *now += HOUR_MS);
		assert_eq!(terms().expect("drawn").result_commitment, Some(RESULT));
		let others = Receipts::receipt_terms(CONTRACT, DEVICE, DAY, hours(&[22]));
		assert_eq!(others, None, "the result is for both hours together");
	});
}

#[test]
fn it_can_be_replaced_until_the_draw_opens_and_never_after() {
	execute(|| {
		let who = operator(DEVICE);
		assert_ok!(commit(who, &[22], RESULT));
		let again = commit(who, &[22, 23], OTHER).expect("the draw has not opened");
		assert_eq!(again.pays_fee, Pays::Yes, "only the first is free");
		assert_eq!(stored().len(), 1);
		Now::mutate(|now| *now += HOUR_MS);
		for of in [&[22][..], &[23], &[22, 23]] {
			let refused = commit(who, of, RESULT);
			assert_noop!(refused, Error::<Test>::ResultCommitted);
		}
		assert_eq!(stored()[0].commitment, OTHER);
	});
}

#[test]
fn it_is_only_replaced_by_one_for_all_its_hours() {
	execute(|| {
		let who = operator(DEVICE);
		assert_ok!(commit(who, &[22, 23], RESULT));
		let refused = commit(who, &[22], OTHER);
		assert_noop!(refused, Error::<Test>::ResultNotCovered);
	});
}

#[test]
fn a_void_hour_frees_the_others_of_its_result() {
	execute(|| {
		let who = operator(DEVICE);
		assert_ok!(commit(who, &[22, 23], RESULT));
		Now::mutate(|now| *now += HOUR_MS);
		assert_noop!(commit(who, &[22], OTHER), Error::<Test>::ResultCommitted);
		VoidHours::mutate(|void| void.insert(hour(23)));
		assert_noop!(commit(who, &[22, 23], OTHER), Error::<Test>::HourVoid);
		assert_ok!(commit(who, &[22], OTHER));
		assert_eq!(stored().len(), 1);
		// And now that stands.
		Now::mutate(|now| *now += HOUR_MS);
		SeedsDrawn::set(true);
		assert!(commit(who, &[22], RESULT).is_err());
	});
}

#[test]
fn a_result_whose_draw_would_come_too_late_is_refused() {
	execute(|| {
		// The window of hour 22 closes in two hours, before the draw of a commitment made then.
		Now::mutate(|now| *now += 2 * HOUR_MS);
		let who = operator(DEVICE);
		assert_noop!(commit(who, &[22], RESULT), Error::<Test>::WindowClosed);
		assert_noop!(commit(who, &[22, 23], RESULT), Error::<Test>::WindowClosed);
		assert_ok!(commit(who, &[23], RESULT));
	});
}

#[test]
fn it_can_be_replaced_when_its_draw_was_dropped() {
	execute(|| {
		let who = operator(DEVICE);
		assert_ok!(commit(who, &[22], RESULT));
		Now::mutate(|now| *now += HOUR_MS);
		SeedsDrawn::set(false);
		assert_ok!(commit(who, &[22], OTHER));
		assert_eq!(stored()[0].drawn_in, Hour(latest_draw() + 1));
	});
}

#[test]
fn it_is_refused_to_all_but_the_operating_key_and_where_it_means_nothing() {
	execute(|| {
		let who = operator(DEVICE);
		assert_noop!(commit(STRANGER, &[22], RESULT), Error::<Test>::NotOperator);
		assert_noop!(commit(who, &[], RESULT), Error::<Test>::NothingToSettle);
		assert_noop!(commit(who, &[21], RESULT), Error::<Test>::NotAssigned);
		assert_noop!(commit(who, &[21, 22], RESULT), Error::<Test>::NotAssigned);
		let refused = commit(who, &[22], FIELD_MODULUS);
		assert_noop!(refused, Error::<Test>::NotCanonical);
		ask_for(CONTRACT, VerificationMode::Receipt, [5; 32]);
		let refused = commit(who, &[22], RESULT);
		assert_noop!(refused, Error::<Test>::CircuitMismatch);
		let (none, signed) = (RuntimeOrigin::none(), RuntimeOrigin::signed(who));
		let bad = sp_runtime::DispatchError::BadOrigin;
		let by = |origin, contract, device| {
			Receipts::commit_result(origin, contract, device, DAY, hours(&[22]), RESULT)
		};
		assert_noop!(by(none, CONTRACT, DEVICE), bad);
		let refused = by(signed.clone(), CONTRACT, OTHER_DEVICE);
		assert_noop!(refused, Error::<Test>::DeviceNotFound);
		let refused = by(signed, ContractId(u64::MAX), DEVICE);
		assert_noop!(refused, Error::<Test>::NotAssigned);
	});
}

#[test]
fn results_whose_window_has_passed_make_room() {
	execute(|| {
		let who = operator(DEVICE);
		let stale = CommittedResult {
			contract: ContractId(1),
			day: DAY,
			hours: hours(&[3]),
			commitment: OTHER,
			drawn_in: Hour(9),
		};
		let mut full = crate::ResultsOf::default();
		for contract in 0..u64::from(MAX_RESULTS) {
			let contract = ContractId(1_000 + contract);
			assert_ok!(full
				.try_push(CommittedResult { contract, ..stale })
				.map_err(drop));
		}
		Results::<Test>::insert(DEVICE, full.clone());
		assert_ok!(commit(who, &[22], RESULT));
		assert_eq!(stored().len(), 1);
		// Those that may still be needed stay.
		full.iter_mut()
			.for_each(|result| result.hours = hours(&[23]));
		Results::<Test>::insert(DEVICE, full);
		assert_noop!(commit(who, &[22], RESULT), Error::<Test>::TooManyResults);
	});
}

#[test]
fn a_result_of_an_hour_whose_window_has_passed_is_refused() {
	execute(|| {
		Now::mutate(|now| *now += 9 * HOUR_MS);
		let refused = commit(operator(DEVICE), &[22], RESULT);
		assert_noop!(refused, Error::<Test>::WindowClosed);
	});
}
