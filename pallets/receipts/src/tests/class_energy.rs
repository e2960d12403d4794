use super::submit;
use crate::{mock::*, ClassEnergy, Error, Event};
use frame_support::{assert_noop, assert_ok};
use greenhour_types::GpuClassId;
use sp_runtime::DispatchError;

#[test]
fn governance_sets_the_energy_of_a_class() {
	Ext::default().execute(|| {
		let gpu_class = GpuClassId(8);
		assert_ok!(Receipts::set_class_energy(
			RuntimeOrigin::root(),
			gpu_class,
			450
		));
		assert_eq!(ClassEnergy::<Test>::get(gpu_class), Some(450));
		System::assert_last_event(
			Event::ClassEnergySet {
				gpu_class,
				watt_hours: 450,
			}
			.into(),
		);
	});
}

#[test]
fn it_fails_for_anyone_else_and_for_zero() {
	Ext::default().execute(|| {
		let by = |origin, watt_hours| Receipts::set_class_energy(origin, GPU_CLASS, watt_hours);
		assert_noop!(by(RuntimeOrigin::signed(1), 450), DispatchError::BadOrigin);
		assert_noop!(by(RuntimeOrigin::root(), 0), Error::<Test>::EnergyZero);
	});
}

#[test]
fn a_receipt_proved_under_the_old_value_no_longer_holds() {
	Ext::default().execute_assigned(|| {
		let old = receipt(CONTRACT, DEVICE, hours(&[22]));
		assert_ok!(Receipts::set_class_energy(
			RuntimeOrigin::root(),
			GPU_CLASS,
			301
		));
		assert_noop!(submit(1, &[old]), Error::<Test>::InvalidProof);
		assert_ok!(submit(1, &[receipt(CONTRACT, DEVICE, hours(&[22]))]));
	});
}
