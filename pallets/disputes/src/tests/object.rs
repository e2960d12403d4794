use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use greenhour_types::VerificationMode;

const CONFIRMED: VerificationMode = VerificationMode::TenantConfirmed;

#[test]
fn an_objection_holds_a_tenth_of_each_share_rounded_up() {
	Ext.run(|| {
		let contract = bought(CONFIRMED);
		World::advance_to(at(3), HOUR);
		assert_ok!(claim(contract, &[1, 2, 3]));
		events();
		assert_ok!(object(contract, &[1, 3]));
		assert_eq!(held(TENANT), 2 * STAKE);
		assert_eq!(
			events(),
			[Event::HoursObjected {
				contract,
				device: DEVICE,
				day: DAY,
				hours: mask(&[1, 3]),
				tenant: TENANT,
				stake: 2 * STAKE,
			}]
		);
	});
}

#[test]
fn objections_end_with_the_window_of_each_hour() {
	Ext.run(|| {
		let contract = bought(CONFIRMED);
		World::advance_to(at(3), HOUR);
		assert_ok!(claim(contract, &[2]));
		World::wait(1);
		assert_ok!(claim(contract, &[3]));
		World::wait(OBJECTION - 1);
		assert_noop!(object(contract, &[2, 3]), Error::<Test>::OutsideWindow);
		assert_ok!(object(contract, &[3]));
	});
}

#[test]
fn only_the_tenant_objects_once_to_what_is_claimed() {
	Ext.run(|| {
		let contract = bought(CONFIRMED);
		World::advance_to(at(3), HOUR);
		assert_noop!(object(contract, &[1]), Error::<Test>::ClaimNotFound);
		assert_ok!(claim(contract, &[1]));
		assert_noop!(object(contract, &[]), Error::<Test>::NoHours);
		assert_noop!(object(contract, &[1, 2]), Error::<Test>::ClaimNotFound);
		let origin = RuntimeOrigin::signed(STRANGER);
		assert_noop!(
			Disputes::object(origin, contract, DEVICE, DAY, mask(&[1])),
			Error::<Test>::NotTenant
		);
		assert_ok!(object(contract, &[1]));
		assert_noop!(object(contract, &[1]), Error::<Test>::AlreadyObjected);
		let audited = bought(VerificationMode::Audited);
		assert_ok!(claim(audited, &[1]));
		assert_noop!(object(audited, &[1]), Error::<Test>::ModeMismatch);
	});
}
