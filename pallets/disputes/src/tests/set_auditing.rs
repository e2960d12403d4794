use crate::{mock::*, Auditing, Event};
use frame_support::{assert_noop, assert_ok};
use greenhour_traits::OpenClaims;
use greenhour_types::VerificationMode;
use sp_runtime::{BuildStorage, DispatchError};

const MODES: [VerificationMode; 4] = [
	VerificationMode::TenantConfirmed,
	VerificationMode::Audited,
	VerificationMode::Receipt,
	VerificationMode::Work,
];

fn set(who: u64, open: bool) -> sp_runtime::DispatchResult {
	Disputes::set_auditing(RuntimeOrigin::signed(who), open)
}

#[test]
fn contracts_by_word_are_opened_only_while_somebody_judges() {
	Ext.run(|| {
		assert_eq!(MODES.map(Disputes::are_taken), [false; 4]);
		assert_ok!(set(AUDITOR, true));
		assert_eq!(MODES.map(Disputes::are_taken), [true, true, false, false]);
		assert_ok!(set(AUDITOR, false));
		assert_eq!(MODES.map(Disputes::are_taken), [false; 4]);
		assert_eq!(
			events(),
			[true, false].map(|open| Event::AuditingSet { open })
		);
	});
}

#[test]
fn only_auditors_say_whether_they_judge() {
	Ext.run(|| {
		for who in [TENANT, OPERATOR, STRANGER] {
			assert_noop!(set(who, true), DispatchError::BadOrigin);
		}
	});
}

#[test]
fn contracts_that_are_open_go_on_without_new_ones() {
	Ext.run(|| {
		assert!(!Auditing::<Test>::get());
		let contract = bought(VerificationMode::TenantConfirmed);
		World::advance_to(at(4), 0);
		assert_ok!(claim(contract, &[1, 2]));
		assert_ok!(confirm(contract, &[1]));
		assert_ok!(object(contract, &[2]));
		assert_ok!(judge(contract, &[2], true));
		assert_eq!(World::bought(contract).delivered, mask(&[1, 2]));
	});
}

#[test]
fn a_genesis_may_have_auditors() {
	for auditing in [false, true] {
		let storage = crate::GenesisConfig::<Test> {
			auditing,
			..Default::default()
		};
		let storage = storage.build_storage().expect("the genesis builds");
		sp_io::TestExternalities::new(storage).execute_with(|| {
			assert_eq!(Disputes::are_taken(VerificationMode::Audited), auditing);
		});
	}
}
