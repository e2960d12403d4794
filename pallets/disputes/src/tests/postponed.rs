use crate::{mock::*, Error, Event, HoldReason, Postponed};
use frame_support::{assert_noop, assert_ok};
use greenhour_types::VerificationMode;

fn release(who: u64, reason: HoldReason) -> sp_runtime::DispatchResult {
	Disputes::release_postponed(RuntimeOrigin::signed(STRANGER), who, reason)
}

#[test]
fn a_blocked_account_keeps_nobody_waiting() {
	Ext.run(|| {
		let contract = bought(VerificationMode::TenantConfirmed);
		World::advance_to(at(3), HOUR);
		assert_ok!(claim(contract, &[2, 3]));
		assert_ok!(object(contract, &[2, 3]));
		block(TENANT, true);
		block(OPERATOR, true);
		World::wait(24 * HOUR);
		events();
		assert_ok!(judge(contract, &[2], false));
		assert_ok!(judge(contract, &[3], false));
		let returned = |who, reason, amount| Event::ReturnPostponed {
			who,
			reason,
			amount,
		};
		let all = events();
		assert!(all.contains(&returned(TENANT, HoldReason::Objection, STAKE)));
		assert!(all.contains(&returned(OPERATOR, HoldReason::ClaimDeposit, DEPOSIT)));
		assert_eq!(
			Postponed::<Test>::get(TENANT, HoldReason::Objection),
			2 * STAKE
		);
		check().expect("postponed returns are counted");
		assert!(release(TENANT, HoldReason::Objection).is_err());

		block(TENANT, false);
		block(OPERATOR, false);
		assert_ok!(release(TENANT, HoldReason::Objection));
		assert_ok!(release(OPERATOR, HoldReason::ClaimDeposit));
		assert_eq!((held(TENANT), held(OPERATOR)), (0, 0));
		assert_noop!(
			release(TENANT, HoldReason::Objection),
			Error::<Test>::NothingPostponed
		);
	});
}
