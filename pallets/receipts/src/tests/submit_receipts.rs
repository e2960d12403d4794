use super::{submit, submit_one};
use crate::{mock::*, Error, Event, MeterHour, MeterHours};
use frame_support::{assert_noop, assert_ok, dispatch::Pays};
use greenhour_types::{
	receipt::{RECEIPT_CIRCUIT, RECEIPT_V1},
	CircuitId, CircuitVersion, ContractId, Device, DeviceId, DeviceKind, GpuClassId, MilliGpu,
	WattHours,
};
use sp_runtime::DispatchError;

#[test]
fn a_receipt_pays_its_hours_and_fills_the_meter_ledger() {
	Ext::default().execute_assigned(|| {
		let mask = hours(&[22, 23]);
		let receipt = receipt(CONTRACT, DEVICE, mask);
		assert_ok!(submit_one(STRANGER, &receipt));
		assert_eq!(Paid::get(), [((CONTRACT, DEVICE, DAY), mask)]);
		// 2 x 1,000 units x 300 Wh, half of it green: 150 Wh from each hour.
		for (place, of, green_wh_left) in [(0, 22, 390), (1, 23, 390)] {
			let entry = MeterHour {
				reading_commitment: receipt.facts[place].reading_commitment,
				max_units: MilliGpu(3_000),
				used_units: MilliGpu(1_000),
				green_wh_left,
			};
			assert_eq!(MeterHours::<Test>::get(DEVICE, hour(of)), Some(entry));
		}
		System::assert_last_event(
			Event::ReceiptSettled {
				contract: CONTRACT,
				device: DEVICE,
				day: DAY,
				hours: mask,
				total: WattHours(1_800),
				green_used: WattHours(300),
				earned: 2_000,
			}
			.into(),
		);
	});
}

#[test]
fn a_batch_of_several_devices_and_contracts_is_paid_together() {
	Ext::default().execute_assigned(|| {
		register(OTHER_DEVICE);
		assign(CONTRACT, OTHER_DEVICE, hours(&[23]), 3_000);
		assign(OTHER_CONTRACT, DEVICE, hours(&[23]), 2_000);
		let batch = [
			receipt(CONTRACT, DEVICE, hours(&[22, 23])),
			receipt(CONTRACT, OTHER_DEVICE, hours(&[23])),
			receipt(OTHER_CONTRACT, DEVICE, hours(&[23])),
		];
		assert_ok!(submit(STRANGER, &batch));
		assert_eq!(Paid::get().len(), 3);
		// Hour 23 of the device served 1,000 and 2,000 units: all that its energy allows. The
		// contracts used 150 and 300 of the 540 green Wh.
		let shared = MeterHours::<Test>::get(DEVICE, hour(23)).expect("metered");
		assert_eq!(
			(shared.used_units, shared.green_wh_left),
			(MilliGpu(3_000), 90)
		);
	});
}

#[test]
fn hours_of_one_assignment_can_be_proved_one_by_one() {
	Ext::default().execute_assigned(|| {
		assert_ok!(submit(1, &[receipt(CONTRACT, DEVICE, hours(&[22]))]));
		assert_ok!(submit(1, &[receipt(CONTRACT, DEVICE, hours(&[23]))]));
		assert_eq!(Paid::get().len(), 2);
	});
}

#[test]
fn it_is_free_for_the_operating_key_of_every_device() {
	Ext::default().execute_assigned(|| {
		let settled = submit(operator(DEVICE), &[receipt(CONTRACT, DEVICE, hours(&[22]))]);
		assert_eq!(settled.expect("paid").pays_fee, Pays::No);
	});
}

#[test]
fn it_costs_a_fee_for_anyone_else() {
	Ext::default().execute_assigned(|| {
		let settled = submit(STRANGER, &[receipt(CONTRACT, DEVICE, hours(&[22]))]);
		assert_eq!(settled.expect("paid").pays_fee, Pays::Yes);
	});
}

#[test]
fn it_costs_a_fee_if_one_device_is_not_the_signers() {
	Ext::default().execute_assigned(|| {
		register(OTHER_DEVICE);
		assign(CONTRACT, OTHER_DEVICE, hours(&[23]), 3_000);
		let batch = [
			receipt(CONTRACT, DEVICE, hours(&[22])),
			receipt(CONTRACT, OTHER_DEVICE, hours(&[23])),
		];
		assert_eq!(
			submit(operator(DEVICE), &batch).expect("paid").pays_fee,
			Pays::Yes
		);
	});
}

#[test]
fn a_delivered_receipt_in_a_batch_is_skipped_and_no_longer_free() {
	Ext::default().execute_assigned(|| {
		let first = receipt(CONTRACT, DEVICE, hours(&[22]));
		let second = receipt(CONTRACT, DEVICE, hours(&[23]));
		assert_ok!(submit_one(operator(DEVICE), &first));
		let settled = submit(operator(DEVICE), &[first, second]).expect("the second pays");
		assert_eq!(settled.pays_fee, Pays::Yes);
		assert_eq!(Paid::get().len(), 2);
		System::assert_last_event(
			Event::ReceiptSkipped {
				contract: CONTRACT,
				device: DEVICE,
				day: DAY,
				hours: hours(&[22]),
			}
			.into(),
		);
	});
}

/// Attack: bring one receipt of a gateway's batch first, so that its assignment is gone when the batch
/// comes, and everybody else's receipts fail with it.
#[test]
fn a_receipt_that_somebody_brought_first_stops_no_other_of_the_batch() {
	Ext::default().execute_assigned(|| {
		let first = receipt(CONTRACT, DEVICE, hours(&[22, 23]));
		assert_ok!(submit_one(1, &first));
		// Settled to the end, the record of the assignment goes.
		Assignments::mutate(|all| all.remove(&(CONTRACT, DEVICE, DAY)));
		assert_noop!(submit_one(1, &first), Error::<Test>::NotAssigned);
		let other = ContractId(CONTRACT.0 + 1);
		assign(other, DEVICE, hours(&[22]), 1_000);
		let unrelated = receipt(other, DEVICE, hours(&[22]));
		assert_ok!(submit(1, &[first, unrelated]));
		assert_eq!(Paid::get().len(), 2);
	});
}

#[test]
fn it_fails_without_a_signature() {
	Ext::default().execute(|| {
		let call = |origin| {
			Receipts::submit_receipts(origin, RECEIPT_CIRCUIT, RECEIPT_V1, Default::default())
		};
		assert_noop!(call(RuntimeOrigin::none()), DispatchError::BadOrigin);
		assert_noop!(call(RuntimeOrigin::root()), DispatchError::BadOrigin);
	});
}

#[test]
fn it_fails_without_receipts_or_hours() {
	Ext::default().execute_assigned(|| {
		assert_noop!(submit(1, &[]), Error::<Test>::NothingToSettle);
		let mut empty = receipt(CONTRACT, DEVICE, hours(&[22]));
		empty.hours = hours(&[]);
		assert_noop!(submit(1, &[empty]), Error::<Test>::NothingToSettle);
	});
}

#[test]
fn it_fails_for_a_circuit_that_is_not_active() {
	Ext::default().execute_assigned(|| {
		let receipts = vec![receipt(CONTRACT, DEVICE, hours(&[22]))];
		let submit_to = |circuit, version| {
			let receipts = receipts.clone().try_into().expect("one");
			Receipts::submit_receipts(RuntimeOrigin::signed(1), circuit, version, receipts)
		};
		let missing = submit_to(CircuitId(9), RECEIPT_V1);
		assert_noop!(missing, Error::<Test>::CircuitNotFound);
		assert_noop!(
			submit_to(RECEIPT_CIRCUIT, CircuitVersion(2)),
			Error::<Test>::CircuitNotFound
		);
		let retired = Receipts::retire_circuit(RuntimeOrigin::root(), RECEIPT_CIRCUIT, RECEIPT_V1);
		assert_ok!(retired);
		assert_noop!(
			submit_to(RECEIPT_CIRCUIT, RECEIPT_V1),
			Error::<Test>::CircuitStatusMismatch
		);
	});
}

#[test]
fn it_fails_for_a_circuit_that_does_not_pay() {
	let circuit = CircuitId(7);
	let foreign = crate::GenesisCircuit {
		circuit,
		version: RECEIPT_V1,
		key: DEVELOPMENT_KEY.to_vec(),
		schema: SCHEMA,
		setup: SETUP,
	};
	Ext::default()
		.with_circuits(vec![foreign])
		.execute_assigned(|| {
			let receipts = vec![receipt(CONTRACT, DEVICE, hours(&[22]))];
			let receipts = receipts.try_into().expect("one");
			assert_noop!(
				Receipts::submit_receipts(RuntimeOrigin::signed(1), circuit, RECEIPT_V1, receipts),
				Error::<Test>::CircuitMismatch
			);
		});
}

#[test]
fn it_fails_for_hours_that_are_not_assigned() {
	Ext::default().execute_assigned(|| {
		let stray = receipt(CONTRACT, DEVICE, hours(&[21, 22]));
		assert_noop!(submit(1, &[stray]), Error::<Test>::NotAssigned);
	});
}

#[test]
fn it_fails_for_a_missed_hour() {
	Ext::default().execute_assigned(|| {
		let late = receipt(CONTRACT, DEVICE, hours(&[22, 23]));
		let key = (CONTRACT, DEVICE, DAY);
		Assignments::mutate(|all| {
			all.get_mut(&key).expect("assigned").unsettled = hours(&[23]);
		});
		assert_noop!(submit(1, &[late]), Error::<Test>::AlreadyMissed);
	});
}

#[test]
fn it_fails_if_some_of_the_hours_are_delivered() {
	Ext::default().execute_assigned(|| {
		let both = receipt(CONTRACT, DEVICE, hours(&[22, 23]));
		assert_ok!(submit(1, &[receipt(CONTRACT, DEVICE, hours(&[22]))]));
		assert_noop!(submit(1, &[both]), Error::<Test>::AlreadyDelivered);
	});
}

#[test]
fn it_fails_before_the_hour_is_over_and_after_its_window() {
	Ext::default().execute_assigned(|| {
		let receipt = receipt(CONTRACT, DEVICE, hours(&[22, 23]));
		Now::mutate(|now| *now -= 1);
		assert_noop!(submit_one(1, &receipt), Error::<Test>::HourNotOver);
		// The window of hour 22 is four hours long.
		Now::mutate(|now| *now += 1 + 3 * 60_000);
		assert_noop!(submit_one(1, &receipt), Error::<Test>::WindowClosed);
		Now::mutate(|now| *now -= 1);
		assert_ok!(submit(1, &[receipt]));
	});
}

#[test]
fn it_fails_for_a_void_hour() {
	Ext::default().execute_assigned(|| {
		let receipt = receipt(CONTRACT, DEVICE, hours(&[22, 23]));
		VoidHours::mutate(|void| void.insert(hour(23)));
		assert_noop!(submit(1, &[receipt]), Error::<Test>::HourVoid);
	});
}

#[test]
fn it_fails_without_a_seed() {
	Ext::default().execute_assigned(|| {
		let receipt = receipt(CONTRACT, DEVICE, hours(&[22]));
		SeedsDrawn::set(false);
		assert_noop!(submit(1, &[receipt]), Error::<Test>::SeedNotFound);
	});
}

/// Splits a device into two halves of a site.
fn split(device: DeviceId) {
	let whole = Devices::get().remove(&device).expect("registered");
	let energy = Device {
		kind: DeviceKind::EnergyOnly,
		commitment: [1; 32],
		..whole
	};
	let compute = Device {
		kind: DeviceKind::ComputeOnly,
		meter_key: [0; 32],
		solar_nameplate_w: 0,
		energy_cap: WattHours::ZERO,
		..whole
	};
	Devices::mutate(|all| all.insert(device, compute));
	EnergyHalf::set(Some(energy));
}

#[test]
fn a_bound_device_is_paid_by_the_meter_of_its_energy_half() {
	Ext::default().execute_assigned(|| {
		let receipt = receipt(CONTRACT, DEVICE, hours(&[22]));
		split(DEVICE);
		assert_ok!(submit_one(STRANGER, &receipt));
		assert_eq!(Paid::get(), [((CONTRACT, DEVICE, DAY), hours(&[22]))]);
	});
}

#[test]
fn it_fails_for_half_a_site() {
	Ext::default().execute_assigned(|| {
		let receipt = receipt(CONTRACT, DEVICE, hours(&[22]));
		split(DEVICE);
		EnergyHalf::set(None);
		let refused = submit(STRANGER, std::slice::from_ref(&receipt));
		assert_noop!(refused, Error::<Test>::DeviceNotFound);
	});
}

#[test]
fn it_fails_for_an_unknown_device() {
	Ext::default().execute_assigned(|| {
		let receipt = receipt(CONTRACT, DEVICE, hours(&[22]));
		Devices::mutate(|all| all.remove(&DEVICE));
		assert_noop!(submit(1, &[receipt]), Error::<Test>::DeviceNotFound);
	});
}

#[test]
fn it_fails_for_a_gpu_class_without_energy() {
	Ext::default().execute_assigned(|| {
		let receipt = receipt(CONTRACT, DEVICE, hours(&[22]));
		Devices::mutate(|all| {
			all.get_mut(&DEVICE).expect("registered").gpu_class = GpuClassId(44);
		});
		assert_noop!(submit(1, &[receipt]), Error::<Test>::ClassEnergyNotFound);
	});
}

#[test]
fn it_fails_when_the_energy_is_used_up() {
	Ext::default().execute_assigned(|| {
		assign(OTHER_CONTRACT, DEVICE, hours(&[22]), 2_001);
		let batch = [
			receipt(CONTRACT, DEVICE, hours(&[22])),
			receipt(OTHER_CONTRACT, DEVICE, hours(&[22])),
		];
		// 1,000 and 2,001 units of the 3,000 that 900 Wh allow, together or one after the other.
		assert_noop!(submit(1, &batch), Error::<Test>::InsufficientEnergy);
		assert_ok!(submit(1, &batch[..1]));
		assert_noop!(submit(1, &batch[1..]), Error::<Test>::InsufficientEnergy);
	});
}

#[test]
fn it_fails_when_the_green_energy_is_used_up() {
	Ext::default().execute_assigned(|| {
		// 1,000 units at 50 % use 150 of 540 green Wh; 2,000 units at 60 % want 360.
		assign(OTHER_CONTRACT, DEVICE, hours(&[22]), 2_000);
		Assignments::mutate(|all| {
			all.get_mut(&(OTHER_CONTRACT, DEVICE, DAY))
				.expect("assigned")
				.terms
				.min_green_share = 6_000;
		});
		// The ledger has 390 left and 360 are due, so both hold.
		let first = receipt(CONTRACT, DEVICE, hours(&[22]));
		let second = receipt(OTHER_CONTRACT, DEVICE, hours(&[22]));
		assert_ok!(submit(1, &[first]));
		MeterHours::<Test>::mutate(DEVICE, hour(22), |entry| {
			entry.as_mut().expect("metered").green_wh_left = 359;
		});
		assert_noop!(submit_one(1, &second), Error::<Test>::InsufficientGreen);
		MeterHours::<Test>::mutate(DEVICE, hour(22), |entry| {
			entry.as_mut().expect("metered").green_wh_left = 360;
		});
		assert_ok!(submit(1, &[second]));
	});
}

#[test]
fn a_green_and_a_grey_contract_share_an_hour() {
	Ext::default().execute_assigned(|| {
		// 60 % of the hour is green: enough for 1,000 units that must be all green (300 Wh), though
		// the meter as a whole shows less.
		assign(OTHER_CONTRACT, DEVICE, hours(&[22]), 2_000);
		Assignments::mutate(|all| {
			all.get_mut(&(CONTRACT, DEVICE, DAY))
				.expect("assigned")
				.terms
				.min_green_share = 10_000;
			all.get_mut(&(OTHER_CONTRACT, DEVICE, DAY))
				.expect("assigned")
				.terms
				.min_green_share = 0;
		});
		assert_ok!(submit(1, &[receipt(CONTRACT, DEVICE, hours(&[22]))]));
		assert_ok!(submit(1, &[receipt(OTHER_CONTRACT, DEVICE, hours(&[22]))]));
		let entry = MeterHours::<Test>::get(DEVICE, hour(22)).expect("metered");
		assert_eq!(entry.green_wh_left, 240);
	});
}

#[test]
fn an_hour_that_lacks_green_energy_is_helped_by_the_others() {
	Ext::default().execute_assigned(|| {
		assert_ok!(submit(1, &[receipt(CONTRACT, DEVICE, hours(&[22]))]));
		MeterHours::<Test>::mutate(DEVICE, hour(22), |entry| {
			entry.as_mut().expect("metered").green_wh_left = 100;
		});
		assign(OTHER_CONTRACT, DEVICE, hours(&[22, 23]), 1_000);
		// 150 Wh are due from each hour; 100 of the first are left, the second gives 50 more.
		assert_ok!(submit(
			1,
			&[receipt(OTHER_CONTRACT, DEVICE, hours(&[22, 23]))]
		));
		let left = |of| {
			MeterHours::<Test>::get(DEVICE, hour(of))
				.expect("metered")
				.green_wh_left
		};
		assert_eq!((left(22), left(23)), (0, 340));
	});
}

#[test]
fn a_receipt_of_next_to_nothing_is_not_free() {
	Ext::default().execute_assigned(|| {
		assign(OTHER_CONTRACT, DEVICE, hours(&[22]), 99);
		let paid = submit(1, &[receipt(OTHER_CONTRACT, DEVICE, hours(&[22]))]).expect("paid");
		assert_eq!(paid.pays_fee, Pays::Yes);
		let free = submit(1, &[receipt(CONTRACT, DEVICE, hours(&[22]))]).expect("paid");
		assert_eq!(free.pays_fee, Pays::No);
	});
}

#[test]
fn it_fails_when_an_array_gives_more_than_it_can() {
	Ext::default().execute_assigned(|| {
		let receipt = receipt(CONTRACT, DEVICE, hours(&[22]));
		// 490 W give at most 539 Wh; the meter says 540.
		Devices::mutate(|all| {
			all.get_mut(&DEVICE).expect("registered").solar_nameplate_w = 490;
		});
		assert_noop!(submit_one(1, &receipt), Error::<Test>::GreenAboveNameplate);
		Devices::mutate(|all| {
			all.get_mut(&DEVICE).expect("registered").solar_nameplate_w = 491;
		});
		assert_ok!(submit(1, &[receipt]));
	});
}

#[test]
fn it_fails_with_more_or_fewer_facts_than_hours() {
	Ext::default().execute_assigned(|| {
		let mut receipt = receipt(CONTRACT, DEVICE, hours(&[22, 23]));
		let last = receipt.facts.pop().expect("two facts");
		assert_noop!(submit_one(1, &receipt), Error::<Test>::FactsMismatch);
		for _ in 0..2 {
			receipt.facts.try_push(last).expect("three fit");
		}
		assert_noop!(submit(1, &[receipt]), Error::<Test>::FactsMismatch);
	});
}

#[test]
fn it_fails_with_extreme_ids() {
	Ext::default().execute_assigned(|| {
		let mut receipt = receipt(CONTRACT, DEVICE, hours(&[22]));
		receipt.device = DeviceId(u32::MAX);
		assert_noop!(submit_one(1, &receipt), Error::<Test>::NotAssigned);
		receipt.device = DEVICE;
		receipt.day = greenhour_types::Day(u32::MAX);
		assert_noop!(submit(1, &[receipt]), Error::<Test>::NotAssigned);
	});
}
