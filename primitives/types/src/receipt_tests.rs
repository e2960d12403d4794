use super::*;
use proptest::prelude::*;

fn inputs() -> ReceiptInputs {
	let mut facts = [HourFacts::NONE; HOURS];
	facts[4] = HourFacts {
		reading_commitment: [9; 32],
		max_units: MilliGpu(0x0102_0304),
		green_wh: 0x0506_0708,
	};
	ReceiptInputs {
		genesis_hash: core::array::from_fn(|i| u8::try_from(i).expect("below 32")),
		version: CircuitVersion(0x0201),
		hours: HourMask::new(0x05_0403).expect("24 bits"),
		day: Day(0x0908_0706),
		contract: ContractId(0x1110_0f0e_0d0c_0b0a),
		position: OfferId(0x1514_1312),
		device: DeviceId(0x1918_1716),
		challenge: [3; 32],
		result_commitment: [4; 32],
		device_commitment: [5; 32],
		meter_key: [0x8f; 32],
		rules: ReceiptRules {
			wh_per_gpu_hour: 0x0403_0201,
			min_green_share: 0x0605,
			max_wh_per_hour: 0x0a09_0807,
		},
		total_wh: 0x0807_0605_0403_0201,
		green_wh: 0x100f_0e0d_0c0b_0a09,
		facts,
	}
}

/// `1, 2, 3, ... n` and zeros.
fn counting(n: u8) -> FieldBytes {
	core::array::from_fn(|i| {
		u8::try_from(i + 1)
			.ok()
			.filter(|byte| *byte <= n)
			.unwrap_or(0)
	})
}

#[test]
fn words_are_packed_low_to_high_without_gaps() {
	let packed = inputs().public_inputs();
	let mut subject = counting(25);
	subject[25] = 1;
	assert_eq!(packed[2], subject, "subject");
	assert_eq!(packed[6], counting(10), "rules");
	assert_eq!(packed[7], counting(16), "totals");
}

#[test]
fn the_genesis_hash_is_cut_to_31_bytes() {
	let packed = inputs().public_inputs();
	assert_eq!(packed[0][..31], inputs().genesis_hash[..31]);
	assert_eq!(packed[0][31], 0);
}

#[test]
fn the_meter_key_is_a_coordinate_and_the_bit_above_the_device() {
	let mut inputs = inputs();
	let mut coordinate = [0x8f; 32];
	coordinate[31] = 0x0f;
	assert_eq!(inputs.public_inputs()[1], coordinate);
	assert_eq!(inputs.public_inputs()[2][25..], [1, 0, 0, 0, 0, 0, 0]);
	inputs.meter_key = coordinate;
	assert_eq!(inputs.public_inputs()[1], coordinate);
	assert_eq!(inputs.public_inputs()[2], counting(25));
}

#[test]
fn facts_stand_three_to_a_word() {
	let packed = inputs().public_inputs();
	assert_eq!(packed[8 + 4], [9; 32]);
	// Hour 4 is the second hour of the second word: bytes 8 to 15.
	assert_eq!(packed[33][..8], [0; 8]);
	assert_eq!(packed[33][8..16], [4, 3, 2, 1, 8, 7, 6, 5]);
	assert_eq!(packed[33][16..], [0; 16]);
	assert_eq!(packed[32], [0; 32]);
}

#[test]
fn a_submitted_receipt_has_the_facts_of_its_hours_only() {
	let inputs = inputs();
	let mut receipt = Receipt::new(&inputs, [0; PROOF_BYTES]);
	let hours: Vec<u8> = inputs.hours.hours().map(HourOfDay::get).collect();
	assert_eq!(receipt.facts.len(), hours.len());
	let by_hour = receipt.facts_by_hour().expect("one for each hour");
	for hour in 0..24u8 {
		let expected = if hours.contains(&hour) {
			inputs.facts[usize::from(hour)]
		} else {
			HourFacts::NONE
		};
		assert_eq!(by_hour[usize::from(hour)], expected, "hour {hour}");
	}
	receipt.facts.pop();
	assert_eq!(receipt.facts_by_hour(), None);
}

#[test]
fn a_challenge_has_248_bits_and_depends_on_everything() {
	let hours = HourMask::new(0b110).expect("24 bits");
	let base = challenge_for(&[1; 32], ContractId(1), DeviceId(2), Day(3), hours);
	assert_eq!(base[31], 0);
	assert!(is_canonical(&base));
	let other_hours = HourMask::new(0b111).expect("24 bits");
	let others = [
		challenge_for(&[2; 32], ContractId(1), DeviceId(2), Day(3), hours),
		challenge_for(&[1; 32], ContractId(2), DeviceId(2), Day(3), hours),
		challenge_for(&[1; 32], ContractId(1), DeviceId(1), Day(3), hours),
		challenge_for(&[1; 32], ContractId(1), DeviceId(2), Day(4), hours),
		challenge_for(&[1; 32], ContractId(1), DeviceId(2), Day(3), other_hours),
	];
	assert!(others.iter().all(|other| *other != base));
}

#[test]
fn canonical_means_below_the_modulus() {
	let mut below = FIELD_MODULUS;
	below[0] = 0;
	assert!(is_canonical(&[0; 32]));
	assert!(is_canonical(&below));
	assert!(!is_canonical(&FIELD_MODULUS));
	assert!(!is_canonical(&[0xff; 32]));
}

proptest! {
	#[test]
	fn every_word_is_canonical(
		version: u16, bits in 0u32..1 << 24, day: u32, contract: u64, position: u32, device: u32,
		rules: (u32, u16, u32), totals: (u64, u64), genesis: [u8; 32], units: u32, green: u32,
	) {
		let mut inputs = inputs();
		inputs.genesis_hash = genesis;
		inputs.version = CircuitVersion(version);
		inputs.hours = HourMask::new(bits).expect("24 bits");
		inputs.day = Day(day);
		inputs.contract = ContractId(contract);
		inputs.position = OfferId(position);
		inputs.device = DeviceId(device);
		inputs.rules = ReceiptRules {
			wh_per_gpu_hour: rules.0, min_green_share: rules.1, max_wh_per_hour: rules.2,
		};
		(inputs.total_wh, inputs.green_wh) = totals;
		inputs.facts = [HourFacts {
			reading_commitment: [0; 32], max_units: MilliGpu(units), green_wh: green,
		}; HOURS];
		prop_assert!(inputs.public_inputs().iter().all(is_canonical));
	}
}
