use super::submit;
use crate::{mock::*, ClassEnergies, Error, Event};
use frame_support::{assert_noop, assert_ok};
use greenhour_types::{ClassEnergy, Day, GpuClassId};
use sp_runtime::{DispatchError, DispatchResult};

fn set(watt_hours: u32, from: u32) -> DispatchResult {
	Receipts::set_class_energy(RuntimeOrigin::root(), GPU_CLASS, watt_hours, Day(from))
}

fn energy() -> Option<ClassEnergy> {
	ClassEnergies::<Test>::get(GPU_CLASS)
}

#[test]
fn the_first_value_of_a_class_holds_for_all_days() {
	Ext::default().execute(|| {
		let gpu_class = GpuClassId(8);
		let root = RuntimeOrigin::root();
		assert_ok!(Receipts::set_class_energy(root, gpu_class, 450, Day(3)));
		let energy = ClassEnergy::constant(450);
		assert_eq!(ClassEnergies::<Test>::get(gpu_class), Some(energy));
		System::assert_last_event(Event::ClassEnergySet { gpu_class, energy }.into());
	});
}

#[test]
fn it_fails_for_anyone_else_and_for_zero() {
	Ext::default().execute(|| {
		let by =
			|origin, watt_hours| Receipts::set_class_energy(origin, GPU_CLASS, watt_hours, Day(9));
		assert_noop!(by(RuntimeOrigin::signed(1), 450), DispatchError::BadOrigin);
		assert_noop!(by(RuntimeOrigin::root(), 0), Error::<Test>::EnergyZero);
	});
}

#[test]
fn a_day_whose_hours_are_on_sale_keeps_its_value() {
	Ext::default().execute_assigned(|| {
		// The clock stands at the start of the day after [`DAY`].
		for day in [0, DAY.0, DAY.0 + 1, DAY.0 + 9] {
			assert_noop!(set(301, day), Error::<Test>::EnergyTooEarly);
		}
		let old = receipt(CONTRACT, DEVICE, hours(&[22]));
		assert_ok!(set(301, DAY.0 + 10));
		assert_ok!(submit(1, &[old]));
	});
}

#[test]
fn a_change_that_has_not_begun_can_be_changed() {
	Ext::default().execute_assigned(|| {
		assert_ok!(set(301, DAY.0 + 19));
		assert_ok!(set(302, DAY.0 + 10));
		let expected = ClassEnergy {
			before_wh: 300,
			from: Day(DAY.0 + 10),
			now_wh: 302,
		};
		assert_eq!(energy(), Some(expected));
	});
}

#[test]
fn no_value_is_dropped_while_hours_under_it_can_be_proved() {
	Ext::default().execute_assigned(|| {
		let next = DAY.0 + 10;
		assert_ok!(set(302, next));
		// The last hour of the old value stays payable for four hours.
		let start = World::start_of(Day(next), 0);
		for hours in 0..5u64 {
			Now::set(start + hours * HOUR_MS);
			let refused = set(303, next + 9);
			assert_noop!(refused, Error::<Test>::EnergyChangedRecently);
		}
		Now::set(start + 5 * HOUR_MS);
		assert_ok!(set(303, next + 9));
		let expected = ClassEnergy {
			before_wh: 302,
			from: Day(next + 9),
			now_wh: 303,
		};
		assert_eq!(energy(), Some(expected));
	});
}
