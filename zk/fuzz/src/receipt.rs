//! Receipts and their public inputs.

use crate::{fixture, Seeds};
use bounded_collections::{BoundedVec, ConstU32};
use core::ops::Range;
use greenhour_types::{
	receipt::{
		challenge_for, is_canonical, FieldBytes, HourFacts, Receipt, ReceiptInputs, ReceiptRules,
		PROOF_BYTES, RECEIPT_V1_INPUTS,
	},
	CircuitVersion, ContractId, Day, DeviceId, HourMask, HourOfDay, MilliGpu, OfferId,
};
use num_bigint::BigUint;
use parity_scale_codec::{Decode, Encode};

/// A receipt as a block carries it.
type OnChain = Receipt<BoundedVec<HourFacts, ConstU32<24>>>;
type Listed = Receipt<Vec<HourFacts>>;

/// Inputs with one, some and all hours, and their receipts.
pub fn seeds() -> Seeds {
	let mut seeds = receipts();
	seeds.extend(inputs().iter().map(Encode::encode));
	seeds.into()
}

/// Public inputs for one, some and all hours.
pub(crate) fn inputs() -> [ReceiptInputs; 3] {
	let masks = [1 << 12, 0x00a5_a5a5, 0x00ff_ffff].map(HourMask::new);
	masks.map(|hours| example(hours.expect("24 bits")))
}

/// Their receipts, encoded.
pub(crate) fn receipts() -> Vec<Vec<u8>> {
	let proof = fixture::ALL[0].claims[0].proof.clone();
	let proof: [u8; PROOF_BYTES] = proof.try_into().expect("the proof of the vector");
	let receipts = inputs().map(|inputs| Receipt::new(&inputs, proof));
	receipts.iter().map(Encode::encode).collect()
}

fn example(hours: HourMask) -> ReceiptInputs {
	let mut facts = [HourFacts::NONE; 24];
	for hour in hours.hours() {
		facts[hour.index()] = HourFacts {
			reading_commitment: [hour.get(); 32],
			max_units: MilliGpu(u32::MAX - u32::from(hour.get())),
			green_wh: 700,
		};
	}
	ReceiptInputs {
		genesis_hash: [0xf1; 32],
		version: CircuitVersion(1),
		hours,
		day: Day(20_000),
		contract: ContractId(1),
		position: OfferId(2),
		device: DeviceId(3),
		challenge: [4; 32],
		result_commitment: [5; 32],
		device_commitment: [6; 32],
		meter_key: [0x87; 32],
		rules: ReceiptRules {
			wh_per_gpu_hour: 700,
			min_green_share: 5_000,
			max_wh_per_hour: 100_000,
		},
		total_wh: u64::MAX,
		green_wh: 1 << 40,
		facts,
	}
}

/// What decodes is written as it was read; the public inputs hold everything that a receipt says, in
/// the places that the table of the packing names.
pub fn law(bytes: &[u8]) -> bool {
	let listed = decoded::<Listed>(bytes);
	let on_chain = decoded::<OnChain>(bytes);
	let short = listed.as_ref().filter(|receipt| receipt.facts.len() <= 24);
	assert_eq!(short.is_some(), on_chain.is_some());
	if let (Some(listed), Some(on_chain)) = (short, &on_chain) {
		assert_eq!(listed.facts, on_chain.facts.to_vec());
		assert_eq!(listed.facts_by_hour(), on_chain.facts_by_hour());
		assert_eq!(listed.green_wh(), on_chain.green_wh());
	}
	if let Some(receipt) = &listed {
		facts_stand_at_their_hours(receipt);
	}
	let inputs = decoded::<ReceiptInputs>(bytes);
	if let Some(inputs) = &inputs {
		packing_loses_nothing(inputs);
		receipt_says_what_the_inputs_say(inputs);
	}
	listed.is_some() || inputs.is_some()
}

/// What the front of the bytes says; it has no other encoding.
pub(crate) fn decoded<T: Decode + Encode>(bytes: &[u8]) -> Option<T> {
	let mut rest = bytes;
	let value = T::decode(&mut rest).ok()?;
	let read = bytes.len() - rest.len();
	assert_eq!(value.encode(), bytes[..read]);
	Some(value)
}

fn facts_stand_at_their_hours(receipt: &Listed) {
	let count = receipt.hours.count() as usize;
	let Some(facts) = receipt.facts_by_hour() else {
		assert_ne!(receipt.facts.len(), count);
		return;
	};
	assert_eq!(receipt.facts.len(), count);
	let mut listed = receipt.facts.iter();
	for (hour, facts) in facts.iter().enumerate() {
		if receipt.hours.bits() >> hour & 1 == 1 {
			assert_eq!(Some(facts), listed.next());
		} else {
			assert_eq!(*facts, HourFacts::NONE);
		}
	}
	let sum: u64 = facts.iter().map(|facts| u64::from(facts.green_wh)).sum();
	assert_eq!(receipt.green_wh(), sum);
	let Receipt {
		contract,
		device,
		day,
		hours,
		..
	} = *receipt;
	let challenge = challenge_for(&receipt.result_commitment, contract, device, day, hours);
	assert!(is_canonical(&challenge));
}

/// Indices of words that the chain packs itself.
fn is_word(index: usize) -> bool {
	matches!(index, 0 | 2 | 6 | 7 | 32..)
}

fn packing_loses_nothing(inputs: &ReceiptInputs) {
	let packed = inputs.public_inputs();
	for (index, input) in packed.iter().enumerate() {
		assert!(!is_word(index) || is_canonical(input), "input {index}");
	}
	let mut expected = inputs.clone();
	// Only 31 bytes of the hash enter.
	expected.genesis_hash[31] = 0;
	assert_eq!(unpacked(&packed), expected);
}

/// The integer in these bits of a word.
fn bits(word: &FieldBytes, range: Range<u32>) -> u64 {
	let shifted = BigUint::from_bytes_le(word) >> range.start;
	let low = shifted & ((BigUint::from(1u8) << range.len()) - 1u8);
	low.try_into().expect("at most 64 bits")
}

fn bits32(word: &FieldBytes, range: Range<u32>) -> u32 {
	bits(word, range).try_into().expect("at most 32 bits")
}

/// Nothing stands from this bit on.
fn assert_ends(word: &FieldBytes, end: u32) {
	assert_eq!(BigUint::from_bytes_le(word) >> end, BigUint::ZERO);
}

fn unpacked(packed: &[FieldBytes; RECEIPT_V1_INPUTS]) -> ReceiptInputs {
	let [genesis, meter_key, subject, challenge, result, device, rules, totals, ..] = packed;
	assert_ends(genesis, 248);
	assert_ends(subject, 201);
	assert_ends(rules, 80);
	assert_ends(totals, 128);
	let mut meter_key = *meter_key;
	assert_ends(&meter_key, 255);
	meter_key[31] |= if bits(subject, 200..201) == 1 {
		0x80
	} else {
		0
	};
	let facts = core::array::from_fn(|hour| {
		let word = &packed[32 + hour / 3];
		assert_ends(word, 192);
		let start = u32::try_from(hour % 3).expect("below three") * 64;
		HourFacts {
			reading_commitment: packed[8 + hour],
			max_units: MilliGpu(bits32(word, start..start + 32)),
			green_wh: bits32(word, start + 32..start + 64),
		}
	});
	ReceiptInputs {
		genesis_hash: *genesis,
		version: CircuitVersion(bits(subject, 0..16).try_into().expect("16 bits")),
		hours: HourMask::new(bits32(subject, 16..40)).expect("24 bits"),
		day: Day(bits32(subject, 40..72)),
		contract: ContractId(bits(subject, 72..136)),
		position: OfferId(bits32(subject, 136..168)),
		device: DeviceId(bits32(subject, 168..200)),
		challenge: *challenge,
		result_commitment: *result,
		device_commitment: *device,
		meter_key,
		rules: ReceiptRules {
			wh_per_gpu_hour: bits32(rules, 0..32),
			min_green_share: bits(rules, 32..48).try_into().expect("16 bits"),
			max_wh_per_hour: bits32(rules, 48..80),
		},
		total_wh: bits(totals, 0..64),
		green_wh: bits(totals, 64..128),
		facts,
	}
}

fn receipt_says_what_the_inputs_say(inputs: &ReceiptInputs) {
	let receipt = Receipt::new(inputs, [7; PROOF_BYTES]);
	let mut expected = inputs.facts;
	for hour in (0..24).filter_map(HourOfDay::new) {
		if !inputs.hours.contains(hour) {
			expected[hour.index()] = HourFacts::NONE;
		}
	}
	assert_eq!(receipt.facts_by_hour(), Some(expected));
	assert_eq!(decoded::<Listed>(&receipt.encode()), Some(receipt));
}
