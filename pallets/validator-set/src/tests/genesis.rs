use crate::{mock::*, types::CandidacyId, Bonds, Candidates, Mode, SeatNumbers, Seats};
use frame_support::traits::fungible::{Inspect, InspectHold};
use greenhour_types::units::GHR;
use sp_runtime::BuildStorage;

#[test]
fn genesis_bonds_its_validators() {
	Ext::default().governed().execute(|| {
		assert_eq!(active(), vec![1, 2, 3, 4]);
		for validator in 1..=4 {
			let bond = Bonds::<Test>::get(validator).expect("bonded");
			assert_eq!((bond.amount, bond.unbonds_on), (MIN_BOND, None));
			let on_hold = Balances::balance_on_hold(
				&RuntimeHoldReason::ValidatorSet(crate::HoldReason::ValidatorBond),
				&validator,
			);
			assert_eq!(on_hold, MIN_BOND);
			assert_eq!(Balances::balance(&validator), 100_000 * GHR - MIN_BOND);
		}
		let ids = Candidates::<Test>::iter_values().map(|candidacy| candidacy.id);
		let mut ids: Vec<_> = ids.collect();
		ids.sort();
		assert_eq!(ids, [0, 1, 2, 3].map(CandidacyId));
		let numbers = SeatNumbers::<Test>::get();
		assert_eq!((numbers.seats, numbers.minimum), (4, 2));
		assert_eq!(crate::CurrentMode::<Test>::get(), Mode::Governed);
	});
}

#[test]
fn genesis_without_numbers_takes_the_constants() {
	let genesis = RuntimeGenesisConfig::default();
	let storage = genesis.build_storage().expect("valid genesis");
	sp_io::TestExternalities::from(storage).execute_with(|| {
		let seats = Seats {
			seats: MAX_VALIDATORS,
			minimum: 1,
		};
		assert_eq!(SeatNumbers::<Test>::get(), seats);
		assert!(crate::Active::<Test>::get().is_empty());
	});
}

#[test]
#[should_panic(expected = "invalid genesis")]
fn genesis_fails_when_a_validator_is_named_twice() {
	Ext::default().with_validators([1, 2, 1]).build();
}

#[test]
#[should_panic(expected = "invalid genesis")]
fn genesis_fails_with_more_validators_than_seats() {
	Ext::default().with_validators(1..=13).build();
}

#[test]
#[should_panic(expected = "invalid genesis")]
fn genesis_fails_when_a_validator_cannot_bond() {
	Ext::default().with_validators([1, 101]).build();
}
