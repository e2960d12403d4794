//! The public inputs of `receipt-v1`: the one packing that circuit, prover and pallet share.
//!
//! A receipt covers 1 to 24 hours of one contract, device and day. Its statement has
//! [`RECEIPT_V1_INPUTS`] public inputs, each an element of the scalar field of BN254, given as a
//! canonical 32-byte little-endian integer. Words are packed from the lowest bit up, without gaps.
//!
//! | index | input | packing |
//! |---|---|---|
//! | 0 | genesis | first 31 bytes of the genesis hash as a little-endian integer |
//! | 1 | meter key | the coordinate y of the registered key |
//! | 2 | subject word | circuit version 16, hour mask 24, day 32, contract 64, position 32, device 32, sign of the meter key 1 |
//! | 3 | challenge | 248 bits, see [`challenge_for`] |
//! | 4 | result commitment | field element chosen by the device; opaque to the chain |
//! | 5 | device commitment | field element registered with the device |
//! | 6 | rules word | Wh per GPU-hour 32, smallest green share in ten-thousandths 16, energy cap in Wh per hour 32 |
//! | 7 | totals word | Wh 64, green Wh 64 over the hours of the receipt |
//! | 8..=31 | reading commitments | hour of day 0 to 23; zero when the hour is not in the mask |
//! | 32..=39 | facts | three hours each: max units 32, green Wh 32 per hour; zero when not in the mask |

use crate::{
	CircuitId, CircuitVersion, ContractId, Day, DeviceId, HourMask, HourOfDay, MilliGpu, OfferId,
	HOURS_PER_DAY,
};
use alloc::vec::Vec;
use parity_scale_codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// Hours of a day as an array length.
const HOURS: usize = 24;
/// Hours packed into one facts word.
const HOURS_PER_FACTS_WORD: usize = 3;

/// Public inputs of `receipt-v1`.
pub const RECEIPT_V1_INPUTS: usize = 40;
/// The circuit id under which `receipt-v1` is registered.
pub const RECEIPT_CIRCUIT: CircuitId = CircuitId(1);
/// The circuit version that `receipt-v1` itself enforces in the subject word.
pub const RECEIPT_V1: CircuitVersion = CircuitVersion(1);
/// blake2-256 of `zk/schemas/receipt-v1.json`, which describes the public inputs to machines.
pub const RECEIPT_V1_SCHEMA: [u8; 32] = [
	0x0b, 0x6a, 0xad, 0x5b, 0x4e, 0x48, 0x38, 0x2f, 0x82, 0xd0, 0x9b, 0x44, 0x65, 0xfb, 0x22, 0x41,
	0x67, 0x0b, 0x4f, 0x0a, 0x26, 0xee, 0xa5, 0x5a, 0xaf, 0x0f, 0x86, 0x77, 0xa8, 0x49, 0xf1, 0x8d,
];

/// Bytes of a proof: A, B and C as compressed points (32 + 64 + 32).
///
/// Compressed costs 0.05 ms (native) and 0.2 ms (Wasm) more to decode than the 256 bytes of
/// uncompressed points, a tenth of the cost of one receipt, and saves 128 of about 350 bytes that
/// every receipt leaves in the chain for ever.
pub const PROOF_BYTES: usize = 128;

/// A field element or word as it enters the proof: canonical, 32 bytes, little-endian.
pub type FieldBytes = [u8; 32];

/// The highest bit of a compressed meter key: its coordinate x is above half the modulus.
const SIGN: u8 = 0x80;

/// What one hour of a receipt says in public.
#[derive(
	Clone,
	Copy,
	Debug,
	Default,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct HourFacts {
	/// Salted commitment to the registers of the device's meter at the end of this hour, and to all
	/// earlier ones: a link of the chain that the meter keeps.
	pub reading_commitment: FieldBytes,
	/// Most units that the energy of the hour can have served, rounded down.
	#[codec(compact)]
	pub max_units: MilliGpu,
	/// Green watt-hours of the hour.
	#[codec(compact)]
	pub green_wh: u32,
}

impl HourFacts {
	/// The facts of an hour that is not in the mask.
	pub const NONE: Self = Self {
		reading_commitment: [0; 32],
		max_units: MilliGpu(0),
		green_wh: 0,
	};
}

/// The limits against which the readings of a receipt are checked.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct ReceiptRules {
	/// Watt-hours that one reference GPU of the class needs in one hour; not zero.
	pub wh_per_gpu_hour: u32,
	/// Smallest green share of the contract, in ten-thousandths.
	pub min_green_share: u16,
	/// Most watt-hours that the device can have fed to compute in one hour.
	pub max_wh_per_hour: u32,
}

/// Everything that a `receipt-v1` proof binds in public.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct ReceiptInputs {
	/// Hash of block 0 of the chain.
	pub genesis_hash: [u8; 32],
	/// Version of the circuit; the circuit accepts only its own.
	pub version: CircuitVersion,
	/// Hours of the receipt, at least one.
	pub hours: HourMask,
	/// Day of the hours.
	pub day: Day,
	/// Contract that the work was done for.
	pub contract: ContractId,
	/// Offer, and so position, that earns.
	pub position: OfferId,
	/// Device that did the work.
	pub device: DeviceId,
	/// Challenge of the receipt, from [`challenge_for`].
	pub challenge: FieldBytes,
	/// Commitment to the result of the work.
	pub result_commitment: FieldBytes,
	/// Commitment that the device registered.
	pub device_commitment: FieldBytes,
	/// Meter key that the device registered: a compressed point, as circomlib's `packPoint`.
	pub meter_key: FieldBytes,
	/// Limits of class, contract and device.
	pub rules: ReceiptRules,
	/// Watt-hours over all hours of the receipt.
	pub total_wh: u64,
	/// Green watt-hours over all hours of the receipt.
	pub green_wh: u64,
	/// Facts of each hour of the day; [`HourFacts::NONE`] outside the mask.
	pub facts: [HourFacts; HOURS],
}

impl ReceiptInputs {
	/// The public inputs in the order of the table above.
	///
	/// **Shape**: 40 integers, 32 bytes each, little-endian. Words are canonical by construction;
	/// the commitments and the challenge are passed on as they are, and whoever verifies refuses
	/// the ones that are not below the modulus ([`is_canonical`]).
	pub fn public_inputs(&self) -> [FieldBytes; RECEIPT_V1_INPUTS] {
		let mut inputs = [[0; 32]; RECEIPT_V1_INPUTS];
		let head = [
			genesis_element(&self.genesis_hash),
			self.meter_key_coordinate(),
			self.subject_word(),
			self.challenge,
			self.result_commitment,
			self.device_commitment,
			self.rules_word(),
			word(&[&self.total_wh.to_le_bytes(), &self.green_wh.to_le_bytes()]),
		];
		let readings = self.facts.iter().map(|facts| facts.reading_commitment);
		let facts = self.facts.chunks(HOURS_PER_FACTS_WORD).map(facts_word);
		for (slot, input) in inputs
			.iter_mut()
			.zip(head.into_iter().chain(readings).chain(facts))
		{
			*slot = input;
		}
		inputs
	}

	/// The facts of one hour of the day.
	pub fn facts_at(&self, hour: HourOfDay) -> HourFacts {
		self.facts
			.get(hour.index())
			.copied()
			.unwrap_or(HourFacts::NONE)
	}

	/// Input 1, the coordinate y of the meter key.
	pub fn meter_key_coordinate(&self) -> FieldBytes {
		let mut coordinate = self.meter_key;
		if let Some(highest) = coordinate.last_mut() {
			*highest &= !SIGN;
		}
		coordinate
	}

	/// Is the coordinate x of the meter key above half the modulus?
	pub fn meter_key_is_negative(&self) -> bool {
		self.meter_key
			.last()
			.is_some_and(|highest| highest & SIGN != 0)
	}

	/// Input 2, the subject word.
	pub fn subject_word(&self) -> FieldBytes {
		let [low, middle, high, _] = self.hours.bits().to_le_bytes();
		word(&[
			&self.version.0.to_le_bytes(),
			&[low, middle, high],
			&self.day.0.to_le_bytes(),
			&self.contract.0.to_le_bytes(),
			&self.position.0.to_le_bytes(),
			&self.device.0.to_le_bytes(),
			&[self.meter_key_is_negative().into()],
		])
	}

	/// Input 6, the rules word.
	pub fn rules_word(&self) -> FieldBytes {
		word(&[
			&self.rules.wh_per_gpu_hour.to_le_bytes(),
			&self.rules.min_green_share.to_le_bytes(),
			&self.rules.max_wh_per_hour.to_le_bytes(),
		])
	}
}

/// A receipt as it is submitted: what the chain cannot know by itself, and the proof.
///
/// `Facts` is a list of the facts of the hours in the mask, ascending; bounded on chain.
#[derive(
	Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Receipt<Facts> {
	/// Contract that the work was done for.
	#[codec(compact)]
	pub contract: ContractId,
	/// Device that did the work.
	#[codec(compact)]
	pub device: DeviceId,
	/// Day of the hours.
	#[codec(compact)]
	pub day: Day,
	/// Hours of the receipt.
	pub hours: HourMask,
	/// Facts of each hour in the mask.
	pub facts: Facts,
	/// Watt-hours over all hours of the receipt.
	#[codec(compact)]
	pub total_wh: u64,
	/// Commitment to the result of the work.
	pub result_commitment: FieldBytes,
	/// The proof.
	pub proof: [u8; PROOF_BYTES],
}

impl Receipt<Vec<HourFacts>> {
	/// The receipt with these public inputs and their proof.
	pub fn new(inputs: &ReceiptInputs, proof: [u8; PROOF_BYTES]) -> Self {
		Self {
			contract: inputs.contract,
			device: inputs.device,
			day: inputs.day,
			hours: inputs.hours,
			facts: inputs
				.hours
				.hours()
				.map(|hour| inputs.facts_at(hour))
				.collect(),
			total_wh: inputs.total_wh,
			result_commitment: inputs.result_commitment,
			proof,
		}
	}
}

impl<Facts: AsRef<[HourFacts]>> Receipt<Facts> {
	/// The facts by hour of day; `None` unless there is one for each hour in the mask.
	pub fn facts_by_hour(&self) -> Option<[HourFacts; HOURS]> {
		let listed = self.facts.as_ref();
		if usize::try_from(self.hours.count()).ok()? != listed.len() {
			return None;
		}
		let mut facts = [HourFacts::NONE; HOURS];
		for (hour, listed) in self.hours.hours().zip(listed) {
			*facts.get_mut(hour.index())? = *listed;
		}
		Some(facts)
	}

	/// Green watt-hours over all hours of the receipt: the sum of its facts.
	pub fn green_wh(&self) -> u64 {
		self.facts
			.as_ref()
			.iter()
			.fold(0, |sum, facts| sum.saturating_add(facts.green_wh.into()))
	}
}

/// One of inputs 32 to 39, from the facts of three hours.
fn facts_word(hours: &[HourFacts]) -> FieldBytes {
	let mut packed = [0; 32];
	let bytes = hours.iter().flat_map(|facts| {
		facts
			.max_units
			.0
			.to_le_bytes()
			.into_iter()
			.chain(facts.green_wh.to_le_bytes())
	});
	for (slot, byte) in packed.iter_mut().zip(bytes) {
		*slot = byte;
	}
	packed
}

/// The parts one after the other from the lowest byte up, filled with zeros.
fn word(parts: &[&[u8]]) -> FieldBytes {
	let mut packed = [0; 32];
	for (slot, byte) in packed.iter_mut().zip(parts.iter().copied().flatten()) {
		*slot = *byte;
	}
	packed
}

/// The challenge that a receipt must carry: drawn by the chain, bound to what the receipt is for.
///
/// `seed` is the seed of the pool in the last of `hours`. It is drawn before that hour starts, so the
/// challenge shows for which assignment a proof was made, not that it was made after the delivery. Under
/// `work-v1` it is the seed of an hour whose draw opened after the device had committed to its result.
///
/// **Shape**: 248 bits, little-endian; the highest byte is zero.
pub fn challenge_for(
	seed: &[u8; 32],
	contract: ContractId,
	device: DeviceId,
	day: Day,
	hours: HourMask,
) -> FieldBytes {
	let subject = (
		b"greenhour/receipt-challenge",
		seed,
		contract,
		device,
		day,
		hours,
	);
	let mut challenge = sp_crypto_hashing::blake2_256(&subject.encode());
	if let Some(highest) = challenge.last_mut() {
		*highest = 0;
	}
	challenge
}

/// Input 0: what a receipt, and the signature of a meter, says of the chain.
///
/// **Shape**: 248 bits of the genesis hash, little-endian; the highest byte is zero.
pub fn genesis_element(genesis_hash: &[u8; 32]) -> FieldBytes {
	let mut element = *genesis_hash;
	if let Some(highest) = element.last_mut() {
		*highest = 0;
	}
	element
}

/// The order of the scalar field of BN254, little-endian.
pub const FIELD_MODULUS: FieldBytes = [
	0x01, 0x00, 0x00, 0xf0, 0x93, 0xf5, 0xe1, 0x43, 0x91, 0x70, 0xb9, 0x79, 0x48, 0xe8, 0x33, 0x28,
	0x5d, 0x58, 0x81, 0x81, 0xb6, 0x45, 0x50, 0xb8, 0x29, 0xa0, 0x31, 0xe1, 0x72, 0x4e, 0x64, 0x30,
];

/// Is this integer below [`FIELD_MODULUS`], and so the only form of its field element?
pub fn is_canonical(element: &FieldBytes) -> bool {
	element.iter().rev().lt(FIELD_MODULUS.iter().rev())
}

// The layout of 24 hours in words of three rests on these.
const _: () = assert!(HOURS_PER_DAY == 24 && HOURS == 24);
const _: () = assert!(8 + HOURS + HOURS / HOURS_PER_FACTS_WORD == RECEIPT_V1_INPUTS);

#[cfg(test)]
#[path = "receipt_tests.rs"]
mod tests;
