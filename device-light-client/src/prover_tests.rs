use std::collections::BTreeMap;

use greenhour_circuits::{receipt::check, HourReading, SoftwareMeter};
use greenhour_types::{
	Assignment, ClassEnergy, ClockParams, ContractId, Day, Device, DeviceClass, DeviceId,
	DeviceKind, DeviceStatus, GpuClassId, HourMask, OfferId, SiteFacts, ZoneId,
};
use proptest::prelude::*;

use super::*;
use crate::meters::{KeptMeter, SiteReading, StorageState};
use crate::work::Duty;

fn keys() -> DeviceKeys {
	DeviceKeys::from_seed(&[7; 32])
}

fn meter() -> KeptMeter {
	KeptMeter::new(SoftwareMeter::from_seed(&[7; 32]))
}

/// The same reading in every hour from 10 on, or none at all.
struct Same(Option<ReadingRecord>);

impl Readings for Same {
	fn first_hour(&self) -> Result<Option<Hour>, StoreError> {
		Ok(self.0.map(|_| Hour(10)))
	}

	fn at(&self, hour: Hour) -> Result<Option<ReadingRecord>, StoreError> {
		Ok(self.0.filter(|_| hour >= Hour(10)))
	}
}

fn facts(units: u32, min_green_share: u16) -> Facts {
	let assignment = Assignment {
		offer: OfferId(4),
		units: [MilliGpu(units); 24],
		hours: HourMask::FULL,
		delivered: HourMask::EMPTY,
		missed: HourMask::EMPTY,
	};
	Facts {
		now: 0,
		clock: ClockParams::DEVELOPMENT,
		device: DeviceId(3),
		record: Device {
			owner: [1; 32],
			operator: [2; 32],
			kind: DeviceKind::Combined,
			class: DeviceClass::HomeHub,
			gpu_class: GpuClassId(1),
			zone: ZoneId(1),
			meter_key: keys().meter_key.compressed(),
			commitment: keys().commitment(),
			gpu_nameplate: MilliGpu(2_000),
			solar_nameplate_w: 5_000,
			energy_cap: WattHours(5_000),
			site: SiteFacts::default(),
			status: DeviceStatus::Registered,
		},
		offer: None,
		bound: BTreeMap::new(),
		demand: Vec::new(),
		class_energy: ClassEnergy::constant(300),
		counted: BTreeMap::new(),
		duties: vec![Duty {
			contract: ContractId(7),
			day: Day(2),
			assignment,
			min_green_share,
		}],
	}
}

fn record(drawn_wh: u64, green_wh: u64) -> ReadingRecord {
	let site = SiteReading {
		produced_wh: 0,
		drawn_wh,
		green_wh,
		storage: StorageState::default(),
	};
	ReadingRecord {
		sequence: 0,
		previous: [0; 32],
		taken_at: 0,
		site,
	}
}

fn key(hours: u32) -> ReceiptKey {
	ReceiptKey {
		contract: ContractId(7),
		day: Day(2),
		hours: HourMask::new(hours).unwrap(),
	}
}

fn prepared(units: u32, hours: u32, drawn: u64, green: u64) -> Result<Prepared, ProverError> {
	let (keys, meter) = (keys(), meter());
	let subject = Subject {
		genesis: [8; 32],
		seed: [1; 32],
		wh_per_gpu_hour: 300,
		keys: &keys,
		meter: &meter,
	};
	let readings = Same(Some(record(drawn, green)));
	prepare(&subject, key(hours), &facts(units, 5_000), &readings)
}

#[test]
fn prepared_receipt_satisfies_the_circuit() {
	let receipt = prepared(1_000, 0b101, 315, 200).unwrap();
	assert_eq!(check(&receipt.inputs, &receipt.witness), Ok(()));
	assert_eq!(
		(receipt.inputs.total_wh, receipt.inputs.green_wh),
		(630, 400)
	);
	// 38 hours before the day, and the hour between the two is metered as well.
	let metered = &receipt.witness.metered;
	assert_eq!(metered.start.registers.total_wh, 38 * 315);
	assert_eq!(metered.readings[1].total_wh, 315);
	assert_eq!(receipt.inputs.facts[0].max_units, MilliGpu(1_050));
	assert_eq!(receipt.inputs.position, OfferId(4));
}

#[test]
fn too_little_energy_is_noticed_before_proving() {
	assert!(matches!(
		prepared(1_000, 1, 299, 299),
		Err(ProverError::TooLittleEnergy {
			served: MilliGpu(996),
			due: MilliGpu(1_000),
			..
		})
	));
}

#[test]
fn green_energy_is_promised_once() {
	// 1 GPU needs 300 Wh, half of it green: 150 Wh of green in each hour.
	assert!(prepared(1_000, 1, 315, 150).is_ok());
	assert!(matches!(
		prepared(1_000, 1, 315, 149),
		Err(ProverError::TooLittleGreen {
			green_wh: 149,
			needed_wh: 150,
			..
		})
	));
	let (keys, meter) = (keys(), meter());
	let subject = Subject {
		genesis: [8; 32],
		seed: [1; 32],
		wh_per_gpu_hour: 300,
		keys: &keys,
		meter: &meter,
	};
	let mut two = facts(500, 5_000);
	two.duties.push(Duty {
		contract: ContractId(8),
		..two.duties[0].clone()
	});
	// 75 Wh each: the second contract counts only once it is delivered.
	let first = prepare(&subject, key(1), &two, &Same(Some(record(315, 100))));
	assert!(first.is_ok());
	two.duties[1].assignment.delivered = HourMask::new(1).unwrap();
	let second = prepare(&subject, key(1), &two, &Same(Some(record(315, 100))));
	assert!(matches!(
		second,
		Err(ProverError::TooLittleGreen { needed_wh: 150, .. })
	));
}

#[test]
fn missing_reading_or_assignment_is_named() {
	let (keys, meter) = (keys(), meter());
	let subject = Subject {
		genesis: [8; 32],
		seed: [1; 32],
		wh_per_gpu_hour: 300,
		keys: &keys,
		meter: &meter,
	};
	let none = prepare(&subject, key(0b10), &facts(1_000, 0), &Same(None));
	assert!(matches!(none, Err(ProverError::NoReading(Hour(49)))));
	let other = ReceiptKey {
		contract: ContractId(8),
		..key(1)
	};
	let readings = Same(Some(record(315, 315)));
	let none = prepare(&subject, other, &facts(1_000, 0), &readings);
	assert!(matches!(none, Err(ProverError::NoAssignment)));
}

#[test]
fn energy_follows_units_and_margin_up_to_the_cap() {
	let cap = WattHours(5_000);
	assert_eq!(
		energy_needed_up(MilliGpu(1_000), 300, 5, cap),
		WattHours(315)
	);
	assert_eq!(energy_needed_up(MilliGpu(1), 300, 0, cap), WattHours(1));
	assert_eq!(
		energy_needed_up(MilliGpu(u32::MAX), u32::MAX, 100, cap),
		cap
	);
	assert_eq!(energy_needed_up(MilliGpu(0), 300, 5, cap), WattHours(0));
}

proptest! {
	#[test]
	fn energy_needed_always_serves_its_units(units in 0u32..1_000_000, wh in 1u32..100_000, margin in 0u32..=100) {
		let energy = energy_needed_up(MilliGpu(units), wh, margin, WattHours(u64::MAX));
		let reading = HourReading { total_wh: u32::try_from(energy.0).unwrap_or(u32::MAX), green_wh: 0, salt: 0 };
		prop_assume!(energy.0 <= u64::from(u32::MAX));
		prop_assert!(reading.max_units_down(wh).unwrap() >= MilliGpu(units));
	}
}
